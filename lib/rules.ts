/**
 * Rules: what an option may be, in the kinds that recur.
 *
 * @module
 */

import { described } from "./described.ts";

/** What one option may be. */
export interface Rule {
  /** Ends the sentence "… is wanted". */
  readonly wanted: string;
  /** Whether a value may stand. */
  holds(value: unknown): boolean;
  /** Another end of the sentence, for a value that is too much of the right kind. */
  tooMuch?(value: unknown): string | undefined;
  /** The part of a value that may not stand, after the value's name, such as `[3]`; if it is only a part. */
  wrongPart?(
    value: unknown,
  ): { readonly name: string; readonly value: unknown; readonly rule: Rule } | undefined;
}

/** The most of anything that is counted, such as steps or units: more would not fit, or not end. */
export const MOST = 10_000_000;

/** Any value: for an option that somebody else checks. */
export const anything: Rule = { wanted: "any value", holds: () => true };

/** A whole number of at least `low` and at most `high`. */
export function wholeNumber(low = -Infinity, high = Infinity): Rule {
  return { wanted: `a whole number${bounds(low, high)}`, holds: isWhole(low, high) };
}

/** How many there are of something: a whole number of at least `low`, by default 1, and at most {@link MOST}. */
export function count(low = 1): Rule {
  return {
    ...wholeNumber(low),
    holds: isWhole(low, MOST),
    tooMuch: (value) =>
      typeof value === "number" && value > MOST
        ? `a whole number of at most ${MOST.toLocaleString("en")}`
        : undefined,
  };
}

/** A finite number of at least `low` and at most `high`. */
export function realNumber(low = -Infinity, high = Infinity): Rule {
  return {
    wanted: `a number${bounds(low, high)}`,
    holds: (value) => Number.isFinite(value) && value as number >= low && value as number <= high,
  };
}

/** A finite number above `low`, by default 0, and below `high`. */
export function numberBetween(low: number, high = Infinity): Rule {
  return {
    wanted: `a number above ${low}${high === Infinity ? "" : ` and below ${high}`}`,
    holds: (value) => Number.isFinite(value) && value as number > low && value as number < high,
  };
}

/** A number above 0 that every back end stores as one: in float32 it is neither 0 nor infinite. */
export const storable: Rule = {
  ...realNumber(1e-38, 1e38),
  wanted: "a number above 0, from 1e-38 to 1e+38,",
};

/** Any number that every back end stores as a finite one. */
export const anyStorable: Rule = realNumber(-1e38, 1e38);

/** A number of at least `low` and below `high`. */
export function numberBelow(low: number, high: number): Rule {
  return {
    wanted: `a number of at least ${low} and below ${high}`,
    holds: (value) => typeof value === "number" && value >= low && value < high,
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

/** A text that is not empty. */
export const someText: Rule = {
  wanted: "a text",
  holds: (value) => typeof value === "string" && value !== "",
};

/** A text, which may be empty. */
export const anyText: Rule = { wanted: "a text", holds: (value) => typeof value === "string" };

/** A function. */
export function aFunction(wanted = "a function"): Rule {
  return { wanted, holds: (value) => typeof value === "function" };
}

/** An object that has some members, such as a tensor or a signal; where it matters, which are functions. */
export function having(wanted: string, ...members: readonly string[]): Rule {
  return {
    wanted,
    holds: (value) =>
      (typeof value === "object" || typeof value === "function") && value !== null &&
      members.every((member) => (value as Record<string, unknown>)[member] !== undefined),
  };
}

/** Throws unless it is a rule. */
function checkRule(rule: unknown): asserts rule is Rule {
  if (having("", "wanted", "holds").holds(rule)) return;
  throw new TypeError(
    `Cannot make a rule of ${described(rule)}: another rule is wanted, such as count() or yesOrNo`,
  );
}

/** A plain object whose values all keep a rule, by whatever names. */
export function named(rule: Rule): Rule {
  checkRule(rule);
  const wrongPart = (value: unknown) => {
    if (!isRecord(value)) return undefined;
    const [name, part] = Object.entries(value).find(([, each]) => !rule.holds(each)) ?? [];
    return name === undefined ? undefined : { name: `.${name}`, value: part, rule };
  };
  return {
    wanted: "an object { … }",
    holds: (value) => isRecord(value) && wrongPart(value) === undefined,
    wrongPart,
  };
}

/** Whether it is an object with members by name: no list, promise, Map, Set, Date or the like. */
export function isRecord(value: unknown): value is object {
  const kind = Object.prototype.toString.call(value);
  return (kind === "[object Object]" || kind === "[object Module]") && !("then" in Object(value));
}

/** A list of at least `least` values that all keep a rule. */
export function listOf(rule: Rule, least = 0): Rule {
  checkRule(rule);
  const wrongPart = (value: unknown) => {
    if (!Array.isArray(value)) return undefined;
    const i = firstThat(value, (each) => !rule.holds(each));
    return i < 0 ? undefined : { name: `[${i}]`, value: value[i], rule };
  };
  return {
    wanted: `a list${least > 0 ? ` of at least ${least}` : ""}, each ${
      rule.wanted.replace(/,$/, "")
    },`,
    holds: (value) =>
      Array.isArray(value) && value.length >= least && wrongPart(value) === undefined,
    wrongPart,
  };
}

/** A number, be it infinite or NaN. */
export const anyNumber: Rule = {
  wanted: "a number",
  holds: (value) => typeof value === "number",
};

/** Whether it is a typed array of numbers. */
export function isNumberArray(values: unknown): values is Float64Array {
  return ArrayBuffer.isView(values) && !(values instanceof DataView) &&
    !(values instanceof BigInt64Array) && !(values instanceof BigUint64Array);
}

/** At least `least` numbers, in a list or a typed array. */
export function numbersOf(least = 0): Rule {
  const { holds, wrongPart } = listOf(anyNumber, least);
  return {
    wanted: `a list of ${least > 0 ? `at least ${least} ` : ""}numbers`,
    holds: (value) => isNumberArray(value) ? value.length >= least : holds(value),
    wrongPart,
  };
}

/** What a rule allows, or null. */
export function orNull(rule: Rule): Rule {
  return eitherOf(rule, { wanted: "null", holds: (value) => value === null });
}

/** What one of two rules allows. */
export function eitherOf(one: Rule, other: Rule): Rule {
  checkRule(one);
  checkRule(other);
  return {
    wanted: `${one.wanted.replace(/,$/, "")}, or ${other.wanted.replace(/,$/, "")},`,
    holds: (value) => one.holds(value) || other.holds(value),
  };
}

/** Stops what goes on when it aborts. */
export const aSignal: Rule = having("an AbortSignal", "aborted", "addEventListener");

/** The place of the first value that a test finds, holes included, or −1. */
function firstThat(values: readonly unknown[], test: (value: unknown) => boolean): number {
  for (let i = 0; i < values.length; i++) if (test(values[i])) return i;
  return -1;
}

function isWhole(low: number, high: number) {
  return (value: unknown) =>
    Number.isSafeInteger(value) && value as number >= low && value as number <= high;
}

function bounds(low: number, high: number): string {
  if (low === -Infinity) return high === Infinity ? "" : ` of at most ${high}`;
  return high === Infinity ? ` of at least ${low}` : ` from ${low} to ${high}`;
}
