/**
 * The few statistics that pictures and claims need.
 *
 * @module
 */

import { anyNumber, checkValue, listOf, numbersOf, realNumber, type Rule } from "./options.ts";

const numbers = numbersOf();
const aPart = realNumber(0, 1);
const someNumbers: Rule = {
  wanted: "numbers, such as a list of them,",
  holds: (value) => typeof value === "object" && value !== null && Symbol.iterator in value,
};

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
  checkValue("take a quantile", "what it is of", values, numbers);
  checkValue("take a quantile", "the part", part, aPart);
  if (values.length === 0 || values.some(Number.isNaN)) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const position = part * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  const along = position - below;
  if (low === high || along === 0) return low;
  // The way between the largest numbers there are is longer than any number.
  return Number.isFinite(high - low)
    ? low + (high - low) * along
    : low * (1 - along) + high * along;
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
  return last("take the least", values, Infinity, Math.min);
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
  return last("take the greatest", values, -Infinity, Math.max);
}

/** What is left when each number has been held against what was left of those before it. */
function last(
  doing: string,
  values: Iterable<number>,
  first: number,
  of: (a: number, b: number) => number,
): number {
  checkValue(doing, "what it is of", values, someNumbers);
  let result = first;
  for (const value of values) {
    if (typeof value !== "number") checkValue(doing, "one of the values", value, anyNumber);
    result = of(result, value);
  }
  return result;
}

/**
 * How far two lists of numbers are from each other: the largest difference, relative to the largest number of the
 * second.
 *
 * @param found arrays of numbers
 * @param wanted as many, each as long
 * @returns 0 where all are the same, Infinity where they differ from nothing but zeros, NaN where one is NaN
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
  checkValue("compare numbers", "what was found", found, listOf(numbers));
  checkValue("compare numbers", "what is wanted", wanted, listOf(numbers));
  const sizes = (list: readonly ArrayLike<number>[]) =>
    Array.from(list, ({ length }) => length).join(", ");
  if (sizes(found) !== sizes(wanted)) {
    throw new RangeError(
      `Cannot compare numbers: found arrays of ${sizes(found)}, and of ${sizes(wanted)} are wanted`,
    );
  }
  const compare = (scale: number): number => {
    let [off, largest] = [0, 0];
    wanted.forEach((array, k) => {
      for (let i = 0; i < array.length; i++) {
        off = Math.max(off, Math.abs(found[k][i] * scale - array[i] * scale));
        largest = Math.max(largest, Math.abs(array[i] * scale));
      }
    });
    return off === 0 ? 0 : off / largest;
  };
  const difference = compare(1);
  return difference === Infinity ? compare(0.5) : difference; // a difference may be too large for a number
}

/**
 * Pearson's correlation: 1 if two rows of numbers rise and fall together, −1 if against each other.
 *
 * @param xs at least two numbers
 * @param ys as many
 * @returns NaN where one of them never changes, or is not finite somewhere
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
  checkValue("correlate", "the first", xs, numbers);
  checkValue("correlate", "the second", ys, numbers);
  const size = xs.length;
  if (ys.length !== size || size < 2) {
    throw new RangeError(
      `Cannot correlate: found ${size} and ${ys.length} numbers, and as many of both, at least two, are wanted`,
    );
  }
  const lists = [xs, ys].map(aroundOne);
  if (lists.some((list) => list.every((x) => x === list[0]))) return Number.NaN;
  const [meanX, meanY] = lists.map((list) => list.reduce((sum, x) => sum + x, 0) / size);
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    const [x, y] = [lists[0][i] - meanX, lists[1][i] - meanY];
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))); // rounding may go beyond
}

/** Numbers times a power of two, which is exact, so that squares of the largest are neither 0 nor infinite. */
function aroundOne(numbers: ArrayLike<number>): number[] {
  const list = Array.from(numbers);
  const largest = greatest(list.map(Math.abs));
  if (!Number.isFinite(largest) || largest === 0) return list;
  let scale = 1;
  while (largest * scale >= 2) scale /= 2;
  while (largest * scale < 1 && scale < 2 ** 1000) scale *= 2;
  return list.map((x) => x * scale);
}
