/**
 * Shapes: lists of sizes, one per axis, row-major. `[]` is a single number.
 *
 * @module
 */

import { described } from "../options.ts";

/** Sizes of a tensor along its axes, outermost first. */
export type Shape = readonly number[];

/** How many elements a shape holds; 1 for `[]`. */
export function sizeOf(shape: Shape): number {
  if (!Array.isArray(shape)) checkSizeList(shape, "tell how many numbers a shape holds");
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i];
  return size;
}

/** `[2, 3]` as text, for messages. */
export function describeShape(shape: Shape): string {
  if (!Array.isArray(shape)) return described(shape);
  return `[${
    Array.from(shape, (size) => typeof size === "number" ? size : described(size)).join(", ")
  }]`;
}

/**
 * @ignore Throws if a tensor's shape, which is a list like any other, was written to so that it holds more or fewer numbers than
 * the tensor: who read by it would read somebody else's.
 */
export function checkUnchanged(x: { readonly shape: Shape; readonly size: number }): void {
  if (sizeOf(x.shape) === x.size) return;
  throw new RangeError(
    `Cannot use a tensor whose shape was written to: found ${
      describeShape(x.shape)
    }, and sizes of ${x.size} numbers in all are wanted; reshape(x, shape) makes one of another shape`,
  );
}

/** Whether two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b)) {
    checkSizeList(Array.isArray(a) ? b : a, "compare shapes");
  }
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** @ignore Throws unless two tensors have the same shape. */
export function checkSameShape(
  a: { readonly shape: Shape },
  b: { readonly shape: Shape },
  doing: string,
): void {
  if (!sameShape(a.shape, b.shape)) {
    throw new RangeError(
      `Cannot ${doing}: shapes ${describeShape(a.shape)} and ${
        describeShape(b.shape)
      } differ, and equal ones are wanted`,
    );
  }
}

/** @ignore Throws unless it is a list of sizes, each a whole number of at least 0. */
export function checkShape(shape: Shape, doing: string): void {
  checkSizeList(shape, doing);
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 0) {
      throw new RangeError(
        `Cannot ${doing}: the shape is ${
          described(shape)
        }, and each size must be a whole number of at least 0`,
      );
    }
  }
}

/** @ignore Throws unless it is a list. */
export function checkSizeList(shape: unknown, doing: string): void {
  if (Array.isArray(shape)) return;
  throw new TypeError(
    `Cannot ${doing}: the shape is ${described(shape)}, and a list of sizes is wanted${
      typeof shape === "number" ? `, [${shape}]` : ""
    }`,
  );
}

/** @ignore An axis counted from the front; −1 is the last. Throws if the shape has no such axis. */
export function normalizeAxis(axis: number, shape: Shape, doing: string): number {
  const index = Number.isInteger(axis) && axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(axis) || index < 0 || index >= shape.length) {
    throw new RangeError(
      `Cannot ${doing}: axis ${described(axis)} does not exist in shape ${
        describeShape(shape)
      }, which has ${
        shape.length === 0
          ? "no axis"
          : `axes 0 to ${shape.length - 1} (or ${-shape.length} to −1 from the end)`
      }`,
    );
  }
  return index;
}

/** @ignore The shape as [outer, axis, inner]: how many blocks before the axis, its size, how many elements after it. */
export function splitAt(shape: Shape, axis: number): [outer: number, size: number, inner: number] {
  let [outer, inner] = [1, 1];
  for (let i = 0; i < axis; i++) outer *= shape[i];
  for (let i = axis + 1; i < shape.length; i++) inner *= shape[i];
  return [outer, shape[axis], inner];
}

/**
 * The shape that two shapes broadcast to, as NumPy and PyTorch do: aligned at the last axis, and an axis
 * of size 1 stretches. Throws if they do not fit.
 */
export function broadcastShape(a: Shape, b: Shape, doing: string): Shape {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const shape: number[] = new Array(rank);
  for (let i = 1; i <= rank; i++) {
    const left = i <= a.length ? a[a.length - i] : 1;
    const right = i <= b.length ? b[b.length - i] : 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new RangeError(
        `Cannot ${doing} shapes ${describeShape(a)} and ${
          describeShape(b)
        }: counted from the last axis, sizes ${left} and ${right} differ, and equal ones, or a 1, are wanted`,
      );
    }
    shape[rank - i] = left === 1 ? right : left;
  }
  return shape;
}

/** @ignore Whether `small`, without leading ones, is the end of `large`: then its elements simply repeat. */
export function isSuffix(small: Shape, large: Shape): boolean {
  let skip = 0;
  while (skip < small.length && small[skip] === 1) skip++;
  const rest = small.length - skip;
  if (rest > large.length) return false;
  for (let i = 1; i <= rest; i++) {
    if (small[small.length - i] !== large[large.length - i]) return false;
  }
  return true;
}
