/**
 * Rules for what pictures have in common: words, axes, sizes, points.
 *
 * @module
 */

import {
  anyText,
  listOf,
  needed,
  numberBetween,
  oneOf,
  type OptionRules,
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
export const numbers: Rule = listOf({
  wanted: "a number",
  holds: (value) => typeof value === "number",
});

/** Texts to be drawn. */
export const texts: Rule = listOf(anyText);

/** How an axis goes on. */
export const aScale: Rule = oneOf("linear", "log");

/** Levels drawn as dashed rules with a label. */
export const levelRules: Rule = listOf({
  wanted: "a level { y, label }",
  holds: (value) => {
    const { y, label } = (value ?? {}) as { y?: unknown; label?: unknown };
    return Number.isFinite(y) && typeof label === "string";
  },
});

/** Objects to be drawn, each with some members of a kind, and perhaps others. */
export function data(
  such: string,
  members: Readonly<Record<string, "number" | "text" | "time">>,
): Rule {
  const holds = (value: unknown, kind: string) =>
    kind === "text"
      ? typeof value === "string"
      : typeof value === "number" || kind === "time" && value instanceof Date;
  return listOf({
    wanted: such,
    holds: (value) =>
      typeof value === "object" && value !== null &&
      Object.entries(members).every(([name, kind]) =>
        holds((value as Record<string, unknown>)[name], kind)
      ),
  }, 1);
}
