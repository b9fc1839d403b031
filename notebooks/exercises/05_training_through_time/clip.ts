/**
 * Clipping by the length of the whole gradient.
 *
 * @module
 */

import type { Shown } from "lib/exercises/diagnose.ts";
import { wrongOnly } from "lib/exercises/does.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { createRandom } from "lib/random.ts";

/** The gradients to step by: none of them longer, all weights together, than the limit. */
function shortened(
  gradients: readonly (readonly number[])[], // one list for each matrix of weights
  limit: number,
): number[][] {
  const length = Math.sqrt(gradients.flat().reduce((sum, x) => sum + x * x, 0));
  const factor = length > limit ? limit / length : 1;
  return gradients.map((list) => list.map((x) => factor * x));
}

type Gradients = readonly (readonly number[])[];
const sumOf = (list: readonly number[], part: (x: number) => number) =>
  list.reduce((sum, x) => sum + part(x), 0);
const squares = (list: readonly number[]) => sumOf(list, (x) => x * x);
const lengthOf = (list: readonly number[]) => Math.sqrt(squares(list));
const times = (gradients: Gradients, factor: (list: readonly number[]) => number) =>
  gradients.map((list) => list.map((x) => x * factor(list)));
/** Shortens to the limit by another measure of length. */
const by = (size: (all: readonly number[]) => number): typeof shortened => (gradients, limit) => {
  const length = size(gradients.flat());
  return times(gradients, () => length > limit ? limit / length : 1);
};
const largest = (list: readonly number[]) => Math.max(0, ...list.map(Math.abs));

/** The exercise. */
export default functionExercise<typeof shortened>({
  id: "05.clip",
  kind: "fill in the equation",
  title: "clipping",
  goal:
    "Write clipping: shorten the gradient to the limit, and keep the direction in which it points.",
  text:
    "Clipping looks at the length of the _whole_ gradient: the root of the sum of all squares, over all matrices " +
    "together. If it is longer than the limit, it is shortened to the limit, and points the same way as before. " +
    "If not, it stays as it is.",
  begin: [
    "First one length for everything, then one factor for everything",
    "When must the factor be 1?",
  ],
  from: import.meta.url,
  solution: shortened,
  why: "One length over all weights, and one factor for all of them: the direction stays.",
  learned:
    "One factor for all weights: the step goes where the gradient points, only less far. A short gradient is left " +
    "alone, which is why clipping cannot cure a vanishing one.",
  cases: () => {
    const random = createRandom(7);
    const drawn = (sizes: readonly number[], size: number) =>
      sizes.map((length) => Array.from({ length }, () => size * random.normal()));
    const cases: [gradients: number[][], limit: number][] = [
      [[[3, 0], [4]], 2],
      [[[0.3], [0.4]], 1], // shorter than the limit
      [[[0, 0], [0]], 1], // no gradient at all
      [[[3], [4]], 5], // exactly as long as the limit
      [[[1, -1], [0.5, 0.25]], 1.2], // its largest number is below the limit
      [drawn([4, 9, 1], 1), 1],
      [drawn([4, 9, 1], 0.01), 1],
      [drawn([30, 200], 1e6), 0.5],
    ];
    return cases.map((given) => ({ given }));
  },
  found: (_, cases) =>
    `${cases.length} gradients, of length 0 to more than 10 million: each as wanted`,
  ideas: {
    "no-root": {
      idea: "The root is missing: the sum of squares is not the length",
      hint: "How long is a gradient of 3 and 4? And what is the sum of its squares?",
      stronger: "Math.sqrt around the sum of squares",
      answers: [
        by(squares),
        (gradients, limit) => {
          const length = squares(gradients.flat());
          return times(gradients, () => length > limit * limit ? limit / length : 1);
        },
        (gradients, limit) => {
          const length = squares(gradients.flat());
          return times(gradients, () => length > limit * limit ? limit * limit / length : 1);
        },
      ],
      does: dividedBy(squares),
    },
    "sum-of-sizes": {
      idea:
        "The sizes of the numbers are added up; the length is the root of the sum of their squares",
      hint:
        "How far is it from one corner of a square to the opposite one, and how far along its sides?",
      stronger: "Square each number, add up, take the root",
      answers: [
        by((all) => sumOf(all, Math.abs)),
        by((all) => sumOf(all, (x) => x)),
        by((all) => Math.abs(sumOf(all, (x) => x))),
        by((all) => sumOf(all, Math.abs) / Math.max(1, all.length)),
      ],
      does: dividedBy(
        (all) => sumOf(all, Math.abs),
        (all) => Math.abs(sumOf(all, (x) => x)),
        (all) => sumOf(all, Math.abs) / all.length,
      ),
    },
    "largest": {
      idea: "The largest number is taken for the length; many small ones can be long together",
      hint: "How long is a gradient of a hundred numbers that are all 1?",
      stronger: "The root of the sum of all squares",
      answers: [
        by(largest),
        by((all) => Math.max(0, ...all)),
        (gradients, limit) =>
          times(
            gradients,
            () => largest(gradients.flat()) > limit ? limit / lengthOf(gradients.flat()) : 1,
          ),
      ],
      does: (shown) =>
        dividedBy(largest, (all) => Math.max(...all))(shown) ||
        wrongOnly((gradients: Gradients, limit: number) =>
          largest(gradients.flat()) <= limit &&
          limit < lengthOf(gradients.flat())
        )(shown),
    },
    "mean-square": {
      idea: "The mean of the squares is taken: the length is the root of their sum",
      hint: "Does a gradient get longer if there are more weights?",
      stronger: "Do not divide by the number of weights",
      answers: [
        by((all) => lengthOf(all) / Math.sqrt(Math.max(1, all.length))),
        by((all) => squares(all) / Math.max(1, all.length)),
        by((all) => lengthOf(all) / Math.max(1, all.length)),
      ],
      does: dividedBy(
        (all) => lengthOf(all) / Math.sqrt(all.length),
        (all) => squares(all) / all.length,
        (all) => lengthOf(all) / all.length,
      ),
    },
    "subtracted": {
      idea:
        "The limit is taken off: the gradient becomes shorter by it, or each number smaller, and not as long as it",
      hint:
        "How long is a gradient of length 5 after your function, with a limit of 2? And of length 100?",
      stronger: "Multiply by limit / length; nothing is subtracted",
      answers: [
        (gradients, limit) =>
          lengthOf(gradients.flat()) > limit
            ? gradients.map((list) => list.map((x) => x - limit))
            : times(gradients, () => 1),
        (gradients, limit) => {
          const length = lengthOf(gradients.flat());
          return times(gradients, () => length > limit ? (length - limit) / length : 1);
        },
        (gradients, limit) =>
          lengthOf(gradients.flat()) > limit
            ? gradients.map((list) => list.map((x) => x - Math.sign(x) * limit))
            : times(gradients, () => 1),
        (gradients, limit) => {
          const over = lengthOf(gradients.flat()) - limit;
          return gradients.map((list) => list.map((x) => over > 0 ? x - over : x));
        },
      ],
      does: (shown) => {
        const changed = shown.found.flatMap((one, i) => {
          const [gradients, limit] = shown.cases[i].given as [number[][], number];
          const all = gradients.flat();
          const came = "fault" in one ? [] : one.parts.result.leaves as number[];
          return String(came) === String(all) ? [] : [{ all, came, limit, length: lengthOf(all) }];
        });
        const isFar = (x: number, y: number, size: number) => Math.abs(x - y) > 1e-5 * size;
        return changed.length > 0 &&
          changed.every(({ all, came, limit, length }) =>
            [limit, length - limit].some((off) =>
              came.length === all.length &&
              all.every((x, k) => !isFar(Math.abs(x - came[k]), off, Math.abs(x) + off))
            ) || !isFar(lengthOf(came), Math.abs(length - limit), length)
          );
      },
    },
    "each-number": {
      idea:
        "Each number is cut off by itself, so large ones lose more than small ones, and the direction changes",
      hint: "Is the ratio of the first two numbers still what it was?",
      stronger: "Multiply all numbers by one and the same factor, limit / length",
      answers: [
        (gradients, limit) =>
          gradients.map((list) => list.map((x) => Math.max(-limit, Math.min(limit, x)))),
        (gradients, limit) =>
          gradients.map((list) => list.map((x) => Math.abs(x) > limit ? limit * Math.sign(x) : x)),
        (gradients, limit) => gradients.map((list) => list.map((x) => Math.min(limit, x))),
        (gradients, limit) => {
          const length = lengthOf(gradients.flat());
          return gradients.map((list) =>
            list.map((x) => length > limit ? Math.max(-limit, Math.min(limit, x)) : x)
          );
        },
      ],
    },
    "each-matrix": {
      idea:
        "Each matrix is clipped by itself: together they may be longer than the limit, and the direction changes",
      hint: "How long is your whole gradient if two matrices are each as long as the limit?",
      stronger: "Add up the squares of all matrices before taking the root",
      answers: [
        (gradients, limit) =>
          times(gradients, (list) => lengthOf(list) > limit ? limit / lengthOf(list) : 1),
        (gradients, limit) => gradients.flatMap((list) => shortened([list], limit)),
        (gradients, limit) =>
          gradients.map((list) => {
            const length = Math.hypot(...list);
            return list.map((x) => length > limit ? x * limit / length : x);
          }),
        (gradients, limit) =>
          times(gradients, (list) => {
            const most = Math.max(...gradients.map(lengthOf));
            return most > limit ? limit / most : list.length / list.length;
          }),
      ],
    },
    "lengthens": {
      idea: "A short gradient is stretched to the limit; then the net never comes to rest",
      hint: "What does your function do with a gradient that is shorter than the limit?",
      stronger: "Use the factor only if the length is above the limit",
      answers: [
        (gradients, limit) => times(gradients, () => limit / (lengthOf(gradients.flat()) || 1)),
        (gradients, limit) =>
          gradients.map((list) =>
            list.map((x) => x * limit / (Math.hypot(...gradients.flat()) || 1))
          ),
        (gradients, limit) => {
          const length = lengthOf(gradients.flat());
          return times(gradients, () => length === 0 ? 0 : limit / length);
        },
        (gradients, limit) => times(gradients, () => limit / lengthOf(gradients.flat())),
      ],
      does: wrongOnly((gradients: Gradients, limit: number) => {
        const length = lengthOf(gradients.flat());
        return length > 0 && length < limit;
      }),
    },
    "drops": {
      idea: "A gradient that is too long is thrown away; its direction is still good",
      hint: "If every gradient is too long, what does the net learn?",
      stronger: "Shorten it to the limit in place of zero",
      answers: [
        (gradients, limit) => times(gradients, () => lengthOf(gradients.flat()) > limit ? 0 : 1),
        (gradients, limit) => times(gradients, (list) => lengthOf(list) > limit ? 0 : 1),
        (gradients, limit) => gradients.map((list) => list.map((x) => Math.abs(x) > limit ? 0 : x)),
      ],
      does: ({ found }) =>
        "parts" in found[0] && found[0].parts.result.leaves.every((x) => x === 0),
    },
    "unit": {
      idea: "It is shortened to length 1, whatever the limit says",
      hint: "Where does `limit` come in, beside the comparison?",
      stronger: "The factor is limit / length",
      answers: [
        (gradients, limit) => {
          const length = lengthOf(gradients.flat());
          return times(gradients, () => length > limit ? 1 / length : 1);
        },
        (gradients) => times(gradients, () => 1 / (lengthOf(gradients.flat()) || 1)),
        (gradients) => {
          const length = lengthOf(gradients.flat());
          return times(gradients, () => length > 1 ? 1 / length : 1);
        },
      ],
      does: (shown) =>
        oneFactor(shown) && shown.found.every((one, i) => {
          const before = lengthOf((shown.cases[i].given[0] as number[][]).flat());
          const after = "fault" in one ? NaN : lengthOf(one.parts.result.leaves as number[]);
          return [before, 1].some((length) => Math.abs(after - length) < 1e-6 * length + 1e-12);
        }),
    },
    "other-way": {
      idea:
        "Long gradients are left alone, and short ones changed: the comparison is the wrong way round",
      hint: "What comes out for a gradient that is shorter than the limit?",
      stronger: "length > limit, not length < limit",
      answers: [
        (gradients, limit) => {
          const length = lengthOf(gradients.flat());
          return times(gradients, () => length > limit ? 1 : limit / (length || 1));
        },
        (gradients, limit) => {
          const length = lengthOf(gradients.flat());
          return times(gradients, () => length < limit && length > 0 ? limit / length : 1);
        },
      ],
    },
    "nothing": {
      idea: "The gradient comes out as it went in",
      hint: "How long is it before, and how long after?",
      stronger: "If the length is above the limit, multiply by limit / length",
      answers: [
        (gradients) => gradients.map((list) => [...list]),
        (gradients, limit) =>
          lengthOf(gradients.flat()) > limit
            ? structuredClone(gradients) as number[][]
            : times(gradients, () => 1),
      ],
    },
    "factor": {
      idea:
        "The factor is another one than limit / length: what comes out is not as long as the limit",
      hint: "How long is the gradient of 3 and 4 after your factor, with a limit of 2?",
      stronger: "Times the limit, divided by the length",
      answers: [
        (gradients, limit) => {
          const length = lengthOf(gradients.flat());
          return times(gradients, () => length > limit ? length / limit : 1);
        },
        (gradients, limit) =>
          times(gradients, () => lengthOf(gradients.flat()) > limit ? limit : 1),
        (gradients, limit) => {
          const length = lengthOf(gradients.flat());
          return times(gradients, () => length > limit ? Math.sqrt(limit / length) : 1);
        },
      ],
      does: (shown) =>
        oneFactor(shown) &&
        wrongOnly((gradients: Gradients, limit: number) => lengthOf(gradients.flat()) > limit)(
          shown,
        ),
    },
  },
  faults: {
    "not-finite": [
      (gradients, limit) => {
        const factor = limit / lengthOf(gradients.flat());
        return times(gradients, () => factor > 1 && Number.isFinite(factor) ? 1 : factor);
      },
    ],
    mutates: [
      (gradients, limit) => {
        const clipped = shortened(gradients, limit);
        clipped.forEach((list, i) => list.forEach((x, k) => (gradients as number[][])[i][k] = x));
        return clipped;
      },
    ],
    kind: [
      (gradients, limit) => lengthOf(gradients.flat()) > limit ? limit as never : 1 as never,
    ],
    shape: [
      (gradients, limit) => shortened(gradients, limit).flat() as never,
      (gradients, limit) => [shortened(gradients, limit).flat()],
    ],
  },
});

/** Whether every case is the right direction times one factor. */
function oneFactor({ cases, found }: Shown): boolean {
  return found.every((one, i) => {
    if ("fault" in one) return false;
    const given = (cases[i].given[0] as number[][]).flat();
    const came = one.parts.result.leaves as number[];
    const at = given.findIndex((x) => x !== 0);
    return came.length === given.length && (at < 0 ||
      given.every((x, k) => Math.abs(came[k] - x * came[at] / given[at]) <= 1e-6 * largest(came)));
  });
}

/** Whether every gradient that is changed is divided by one of these sizes, and multiplied by the limit. */
function dividedBy(...sizes: ((all: readonly number[]) => number)[]) {
  return (shown: Shown): boolean =>
    oneFactor(shown) && sizes.some((size) => {
      let changed = 0;
      const fits = shown.found.every((one, i) => {
        const [gradients, limit] = shown.cases[i].given as [number[][], number];
        const all = gradients.flat();
        const came = "fault" in one ? [] : one.parts.result.leaves as number[];
        const at = all.findIndex((x) => x !== 0);
        const factor = at < 0 ? 1 : came[at] / all[at];
        if (factor === 1) return true;
        changed++;
        return [limit, limit ** 2].some((wanted) =>
          Math.abs(factor * size(all) - wanted) <= 1e-5 * wanted
        );
      });
      return fits && changed > 0;
    });
}
