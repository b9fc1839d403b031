/**
 * A mask that comes too late: the future is out of sight, and still takes its share.
 *
 * @module
 */

import type { Shown } from "lib/exercises/diagnose.ts";
import { count, written } from "lib/exercises/differ.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { createRandom } from "lib/random.ts";

/** How much each step looks at each other one; scores[t][s] says how well step s fits step t. */
function sharesOf(scores: readonly (readonly number[])[]): number[][] {
  return scores.map((row, t) => {
    const looked = row.map((score, s) => (s <= t ? Math.exp(score) : 0));
    const total = looked.reduce((sum, x) => sum + x, 0);
    return looked.map((x) => x / total);
  });
}

/** How much each step looks at each other one; scores[t][s] says how well step s fits step t. */
function broken(scores: readonly (readonly number[])[]): number[][] {
  return scores.map((row, t) => {
    // YOUR TURN: something is wrong in here
    const looked = row.map((score) => Math.exp(score));
    const total = looked.reduce((sum, x) => sum + x, 0);
    return looked.map((x, s) => (s <= t ? x / total : 0));
  });
}

type Shares = typeof sharesOf;
/** Shares of what is looked at, by another rule. */
const looking = (
  looked: (score: number, s: number, t: number) => number,
  keep: (s: number, t: number) => boolean = () => true,
): Shares =>
(scores) =>
  scores.map((row, t) => {
    const list = row.map((score, s) => looked(score, s, t));
    const total = list.reduce((sum, x) => sum + x, 0);
    return list.map((x, s) => keep(s, t) && total > 0 ? x / total : 0);
  });
const seen = (score: number, s: number, t: number) => s <= t ? Math.exp(score) : 0;

/** The exercise. */
export default functionExercise<Shares>({
  id: "12.mask",
  kind: "find the bug",
  title: "a mask that comes too late",
  goal: "Mend the shares: a step may look at itself and at earlier steps, and its shares sum to 1.",
  text:
    "While it trains, attention does all steps at once, and each step has a score for _every_ other, also for those " +
    "that come after it. So the future must be masked: a net that is to say the next word must not see it. " +
    "This code masks, it runs, and the future gets a share of exactly 0. Yet something of the future still gets " +
    "through. Find out how, and mend it. (Scores are between −10 and 10.)",
  begin: [
    "What do the shares of the first step sum to, and what should they?",
    "Which scores take part in `total`?",
  ],
  from: import.meta.url,
  broken,
  solution: sharesOf,
  why:
    "The future is taken out before the total is formed. Before, a large score of a later step made all shares of " +
    "the earlier ones small: that is how the future got through, although nobody looked at it.",
  learned:
    "Masking has to happen before the shares are made, not after: in a softmax everybody pays for everybody. The " +
    "library adds −∞ to the scores of the future, for exp(−∞) is 0.",
  cases: () => {
    const random = createRandom(12);
    return [5, 1, 2, 12, 0].map((steps) => ({
      given: [
        Array.from(
          { length: steps },
          () =>
            Array.from({ length: steps }, () => Math.max(-10, Math.min(10, 4 * random.normal()))),
        ),
      ],
      said: `for ${count(steps, "step")}`,
    }));
  },
  found: (_, cases) =>
    `${cases.length} tables of scores of up to 12 steps: no share for the future, no influence of its scores, ` +
    "and each row sums to 1",
  said: (f, { given: [scores] }) => {
    const [found, right] = [f, sharesOf].map((one) => one(structuredClone(scores) as number[][]));
    const t = right.findIndex((row, k) => row.some((x, s) => Math.abs(x - found[k][s]) > 1e-6));
    const sums = found.map((row) => written(row.reduce((sum, x) => sum + x, 0), 3));
    return `for ${count(right.length, "step")}, step ${t} looks at the steps with shares ${
      found[t].map((x) => written(x, 3)).join(", ")
    }, wanted ${right[t].map((x) => written(x, 3)).join(", ")}; the rows sum to ${sums.join(", ")}`;
  },
  ideas: {
    "columns": {
      idea: "The columns sum to 1, and not the rows: it is divided by the total of the wrong ones",
      hint: "Whose shares must sum to 1: those that step t gives, or those that it gets?",
      stronger: "One total for each row",
      answers: [
        (scores) => {
          const all = scores.map((row, t) => row.map((score, s) => seen(score, s, t)));
          return all.map((row) =>
            row.map((x, s) => x / all.reduce((sum, other) => sum + other[s], 0))
          );
        },
        (scores) => {
          const all = scores.map((row, t) => row.map((score, s) => seen(score, s, t)));
          const total = all.flat().reduce((sum, x) => sum + x, 0);
          return all.map((row) => row.map((x) => x / total));
        },
      ],
      does: (shown) =>
        !rows(shown, (row) => sumsToOne(row)) && shown.found.every((one) => {
          if ("fault" in one) return false;
          const all = one.values.result as number[][];
          const sums = all.map((_, s) => all.reduce((sum, row) => sum + row[s], 0));
          return sums.every((sum) => Math.abs(sum - 1) < 1e-6) ||
            Math.abs(sums.reduce((total, sum) => total + sum, 0) - 1) < 1e-6 && all.length !== 1;
        }),
    },
    "cut": {
      idea: "The future is left out of the rows, where it should stand in them with a share of 0",
      hint: "How many shares does the first of five steps give, counting those that are 0?",
      stronger:
        "Every row is as long as before: shares for s up to t, and a 0 for each step after it",
      answers: [
        (scores) => sharesOf(scores).map((row, t) => row.slice(0, t + 1)),
        (scores) =>
          scores.map((row, t) => {
            const list = row.filter((_, s) => s <= t).map(Math.exp);
            return list.map((x) => x / list.reduce((sum, y) => sum + y, 0));
          }),
        (scores) => sharesOf(scores).map((row) => row.filter((x) => x > 0)),
        (scores) => scores.map((row, t) => row.slice(0, t + 1).map((score) => Math.exp(score))),
      ],
      anyShape: true,
      does: (shown) => rows(shown, (row, t) => row.length === t + 1),
    },
    "looks-ahead": {
      idea: "The rows sum to 1 now, because the mask is gone: every step sees the future",
      hint: "How much does the first step look at the last one?",
      stronger: "A step s after t must count as 0, in `looked` already",
      answers: [
        looking((score) => Math.exp(score)),
        (scores) =>
          scores.map((row) => {
            const total = row.reduce((sum, x) => sum + Math.exp(x), 0);
            return row.map((x) => Math.exp(x) / total);
          }),
        looking((score, s, t) => s <= t + 100 ? Math.exp(score) : 0),
      ],
    },
    "one-too-far": {
      idea: "The mask begins one step too late: each step sees the one right after it",
      hint: "Which steps does the first row look at?",
      stronger: "`s <= t`, not `s <= t + 1`",
      answers: [
        looking((score, s, t) => s <= t + 1 ? Math.exp(score) : 0),
        looking((score, s, t) => s < t + 2 ? Math.exp(score) : 0),
        looking((score, s, t) => s - t > 1 ? 0 : Math.exp(score)),
      ],
    },
    "not-infinite": {
      idea:
        "A score of −10 or so is not minus infinity: the future still gets a small share, and a score may be as low itself",
      hint: "What is exp of your number, and what if all the other scores are −10 as well?",
      stronger: "Use −Infinity as the score of the future, or 0 in place of its exp",
      answers: [
        looking((score, s, t) => Math.exp(s <= t ? score : -10)),
        looking((score, s, t) => Math.exp(s <= t ? score : -1)),
        looking((score, s, t) => Math.exp(s <= t ? score : -5)),
        looking((score, s, t) => Math.exp(s <= t ? score : score - 10)),
        looking((score, s, t) => s <= t ? Math.exp(score) : 1e-3),
      ],
      does: (shown) =>
        rows(shown, (row) => row.every((x) => x > 0) && sumsToOne(row)) &&
        rows(shown, (row, t) =>
          t !== 0 || row.length < 3 ||
          row.slice(1).every((x) => Math.abs(x - row[1]) < 1e-9) || row[1] < 0.01),
    },
    "zero-fits": {
      idea: "A score of 0 is not a share of 0: exp(0) is 1",
      hint: "Which score would become 0 after exp?",
      stronger: "Use −Infinity as the score of the future, or 0 in place of its exp",
      answers: [
        looking((score, s, t) => Math.exp(s <= t ? score : 0)),
        looking((score, s, t) => Math.exp(s <= t ? score : score * 0)),
        looking((score, s, t) => Math.exp(score * Number(s <= t))),
      ],
    },
    "not-itself": {
      idea: "A step may look at itself too; otherwise the first one has nothing to look at",
      hint: "What does the first row sum to?",
      stronger: "`s <= t`, not `s < t`",
      answers: [
        looking((score, s, t) => s < t ? Math.exp(score) : 0),
        looking((score, s, t) => s < t || t === 0 && s === 0 ? Math.exp(score) : 0),
        looking((score, s, t) => t > s ? Math.exp(score) : 0),
        (scores) =>
          scores.map((row, t) => {
            const list = row.map((score, s) => s < t ? Math.exp(score) : 0);
            const total = list.reduce((sum, x) => sum + x, 0);
            return list.map((x) => x / total);
          }),
      ],
      does: (shown) =>
        rows(
          shown,
          (row, t) => (row[t] === 0 || t === 0) && row.slice(t + 1).every((x) => x === 0),
        ),
    },
    "turned": {
      idea: "The mask is the wrong way round: the past is hidden and the future seen",
      hint: "Which steps does the last row look at?",
      stronger: "Row t looks at the steps s with `s <= t`",
      answers: [
        looking((score, s, t) => s >= t ? Math.exp(score) : 0),
        looking((score, s, t) => s > t ? Math.exp(score) : 0),
        (scores) => sharesOf(scores.map((_, t) => scores.map((row) => row[t]))),
      ],
      does: (shown) => rows(shown, (row, t) => row.slice(0, t).every((x) => x === 0)),
    },
    "no-shares": {
      idea: "The future no longer counts, but these are no shares: the rows do not sum to 1",
      hint: "What must each row be divided by?",
      stronger: "Divide by the total of those that may be looked at",
      answers: [
        (scores) => scores.map((row, t) => row.map((score, s) => seen(score, s, t))),
        (scores) => scores.map((row, t) => row.map((score, s) => s <= t ? score : 0)),
        (scores) => sharesOf(scores).map((row, t) => row.map((x) => x / (t + 1))),
        (scores) => sharesOf(scores).map((row, t) => row.map((x) => x * (t + 1))),
      ],
      does: (shown) =>
        rows(shown, (row, t) => row.slice(t + 1).every((x) => x === 0)) &&
        !rows(shown, (row) => sumsToOne(row)),
    },
    "equal": {
      idea:
        "The scores play no part, or not as exp makes them: the shares are not those of a softmax",
      hint: "Which of two earlier steps gets more, and by what factor, if its score is 1 higher?",
      stronger: "Math.exp(score), divided by the total of those that may be looked at",
      answers: [
        looking((_, s, t) => s <= t ? 1 : 0),
        looking((score, s, t) => s <= t ? score * score : 0),
        looking((score, s, t) => s <= t ? 2 ** score : 0),
        looking((score, s, t) => s <= t ? 1 / (1 + Math.exp(-score)) : 0),
        looking((score, s, t) => s <= t ? Math.abs(score) : 0),
      ],
      does: (shown) =>
        rows(shown, (row, t) => row.slice(t + 1).every((x) => x === 0) && sumsToOne(row)),
    },
  },
  faults: {
    "not-finite": [
      (scores) => sharesOf(scores).map((row) => row.map((x) => x * 0 / 0)),
    ],
    shape: [
      (scores) => sharesOf(scores).flat() as never,
    ],
    kind: [
      (scores) => sharesOf(scores).map((row) => new Array<number>(row.length)),
      (scores) => (scores[0]?.length ?? 0) as never,
    ],
    mutates: [
      (scores) => {
        const own = scores as number[][];
        own.forEach((row, t) => row.forEach((_, s) => s > t && (row[s] = -Infinity)));
        return sharesOf(own);
      },
    ],
    "never-returns": [
      (scores) => {
        for (let t = 0; t < scores.length; t += 0) scores[t].at(t);
        return [];
      },
    ],
  },
});

const sumsToOne = (row: readonly number[]) =>
  Math.abs(row.reduce((sum, x) => sum + x, 0) - 1) < 1e-6;

/** Whether something holds of every row of what came. */
function rows({ found }: Shown, holds: (row: number[], t: number) => boolean): boolean {
  return found.every((one) =>
    "parts" in one && Array.isArray(one.values.result) && one.values.result.every(holds)
  );
}
