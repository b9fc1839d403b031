/**
 * A value over time: a line, or steps for what changes only at whole steps.
 *
 * @module
 */

import { greatest, least } from "../statistics.ts";
import { aThing, aTime, bySeries, levelRules, pictureRules, pixels } from "./rules.ts";
import {
  anyNumber,
  anyText,
  checkOptions,
  checkValue,
  listOf,
  needed,
  nested,
  oneOf,
  type OptionRules,
} from "../options.ts";
import * as Plot from "@observablehq/plot";
import { type Level, levelMargin, levelMarks } from "./levels.ts";
import { type AxisOptions, axisRules } from "./line_chart.ts";
import { seriesLegend } from "./legend.ts";
import { type Picture, type PictureOptions, render } from "./render.ts";
import { dashes, ink, palette } from "./style.ts";
import { linesInWords } from "./words.ts";

/** One value at one time. */
export interface TimePoint {
  /** When: a step, seconds, or a date. */
  readonly x: number | Date;
  /** What was measured then. */
  readonly y: number;
  /** The line that it belongs to. */
  readonly series?: string;
}

/** What a time series can be told. */
export interface TimeSeriesOptions extends PictureOptions {
  /** The time axis, with its unit. */
  readonly x: AxisOptions;
  /** The value axis, with its unit. */
  readonly y: AxisOptions;
  /** Levels drawn as dashed rules with a label. */
  readonly levels?: readonly Level[];
  /** `"line"` joins values, `"step"` holds each until the next, `"points"` marks each as well. */
  readonly style?: "line" | "step" | "points";
  /** Height of the plot in pixels, without title and legend. */
  readonly height?: number;
}

const rules: OptionRules<TimeSeriesOptions> = {
  ...pictureRules,
  x: needed(nested<AxisOptions>(axisRules)),
  y: needed(nested<AxisOptions>(axisRules)),
  levels: levelRules,
  style: oneOf("line", "step", "points"),
  height: pixels,
};

const points = listOf(
  aThing("a point { x, y }, x a number or a date", { x: aTime, y: anyNumber }, { series: anyText }),
  1,
);

/**
 * Draws one line a series over time.
 *
 * @param data points in order of time; series in the order in which they first appear
 * @param options the axes, `title`, `alt`
 * @returns a picture
 * @throws {RangeError} if there is no data
 *
 * @example
 * ```ts
 * import { timeSeries } from "lib/plots/time_series.ts";
 *
 * timeSeries([0, 1, 1, 0].map((y, x) => ({ x, y })), {
 *   title: "Four bits",
 *   alt: "A stream of bits: 0, 1, 1, 0",
 *   x: { label: "step" },
 *   y: { label: "bit" },
 *   style: "step",
 * });
 * ```
 */
export function timeSeries(data: readonly TimePoint[], options: TimeSeriesOptions): Picture {
  const doing = "draw a time series";
  checkValue(doing, "data", data, points);
  checkOptions<TimeSeriesOptions>(doing, options, rules);
  const { x, y, levels = [], style = "line", height = 260 } = options;
  const dates = data[0].x instanceof Date;
  const odd = data.findIndex((point) => point.x instanceof Date !== dates);
  if (odd >= 0) {
    throw new RangeError(
      `Cannot ${doing}: found numbers and dates together (data[${odd}]), and x of one kind is wanted`,
    );
  }
  const found = bySeries(doing, data);
  const names = [...found.keys()];
  const marks = names.flatMap((name, i) => {
    const own = found.get(name)!;
    const dash = dashes[i % dashes.length];
    const colour = palette[i % palette.length];
    const line = Plot.line(own, {
      x: "x",
      y: "y",
      stroke: colour,
      strokeWidth: own.length > 200 ? 1.25 : 2,
      curve: style === "step" ? "step" : "linear",
      ...(dash ? { strokeDasharray: dash } : {}),
    });
    return style === "points"
      ? [line, Plot.dot(own, { x: "x", y: "y", fill: colour, r: 3.5 })]
      : [line];
  });
  const ticks = fewWholeNumbers(data.map((point) => point.y)) ??
    Math.max(2, Math.round(height / 52));
  return render([{
    plot: {
      height,
      marginBottom: dates ? 56 : 44,
      marginTop: 30,
      marginRight: levelMargin(levels),
      x: {
        type: dates ? "utc" : "linear",
        label: x.label,
        domain: x.domain as [number, number] | undefined,
        labelOffset: dates ? 50 : 38,
        inset: 4,
      },
      y: {
        label: y.label,
        domain: y.domain as [number, number] | undefined,
        nice: y.domain === undefined,
        ticks,
      },
      marks: [
        Plot.gridY({ stroke: ink.grid, strokeOpacity: 1, ticks }),
        ...levelMarks(levels),
        ...marks,
      ],
    },
  }], {
    ...options,
    alt: options.alt ?? linesInWords(
      names.map((name) => ({
        name,
        points: found.get(name)!,
      })),
      { x: x.label, y: y.label },
      levels,
    ),
    legend: names.length > 1 ? seriesLegend(names, "line") : [],
  });
}

/** Every whole number in reach, where the values are whole and few: a bit is 0 or 1 and never 0.2. */
function fewWholeNumbers(values: readonly number[]): number[] | undefined {
  if (!values.every(Number.isInteger)) return undefined;
  const [low, high] = [least(values), greatest(values)];
  if (high - low > 5) return undefined;
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}
