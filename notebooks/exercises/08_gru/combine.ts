/**
 * The last line of the GRU as code: on which side is 1 − z?
 *
 * @module
 */

import { gru } from "lib/cells/gru.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { numberByNumber } from "lib/exercises/tensor_cases.ts";
import {
  add,
  multiply,
  sigmoid,
  subtract,
  sum,
  tanh,
  type Tensor,
  tensor,
} from "lib/tensor/mod.ts";
import { is, mixesWhere } from "../mixes.ts";

/** The new memory. z, n and h are [batch, hiddenSize]; z near 1 keeps. */
function gruCombine(z: Tensor, n: Tensor, h: Tensor): Tensor {
  return add(multiply(z, h), multiply(subtract(1, z), n));
}

const right = gruCombine;
const shares = mixesWhere(
  { open: "z = 1", shut: "z = 0" },
  ([_z, n, h]: readonly [Tensor, Tensor, Tensor]) => ({ h: h.values(), n: n.values() }),
);
const without = (z: Tensor) => subtract(1, z);

/** The exercise. */
export default functionExercise<typeof gruCombine>({
  id: "08.combine",
  kind: "fill in the equation",
  title: "keep or overwrite",
  goal: "Write the GRU's last line: what z does not keep is overwritten by the candidate n.",
  text:
    "All of the GRU comes down to its last line. Gate, candidate and old memory are handed to you; write the new " +
    "memory, with **z near 1 keeping**, without looking at the equation. Before you run it, try it in your head with " +
    "z = 1.\n\nYou have `add`, `subtract` (which takes numbers too) and `multiply`.",
  begin: [
    "With z = 1 the new memory is the old one. What is it with z = 0?",
    "A weighted mean of two: the one gets the weight z, the other what is left of 1",
  ],
  before: `import { gru } from "lib/cells/gru.ts";
import { createRandom } from "lib/random.ts";
import { add, multiply, subtract, sum, tanh, tensor, type Tensor } from "lib/tensor/mod.ts";`,
  from: import.meta.url,
  turn: "[batch, hiddenSize]",
  solution: gruCombine,
  why:
    "A mean of old and new with weights z and 1 − z. Another way to write the same: n + z ∘ (h − n).",
  learned:
    "One number a unit decides between old and new, and the result lies between the two. That is why a GRU needs no " +
    "second memory, and why its memory never leaves [−1, 1].",
  notBy: [gru],
  derivatives: true,
  cases: () => numberByNumber(["z", "n", "h"], [{ z: 1 }, { z: 0 }, { h: 0 }, { n: 0 }]),
  found: (_, cases) =>
    `${cases.length} steps of several sizes: the numbers, and their derivatives by z, n and h, agree with the equation`,
  ideas: {
    "wrong-side": {
      idea: "Your gate overwrites when it should keep: is (1 − z) on the wrong side?",
      hint: "Put z = 1 into your line. Is the old memory still there?",
      stronger: "z belongs to h, and 1 − z to n",
      answers: [
        (z, n, h) => add(multiply(z, n), multiply(without(z), h)),
        (z, n, h) => right(without(z), n, h),
        (z, n, h) => add(h, multiply(z, subtract(n, h))),
        (z, n, h) => right(z, h, n),
      ],
      does: shares((open, shut) => is(open, 0, 1) && is(shut, 1, 0)),
    },
    "minus-one": {
      idea: "z − 1 in place of 1 − z: what is written has the wrong sign",
      hint: "With z = 0 the new memory should be n. What is yours?",
      stronger: "`subtract(1, z)`: the 1 comes first",
      answers: [
        (z, n, h) => add(multiply(z, h), multiply(subtract(z, 1), n)),
        (z, n, h) => subtract(multiply(z, h), multiply(without(z), n)),
        (z, n, h) => add(multiply(subtract(z, 1), h), multiply(z, n)),
        (z, n, h) => subtract(multiply(without(z), n), multiply(z, h)),
      ],
      does: shares((open, shut) => [...open, ...shut].includes(-1)),
    },
    "gate-again": {
      idea: "The gate goes through the sigmoid a second time: z is a gate already",
      hint: "Which numbers can come out of σ of something between 0 and 1?",
      stronger: "Use z as it is handed to you",
      answers: [
        (z, n, h) => right(sigmoid(z), n, h),
        (z, n, h) => add(multiply(sigmoid(z), h), multiply(without(z), n)),
        (z, n, h) => add(multiply(z, h), multiply(without(sigmoid(z)), n)),
        (z, n, h) => right(tanh(z), n, h),
      ],
      does: shares((open, shut) =>
        [open, shut].some(([a, b]) => (a > 0 && a < 1) || (b > 0 && b < 1))
      ),
    },
    "two-questions": {
      idea: "Your cell keeps by z, but writes all of the candidate, always",
      hint: "Put z = 1 into your line: is n gone?",
      stronger: "n is multiplied too, by what z leaves: 1 − z",
      answers: [
        (z, n, h) => add(multiply(z, h), n),
        (z, n, h) => add(n, multiply(without(z), h)),
        (z, n, h) => add(multiply(h, z), multiply(n, 1)),
      ],
      does: shares((open, shut) => open[1] === 1 && shut[1] === 1 && open[0] !== shut[0]),
    },
    "writes-over": {
      idea: "The old memory plays no part: each step starts afresh",
      hint: "Where does h occur in your line?",
      stronger: "Add `multiply(z, h)`",
      answers: [
        (z, n) => multiply(without(z), n),
        (z, n) => multiply(z, n),
        (_, n) => multiply(n, 1),
        (z, n) => subtract(n, multiply(z, n)),
      ],
      does: shares((open, shut) => open[0] === 0 && shut[0] === 0),
    },
    "keeps-all": {
      idea: "Your cell never forgets: what is new is heaped on all that was there",
      hint: "How large can the memory become after a hundred steps?",
      stronger: "h is multiplied by z",
      answers: [
        (z, n, h) => add(multiply(without(z), n), h),
        (z, n, h) => add(multiply(z, n), h),
        (_, n, h) => add(n, h),
      ],
      does: shares((open, shut) => open[0] === 1 && shut[0] === 1),
    },
    "never-writes": {
      idea: "The candidate plays no part: your cell can only forget",
      hint: "Where does n occur in your line?",
      stronger: "Add `multiply(subtract(1, z), n)`",
      answers: [
        (z, _, h) => multiply(z, h),
        (z, _, h) => multiply(without(z), h),
        (_z, _n, h) => multiply(h, 1),
      ],
      does: shares((open, shut) => open[1] === 0 && shut[1] === 0),
    },
    "same-side": {
      idea: "Old and new get the same weight: the gate does not choose between them",
      hint: "With z = 0 the new memory should be n. What is yours?",
      stronger: "One gets z, the other 1 − z",
      answers: [
        (z, n, h) => multiply(z, add(n, h)),
        (z, n, h) => multiply(without(z), add(n, h)),
        (z, n, h) => add(multiply(z, n), multiply(z, h)),
        (z, n, h) => add(multiply(without(z), n), multiply(without(z), h)),
      ],
      does: shares((open, shut) => open[0] === open[1] && shut[0] === shut[1]),
    },
    "multiplied": {
      idea:
        "Old and new are multiplied with each other; each has a share of its own, and the two are added",
      hint: "With z = 1 the new memory is h, whatever n is. What is yours?",
      stronger: "`add` of two products",
      answers: [
        (z, n, h) => multiply(multiply(z, h), multiply(without(z), n)),
        (z, n, h) => multiply(multiply(z, h), n),
        (z, n, h) => multiply(z, multiply(n, h)),
      ],
    },
    "squished": {
      idea: "Is there one more squish? Then the memory fades even with z = 1",
      hint: "n is squashed already; what does tanh do to h, a hundred times?",
      stronger: "Leave out the outer tanh",
      answers: [
        (...given) => tanh(right(...given)),
        (z, n, h) => tanh(add(multiply(z, n), multiply(without(z), h))),
        (z, n, h) => right(z, tanh(n), h),
        (z, n, h) => right(z, n, tanh(h)),
        (...given) => sigmoid(right(...given)),
        (z, n, h) => right(z, tanh(n), tanh(h)),
      ],
      does: (shown) =>
        !shares(() => true)(shown) &&
        shown.found.every((one) =>
          "parts" in one && one.parts.result.leaves.every((x) => Math.abs(x as number) < 3)
        ),
    },
  },
  faults: {
    "cut-off": [
      (...given) => tensor(right(...given).toArray() as number[][]),
      (z, n, h) => right(z, n, tensor(h.toArray() as number[][])),
      (z, n, h) => right(tensor(z.toArray() as number[][]), n, h),
    ],
    shape: [(...given) => sum(right(...given), 0), (...given) => sum(right(...given))],
    kind: [(...given) => right(...given).toArray() as never, () => undefined as never],
  },
});
