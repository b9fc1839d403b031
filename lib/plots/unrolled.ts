/**
 * A recurrent net, rolled up and unrolled: one box with a loop is the same box once a step.
 *
 * @module
 */

import { toldRules } from "./rules.ts";
import {
  anyText,
  checkOptions,
  checkValue,
  listOf,
  type OptionRules,
  orNull,
  yesOrNo,
} from "../options.ts";
import * as Plot from "@observablehq/plot";
import { type Picture, render, type ToldPicture } from "./render.ts";
import { ink, palette, textWidth, typeSize } from "./style.ts";

/** What the drawing can be told. */
export interface UnrolledOptions extends ToldPicture {
  /** What is read out at each step, above its box; nothing where null. None if not given. */
  readonly answers?: readonly (string | null)[];
  /** Whether the memory goes on from box to box; without it, the recurrence is cut. True if not given. */
  readonly recurrent?: boolean;
  /** What stands in each box, where there is room; "cell" if not given. */
  readonly box?: string;
}

const rules: OptionRules<UnrolledOptions> = {
  ...toldRules,
  answers: listOf(orNull(anyText)),
  recurrent: yesOrNo,
  box: anyText,
};

const half = { width: 0.33, height: 0.3 }; // of a box, in units of the axes
const reach = { above: 1.02, below: -1.02 };

/**
 * Draws one box a word, the arrow of the memory from box to box, and at the left the same thing as a loop.
 *
 * @param words what is read, one a step
 * @param options `title`, `alt`, `answers`, `recurrent`
 * @returns a picture
 * @throws {RangeError} if there is no word, or not one answer a word
 *
 * @example
 * ```ts
 * import { unrolled } from "lib/plots/unrolled.ts";
 *
 * unrolled(["the", "clouds", "are"], {
 *   title: "One box with a loop is the same box at every step",
 *   alt: "three boxes in a row, an arrow from each to the next",
 * });
 * ```
 */
export function unrolled(words: readonly string[], options: UnrolledOptions): Picture {
  const doing = "draw an unrolled net";
  checkValue(doing, "words", words, listOf(anyText, 1));
  checkOptions<UnrolledOptions>(doing, options, rules);
  const { answers, recurrent = true, box = "cell", width = 640 } = options;
  if (answers && answers.length !== words.length) {
    throw new RangeError(
      `Cannot draw an unrolled net: found ${answers.length} answers for ${words.length} words, wanted one a word`,
    );
  }
  const rolled = recurrent ? 1.5 : 0; // room at the left for the loop
  const places = words.map((_, t) => t + 1 + rolled);
  const last = places[places.length - 1];
  const memory = palette[1];
  const step = (width - 16) / (last + 1);
  // Only as many names of memories as there is room for.
  const named = recurrent && step * (1 - 2 * half.width) > textWidth("h₁₀", typeSize.text) - 4;
  const centres = [...(recurrent ? [0.55] : []), ...places];
  const labels = [...(recurrent ? ["word"] : []), ...words];
  const arrow = { inset: 1, headLength: 7, strokeWidth: 1.75 };
  const up = (xs: readonly number[], from: number, to: number) =>
    Plot.arrow(xs, {
      x1: (x: number) => x,
      x2: (x: number) => x,
      y1: () => from,
      y2: () => to,
      stroke: ink.soft,
      ...arrow,
    });
  const answered = places.filter((_, t) => answers?.[t] !== undefined && answers[t] !== null);
  const starts = [places[0] - 1 + half.width, ...places.slice(0, -1).map((x) => x + half.width)];
  const boxed = textWidth(box, typeSize.text) < step * 2 * half.width ? box : "";
  const marks: Plot.Markish[] = [
    up(centres, reach.below + 0.22, -half.height),
    up(answered, half.height, reach.above - 0.22),
    Plot.rect(centres, {
      x1: (x: number) => x - half.width,
      x2: (x: number) => x + half.width,
      y1: -half.height,
      y2: half.height,
      rx: 5,
      fill: palette[0],
    }),
    Plot.text(centres, { x: (x: number) => x, y: () => 0, text: () => boxed, fill: ink.paper }),
    Plot.text(labels, { x: (_, i) => centres[i], y: () => reach.below, text: (word) => word }),
    Plot.text(answered, {
      x: (x: number) => x,
      y: () => reach.above,
      text: (x: number) => answers![places.indexOf(x)],
      fontWeight: 600,
    }),
  ];
  if (recurrent) {
    marks.push(
      // From the right side of the box up, back over it, and in at the left.
      Plot.line([[0.88, 0], [1.1, 0], [1.1, 0.62], [0, 0.62], [0, 0]], {
        stroke: memory,
        strokeWidth: 1.75,
        strokeLinejoin: "round",
      }),
      Plot.arrow([0], { x1: 0, x2: 0.22, y1: 0, y2: 0, stroke: memory, ...arrow }),
      Plot.text(["memory"], { x: 0.55, y: 0.78, fill: memory }),
      Plot.text(["="], { x: 1.47, y: 0, fontSize: 20 }),
      Plot.arrow(starts, {
        x1: (x: number) => x,
        x2: (_, t) => places[t] - half.width,
        y1: () => 0,
        y2: () => 0,
        stroke: memory,
        ...arrow,
      }),
      Plot.text(starts, {
        x: (x: number, t: number) => (x + places[t] - half.width) / 2,
        y: () => 0.2,
        text: (_, t) => named ? `h${subscript(t)}` : "",
        textAnchor: "middle",
        fill: memory,
      }),
    );
  }
  return render([{
    plot: {
      height: answers ? 190 : 165,
      marginTop: 8,
      marginBottom: 8,
      marginLeft: 8,
      marginRight: 8,
      x: { domain: [0, last + half.width + 0.1], axis: null },
      y: { domain: [reach.below - 0.2, answers ? reach.above + 0.2 : 0.95], axis: null },
      marks,
    },
  }], options);
}

function subscript(n: number): string {
  return String(n).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);
}
