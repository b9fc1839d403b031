/**
 * One picture of each kind, from made-up numbers. `deno run -A tests/plots/pictures.ts` writes them to
 * `tests/plots/pictures/`; look at them before you commit a change.
 *
 * @module
 */

import { dotStrip } from "lib/plots/dot_strip.ts";
import { gradientFlow } from "lib/plots/gradient_flow.ts";
import { heatMap } from "lib/plots/heat_map.ts";
import { lineChart } from "lib/plots/line_chart.ts";
import type { Picture } from "lib/plots/render.ts";
import { scoreboard } from "lib/plots/scoreboard.ts";
import { timeSeries } from "lib/plots/time_series.ts";
import { trainingPlot } from "lib/plots/training_plot.ts";
import { unrolled } from "lib/plots/unrolled.ts";
import { wordBars } from "lib/plots/word_bars.ts";
import { wordProbability } from "lib/plots/word_probability.ts";

/** A few numbers between 0 and 1 without rhythm. */
function noise(i: number): number {
  return ((i * 7919 + 104729) % 1009) / 1009;
}

const words = "the clouds are drifting slowly over the hills so look up at the".split(" ");

/** A picture of each kind by name; made anew at each call. */
export const pictures: Record<string, () => Picture> = {
  line_chart: () =>
    lineChart(
      [8, 16, 32, 64, 128, 256, 512, 1024].flatMap((x, i) =>
        [0, 1, 2, 3, 4].flatMap((seed) => [
          { x, y: 0.98 + 0.02 * noise(5 * i + seed), series: "seen positions" },
          { x, y: 0.46 + 0.08 * noise(5 * i + seed + 50), series: "unseen positions" },
        ])
      ),
      {
        title: "More neurons do not help: unseen positions stay at chance",
        subtitle: "A point a seed, lines through the medians",
        alt: "Accuracy near 1 at seen positions and near one half at unseen ones, at every width",
        x: { label: "hidden width (units)", scale: "log", ticks: "data" },
        y: { label: "accuracy", domain: [0, 1] },
        levels: [{ y: 0.5, label: "chance" }],
        note: "The same data and the same number of updates at each width.",
      },
    ),
  dot_strip: () =>
    dotStrip([
      {
        label: "RNN, width 8",
        values: [1, 0.99, 1, 1, 0.98],
        wanted: [0.95, Infinity],
        found: "median 1, wanted > 0.95",
        margin: 0.02,
        holds: true,
      },
      {
        label: "MLP, width 1024",
        values: [0.5, 0.51, Number.NaN, 0.62, 0.5],
        wanted: [0.45, 0.55],
        holds: false,
      },
    ], {
      title: "Memory solves it",
      alt: "The RNN near 1, the MLP near one half",
      x: { label: "accuracy" },
    }),
  word_probability: () =>
    wordProbability(words, [
      { label: "P(sky)", values: words.map((_, i) => Math.min(0.95, 0.05 + i * 0.08)) },
      { label: "P(sea)", values: words.map((_, i) => Math.max(0.02, 0.3 - i * 0.025)) },
    ], {
      title: "Each word makes sky likelier",
      alt: "P(sky) rises from .05 to .95 while P(sea) falls",
      levels: [{ y: 0.125, label: "unigram" }],
    }),
  time_series: () =>
    timeSeries(
      Array.from({ length: 36 }, (_, i) => ({
        x: new Date(Date.UTC(2012, i, 1)),
        y: 12 + 8 * noise(i),
      })),
      {
        title: "A month has its temperature",
        alt: "Monthly temperatures between 12 and 20 degrees",
        x: { label: "date" },
        y: { label: "temperature (°C)" },
      },
    ),
  bits: () =>
    timeSeries([0, 1, 1, 0, 1, 0, 0].map((y, x) => ({ x, y })), {
      title: "A stream of bits",
      alt: "0, 1, 1, 0, 1, 0, 0",
      x: { label: "step" },
      y: { label: "bit" },
      style: "step",
      height: 160,
    }),
  heat_map: () =>
    heatMap(
      Array.from({ length: 6 }, (_, r) => words.map((_, c) => 2 * noise(r * 13 + c) - 1)),
      {
        title: "Units keep different words",
        alt: "Six units over thirteen words",
        rows: { label: "unit" },
        columns: { labels: words },
        colours: "diverging",
        domain: [-1, 1],
      },
    ),
  confusion: () =>
    heatMap([[0.9, 0.1], [0.25, 0.75]], {
      title: "Dogs are easier",
      alt: "Dog right .9, man right .75",
      width: 360,
      rows: { labels: ["dog", "man"], label: "truth" },
      columns: { labels: ["dog", "man"], label: "answer" },
      domain: [0, 1],
      values: true,
      rowHeight: 50,
    }),
  word_bars: () =>
    wordBars(
      ["sky", "sea", "house", "street"].map((word, i) => ({
        word,
        value: [0.81, 0.1, 0.06, 0.03][i],
        highlight: i === 0,
      })),
      {
        title: "The clouds are in the sky",
        alt: "sky .81, sea .1, house .06, street .03",
        x: { label: "probability", domain: [0, 1] },
      },
    ),
  unrolled: () =>
    unrolled(["the", "clouds", "are", "in", "the"], {
      title: "One box with a loop is the same box at every step",
      alt: "five boxes in a row, an arrow from each to the next, sky above the last",
      answers: [null, null, null, null, "sky"],
    }),
  recurrence_cut: () =>
    unrolled(["the", "clouds", "are", "in", "the"], {
      title: "Recurrence cut: each word starts from nothing",
      alt: "five boxes in a row, no arrow between them",
      recurrent: false,
    }),
  scoreboard: () =>
    scoreboard(["one gate", "RNN", "GRU"], [
      {
        label: "parameters",
        scores: ["1,440", "1,470", "1,482"].map((text) => ({ text, goodness: null })),
      },
      {
        label: "marked recall: accuracy",
        detail: "higher is better; guessing 0.25",
        scores: [
          { text: "1.00", goodness: 1 },
          { text: "0.27", detail: "0.26 to 0.30", goodness: 0.03 },
          { text: "0.81", detail: "0.57 to 1.00", goodness: 0.75 },
        ],
      },
    ], {
      title: "Passed, of 1 test: one gate 1, RNN 0, GRU 0",
      alt: "marked recall: one gate 1.00, RNN 0.27, GRU 0.81",
      subtitle: "Median of 3 seeds, range below it; the darker, the better.",
    }),
  gradient_flow: () =>
    gradientFlow(["the", "clouds", "are", "in", "the"], [
      { label: "small weights", norms: [0.0005, 0.004, 0.03, 0.2, 0.5] },
      { label: "large weights, cut after 3 steps", norms: [0, 0, 21, 3, 0.5] },
    ], {
      title: "One factor at every step: it fades or it grows",
      alt: "In two rows of five boxes the gradient falls to 0.0005, or grows to 21 and stops",
    }),
  training_plot: () => {
    const plot = trainingPlot({
      title: "The loss falls once the net remembers",
      loss: { levels: [{ y: 0.69, label: "guessing" }] },
      score: { levels: [{ y: 0.5, label: "chance" }] },
    });
    for (let update = 1; update <= 600; update++) {
      const part = Math.min(1, update / 400);
      plot.add({ kind: "update", update, updates: 600, loss: 0.7 - 0.65 * part });
      if (update % 100 === 0) {
        plot.add({ kind: "evaluation", update, updates: 600, accuracy: 0.5 + 0.5 * part });
      }
    }
    return plot.picture();
  },
};

if (import.meta.main) {
  for (const [name, draw] of Object.entries(pictures)) {
    Deno.writeTextFileSync(new URL(`pictures/${name}.svg`, import.meta.url), draw().svg + "\n");
  }
}
