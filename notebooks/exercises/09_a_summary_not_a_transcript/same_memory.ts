/**
 * Two texts that leave a net with the same memory.
 *
 * @module
 */

import { gru } from "lib/cells/gru.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { apart, kindOf } from "lib/exercises/common.ts";
import { Finding } from "lib/exercises/definition.ts";
import { count } from "lib/exercises/differ.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";
import { createRandom } from "lib/random.ts";
import { copy } from "lib/tasks/copy.ts";

const LONGEST = 100;
const CLOSE = 1e-6;
const task = copy();
const LETTERS = "abcdefgh";

const sameMemory: [string, string] = [
  "a" + "bcdefgh".repeat(9),
  "h" + "bcdefgh".repeat(9),
];

type Two = readonly [string, string];
const strangeIn = (two: Two) => [...two.join("")].find((letter) => !LETTERS.includes(letter));
const badLength = ([one, other]: Two) =>
  one.length !== other.length || one.length > LONGEST || one.length === 0;
const end = "b".repeat(60);

/** The exercise. */
export default valueExercise<Two>({
  id: "09.same-memory",
  kind: "fool the net",
  title: "two texts, one memory",
  goal:
    "Write two texts with different first letters that leave an untrained GRU with the same memory.",
  text:
    "A GRU of 16 units with random weights reads a text of the letters _a_ to _h_. Write two texts of equal length, " +
    "at most 100 letters, which differ in their _first_ letter and leave it with the same memory: none of the 16 " +
    "numbers may differ by more than a millionth. Whatever is asked of that memory, both texts then get the same " +
    "answer.",
  begin: [
    "In an untrained net, what becomes of a letter when many others are read after it?",
    'Text is joined with +, and repeated with "b".repeat(10)',
  ],
  answer: "sameMemory",
  turn: '["ab…", "cb…"]',
  from: import.meta.url,
  solution: sameMemory,
  why:
    "The same long end follows both first letters. At each step the memory is mixed with what is read, and what the first " +
    "letter left in it shrinks by about the same factor each time, until 32-bit numbers no longer show it.",
  learned:
    "Two texts, one memory: from here on the net cannot know which one it read, whoever reads the memory out. With a state of fixed " +
    "size such pairs must exist; an untrained one makes them of every two texts with the same long end.",
  read(answer) {
    const good = Array.isArray(answer) && answer.length === 2 &&
      answer.every((one) => typeof one === "string");
    if (good) return (answer as string[]).map((one) => one.trim()) as [string, string];
    throw new Finding("kind", `two texts in a list are wanted, and this is ${kindOf(answer)}`);
  },
  right: (two) =>
    strangeIn(two) === undefined && !badLength(two) && two[0][0] !== two[1][0] &&
    distance(two) <= CLOSE,
  said(two, idea) {
    const [one, other] = two;
    const strange = strangeIn(two);
    if (strange !== undefined) return `the net does not know the letter "${strange}"`;
    if (badLength(two)) {
      return `the texts have ${one.length} and ${count(other.length, "letter")}`;
    }
    if (one[0] === other[0]) return `both texts begin with ${one[0]}`;
    const said = `after ${count(one.length, "letter")} the memories differ by up to ${
      distance(two).toPrecision(2)
    }`;
    if (idea === null) {
      const part = Math.floor(one.length / 4) + 1;
      const early = distance([one.slice(0, part), other.slice(0, part)]);
      return `${said}; after the first ${part} they differed by ${early.toPrecision(2)}`;
    }
    if (sameBag(two)) return `${said}; they hold the same letters in another order`;
    return sharedEnd(one, other) === 0
      ? `${said}; the last letters differ`
      : `${said}; the last ${count(sharedEnd(one, other), "letter")} are the same`;
  },
  ideas: {
    "letters": {
      idea: "This net has inputs for the letters a to h alone",
      hint: "No blanks, no capitals",
      stronger: "Use a, b, c, d, e, f, g and h",
      answers: [
        ["I grew up in France", "I grew up in Poland"],
        ["A" + end, "H" + end],
        ["a " + end, "h " + end],
        ["a" + "z".repeat(60), "h" + "z".repeat(60)],
      ],
      does: (two) => strangeIn(two) !== undefined,
    },
    "length": {
      idea: "The texts must be equally long, with 1 to 100 letters",
      hint: "Count with .length",
      stronger: 'One letter and "b".repeat(60) makes 61',
      answers: [
        ["a", "h" + end],
        ["a" + "b".repeat(200), "h" + "b".repeat(200)],
        ["", ""],
        ["a" + "b".repeat(100), "h" + "b".repeat(100)],
        ["a" + end, "h" + end + "b"],
      ],
      does: badLength,
    },
    "same-start": {
      idea: "Two texts that begin alike do not show that the beginning was lost",
      hint: "The first letters must differ",
      stronger: "Begin one with a and the other with h",
      answers: [["a" + end, "ah" + end.slice(1)], ["a" + end, "a" + end], ["ba" + end, "bh" + end]],
      does: ([one, other]) => one[0] === other[0],
    },
    "bag": {
      idea:
        "The same letters in another order are the same to a bag of words; a recurrent memory knows order",
      hint: "Notebook 01: who confuses the dog that bites with the man that bites?",
      stronger: "Leave the letters after the first as they are in both texts",
      answers: [
        ["a" + "b".repeat(40) + "h", "h" + "b".repeat(40) + "a"],
        ["abcdefgh", "hgfedcba"],
        ["ah", "ha"],
      ],
      does: sameBag,
    },
    "recent": {
      idea:
        "What was read last stands out most: the ends must be the same, and the difference far back",
      hint: "Which letter of a text has had the least time to fade?",
      stronger: "Different first letters, then the same text in both",
      answers: [
        ["abcd".repeat(20), "efgh".repeat(20)],
        ["a" + end + "c", "h" + end + "d"],
        ["a", "h"],
        ["a".repeat(60), "h".repeat(60)],
      ],
      does: ([one, other]) => sharedEnd(one, other) === 0,
    },
    "too-short": {
      idea:
        "Faint is not gone: each letter read makes the difference smaller, and here too few were read",
      hint:
        "By what factor does one more letter shrink the difference? How many do you need for a millionth?",
      stronger: "Let the same forty letters or more follow both first letters",
      answers: [
        ["abcdefgh", "hbcdefgh"],
        ["a" + "b".repeat(12), "h" + "b".repeat(12)],
        ["ab", "hb"],
        ["a".repeat(80) + "bcd", "h".repeat(80) + "bcd"],
      ],
      does: () => true,
    },
  },
  faults: { kind: ["ab", ["ab"], ["a", 1], { one: "a", other: "h" }] },
});

function sameBag([one, other]: Two): boolean {
  return [...one].sort().join("") === [...other].sort().join("");
}

function distance([one, other]: Two): number {
  return apart(memoryAfter(one), memoryAfter(other));
}

function memoryAfter(text: string): ArrayLike<number> {
  const random = createRandom(0).fork("weights");
  const net = sequenceModel({ ...task, cell: gru, hiddenSize: 16, random });
  const inputs = Int32Array.from(text, (letter) => LETTERS.indexOf(letter));
  return net.forward({ timeSteps: text.length, batch: 1, inputs }).state.h_l0.values();
}

/** How many of the last letters are the same. */
function sharedEnd(one: string, other: string): number {
  let shared = 0;
  while (shared < one.length && one.at(-1 - shared) === other.at(-1 - shared)) shared++;
  return shared;
}
