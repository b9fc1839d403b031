/**
 * Lines by series: one point a seed, and a line through the medians.
 *
 * @module
 */

import {
  aDomain,
  aScale,
  data as dataOf,
  levelRules,
  numbers,
  pictureRules,
  pixels,
} from "./rules.ts";
import {
  anyText,
  checkOptions,
  checkValue,
  eitherOf,
  needed,
  nested,
  oneOf,
  type OptionRules,
  yesOrNo,
} from "../options.ts";
import * as Plot from "@observablehq/plot";
import { seriesLegend } from "./legend.ts";
import { logTick } from "./log_ticks.ts";
import { type Markish, type Picture, type PictureOptions, render } from "./render.ts";
import { greatest, median } from "../statistics.ts";
import { dashes, ink, palette, pointStyle, symbols, textWidth, typeSize } from "./style.ts";
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

/** A level worth knowing, such as chance. */
export interface Level {
  /** Where it lies on the y axis. */
  readonly y: number;
  /** What it is. */
  readonly label: string;
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

const points = dataOf("a point { x, y } of numbers", { x: "number", y: "number" });

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
  const names = [...new Set(data.map((point) => point.series ?? ""))];
  const places = [...new Set(data.map((point) => point.x))].sort((a, b) => a - b);
  const several = names.length > 1;
  const marks: Plot.Markish[] = [
    Plot.gridY({ stroke: ink.grid, strokeOpacity: 1 }),
    ...levelMarks(levels),
  ];
  const lines: SpokenLine[] = [];
  names.forEach((name, i) => {
    const own = data.filter((point) => (point.series ?? "") === name);
    const colour = palette[i % palette.length];
    const dx = x.scale === "linear" || x.scale === undefined ? 0 : (i - (names.length - 1) / 2) * 6;
    const medians = places
      .map((place) => ({ x: place, values: own.filter((p) => p.x === place).map((p) => p.y) }))
      .filter(({ values }) => values.length > 0)
      .map(({ x, values }) => ({ x, y: median(values) }));
    lines.push({ name, points: medians });
    const line = { x: "x", y: "y", stroke: colour, strokeWidth: 2.25, dx };
    marks.push(Plot.line(medians, {
      ...line,
      ...(several && dashes[i % dashes.length]
        ? { strokeDasharray: dashes[i % dashes.length] }
        : {}),
    }));
    if (drawn) {
      marks.push(Plot.dot(own, { x: "x", y: "y", r: 3.5, ...pointStyle(i, 0.45), dx }));
    }
  });
  return render([{
    plot: {
      height,
      marginTop: 30,
      marginRight: levelMargin(levels),
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
    alt: options.alt ?? linesInWords(lines, { x: x.label, y: y.label }),
    legend: several ? seriesLegend(names, "line", drawn ? symbols : undefined) : [],
  });
}

/**
 * Dashed rules, each with its label in the margin at the right.
 *
 * @param levels what to draw
 * @returns marks
 *
 * @example
 * ```ts
 * import { levelMarks } from "lib/plots/line_chart.ts";
 *
 * levelMarks([{ y: 0.5, label: "chance" }]);
 * ```
 */
export function levelMarks(levels: readonly Level[]): Markish[] {
  return levels.flatMap((level) => [
    Plot.ruleY([level.y], { stroke: ink.rule, strokeDasharray: "4 4", strokeWidth: 1.25 }),
    Plot.text([level], {
      y: "y",
      text: "label",
      frameAnchor: "right",
      textAnchor: "start",
      dx: 6,
      fill: ink.soft,
    }),
  ]);
}

/**
 * The margin at the right that the labels of levels need.
 *
 * @param levels what `levelMarks` draws
 * @returns pixels
 *
 * @example
 * ```ts
 * import { levelMargin } from "lib/plots/line_chart.ts";
 *
 * levelMargin([]); // 20
 * ```
 */
export function levelMargin(levels: readonly Level[]): number {
  return Math.max(20, greatest(levels.map(({ label }) => textWidth(label, typeSize.text) + 10)));
}

function xScale(scale: "linear" | "log" | "even" | undefined, places: readonly number[]) {
  if (scale === "log") return { type: "log" as const, base: 2 };
  if (scale === "even") return { type: "point" as const, padding: places.length > 8 ? 0.3 : 0.5 };
  return { type: "linear" as const };
}
