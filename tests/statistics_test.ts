import { describe, expect, it } from "vitest";
import {
  correlation,
  greatest,
  least,
  median,
  quantile,
  relativeDifference,
  spread,
} from "lib/statistics.ts";

describe("statistics", () => {
  it("the median of an odd and of an even number of values", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  it("quantiles are those of numpy (linear)", () => {
    expect(quantile([1, 2, 4, 8, 16], 0.25)).toBe(2);
    expect(quantile([1, 2, 4, 8], 0.25)).toBe(1.75);
    expect(quantile([5, 1], 0)).toBe(1);
    expect(quantile([5, 1], 1)).toBe(5);
  });

  it("one wild value in five does not move the spread, two do", () => {
    expect(spread([1, 1, 1, 1, 0])).toBe(0);
    expect(spread([1, 1, 1, 0, 0])).toBe(1);
  });

  it("does not hide what is no number", () => {
    expect(median([1, Number.NaN, 2])).toBeNaN();
    expect(median([])).toBeNaN();
    expect(spread([1, Number.NaN])).toBeNaN();
  });

  it("no quantile of what are no numbers", () => {
    for (const none of [null, 3, ["a"], "abc", [1, undefined]]) {
      expect(() => median(none as number[])).toThrow(
        /^Cannot take a quantile: what it is of.* is .*, and a (list of )?numbers? is wanted$/,
      );
    }
    expect(median(Float32Array.of(3, 1, 2) as unknown as number[])).toBe(2);
  });

  it("the least and the greatest of a list longer than any list of arguments", () => {
    const many = Array.from({ length: 200_000 }, (_, i) => i - 7);
    expect([least(many), greatest(many)]).toEqual([-7, 199_992]);
    expect([least([]), greatest([])]).toEqual([Infinity, -Infinity]);
    expect([least([1, NaN, 2]), greatest([1, NaN, 2])]).toEqual([NaN, NaN]);
  });

  it("the difference of arrays, relative to the largest number wanted", () => {
    expect(relativeDifference([[1, 2], [3]], [[1, 2], [3]])).toBe(0);
    expect(relativeDifference([[0, 2]], [[1, -4]])).toBe(1.5);
    expect(relativeDifference([[Number.NaN]], [[1]])).toBeNaN();
    expect(() => relativeDifference([[1, 2]], [[1]])).toThrow("found arrays of 2, and of 1");
  });

  it("the correlation is 1 for what rises together, and nothing for what never changes", () => {
    expect(correlation([1, 2, 4], [3, 5, 9])).toBeCloseTo(1, 12);
    expect(correlation([1, 2, 3, 4], [1, -1, -1, 1])).toBeCloseTo(0, 12);
    expect(correlation([1, 1], [1, 2])).toBeNaN();
    expect(() => correlation([1], [1])).toThrow("found 1 and 1 numbers");
  });

  it("numbers near the largest there are have a middle, a difference and a correlation", () => {
    const large = Number.MAX_VALUE;
    expect(median([-large, large])).toBe(0);
    expect(quantile([large, -large], 0.75) / large).toBeCloseTo(0.5, 15);
    expect(median([-Infinity, 3])).toBe(-Infinity);
    expect(relativeDifference([[large]], [[-large]])).toBe(2);
    expect(relativeDifference([[1]], [[0]])).toBe(Infinity);
    const list = [0.5327672374121692, 0.21895918632809036, 0.04704461621448613]; // 1 + 2 ** -52 unheld
    expect(correlation(list, list.map((x) => x * 3.7))).toBe(1);
  });

  it("no part of a list that is no part", () => {
    for (const part of [undefined, 2, -0.1, NaN, "0.5"]) {
      expect(() => quantile([1, 2], part as number)).toThrow(
        `and a number from 0 to 1 is wanted`,
      );
    }
  });

  it("neither the least nor the greatest of what are no numbers", () => {
    for (const none of ["abc", 5, undefined, {}]) {
      expect(() => least(none as number[])).toThrow("Cannot take the least: what it is of is ");
    }
    expect(() => greatest([1, "2"] as number[])).toThrow(
      'Cannot take the greatest: one of the values is the text "2", and a number is wanted',
    );
    expect([least(new Set([3, 1])), greatest(Float32Array.of(1, 3))]).toEqual([1, 3]);
  });

  it("no difference of flat lists, nor of what are no numbers", () => {
    const compared = (found: unknown, wanted: unknown) => () =>
      relativeDifference(found as number[][], wanted as number[][]);
    expect(compared([1, 1], [1, 2])).toThrow(
      "Cannot compare numbers: what was found[0] is 1, and a list of numbers is wanted",
    );
    expect(compared([[1]], [["1"]])).toThrow("what is wanted[0][0] is the text");
    expect(compared(undefined, [[1]])).toThrow(
      "what was found is undefined, and a list, each a list of numbers, is wanted",
    );
    expect(compared([[1]], 5)).toThrow("what is wanted is 5, and a list");
    expect(compared([new DataView(new ArrayBuffer(8))], [[1]])).toThrow("a DataView");
    expect(relativeDifference([Float32Array.of(1)], [[0]])).toBe(Infinity);
  });

  it("the correlation of numbers whose squares no number holds", () => {
    for (const size of [1e-300, 1e200, 8e307]) {
      expect(correlation([size / 4, size / 2, size], [1, 2, 4])).toBeCloseTo(1, 12);
      expect(correlation([3, 2, 1], [0, size, 2 * size])).toBeCloseTo(-1, 12);
    }
    expect(correlation([0.1, 0.1, 0.1], [1, 2, 3])).toBeNaN();
    expect(correlation([1, Infinity], [1, 2])).toBeNaN();
    for (const none of [null, "ab", [1, "2"], { length: 2 }]) {
      expect(() => correlation(none as number[], [1, 2])).toThrow("Cannot correlate: the first");
    }
  });
});
