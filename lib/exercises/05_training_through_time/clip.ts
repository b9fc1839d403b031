/**
 * Clipping by the length of the whole gradient.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import { apart, call, functionOf, kindOf, numbersOf, shortly } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const header =
  `/** The gradients to step by: none of them longer, all weights together, than the limit. */
function shortened(
  gradients: readonly (readonly number[])[], // one list for each matrix of weights
  limit: number,
): number[][]`;

type Clip = (gradients: readonly number[][], limit: number) => number[][];

const lengthOf = (list: readonly number[]) => Math.sqrt(list.reduce((sum, x) => sum + x * x, 0));
const times = (gradients: readonly number[][], factor: (list: readonly number[]) => number) =>
  gradients.map((list) => list.map((x) => x * factor(list)));

const right: Clip = (gradients, limit) => {
  const length = lengthOf(gradients.flat());
  return times(gradients, () => length > limit ? limit / length : 1);
};

/** Likely answers that are wrong. */
const likely: Readonly<Record<string, Clip>> = {
  "each-number": (gradients, limit) =>
    gradients.map((list) => list.map((x) => Math.max(-limit, Math.min(limit, x)))),
  "each-matrix": (gradients, limit) =>
    times(gradients, (list) => lengthOf(list) > limit ? limit / lengthOf(list) : 1),
  "lengthens": (gradients, limit) => {
    const length = lengthOf(gradients.flat());
    return times(gradients, () => length > 0 ? limit / length : 1);
  },
  "drops": (gradients, limit) => times(gradients, () => lengthOf(gradients.flat()) > limit ? 0 : 1),
  "unit": (gradients, limit) => {
    const length = lengthOf(gradients.flat());
    return times(gradients, () => length > limit ? 1 / length : 1);
  },
  "nothing": (gradients) => gradients.map((list) => [...list]),
};

/** The exercise. */
export const clip: Exercise = {
  id: "05.clip",
  kind: "fill in the equation",
  title: "clipping",
  goal:
    "Write clipping: shorten the gradient to the limit, and keep the direction in which it points.",
  text:
    "Clipping looks at the length of the _whole_ gradient: the root of the sum of all squares, over all matrices " +
    "together. If it is longer than the limit, it is shortened to the limit, and points the same way as before. " +
    "If not, it stays as it is.",
  answer: "shortened",
  stub: `${header} {
  return yourTurn; // YOUR TURN
}`,
  begin: [
    "First one length for everything, then one factor for everything",
    "When must the factor be 1?",
  ],
  check(answer) {
    const f = functionOf(answer, ["clipGradients", "gradientNorm"]);
    const random = createRandom(7);
    const drawn = (sizes: readonly number[], size: number) =>
      sizes.map((length) => Array.from({ length }, () => size * random.normal()));
    const cases: [gradients: number[][], limit: number][] = [
      [[[3, 0], [4]], 2],
      [[[0.3], [0.4]], 1], // shorter than the limit
      [[[0, 0], [0]], 1], // no gradient at all
      [[[3], [4]], 5], // exactly as long as the limit
      [drawn([4, 9, 1], 1), 1],
      [drawn([4, 9, 1], 0.01), 1],
      [drawn([30, 200], 1e6), 0.5],
    ];
    const failed: { found: number[][]; gradients: number[][]; limit: number }[] = [];
    const all: number[][][] = cases.map(([gradients, limit]) => {
      const input = `gradients = ${shortly(gradients)}, limit = ${limit}`;
      const lists = call(f, [gradients, limit], input);
      if (!Array.isArray(lists)) {
        throw new Finding("kind", `with ${input} it returned ${kindOf(lists)}`);
      }
      if (lists.length !== gradients.length) {
        throw new Finding("shape", `with ${input} it returned ${lists.length} lists`);
      }
      const found = lists.map((list, i) => numbersOf(list, gradients[i].length, `with ${input}`));
      if (!same(found, right(gradients, limit))) failed.push({ found, gradients, limit });
      return found;
    });
    if (failed.length === 0) {
      return `${cases.length} gradients, of length 0 to more than 10 million: each as wanted`;
    }
    const name = Object.keys(likely).find((name) =>
      cases.every(([gradients, limit], i) => same(all[i], likely[name](gradients, limit)))
    );
    const { found, gradients, limit } = failed[0];
    throw new Finding(
      name ?? "other",
      `with gradients = ${shortly(gradients)} and limit = ${limit} it gave ${
        shortly(found)
      }, wanted ${shortly(right(gradients, limit))}`,
    );
  },
  learned:
    "One factor for all weights: the step goes where the gradient points, only less far. A short gradient is left " +
    "alone, which is why clipping cannot cure a vanishing one.",
  misconceptions: {
    "each-number": {
      idea:
        "Each number is cut off by itself, so large ones lose more than small ones, and the direction changes",
      hint: "Is the ratio of the first two numbers still what it was?",
      stronger: "Multiply all numbers by one and the same factor, limit / length",
    },
    "each-matrix": {
      idea:
        "Each matrix is clipped by itself: together they may be longer than the limit, and the direction changes",
      hint: "How long is your whole gradient if two matrices are each as long as the limit?",
      stronger: "Add up the squares of all matrices before taking the root",
    },
    "lengthens": {
      idea: "A short gradient is stretched to the limit; then the net never comes to rest",
      hint: "What does your function do with a gradient that is shorter than the limit?",
      stronger: "Use the factor only if the length is above the limit",
    },
    "drops": {
      idea: "A gradient that is too long is thrown away; its direction is still good",
      hint: "If every gradient is too long, what does the net learn?",
      stronger: "Shorten it to the limit in place of zero",
    },
    "unit": {
      idea: "It is shortened to length 1, whatever the limit says",
      hint: "Where does `limit` come in, beside the comparison?",
      stronger: "The factor is limit / length",
    },
    "nothing": {
      idea: "The gradient comes out as it went in",
      hint: "How long is it before, and how long after?",
      stronger: "If the length is above the limit, multiply by limit / length",
    },
  },
  solution: {
    source: `${header} {
  const length = Math.sqrt(gradients.flat().reduce((sum, x) => sum + x * x, 0));
  const factor = length > limit ? limit / length : 1;
  return gradients.map((list) => list.map((x) => factor * x));
}`,
    why: "One length over all weights, and one factor for all of them: the direction stays.",
  },
  wrong: [
    [
      "number by number",
      "each-number",
      "gradients.map((list) => list.map((x) => Math.max(-limit, Math.min(limit, x))))",
    ],
    [
      "matrix by matrix",
      "each-matrix",
      `gradients.map((list) => {
    const length = Math.hypot(...list);
    return list.map((x) => length > limit ? x * limit / length : x);
  })`,
    ],
    [
      "always to the limit",
      "lengthens",
      "gradients.map((list) => list.map((x) => x * limit / (Math.hypot(...gradients.flat()) || 1)))",
    ],
    [
      "thrown away",
      "drops",
      "gradients.map((list) => list.map((x) => Math.hypot(...gradients.flat()) > limit ? 0 : x))",
    ],
    [
      "to length 1",
      "unit",
      `gradients.map((list) => {
    const length = Math.hypot(...gradients.flat());
    return list.map((x) => length > limit ? x / length : x);
  })`,
    ],
    ["unchanged", "nothing", "gradients.map((list) => [...list])"],
    [
      "divided by nothing",
      "not-finite",
      `gradients.map((list) => {
    const factor = limit / Math.hypot(...gradients.flat());
    return list.map((x) => x * (factor > 1 && Number.isFinite(factor) ? 1 : factor));
  })`,
    ],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `${header} {
  return ${value};
}`,
  })),
};

function same(a: readonly number[][], b: readonly number[][]): boolean {
  const largest = Math.max(1e-300, ...b.flat().map(Math.abs));
  return a.every((list, i) => apart(list, b[i]) <= 1e-9 * largest);
}
