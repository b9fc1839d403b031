/**
 * A matrix as coloured cells, with a legend made of boxes.
 *
 * @module
 */

import { aDomain, numbers, pictureRules, pixels, texts } from "./rules.ts";
import { greatest } from "../statistics.ts";
import {
  anyText,
  checkOptions,
  checkValue,
  listOf,
  nested,
  oneOf,
  type OptionRules,
  yesOrNo,
} from "../options.ts";
import * as Plot from "@observablehq/plot";
import { formatNumber } from "../notebook/format.ts";
import type { LegendItem } from "./legend.ts";
import { type Picture, type PictureOptions, render } from "./render.ts";
import { ink, textWidth, typeSize } from "./style.ts";
import { matrixInWords } from "./words.ts";

/** What a heat map can be told. */
export interface HeatMapOptions extends PictureOptions {
  /** Names of the rows from top to bottom, and what they are. */
  readonly rows?: { readonly labels?: readonly string[]; readonly label?: string };
  /** Names of the columns from left to right, and what they are. */
  readonly columns?: { readonly labels?: readonly string[]; readonly label?: string };
  /** Least and greatest value; from the data if not given, around zero where `"diverging"`. */
  readonly domain?: readonly [number, number];
  /** `"sequential"`: from light to dark; `"diverging"`: blue below the middle, vermilion above. */
  readonly colours?: "sequential" | "diverging";
  /** Whether to write the values into the cells. */
  readonly values?: boolean;
  /** Height of one row in pixels. */
  readonly rowHeight?: number;
}

type Colour = readonly [number, number, number];

const sequential: readonly Colour[] = [
  [247, 251, 255],
  [171, 208, 230],
  [74, 144, 196],
  [8, 81, 156],
  [3, 32, 72],
];
const diverging: readonly Colour[] = [
  [0, 75, 130],
  [106, 174, 214],
  [250, 250, 250],
  [240, 150, 90],
  [168, 60, 0],
];

const ofSide = nested<NonNullable<HeatMapOptions["rows"]>>({ labels: texts, label: anyText });

const rules: OptionRules<HeatMapOptions> = {
  ...pictureRules,
  rows: ofSide,
  columns: ofSide,
  domain: aDomain,
  colours: oneOf("sequential", "diverging"),
  values: yesOrNo,
  rowHeight: pixels,
};

/**
 * Draws a matrix as cells.
 *
 * @param matrix rows of numbers, all of the same length
 * @param options `title`, names of rows and columns
 * @returns a picture
 * @throws {RangeError} if the matrix is empty or its rows differ in length
 *
 * @example
 * ```ts
 * import { heatMap } from "lib/plots/heat_map.ts";
 *
 * heatMap([[0, 1], [0.5, 0.2]], {
 *   title: "Unit 1 opens at the second word",
 *   rows: { labels: ["unit 1", "unit 2"] },
 *   columns: { labels: ["grew", "up"] },
 * });
 * ```
 */
export function heatMap(matrix: readonly (readonly number[])[], options: HeatMapOptions): Picture {
  const doing = "draw a heat map";
  checkValue(doing, "matrix", matrix, listOf(numbers, 1));
  checkOptions<HeatMapOptions>(doing, options, rules);
  const across = matrix[0]?.length ?? 0;
  const odd = matrix.find((row) => row.length !== across);
  if (across === 0 || odd) {
    throw new RangeError(
      `Cannot draw a heat map: found ${matrix.length} rows of ${
        odd?.length ?? 0
      } and ${across} values, ` +
        `wanted rows of the same length, at least 1`,
    );
  }
  const labelled = [options.rows?.labels?.length, options.columns?.labels?.length];
  [matrix.length, across].forEach((size, i) => {
    if ((labelled[i] ?? size) !== size) {
      throw new RangeError(
        `Cannot ${doing}: found ${labelled[i]} labels for ${size} ${
          ["rows", "columns"][i]
        }, and one for each is wanted`,
      );
    }
  });
  const { rows = {}, columns = {}, colours = "sequential", width = 640 } = options;
  const finite = matrix.flat().filter(Number.isFinite);
  if (finite.length === 0) {
    throw new RangeError(`Cannot ${doing}: found no finite number, and at least one is wanted`);
  }
  const [low, high] = options.domain ?? domainOf(finite, colours);
  const stops = colours === "sequential" ? sequential : diverging;
  const part = (value: number) =>
    Math.max(0, Math.min(1, high === low ? 0.5 : (value - low) / (high - low)));
  const rowLabels = rows.labels ?? matrix.map((_, i) => String(i + 1));
  const columnLabels = columns.labels ?? matrix[0].map((_, i) => String(i + 1));
  const left = Math.max(
    24,
    greatest(rowLabels.map((label) => textWidth(label, typeSize.text) + 14)),
  );
  const cell = (width - left - 16) / across;
  const widest = greatest(columnLabels.map((label) => textWidth(label, typeSize.text)));
  const words = columns.labels !== undefined;
  const turned = words && widest + 4 > cell;
  const every = words ? 1 : Math.max(1, Math.ceil((widest + 8) / cell)); // numbers: not all of them
  const above = turned ? widest * 0.75 + 22 : 24;
  const rowHeight = options.rowHeight ?? Math.max(10, Math.min(28, 420 / matrix.length));
  const rowEvery = Math.max(1, Math.ceil(15 / rowHeight));
  const cells = matrix.flatMap((row, r) =>
    row.map((value, c) => ({ r, c, value, fill: mix(stops, part(value)) }))
  );
  return render([{
    plot: {
      height: matrix.length * rowHeight + above + (columns.label ? 24 : 8) + (rows.label ? 20 : 0),
      marginTop: above + (rows.label ? 20 : 0),
      marginBottom: columns.label ? 24 : 8,
      marginLeft: left,
      marginRight: 16,
      color: { type: "identity" },
      x: { type: "band", domain: columnLabels.map((_, i) => i), padding: 0, axis: null },
      y: { type: "band", domain: rowLabels.map((_, i) => i), padding: 0, axis: null },
      marks: [
        Plot.cell(cells, { x: "c", y: "r", fill: "fill", inset: cell > 6 ? 0.5 : 0 }),
        ...(options.values ? [valueMarks(cells, part, colours)] : []),
        Plot.axisX({
          anchor: "top",
          label: null,
          tickSize: 0,
          ticks: columnLabels.map((_, i) => i).filter((i) => i % every === 0),
          tickFormat: (i: number) => columnLabels[i],
          ...(turned ? { tickRotate: -45 } : {}),
        }),
        Plot.axisY({
          label: null,
          tickSize: 0,
          ticks: rowLabels.map((_, i) => i).filter((i) => i % rowEvery === 0),
          tickFormat: (i: number) => rowLabels[i],
        }),
        ...(columns.label
          ? [Plot.text([columns.label], { frameAnchor: "bottom", dy: 18, fill: ink.text })]
          : []),
        ...(rows.label
          ? [Plot.text([rows.label], {
            frameAnchor: "top-left",
            textAnchor: "start",
            dx: 8 - left,
            dy: -above - 2,
            fill: ink.text,
          })]
          : []),
      ],
    },
  }], {
    ...options,
    alt: options.alt ?? matrixInWords(matrix, rowLabels, columnLabels),
    legend: colourLegend(stops, low, high),
  });
}

function valueMarks(
  cells: readonly { r: number; c: number; value: number }[],
  part: (value: number) => number,
  colours: "sequential" | "diverging",
): Plot.Markish {
  const dark = (value: number) =>
    colours === "sequential" ? part(value) > 0.5 : Math.abs(part(value) - 0.5) > 0.32;
  return Plot.text(cells, {
    x: "c",
    y: "r",
    text: (cell: { value: number }) => formatNumber(Number(cell.value.toPrecision(2))),
    fill: (cell: { value: number }) => dark(cell.value) ? ink.onDark : ink.onLight,
    fontSize: 11,
  });
}

/** Five boxes from the least to the greatest value. */
function colourLegend(stops: readonly Colour[], low: number, high: number): LegendItem[] {
  return [0, 0.25, 0.5, 0.75, 1].map((part) => ({
    label: formatNumber(rounded(low + part * (high - low), high - low)),
    colour: mix(stops, part),
    outlined: true,
  }));
}

/** Three digits, and none at all where a value is nothing beside its range. */
function rounded(value: number, range: number): number {
  return Math.abs(value) < 1e-3 * range ? 0 : Number(value.toPrecision(3));
}

function domainOf(
  values: readonly number[],
  colours: "sequential" | "diverging",
): [number, number] {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const size = Math.max(Math.abs(least), Math.abs(greatest));
  return colours === "diverging" ? [-size, size] : [least, greatest];
}

function mix(stops: readonly Colour[], part: number): string {
  if (Number.isNaN(part)) return "#000000";
  const position = part * (stops.length - 1);
  const below = Math.min(Math.floor(position), stops.length - 2);
  const share = position - below;
  return "#" +
    [0, 1, 2].map((k) =>
      Math.round(stops[below][k] * (1 - share) + stops[below + 1][k] * share)
        .toString(16).toUpperCase().padStart(2, "0")
    ).join("");
}
