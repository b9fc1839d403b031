import { describe, expect, it } from "vitest";
import { probe } from "lib/checks/probe.ts";
import { createRandom } from "lib/random.ts";

describe("a linear probe", () => {
  const random = createRandom(0);
  const rows = Array.from({ length: 300 }, () => Array.from({ length: 4 }, () => random.normal()));
  const largest = rows.map((row) => row.indexOf(Math.max(...row)));
  const dice = rows.map(() => random.integer(0, 4));

  it("tells what lies open, and chance of what is not there", () => {
    const [open, chance] = probe(rows, [largest, dice], { classes: 4 });
    expect(open).toBeGreaterThan(0.8);
    expect(chance).toBeLessThan(0.4);
    expect(chance).toBeGreaterThan(0.1);
  });

  it("uses the bias: with no information it says the most frequent class", () => {
    const often = rows.map((_, n) => (n % 3 === 0 ? 1 : 2));
    expect(probe(rows.map(() => [0]), [often], { classes: 3 })[0]).toBe(0.67);
  });

  it("is tested on rows that it was not fitted on", () => {
    // From the fitted rows on, the label means the opposite.
    const turned = rows.map(([x], n) => Number(x > 0) ^ Number(n >= 200));
    expect(probe(rows, [turned], { classes: 2, fitOn: 200 })[0]).toBeLessThan(0.1);
  });

  it("solves the normal equations: one unit, worked out by hand", () => {
    // x = 1, 2 for class 0, x = 3 for class 1, λ = 0: the line through 0, 0, 1 is (3 x − 4) / 6; above 1/2 from 7/3 on.
    const [x, y] = [[[1], [2], [3], [2.3], [2.4]], [0, 0, 1, 0, 1]];
    expect(probe(x, [y], { classes: 2, fitOn: 3, ridge: 0 })).toEqual([1]);
  });

  it("says what it cannot probe", () => {
    expect(() => probe(rows, [dice], { classes: 4, fitOn: 300 })).toThrow(
      "wanted some for the test",
    );
    expect(() => probe(rows, [dice.slice(1)], { classes: 4 })).toThrow(
      "found 299 labels for probe 0",
    );
    expect(() => probe(rows, [dice], { classes: 2 })).toThrow("wanted 0 to 1");
    expect(() => probe([[1], [NaN]], [[0, 0]], { classes: 1 })).toThrow("found NaN");
    expect(() => probe([[1], [1, 2]], [[0, 0]], { classes: 1 })).toThrow("2 numbers in row 1");
  });

  it("refuses a fit with more than one answer, and options that it does not have", () => {
    const rows = [[1, 1], [2, 2], [3, 3], [4, 4]];
    const labels = [[0, 1, 0, 1]];
    expect(() => probe(rows, labels, { classes: 2, ridge: 0 })).toThrow(
      "found more than one answer to the equations with ridge 0, and a ridge above 0 is wanted",
    );
    // deno-lint-ignore no-explicit-any
    const wrong = (options: any) => () => probe(rows, labels, options);
    expect(wrong({ classes: 2, rigde: 0 })).toThrow("found the option rigde, and ridge is wanted");
    expect(wrong({})).toThrow("classes is missing, and a whole number of at least 1 is wanted");
    expect(wrong(2)).toThrow("the options are 2, and an object { classes } is wanted");
  });
});
