import { describe, expect, it } from "vitest";
import { above, atLeast, atMost, below, between, equals } from "lib/checks/threshold.ts";

describe("thresholds", () => {
  it("above and below leave their limit out", () => {
    expect([0.94, 0.95, 0.96].map(above(0.95).contains)).toEqual([false, false, true]);
    expect([0.5, 0.6, 0.7].map(below(0.6).contains)).toEqual([true, false, false]);
  });

  it("atLeast, atMost and between include theirs", () => {
    expect([0.9, 1].map(atLeast(1).contains)).toEqual([false, true]);
    expect([0, 1e-6, 2e-6].map(atMost(1e-6).contains)).toEqual([true, true, false]);
    expect([0.44, 0.45, 0.55, 0.56].map(between(0.45, 0.55).contains))
      .toEqual([false, true, true, false]);
  });

  it("equals is exact without a tolerance", () => {
    expect([0.1 + 0.2, 0.3].map(equals(0.3).contains)).toEqual([false, true]);
    expect([0.15, 0.16, 1 / 6].map(equals(1 / 6, 0.01).contains)).toEqual([false, true, true]);
  });

  it("nothing contains NaN", () => {
    const all = [above(0), below(0), atLeast(0), atMost(0), between(0, 1), equals(0), equals(0, 9)];
    expect(all.some((threshold) => threshold.contains(Number.NaN))).toBe(false);
  });

  it("say what they want", () => {
    expect(above(0.95).text).toBe("> 0.95");
    expect(between(-1, 1).text).toBe("between −1 and 1");
    expect(equals(1 / 6, 0.01).text).toBe("= 0.1667 ± 0.01");
  });

  it("refuse limits that make no sense", () => {
    expect(() => between(1, 0)).toThrow(/lower limit first/);
    expect(() => equals(0, -1)).toThrow(/tolerance/);
    expect(() => above(Number.NaN)).toThrow(
      "Cannot make a threshold: a limit is NaN, and a number is wanted",
    );
  });

  it("wants limits that are numbers", () => {
    // deno-lint-ignore no-explicit-any
    expect(() => above("0.9" as any)).toThrow('a limit is the text "0.9", and a number is wanted');
  });

  it("hold numbers against them, and no text that looks like one", () => {
    // deno-lint-ignore no-explicit-any
    expect(() => above(0.5).contains("0.9" as any)).toThrow(
      'Cannot hold a value against > 0.5: it is the text "0.9", and a number is wanted',
    );
  });
});
