/**
 * Memory word by word: what a net expects after each word of a sentence.
 *
 * @module
 */

import { aDomain, aThing, levelRules, numbers, pictureRules, texts } from "./rules.ts";
import { greatest } from "../statistics.ts";
import { anyText, checkOptions, checkValue, listOf, nested, type OptionRules } from "../options.ts";
import * as Plot from "@observablehq/plot";
import { type Level, levelMargin, levelMarks } from "./levels.ts";
import { seriesLegend } from "./legend.ts";
import { type Picture, type PictureOptions, render } from "./render.ts";
import { dashes, ink, palette, pointStyle, symbols, textWidth, typeSize } from "./style.ts";
import { levelsInWords, matrixInWords } from "./words.ts";

/** One line: a value after each word. */
export interface WordSeries {
  /** Whose probability it is, such as "P(sky)". */
  readonly label: string;
  /** One value a word. */
  readonly values: readonly number[];
}

/** What the picture can be told. */
export interface WordProbabilityOptions extends PictureOptions {
  /** What the y axis measures; "probability" from 0 to 1 if not given. */
  readonly y?: { readonly label?: string; readonly domain?: readonly [number, number] };
  /** Levels drawn as dashed rules with a label, such as chance. */
  readonly levels?: readonly Level[];
}

const rules: OptionRules<WordProbabilityOptions> = {
  ...pictureRules,
  y: nested<NonNullable<WordProbabilityOptions["y"]>>({ label: anyText, domain: aDomain }),
  levels: levelRules,
};

const aSeries = aThing("a series { label, values }", { label: anyText, values: numbers });

/**
 * Draws one line a series over the words of a sentence.
 *
 * @param words the sentence as it is read; words may repeat
 * @param series one value a word each
 * @param options `title`, `levels`
 * @returns a picture
 * @throws {RangeError} if a series has not as many values as there are words
 *
 * @example
 * ```ts
 * import { wordProbability } from "lib/plots/word_probability.ts";
 *
 * wordProbability(["the", "clouds", "are", "in", "the"], [
 *   { label: "P(sky)", values: [0.05, 0.4, 0.45, 0.6, 0.95] },
 * ], { title: "Each word makes sky likelier" });
 * ```
 */
export function wordProbability(
  words: readonly string[],
  series: readonly WordSeries[],
  options: WordProbabilityOptions,
): Picture {
  const doing = "draw probabilities of words";
  checkValue(doing, "words", words, texts);
  checkValue(doing, "series", series, listOf(aSeries));
  checkOptions<WordProbabilityOptions>(doing, options, rules);
  for (const { label, values } of series) {
    if (values.length !== words.length) {
      throw new RangeError(
        `Cannot draw "${label}": found ${values.length} values for ${words.length} words, wanted one a word`,
      );
    }
  }
  const { y = {}, levels = [], width = 640 } = options;
  const right = levelMargin(levels);
  const widest = Math.max(0, greatest(words.map((word) => textWidth(word, typeSize.text))));
  const turned = widest + 6 > (width - 56 - right) / Math.max(1, words.length);
  const domain = y.domain ?? [0, 1];
  const labels = series.map(({ label }) => label);
  return render([{
    plot: {
      height: 250 + (turned ? widest * 0.75 + 24 : 34),
      marginTop: 30,
      marginRight: right,
      marginBottom: turned ? widest * 0.75 + 24 : 34,
      x: { type: "point", domain: words.map((_, i) => i), label: null, axis: null },
      y: { label: y.label ?? "probability", domain: domain as [number, number], ticks: 5 },
      marks: [
        Plot.gridY({ stroke: ink.grid, strokeOpacity: 1, ticks: 5 }),
        Plot.axisX({
          tickFormat: (i: number) => words[i],
          label: null,
          tickSize: 4,
          ...(turned ? { tickRotate: -45 } : {}),
        }),
        ...levelMarks(levels),
        ...series.flatMap(({ values }, i) => {
          const colour = palette[i % palette.length];
          const dash = dashes[i % dashes.length];
          const data = values.map((value, k) => ({ k, value }));
          return [
            Plot.line(data, {
              x: "k",
              y: "value",
              stroke: colour,
              strokeWidth: 2.25,
              ...(dash ? { strokeDasharray: dash } : {}),
            }),
            Plot.dot(data, {
              x: "k",
              y: "value",
              r: 4.5,
              ...pointStyle(i),
            }),
          ];
        }),
      ],
    },
  }], {
    ...options,
    alt: options.alt ??
      matrixInWords(series.map(({ values }) => values), labels, words) + levelsInWords(levels),
    legend: seriesLegend(labels, "line", symbols),
  });
}
