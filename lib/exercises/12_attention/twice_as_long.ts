/**
 * A prediction: what does a text of twice the length cost attention?
 *
 * @module
 */

import { formatNumber } from "../../notebook/format.ts";
import { kindOf, numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const WIDTH = 16;
const STEPS = 256;
const TYPE = "{ work: number; kept: number }";

/** The exercise. */
export const twiceAsLong: Exercise = {
  id: "12.twice-as-long",
  kind: "predict the number",
  title: "twice the text",
  goal: "Predict what a text of twice the length costs attention, in work and in kept numbers.",
  text:
    "A text of 256 words, then one of 512, width 16. Count only what attention does when it _looks_: each step " +
    "compares its query with all keys so far and mixes all values so far. How many times as many multiply-adds does " +
    "the **whole longer text** take (`work`), and how many times as many numbers have to be **kept** at its end " +
    "(`kept`)? To the nearest whole number; the check counts both.",
  answer: "twice",
  stub: `const twice: ${TYPE} = yourTurn; // YOUR TURN, such as { work: 1, kept: 1 }`,
  begin: [
    "How many steps does the longer text have, and how far does its last step look?",
    "Draw a triangle: a row for each step, a box for each step that it looks at. What happens to its area?",
  ],
  check(answer) {
    if (typeof answer !== "object" || answer === null) {
      throw new Finding("kind", `{ work, kept } is wanted, and this is ${kindOf(answer)}`);
    }
    const given = answer as Record<string, unknown>;
    const [work, kept] = ["work", "kept"].map((name) => numberOf(given[name], name));
    const [short, long] = [counted(STEPS), counted(2 * STEPS)];
    const said = `you said ${work} times the work and ${kept} times the numbers; counted: `;
    const workCounted = `${formatNumber(long.work)} multiply-adds in place of ${
      formatNumber(short.work)
    }`;
    const keptCounted = `${formatNumber(long.kept)} numbers kept in place of ${
      formatNumber(short.kept)
    }`;
    if (Math.abs(work - 4) > 0.1) {
      const name = work > 100
        ? "percent"
        : work === 1
        ? "all-at-once"
        : Math.abs(work - 2) < 0.1
        ? "last-step"
        : work >= 7
        ? "cubed"
        : "other";
      throw new Finding(name, said + workCounted);
    }
    if (Math.abs(kept - 2) > 0.1) {
      const name = kept === 1 ? "summary" : Math.abs(kept - 4) < 0.1 ? "kept-squared" : "other";
      throw new Finding(name, said + keptCounted);
    }
    return `counted: ${workCounted}, ${
      (long.work / short.work).toFixed(2)
    } times; ${keptCounted}, ${long.kept / short.kept} times`;
  },
  learned:
    "Twice the text, four times the looking: that is the price of never forgetting. A recurrent net pays twice, and " +
    "keeps as much as before.",
  misconceptions: {
    "last-step": {
      idea: "That is what the last step costs. The whole text also has twice as many steps",
      hint: "Twice as many steps, each of which looks on average twice as far",
      stronger: "Multiply the two",
    },
    "all-at-once": {
      idea: "All positions at once means that no step waits for another, not that looking is free",
      hint: "How many keys does step 400 compare itself with?",
      stronger: "Add up 1 + 2 + 3 + … for both texts",
    },
    "cubed": {
      idea: "There are two factors of two here, not more: the steps, and how far each looks",
      hint: "Does one comparison of a query with a key cost more in a longer text?",
      stronger: "The width stays what it is: only steps and distances double",
    },
    "percent": {
      idea: "A factor is asked for, not a percentage",
      hint: "Twice as much is a factor of 2",
      stronger: "Divide by 100",
    },
    "summary": {
      idea:
        "A hidden state stays as large as it is; attention keeps a key and a value of every step",
      hint: "Which words may the last step look at, and what must be there for that?",
      stronger: "Two rows are kept for each word of the text",
    },
    "kept-squared": {
      idea: "The shares are made and used up at each step; what is kept are keys and values",
      hint: "How many rows are added with each word?",
      stronger: "Two rows for each word: twice the words, twice the rows",
    },
  },
  solution: {
    source: `const twice: ${TYPE} = { work: 4, kept: 2 };`,
    why:
      "Step t looks at t steps, so n steps look 1 + 2 + … + n ≈ n²/2 times: twice n, four times as much. A key and a " +
      "value of each step are kept: twice n, twice as many.",
  },
  wrong: [
    ["the last step", "last-step", "{ work: 2, kept: 2 }"],
    ["for free", "all-at-once", "{ work: 1, kept: 2 }"],
    ["cubed", "cubed", "{ work: 8, kept: 2 }"],
    ["in percent", "percent", "{ work: 400, kept: 200 }"],
    ["keeps a summary", "summary", "{ work: 4, kept: 1 }"],
    ["keeps the triangle", "kept-squared", "{ work: 4, kept: 4 }"],
    ["one number", "kind", "4 as never"],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const twice: ${TYPE} = ${value};`,
  })),
};

/** Multiply-adds of all looks at a text, and numbers kept at its end. */
function counted(steps: number): { work: number; kept: number } {
  let [work, kept] = [0, 0];
  for (let t = 0; t < steps; t++) {
    kept += 2 * WIDTH; // a key and a value
    work += kept; // each of these numbers is multiplied once
  }
  return { work, kept };
}
