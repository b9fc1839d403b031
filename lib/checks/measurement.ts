/**
 * Judging numbers: do the values of several seeds lie where they should?
 *
 * By the median, unless every single value is asked for. One lucky seed proves nothing, and neither does a median that
 * clears its threshold by less than chance moves it. So the median must also lie inside by a margin of
 * at least twice the spread between seeds, where the spread is the distance between the quartiles.
 *
 * @module
 */

import { formatNumber } from "../notebook/format.ts";
import {
  anyText,
  anything,
  checkOptions,
  checkValue,
  listOf,
  needed,
  numbersOf,
  oneOf,
  type OptionRules,
  yesOrNo,
} from "../options.ts";
import { median, spread } from "../statistics.ts";
import { aThreshold, type Threshold } from "./threshold.ts";

/** How several seeds become one judgement. */
export type Summary = "median" | "every";

/** What was measured on every seed, and whether it lies where it should. */
export interface Measurement {
  /** What it is said to show. */
  readonly claim: string;
  /** Whether it holds. */
  readonly holds: boolean;
  /** Why not; empty if it holds. */
  readonly reason: string;
  /** One value a seed, in the order of the seeds. */
  readonly values: readonly number[];
  /** The median of the values; NaN if one of them is no number. */
  readonly median: number;
  /** The distance between the quartiles of the values; NaN if one of them is no number. */
  readonly spread: number;
  /** Median or every value. */
  readonly summary: Summary;
  /** Where the values must lie, such as "median > 0.95". */
  readonly threshold: string;
  /** The same as numbers: from, to. */
  readonly interval: readonly [number, number];
  /** What a reader should doubt, although it may hold. */
  readonly warnings: readonly string[];
}

/** What is asked of the values. */
export interface Demand {
  /** What they are said to show. */
  readonly claim: string;
  /** The seeds, one a value. */
  readonly seeds: readonly number[];
  /** Where they must lie. */
  readonly holds: Threshold;
  /** Median or every value. */
  readonly summary: Summary;
  /** Whether the experiment is said not to depend on its seed. */
  readonly deterministic: boolean;
}

const rules: OptionRules<Demand> = {
  claim: needed(anyText),
  seeds: needed(numbersOf()),
  holds: needed(aThreshold),
  summary: needed(oneOf("median", "every")),
  deterministic: needed(yesOrNo),
};

/**
 * Judges the values of several seeds.
 *
 * @param values one a seed
 * @param demand `holds`: where they must lie; `summary`
 * @returns the values with their median, spread and verdict
 *
 * @example
 * ```ts
 * import { measure } from "lib/checks/measurement.ts";
 * import { above } from "lib/checks/threshold.ts";
 *
 * const seeds = [0, 1, 2, 3, 4];
 * const demand = { claim: "it learns", seeds, holds: above(0.9), summary: "median", deterministic: false } as const;
 * measure([1, 0.99, 1, 0.98, 1], demand).holds; // true
 * ```
 */
export function measure(values: readonly number[], demand: Demand): Measurement {
  checkValue("judge values", "what was measured", values, listOf(anything));
  checkOptions<Demand>("judge values", demand, rules);
  const { claim, holds: wanted, summary } = demand;
  const finite = values.every(isFiniteNumber);
  const threshold = `${summary === "median" ? "median" : "every value"} ${wanted.text}`;
  const reason = reasonAgainst(values, demand, threshold);
  return {
    claim,
    holds: reason === "",
    reason,
    values: values.map((value) => typeof value === "number" ? value : Number.NaN),
    median: finite ? median(values) : Number.NaN,
    spread: finite ? spread(values) : Number.NaN,
    summary,
    threshold,
    interval: wanted.interval,
    warnings: warningsAbout(values, demand),
  };
}

/** Why the values do not hold; empty if they do. */
function reasonAgainst(values: readonly number[], demand: Demand, threshold: string): string {
  const { seeds, holds: wanted, summary, deterministic } = demand;
  if (values.length !== seeds.length) {
    return `found ${values.length} values for ${seeds.length} seeds, wanted one a seed`;
  }
  const odd = values.findIndex((value) => !isFiniteNumber(value));
  if (odd >= 0) return `seed ${seeds[odd]} gave ${name(values[odd])}, wanted a finite number`;
  if (deterministic && values.some((value) => value !== values[0])) {
    return "the seeds gave different values, though the experiment is declared deterministic";
  }
  if (summary === "every") {
    const out = values.findIndex((value) => !wanted.contains(value));
    return out < 0
      ? ""
      : `seed ${seeds[out]} gave ${formatNumber(values[out])}, wanted ${threshold}`;
  }
  const middle = median(values);
  if (!wanted.contains(middle)) {
    return `found median ${formatNumber(middle)}, wanted ${threshold}`;
  }
  const [low, high] = wanted.interval;
  const inside = Math.min(middle - low, high - middle);
  const margin = 2 * spread(values);
  const rounding = 1e-12 * Math.max(Math.abs(middle), margin); // of the subtractions above
  return inside + rounding >= margin
    ? ""
    : `the median ${formatNumber(middle)} is ${threshold.replace(/^median /, "")} ` +
      `by only ${formatNumber(inside)}, wanted a margin of at least ${formatNumber(margin)}, ` +
      `twice the spread between seeds`;
}

/**
 * Values that are the same to the last bit, other than 0 and 1, which a net may well reach exactly, and what the
 * threshold itself names.
 */
function warningsAbout(values: readonly number[], { deterministic, holds }: Demand): string[] {
  const same = values.length > 1 && values.every((value) => Object.is(value, values[0]));
  if (deterministic || !same || [0, 1, ...holds.interval].includes(values[0])) return [];
  return [
    `all ${values.length} seeds gave exactly ${name(values[0])}: does the experiment use its seed?`,
  ];
}

function isFiniteNumber(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function name(value: unknown): string {
  if (typeof value === "number") return formatNumber(value);
  return value === undefined || value === null ? String(value) : `a ${typeof value}`;
}
