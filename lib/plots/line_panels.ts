/**
 * Panels side by side with the same series: what happened to several quantities on the same way.
 *
 * @module
 */

import { aDomain, aThing, numbers, pixels, texts, toldRules } from "./rules.ts";
import {
  anyText,
  checkOptions,
  checkValue,
  listOf,
  needed,
  nested,
  type OptionRules,
} from "../options.ts";
import * as Plot from "@observablehq/plot";
import type { LegendItem } from "./legend.ts";
import { checkLogAxis, leftOut, withSentence } from "./log_ticks.ts";
import { type Picture, render } from "./render.ts";
import { dashes, ink, palette } from "./style.ts";

/** One panel: a quantity, and how it went in each series. */
export interface LinePanel {
  /** What is plotted upward, with its unit. */
  readonly heading: string;
  /** One list of values a series, in the order of `series`; the first stands at x = 1. */
  readonly values: readonly (readonly number[])[];
}

/** How to draw the panels. */
export interface LinePanelsOptions {
  /** The finding. */
  readonly title: string;
  /** How the measurement was made. */
  readonly subtitle?: string;
  /** What the picture shows, in words. */
  readonly alt: string;
  /** Names of the series. */
  readonly series: readonly string[];
  /** The axis along which all panels run. */
  readonly x: { readonly label: string };
  /** The upward axis of all panels: logarithmic, from `ticks[0]` to the last; what is beyond lies on its edge. */
  readonly y: { readonly domain: readonly [number, number]; readonly ticks: readonly number[] };
  /** Height of a panel in pixels. Default 280. */
  readonly height?: number;
}

const { title, alt, subtitle } = toldRules;

const rules: OptionRules<LinePanelsOptions> = {
  title,
  alt,
  subtitle,
  series: needed(texts),
  x: needed(nested<LinePanelsOptions["x"]>({ label: needed(anyText) })),
  y: needed(nested<LinePanelsOptions["y"]>({ domain: needed(aDomain), ticks: needed(numbers) })),
  height: pixels,
};

const aPanel = aThing("a panel { heading, values }", {
  heading: anyText,
  values: listOf(numbers),
});

/**
 * Draws panels side by side on one logarithmic scale.
 *
 * @example
 * ```ts
 * import { linePanels } from "lib/plots/line_panels.ts";
 *
 * linePanels([{ heading: "loss", values: [[1, 0.1], [1, 10]] }], {
 *   title: "One falls, one rises",
 *   alt: "The loss of a falls to 0.1, that of b rises to 10",
 *   series: ["a", "b"],
 *   x: { label: "update" },
 *   y: { domain: [0.1, 10], ticks: [0.1, 1, 10] },
 * });
 * ```
 */
export function linePanels(
  panels: readonly LinePanel[],
  options: LinePanelsOptions,
): Picture {
  const doing = "draw panels";
  checkValue(doing, "panels", panels, listOf(aPanel, 1));
  checkOptions<LinePanelsOptions>(doing, options, rules);
  const { series, x, y, height = 280, ...frame } = options;
  checkLogAxis(doing, "y", { scale: "log", domain: y.domain });
  const all = panels.flatMap(({ values }) => values.flat());
  const note = leftOut(doing, all.filter((value) => value < 0).length, all.length, "values");
  for (const { heading, values } of panels) {
    if (values.length !== series.length) {
      throw new RangeError(
        `Cannot draw the panel ${heading}: found values of ${values.length} series, wanted ${series.length}`,
      );
    }
  }
  const style = (i: number) => ({
    colour: palette[i % palette.length],
    dash: dashes[i % dashes.length],
  });
  return render(
    panels.map(({ heading, values }) => ({
      heading,
      plot: {
        height,
        x: { label: x.label },
        y: {
          type: "log" as const,
          domain: [...y.domain],
          clamp: true,
          ticks: [...y.ticks],
          tickFormat: ",",
          label: null,
        },
        marks: [
          Plot.gridY([...y.ticks], { stroke: ink.grid, strokeOpacity: 1 }),
          ...values.map((list, i) =>
            Plot.line(list.map((value, at) => ({ x: at + 1, y: value })), {
              x: "x",
              y: "y",
              stroke: style(i).colour,
              strokeWidth: 2,
              strokeDasharray: style(i).dash || undefined,
            })
          ),
        ],
      },
    })),
    {
      ...frame,
      alt: withSentence(frame.alt, note),
      note,
      legend: series.map((label, i): LegendItem => ({ label, shape: "line", ...style(i) })),
    },
  );
}
