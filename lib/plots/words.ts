/**
 * What a picture shows, in words, from its numbers: for those who do not see it. Written by nobody, it cannot say more
 * than is drawn, nor anything else after an edit.
 *
 * @module
 */

import { formatNumber } from "../notebook/format.ts";
import { greatest, least, median } from "../statistics.ts";
import type { Level } from "./levels.ts";

/** A line by its points from left to right. */
export interface SpokenLine {
  /** Which one; empty if it is the only one. */
  readonly name: string;
  /** Its points: along, and up. */
  readonly points: readonly { readonly x: number | Date; readonly y: number }[];
}

/** All of a list if it is short, else some with the same distance between them, the ends included. */
function some<Value>(list: readonly Value[]): Value[] {
  const most = 8;
  if (list.length <= most) return [...list];
  const at = Array.from({ length: 6 }, (_, i) => Math.round(i * (list.length - 1) / 5));
  return at.map((i) => list[i]);
}

const spoken = (value: number | Date) =>
  typeof value === "number" ? formatNumber(value) : value.toISOString().slice(0, 10);

/**
 * Lines in words.
 *
 * @ignore For pictures of this folder.
 * @param lines each by its points from left to right
 * @param axes what is drawn upward and along
 * @param levels dashed rules beside them
 *
 * @example
 * ```ts
 * import { linesInWords } from "lib/plots/words.ts";
 * import { expect } from "vitest";
 *
 * const lines = [{ name: "RNN", points: [{ x: 2, y: 1 }, { x: 40, y: 0.252 }] }];
 * expect(linesInWords(lines, { x: "lag", y: "accuracy" }, [{ y: 0.25, label: "chance" }])).toBe(
 *   "accuracy by lag. RNN: 1 at 2, 0.252 at 40. Dashed: chance at 0.25",
 * );
 * ```
 */
export function linesInWords(
  lines: readonly SpokenLine[],
  { x, y }: { readonly x: string; readonly y: string },
  levels: readonly Level[] = [],
): string {
  const all = lines.map(({ name, points }) =>
    `${name === "" ? "" : `${name}: `}${
      some(points).map(({ x, y }) => `${formatNumber(y)} at ${spoken(x)}`).join(", ")
    }`
  );
  return `${y} by ${x}. ${all.join("; ")}${levelsInWords(levels)}`;
}

/** @ignore Dashed rules in words, behind what else is drawn; nothing if there are none. */
export function levelsInWords(levels: readonly Level[]): string {
  const all = levels.map(({ y, label }) => `${label} at ${formatNumber(y)}`);
  return all.length === 0 ? "" : `. Dashed: ${all.join(", ")}`;
}

/** @ignore Strips of dots in words: of each its median, and from where to where it goes. */
export function stripsInWords(
  strips: readonly { readonly label: string; readonly values: readonly number[] }[],
  x = "",
): string {
  const all = strips.map(({ label, values }) => {
    const finite = values.filter(Number.isFinite);
    const lost = values.length - finite.length;
    const [low, high] = [least(finite), greatest(finite)];
    const range = finite.length === 0 ? [] : [
      `median ${formatNumber(median(finite))}, from ${formatNumber(low)} to ${formatNumber(high)}`,
    ];
    return `${label}: ${
      [...range, ...(lost > 0 ? [`${lost} of ${values.length} not finite`] : [])].join(", ")
    }`;
  });
  return `${x === "" ? "" : `${x}. `}${all.join("; ")}`;
}

/** @ignore A matrix in words: row by row where it is small, else of each of some rows where it is greatest. */
export function matrixInWords(
  matrix: readonly (readonly number[])[],
  rows: readonly string[],
  columns: readonly string[],
): string {
  const across = matrix[0].length;
  if (matrix.length * across <= 60) {
    return matrix.map((row, r) =>
      `${rows[r]}: ${row.map((value, c) => `${columns[c]} ${formatNumber(value)}`).join(", ")}`
    ).join("; ");
  }
  const flat = matrix.flat().filter(Number.isFinite);
  const highest = some(matrix.map((row, r) => ({ row, r }))).map(({ row, r }) => {
    const c = row.indexOf(greatest(row.filter(Number.isFinite)));
    return `${rows[r]} ${c < 0 ? "nowhere" : `${formatNumber(row[c])} at ${columns[c]}`}`;
  });
  return `${matrix.length} rows of ${across} values from ${formatNumber(least(flat))} to ${
    formatNumber(greatest(flat))
  }. Greatest: ${highest.join("; ")}`;
}

/** @ignore Bars in words. */
export function barsInWords(
  bars: readonly { readonly word: string; readonly value: number }[],
  x: string,
): string {
  return `${x}. ${
    some(bars).map(({ word, value }) => `${word} ${formatNumber(value)}`).join(", ")
  }`;
}
