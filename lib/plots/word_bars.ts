/**
 * Bars of words: what a net expects next, or how often words occur.
 *
 * @module
 */

import { aDomain, aThing, pictureRules } from "./rules.ts";
import { greatest } from "../statistics.ts";
import {
  anyText,
  checkOptions,
  checkValue,
  listOf,
  needed,
  nested,
  type OptionRules,
  realNumber,
  yesOrNo,
} from "../options.ts";
import * as Plot from "@observablehq/plot";
import { formatNumber } from "../notebook/format.ts";
import { type Picture, type PictureOptions, render } from "./render.ts";
import { ink, palette, textWidth, typeSize } from "./style.ts";
import { barsInWords } from "./words.ts";

/** One bar. */
export interface WordBar {
  /** What the bar stands for. */
  readonly word: string;
  /** How long it is, at least 0. */
  readonly value: number;
  /** Whether it stands out. */
  readonly highlight?: boolean;
}

/** What the bars can be told. */
export interface WordBarsOptions extends PictureOptions {
  /** What the bars measure, with its unit. */
  readonly x: { readonly label: string; readonly domain?: readonly [number, number] };
}

const rules: OptionRules<WordBarsOptions> = {
  ...pictureRules,
  x: needed(nested<WordBarsOptions["x"]>({ label: needed(anyText), domain: aDomain })),
};

const aBar = aThing(
  "a bar { word, value }",
  { word: anyText, value: realNumber(0) },
  { highlight: yesOrNo },
);

/**
 * Draws a bar for each word, in the order given, with its value at the end.
 *
 * @param bars words and values, at least one
 * @param options `title`, the `x` axis
 * @returns a picture
 * @throws {RangeError} if there is no bar
 *
 * @example
 * ```ts
 * import { wordBars } from "lib/plots/word_bars.ts";
 *
 * wordBars([{ word: "sky", value: 0.9, highlight: true }, { word: "sea", value: 0.1 }], {
 *   title: "The clouds are in the sky",
 *   x: { label: "probability", domain: [0, 1] },
 * });
 * ```
 */
export function wordBars(bars: readonly WordBar[], options: WordBarsOptions): Picture {
  const doing = "draw word bars";
  checkValue(doing, "bars", bars, listOf(aBar, 1));
  checkOptions<WordBarsOptions>(doing, options, rules);
  const some = bars.some((bar) => bar.highlight);
  const shown = bars.map((bar, i) => ({
    i,
    value: bar.value,
    fill: some && !bar.highlight ? ink.faint : palette[some ? 1 : 0],
    text: formatNumber(bar.value),
  }));
  const left = greatest(bars.map(({ word }) => textWidth(word, typeSize.text))) + 20;
  return render([{
    plot: {
      height: bars.length * 24 + 50,
      marginTop: 4,
      marginLeft: left,
      marginRight: 64,
      color: { type: "identity" },
      x: {
        label: options.x.label,
        domain: options.x.domain as [number, number] | undefined,
        ticks: 5,
        labelOffset: 38,
      },
      y: { type: "band", domain: shown.map(({ i }) => i), padding: 0.2, axis: null },
      marks: [
        Plot.gridX({ stroke: ink.grid, strokeOpacity: 1, ticks: 5 }),
        Plot.barX(shown, { x: "value", y: "i", fill: "fill" }),
        Plot.text(shown, {
          x: "value",
          y: "i",
          text: "text",
          textAnchor: "start",
          dx: 6,
          fill: ink.text,
        }),
        Plot.axisY({ label: null, tickSize: 0, tickFormat: (i: number) => bars[i].word }),
      ],
    },
  }], { ...options, alt: options.alt ?? barsInWords(bars, options.x.label) });
}
