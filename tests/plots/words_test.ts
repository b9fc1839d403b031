/** What pictures say of themselves to those who do not see them. */

import { describe, expect, it } from "vitest";
import { barsInWords, linesInWords, matrixInWords, stripsInWords } from "lib/plots/words.ts";
import { dotStrip } from "lib/plots/dot_strip.ts";
import { heatMap } from "lib/plots/heat_map.ts";
import { lineChart } from "lib/plots/line_chart.ts";
import { timeSeries } from "lib/plots/time_series.ts";
import { wordBars } from "lib/plots/word_bars.ts";
import { wordProbability } from "lib/plots/word_probability.ts";

describe("a picture without words of its own", () => {
  it.each<[string, { alt: string }, string]>([
    [
      "line chart",
      lineChart(
        [{ x: 1, y: 0.2, series: "A" }, { x: 1, y: 0.4, series: "A" }, {
          x: 2,
          y: 1,
          series: "B",
        }],
        {
          title: "T",
          x: { label: "lag" },
          y: { label: "accuracy" },
          levels: [{ y: 0.25, label: "chance" }, { y: 1, label: "all of them" }],
        },
      ),
      "accuracy by lag. A: 0.3 at 1; B: 1 at 2. Dashed: chance at 0.25, all of them at 1",
    ],
    [
      "dot strip",
      dotStrip([{ label: "A", values: [1, 3, 2, NaN] }], { x: { label: "error" } }),
      "error. A: median 2, from 1 to 3, 1 of 4 not finite",
    ],
    [
      "heat map",
      heatMap([[1, 0.5]], {
        title: "T",
        rows: { labels: ["r"] },
        columns: { labels: ["a", "b"] },
      }),
      "r: a 1, b 0.5",
    ],
    [
      "time series",
      timeSeries([{ x: new Date("2015-01-02"), y: 3 }], {
        title: "T",
        x: { label: "day" },
        y: { label: "°C" },
        levels: [{ y: 0, label: "frost" }],
      }),
      "°C by day. 3 at 2015-01-02. Dashed: frost at 0",
    ],
    [
      "row of bars",
      wordBars([{ word: "sky", value: 0.9 }], { title: "T", x: { label: "P" } }),
      "P. sky 0.9",
    ],
    [
      "sentence",
      wordProbability(["the", "sky"], [{ label: "net", values: [0, 1] }], {
        title: "T",
        levels: [{ y: 0.5, label: "chance" }],
      }),
      "net: the 0, sky 1. Dashed: chance at 0.5",
    ],
  ])("says its numbers: %s", (_, { alt }, wanted) => expect(alt).toBe(wanted));

  it("says what it is told, if it is told", () => {
    expect(dotStrip([{ label: "A", values: [1] }], { alt: "one dot" }).alt).toBe("one dot");
  });
});

describe("much in few words", () => {
  const many = Array.from({ length: 101 }, (_, x) => x);

  it("takes some points of a long line, both ends among them", () => {
    expect(linesInWords([{ name: "", points: many.map((x) => ({ x, y: 2 * x })) }], {
      x: "step",
      y: "value",
    })).toBe("value by step. 0 at 0, 40 at 20, 80 at 40, 120 at 60, 160 at 80, 200 at 100");
  });

  it("says where the rows of a large matrix are greatest", () => {
    const names = many.map(String);
    const matrix = [many, many.map((x) => -x)];
    expect(matrixInWords(matrix, ["up", "down"], names)).toBe(
      "2 rows of 101 values from −100 to 100. Greatest: up 100 at 100; down 0 at 0",
    );
  });

  it("takes some of many bars, and says what cannot be drawn", () => {
    expect(barsInWords(many.map((value) => ({ word: `w${value}`, value })), "n").split(",").length)
      .toBe(6);
    expect(stripsInWords([{ label: "A", values: [NaN] }])).toBe("A: 1 of 1 not finite");
  });
});

it("a picture's words are in the singular where a size is 1", () => {
  const points = [{ x: 1, y: 0, series: "RNN, 1 units" }, { x: 1, y: 1, series: "GRU, 11 units" }];
  const { svg, alt } = lineChart(points, {
    title: "Nets of 1 layers",
    subtitle: "Medians of 1 seeds",
    x: { label: "x" },
    y: { label: "y" },
  });
  for (const said of ["Nets of 1 layer<", "Medians of 1 seed<", "RNN, 1 unit<", "GRU, 11 units<"]) {
    expect(svg).toContain(said);
  }
  expect(alt).toContain("RNN, 1 unit:");
});
