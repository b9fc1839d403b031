/**
 * A number to choose: how much a loop must keep at each step for a given lag.
 *
 * @module
 */

import { numberOf } from "lib/exercises/common.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";

const LAG = 100;

const keep: number = 0.5 ** (1 / 100);

const short = (x: number) => Number(x.toPrecision(3));

/** The exercise. */
export default valueExercise<number>({
  id: "06.half-life",
  kind: "choose the numbers",
  title: "half of it, a hundred steps later",
  goal:
    "Choose how much a loop keeps at each step so that half of a signal is left after 100 steps.",
  text:
    "The simplest loop there is: $h_{t+1} = k\\,h_t$. Choose $k$ so that after **100 steps** a signal of length 1 is " +
    "still **one half** (between 0.48 and 0.52), and at no step has the other sign. Say it before you try it out.",
  begin: [
    "What is done a hundred times here: adding, or multiplying?",
    "Which number gives 0.5 when it is multiplied by itself 100 times?",
  ],
  answer: "keep",
  from: import.meta.url,
  solution: keep,
  why: "k¹⁰⁰ = 0.5, so k is the hundredth root of one half, 0.9931.",
  learned:
    "What a loop keeps is compounded like interest. For a lag ten times as long, k must come about ten times closer " +
    "to 1: a narrow ledge, from which training can fall on either side. A gate can be told where to stand on it.",
  read: (answer) => numberOf(answer, "your choice"),
  right: (keep) => keep > 0 && after(keep) >= 0.48 && after(keep) <= 0.52,
  said(keep, idea) {
    const said = `measured: with k = ${keep} what is left after ${LAG} steps is ${
      short(after(keep))
    }`;
    if (idea === null) {
      return `${said}; with one hundredth less at each step it would be ${
        short(after(keep - 0.01))
      }`;
    }
    return idea === "flips" ? `${said}, and its sign turned at every step` : said;
  },
  ideas: {
    "flips": {
      idea: "A negative number turns the signal round at every step",
      hint: "What is left after 99 steps, and after 100?",
      stronger: "Same size, other sign",
      answers: [-0.99309, -1, -0.5],
      does: (keep) => keep < 0,
    },
    "keeps-all": {
      idea: "A loop of exactly 1 forgets nothing, not even in a million steps",
      hint: "Half is wanted, not all",
      stronger: "A little below 1: the hundredth root of 0.5",
      answers: [1],
      does: (keep) => Math.abs(keep - 1) < 1e-6,
    },
    "grows": {
      idea: "Above 1 a signal grows: this is the exploding side",
      hint: "What is 1.01 multiplied by itself a hundred times?",
      stronger: "Below 1, but less than a hundredth below",
      answers: [1.007, 2, 0.5 ** (-1 / 100), 100 ** 0.5],
      does: (keep) => keep > 1,
    },
    "subtracts": {
      idea:
        "Half of a hundredth taken away a hundred times would be half, if it were a part of the beginning. It is a part of what is left",
      hint: "Each step takes less than the one before it, so more than half is left",
      stronger: "Not 1 − 0.5/100: look for the hundredth root of 0.5",
      answers: [1 - 0.5 / 100, 0.995],
      does: (keep) => Math.abs(keep - 0.995) < 2e-4,
    },
    "one-over-lag": {
      idea: "Losing one hundredth a hundred times leaves more than a third, not half: 1/e",
      hint: "Take less than one hundredth away each time: how much less?",
      stronger: "0.5 to the power of 1/100: 0.5 ** (1 / 100)",
      answers: [0.99, 1 - 1 / 100],
      does: (keep) => Math.abs(keep - 0.99) < 2e-4,
    },
    "per-step": {
      idea: "This is what is left after a few steps; a hundred steps multiply it a hundred times",
      hint: "What is 0.9 of 0.9 of 0.9 …, a hundred times?",
      stronger: "k must be above 0.99",
      answers: [0.5, 0.9, 0.5 / 100, 1 / 100, 0, 0.95],
      does: (keep) => keep < 0.98,
    },
    "too-little": {
      idea: "Too much is lost at each step",
      hint: "Come closer to 1",
      stronger: "The hundredth root of 0.5: 0.5 ** (1 / 100)",
      answers: [0.992, 0.991, 0.985],
      does: (keep) => after(keep) < 0.48,
    },
    "too-much": {
      idea: "Too little is lost at each step",
      hint: "Go a little further away from 1",
      stronger: "The hundredth root of 0.5: 0.5 ** (1 / 100)",
      answers: [0.994, 0.999, 0.9965],
      does: () => true,
    },
  },
  faults: { "not-finite": [NaN], kind: ["0.9931", [0.99]] },
});

function after(keep: number): number {
  let left = 1;
  for (let t = 0; t < LAG; t++) left *= keep;
  return left;
}
