/**
 * Thresholds: where a measured value must lie for a claim to hold.
 *
 * @module
 */

import { anyNumber, checkValue, having, type Rule } from "../options.ts";

/** Where a value must lie. */
export interface Threshold {
  /** The least and the greatest value wanted; ±Infinity where the end is open. */
  readonly interval: readonly [number, number];
  /** The threshold after "median " or "every value ", such as "> 0.95". */
  readonly text: string;
  /** Whether a value lies there. */
  contains(value: number): boolean;
}

const aLimit: Rule = {
  wanted: "a number",
  holds: (limit) => typeof limit === "number" && !Number.isNaN(limit),
};

/** A threshold. */
export const aThreshold: Rule = having(
  "a threshold, such as above(0.95),",
  "interval",
  "text",
  "contains",
);

/**
 * More than a limit.
 *
 * @param limit itself not enough
 * @returns a threshold
 *
 * @example
 * ```ts
 * import { above } from "lib/checks/threshold.ts";
 *
 * above(0.95).contains(0.97); // true
 * ```
 */
export function above(limit: number): Threshold {
  checkLimit(limit);
  return threshold([limit, Infinity], `> ${plain(limit)}`, (value) => value > limit);
}

/**
 * Less than a limit.
 *
 * @param limit itself too much
 * @returns a threshold
 *
 * @example
 * ```ts
 * import { below } from "lib/checks/threshold.ts";
 *
 * below(0.6).contains(0.52); // true
 * ```
 */
export function below(limit: number): Threshold {
  checkLimit(limit);
  return threshold([-Infinity, limit], `< ${plain(limit)}`, (value) => value < limit);
}

/**
 * A limit or more.
 *
 * @param limit itself enough
 * @returns a threshold
 *
 * @example
 * ```ts
 * import { atLeast } from "lib/checks/threshold.ts";
 *
 * atLeast(1).contains(1); // true
 * ```
 */
export function atLeast(limit: number): Threshold {
  checkLimit(limit);
  return threshold([limit, Infinity], `≥ ${plain(limit)}`, (value) => value >= limit);
}

/**
 * A limit or less.
 *
 * @param limit itself not too much
 * @returns a threshold
 *
 * @example
 * ```ts
 * import { atMost } from "lib/checks/threshold.ts";
 *
 * atMost(1e-6).contains(0); // true
 * ```
 */
export function atMost(limit: number): Threshold {
  checkLimit(limit);
  return threshold([-Infinity, limit], `≤ ${plain(limit)}`, (value) => value <= limit);
}

/**
 * From one limit to another, both included.
 *
 * @param low the least
 * @param high the greatest
 * @returns a threshold
 * @throws {RangeError} if `low` is greater than `high`
 *
 * @example
 * ```ts
 * import { between } from "lib/checks/threshold.ts";
 *
 * between(0.45, 0.55).contains(0.5); // true
 * ```
 */
export function between(low: number, high: number): Threshold {
  checkLimit(low);
  checkLimit(high);
  if (!(low <= high)) {
    throw new RangeError(
      `Cannot make a threshold: found between(${low}, ${high}), wanted the lower limit first`,
    );
  }
  return threshold(
    [low, high],
    `between ${plain(low)} and ${plain(high)}`,
    (value) => value >= low && value <= high,
  );
}

/**
 * One value, within a tolerance.
 *
 * @param wanted the value
 * @param tolerance how far off is still equal; 0 if not given
 * @returns a threshold
 * @throws {RangeError} if the tolerance is negative
 *
 * @example
 * ```ts
 * import { equals } from "lib/checks/threshold.ts";
 *
 * equals(1 / 6, 0.01).contains(0.1667); // true
 * ```
 */
export function equals(wanted: number, tolerance = 0): Threshold {
  checkLimit(wanted);
  checkLimit(tolerance);
  if (!(tolerance >= 0)) {
    throw new RangeError(
      `Cannot make a threshold: found the tolerance ${tolerance}, wanted at least 0`,
    );
  }
  const text = tolerance === 0 ? `= ${plain(wanted)}` : `= ${plain(wanted)} ± ${plain(tolerance)}`;
  const contains = (value: number) =>
    tolerance === 0 ? value === wanted : Math.abs(value - wanted) <= tolerance;
  return threshold([wanted - tolerance, wanted + tolerance], text, contains);
}

/** Throws unless it is a number, which may be infinite. */
function checkLimit(limit: number): void {
  checkValue("make a threshold", "a limit", limit, aLimit);
}

function threshold(
  interval: readonly [number, number],
  text: string,
  contains: (value: number) => boolean,
): Threshold {
  return {
    interval,
    text,
    contains(value) {
      checkValue(`hold a value against ${text}`, "it", value, anyNumber);
      return contains(value);
    },
  };
}

/** A limit in full, not rounded; 1/6 and its like in four digits. */
function plain(limit: number): string {
  const text = String(limit);
  return (text.length > 8 && !text.includes("e") ? String(Number(limit.toPrecision(4))) : text)
    .replace("-", "−");
}
