import { describe, expect, it } from "vitest";
import {
  asMany,
  escapeMarkup,
  formatNumber,
  formatSeconds,
  withSingulars,
} from "lib/notebook/format.ts";

describe("formatNumber", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [-0, "0"],
    [1, "1"],
    [0.95, "0.95"],
    [0.1 + 0.2, "0.3"],
    [1 / 6, "0.167"],
    [0.0011, "0.0011"],
    [0.00001234, "1.23e−5"],
    [-1e-6, "−1e−6"],
    [3.14159, "3.142"],
    [12.345678, "12.35"],
    [123.456, "123.5"],
    [12345, "12,345"],
    [1234.5678, "1,235"],
    [-2000, "−2,000"],
    [1e21, "1e21"],
    [Number.NaN, "NaN"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
  ];
  for (const [value, text] of cases) {
    it(`${value} is ${text}`, () => expect(formatNumber(value)).toBe(text));
  }
});

describe("formatSeconds", () => {
  it("tells the two units that matter", () => {
    expect([0.2, 7.6, 60, 125, 3720].map(formatSeconds))
      .toEqual(["1 s", "8 s", "1 min 0 s", "2 min 5 s", "1 h 2 min"]);
  });
});

describe("escapeMarkup", () => {
  it("leaves nothing that could open a tag or close an attribute", () => {
    expect(escapeMarkup(`<a href="x">'&`)).toBe("&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
  });
});

describe("asMany", () => {
  it("says so while two counts are within a tenth, and both numbers from there on", () => {
    expect(asMany(1000, 1000, "weights")).toBe("as many weights");
    expect(asMany(900, 1000, "weights")).toBe("as many weights");
    expect(asMany(1000, 899, "units")).toBe("1,000 units (not 899)");
    expect(asMany(62, 1503, "units")).toBe("62 units (not 1,503)");
  });
});

describe("withSingulars", () => {
  it("says of one what is said of one", () => {
    expect(
      withSingulars("A net of 1 units, medians of 1 seeds: 1 layers, the best of 1 learning rates"),
    )
      .toBe("A net of 1 unit, medians of 1 seed: 1 layer, the best of 1 learning rate");
  });

  it("leaves other numbers, and what is no count", () => {
    for (
      const text of [
        "11 units",
        "0.1 steps",
        "1,001 words",
        "2–1 words",
        "f = 1 keeps",
        "1 seedling",
      ]
    ) {
      expect(withSingulars(text)).toBe(text);
    }
  });
});
