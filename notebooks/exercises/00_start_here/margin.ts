/**
 * A number to foretell: how far a threshold may be raised until a claim turns red.
 *
 * @module
 */

import { measure } from "lib/checks/measurement.ts";
import { above } from "lib/checks/threshold.ts";
import { numberOf } from "lib/exercises/common.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";

const VALUES = [0.31, 0.25, 0.34, 0.28, 0.3];
const HIGHEST = 0.24;
const NEAR = 0.0005;

const highest: number = 0.30 - 2 * (0.31 - 0.28);

const off = (said: number, wrong: number) => Math.abs(said - wrong) <= NEAR;

/** The exercise. */
export default valueExercise<number>({
  id: "00.margin",
  kind: "predict the number",
  title: "how much a claim may claim",
  goal: "Say the highest threshold with which a claim about these five values still holds.",
  text:
    `An experiment gave these five values, one a seed: **${
      VALUES.join(", ")
    }**. A claim says that the median is above ` +
    "some threshold. How high may that threshold be at most, if the claim is to hold? (The quartiles of five values are " +
    "the second smallest and the second largest.) Work it out before you run anything.",
  begin: [
    "Put the five values in order. Which is the median, and which two are the quartiles?",
    "The median must clear the threshold by twice the spread.",
  ],
  answer: "highest",
  from: import.meta.url,
  solution: highest,
  why:
    "In order: 0.25, 0.28, 0.30, 0.31, 0.34. The median is 0.30, the quartiles are 0.28 and 0.31, their distance " +
    "is the spread, 0.03. The threshold may come up to 0.30 − 2 × 0.03 = 0.24.",
  learned:
    "The margin grows with the spread: the more the seeds disagree, the less may be claimed. A claim that would turn red " +
    "with the next five seeds is not worth making.",
  read: (answer) => numberOf(answer, "your threshold"),
  right: (said) => off(said, HIGHEST),
  said(said, idea) {
    if (idea === null) {
      return `measured: the claim holds with above(${HIGHEST}), and with above(${
        HIGHEST + 0.01
      }) it does not: ${reasonAgainst(HIGHEST + 0.01)}`;
    }
    const found = reasonAgainst(said);
    return found === ""
      ? `tried: with above(${said}) the claim holds, but it would with above(${HIGHEST}) too`
      : `tried: above(${said}): ${found}`;
  },
  ideas: {
    "median-alone": {
      idea:
        "With the median as threshold half of all seeds would lie below it: that is a coin toss",
      hint: "What must lie between the median and the threshold?",
      stronger: "Twice the distance between the quartiles, below the median",
      answers: [0.3, 0.2999],
      does: (said) => off(said, 0.3),
    },
    "one-spread": {
      idea:
        "One spread is about what the median may move by with other seeds; a claim needs twice that",
      hint: "Look at the formula again: what stands before “spread”?",
      stronger: "0.30 − 2 × 0.03",
      answers: [0.27, 0.30 - 0.03],
      does: (said) => off(said, 0.27),
    },
    "one-quartile": {
      idea: "This is a quartile. It helps to find the spread, and is not yet the threshold",
      hint: "The spread is the distance between the two quartiles; the margin is twice that",
      stronger: "0.30 − 2 × (0.31 − 0.28)",
      answers: [0.28, 0.31],
      does: (said) => off(said, 0.28) || off(said, 0.31),
    },
    "worst-seed": {
      idea: "This is the worst seed. The median is judged, and by how far the seeds scatter",
      hint: "Would a single very bad seed change the median? And the quartiles?",
      stronger: "Find the median and the two quartiles, and leave the extremes alone",
      answers: [0.25, 0.2499],
      does: (said) => off(said, 0.25),
    },
    "range": {
      idea: "Spread is the distance between the quartiles, not between best and worst",
      hint:
        "Leave out the smallest and the largest value: how far apart are the ends of what is left?",
      stronger: "0.31 − 0.28 = 0.03 is the spread",
      answers: [0.12, 0.30 - 2 * (0.34 - 0.25), 0.21, 0.3 - 0.09],
      does: (said) => off(said, 0.12) || off(said, 0.21),
    },
    "mean": {
      idea:
        "The middle that is judged is the median, which one odd seed cannot pull away; this is the mean",
      hint: "Put the values in order and take the third",
      stronger: "Start from 0.30, not from 0.296",
      answers: [0.236, 0.296 - 2 * 0.03, 0.296, 0.266],
      does: (said) => [0.236, 0.296, 0.266].some((one) => off(said, one)),
    },
    "margin-itself": {
      idea:
        "That is the margin, or the spread itself: it still has to be taken away from the median",
      hint: "Which number must lie that far above the threshold?",
      stronger: "0.30 minus the margin",
      answers: [0.06, 0.03],
      does: (said) => off(said, 0.06) || off(said, 0.03),
    },
    "wrong-side": {
      idea: "The median must lie above the threshold, so the threshold lies below the median",
      hint: "In which direction is the margin counted for “above”?",
      stronger: "Take the margin away from the median",
      answers: [0.36, 0.33, 0.34, 1],
      does: (said) => said > 0.3,
    },
    "sum": {
      idea: "This is not the median less twice the spread",
      hint: "Ordered: 0.25, 0.28, 0.30, 0.31, 0.34. Median? Quartiles?",
      stronger: "The median is 0.30 and the spread 0.03",
      answers: [0.2, 0.15, 0],
      does: () => true,
    },
  },
  faults: {
    "not-finite": [NaN, Infinity],
    kind: ["0.24", [0.24]],
  },
});

/** What the course's own judge says against a threshold; empty if the claim holds. */
function reasonAgainst(limit: number): string {
  return measure(VALUES, {
    claim: "the median is above the threshold",
    seeds: VALUES.map((_, seed) => seed),
    holds: above(limit),
    summary: "median",
    deterministic: false,
  }).reason;
}
