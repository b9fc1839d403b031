/**
 * A mask that comes too late: the future is out of sight, and still takes its share.
 *
 * @module
 */

import { exp } from "../../numeric.ts";
import { createRandom } from "../../random.ts";
import { apart, call, functionOf, numbersOf } from "../common.ts";
import { type Exercise, Finding, Untouched } from "../definition.ts";

const header =
  `/** How much each step looks at each other one; scores[t][s] says how well step s fits step t. */
function sharesOf(scores: readonly (readonly number[])[]): number[][]`;

/** The function's source: what counts as looked at, and what is made of it. */
const source = (looked: string, share: string, before = "") =>
  `${header} {
  return scores.map((row, t) => {
${before}    const looked = row.map((score, s) => ${looked});
    const total = looked.reduce((sum, x) => sum + x, 0);
    return looked.map((x, s) => ${share});
  });
}`;

type Shares = (scores: readonly (readonly number[])[]) => number[][];
const shares = (
  looked: (score: number, s: number, t: number) => number,
  keep = (_s: number, _t: number) => true,
): Shares =>
(scores) =>
  scores.map((row, t) => {
    const list = row.map((score, s) => looked(score, s, t));
    const total = list.reduce((sum, x) => sum + x, 0);
    return list.map((x, s) => keep(s, t) && total > 0 ? x / total : 0);
  });

const broken = shares((score) => exp(score), (s, t) => s <= t);
const right = shares((score, s, t) => s <= t ? exp(score) : 0);

/** Likely shares that are wrong. */
const likely: Readonly<Record<string, Shares>> = {
  "looks-ahead": shares((score) => exp(score)),
  "zero-fits": shares((score, s, t) => exp(s <= t ? score : 0)),
  "not-itself": shares((score, s, t) => s < t ? exp(score) : 0),
  "turned": shares((score, s, t) => s >= t ? exp(score) : 0),
  "no-shares": (scores) => scores.map((row, t) => row.map((score, s) => s <= t ? exp(score) : 0)),
};

/** The exercise. */
export const mask: Exercise = {
  id: "12.mask",
  kind: "find the bug",
  title: "a mask that comes too late",
  goal: "Mend the shares: a step may look at itself and at earlier steps, and its shares sum to 1.",
  text:
    "While it trains, attention does all steps at once, and each step has a score for _every_ other, also for those " +
    "that come after it. So the future must be masked: a net that is to say the next word must not see it. " +
    "This code masks, it runs, and the future gets a share of exactly 0. Yet something of the future still gets " +
    "through. Find out how, and mend it. (Scores are between −10 and 10.)",
  answer: "sharesOf",
  stub: source(
    "Math.exp(score)",
    "(s <= t ? x / total : 0)",
    "    // YOUR TURN: something is wrong in here\n",
  ).replace("(score, s) => Math", "(score) => Math"),
  begin: [
    "What do the shares of the first step sum to, and what should they?",
    "Which scores take part in `total`?",
  ],
  check(answer) {
    const f = functionOf(answer) as Shares;
    const random = createRandom(12);
    const sizes = [5, 1, 2, 12, 0];
    for (const steps of sizes) {
      const scores = Array.from(
        { length: steps },
        () => Array.from({ length: steps }, () => 2 * random.normal()),
      );
      const when = `for ${steps} steps`;
      const look = (given: number[][]) => {
        const found = call(f, [given], `scores of ${steps} steps`) as unknown;
        if (!Array.isArray(found) || found.length !== steps) {
          throw new Finding("shape", `${when} it did not return ${steps} rows`);
        }
        return found.map((row, t) => numbersOf(row, steps, `${when}, row ${t},`));
      };
      const found = look(scores);
      if (steps === 5 && near(found, broken(scores))) throw untouched(found);
      const wanted = right(scores);
      const name = Object.keys(likely).find((name) =>
        near(found, likely[name](scores)) && !near(wanted, found)
      );
      const row = found.findIndex((list, t) => apart(list, wanted[t]) > 1e-9);
      if (row < 0) continue;
      const said = `${when}, step ${row} looks at the steps with shares ${
        found[row].map((x) => x.toFixed(2)).join(", ")
      }, wanted ${wanted[row].map((x) => x.toFixed(2)).join(", ")}`;
      throw new Finding(name ?? "other", said);
    }
    return `${sizes.length} tables of scores of up to 12 steps: no share for the future, no influence of its scores, ` +
      "and each row sums to 1";
  },
  learned:
    "Masking has to happen before the shares are made, not after: in a softmax everybody pays for everybody. The " +
    "library adds −∞ to the scores of the future, for exp(−∞) is 0.",
  misconceptions: {
    "looks-ahead": {
      idea: "The rows sum to 1 now, because the mask is gone: every step sees the future",
      hint: "How much does the first step look at the last one?",
      stronger: "A step s after t must count as 0, in `looked` already",
    },
    "zero-fits": {
      idea: "A score of 0 is not a share of 0: exp(0) is 1",
      hint: "Which score would become 0 after exp?",
      stronger: "Use −Infinity as the score of the future, or 0 in place of its exp",
    },
    "not-itself": {
      idea: "A step may look at itself too; otherwise the first one has nothing to look at",
      hint: "What does the first row sum to?",
      stronger: "`s <= t`, not `s < t`",
    },
    "turned": {
      idea: "The mask is the wrong way round: the past is hidden and the future seen",
      hint: "Which steps does the last row look at?",
      stronger: "Row t looks at the steps s with `s <= t`",
    },
    "no-shares": {
      idea: "The future no longer counts, but these are no shares: the rows do not sum to 1",
      hint: "What must each row be divided by?",
      stronger: "Divide by the total of those that may be looked at",
    },
  },
  solution: {
    source: source("(s <= t ? Math.exp(score) : 0)", "x / total").replace(
      "(x, s) => x / total",
      "(x) => x / total",
    ),
    why:
      "The future is taken out before the total is formed. Before, a large score of a later step made all shares of " +
      "the earlier ones small: that is how the future got through, although nobody looked at it.",
  },
  wrong: [
    ["no mask at all", "looks-ahead", "Math.exp(score)", "x / total"],
    ["scores of zero", "zero-fits", "Math.exp(s <= t ? score : 0)", "x / total"],
    [
      "not at itself",
      "not-itself",
      "(s < t ? Math.exp(score) : 0)",
      "(total > 0 ? x / total : 0)",
    ],
    ["only at the future", "turned", "(s >= t ? Math.exp(score) : 0)", "x / total"],
    ["not divided", "no-shares", "(s <= t ? Math.exp(score) : 0)", "x"],
    ["divides by nothing", "not-finite", "(s < t ? Math.exp(score) : 0)", "x / total"],
  ].map(([label, misconception, looked, share]) => ({
    label,
    misconception,
    source: source(looked, share),
  })),
};

function near(found: readonly (readonly number[])[], other: readonly (readonly number[])[]) {
  return found.every((row, t) => apart(row, other[t]) < 1e-9);
}

function untouched(found: readonly (readonly number[])[]): Untouched {
  const sums = found.map((row) => row.reduce((sum, x) => sum + x, 0).toFixed(2));
  return new Untouched(`the shares of five steps sum to ${sums.join(", ")}`);
}
