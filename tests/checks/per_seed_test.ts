import { describe, expect, it } from "vitest";
import { perSeed } from "lib/checks/per_seed.ts";

describe("perSeed", () => {
  it("calls once a seed and gives the same result again", () => {
    let calls = 0;
    const found = perSeed((seed) => ({ seed, call: ++calls }));
    expect([found(3), found(5), found(3)]).toEqual([
      { seed: 3, call: 1 },
      { seed: 5, call: 2 },
      { seed: 3, call: 1 },
    ]);
  });

  it("wants a seed", () => {
    expect(() => perSeed(String)(undefined as never)).toThrow(
      "Cannot find something for a seed: the seed is undefined, and a whole number is wanted",
    );
  });
});
