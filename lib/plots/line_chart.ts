/**
 * Lines by series: one point a seed, and a line through the medians.
 *
 * @module
 */

import {
  aDomain,
  aScale,
  aThing,
  bySeries,
  levelRules,
  numbers,
  pictureRules,
  pixels,
} from "./rules.ts";
import {
  anyNumber,
  anyText,
  checkOptions,
  checkValue,
  eitherOf,
  listOf,
  needed,
  nested,
  oneOf,
  type OptionRules,
  yesOrNo,
} from "../options.ts";
import * as Plot from "@observablehq/plot";
import { formatNumber } from "../notebook/format.ts";
import { seriesLegend } from "./legend.ts";
import { type Level, levelMargin, levelMarks } from "./levels.ts";
import { checkLogAxis, leftOut, logTick, withSentence } from "./log_ticks.ts";
import { type Picture, type PictureOptions, render } from "./render.ts";
import { median } from "../statistics.ts";
import { dashes, ink, palette, pointStyle, symbols } from "./style.ts";
import { linesInWords, type SpokenLine } from "./words.ts";

/** One measured value. */
export interface LinePoint {
  /** Where it stands on the x axis. */
  readonly x: number;
  /** What was measured. */
  readonly y: number;
  /** The line that it belongs to. */
  readonly series?: string;
}

/** An axis. */
export interface AxisOptions {
  /** What it measures, with its unit. */
  readonly label: string;
  /** Least and greatest value shown; from the data if not given. */
  readonly domain?: readonly [number, number];
}

/** What a line chart can be told. */
export interface LineChartOptions extends PictureOptions {
  /** The x axis; `scale: "log"` for what doubles, `"even"` for the same distance between neighbours. */
  readonly x: AxisOptions & {
    readonly scale?: "linear" | "log" | "even";
    /** Marks only these values; each value in the data if "data". */
    readonly ticks?: readonly number[] | "data";
  };
  /** The y axis. */
  readonly y: AxisOptions & { readonly scale?: "linear" | "log" };
  /** Levels drawn as dashed rules with a label. */
  readonly levels?: readonly Level[];
  /** Whether to draw a point for each value; true if not given. */
  readonly points?: boolean;
  /** Height of the plot in pixels, without title and legend. */
  readonly height?: number;
}

/** What can be told of an axis. */
export const axisRules = { label: needed(anyText), domain: aDomain };

const rules: OptionRules<LineChartOptions> = {
  ...pictureRules,
  x: needed(nested<LineChartOptions["x"]>({
    ...axisRules,
    scale: oneOf("linear", "log", "even"),
    ticks: eitherOf(numbers, oneOf("data")),
  })),
  y: needed(nested<LineChartOptions["y"]>({ ...axisRules, scale: aScale })),
  levels: levelRules,
  points: yesOrNo,
  height: pixels,
};

const points = listOf(
  aThing("a point { x, y } of numbers", { x: anyNumber, y: anyNumber }, { series: anyText }),
  1,
);

/** Points that are drawn as such at most; of more, some. */
const MOST_DOTS = 10_000;

/** Places on an axis that are all named at most. */
const MOST_NAMED = 1000;

/**
 * Draws lines by series through the median at each x, with every single value as a point.
 *
 * @param data one entry a seed and x; series in the order in which they first appear
 * @param options the axes, `title`, and `levels` such as chance
 * @returns a picture
 * @throws {RangeError} if there is no data
 *
 * @example
 * ```ts
 * import { lineChart } from "lib/plots/line_chart.ts";
 *
 * lineChart([{ x: 8, y: 0.5, series: "MLP" }, { x: 1024, y: 0.51, series: "MLP" }], {
 *   title: "More neurons do not help",
 *   x: { label: "width", scale: "log", ticks: "data" },
 *   y: { label: "accuracy", domain: [0, 1] },
 *   levels: [{ y: 0.5, label: "chance" }],
 * });
 * ```
 */
export function lineChart(data: readonly LinePoint[], options: LineChartOptions): Picture {
  const doing = "draw a line chart";
  checkValue(doing, "data", data, points);
  checkOptions<LineChartOptions>(doing, options, rules);
  const { x, y, levels = [], points: drawn = true, height = 320 } = options;
  checkLogAxis(doing, "x", x);
  checkLogAxis(doing, "y", y, levels);
  const found = bySeries(doing, data);
  const names = [...found.keys()];
  const places = [...new Set(data.map((point) => point.x))].sort((a, b) => a - b);
  if ((x.ticks === "data" || x.scale === "even") && places.length > MOST_NAMED) {
    throw new RangeError(
      `Cannot ${doing}: found ${places.length} places to be named on the x axis, and at most ${MOST_NAMED} are wanted; leave ticks out`,
    );
  }
  const lost =
    data.filter((point) => x.scale === "log" && point.x <= 0 || y.scale === "log" && point.y <= 0)
      .length;
  const beyond = leftOut(doing, lost, data.length, "values");
  const every = drawn ? Math.ceil(data.length / MOST_DOTS) : 1;
  const thinned = every === 1
    ? undefined
    : `One in ${every} of ${
      formatNumber(data.length)
    } values is drawn as a point; the lines are of all.`;
  const several = names.length > 1;
  const marks: Plot.Markish[] = [
    Plot.gridY({ stroke: ink.grid, strokeOpacity: 1 }),
    ...levelMarks(levels),
  ];
  const lines: SpokenLine[] = [];
  names.forEach((name, i) => {
    const own = found.get(name)!;
    const colour = palette[i % palette.length];
    const dx = x.scale === "linear" || x.scale === undefined ? 0 : (i - (names.length - 1) / 2) * 6;
    const medians = [...Map.groupBy(own, (point) => point.x)]
      .map(([x, group]) => ({ x, y: median(group.map(({ y }) => y)) }))
      .sort((a, b) => a.x - b.x);
    lines.push({ name, points: medians });
    const line = { x: "x", y: "y", stroke: colour, strokeWidth: 2.25, dx };
    marks.push(Plot.line(medians, {
      ...line,
      ...(several && dashes[i % dashes.length]
        ? { strokeDasharray: dashes[i % dashes.length] }
        : {}),
    }));
    if (drawn) {
      const some = every === 1 ? own : own.filter((_, k) => k % every === 0);
      marks.push(Plot.dot(some, { x: "x", y: "y", r: 3.5, ...pointStyle(i, 0.45), dx }));
    }
  });
  return render([{
    plot: {
      height,
      marginTop: 30,
      marginRight: levelMargin(levels, places.at(-1)),
      x: {
        ...xScale(x.scale, places),
        label: x.label,
        domain: x.scale === "even" ? places : x.domain as [number, number] | undefined,
        ticks: x.ticks === "data" || x.scale === "even" ? places : x.ticks as number[] | undefined,
        ...(x.scale === "log" ? { tickFormat: (value: number) => String(value) } : {}),
        labelOffset: 38,
        inset: x.scale === "even" ? 0 : 8,
      },
      y: {
        label: y.label,
        domain: y.domain as [number, number] | undefined,
        type: y.scale === "log" ? "log" : "linear",
        nice: y.domain === undefined,
        ticks: 6,
        ...(y.scale === "log" ? { tickFormat: logTick } : {}),
      },
      marks,
    },
  }], {
    ...options,
    alt: withSentence(
      options.alt ?? linesInWords(lines, { x: x.label, y: y.label }, levels),
      beyond,
    ),
    note: [options.note, beyond, thinned].filter((text) => text).join(" "),
    legend: several ? seriesLegend(names, "line", drawn ? symbols : undefined) : [],
  });
}

function xScale(scale: "linear" | "log" | "even" | undefined, places: readonly number[]) {
  if (scale === "log") return { type: "log" as const, base: 2 };
  if (scale === "even") return { type: "point" as const, padding: places.length > 8 ? 0.3 : 0.5 };
  return { type: "linear" as const };
}
