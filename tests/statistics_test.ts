import { describe, expect, it } from "vitest";
import { greatest, least, median, quantile, spread } from "lib/statistics.ts";

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

  it("the least and the greatest of a list longer than any list of arguments", () => {
    const many = Array.from({ length: 200_000 }, (_, i) => i - 7);
    expect([least(many), greatest(many)]).toEqual([-7, 199_992]);
    expect([least([]), greatest([])]).toEqual([Infinity, -Infinity]);
    expect([least([1, NaN, 2]), greatest([1, NaN, 2])]).toEqual([NaN, NaN]);
  });
});
