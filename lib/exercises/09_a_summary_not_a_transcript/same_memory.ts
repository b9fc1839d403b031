/**
 * Two texts that leave a net with the same memory.
 *
 * @module
 */

import { gru } from "../../cells/gru.ts";
import { sequenceModel } from "../../cells/sequence_model.ts";
import { createRandom } from "../../random.ts";
import { copy } from "../../tasks/copy.ts";
import { apart, kindOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const LONGEST = 100;
const CLOSE = 1e-6;
const task = copy();
const LETTERS = "abcdefgh";

/** The exercise. */
export const sameMemory: Exercise = {
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
  answer: "sameMemory",
  stub: `const sameMemory: [string, string] = yourTurn; // YOUR TURN: ["ab…", "cb…"]`,
  begin: [
    "In an untrained net, what becomes of a letter when many others are read after it?",
    'Text is joined with +, and repeated with "b".repeat(10)',
  ],
  check(answer) {
    const [one, other] = textsOf(answer);
    for (const text of [one, other]) {
      const strange = [...text].find((letter) => !LETTERS.includes(letter));
      if (strange !== undefined) {
        throw new Finding("letters", `the net does not know the letter "${strange}"`);
      }
    }
    const lengths = `${one.length} and ${other.length} letters`;
    if (one.length !== other.length || one.length > LONGEST || one.length === 0) {
      throw new Finding("length", `the texts have ${lengths}`);
    }
    if (one[0] === other[0]) {
      throw new Finding("same-start", `both texts begin with ${one[0]}`);
    }
    const distance = apart(memoryAfter(one), memoryAfter(other));
    const said = `after ${one.length} letters the memories differ by up to ${
      distance.toPrecision(2)
    }`;
    if (distance <= CLOSE) {
      const half = Math.floor(one.length / 4);
      return `${said}; after the first ${half + 1} letters they differed by ${
        apart(memoryAfter(one.slice(0, half + 1)), memoryAfter(other.slice(0, half + 1)))
          .toPrecision(2)
      }`;
    }
    const common = sharedEnd(one, other);
    const sameBag = [...one].sort().join("") === [...other].sort().join("");
    if (sameBag) throw new Finding("bag", `${said}; they hold the same letters in another order`);
    if (common === 0) throw new Finding("recent", `${said}; the last letters differ`);
    throw new Finding("too-short", `${said}; the last ${common} letters are the same`);
  },
  learned:
    "Two texts, one memory: from here on the net cannot know which one it read, whoever reads the memory out. With a state of fixed " +
    "size such pairs must exist; an untrained one makes them of every two texts with the same long end.",
  misconceptions: {
    "too-short": {
      idea:
        "Faint is not gone: each letter read makes the difference smaller, and here too few were read",
      hint:
        "By what factor does one more letter shrink the difference? How many do you need for a millionth?",
      stronger: "Let the same forty letters or more follow both first letters",
    },
    "recent": {
      idea:
        "What was read last stands out most: the ends must be the same, and the difference far back",
      hint: "Which letter of a text has had the least time to fade?",
      stronger: "Different first letters, then the same text in both",
    },
    "bag": {
      idea:
        "The same letters in another order are the same to a bag of words; a recurrent memory knows order",
      hint: "Notebook 01: who confuses the dog that bites with the man that bites?",
      stronger: "Leave the letters after the first as they are in both texts",
    },
    "same-start": {
      idea: "Two texts that begin alike do not show that the beginning was lost",
      hint: "The first letters must differ",
      stronger: "Begin one with a and the other with h",
    },
    "length": {
      idea: "The texts must be equally long, with 1 to 100 letters",
      hint: "Count with .length",
      stronger: 'One letter and "b".repeat(60) makes 61',
    },
    "letters": {
      idea: "This net has inputs for the letters a to h alone",
      hint: "No blanks, no capitals",
      stronger: "Use a, b, c, d, e, f, g and h",
    },
  },
  solution: {
    source: `const sameMemory: [string, string] = [
  "a" + "bcdefgh".repeat(9),
  "h" + "bcdefgh".repeat(9),
];`,
    why:
      "The same long end follows both first letters. At each step the memory is mixed with what is read, and what the first " +
      "letter left in it shrinks by about the same factor each time, until 32-bit numbers no longer show it.",
  },
  wrong: [
    ["a short end", "too-short", `"abcdefgh"`, `"hbcdefgh"`],
    ["a somewhat longer end", "too-short", `"a" + "b".repeat(12)`, `"h" + "b".repeat(12)`],
    ["different all along", "recent", `"abcd".repeat(20)`, `"efgh".repeat(20)`],
    [
      "the last letter differs too",
      "recent",
      `"a" + "b".repeat(60) + "c"`,
      `"h" + "b".repeat(60) + "d"`,
    ],
    [
      "the same letters in another order",
      "bag",
      `"a" + "b".repeat(40) + "h"`,
      `"h" + "b".repeat(40) + "a"`,
    ],
    ["the same first letter", "same-start", `"a" + "b".repeat(60)`, `"ah" + "b".repeat(59)`],
    ["a long one and a short one", "length", `"a"`, `"h" + "b".repeat(60)`],
    ["too long", "length", `"a" + "b".repeat(200)`, `"h" + "b".repeat(200)`],
    ["words", "letters", `"I grew up in France"`, `"I grew up in Poland"`],
  ].map(([label, misconception, one, other]) => ({
    label,
    misconception,
    source: `const sameMemory: [string, string] = [\n  ${one},\n  ${other},\n];`,
  })),
};

function textsOf(answer: unknown): [string, string] {
  const good = Array.isArray(answer) && answer.length === 2 &&
    answer.every((one) => typeof one === "string");
  if (!good) {
    throw new Finding("kind", `two texts in a list are wanted, and this is ${kindOf(answer)}`);
  }
  return answer.map((one: string) => one.trim()) as [string, string];
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
