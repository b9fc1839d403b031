/**
 * Levels worth knowing, such as chance: dashed rules, each with its label in the margin.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import { greatest } from "../statistics.ts";
import type { Markish } from "./render.ts";
import { ink, textWidth, typeSize } from "./style.ts";

/** A level worth knowing, such as chance. */
export interface Level {
  /** Where it lies on the y axis. */
  readonly y: number;
  /** What it is. */
  readonly label: string;
}

/**
 * Dashed rules, each with its label in the margin at the right.
 *
 * @ignore For pictures of this folder.
 * @param levels what to draw
 * @returns marks
 *
 * @example
 * ```ts
 * import { levelMarks } from "lib/plots/levels.ts";
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
 * The margin at the right that the labels of levels need, and the last number below the axis.
 *
 * @ignore For pictures of this folder.
 * @param levels what `levelMarks` draws
 * @param last the greatest number of the axis below
 * @returns pixels
 *
 * @example
 * ```ts
 * import { levelMargin } from "lib/plots/levels.ts";
 *
 * levelMargin([]); // 20
 * levelMargin([], 1_000_000) > 30; // true
 * ```
 */
export function levelMargin(levels: readonly Level[], last = 0): number {
  const half = textWidth(Math.trunc(last).toLocaleString("en"), typeSize.text) / 2;
  const wanted = levels.map(({ label }) => textWidth(label, typeSize.text) + 10);
  return Math.max(20, half, greatest(wanted));
}
