import { describe, expect, it } from "vitest";
import { logTick } from "../../lib/plots/log_ticks.ts";

describe("a tick of a logarithmic axis", () => {
  it("is a plain number near 1", () => {
    expect([0.001, 0.02, 0.5, 1, 10, 200, 5000].map(logTick)).toEqual(
      ["0.001", "0.02", "0.5", "1", "10", "200", "5,000"],
    );
  });

  it("is a power of ten far from 1, never a letter for one", () => {
    expect([1e-12, 1e-9, 2e-6, 1e-4, 1e4, 5e6, 1e15].map(logTick)).toEqual(
      ["10⁻¹²", "10⁻⁹", "2 × 10⁻⁶", "10⁻⁴", "10⁴", "5 × 10⁶", "10¹⁵"],
    );
  });

  it("is empty where labels would crowd", () => {
    expect([3, 0.4, 60, 7e-5, 9e8].map(logTick)).toEqual(["", "", "", "", ""]);
  });

  it("takes what arithmetic makes of a power of ten", () => {
    expect(logTick(0.1 + 0.2 - 0.2)).toBe("0.1");
    expect(logTick(1e-7 * (1 + 2 ** -52))).toBe("10⁻⁷");
  });
});
