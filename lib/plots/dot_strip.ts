/**
 * One strip a row: a dot for each seed, the median, and the region in which it must lie.
 *
 * @module
 */

import { aDomain, aThing, numbers, pictureRules } from "./rules.ts";
import {
  anyNumber,
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
import { log } from "../numeric.ts";
import { type Picture, type PictureOptions, render } from "./render.ts";
import { greatest, least, median } from "../statistics.ts";
import { checkLogAxis, logTick } from "./log_ticks.ts";
import { ink, palette, textWidth, typeSize } from "./style.ts";
import { stripsInWords } from "./words.ts";

/** One row of dots. */
export interface Strip {
  /** What was measured. */
  readonly label: string;
  /** One value a seed; values that are not finite are counted, not drawn. */
  readonly values: readonly number[];
  /** Where the values must lie: from, to; ±Infinity for open ends. */
  readonly wanted?: readonly [number, number];
  /** The same in words, such as "median 0.98, wanted > 0.95"; the median if not given. */
  readonly found?: string;
  /** Whether they do; colours the row's verdict. */
  readonly holds?: boolean;
  /** How far the median must stay inside; drawn as a bar from the median to both sides. */
  readonly margin?: number;
}

/** What a dot strip can be told. */
export interface DotStripOptions extends Omit<PictureOptions, "title"> {
  /** The finding; may be left out where a text around the picture says it. */
  readonly title?: string;
  /**
   * What the x axis measures, with its unit. On a logarithmic one no value may be below 0; zeros stand at its lower end,
   * which is then called 0.
   */
  readonly x?: {
    readonly label?: string;
    readonly domain?: readonly [number, number];
    readonly scale?: "linear" | "log";
  };
}

const rules: OptionRules<DotStripOptions> = {
  ...pictureRules,
  title: anyText,
  x: nested<NonNullable<DotStripOptions["x"]>>({
    label: anyText,
    domain: aDomain,
    scale: oneOf("linear", "log"),
  }),
};

const aStrip = aThing("a strip { label, values }", { label: anyText, values: numbers }, {
  wanted: {
    wanted: "two numbers [from, to], which may be infinite,",
    holds: (value) =>
      Array.isArray(value) && value.length === 2 && numbers.holds(value) && value[0] <= value[1],
  },
  found: anyText,
  holds: yesOrNo,
  margin: anyNumber,
});

const rowHeight = 66;

/**
 * Draws a strip of dots for each row.
 *
 * @param strips rows from top to bottom, at least one
 * @param options `alt`, `title`, the `x` axis
 * @returns a picture
 * @throws {RangeError} if there is no row
 *
 * @example
 * ```ts
 * import { dotStrip } from "lib/plots/dot_strip.ts";
 *
 * dotStrip([
 *   { label: "RNN, width 8", values: [1, 0.99, 1, 1, 0.98], wanted: [0.95, Infinity], holds: true },
 *   { label: "MLP, width 1024", values: [0.5, 0.51, 0.49, 0.5, 0.5], wanted: [0.45, 0.55], holds: true },
 * ], { title: "Memory solves it", x: { label: "accuracy" } });
 * ```
 */
export function dotStrip(strips: readonly Strip[], options: DotStripOptions): Picture {
  const doing = "draw a dot strip";
  checkValue(doing, "strips", strips, listOf(aStrip, 1));
  checkOptions<DotStripOptions>(doing, options, rules);
  checkLogAxis(doing, "x", options.x ?? {});
  const logarithmic = options.x?.scale === "log";
  const [low, high] = options.x?.domain ?? (logarithmic ? logDomain(strips) : stripDomain(strips));
  const label = options.x?.label;
  const scale = logarithmic ? logScale(strips, low) : { ticks: 6, tickFormat: tick };
  const marks = strips.flatMap((strip, i) => stripMarks(strip, i, low, high));
  return render([{
    plot: {
      height: strips.length * rowHeight + (label === undefined ? 30 : 48),
      marginTop: 2,
      marginBottom: label === undefined ? 28 : 46,
      marginLeft: logarithmic ? 22 : 12, // room for half of 10⁻¹⁶
      marginRight: 24,
      x: { domain: [low, high], label: label ?? null, labelOffset: 38, ...scale },
      y: { domain: [0, strips.length], reverse: true, axis: null },
      marks: [Plot.gridX({ stroke: ink.grid, strokeOpacity: 1, ticks: scale.ticks }), ...marks],
    },
  }], {
    ...options,
    title: options.title ?? "",
    alt: options.alt ?? stripsInWords(strips, label),
  });
}

/** Marks of row `i`: its heading in the upper third, its dots below. */
function stripMarks(strip: Strip, i: number, low: number, high: number): Plot.Markish[] {
  const finite = strip.values.filter(Number.isFinite);
  const middle = median(strip.values);
  const place = (value: number) => Math.max(low, value); // of a 0 on a logarithmic axis
  const colour = palette[i % palette.length];
  const top = i + 0.36;
  const bottom = i + 0.94;
  const centre = (top + bottom) / 2;
  const marks: Plot.Markish[] = [];
  if (strip.wanted) {
    const [from, to] = strip.wanted;
    const x1 = Math.max(low, from);
    const x2 = Math.min(high, to);
    if (x2 >= x1) {
      marks.push(
        Plot.rect([0], { x1, x2, y1: top, y2: bottom, fill: ink.goodFill, inset: 0 }),
      );
    }
    const edges = [from, to].filter((edge) => edge >= low && edge <= high);
    marks.push(
      Plot.ruleX(edges, { y1: top, y2: bottom, stroke: ink.good, strokeWidth: 1.5 }),
    );
  }
  if (Number.isFinite(middle)) {
    const margin = strip.margin ?? 0;
    const x1 = Math.max(low, middle - margin);
    const x2 = Math.min(high, middle + margin);
    if (x2 > x1) {
      marks.push(Plot.ruleY([centre], { x1, x2, stroke: colour, strokeWidth: 2 }));
    }
    marks.push(
      Plot.ruleX([place(middle)], {
        y1: top + 0.04,
        y2: bottom - 0.04,
        stroke: colour,
        strokeWidth: 3,
      }),
    );
  }
  const gap = Math.min(0.1, 0.46 / Math.max(1, finite.length - 1)); // each seed its own height
  marks.push(Plot.dot(
    finite.map((x, k) => ({ x: place(x), y: centre + (k - (finite.length - 1) / 2) * gap })),
    { x: "x", y: "y", r: 4, fill: colour, fillOpacity: 0.75, stroke: ink.paper, strokeWidth: 0.75 },
  ));
  marks.push(...headingMarks(strip, i, { middle, lost: strip.values.length - finite.length, low }));
  return marks;
}

function headingMarks(
  strip: Strip,
  i: number,
  { middle, lost, low }: { middle: number; lost: number; low: number },
): Plot.Markish[] {
  const write = (text: string, dx: number, fill: string, fontWeight = 400) =>
    Plot.text([text], {
      x: [low],
      y: [i + 0.21],
      textAnchor: "start",
      dx,
      fill,
      fontWeight,
      stroke: ink.paper,
      strokeWidth: 4,
    });
  const found = strip.found ??
    (lost > 0 ? `${lost} of ${strip.values.length} not finite` : `median ${formatNumber(middle)}`);
  const marks = [
    write(strip.label, 0, ink.text, 600),
    write(found, textWidth(strip.label, typeSize.text, { bold: true }) + 12, ink.soft),
  ];
  if (strip.holds !== undefined) {
    marks.push(Plot.text([strip.holds ? "holds" : "does not hold"], {
      frameAnchor: "right",
      y: [i + 0.21],
      textAnchor: "end",
      fill: strip.holds ? ink.good : ink.bad,
      fontWeight: 600,
      stroke: ink.paper,
      strokeWidth: 4,
    }));
  }
  return marks;
}

/** From 0 to 1 where all lies there and takes up some of it; else what there is, with some air. */
function stripDomain(strips: readonly Strip[]): [number, number] {
  const all = strips
    .flatMap(({ values, wanted = [] }) => [...values, ...wanted])
    .filter(Number.isFinite);
  if (all.length === 0) return [0, 1];
  const [low, high] = [least(all), greatest(all)];
  if (low >= 0 && high <= 1 && high > 0.3) return [0, 1];
  const air = (high - low) * 0.08 || Math.max(1e-6, Math.abs(low) * 0.1);
  const from = low - air;
  return [low >= 0 && from < 0 ? 0 : from, high + air];
}

/** Powers of ten around all that is above 0, with room for zeros below. */
function logDomain(strips: readonly Strip[]): [number, number] {
  const all = strips.flatMap(({ values, wanted = [] }) => [...values, ...wanted]);
  if (all.some((value) => value < 0 && value !== -Infinity)) {
    throw new RangeError(
      "Cannot draw a dot strip: found a number below 0, and on a logarithmic axis 0 or more is wanted",
    );
  }
  const above = all.filter((value) => value > 0 && value !== Infinity);
  if (above.length === 0) return [0.1, 1];
  const power = (value: number) => Math.floor(log(value) / Math.LN10 + 1e-9);
  return [Number(`1e${power(least(above)) - 1}`), Number(`1e${power(greatest(above)) + 1}`)];
}

/** A logarithmic axis of which at most seven powers of ten are named; its lower end is 0 if zeros stand there. */
function logScale(strips: readonly Strip[], low: number) {
  const [from, to] = logDomain(strips).map((edge) => Math.round(log(edge) / Math.LN10));
  const every = Math.ceil((to - from) / 6);
  const ticks = Array.from(
    { length: Math.floor((to - from) / every) + 1 },
    (_, i) => Number(`1e${from + i * every}`),
  );
  const zeros = strips.some(({ values }) => values.includes(0));
  return {
    type: "log" as const,
    ticks,
    tickFormat: (value: number) => zeros && value <= low ? "0" : logTick(value),
  };
}

function tick(value: number): string {
  return formatNumber(Number(value.toPrecision(12)));
}
