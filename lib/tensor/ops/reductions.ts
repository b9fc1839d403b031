/**
 * Many numbers into fewer: sum, mean, softmax along an axis.
 *
 * @module
 */

import { operation } from "../operation.ts";
import { describeShape, normalizeAxis, type Shape, sizeOf, splitAt } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensor } from "../wanted.ts";
import { scale } from "./arithmetic.ts";
import { transpose } from "./moving.ts";

/**
 * Sum of all numbers, or along one axis.
 *
 * backward: every number that was summed receives dy.
 *
 * @param axis which axis to sum over; without it all, to shape []
 */
export function sum(x: Tensor, axis?: number): Tensor {
  checkTensor(x, "sum");
  const at = axis === undefined ? 0 : normalizeAxis(axis, x.shape, "sum");
  const [outer, size, inner] = axis === undefined ? [1, x.size, 1] : splitAt(x.shape, at);
  const shape: Shape = axis === undefined ? [] : x.shape.filter((_, i) => i !== at);
  return operation(
    "sum",
    [x],
    shape,
    (k, y, [x]) => k.sumAxis(x, y, outer, size, inner, 0),
    (k, d) => k.spreadAxis(d.dOut, 1, d.into(0), outer, size, inner, d.accumulate),
  );
}

/** Mean of all numbers, or along one axis. */
export function mean(x: Tensor, axis?: number): Tensor {
  checkTensor(x, "take the mean of");
  const count = axis === undefined
    ? x.size
    : x.shape[normalizeAxis(axis, x.shape, "take the mean")];
  if (count === 0) {
    throw new RangeError(
      `Cannot take the mean of no numbers: the shape is ${describeShape(x.shape)}`,
    );
  }
  return scale(sum(x, axis), 1 / count);
}

/** Applies a function of the last axis to any axis. */
function alongAxis(x: Tensor, axis: number, doing: string, f: (x: Tensor) => Tensor): Tensor {
  checkTensor(x, `${doing} of`);
  const at = normalizeAxis(axis, x.shape, doing);
  const last = x.rank - 1;
  if (at === last) return f(x);
  const order = [...x.shape.keys()];
  [order[at], order[last]] = [last, at];
  return transpose(f(transpose(x, order)), order);
}

/**
 * Probabilities from scores: eˣ over the sum of eˣ along an axis.
 *
 * backward: dx = y ∘ (dy − Σ dy ∘ y).
 *
 * @param axis default: the last
 */
export function softmax(x: Tensor, axis = -1): Tensor {
  return alongAxis(x, axis, "take softmax", (x) => {
    const columns = x.shape[x.rank - 1];
    const rows = sizeOf(x.shape.slice(0, -1));
    return operation(
      "take softmax of",
      [x],
      x.shape,
      (k, y, [x]) => k.softmax(x, y, rows, columns),
      (k, d) => k.softmaxBackward(d.out, d.dOut, d.into(0), rows, columns, d.accumulate),
    );
  });
}

/**
 * Logarithm of softmax, computed so that neither overflows.
 *
 * backward: dx = dy − eʸ Σ dy.
 *
 * @param axis default: the last
 */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return alongAxis(x, axis, "take log-softmax", (x) => {
    const columns = x.shape[x.rank - 1];
    const rows = sizeOf(x.shape.slice(0, -1));
    return operation(
      "take log-softmax of",
      [x],
      x.shape,
      (k, y, [x]) => k.logSoftmax(x, y, rows, columns),
      (k, d) => k.logSoftmaxBackward(d.out, d.dOut, d.into(0), rows, columns, d.accumulate),
    );
  });
}
