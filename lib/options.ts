/**
 * Options: what every public function does with what it is given, before it does anything else.
 *
 * Nothing is accepted and then ignored. Three things are refused, each in one sentence that says what was being
 * done, what was found and what is wanted: a name that is not known (with the nearest that is), a value that an
 * option may not have (text is told from number: `hiddenSize is the text "32"`), and options that mean nothing
 * together. Checks are made once a call, never once a step or an element.
 *
 * @module
 */

import { described } from "./described.ts";
import {
  anyText,
  anything,
  having,
  isRecord,
  listOf,
  named,
  type Rule,
  someText,
} from "./rules.ts";

export { described } from "./described.ts";
export * from "./rules.ts";

/** A rule for an option that must be given. */
export interface Needed extends Rule {
  /** Says so. */
  readonly needed: true;
}

/** A rule for every option; one that is not optional needs a rule that says so. */
export type OptionRules<Options> = {
  readonly [Name in keyof Options]-?: undefined extends Options[Name]
    ? Rule & { needed?: undefined }
    : Needed;
};

/** What else there is to say about options. */
export interface About<Options> {
  /** What the options must be together; returns what is wrong, as "found …, and … is wanted". */
  readonly together?: (options: Options) => string | undefined;
  /** What to write in place of names that belong elsewhere, such as `init: { forgetBias: … }`. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Names let through unread, because they come with a task that is spread into the options. */
  readonly passing?: readonly string[];
  /** What one of them is called. Default "option". */
  readonly kind?: string;
  /** What they are together. Default "the options are". */
  readonly whole?: string;
}

/** Makes a rule one for an option that must be given. */
export function needed(rule: Rule): Needed {
  return { ...rule, needed: true };
}

/**
 * Throws unless options are ones that the rules know, each allowed, none missing, and all sensible together. An
 * option that is `undefined` counts as not given.
 *
 * @param doing what is being done, after "Cannot "
 * @throws {TypeError} for a name that is not known, or one that is missing
 * @throws {RangeError} for a value that may not stand
 *
 * @example
 * ```ts
 * import { checkOptions, needed, wholeNumber } from "lib/options.ts";
 * import { expect } from "vitest";
 *
 * const rules = { rows: needed(wholeNumber(1)), columns: wholeNumber(1) };
 * const check = (given: object) => () =>
 *   checkOptions<{ rows: number; columns?: number }>("make a board", given, rules);
 * check({ rows: 3 })();
 * expect(check({ rows: "3" })).toThrow(
 *   'Cannot make a board: rows is the text "3", and a whole number of at least 1 is wanted',
 * );
 * expect(check({ row: 3 })).toThrow(
 *   "Cannot make a board: found the option row, and rows is wanted (there are rows, columns)",
 * );
 * ```
 */
export function checkOptions<Options extends object>(
  doing: string,
  given: unknown,
  rules: OptionRules<Options>,
  { together, instead, passing, kind = "option", whole = `the ${kind}s are` }: About<Options> = {},
): asserts given is Options {
  if (typeof doing !== "string" || typeof rules !== "object" || rules === null) {
    throw new TypeError(
      `Cannot check options: found ${described(doing)} and ${
        described(rules)
      }, and what is being done, as text, and an object of rules are wanted`,
    );
  }
  const names = Object.keys(rules);
  if (!isRecord(given)) {
    const such = names.filter((name) => "needed" in rules[name as keyof Options]);
    throw new TypeError(
      `Cannot ${doing}: ${whole} ${described(given)}, and an object { ${
        (such.length > 0 ? such : names).join(", ")
      } } is wanted`,
    );
  }
  checkMembers(doing, "", given, rules, { instead, passing, kind });
  const problem = together?.(given as Options);
  if (problem) throw new RangeError(`Cannot ${doing}: ${problem}`);
}

/** Options within options, such as those of an axis. */
export interface Nested extends Rule {
  /** A rule for each. */
  readonly within: Readonly<Record<string, Rule>>;
}

/** Options within an option: an object, each of whose members is known and allowed. */
export function nested<Options extends object>(rules: OptionRules<Options>): Nested {
  checkValue("make a rule", "the rules", rules, named(having("a rule", "wanted", "holds")));
  const { wanted, holds } = named(anything);
  const names = Object.keys(rules);
  return {
    wanted: wanted.replace("…", names.join(", ")),
    holds,
    within: rules as Readonly<Record<string, Rule>>,
  };
}

/** Checks each option by its rule, and those within. */
function checkMembers(
  doing: string,
  path: string,
  given: object,
  rules: Readonly<Record<string, Rule>>,
  { instead, passing, kind = "option" }: About<object>,
): void {
  const names = Object.keys(rules);
  for (const name in given) {
    if (Object.hasOwn(rules, name) || passing?.includes(name)) continue;
    throw new TypeError(
      `Cannot ${doing}: found the ${kind} ${path}${name}, and ${
        instead && Object.hasOwn(instead, name) ? instead[name] : wantedOf(name, names, kind)
      }`,
    );
  }
  for (const name of names) {
    const rule = rules[name];
    const value = (given as Record<string, unknown>)[name];
    if (value !== undefined) {
      checkValue(doing, `${path}${name}`, value, rule);
      if ("within" in rule) {
        checkMembers(doing, `${path}${name}.`, value as object, (rule as Nested).within, { kind });
      }
    } else if ("needed" in rule) {
      throw new TypeError(
        `Cannot ${doing}: ${path}${name} is missing, and ${rule.wanted} is wanted`,
      );
    }
  }
}

/**
 * Throws unless a value may stand: for an argument that is no option.
 *
 * @param doing what is being done, after "Cannot "
 * @param name of the argument
 */
export function checkValue(doing: string, name: string, value: unknown, rule: Rule): void {
  if (typeof rule?.holds !== "function" || typeof doing !== "string" || typeof name !== "string") {
    throw new TypeError(
      `Cannot check a value: found ${described(doing)}, ${described(name)} and ${
        described(rule)
      }, and what is being done, a name and a rule { wanted, holds } are wanted`,
    );
  }
  if (rule.holds(value)) return;
  const part = rule.wrongPart?.(value);
  if (part) return checkValue(doing, `${name}${part.name}`, part.value, part.rule);
  const wanted = rule.tooMuch?.(value) ?? rule.wanted;
  throw new RangeError(`Cannot ${doing}: ${name} is ${described(value)}, and ${wanted} is wanted`);
}

/** "hiddenSize is wanted (there are …)": the nearest name, or all there are. */
export function wantedOf(name: string, known: readonly string[], kind: string): string {
  checkValue("say what is wanted", "the kind", kind, anyText);
  if (known.length === 0) return `no ${kind} is wanted`;
  const near = nearest(name, known);
  return near === undefined
    ? `one of ${known.join(", ")} is wanted`
    : `${near} is wanted (there are ${known.join(", ")})`;
}

/**
 * The known name that was probably meant: the same in other letters' case, an abbreviation of it (`lr` for
 * `learningRate`), or a few slips away.
 *
 * @returns undefined if none is near
 *
 * @example
 * ```ts
 * import { nearest } from "lib/options.ts";
 *
 * nearest("learnigRate", ["batch", "learningRate"]); // "learningRate"
 * ```
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  checkValue("look for the nearest name", "the name", name, anyText);
  checkValue("look for the nearest name", "the known names", known, listOf(someText));
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const asked = plain(name);
  const initials = (text: string) => plain(text[0] + text.slice(1).replace(/[^A-Z]/g, ""));
  let [best, least] = [undefined as string | undefined, Infinity];
  for (const candidate of known) {
    const slips = asked.length > 1 && asked === initials(candidate)
      ? 0.5
      : slipsBetween(asked, plain(candidate));
    if (slips < least) [best, least] = [candidate, slips];
  }
  if (least <= Math.max(1, Math.floor(asked.length / 3)) && asked.length > 1) return best;
  return asked.length < 3
    ? undefined
    : known.find((candidate) =>
      plain(candidate).startsWith(asked) || asked.startsWith(plain(candidate))
    );
}

/** How many letters must be put in, left out, changed or swapped with the next (Damerau 1964). */
function slipsBetween(a: string, b: string): number {
  if (a.length > 60) return Infinity; // no misspelt name is that long
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}
