/**
 * The few statistics that pictures and claims need.
 *
 * @module
 */

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
