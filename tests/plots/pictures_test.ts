import { describe, expect, it } from "vitest";
import { bundleOf } from "lib/notebook/display.ts";
import * as Plot from "@observablehq/plot";
import { dotStrip } from "lib/plots/dot_strip.ts";
import { gradientFlow } from "lib/plots/gradient_flow.ts";
import { heatMap } from "lib/plots/heat_map.ts";
import { lineChart } from "lib/plots/line_chart.ts";
import { Picture, render } from "lib/plots/render.ts";
import { scoreboard } from "lib/plots/scoreboard.ts";
import { timeSeries } from "lib/plots/time_series.ts";
import { trainingPlot } from "lib/plots/training_plot.ts";
import { unrolled } from "lib/plots/unrolled.ts";
import { wordBars } from "lib/plots/word_bars.ts";
import { wordProbability } from "lib/plots/word_probability.ts";
import { needs } from "../support/permissions.ts";
import { pictures } from "./pictures.ts";

describe("each kind of picture", () => {
  for (const [name, draw] of Object.entries(pictures)) {
    it(`${name} is the same twice, and well formed`, () => {
      const { svg, width, height } = draw();
      expect(draw().svg).toBe(svg);
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+"/);
      expect(svg).not.toMatch(/NaN|undefined|Infinity|&nbsp;|plot-clip/);
      expect(width).toBeGreaterThan(100);
      expect(height).toBeGreaterThan(50);
    });

    it(`${name} has no coordinate finer than a hundredth of a pixel`, () => {
      const attributes = pictures[name]().svg.match(/="(?!#)[^"]*"/g) ?? [];
      expect(attributes.filter((value) => /\d\.\d{3}/.test(value))).toEqual([]);
    });
  }

  const { describe: whenReading } = needs({ read: true });
  whenReading("against the committed ones", () => {
    for (const [name, draw] of Object.entries(pictures)) {
      it(`${name} equals pictures/${name}.svg (deno run -A tests/plots/pictures.ts renews it)`, () => {
        const committed = Deno.readTextFileSync(new URL(`pictures/${name}.svg`, import.meta.url));
        // Not toBe: the difference of two such lines helps nobody.
        expect(firstDifference(draw().svg + "\n", committed)).toBe("");
      });
    }
  });
});

function firstDifference(found: string, wanted: string): string {
  if (found === wanted) return "";
  let i = 0;
  while (found[i] === wanted[i]) i++;
  const around = (text: string) => text.slice(Math.max(0, i - 60), i + 60);
  return `found …${around(found)}…, wanted …${around(wanted)}…`;
}

describe("a picture", () => {
  it("shows as an image with its alt text, and as plain text", () => {
    const picture = lineChart([{ x: 1, y: 1 }], {
      title: "T",
      alt: 'a "point" < two',
      x: { label: "x" },
      y: { label: "y" },
    });
    const bundle = bundleOf(picture);
    expect(bundle["text/plain"]).toBe('a "point" < two');
    expect(bundle["text/html"]).toMatch(
      /^<div style="overflow-x:auto[^>]*><img alt="a &quot;point&quot; &lt; two"/,
    );
    const data = /base64,([^"]+)"/.exec(String(bundle["text/html"]))![1];
    const decoded = new TextDecoder().decode(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)));
    expect(decoded).toBe(picture.svg);
  });

  it("has for each of its colours another on a dark page, but for those of its data", () => {
    for (const [name, draw] of Object.entries(pictures)) {
      const [style, ...content] = draw().svg.split("</style>");
      const used = content.join("").match(/ (?:fill|stroke)="#[^"]+"/g) ?? [];
      const unlit = new Set(used.filter((one) => !/[A-F]|"#\d+"/.test(one)))
        .difference(new Set(style.match(/(?<=\[)[^\]]+/g)?.map((one) => ` ${one}`)));
      expect([...unlit], name).toEqual([]);
    }
  });

  it("must have an alt text", () => {
    expect(() => new Picture("<svg/>", { alt: " ", width: 1, height: 1 })).toThrow(/alt text/);
  });

  it("numbers its clips from 1, whatever was drawn before", () => {
    const clipped = () =>
      render([{ plot: { marks: [Plot.dot([[1, 2]], { clip: true })] } }], { title: "", alt: "a" })
        .svg;
    const first = clipped();
    expect(first).toContain('id="clip-1"');
    expect(clipped()).toBe(first);
  });

  it("keeps colours that look like numbers with exponents", () => {
    const svg = render([{ plot: { marks: [Plot.dot([[1, 2]], { fill: "#4e4e4e" })] } }], {
      title: "",
      alt: "a",
    }).svg;
    expect(svg).toContain("#4e4e4e");
  });

  it("escapes what it writes", () => {
    const options = { title: "a < b & c", alt: "a", x: { label: "x" }, y: { label: "y" } };
    expect(lineChart([{ x: 0, y: 0 }], options).svg).toContain("a &lt; b &amp; c");
  });
});

describe("a figure by meaning", () => {
  it("a line goes through the medians, not the means", () => {
    const options = {
      title: "T",
      alt: "a",
      x: { label: "x" },
      y: { label: "y", domain: [0, 10] },
    } as const;
    const line = (y: number[]) =>
      /aria-label="line"><path d="([^"]+)"/.exec(
        lineChart([...y.map((v) => ({ x: 0, y: v })), { x: 1, y: 5 }], options).svg,
      )![1];
    expect(line([1, 2, 9])).toBe(line([2, 2, 2]));
  });

  it("the points of every series can be seen: open symbols are stroked", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const data = names.map((series, y) => ({ x: 1, y, series }));
    const { svg } = lineChart(data, {
      title: "T",
      alt: "a",
      x: { label: "x" },
      y: { label: "y" },
    });
    const dots = [...svg.matchAll(/<g([^>]*)aria-label="dot">(?:<path|<circle)/g)];
    expect(dots.length).toBe(7);
    const open = dots.map(([, style]) =>
      style.includes("stroke=") && !style.includes('stroke="none"')
    );
    expect(open.map((stroked, i) => stroked ? names[i] : "")).toEqual([
      "",
      "",
      "",
      "",
      "e",
      "",
      "g",
    ]);
  });

  it("a strip draws one dot for each finite value", () => {
    const svg = dotStrip([{ label: "a", values: [1, 2, Number.NaN, 3] }], { alt: "a" }).svg;
    expect(svg.match(/<circle/g)).toHaveLength(3);
  });

  it("a heat map has a cell for each number, the least lightest", () => {
    const svg = heatMap([[0, 1], [0.5, 0.25]], { title: "T", alt: "a" }).svg;
    const cells = /aria-label="cell"[^>]*>(.*?)<\/g>/.exec(svg)![1];
    expect(cells.match(/<rect/g)).toHaveLength(4);
    expect(cells).toContain("#F7FBFF");
    expect(cells).toContain("#032048");
  });

  it("bars are as long as their values", () => {
    const svg = wordBars([{ word: "a", value: 1 }, { word: "b", value: 0.5 }], {
      title: "T",
      alt: "a",
      x: { label: "x", domain: [0, 1] },
    }).svg;
    const bars = /aria-label="bar"[^>]*>(.*?)<\/g>/.exec(svg)![1];
    const [long, short] = [...bars.matchAll(/width="([\d.]+)"/g)].map((match) => Number(match[1]));
    expect(short / long).toBeCloseTo(0.5, 2);
  });

  it("an unrolled net has one box more than words, and without recurrence no arrow between boxes", () => {
    const counted = (picture: Picture, shape: RegExp) => picture.svg.match(shape)?.length ?? 0;
    const boxes = /<rect [^>]*rx="5"/g;
    const whole = pictures.unrolled();
    const cut = pictures.recurrence_cut();
    expect(counted(whole, boxes)).toBe(5 + 1);
    expect(counted(cut, boxes)).toBe(5);
    expect(whole.svg).toContain("h₁");
    expect(cut.svg).not.toContain("h₁");
  });

  it("bits have ticks at 0 and 1 and nowhere between", () => {
    expect(pictures.bits().svg).not.toContain(">0.2<");
  });

  it("says what is missing", () => {
    const axes = { title: "T", alt: "a", x: { label: "x" }, y: { label: "y" } };
    expect(() => lineChart([], axes)).toThrow(
      "data is the list [], and a list of at least 1, each a point",
    );
    expect(() => timeSeries([], axes)).toThrow(
      "data is the list [], and a list of at least 1, each a point",
    );
    expect(() => dotStrip([], { alt: "a" })).toThrow("strips is the list [], and a list of");
    expect(() => wordBars([], axes)).toThrow("bars is the list [], and a list of at least 1");
    expect(() => heatMap([], axes)).toThrow(
      "matrix is the list [], and a list of at least 1, each a list, each a number, is wanted",
    );
    expect(() => heatMap([[1], [1, 2]], { title: "T", alt: "a" })).toThrow(/same length/);
    expect(() => unrolled([], { title: "T", alt: "a" })).toThrow(
      "words is the list [], and a list of at least 1, each a text,",
    );
    expect(() => unrolled(["a"], { title: "T", alt: "a", answers: [] })).toThrow(/one a word/);
    expect(() => wordProbability(["a"], [{ label: "p", values: [] }], { title: "T", alt: "a" }))
      .toThrow(/one a word/);
  });

  // What a learner writes is not always what the types say.
  // deno-lint-ignore no-explicit-any
  type Given = any;

  it.each<[string, () => unknown, string]>([
    [
      "no x",
      () => lineChart([{ x: 1, y: 2 }], { title: "T", alt: "a", y: { label: "y" } } as Given),
      "Cannot draw a line chart: x is missing, and an object { label, domain, scale, ticks } is wanted",
    ],
    [
      "no label",
      () => timeSeries([{ x: 1, y: 2 }], { title: "T", alt: "a", x: {}, y: {} } as Given),
      "Cannot draw a time series: x.label is missing, and a text is wanted",
    ],
    [
      "no options",
      () => (wordBars as Given)([{ word: "a", value: 1 }]),
      "the options are undefined, and",
    ],
    [
      "a promise",
      () => lineChart(Promise.resolve([]) as Given, {} as Given),
      "data is a promise, of what `await` before it would give, and a list of at least 1, each a point",
    ],
    [
      "a point without y",
      () => lineChart([{ x: 1, y: 2 }, { x: 1 }] as Given, {} as Given),
      "data[1] is an object of x, and a point { x, y } of numbers is wanted",
    ],
    [
      "no alt",
      () => scoreboard(["a"], [{ label: "b", scores: [] }], { title: "T", alt: " " }),
      'alt is the text " ", and a sentence that says what the picture shows is wanted',
    ],
    [
      "a slip",
      () => heatMap([[1]], { title: "T", alt: "a", colors: "diverging" } as Given),
      "found the option colors, and colours is wanted",
    ],
    [
      "an axis turned round",
      () => dotStrip([{ label: "a", values: [1] }], { alt: "a", x: { domain: [1, 0] } }),
      "x.domain is the list [1,0], and two numbers [least, greatest] is wanted",
    ],
    [
      "labels",
      () => heatMap([[1, 2]], { title: "T", alt: "a", columns: { labels: ["a"] } }),
      "found 1 labels for 2 columns, and one for each is wanted",
    ],
    [
      "no size",
      () => unrolled(["a"], { title: "T", alt: "a", width: Infinity }),
      "width is Infinity, and",
    ],
    [
      "no norms",
      () => gradientFlow(["a"], [{ label: "b" }] as Given, {} as Given),
      "rows[0] is an object",
    ],
    [
      "a slip",
      () => trainingPlot({ titel: "T" } as Given),
      "found the option titel, and title is wanted",
    ],
  ])("refuses what cannot be drawn: %s", (_, draw, message) => {
    expect(draw).toThrow(message);
  });
});
