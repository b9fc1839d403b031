/**
 * A scoreboard: rivals side by side, one test a row, the darker the better.
 *
 * @module
 */

import { aThing, texts, toldRules } from "./rules.ts";
import { greatest } from "../statistics.ts";
import { anyNumber, anyText, checkOptions, checkValue, listOf, orNull } from "../options.ts";
import * as Plot from "@observablehq/plot";
import { type Picture, render, type ToldPicture } from "./render.ts";
import { ink, textWidth, typeSize } from "./style.ts";

/** What one rival reached in one test. */
export interface Score {
  /** The figure, as it is to be read. */
  readonly text: string;
  /** A smaller second line, such as the range over seeds. */
  readonly detail?: string;
  /** From 0 (as good as guessing) to 1 (nothing left to wish for); null where nothing is better or worse. */
  readonly goodness: number | null;
}

/** One test. */
export interface ScoreRow {
  /** What was measured, with its unit. */
  readonly label: string;
  /** A smaller second line, such as "less is better". */
  readonly detail?: string;
  /** One a rival, in their order. */
  readonly scores: readonly Score[];
}

const rowHeight = 40;
const small = 11;
const [light, dark] = [[247, 251, 255], [8, 81, 156]];

const aScore = aThing(
  "a score { text, goodness }",
  { text: anyText, goodness: orNull(anyNumber) },
  { detail: anyText },
);
const aRow = aThing(
  "a row { label, scores }",
  { label: anyText, scores: listOf(aScore) },
  { detail: anyText },
);

/**
 * Draws a table whose cells are the darker the better.
 *
 * @param rivals names of the columns; the first is written in bold
 * @param rows tests from top to bottom, at least one, each with a score a rival
 * @param options `title`, `alt`
 * @returns a picture
 * @throws {RangeError} if there is no row, or a row has not one score a rival
 *
 * @example
 * ```ts
 * import { scoreboard } from "lib/plots/scoreboard.ts";
 *
 * scoreboard(["your cell", "GRU"], [
 *   { label: "copy: accuracy", scores: [{ text: "0.55", goodness: 0.4 }, { text: "1", goodness: 1 }] },
 * ], { title: "The GRU copies better", alt: "copy: your cell 0.55, GRU 1" });
 * ```
 */
export function scoreboard(
  rivals: readonly string[],
  rows: readonly ScoreRow[],
  options: ToldPicture,
): Picture {
  const doing = "draw a scoreboard";
  checkValue(doing, "rivals", rivals, texts);
  checkValue(doing, "rows", rows, listOf(aRow, 1));
  checkOptions<ToldPicture>(doing, options, toldRules);
  const odd = rows.find(({ scores }) => scores.length !== rivals.length);
  if (odd) {
    throw new RangeError(
      `Cannot ${doing}: found ${odd.scores.length} scores of ${odd.label}, wanted one for each of ${rivals.length} rivals`,
    );
  }
  const left = greatest(
    rows.map(({ label, detail = "" }) =>
      Math.max(textWidth(label, typeSize.text), textWidth(detail, small))
    ),
  ) + 16;
  const cells = rows.flatMap(({ scores }, r) =>
    scores.map(({ text, detail = "", goodness }, c) => ({
      r,
      c,
      text,
      detail,
      fill: goodness === null ? ink.paper : shade(goodness),
      ink: goodness === null ? ink.text : goodness > 0.75 ? ink.onDark : ink.onLight,
    }))
  );
  const heads = rivals.map((name, c) => ({ name, c }));
  const place = { x: "c", y: "r" };
  const write = (first: boolean): Plot.Markish =>
    Plot.text(heads.filter(({ c }) => (c === 0) === first), {
      x: "c",
      text: "name",
      frameAnchor: "top",
      dy: -12,
      fontWeight: first ? 700 : 400,
      fill: ink.text,
    });
  const label = (key: "label" | "detail", dy: number, size: number, fill: string): Plot.Markish =>
    Plot.text(rows.map((row, r) => ({ r, text: row[key] ?? "" })), {
      y: "r",
      text: "text",
      frameAnchor: "left",
      textAnchor: "start",
      dx: 8 - left,
      dy,
      fontSize: size,
      fill,
    });
  return render([{
    plot: {
      height: rows.length * rowHeight + 28,
      marginTop: 24,
      marginBottom: 4,
      marginLeft: left,
      marginRight: 8,
      color: { type: "identity" },
      x: { type: "band", domain: rivals.map((_, c) => c), padding: 0, axis: null },
      y: { type: "band", domain: rows.map((_, r) => r), padding: 0, axis: null },
      marks: [
        Plot.cell(cells, { ...place, fill: "fill", inset: 1 }),
        write(true),
        write(false),
        label("label", -7, typeSize.text, ink.text),
        label("detail", 9, small, ink.soft),
        Plot.text(cells, { ...place, text: "text", dy: -6, fill: "ink", fontWeight: 600 }),
        Plot.text(cells, { ...place, text: "detail", dy: 10, fill: "ink", fontSize: small }),
      ],
    },
  }], options);
}

function shade(goodness: number): string {
  const part = Number.isNaN(goodness) ? 0 : Math.max(0, Math.min(1, goodness));
  return "#" +
    light.map((from, i) =>
      Math.round(from + part * (dark[i] - from)).toString(16).toUpperCase().padStart(2, "0")
    ).join("");
}
