/**
 * Add, subtract, multiply, divide, with broadcasting as in NumPy and PyTorch.
 *
 * The smaller operand usually is the end of the larger one's shape (a bias, a single number): then its
 * elements are simply reused, and its derivative is the sum over all uses. In any other case the operand
 * is first expanded, which is an operation with a derivative of its own.
 *
 * @module
 */

import { described } from "../../options.ts";
import type { Kernels, Offset } from "../kernels.ts";
import { simd } from "../backend.ts";
import { single } from "../making.ts";
import { checkNumbers } from "../numbers.ts";
import { operation } from "../operation.ts";
import type { Backward } from "../origin.ts";
import {
  broadcastShape,
  checkShape,
  describeShape,
  isSuffix,
  sameShape,
  type Shape,
  sizeOf,
  splitAt,
} from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { checkTensor } from "../wanted.ts";
import { reshape } from "./moving.ts";

/** A tensor, or a number that stands for a tensor of shape []. */
export type Operand = Tensor | number;

function asTensors(a: Operand, b: Operand, doing: string): [Tensor, Tensor] {
  for (const x of [a, b]) {
    if (x instanceof Tensor || typeof x === "number") continue;
    throw new TypeError(`Cannot ${doing} ${described(x)}: a tensor or a number is wanted`);
  }
  if (a instanceof Tensor) {
    return [a, b instanceof Tensor ? b : single(b, a.backend)];
  }
  if (b instanceof Tensor) return [single(a, b.backend), b];
  return [single(a, simd), single(b, simd)];
}

/**
 * The tensor repeated along axes of size 1 until it has the shape.
 *
 * forward:  y[…, j, …] = x[…, 0, …]   backward:  dx = Σⱼ dy
 */
export function expand(x: Tensor, shape: Shape): Tensor {
  checkTensor(x, "expand");
  checkShape(shape, "expand");
  if (sameShape(x.shape, shape)) return x;
  if (!sameShape(broadcastShape(x.shape, shape, "expand"), shape)) {
    throw new RangeError(
      `Cannot expand shape ${describeShape(x.shape)} to ${
        describeShape(shape)
      }: each size must stay as it is, or grow from 1`,
    );
  }
  const padded = [...new Array(shape.length - x.rank).fill(1), ...x.shape];
  let result = reshape(x, padded);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const times = shape[axis];
    if (result.shape[axis] === times) continue;
    const wider = result.shape.map((size, i) => (i === axis ? times : size));
    const [outer, , inner] = splitAt(result.shape, axis);
    result = operation(
      "expand",
      [result],
      wider,
      (k, y, [x]) => k.spreadAxis(x, 1, y, outer, times, inner, 0),
      (k, d) => k.sumAxis(d.dOut, d.into(0), outer, times, inner, d.accumulate),
    );
  }
  return result;
}

interface Aligned {
  readonly left: Tensor;
  readonly right: Tensor;
  readonly shape: Shape;
}

/** Both operands in the common shape, the second one perhaps as a suffix of it. */
function align(x: Operand, y: Operand, doing: string, swap: boolean): Aligned {
  if (x instanceof Tensor && y instanceof Tensor && sameShape(x.shape, y.shape)) {
    return { left: x, right: y, shape: x.shape };
  }
  let [a, b] = asTensors(x, y, doing);
  const shape = broadcastShape(a.shape, b.shape, doing);
  if (swap && a.size < b.size) [a, b] = [b, a];
  const left = isSuffix(a.shape, shape) && a.size === sizeOf(shape) ? a : expand(a, shape);
  const right = isSuffix(b.shape, shape) ? b : expand(b, shape);
  return { left, right, shape };
}

/** Adds a block of n values to the derivative of input 1, summed over the uses of each of its elements. */
function intoRepeated(k: Kernels, d: Backward, values: Offset, n: number, size: number): void {
  k.sumAxis(values, d.into(1), 1, size > 0 ? n / size : 0, size, d.accumulate);
}

function addTwo(a: Operand, b: Operand): Tensor {
  const { left, right, shape } = align(a, b, "add", true);
  const n = left.size;
  const repeat = right.size;
  return operation(
    "add",
    [left, right],
    shape,
    (k, y, at) => k.add(at[0], at[1], y, n, repeat),
    (k, d) => {
      if (d.wants(0)) d.passOn(0);
      if (!d.wants(1)) return;
      if (repeat === n) d.passOn(1);
      else intoRepeated(k, d, d.dOut, n, repeat);
    },
  );
}

/**
 * a + b (+ c …), broadcasting.
 *
 * backward: da = dy, db = dy, each summed over the axes it was stretched along.
 *
 * @example
 * ```ts
 * import { add, tensor } from "lib/tensor/mod.ts";
 *
 * console.log(add(tensor([[1, 2], [3, 4]]), tensor([10, 20])).toArray()); // [[11, 22], [13, 24]]
 * ```
 */
export function add(a: Operand, b: Operand, ...more: Operand[]): Tensor {
  let sum = addTwo(a, b);
  for (let i = 0; i < more.length; i++) sum = addTwo(sum, more[i]);
  return sum;
}

/**
 * a − b, broadcasting.
 *
 * backward: da = dy, db = −dy.
 */
export function subtract(a: Operand, b: Operand): Tensor {
  if (typeof a === "number" && b instanceof Tensor) return fromNumber(a, b);
  const { left, right, shape } = align(a, b, "subtract", false);
  const n = left.size;
  const repeat = right.size;
  return operation(
    "subtract",
    [left, right],
    shape,
    (k, y, at) => k.subtract(at[0], at[1], y, n, repeat),
    (k, d) => {
      if (d.wants(0)) d.passOn(0);
      if (!d.wants(1)) return;
      if (repeat === n) {
        k.scale(d.dOut, -1, d.into(1), n, d.accumulate);
      } else {
        const negative = d.scratch(n);
        k.scale(d.dOut, -1, negative, n, 0);
        intoRepeated(k, d, negative, n, repeat);
      }
    },
  );
}

/** a − x for a plain number a, such as 1 − z of a gate. backward: dx = −dy. */
function fromNumber(a: number, x: Tensor): Tensor {
  checkNumbers([a], x.backend.dtype, "subtract");
  const n = x.size;
  return operation(
    "subtract",
    [x],
    x.shape,
    (k, y, at) => {
      k.fill(y, a, n);
      k.scale(at[0], -1, y, n, 1);
    },
    (k, d) => k.scale(d.dOut, -1, d.into(0), n, d.accumulate),
  );
}

/**
 * a ∘ b, element by element, broadcasting.
 *
 * backward: da = dy ∘ b, db = dy ∘ a.
 */
export function multiply(a: Operand, b: Operand): Tensor {
  const { left, right, shape } = align(a, b, "multiply", true);
  const n = left.size;
  const repeat = right.size;
  return operation(
    "multiply",
    [left, right],
    shape,
    (k, y, at) => k.multiply(at[0], at[1], y, n, repeat, 0),
    (k, d) => {
      if (d.wants(0)) k.multiply(d.dOut, d.input(1), d.into(0), n, repeat, d.accumulate);
      if (!d.wants(1)) return;
      if (repeat === n) {
        k.multiply(d.dOut, d.input(0), d.into(1), n, n, d.accumulate);
      } else {
        const product = d.scratch(n);
        k.multiply(d.dOut, d.input(0), product, n, n, 0);
        intoRepeated(k, d, product, n, repeat);
      }
    },
  );
}

/**
 * a / b, element by element, broadcasting.
 *
 * backward: da = dy / b, db = −dy ∘ y / b.
 */
export function divide(a: Operand, b: Operand): Tensor {
  const { left, right, shape } = align(a, b, "divide", false);
  const n = left.size;
  const repeat = right.size;
  return operation(
    "divide",
    [left, right],
    shape,
    (k, y, at) => k.divide(at[0], at[1], y, n, repeat),
    (k, d) => {
      const quotient = d.scratch(n);
      k.divide(d.dOut, d.input(1), quotient, n, repeat);
      if (d.wants(0)) k.copy(quotient, d.into(0), n, d.accumulate);
      if (d.wants(1)) {
        const product = d.scratch(n);
        k.multiply(quotient, d.out, product, n, n, 0);
        k.scale(product, -1, product, n, 0);
        intoRepeated(k, d, product, n, repeat);
      }
    },
  );
}

/** −x. */
export function negate(x: Tensor): Tensor {
  checkTensor(x, "negate");
  return scale(x, -1);
}

/** factor · x, for a plain number. backward: dx = factor · dy. */
export function scale(x: Tensor, factor: number): Tensor {
  checkTensor(x, "scale");
  if (!Number.isFinite(factor)) {
    throw new RangeError(`Cannot scale by ${described(factor)}: a finite number is wanted`);
  }
  checkNumbers([factor], x.backend.dtype, "scale");
  const n = x.size;
  return operation(
    "scale",
    [x],
    x.shape,
    (k, y, at) => k.scale(at[0], factor, y, n, 0),
    (k, d) => k.scale(d.dOut, factor, d.into(0), n, d.accumulate),
  );
}
