/**
 * A number to foretell: how far a threshold may be raised until a claim turns red.
 *
 * @module
 */

import { measure } from "../../checks/measurement.ts";
import { above } from "../../checks/threshold.ts";
import { median, spread } from "../../statistics.ts";
import { numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const VALUES = [0.31, 0.25, 0.34, 0.28, 0.3];
const HIGHEST = 0.24;
const NEAR = 0.0005;

/** The exercise. */
export const margin: Exercise = {
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
  answer: "highest",
  stub: `const highest: number = yourTurn; // YOUR TURN`,
  begin: [
    "Put the five values in order. Which is the median, and which two are the quartiles?",
    "The median must clear the threshold by twice the spread.",
  ],
  check(answer) {
    const said = numberOf(answer, "your threshold");
    const off = (wrong: number) => Math.abs(said - wrong) <= NEAR;
    if (off(HIGHEST)) {
      return `measured: the claim holds with above(${HIGHEST}), and with above(${
        HIGHEST + 0.01
      }) it does not: ${reasonAgainst(HIGHEST + 0.01)}`;
    }
    const found = reasonAgainst(said);
    const tried = found === ""
      ? `tried: with above(${said}) the claim holds, but it would with above(${HIGHEST}) too`
      : `tried: above(${said}): ${found}`;
    const idea = off(median(VALUES))
      ? "median-alone"
      : off(median(VALUES) - spread(VALUES))
      ? "one-spread"
      : off(Math.min(...VALUES))
      ? "worst-seed"
      : off(median(VALUES) - 2 * range)
      ? "range"
      : off(mean - 2 * spread(VALUES))
      ? "mean"
      : said > median(VALUES)
      ? "wrong-side"
      : "sum";
    throw new Finding(idea, tried);
  },
  learned:
    "The margin grows with the spread: the more the seeds disagree, the less may be claimed. A claim that would turn red " +
    "with the next five seeds is not worth making.",
  misconceptions: {
    "median-alone": {
      idea:
        "With the median as threshold half of all seeds would lie below it: that is a coin toss",
      hint: "What must lie between the median and the threshold?",
      stronger: "Twice the distance between the quartiles, below the median",
    },
    "one-spread": {
      idea:
        "One spread is about what the median may move by with other seeds; a claim needs twice that",
      hint: "Look at the formula again: what stands before “spread”?",
      stronger: "0.30 − 2 × 0.03",
    },
    "worst-seed": {
      idea: "This is the worst seed. The median is judged, and by how far the seeds scatter",
      hint: "Would a single very bad seed change the median? And the quartiles?",
      stronger: "Find the median and the two quartiles, and leave the extremes alone",
    },
    "range": {
      idea: "Spread is the distance between the quartiles, not between best and worst",
      hint:
        "Leave out the smallest and the largest value: how far apart are the ends of what is left?",
      stronger: "0.31 − 0.28 = 0.03 is the spread",
    },
    "mean": {
      idea:
        "The middle that is judged is the median, which one odd seed cannot pull away; this is the mean",
      hint: "Put the values in order and take the third",
      stronger: "Start from 0.30, not from 0.296",
    },
    "wrong-side": {
      idea: "The median must lie above the threshold, so the threshold lies below the median",
      hint: "In which direction is the margin counted for “above”?",
      stronger: "Take the margin away from the median",
    },
    "sum": {
      idea: "This is not the median less twice the spread",
      hint: "Ordered: 0.25, 0.28, 0.30, 0.31, 0.34. Median? Quartiles?",
      stronger: "The median is 0.30 and the spread 0.03",
    },
  },
  solution: {
    source: `const highest: number = 0.30 - 2 * (0.31 - 0.28);`,
    why:
      "In order: 0.25, 0.28, 0.30, 0.31, 0.34. The median is 0.30, the quartiles are 0.28 and 0.31, their distance " +
      "is the spread, 0.03. The threshold may come up to 0.30 − 2 × 0.03 = 0.24.",
  },
  wrong: [
    ["the median itself", "median-alone", "0.3"],
    ["one spread", "one-spread", "0.27"],
    ["the worst seed", "worst-seed", "0.25"],
    ["best minus worst", "range", "0.12"],
    ["from the mean", "mean", "0.236"],
    ["above the median", "wrong-side", "0.36"],
    ["too careful", "sum", "0.2"],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const highest: number = ${value};`,
  })),
};

const mean = VALUES.reduce((sum, x) => sum + x, 0) / VALUES.length;
const range = Math.max(...VALUES) - Math.min(...VALUES);

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
