/**
 * Options of a task: plain data, completed by defaults and checked by rules.
 *
 * An option that is misspelt or impossible is an error that says what was wanted: nothing is
 * accepted and then ignored.
 *
 * @module
 */

import type { Random } from "../random.ts";

/** What one option may be. */
export interface Rule {
  /** Ends the sentence "found …, wanted …". */
  readonly wanted: string;
  /** Whether a value may stand. */
  holds(value: unknown): boolean;
}

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
  /** What the options must be together; returns what is wrong as "found …, wanted …". */
  readonly together?: (options: Options) => string | undefined;
}

/** A whole number of at least `low` and at most `high`. */
export function wholeNumber(low: number, high = Infinity): Rule {
  return { wanted: `a whole number ${bounds(low, high)}`, holds: isWhole(low, high) };
}

/** A whole number, or a pair [from, to] of them. */
export function range(low: number, high = Infinity): Rule {
  const holds = isWhole(low, high);
  return {
    wanted: `a whole number ${bounds(low, high)}, or two of them as [from, to]`,
    holds: (value) =>
      holds(value) ||
      Array.isArray(value) && value.length === 2 && value.every(holds) && value[0] <= value[1],
  };
}

/** A number of at least `low` and at most `high`. */
export function realNumber(low: number, high: number): Rule {
  return {
    wanted: `a number ${bounds(low, high)}`,
    holds: (value) => typeof value === "number" && value >= low && value <= high,
  };
}

/** One of several words. */
export function oneOf(...choices: readonly string[]): Rule {
  return {
    wanted: `one of ${choices.map((choice) => `"${choice}"`).join(", ")}`,
    holds: (value) => choices.includes(value as string),
  };
}

/** true or false. */
export const yesOrNo: Rule = {
  wanted: "true or false",
  holds: (value) => typeof value === "boolean",
};

/** Indices, as an array or a typed array. */
export const wholeNumbers: Rule = {
  wanted: "a list of whole numbers of at least 0",
  holds: (value) => (Array.isArray(value) || value instanceof Int32Array) && isIndices(value),
};

/** Lists of indices, none of them empty. */
export const wholeNumbersInRows: Rule = {
  wanted: "lists of whole numbers of at least 0, none of them empty",
  holds: (value) =>
    Array.isArray(value) && value.every((row) => wholeNumbers.holds(row) && row.length > 0),
};

/** Texts of which no two are the same. */
export const differentTexts: Rule = {
  wanted: "a list of different texts",
  holds: (value) =>
    Array.isArray(value) && value.every((text) => typeof text === "string") &&
    new Set(value).size === value.length,
};

/** Draws from a range; a single number draws nothing. */
export function drawFrom(random: Random, values: Range): number {
  return typeof values === "number" ? values : random.integer(values[0], values[1] + 1);
}

/** The ends of a range. */
export function ends(values: Range): readonly [low: number, high: number] {
  return typeof values === "number" ? [values, values] : values;
}

/** Defaults and given options together, each checked. */
export function completed<Options extends object>(
  action: string,
  checked: Checked<Options>,
  given: Partial<Options>,
): Options {
  const names = Object.keys(checked.rules);
  return merged(action, checked, "option", names, checked.defaults, given);
}

/** Options with some of the changeable ones changed, each checked. */
export function changed<Options extends object>(
  action: string,
  checked: Checked<Options>,
  options: Options,
  overrides: Partial<Options>,
): Options {
  return merged(action, checked, "override", checked.changeable, options, overrides);
}

function merged<Options extends object>(
  action: string,
  { rules, together }: Checked<Options>,
  kind: string,
  names: readonly string[],
  base: Options,
  given: Partial<Options>,
): Options {
  const result = { ...base };
  for (const name of Object.keys(given) as (keyof Options & string)[]) {
    const value = given[name];
    if (!names.includes(name)) {
      const wanted = names.length === 0 ? `no ${kind}` : `one of ${names.join(", ")}`;
      throw new RangeError(`Cannot ${action}: found the ${kind} ${name}, wanted ${wanted}`);
    }
    if (value === undefined) continue; // as if it were not there
    if (!rules[name].holds(value)) {
      throw new RangeError(
        `Cannot ${action}: found ${name} ${JSON.stringify(value)?.slice(0, 60)}, wanted ${
          rules[name].wanted
        }`,
      );
    }
    result[name] = value;
  }
  const problem = together?.(result);
  if (problem) throw new RangeError(`Cannot ${action}: ${problem}`);
  return result;
}

function isWhole(low: number, high: number) {
  return (value: unknown) =>
    Number.isSafeInteger(value) && value as number >= low &&
    value as number <= high;
}

function isIndices(values: ArrayLike<unknown>): boolean {
  const isIndex = isWhole(0, Infinity);
  for (let i = 0; i < values.length; i++) if (!isIndex(values[i])) return false;
  return true;
}

function bounds(low: number, high: number): string {
  return high === Infinity ? `of at least ${low}` : `from ${low} to ${high}`;
}
