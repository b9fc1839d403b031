/**
 * One look of attention: compare, turn into shares, mix.
 *
 * @module
 */

import { attention } from "lib/cells/attention.ts";
import { agrees, type Shown } from "lib/exercises/diagnose.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { tensorCases } from "lib/exercises/tensor_cases.ts";
import {
  add,
  matmul,
  mean,
  multiply,
  reshape,
  scale,
  softmax,
  sum,
  tanh,
  type Tensor,
  tensor,
  transpose,
} from "lib/tensor/mod.ts";

/** What a step sees. query is [1, d], keys is [steps, d], values is [steps, width]. */
function attend(query: Tensor, keys: Tensor, values: Tensor): Tensor {
  const fit = scale(matmul(query, transpose(keys)), 1 / Math.sqrt(query.shape[1])); // [1, steps]
  return matmul(softmax(fit), values); // [1, width]
}

type Attend = typeof attend;
const products = (q: Tensor, k: Tensor) => matmul(q, transpose(k));
const fit = (q: Tensor, k: Tensor) => scale(products(q, k), 1 / Math.sqrt(q.shape[1]));
const shares = (q: Tensor, k: Tensor) => softmax(fit(q, k));
/** Shares made of the products in another way. */
const sharing =
  (make: (products: Tensor, d: number, steps: number, width: number) => Tensor): Attend =>
  (q, k, v) => matmul(make(products(q, k), q.shape[1], k.shape[0], v.shape[1]), v);
const scaled = (by: (d: number, steps: number, width: number) => number) =>
  sharing((x, ...sizes) => softmax(scale(x, by(...sizes))));

/** The exercise. */
export default functionExercise<Attend>({
  id: "12.attend",
  kind: "fill in the equation",
  title: "one look",
  goal: "Write one look of attention: the values, weighed by how well their keys fit the query.",
  text: "The heart of it, three lines among many above. Write it again without looking:\n\n" +
    "$$a_s = \\mathrm{softmax}_s\\left(\\frac{q \\cdot k_s}{\\sqrt{d}}\\right) \\qquad \\text{seen} = " +
    "\\sum_s a_s\\, v_s$$\n\n" +
    "All keys are rows of one tensor here, and so are all values. You have `matmul`, `transpose`, `scale(x, number)` " +
    "and `softmax`, which makes each row sum to 1.",
  begin: [
    "First all comparisons at once: a product of query [1, d] and keys turned round [d, steps] is [1, steps]",
    "The sum over s of a_s times v_s is a product too: shares [1, steps] and values [steps, width]",
  ],
  before:
    `import { matmul, scale, softmax, type Tensor, tensor, transpose } from "lib/tensor/mod.ts";`,
  from: import.meta.url,
  turn: "[1, width]",
  solution: attend,
  why:
    "Two products with a softmax between them. The first is as long as the text, and so is the cost; no step of it " +
    "waits for another.",
  learned:
    "A look-up in a table, made soft: where a table finds the one row whose key is equal, attention takes a little of " +
    "each, by how well it fits. And being soft, it can be learned.",
  notBy: [attention],
  derivatives: true,
  cases: () =>
    tensorCases({
      given: {
        query: ({ d }) => [1, d],
        keys: ({ steps, d }) => [steps, d],
        values: ({ steps, width }) => [steps, width],
      },
      // Square first: there a mistake of shape cannot hide which equation was meant.
      sizes: [[4, 4, 4], [5, 3, 2], [1, 6, 3], [7, 1, 5], [40, 16, 8], [2, 9, 1]].map((
        [steps, d, width],
      ) => ({ steps, d, width })),
      held: [{ query: 0 }, { values: 1 }],
      spread: 1.5,
    }),
  found: (_, cases) =>
    `${cases.length} looks of six sizes: the numbers, and their derivatives by query, keys and values, agree with the equation`,
  ideas: {
    "own-shares": {
      idea: "What comes out are the shares, or the comparisons; the values have not been mixed",
      hint: "What is the width of what a step sees: that of the values, or the number of steps?",
      stronger: "The second product is shares [1, steps] times values [steps, width]",
      answers: [shares, (q, k) => fit(q, k), (q, k) => softmax(products(q, k))],
      anyShape: true,
      does: ({ cases, found }) =>
        found.every((one, i) => {
          const [, keys] = cases[i].given as Tensor[];
          return "parts" in one && one.parts.result.structure === `tensor [1, ${keys.shape[0]}]`;
        }),
    },
    "no-scale": {
      idea: "The comparison is not divided by √d",
      hint:
        "A product of two rows of 64 numbers is a sum of 64: what does softmax make of large differences?",
      stronger: "`scale(…, 1 / Math.sqrt(d))` before softmax, d being the width of the query",
      answers: [
        scaled(() => 1),
        sharing((x) => softmax(x)),
        (q, k, v) => transpose(matmul(transpose(v), transpose(softmax(products(q, k))))),
      ],
    },
    "number-for-d": {
      idea: "d is written as a number: it is right for one width of the query only",
      hint: "What does your function divide by if the query has 9 numbers?",
      stronger: "query.shape[1] is d",
      answers: [
        scaled(() => 1 / Math.sqrt(4)),
        scaled(() => 1 / Math.sqrt(16)),
        scaled(() => 1 / 4),
        scaled(() => 1 / 8),
        scaled(() => 1 / Math.sqrt(64)),
      ],
      does: rightAtOneWidth,
    },
    "other-scale": {
      idea: "The comparison is divided by something else than √d",
      hint: "Over how many numbers does the product of query and key sum?",
      stronger: "d is `query.shape[1]`, the width of query and keys, not of the values",
      answers: [
        scaled((d) => 1 / d),
        scaled((d) => Math.sqrt(d)),
        scaled((_d, steps) => 1 / Math.sqrt(steps)),
        scaled((_d, _steps, width) => 1 / Math.sqrt(width)),
        scaled((d) => d),
      ],
      does: (shown) => sumsToOne(shown) && !equalShares(shown),
    },
    "no-shares": {
      idea: "Without softmax these are no shares: they can be negative, and do not sum to 1",
      hint: "What would a step see if no key fits at all?",
      stronger: "Put `softmax` around the scaled comparisons",
      answers: [
        (q, k, v) => matmul(fit(q, k), v),
        (q, k, v) => matmul(products(q, k), v),
        sharing((x, d) => tanh(scale(x, 1 / Math.sqrt(d)))),
        sharing((x, d) => scale(x, 1 / d)),
      ],
      does: (shown) => !sumsToOne(shown) && atNoQuery(shown, (x) => Math.abs(x) < 1e-6),
    },
    "divided-late": {
      idea: "It is divided by √d after the softmax: then the shares no longer sum to 1",
      hint: "What are the shares of two steps that fit alike, and what is their sum?",
      stronger: "Divide the products first, then take the softmax of what comes out",
      answers: [
        sharing((x, d) => scale(softmax(x), 1 / Math.sqrt(d))),
        sharing((x, d) => scale(softmax(scale(x, 1 / Math.sqrt(d))), 1 / Math.sqrt(d))),
        (q, k, v) => scale(attend(q, k, v), 1 / Math.sqrt(q.shape[1])),
        (q, k, v) => scale(matmul(softmax(products(q, k)), v), 1 / Math.sqrt(q.shape[1])),
        sharing((x, d) => scale(softmax(x), 1 / d)),
      ],
      does: (shown) => {
        const came = numbersWhere(shown, "values = 1"); // d is 4 there
        return came.length > 0 &&
          [1 / 2, 1 / 4].some((sum) => came.every((x) => Math.abs(x - sum) < 1e-4));
      },
    },
    "softmax-elsewhere": {
      idea: "The softmax stands in the wrong place, goes over the wrong axis, or is taken twice",
      hint: "Which numbers must sum to 1: the shares of all steps, for one query?",
      stronger: "softmax around the scaled products alone, which are [1, steps]",
      answers: [
        sharing((x, d) => softmax(softmax(scale(x, 1 / Math.sqrt(d))))),
        (q, k, v) => transpose(matmul(transpose(v), softmax(transpose(fit(q, k))))),
        (q, k, v) => matmul(fit(q, k), softmax(v)),
        (q, k, v) => matmul(softmax(shares(q, k)), v),
        (q, k, v) => softmax(matmul(fit(q, k), v)),
        (q, k, v) => softmax(attend(q, k, v)),
      ],
    },
    "keys-again": {
      idea: "Keys are for being found by; what is handed over are the values",
      hint: "What are the shares multiplied with?",
      stronger: "The second product is with `values`",
      answers: [
        (q, k) => matmul(shares(q, k), k),
        (q, k) => matmul(softmax(products(q, k)), k),
        (q, k) => attend(q, k, k),
      ],
    },
    "values-compared": {
      idea: "The query is compared with the values, and the keys play no part",
      hint: "Which of the three arguments do you not use?",
      stronger: "The first product is with `keys`, turned round",
      answers: [
        (q, _k, v) => matmul(softmax(scale(products(q, v), 1 / Math.sqrt(q.size))), v),
        (q, _k, v) => attend(q, v, v),
        (q, k, v) => matmul(softmax(scale(products(q, v), 1 / Math.sqrt(q.size))), k),
      ],
    },
    "equal-shares": {
      idea: "Every step gets the same share: the query makes no difference, nothing is looked for",
      hint: "Which of the three arguments do you not use?",
      stronger: "The shares come from the product of query and keys",
      answers: [
        (_q, _k, v) => reshape(mean(v, 0), [1, v.shape[1]]),
        sharing((x) => softmax(scale(x, 0))),
        (_q, _k, v) => reshape(scale(sum(v, 0), 1 / v.shape[0]), [1, v.shape[1]]),
      ],
      does: equalShares,
    },
    "other-products": {
      idea: "Something else is worked out than two products with the shares between them",
      hint: "Read the equation again: which two products are there, and what is summed over?",
      stronger: "Two times `matmul`, with softmax between them, and nothing else",
      answers: [
        (q, k, v) => q.shape[1] === v.shape[1] ? add(q, attend(q, k, v)) : attend(q, k, v),
        (q, k, v) => scale(attend(q, k, v), -1),
        (q, k, v) => multiply(add(attend(q, k, v), 1), attend(q, k, v)),
      ],
      rest: true, // its words are true of all others
    },
  },
  faults: {
    "cut-off": [
      (...given) => tensor(attend(...given).toArray() as number[][]),
      (q, k, v) => attend(q, tensor(k.toArray() as number[][]), v),
    ],
    shape: [
      (...given) => transpose(attend(...given)),
      (...given) => reshape(attend(...given), [attend(...given).size]),
    ],
    throws: [(q, k, v) => matmul(softmax(matmul(transpose(q), transpose(keysOnly(k)))), v)],
    kind: [(...given) => attend(...given).toArray() as never, () => undefined as never],
  },
});

const keysOnly = (k: Tensor) => reshape(k, [k.size, 1]);

/** The numbers of the case in which something is held. */
function numbersWhere({ cases, found }: Shown, held: string): number[] {
  const came = found[cases.findIndex(({ said }) => said?.includes(held))];
  return "fault" in came || !came.parts.result ? [] : came.parts.result.leaves as number[];
}

/** With values that are all 1, shares that sum to 1 give 1. */
function sumsToOne(shown: Shown): boolean {
  const came = numbersWhere(shown, "values = 1");
  return came.length > 0 && came.every((x) => Math.abs(x - 1) < 1e-4);
}

/** With a query of zeros something holds of what is seen. */
function atNoQuery(shown: Shown, holds: (x: number) => boolean): boolean {
  const came = numbersWhere(shown, "query = 0");
  return came.length > 0 && came.every(holds);
}

/** Whether every case is the mean of the values, or their sum. */
function equalShares({ cases, found }: Shown): boolean {
  return found.every((one, i) => {
    const [, , v] = cases[i].given as Tensor[];
    const rows = v.toArray() as number[][];
    const sums = rows[0].map((_, k) => rows.reduce((sum, row) => sum + row[k], 0));
    return "parts" in one &&
      [1, rows.length].some((by) =>
        sums.every((x, k) => Math.abs(x / by - (one.parts.result.leaves[k] as number)) < 1e-3)
      );
  });
}

/** Whether it is right at one width of the query alone. */
function rightAtOneWidth({ cases, found, wanted }: Shown): boolean {
  const widths = new Map<number, boolean>();
  cases.forEach(({ given, said }, i) => {
    const [q, k] = given as Tensor[];
    if (k.shape[0] < 2 || q.shape[1] < 2 || said?.includes("throughout")) return;
    widths.set(q.shape[1], agrees(found[i], wanted[i]));
  });
  return [...widths.values()].filter((right) => right).length === 1;
}
