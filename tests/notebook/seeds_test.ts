import { describe, expect, it } from "vitest";
import { parseSeeds, seeds } from "lib/notebook/seeds.ts";
import { needs } from "../support/permissions.ts";

describe("parseSeeds", () => {
  it("reads ranges, lists, and both", () => {
    expect(parseSeeds("3,5,8")).toEqual([3, 5, 8]);
    expect(parseSeeds(" 7 , 10 - 12 ")).toEqual([7, 10, 11, 12]);
    expect(parseSeeds("1000-1019")).toHaveLength(20);
    expect(parseSeeds("4-4")).toEqual([4]);
  });

  for (
    const wrong of ["abc", "1,,2", "5-3", "-4", "1.5", "0-4294967296", "0-99999999", "1e3", "1;2"]
  ) {
    it(`says what is wrong with "${wrong}"`, () => {
      expect(() => parseSeeds(wrong)).toThrow(/^Cannot read the seeds .*found ".*wanted a range/);
    });
  }

  it("wants each seed once", () => {
    expect(() => parseSeeds("1-3,2")).toThrow(/found 2 twice/);
  });
});

describe("seeds", () => {
  const { it: withEnvironment } = needs({ env: ["SEEDS"] });
  withEnvironment("come from SEEDS, and are 0 to 4 without it", () => {
    const before = Deno.env.get("SEEDS");
    try {
      Deno.env.set("SEEDS", "1000-1004");
      expect(seeds()).toEqual([1000, 1001, 1002, 1003, 1004]);
      Deno.env.set("SEEDS", "many");
      expect(() => seeds()).toThrow(/Cannot read the seeds "many"/);
      Deno.env.delete("SEEDS");
      expect(seeds()).toEqual([0, 1, 2, 3, 4]);
    } finally {
      if (before !== undefined) Deno.env.set("SEEDS", before);
    }
  });

  it("may be changed by whoever gets them", () => {
    seeds().push(99);
    expect(seeds()).not.toContain(99);
  });
});
