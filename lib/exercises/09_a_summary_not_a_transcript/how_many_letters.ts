/**
 * A number to predict: how many letters a memory of a given size can keep at the very most.
 *
 * @module
 */

import { numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const UNITS = 5;
const VALUES = 4;
const LETTERS = 8;
const memories = VALUES ** UNITS;

/** The exercise. */
export const howManyLetters: Exercise = {
  id: "09.how-many-letters",
  kind: "predict the number",
  title: "how much fits at the most",
  goal:
    "Predict the longest text that a memory of 5 units with 4 values each can keep without a mistake.",
  text:
    "Forget nets for a moment. A memory has 5 units, and each can be in one of only 4 states that can be told " +
    "apart. Texts are made of 8 letters. What is the greatest length $n$ for which _every_ text of $n$ letters can be " +
    "kept, each told from all others, by the cleverest writer and reader there could be?",
  answer: "lettersKept",
  stub: `const lettersKept: number = yourTurn; // YOUR TURN`,
  begin: [
    "How many different states has the whole memory? How many different texts of n letters are there?",
    "Each text needs a state of its own: 8 · 8 · … · 8 must not be more than 4 · 4 · 4 · 4 · 4",
  ],
  check(answer) {
    const found = numberOf(answer, "your prediction");
    const counted = `${LETTERS}^${found} texts`;
    const said = Number.isInteger(found) && found > 0 && found <= 12
      ? `there are ${memories} states of the memory, and ${counted} = ${LETTERS ** found}`
      : `there are ${memories} states of the memory; you said ${found}`;
    if (found === 3) {
      return `tried: all ${LETTERS ** 3} texts of 3 letters were written into the memory, and ${
        keptOf(3)
      } could be read again; of the ${LETTERS ** 4} texts of 4 letters, ${keptOf(4)}`;
    }
    if (found === 4 || (found > 3 && found < 4)) throw new Finding("rounded-up", said);
    if (found === UNITS) throw new Finding("unit-a-letter", said);
    if (found === 10) throw new Finding("bits", said);
    if (found >= 53 && found < 54) throw new Finding("room-on-paper", said);
    if (found === memories) throw new Finding("states", said);
    if ([1, 2, 2.5, 20].includes(found)) throw new Finding("added", said);
    throw new Finding("other", said);
  },
  learned:
    "Room is counted in bits, and bits are spent by everything that must be told apart: 5 units of 2 bits hold 3 letters " +
    "of 3 bits. A longer text makes two texts share a state, whatever the code. A net must moreover find its code by " +
    "gradients, so it stays far below such a limit.",
  misconceptions: {
    "rounded-up": {
      idea:
        "10 bits are more than 3 letters need, but not enough for 4: some texts of 4 would share a state",
      hint: "Count both sides: is 8 · 8 · 8 · 8 at most 4 · 4 · 4 · 4 · 4?",
      stronger: "Round down: a letter that fits in part is a letter that can be mistaken",
    },
    "unit-a-letter": {
      idea:
        "A unit of 4 states cannot say which of 8 letters there was: letters do not each get a unit",
      hint: "How many bits has a unit, and how many does a letter need?",
      stronger: "A unit has 2 bits, a letter needs 3",
    },
    "bits": {
      idea:
        "10 is the number of bits in the memory; a letter out of eight costs more than one of them",
      hint: "How many questions with yes or no find one letter out of eight?",
      stronger: "Divide by 3, and round down",
    },
    "room-on-paper": {
      idea:
        "A number of 32 bits has room for 32 bits only if all its values can be told apart. Here 4 can",
      hint: "How many bits does one choice out of 4 carry?",
      stronger: "Count 2 bits a unit in place of 32",
    },
    "states": {
      idea: "That is how many states the memory has; each _text_ needs one, not each letter",
      hint: "How many texts of 2 letters are there? Of 3?",
      stronger: "Find the largest n with 8^n at most 1024",
    },
    "added": {
      idea:
        "Were the values of the units added? Each value of one goes with each value of all others: they multiply",
      hint: "How many states have two units of 4 values together?",
      stronger: "4 · 4 · 4 · 4 · 4 = 1024 states in all",
    },
  },
  solution: {
    source: `const lettersKept: number = 3; // 8³ = 512 texts, 4⁵ = 1024 states; 8⁴ = 4096`,
    why:
      "4^5 = 1024 states, which is 10 bits. 3 letters have 8^3 = 512 texts and fit; 4 letters have 4096 texts, so at least " +
      "four of them would share a state on average.",
  },
  wrong: [
    ["a little more fits", "rounded-up", "4"],
    ["not rounded", "rounded-up", "10 / 3"],
    ["a letter a unit", "unit-a-letter", "5"],
    ["bits for letters", "bits", "5 * 2"],
    ["all the bits of the numbers", "room-on-paper", "Math.floor(5 * 32 / 3)"],
    ["states of the memory", "states", "4 ** 5"],
    ["values added", "added", "5 * 4"],
    ["values added, then shared out", "added", "Math.floor(5 * 4 / 8)"],
    ["a text", "kind", `"three" as never`],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const lettersKept: number = ${value};`,
  })),
};

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
