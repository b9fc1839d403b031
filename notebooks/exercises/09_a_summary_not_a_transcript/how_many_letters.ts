/**
 * A number to predict: how many letters a memory of a given size can keep at the very most.
 *
 * @module
 */

import { numberOf } from "lib/exercises/common.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";

const UNITS = 5;
const VALUES = 4;
const LETTERS = 8;
const memories = VALUES ** UNITS;

const lettersKept: number = 3; // 8³ = 512 texts, 4⁵ = 1024 states; 8⁴ = 4096

/** The exercise. */
export default valueExercise<number>({
  id: "09.how-many-letters",
  kind: "predict the number",
  title: "how much fits at the most",
  goal:
    "Predict the longest text that a memory of 5 units with 4 values each can keep without a mistake.",
  text:
    "Forget nets for a moment. A memory has 5 units, and each can be in one of only 4 states that can be told " +
    "apart. Texts are made of 8 letters. What is the greatest length $n$ for which _every_ text of $n$ letters can be " +
    "kept, each told from all others, by the cleverest writer and reader there could be?",
  begin: [
    "How many different states has the whole memory? How many different texts of n letters are there?",
    "Each text needs a state of its own: 8 · 8 · … · 8 must not be more than 4 · 4 · 4 · 4 · 4",
  ],
  answer: "lettersKept",
  from: import.meta.url,
  solution: lettersKept,
  why:
    "4^5 = 1024 states, which is 10 bits. 3 letters have 8^3 = 512 texts and fit; 4 letters have 4096 texts, so at least " +
    "four of them would share a state on average.",
  learned:
    "Room is counted in bits, and bits are spent by everything that must be told apart: 5 units of 2 bits hold 3 letters " +
    "of 3 bits. A longer text makes two texts share a state, whatever the code. A net must moreover find its code by " +
    "gradients, so it stays far below such a limit.",
  read: (answer) => numberOf(answer, "your prediction"),
  right: (said) => said === 3,
  said(said, idea) {
    if (idea === null) {
      return `tried: all ${LETTERS ** 3} texts of 3 letters were written into the memory, and ${
        keptOf(3)
      } could be read again; of the ${LETTERS ** 4} texts of 4 letters, ${keptOf(4)}`;
    }
    return Number.isInteger(said) && said > 0 && said <= 12
      ? `there are ${memories} states of the memory, and ${LETTERS}^${said} texts = ${
        LETTERS ** said
      }`
      : `there are ${memories} states of the memory; you said ${said}`;
  },
  ideas: {
    "rounded-up": {
      idea:
        "10 bits are more than 3 letters need, but not enough for 4: some texts of 4 would share a state",
      hint: "Count both sides: is 8 · 8 · 8 · 8 at most 4 · 4 · 4 · 4 · 4?",
      stronger: "Round down: a letter that fits in part is a letter that can be mistaken",
      answers: [4, 10 / 3, 3.33],
      does: (said) => said > 3 && said <= 4,
    },
    "unit-a-letter": {
      idea:
        "A unit of 4 states cannot say which of 8 letters there was: letters do not each get a unit",
      hint: "How many bits has a unit, and how many does a letter need?",
      stronger: "A unit has 2 bits, a letter needs 3",
      answers: [5],
      does: (said) => said > 4 && said <= 5,
    },
    "bits": {
      idea:
        "10 is the number of bits in the memory; a letter out of eight costs more than one of them",
      hint: "How many questions with yes or no find one letter out of eight?",
      stronger: "Divide by 3, and round down",
      answers: [5 * 2, Math.log2(1024)],
      does: (said) => said >= 9 && said <= 11,
    },
    "room-on-paper": {
      idea:
        "A number of 32 bits has room for 32 bits only if all its values can be told apart. Here 4 can",
      hint: "How many bits does one choice out of 4 carry?",
      stronger: "Count 2 bits a unit in place of 32",
      answers: [Math.floor(5 * 32 / 3), 5 * 32 / 3, 5 * 32, 5 * 64],
      does: (said) => said >= 50 && said < 1000,
    },
    "states": {
      idea: "That is how many states the memory has; each _text_ needs one, not each letter",
      hint: "How many texts of 2 letters are there? Of 3?",
      stronger: "Find the largest n with 8^n at most 1024",
      answers: [4 ** 5, 1023, 4 ** 5 / 8, 5 ** 4],
      does: (said) => said >= 100,
    },
    "added": {
      idea:
        "Were the values of the units added? Each value of one goes with each value of all others: they multiply",
      hint: "How many states have two units of 4 values together?",
      stronger: "4 · 4 · 4 · 4 · 4 = 1024 states in all",
      answers: [5 * 4, Math.floor(5 * 4 / 8), 2.5, 1, 5 + 4, 15],
      does: () => true,
    },
  },
  faults: { "not-finite": [NaN, Infinity], kind: ["three", "3", [3]] },
});

/** How many texts of so many letters have a state of their own, if they are numbered and the number is written in the units. */
function keptOf(length: number): number {
  const states = new Map<string, number>();
  for (let text = 0; text < LETTERS ** length; text++) {
    const units = Array.from({ length: UNITS }, (_, u) => Math.floor(text / VALUES ** u) % VALUES);
    const state = units.join(" ");
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  return [...states.values()].filter((texts) => texts === 1).length;
}
