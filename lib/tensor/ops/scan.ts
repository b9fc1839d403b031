/**
 * A linear recurrence over a whole sequence as one operation:
 *
 *     h_t = a_t ∘ h_{t−1} + b_t
 *
 * As a and b are there for all steps, nothing but this line has to be done in turn. It need not be: two steps in a row
 * are one step of the same kind, so that log₂ timeSteps rounds of joining neighbours do as well (the parallel scan,
 * Blelloch 1990; for recurrent nets Martin & Cundy 2018). That is more work in fewer turns, which pays where thousands of
 * numbers are computed at once. On one core the plain loop is the quicker, and it is what stands here; the rounds are
 * written out in notebook 14.
 *
 * @module
 */

import { operation } from "../operation.ts";
import { describeShape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensor } from "../wanted.ts";

/** Order of the operation's inputs. */
enum At {
  Factors,
  Writes,
  Start,
}

/**
 * The memories of all steps of a linear recurrence: to the bit those of `add(multiply(a, h), b)` step by step.
 *
 * @param factors a, what is kept: [timeSteps, batch, size]
 * @param writes b, what is added: of the same shape
 * @param start the memory before the first step: [batch, size]
 * @returns h of all steps, [timeSteps, batch, size]
 * @throws RangeError if the shapes do not fit each other
 *
 * @example
 * ```ts
 * import { linearScan, tensor } from "lib/tensor/mod.ts";
 *
 * const half = tensor([[[0.5]], [[0.5]], [[0.5]]]);
 * const one = tensor([[[1]], [[1]], [[1]]]);
 * const h = linearScan(half, one, tensor([[4]]));
 * h.toArray(); // [[[3]], [[2.5]], [[2.25]]]: 4 · ½ + 1 = 3, and so on
 * ```
 */
export function linearScan(factors: Tensor, writes: Tensor, start: Tensor): Tensor {
  for (const x of [factors, writes, start]) checkTensor(x, "scan");
  if (factors.rank !== 3 || factors.shape[0] === 0) {
    throw new RangeError(
      `Cannot scan factors of shape ${
        describeShape(factors.shape)
      }: [timeSteps, batch, size] with at least one step is wanted`,
    );
  }
  const [timeSteps, batch, size] = factors.shape;
  if (!sameShape(writes.shape, factors.shape) || !sameShape(start.shape, [batch, size])) {
    throw new RangeError(
      `Cannot scan writes of shape ${describeShape(writes.shape)} from a start of shape ${
        describeShape(start.shape)
      }: for factors of shape ${describeShape(factors.shape)}, ${
        describeShape(factors.shape)
      } and ${describeShape([batch, size])} are wanted`,
    );
  }
  const n = batch * size; // numbers of one step
  return operation(
    "scan",
    [factors, writes, start],
    factors.shape,
    (k, h, at) => {
      for (let t = 0; t < timeSteps; t++) {
        const before = t === 0 ? at[At.Start] : h + (t - 1) * n;
        k.multiply(at[At.Factors] + t * n, before, h + t * n, n, n, 0);
        k.copy(at[At.Writes] + t * n, h + t * n, n, 1);
      }
    },
    (k, d) => {
      const [a, h] = [d.input(At.Factors), d.out];
      // What reaches h_t comes from above and, by way of the steps after it, from a_{t+1} ∘ dh_{t+1}.
      const dh = d.scratch(timeSteps * n);
      k.copy(d.dOut, dh, timeSteps * n, 0);
      for (let t = timeSteps - 1; t > 0; t--) {
        k.multiply(a + t * n, dh + t * n, dh + (t - 1) * n, n, n, 1);
      }
      if (d.wants(At.Writes)) {
        const dWrites = d.into(At.Writes);
        k.copy(dh, dWrites, timeSteps * n, d.accumulate);
      }
      if (d.wants(At.Start)) {
        const dStart = d.into(At.Start);
        k.multiply(a, dh, dStart, n, n, d.accumulate);
      }
      if (d.wants(At.Factors)) {
        const dFactors = d.into(At.Factors);
        k.multiply(dh, d.input(At.Start), dFactors, n, n, d.accumulate);
        const rest = (timeSteps - 1) * n;
        if (rest > 0) k.multiply(dh + n, h, dFactors + n, rest, rest, d.accumulate);
      }
    },
  );
}
