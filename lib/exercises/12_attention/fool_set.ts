/**
 * Two sentences that one layer of attention without position codes cannot tell apart.
 *
 * @module
 */

import { attention } from "../../cells/attention.ts";
import { createRandom } from "../../random.ts";
import { wordOrder } from "../../tasks/word_order.ts";
import { reference } from "../../tensor/mod.ts";
import { apart, kindOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const LENGTH = 5;

/** The exercise. */
export const foolSet: Exercise = {
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
  answer: "alike",
  stub: `const alike: [string, string] = yourTurn; // YOUR TURN: ["man sees …", "dog sees …"]`,
  begin: [
    "What does the last step look at, and which numbers of its own does it bring along?",
    "The earlier words are a set to it, in which each counts as often as it occurs; its own word asks the question",
  ],
  check(answer) {
    const [one, other] = sentencesOf(answer);
    for (const words of [one, other]) {
      if (words.length !== LENGTH) {
        const said = `"${words.join(" ")}" has ${words.length} words, and ${LENGTH} are wanted`;
        throw new Finding("length", said);
      }
      const strange = words.find((word) => word === "?" || !vocab.includes(word));
      if (strange) throw new Finding("vocabulary", `the net does not know the word "${strange}"`);
    }
    if (one.join(" ") === other.join(" ")) {
      throw new Finding("identical", `both are "${one.join(" ")}"`);
    }
    const off = Math.max(
      ...SEEDS.map((seed) => difference(one, other, { seed, positions: false })),
    );
    if (off > 1e-12) {
      const said = `nets without position codes give them scores that differ by up to ${
        off.toPrecision(2)
      }`;
      const [a, b] = [one, other].map((words) => words.toSorted().join(" "));
      const sets = [one, other].map((words) => [...new Set(words)].toSorted().join(" "));
      throw new Finding(a === b ? "last-word" : sets[0] === sets[1] ? "counts" : "words", said);
    }
    const codes = difference(one, other, { seed: 0, positions: true });
    const deep = difference(one, other, { seed: 0, positions: false, layers: 2 });
    return `without position codes the scores of ${SEEDS.length} nets differ by ${
      off.toPrecision(1)
    } (rounding), with them by ${codes.toPrecision(2)}; and two layers without codes: by ${
      deep.toPrecision(2)
    }`;
  },
  learned:
    "Same earlier words, same last word: one look cannot tell in which order they came. A second layer can, even " +
    "without codes: its steps look at earlier steps, each of which saw only what came before it, and that is order.",
  misconceptions: {
    "last-word": {
      idea: "The earlier words may change places, the last may not: it is the one who looks",
      hint:
        "Whose query compares itself with all the keys, and to whose row is added what it sees?",
      stronger: "End both sentences with the same word",
    },
    "counts": {
      idea: "A word that stands there twice has two keys, and gets two shares",
      hint: "How often does each word occur in your two sentences?",
      stronger: "Use each word equally often in both",
    },
    "words": {
      idea: "The net is blind to order, not to words",
      hint: "Which word is in one sentence and not in the other?",
      stronger: "Write one sentence, and move its first four words about",
    },
    "identical": {
      idea: "One sentence cannot be told from itself; that fools nobody",
      hint: "The order must differ somewhere",
      stronger: "Exchange two of the first four words",
    },
    "length": {
      idea: "Five words are wanted in each",
      hint: "Count the words",
      stronger: "One of the four words before the last may occur twice",
    },
    "vocabulary": {
      idea: "A net with one row a word has no row for other words",
      hint: "Use the twelve words of the task; the question mark is none of them here",
      stronger: "Small letters, single blanks, no punctuation",
    },
  },
  solution: {
    source: `const alike: [string, string] = [
  "man sees dog follows cat",
  "dog sees man follows cat",
];`,
    why:
      "The cat looks at the same five rows in both. What it sees is their values in the same shares, and a sum does not " +
      "care in which order its terms come.",
  },
  wrong: [
    ["another last word", "last-word", "cat sees dog follows man", "man sees dog follows cat"],
    ["other words", "words", "man sees dog follows cat", "king sees dog follows cat"],
    ["other counts", "counts", "man sees man sees cat", "man man man sees cat"],
    ["the same twice", "identical", "man sees dog follows cat", "man sees dog follows cat"],
    ["three words", "length", "man sees cat", "sees man cat"],
    ["asked at a mark", "vocabulary", "man sees dog follows ?", "dog sees man follows ?"],
  ].map(([label, misconception, one, other]) => ({
    label,
    misconception,
    source: `const alike: [string, string] = [\n  "${one}",\n  "${other}",\n];`,
  })),
};

const SEEDS = [0, 1, 2, 3, 4];
const task = wordOrder();
const vocab: readonly string[] = task.input.kind === "symbols" ? task.input.vocab : [];

function sentencesOf(answer: unknown): [string[], string[]] {
  const good = Array.isArray(answer) && answer.length === 2 &&
    answer.every((one) => typeof one === "string");
  if (!good) {
    throw new Finding("kind", `two sentences in a list are wanted, and this is ${kindOf(answer)}`);
  }
  return answer.map((one: string) => one.trim().split(/\s+/)) as [string[], string[]];
}

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
