import { expect, it } from "vitest";
import {
  claimsPage,
  faults,
  keptClaims,
  keptPicture,
  oldTops,
  picture,
  renewed,
  shownClaims,
} from "../../tools/lesson/readme.ts";
import { keptCertainties } from "../../tools/lesson/certainty.ts";
import { withMinutes } from "../../tools/lesson/minutes.ts";
import { needs } from "../support/permissions.ts";

const { describe } = needs({ read: true });

describe("what is said to be taught", () => {
  it("has for every sentence a claim that came out as it should", async () => {
    expect(faults(await shownClaims())).toEqual([]);
  });

  it("is what `./learn readme` writes", async () => {
    const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
    expect(await renewed(readme)).toBe(readme);
    expect(await keptClaims()).toBe(claimsPage(await shownClaims(), await keptCertainties()));
  });

  it("says on top of each notebook how long it takes to read", async () => {
    expect(Object.keys(await oldTops())).toEqual([]);
  });

  it("shows the picture that the notebook shows", async () => {
    expect(await picture()).toBe(await keptPicture());
  });

  it("goes red for a claim that is missing or failed", async () => {
    const [first, ...rest] = (await shownClaims()).filter(({ id }) => id === "02.no-sharing");
    expect(rest).toEqual([]);
    const others = (await shownClaims()).filter(({ id }) => id !== first.id);
    expect(faults(others)).toEqual([
      expect.stringContaining("02.no-sharing is in no notebook"),
    ]);
    expect(faults([...others, { ...first, asExpected: false }])).toEqual([
      expect.stringContaining("02.no-sharing does not come out as it should"),
    ]);
  });
});

describe("the minutes on top of a notebook", () => {
  const text = (words: number) =>
    JSON.stringify({
      cells: [
        { cell_type: "markdown", source: ["# Top\n", "_About 25 minutes to read and more._"] },
        { cell_type: "markdown", source: ["word ".repeat(words)] },
      ],
    });

  it("are one for 220 words, in fives, and nothing else is changed", () => {
    expect(withMinutes(text(220 * 9))).toBe(text(220 * 9).replace("25", "10"));
    expect(withMinutes(text(10))).toContain("About 5 minutes");
  });

  it("are wanted", () => {
    expect(() => withMinutes('{"cells":[]}')).toThrow("minutes to read");
  });
});
