/**
 * A number to foretell: how right a writer looks that knows nothing, with the right letter before each of its own.
 *
 * @module
 */

import { numberOf } from "lib/exercises/common.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";
import { createRandom } from "lib/random.ts";
import { reversal } from "lib/tasks/reversal.ts";

const [LETTERS, LENGTH] = [8, 6];
const RIGHT = 7 / 16;

const looksRight: number = (1 / 8 + 5 * (1 / 2)) / 6;

const near = (said: number, wrong: number, by = 0.006) => Math.abs(said - wrong) <= by;

/** The exercise. */
export default valueExercise<number>({
  id: "15.half-right",
  kind: "predict the number",
  title: "what the teacher gives away",
  goal:
    "Predict the share of letters that a writer gets right which knows nothing of what was read.",
  text:
    `A walk of **${LENGTH} letters** through the ring of ${LETTERS} is to be said backwards. The writer knows nothing of it, but ` +
    "before each letter stands the one that would have been right at the step before, and before the first one only the sign. " +
    "It guesses as well as anybody can who sees just that. What share of the letters does it get right, to two places? " +
    "Work it out before you run on: the picture below shows it.",
  begin: [
    "Count the letters for which one stands before, and those for which only the sign does",
    "In a walk two letters can follow each one. How often is a guess right between two, and how often among eight?",
  ],
  answer: "looksRight",
  from: import.meta.url,
  solution: looksRight,
  why:
    "Before the first letter stands the sign: one chance in eight. Before each of the other five stands a letter, and " +
    "two can follow it: one chance in two. Together (1/8 + 5/2) / 6 = 7/16, or 0.44.",
  learned:
    "Nearly half right, and nothing known: all of it is the teacher's. Alone the same writer has one chance in eight at every " +
    "step. Letters drawn each on its own would give nothing away, and both would be one in eight.",
  read: (answer) => numberOf(answer, "your share"),
  right: (said) => near(said, RIGHT),
  said: (said) =>
    `you said ${said}; counted on 4,096 walks, such a writer gets ${counted().toFixed(3)} right`,
  ideas: {
    "every-letter": {
      idea: "Before the first letter stands only the sign: nothing is given away there",
      hint:
        "How many letters stand before one of the six, and how good is the guess for the other?",
      stronger: "One letter of chance 1/8, five of chance 1/2",
      answers: [0.5, 1 / 2, 0.4999],
      does: (said) => near(said, 0.5),
    },
    "chance": {
      idea: "That is the chance of who sees nothing at all. This one sees the letter before",
      hint: "After a c in a walk, which letters can come?",
      stronger: "Two can follow: one chance in two, from the second letter on",
      answers: [1 / 8, 0.13, 1 / 9],
      does: (said) => near(said, 1 / 8, 0.02),
    },
    "percent": {
      idea: "A share is asked for: between 0 and 1",
      hint: "What is the share of all letters?",
      stronger: "Divide by 100",
      answers: [43.75, 44, 50],
      does: (said) => said > 1,
    },
    "counted-letters": {
      idea:
        "That is a number of letters, or it is divided by another number than there are letters",
      hint: "How many letters are right of six, on average, and what share is that?",
      stronger: "(1/8 + 5 · 1/2), divided by 6",
      answers: [2.625 / 5, 2.625 / 8, 2.5 / 8],
      does: (said) => [2.625 / 5, 2.625 / 8, 2.5 / 8, 2.625 / 7].some((wrong) => near(said, wrong)),
    },
    "first-wrong": {
      idea: "The first letter has a chance too, if only one in eight",
      hint: "The writer says something at the sign as well. How often is that right?",
      stronger: "Add 1/8 for the first letter",
      answers: [2.5 / 6, 0.417],
      does: (said) => near(said, 2.5 / 6),
    },
    "first-known": {
      idea: "The first letter to be said is the last that was read, and the writer has not read it",
      hint: "What stands before the first letter?",
      stronger: "For the first letter the chance is 1/8",
      answers: [3.5 / 6, 0.58],
      does: (said) => near(said, 3.5 / 6),
    },
    "all-in-a-row": {
      idea: "That is the chance that all six are right. Asked is what share of them is, on average",
      hint: "If one letter is wrong, are the other five wrong as well, with the teacher?",
      stronger: "Add the chances up and divide by 6; do not multiply them",
      answers: [0.5 ** 5 / 8, 0.5 ** 6, 0.004],
      does: (said) => said > 0 && said < 0.04,
    },
    "knows": {
      idea: "This writer knows nothing of what was read: only one that knows is right so often",
      hint: "Can anybody tell, from a c alone, whether b or d comes next?",
      stronger: "At best one in two, and one in eight at the beginning",
      answers: [1, 0.9, 0.75, 0.98],
      does: (said) => said > 0.6 && said <= 1,
    },
  },
  faults: {
    kind: ["0.44", [0.4375], { share: 0.4375 }, true],
    "not-finite": [NaN, Infinity],
    other: [0.2, 0.3],
  },
});

let share: number | undefined;

/** The share right of who guesses one of two neighbours behind a letter, and one of all behind the sign. */
function counted(): number {
  if (share !== undefined) return share;
  const batch = 4096;
  const task = reversal({ length: LENGTH, symbols: LETTERS });
  const { inputs, targets } = task.sample(createRandom(15), batch);
  let right = 0;
  for (let t = LENGTH; t < 2 * LENGTH; t++) {
    for (let b = 0; b < batch; b++) {
      const before = (inputs as Int32Array)[t * batch + b];
      const guess = before === LETTERS ? 0 : (before + 1) % LETTERS;
      if (targets[t * batch + b] === guess) right++;
    }
  }
  return share = right / (LENGTH * batch);
}
