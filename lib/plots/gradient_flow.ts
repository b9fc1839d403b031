/**
 * The gradient on its way back through an unrolled net: the thicker the arrow, the more arrives.
 *
 * @module
 */

import { aThing, toldRules } from "./rules.ts";
import { greatest } from "../statistics.ts";
import { anyText, checkOptions, checkValue, listOf, realNumber } from "../options.ts";
import { log } from "../numeric.ts";
import * as Plot from "@observablehq/plot";
import { formatNumber } from "../notebook/format.ts";
import { type Markish, type Picture, render, type ToldPicture } from "./render.ts";
import { ink, palette, textWidth, typeSize } from "./style.ts";

/** One net, and what arrives at each of its steps. */
export interface GradientRow {
  /** Which net. */
  readonly label: string;
  /** How much of the gradient arrives at the memory after each step, first step first; 0 where none does. */
  readonly norms: readonly number[];
}

const aRow = aThing("a row { label, norms }", { label: anyText, norms: listOf(realNumber(0)) });

const half = { width: 0.3, height: 0.22 }; // of a box, in units of the axes
const thin = 0.75; // pixels, for a gradient below a thousandth of that at the loss
const thick = 9; // pixels, for one a thousand times as large

/**
 * Draws one row of boxes a net, an arrow back from each box to the one before, and below each box the
 * length of the gradient that arrives there. Three decades to either side of what the last step gets are told
 * apart by thickness; where nothing arrives the arrow is missing.
 *
 * @param words what is read, one a step; the loss is asked for after the last
 * @param rows one entry a net, with a norm for each word
 * @param options `title`, `alt`
 * @returns a picture
 * @throws {RangeError} if there is no word or no row, or not one norm a word
 *
 * @example
 * ```ts
 * import { gradientFlow } from "lib/plots/gradient_flow.ts";
 *
 * gradientFlow(["the", "clouds", "are"], [{ label: "small weights", norms: [0.01, 0.1, 1] }], {
 *   title: "Little of the gradient reaches the first word",
 *   alt: "From the loss back to the first of three words, the gradient falls from 1 to 0.01",
 * });
 * ```
 */
export function gradientFlow(
  words: readonly string[],
  rows: readonly GradientRow[],
  options: ToldPicture,
): Picture {
  const doing = "draw the flow of a gradient";
  checkValue(doing, "words", words, listOf(anyText, 1));
  checkValue(doing, "rows", rows, listOf(aRow, 1));
  checkOptions<ToldPicture>(doing, options, toldRules);
  const odd = rows.find(({ norms }) => norms.length !== words.length);
  if (odd) {
    throw new RangeError(
      `Cannot draw the flow of a gradient: found ${odd.norms.length} norms in "${odd.label}" for ${words.length} words, wanted one a word`,
    );
  }
  const { width = 640 } = options;
  const last = words.length;
  const marks: Markish[] = rows.flatMap((row, r) => rowMarks(row, -2 * r, last));
  const bottom = -2 * (rows.length - 1) - 1;
  const step = (width - 16) / (last + 1.7);
  const every = Math.ceil(
    greatest(words.map((word) => textWidth(word, typeSize.text) + 6)) / step,
  );
  marks.push(
    Plot.text(
      words.map((word, t) => ({ word, t })).filter(({ t }) => (last - 1 - t) % every === 0),
      {
        x: ({ t }: { t: number }) => t + 1,
        y: () => bottom - 0.35,
        text: "word",
        fill: ink.soft,
      },
    ),
  );
  return render([{
    plot: {
      height: rows.length * 82 + 36,
      marginTop: 4,
      marginBottom: 4,
      marginLeft: 8,
      marginRight: 8,
      x: { domain: [0.5, last + 1.2], axis: null },
      y: { domain: [bottom - 0.6, 1], axis: null },
      marks,
    },
  }], options);
}

/** A row of boxes at a height y, with what flows back between them. */
function rowMarks({ label, norms }: GradientRow, y: number, last: number): Markish[] {
  const boxes = norms.map((norm, t) => ({ x: t + 1, norm }));
  const atLoss = norms[last - 1];
  const flow = palette[1];
  return [
    Plot.text([label], { x: 0.7, y: y + 0.68, textAnchor: "start", fontWeight: 600 }),
    Plot.rect(boxes, {
      x1: ({ x }) => x - half.width,
      x2: ({ x }) => x + half.width,
      y1: y - half.height,
      y2: y + half.height,
      rx: 4,
      fill: ({ norm }) => norm > 0 ? palette[0] : ink.grid,
    }),
    // From the loss into the last box, and from each box into the one before.
    ...boxes.filter(({ norm }) => norm > 0).map(({ x, norm }) =>
      Plot.arrow([x], {
        x1: x + 1 - (x === last ? 0.3 : half.width),
        x2: x + half.width,
        y1: y,
        y2: y,
        stroke: flow,
        strokeWidth: thickness(norm / atLoss),
        headLength: 7,
        headAngle: 50,
        inset: 1,
      })
    ),
    Plot.text(["loss"], { x: last + 0.74, y, textAnchor: "start", fill: flow, fontWeight: 600 }),
    Plot.text(boxes, {
      x: "x",
      y: y - 0.5,
      text: ({ norm }: { norm: number }) => norm > 0 ? short(norm) : "0",
      fill: ink.text,
      fontSize: 11,
    }),
  ];
}

/** By the power of ten: the middle for 1, and one end for a thousandth, the other for a thousandfold. */
function thickness(part: number): number {
  const place = (Math.max(-3, Math.min(3, log(part) / log(10))) + 3) / 6;
  return thin + place * place * (thick - thin);
}

/** Two digits. */
function short(norm: number): string {
  return norm >= 1e-3 && norm < 1e4
    ? formatNumber(Number(norm.toPrecision(2)))
    : norm.toExponential(0).replace("e+", "e");
}
