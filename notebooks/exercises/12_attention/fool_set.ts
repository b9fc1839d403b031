/**
 * Two sentences that one layer of attention without position codes cannot tell apart.
 *
 * @module
 */

import { attention } from "lib/cells/attention.ts";
import { apart, kindOf } from "lib/exercises/common.ts";
import { Finding } from "lib/exercises/definition.ts";
import { count } from "lib/exercises/differ.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";
import { createRandom } from "lib/random.ts";
import { wordOrder } from "lib/tasks/word_order.ts";
import { reference } from "lib/tensor/mod.ts";

const LENGTH = 5;
const SEEDS = [0, 1, 2, 3, 4];
const task = wordOrder();
const vocab: readonly string[] = task.input.kind === "symbols" ? task.input.vocab : [];

const alike: [string, string] = [
  "man sees dog follows cat",
  "dog sees man follows cat",
];

type Two = readonly [readonly string[], readonly string[]];
const strangeIn = (two: Two) => two.flat().find((word) => word === "?" || !vocab.includes(word));
const sorted = (words: readonly string[]) => words.toSorted().join(" ");
const off = ([one, other]: Two) =>
  Math.max(...SEEDS.map((seed) => difference(one, other, { seed, positions: false })));
const isWhole = (two: Two) => two.every(({ length }) => length === LENGTH) && !strangeIn(two);

/** The exercise. */
export default valueExercise<Two>({
  id: "12.fool-set",
  kind: "fool the net",
  title: "twins for attention",
  goal:
    "Write two different sentences of five words that attention without position codes answers alike, whatever its weights.",
  text:
    "Above, a `?` at the end asked the question. Now there is none: the net answers after the last _word_. " +
    "Write two different sentences of five words each, from _man, woman, child, king, dog, cat, horse, goose, bites, " +
    "follows, sees, wakes_, to which attention **without** position codes (one layer) gives the same scores after " +
    "the last word, whatever its weights are.",
  begin: [
    "What does the last step look at, and which numbers of its own does it bring along?",
    "The earlier words are a set to it, in which each counts as often as it occurs; its own word asks the question",
  ],
  answer: "alike",
  turn: '["man sees …", "dog sees …"]',
  from: import.meta.url,
  solution: alike,
  why:
    "The cat looks at the same five rows in both. What it sees is their values in the same shares, and a sum does not " +
    "care in which order its terms come.",
  learned:
    "Same earlier words, same last word: one look cannot tell in which order they came. A second layer can, even " +
    "without codes: its steps look at earlier steps, each of which saw only what came before it, and that is order.",
  read(answer) {
    const good = Array.isArray(answer) && answer.length === 2 &&
      answer.every((one) => typeof one === "string");
    if (good) {
      return (answer as string[]).map((one) => one.trim().split(/\s+/)) as [string[], string[]];
    }
    throw new Finding("kind", `two sentences in a list are wanted, and this is ${kindOf(answer)}`);
  },
  right: (two) => isWhole(two) && two[0].join(" ") !== two[1].join(" ") && off(two) <= 1e-12,
  said(two, idea) {
    const strange = strangeIn(two);
    if (strange !== undefined) return `the net does not know the word "${strange.slice(0, 40)}"`;
    const odd = two.find(({ length }) => length !== LENGTH);
    if (odd) {
      return `"${odd.slice(0, 12).join(" ")}${odd.length > 12 ? " …" : ""}" has ${
        count(odd.length, "word")
      }, and ${LENGTH} are wanted`;
    }
    const [one, other] = two;
    if (idea === "identical") return `both are "${one.join(" ")}"`;
    if (idea !== null) {
      return `nets without position codes give them scores that differ by up to ${
        off(two).toPrecision(2)
      }`;
    }
    const codes = difference(one, other, { seed: 0, positions: true });
    const deep = difference(one, other, { seed: 0, positions: false, layers: 2 });
    return `without position codes the scores of ${SEEDS.length} nets differ by ${
      off(two).toPrecision(1)
    } (rounding), with them by ${codes.toPrecision(2)}; and two layers without codes: by ${
      deep.toPrecision(2)
    }`;
  },
  ideas: {
    "vocabulary": {
      idea: "A net with one row a word has no row for other words",
      hint: "Use the twelve words of the task; the question mark is none of them here",
      stronger: "Small letters, single blanks, no punctuation",
      answers: [
        ["man sees dog follows ?", "dog sees man follows ?"],
        ["Man sees dog follows cat", "dog sees Man follows cat"],
        ["the man sees a cat", "a man sees the cat"],
        ["man sees dog follows cat.", "dog sees man follows cat."],
      ],
      does: (two) => strangeIn(two) !== undefined,
    },
    "length": {
      idea: "Five words are wanted in each",
      hint: "Count the words",
      stronger: "One of the four words before the last may occur twice",
      answers: [
        ["man sees cat", "sees man cat"],
        ["man", "dog"],
        ["man sees dog follows cat cat", "dog sees man follows cat cat"],
      ],
      does: (two) => two.some(({ length }) => length !== LENGTH),
    },
    "identical": {
      idea: "One sentence cannot be told from itself; that fools nobody",
      hint: "The order must differ somewhere",
      stronger: "Exchange two of the first four words",
      answers: [
        ["man sees dog follows cat", "man sees dog follows cat"],
        ["man man man man man", " man man man  man man"],
      ],
      does: ([one, other]) => one.join(" ") === other.join(" "),
    },
    "last-word": {
      idea: "The earlier words may change places, the last may not: it is the one who looks",
      hint:
        "Whose query compares itself with all the keys, and to whose row is added what it sees?",
      stronger: "End both sentences with the same word",
      answers: [
        ["cat sees dog follows man", "man sees dog follows cat"],
        ["man sees dog follows cat", "cat follows dog sees man"],
        ["man sees dog cat follows", "man sees dog follows cat"],
      ],
      does: ([one, other]) => sorted(one) === sorted(other),
    },
    "counts": {
      idea: "A word that stands there twice has two keys, and gets two shares",
      hint: "How often does each word occur in your two sentences?",
      stronger: "Use each word equally often in both",
      answers: [
        ["man sees man sees cat", "man man man sees cat"],
        ["man man dog dog cat", "man dog dog dog cat"],
        ["dog dog dog sees cat", "dog sees sees sees cat"],
      ],
      does: ([one, other]) => sorted([...new Set(one)]) === sorted([...new Set(other)]),
    },
    "words": {
      idea: "The net is blind to order, not to words",
      hint: "Which word is in one sentence and not in the other?",
      stronger: "Write one sentence, and move its first four words about",
      answers: [
        ["man sees dog follows cat", "king sees dog follows cat"],
        ["man sees dog follows cat", "woman wakes child bites goose"],
        ["man sees dog follows cat", "man sees dog wakes cat"],
      ],
      does: () => true,
    },
  },
  faults: { kind: ["man sees dog follows cat", ["man"], [1, 2], [["man"], ["dog"]]] },
});

/** Largest difference between an untrained net's scores after the last word of two sentences. */
function difference(
  one: readonly string[],
  other: readonly string[],
  { seed, ...how }: { seed: number; positions: boolean; layers?: number },
): number {
  const { input, outputSize } = task;
  const random = createRandom(seed);
  const net = attention({ ...how, input, outputSize, hiddenSize: 16, random, backend: reference });
  const [a, b] = [one, other].map((words) => {
    const inputs = Int32Array.from(words, (word) => vocab.indexOf(word));
    return net.forward({ timeSteps: LENGTH, batch: 1, inputs }).outputs.values().slice(-outputSize);
  });
  return apart(a, b);
}
