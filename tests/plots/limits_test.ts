/** What pictures cannot draw, and what they say of it. */

import { describe, expect, it } from "vitest";
import { dotStrip } from "../../lib/plots/dot_strip.ts";
import { gradientFlow } from "../../lib/plots/gradient_flow.ts";
import { heatMap } from "../../lib/plots/heat_map.ts";
import { lineChart, type LineChartOptions } from "../../lib/plots/line_chart.ts";
import { linePanels } from "../../lib/plots/line_panels.ts";
import { Picture } from "../../lib/plots/render.ts";
import { scoreboard } from "../../lib/plots/scoreboard.ts";
import { timeSeries } from "../../lib/plots/time_series.ts";
import { trainingPlot } from "../../lib/plots/training_plot.ts";
import { wordBars } from "../../lib/plots/word_bars.ts";

// deno-lint-ignore no-explicit-any
type Given = any;
const axes = { title: "T", x: { label: "x" }, y: { label: "y" } } as const;
const log = (axis: "x" | "y", more: object = {}) =>
  ({ ...axes, [axis]: { label: axis, scale: "log", ...more } }) as LineChartOptions;
const points = (...pairs: [number, number][]) => pairs.map(([x, y]) => ({ x, y }));

describe("a logarithmic axis", () => {
  it("says of how many values it has no place for, in the picture and in words", () => {
    const data = points([1, 1], [2, 0], [3, -4], [4, 2]);
    const { svg, alt } = lineChart(data, log("y"));
    const sentence =
      "2 of 4 values are not drawn: a logarithmic axis has no place for 0 and below.";
    expect(svg).toContain(sentence);
    expect(alt).toBe(`y by x. 1 at 1, 0 at 2, −4 at 3, 2 at 4. ${sentence}`);
    expect(svg.match(/<circle/g)).toHaveLength(2);
    const along = lineChart(points([-1, 1], [1, 1], [2, 1]), {
      ...log("x"),
      note: "Own.",
      alt: "A",
    });
    expect(along.svg).toContain("Own. 1 of 3 values is not drawn");
    expect(along.alt).toMatch(/^A\. 1 of 3 values is not drawn/);
  });

  it("says nothing where all is drawn", () => {
    const { svg, alt } = lineChart(points([1, 1], [2, NaN], [3, 3]), log("y"));
    expect(svg + alt).not.toContain("not drawn");
    expect(lineChart(points([1, -1]), axes).svg).not.toContain("not drawn");
  });

  it("is refused where nothing could be drawn, and with limits or levels that it has not", () => {
    expect(() => lineChart(points([1, 0], [2, -1]), log("y"))).toThrow(
      "Cannot draw a line chart: found no number above 0, and on a logarithmic axis at least one",
    );
    const data = points([1, 1]);
    const wanted = "and on a logarithmic axis numbers above 0 are wanted";
    expect(() => lineChart(data, log("y", { domain: [0, 1] }))).toThrow(
      `Cannot draw a line chart: found 0 as a limit or level of y, ${wanted}`,
    );
    expect(() => lineChart(data, log("x", { domain: [-2, 1] }))).toThrow("found -2 as a limit");
    expect(() => lineChart(data, { ...log("y"), levels: [{ y: 0, label: "none" }] })).toThrow(
      `found 0 as a limit or level of y, ${wanted}`,
    );
    const strip = [{ label: "a", values: [1] }];
    expect(() => dotStrip(strip, { x: { scale: "log", domain: [0, 1] } })).toThrow(wanted);
    const levels = [{ y: -1, label: "a" }];
    expect(() => trainingPlot({ title: "T", loss: { scale: "log", levels } })).toThrow(wanted);
  });

  it("of a training says what it leaves out", () => {
    const drawn = (losses: number[]) => {
      const plot = trainingPlot({ title: "T", loss: { scale: "log" } });
      losses.forEach((loss, i) => plot.add({ kind: "update", update: i + 1, loss }));
      return plot.picture();
    };
    const said = "A loss of 0 or below is not drawn: a logarithmic axis has no place for it.";
    expect(drawn([1, 0, 0.5]).svg).toContain(said);
    expect(drawn([1, 0, 0.5]).alt).toContain(said);
    expect(drawn([1, 0.5]).svg).not.toContain(said);
  });

  it("of panels says what has no place on its edge either", () => {
    const drawn = (values: number[], domain: [number, number] = [0.1, 10]) =>
      linePanels([{ heading: "h", values: [values] }], {
        title: "T",
        alt: "a",
        series: ["s"],
        x: { label: "x" },
        y: { domain, ticks: [0.1, 1, 10] },
      });
    expect(drawn([1, -1, 2]).svg).toContain("1 of 3 values is not drawn");
    expect(drawn([1, 0.01, 2]).svg).not.toContain("not drawn");
    expect(() => drawn([1], [0, 1])).toThrow("found 0 as a limit or level of y");
  });
});

describe("a picture of many values", () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => ({ x: i, y: i % 100 }));

  it("draws 30,000 points of a line in time, and says how many of them it shows", () => {
    const { svg } = lineChart(many(30_000), axes);
    expect(svg).toContain("One in 3 of 30,000 values is drawn as a point; the lines are of all.");
    expect(svg.match(/<circle/g)).toHaveLength(10_000);
    expect(/aria-label="line"><path d="([^"]+)"/.exec(svg)![1].split(/[ML]/).length).toBe(30_001);
  }, 30_000);

  it("draws every one of fewer", () => {
    const { svg } = lineChart(many(400), axes);
    expect(svg).not.toContain("One in");
    expect(svg.match(/<circle/g)).toHaveLength(400);
  });

  it("is refused where a page could not show it", () => {
    expect(() => lineChart(many(200_001), { ...axes, points: false })).toThrow(
      "Cannot draw a line chart: found 200,001 points in 1 series, and at most 200,000 in 100 are",
    );
    const series = many(101).map((point, i) => ({ ...point, series: `s${i}` }));
    expect(() => timeSeries(series, axes)).toThrow("found 101 points in 101 series");
    expect(() => lineChart(many(1001), { ...axes, x: { label: "x", ticks: "data" } })).toThrow(
      "found 1001 places to be named on the x axis, and at most 1000 are wanted",
    );
    const matrix = Array.from({ length: 400 }, () => new Array(251).fill(0.5));
    expect(() => heatMap(matrix, { title: "T", alt: "a" })).toThrow(
      /^Cannot draw a picture: found 100,40\d shapes, and at most 100,000 are wanted$/,
    );
  });

  it("is refused without room for it", () => {
    const data = points([1, 1], [2, 2]);
    expect(() => lineChart(data, { ...axes, width: 1 })).toThrow(
      "Cannot draw a picture: found a width of 1 pixels, of which 76 are margins, and at least 86",
    );
    expect(() => timeSeries(data, { ...axes, height: 1 })).toThrow("found a height of 1 pixels");
    const labels = ["a very long name of a row, longer than the picture is wide"];
    expect(() => heatMap([[1]], { title: "T", rows: { labels }, width: 200 })).toThrow(
      "found a width of 200 pixels",
    );
  });
});

it.each<[string, () => unknown, string]>([
  [
    "a bar of NaN",
    () => wordBars([{ word: "a", value: NaN }], axes),
    "bars[0].value is NaN, and a number of at least 0 is wanted",
  ],
  ["a bar below 0", () => wordBars([{ word: "a", value: -1 }], axes), "bars[0].value is -1, and"],
  [
    "a name that is none",
    () => lineChart([{ x: 1, y: 1, series: 5 }] as Given, axes),
    "data[0].series is 5, and a text is wanted",
  ],
  [
    "a text for a number",
    () => lineChart([{ x: 1, y: "2" }] as Given, axes),
    'data[0].y is the text "2", and a number is wanted',
  ],
  [
    "a date that is none",
    () => timeSeries([{ x: new Date("no"), y: 1 }], axes),
    "data[0].x is a Date, and a number or a date is wanted",
  ],
  [
    "numbers and dates",
    () => timeSeries([{ x: 1, y: 1 }, { x: new Date(0), y: 1 }], axes),
    "found numbers and dates together (data[1]), and x of one kind is wanted",
  ],
  [
    "a strip's region",
    () => dotStrip([{ label: "a", values: [1], wanted: [2, 1] }], {}),
    "strips[0].wanted is the list [2,1], and two numbers [from, to], which may be infinite, is",
  ],
  [
    "a strip's value",
    () => dotStrip([{ label: "a", values: [1, "2"] }] as Given, {}),
    'strips[0].values[1] is the text "2", and a number is wanted',
  ],
  [
    "a score without goodness",
    () =>
      scoreboard(["a"], [{ label: "b", scores: [{ text: "1" }] }] as Given, { ...axes } as Given),
    "rows[0].scores[0] is an object of text, and a score { text, goodness } is wanted",
  ],
  [
    "a norm of NaN",
    () => gradientFlow(["a"], [{ label: "b", norms: [NaN] }], { title: "T", alt: "a" }),
    "rows[0].norms[0] is NaN, and a number of at least 0 is wanted",
  ],
  [
    "no finite number",
    () => heatMap([[NaN, Infinity]], { title: "T", alt: "a" }),
    "Cannot draw a heat map: found no finite number, and at least one is wanted",
  ],
  [
    "no event",
    () => (trainingPlot({ title: "T" }) as Given).add(undefined),
    "Cannot plot a training: an event is undefined, and an event, as train({ … }) gives, is wanted",
  ],
  [
    "a picture of nothing",
    () => new Picture(5 as Given, { alt: "a", width: 1, height: 1 }),
    "Cannot make a picture: the svg is 5, and a text is wanted",
  ],
])("refuses to draw %s", (_, draw, message) => {
  expect(draw).toThrow(message);
});

it("a heat map with a value that is no number has the colours of the others", () => {
  const { svg } = heatMap([[0, NaN, 1]], { title: "T", alt: "a" });
  for (const colour of ["#F7FBFF", "#032048", "#000000"]) expect(svg).toContain(`fill="${colour}"`);
  expect(svg).not.toContain("NaN");
});
