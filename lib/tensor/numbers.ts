/**
 * What may become a number of a tensor: any but NaN, and none that the back end could only store as infinite.
 *
 * @module
 */

import { described } from "../options.ts";

/** The largest number that float32 holds. */
const LARGEST = 3.4028234663852886e38;
/** From here on, rounding to float32 gives infinity. */
const OVERFLOWS = LARGEST + 2 ** 103;

/** @ignore Throws unless all values are numbers that can be stored. */
export function checkNumbers(
  values: ArrayLike<number>,
  dtype: "float32" | "float64",
  doing: string,
): void {
  if (values instanceof Int32Array) return;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === "number") {
      if (Math.abs(value) < OVERFLOWS || value === Infinity || value === -Infinity) continue;
      if (dtype === "float64" && !Number.isNaN(value)) continue;
    }
    throw new TypeError(`Cannot ${doing}: value ${i} is ${problem(value)}`);
  }
}

function problem(value: unknown): string {
  return typeof value === "number" && !Number.isNaN(value)
    ? `${value}, and ${LARGEST.toPrecision(3)} is the most that float32 holds`
    : `${described(value)}, and a number is wanted`;
}

/** @ignore Where the first NaN stands; −1 if nowhere. */
export function firstNaN(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return i;
  return -1;
}
