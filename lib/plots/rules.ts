/**
 * Rules for what pictures have in common: words, axes, sizes, points.
 *
 * @module
 */

import { formatNumber } from "../notebook/format.ts";
import {
  anyNumber,
  anyText,
  listOf,
  needed,
  numberBetween,
  oneOf,
  type OptionRules,
  realNumber,
  type Rule,
} from "../options.ts";
import type { PictureOptions, ToldPicture } from "./render.ts";

/** Pixels, up to what a page can show. */
export const pixels: Rule = numberBetween(0, 20_000);

/** What every picture can be told. */
export const pictureRules: OptionRules<PictureOptions> = {
  title: needed(anyText),
  alt: {
    wanted: "a sentence that says what the picture shows",
    holds: (value) => typeof value === "string" && value.trim() !== "",
  },
  subtitle: anyText,
  note: anyText,
  width: pixels,
};

/** The same where the words for it must be given. */
export const toldRules: OptionRules<ToldPicture> = {
  ...pictureRules,
  alt: needed(pictureRules.alt as Rule),
};

/** Least and greatest value of an axis. */
export const aDomain: Rule = {
  wanted: "two numbers [least, greatest]",
  holds: (value) =>
    Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) &&
    value[0] <= value[1],
};

/** Numbers to be drawn; one that is not finite leaves a gap. */
export const numbers: Rule = listOf(anyNumber);

/** Texts to be drawn. */
export const texts: Rule = listOf(anyText);

/** How an axis goes on. */
export const aScale: Rule = oneOf("linear", "log");

/**
 * A thing to be drawn, with some members, and perhaps others. What is wrong with a member that is there is said of it
 * alone.
 *
 * @ignore For the library itself.
 * @param such what is wanted, such as "a bar { word, value }"
 * @param members that it must have
 * @param others that it may have
 */
export function aThing(
  such: string,
  members: Readonly<Record<string, Rule>>,
  others: Readonly<Record<string, Rule>> = {},
): Rule {
  const all = Object.entries({ ...members, ...others });
  const wrong = (thing: object) =>
    all.find(([name, rule]) => {
      const value = (thing as Record<string, unknown>)[name];
      return value === undefined ? name in members : !rule.holds(value);
    });
  const isObject = (value: unknown) => typeof value === "object" && value !== null;
  return {
    wanted: such,
    holds: (value) => isObject(value) && wrong(value as object) === undefined,
    wrongPart(thing) {
      const [name, rule] = isObject(thing) ? wrong(thing as object) ?? [] : [];
      const value = name === undefined ? undefined : (thing as Record<string, unknown>)[name];
      return value === undefined ? undefined : { name: `.${name}`, value, rule: rule! };
    },
  };
}

/** Levels drawn as dashed rules with a label. */
export const levelRules: Rule = listOf(
  aThing("a level { y, label }", { y: realNumber(), label: anyText }),
);

/** A number, or a time. */
export const aTime: Rule = {
  wanted: "a number or a date",
  holds: (value) =>
    typeof value === "number" || value instanceof Date && Number.isFinite(value.getTime()),
};

/** Series of a picture at most: more would not be told apart. */
const MOST_SERIES = 100;

/** Points of a line at most: a picture of more would be too large for a page. */
const MOST_POINTS = 200_000;

/**
 * Points by the series that they belong to, in the order in which those first appear.
 *
 * @ignore For the library itself.
 * @throws {RangeError} if there are more series or points than a picture can hold
 */
export function bySeries<Point extends { readonly series?: string }>(
  doing: string,
  data: readonly Point[],
): Map<string, Point[]> {
  const found = new Map<string, Point[]>();
  for (const point of data) {
    const own = found.get(point.series ?? "");
    if (own === undefined) found.set(point.series ?? "", [point]);
    else own.push(point);
  }
  if (found.size > MOST_SERIES || data.length > MOST_POINTS) {
    throw new RangeError(
      `Cannot ${doing}: found ${formatNumber(data.length)} points in ${
        formatNumber(found.size)
      } series, and at most ${formatNumber(MOST_POINTS)} in ${MOST_SERIES} are wanted`,
    );
  }
  return found;
}
