/**
 * A number to choose: how much a loop must keep at each step for a given lag.
 *
 * @module
 */

import { numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const LAG = 100;

/** The exercise. */
export const halfLife: Exercise = {
  id: "06.half-life",
  kind: "choose the numbers",
  title: "half of it, a hundred steps later",
  goal:
    "Choose how much a loop keeps at each step so that half of a signal is left after 100 steps.",
  text:
    "The simplest loop there is: $h_{t+1} = k\\,h_t$. Choose $k$ so that after **100 steps** a signal of length 1 is " +
    "still **one half** (between 0.48 and 0.52). Say it before you try it out.",
  answer: "keep",
  stub: `const keep: number = yourTurn; // YOUR TURN`,
  begin: [
    "What is done a hundred times here: adding, or multiplying?",
    "Which number gives 0.5 when it is multiplied by itself 100 times?",
  ],
  check(answer) {
    const keep = numberOf(answer, "your choice");
    const left = after(keep);
    const said = `measured: with k = ${keep} what is left after ${LAG} steps is ${
      Number(left.toPrecision(3))
    }`;
    if (keep < 0) throw new Finding("flips", `${said}, and its sign turned at every step`);
    if (left >= 0.48 && left <= 0.52) {
      return `${said}; with one hundredth less at each step it would be ${
        Number(after(keep - 0.01).toPrecision(3))
      }`;
    }
    if (keep === 1) throw new Finding("keeps-all", said);
    if (keep > 1) throw new Finding("grows", said);
    if (keep === 0.995) throw new Finding("subtracts", said);
    if (keep === 0.99) throw new Finding("one-over-lag", said);
    if (keep <= 0.9) throw new Finding("per-step", said);
    throw new Finding(left < 0.48 ? "too-little" : "too-much", said);
  },
  learned:
    "What a loop keeps is compounded like interest. For a lag ten times as long, k must come about ten times closer " +
    "to 1: a narrow ledge, from which training can fall on either side. A gate can be told where to stand on it.",
  misconceptions: {
    "per-step": {
      idea: "This is what is left after a few steps; a hundred steps multiply it a hundred times",
      hint: "What is 0.9 of 0.9 of 0.9 …, a hundred times?",
      stronger: "k must be above 0.99",
    },
    "one-over-lag": {
      idea: "Losing one hundredth a hundred times leaves more than a third, not half: 1/e",
      hint: "Take less than one hundredth away each time: how much less?",
      stronger: "0.5 to the power of 1/100: 0.5 ** (1 / 100)",
    },
    "subtracts": {
      idea:
        "Half of a hundredth taken away a hundred times would be half, if it were a part of the beginning. It is a part of what is left",
      hint: "Each step takes less than the one before it, so more than half is left",
      stronger: "Not 1 − 0.5/100: look for the hundredth root of 0.5",
    },
    "keeps-all": {
      idea: "A loop of exactly 1 forgets nothing, not even in a million steps",
      hint: "Half is wanted, not all",
      stronger: "A little below 1: the hundredth root of 0.5",
    },
    "grows": {
      idea: "Above 1 a signal grows: this is the exploding side",
      hint: "What is 1.01 multiplied by itself a hundred times?",
      stronger: "Below 1, but less than a hundredth below",
    },
    "flips": {
      idea: "A negative number turns the signal round at every step",
      hint: "What is left after 99 steps, and after 100?",
      stronger: "Same size, other sign",
    },
    "too-little": {
      idea: "Too much is lost at each step",
      hint: "Come closer to 1",
      stronger: "The hundredth root of 0.5: 0.5 ** (1 / 100)",
    },
    "too-much": {
      idea: "Too little is lost at each step",
      hint: "Go a little further away from 1",
      stronger: "The hundredth root of 0.5: 0.5 ** (1 / 100)",
    },
  },
  solution: {
    source: `const keep: number = 0.5 ** (1 / 100);`,
    why: "k¹⁰⁰ = 0.5, so k is the hundredth root of one half, 0.9931.",
  },
  wrong: [
    ["half at each step", "per-step", "0.5"],
    ["loses a hundredth", "one-over-lag", "0.99"],
    ["takes half a hundredth for the answer", "subtracts", "1 - 0.5 / 100"],
    ["keeps everything", "keeps-all", "1"],
    ["grows", "grows", "1.007"],
    ["negative", "flips", "-0.99309"],
    ["nearly, but too low", "too-little", "0.992"],
    ["nearly, but too high", "too-much", "0.994"],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const keep: number = ${value};`,
  })),
};

function after(keep: number): number {
  let left = 1;
  for (let t = 0; t < LAG; t++) left *= keep;
  return left;
}
