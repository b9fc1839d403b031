/** How sure claims are, worked out of what a run on many seeds wrote. */

import { describe, expect, it } from "vitest";
import { above, below } from "lib/checks/threshold.ts";
import { judge } from "lib/checks/claim.ts";
import { certaintyOf, draws, thresholdFrom } from "../../tools/lesson/certainty.ts";
import { certaintyTable } from "../../tools/lesson/readme.ts";

const seeds = Array.from({ length: 20 }, (_, i) => 100 + i);

/** The record of a claim whose first nets are wrong: so many of the experiment, so many of the control. */
async function recordOf(wrong: number, wrongControls = 0, expected: "holds" | "fails" = "holds") {
  const values = (bad: number, good: number, off: number) => (seed: number) =>
    seed - 100 < off ? bad : good;
  const verdict = await judge({
    id: "03.sample",
    claim: "It learns",
    seeds,
    experiment: values(0, 1, wrong),
    holds: above(0.9),
    expected,
    control: { experiment: values(1, 0.25, wrongControls), holds: below(0.5) },
  });
  return verdict.record();
}

/** Ways to draw k of n. */
const ways = (n: number, k: number): number => k === 0 ? 1 : n * ways(n - 1, k - 1) / k;

describe("the certainty of a claim", () => {
  it("is whole where every net is on the right side", async () => {
    expect(certaintyOf(await recordOf(0))).toEqual({
      seeds: "100–119",
      asked: "median > 0.9 | median < 0.5",
      single: [1, 1],
      draws: 1,
    });
  });

  it("counts nets, and draws with two wrong ones or more, which the margin rule refuses", async () => {
    const { single, draws } = certaintyOf(await recordOf(3));
    expect(single).toEqual([17 / 20, 1]);
    const few = ways(17, 5) + 3 * ways(17, 4);
    expect(draws).toBeCloseTo(few / ways(20, 5), 12);
  });

  it("asks the control too, on the same seeds", async () => {
    const { single, draws } = certaintyOf(await recordOf(0, 3));
    expect(single).toEqual([1, 17 / 20]);
    expect(draws).toBeLessThan(1);
    expect(certaintyOf(await recordOf(3, 3)).draws).toBe(draws); // the same three seeds
  });

  it("of a claim that is to fail counts draws in which it fails", async () => {
    const { single, draws } = certaintyOf(await recordOf(17, 0, "fails"));
    expect(single).toEqual([17 / 20, 1]);
    expect(draws).toBeGreaterThan(0.9);
  });

  it("refuses few seeds, and a record that contradicts itself", async () => {
    const record = await recordOf(0);
    expect(() => certaintyOf({ ...record, seeds: [1, 2, 3, 4, 5] })).toThrow("at least 10");
    expect(() => certaintyOf({ ...record, asExpected: false })).toThrow("judge 03.sample again");
  });
});

describe("thresholds as records write them", () => {
  it.each([
    ["median > 0.95", 0.96, 0.95],
    ["every value ≥ 48", 48, 47],
    ["median < −0.5229", -0.6, -0.5],
    ["every value ≤ 1e−12", 1e-12, 1e-11],
    ["median between −0.05 and 0.05", -0.05, -0.06],
    ["every value = 256", 256, 255],
    ["median = 0.5 ± 0.01", 0.505, 0.52],
  ])("%s", (text, inside, outside) => {
    const { contains } = thresholdFrom(text);
    expect([contains(inside), contains(outside)]).toEqual([true, false]);
  });

  it("says what it cannot read", () => {
    expect(() => thresholdFrom("about 3")).toThrow('Cannot read the threshold "about 3"');
  });
});

it("draws every five of a list once", () => {
  const all = [...draws(7, 5)].map((places) => places.join());
  expect(all).toHaveLength(ways(7, 5));
  expect(new Set(all).size).toBe(all.length);
});

describe("the table of all claims", () => {
  const claim = {
    id: "03.sample",
    claim: "It learns",
    asExpected: true,
    threshold: "median > 0.9",
    control: null,
    notebook: "03.ipynb",
  };
  const measured = { seeds: "1–20", asked: "median > 0.9", single: [0.95], draws: 0.975 };
  const row = (known: Record<string, typeof measured>) => certaintyTable([claim], known).at(-2);

  it("shows both shares, in bold what is less than 98 %", () => {
    expect(row({ "03.sample": measured })).toContain("| 1–20 | 95 % | none | **97.5 %** |");
  });

  it("shows none for a claim that asks something else now, or was never measured", () => {
    expect(row({})).toContain("| not measured |");
    expect(row({ "03.sample": { ...measured, asked: "median > 0.8" } })).toContain("not measured");
  });
});
