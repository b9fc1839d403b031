/**
 * Options of a task: plain data, completed by defaults and checked by the rules of `lib/options.ts`.
 *
 * @module
 */

import { checkOptions, count, type Rule, wholeNumber } from "../options.ts";
import type { Random } from "../random.ts";

/** A rule for every option. */
export type Rules<Options> = { readonly [Name in keyof Options]-?: Rule };

/** A whole number, or two of them: from … to …, both included. */
export type Range = number | readonly [low: number, high: number];

/** How options are checked; a task's definition says so. */
export interface Checked<Options> {
  /** What holds for options not given. */
  readonly defaults: Options;
  /** What each option may be. */
  readonly rules: Rules<Options>;
  /** Options that `sample` may be told to change: those that leave vocabulary and classes alone. */
  readonly changeable: readonly (keyof Options & string)[];
  /** What the options must be together; returns what is wrong as "found …, and … is wanted". */
  readonly together?: (options: Options) => string | undefined;
}

/** A count of at least `low` and at most `high`, or a pair [from, to] of them. */
export function range(low: number, high = Infinity): Rule {
  const { wanted, holds, tooMuch } = high === Infinity ? count(low) : wholeNumber(low, high);
  return {
    wanted: `${wanted}, or two of them as [from, to],`,
    tooMuch: (value) => tooMuch?.(Array.isArray(value) ? value[1] : value),
    holds: (value) =>
      holds(value) ||
      Array.isArray(value) && value.length === 2 && value.every(holds) && value[0] <= value[1],
  };
}

/** Indices, as an array or a typed array. */
export const wholeNumbers: Rule = {
  wanted: "a list of whole numbers of at least 0",
  holds: (value) => (Array.isArray(value) || value instanceof Int32Array) && areIndices(value),
};

/** Lists of indices, none of them empty. */
export const wholeNumbersInRows: Rule = {
  wanted: "lists of whole numbers of at least 0, none of them empty,",
  holds: (value) =>
    Array.isArray(value) &&
    Array.from(value).every((row) => wholeNumbers.holds(row) && row.length > 0),
};

/** Texts of which no two are the same. */
export const differentTexts: Rule = {
  wanted: "a list of different texts",
  holds: (value) =>
    Array.isArray(value) && Array.from(value).every((text) => typeof text === "string") &&
    new Set(value).size === value.length,
};

/** @ignore Draws from a range; a single number draws nothing. */
export function drawFrom(random: Random, values: Range): number {
  return typeof values === "number" ? values : random.integer(values[0], values[1] + 1);
}

/** @ignore The ends of a range. */
export function ends(values: Range): readonly [low: number, high: number] {
  return typeof values === "number" ? [values, values] : values;
}

/** @ignore Defaults and given options together, each checked. */
export function completed<Options extends object>(
  doing: string,
  { rules, together, defaults }: Checked<Options>,
  given: Partial<Options>,
): Options {
  checkOptions<object>(doing, given, rules);
  return merged(doing, defaults, given, together);
}

/** @ignore Options with some of the changeable ones changed, each checked. */
export function changed<Options extends object>(
  doing: string,
  { rules, together, changeable }: Checked<Options>,
  options: Options,
  overrides: Partial<Options>,
): Options {
  const allowed = Object.fromEntries(changeable.map((name) => [name, rules[name]]));
  checkOptions<object>(doing, overrides, allowed, { kind: "override" });
  return merged(doing, options, overrides, together);
}

function merged<Options extends object>(
  doing: string,
  base: Options,
  given: Partial<Options>,
  together: Checked<Options>["together"],
): Options {
  const result = { ...base };
  for (const name of Object.keys(given) as (keyof Options)[]) {
    const value = given[name];
    if (value !== undefined) result[name] = value; // undefined: as if it were not there
  }
  const problem = together?.(result);
  if (problem) throw new RangeError(`Cannot ${doing}: ${problem}`);
  return result;
}

function areIndices(values: ArrayLike<unknown>): boolean {
  const { holds } = wholeNumber(0);
  for (let i = 0; i < values.length; i++) if (!holds(values[i])) return false;
  return true;
}
