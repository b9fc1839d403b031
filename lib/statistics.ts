/**
 * The few statistics that pictures and claims need.
 *
 * @module
 */

import { described } from "./described.ts";

/**
 * A quantile, with straight lines between neighbours in order (type 7 of Hyndman & Fan 1996).
 *
 * @param values numbers in any order, at least one
 * @param part between 0 (least) and 1 (greatest)
 * @returns the value below which that part lies; NaN if a value is NaN or there is none
 *
 * @example
 * ```ts
 * import { quantile } from "lib/statistics.ts";
 *
 * quantile([4, 1, 3, 2], 0.5); // 2.5
 * ```
 */
export function quantile(values: readonly number[], part: number): number {
  if (typeof values?.some !== "function" || values.some((value) => typeof value !== "number")) {
    throw new TypeError(
      `Cannot take a quantile: found ${described(values)}, and a list of numbers is wanted`,
    );
  }
  if (values.length === 0 || values.some(Number.isNaN)) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const position = part * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  return low === high ? low : low + (high - low) * (position - below);
}

/**
 * The median.
 *
 * @param values numbers in any order, at least one
 * @returns the middle one, or the mean of the middle two
 *
 * @example
 * ```ts
 * import { median } from "lib/statistics.ts";
 *
 * median([3, 1, 2]); // 2
 * ```
 */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The spread of values: the distance between the quartiles, which holds the middle half. One wild value in five does not
 * move it, two do.
 *
 * @param values numbers in any order, at least one
 * @returns the third quartile minus the first
 *
 * @example
 * ```ts
 * import { spread } from "lib/statistics.ts";
 *
 * spread([1, 2, 3, 4, 5]); // 2
 * ```
 */
export function spread(values: readonly number[]): number {
  const low = quantile(values, 0.25);
  const high = quantile(values, 0.75);
  return low === high ? 0 : high - low;
}

/**
 * The least of a list, however long: `Math.min(...values)` can take only so many.
 *
 * @returns Infinity for none, NaN if one is
 *
 * @example
 * ```ts
 * import { least } from "lib/statistics.ts";
 *
 * least([3, 1, 2]); // 1
 * ```
 */
export function least(values: Iterable<number>): number {
  let result = Infinity;
  for (const value of values) result = Math.min(result, value);
  return result;
}

/**
 * The greatest of a list, however long.
 *
 * @returns −Infinity for none, NaN if one is
 *
 * @example
 * ```ts
 * import { greatest } from "lib/statistics.ts";
 *
 * greatest([3, 1, 2]); // 3
 * ```
 */
export function greatest(values: Iterable<number>): number {
  let result = -Infinity;
  for (const value of values) result = Math.max(result, value);
  return result;
}

/**
 * How far two lists of numbers are from each other: the largest difference, relative to the largest number of the
 * second.
 *
 * @param found arrays of numbers
 * @param wanted as many, each as long
 * @returns 0 where all are the same
 * @throws {RangeError} if they are not as many or as long
 *
 * @example
 * ```ts
 * import { relativeDifference } from "lib/statistics.ts";
 *
 * relativeDifference([[1, 2], [3.5]], [[1, 2], [4]]); // 0.125
 * ```
 */
export function relativeDifference(
  found: readonly ArrayLike<number>[],
  wanted: readonly ArrayLike<number>[],
): number {
  const sizes = (list: readonly ArrayLike<number>[]) =>
    Array.from(list, ({ length }) => length).join(", ");
  if (sizes(found) !== sizes(wanted)) {
    throw new RangeError(
      `Cannot compare numbers: found arrays of ${sizes(found)}, and of ${sizes(wanted)} are wanted`,
    );
  }
  let [off, largest] = [0, 0];
  wanted.forEach((array, k) => {
    for (let i = 0; i < array.length; i++) {
      off = Math.max(off, Math.abs(found[k][i] - array[i]));
      largest = Math.max(largest, Math.abs(array[i]));
    }
  });
  return off === 0 ? 0 : off / largest;
}

/**
 * Pearson's correlation: 1 if two rows of numbers rise and fall together, −1 if against each other.
 *
 * @param xs at least two numbers
 * @param ys as many
 * @returns NaN where one of them never changes
 * @throws {RangeError} if they are not as many
 *
 * @example
 * ```ts
 * import { correlation } from "lib/statistics.ts";
 *
 * correlation([1, 2, 3], [6, 4, 2]); // -1
 * ```
 */
export function correlation(xs: ArrayLike<number>, ys: ArrayLike<number>): number {
  const size = xs.length;
  if (ys.length !== size || size < 2) {
    throw new RangeError(
      `Cannot correlate: found ${size} and ${ys.length} numbers, and as many of both, at least two, are wanted`,
    );
  }
  const [meanX, meanY] = [xs, ys].map((list) =>
    Array.from(list).reduce((sum, x) => sum + x, 0) / size
  );
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    const [x, y] = [xs[i] - meanX, ys[i] - meanY];
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  return xy / Math.sqrt(xx * yy);
}
