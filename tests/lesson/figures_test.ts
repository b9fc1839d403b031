/** No figure says in its title what nothing guards. */

import { describe, expect, it } from "vitest";
import { figureTexts, guards, type ReadCell, unguarded } from "../../tools/lesson/figures.ts";
import { root } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

const guarded = needs({ read: true });

guarded.describe("the words of figures", () => {
  const names = guarded.missing.length > 0 ? [] : [...Deno.readDirSync(`${root}/notebooks`)]
    .map(({ name }) => name).filter((name) => name.endsWith(".ipynb")).sort();

  it.each(names)("of %s are built from numbers, guarded by claims, or state no result", (name) => {
    const { cells } = JSON.parse(Deno.readTextFileSync(`${root}/notebooks/${name}`));
    expect(unguarded(name.slice(0, 2), cells)).toEqual([]);
  });

  it("are guarded in notebooks that are there", () => {
    expect(names.map((name) => name.slice(0, 2))).toEqual(
      expect.arrayContaining(Object.keys(guards)),
    );
  });
});

describe("the check on figures", () => {
  const cell = (source: string): ReadCell => ({ cell_type: "code", id: "c", source });

  it("finds titles and alt texts, and which of them are built", () => {
    const found = figureTexts("99", [
      cell('lineChart(data, { title: "More is better", x });'),
      cell("dotStrip(strips, { title: `${count} of 5` });"),
      cell('unrolled(words, {\n  title: `Five boxes`,\n  alt:\n    "Five boxes in a row",\n});'),
      cell("const draw = (said: { title: string }) => plot({ ...said });"),
      { cell_type: "markdown", id: "m", source: 'title: "prose"' },
    ]);
    expect(found.map(({ text, built }) => built ? "built" : text)).toEqual([
      "More is better",
      "built",
      "Five boxes",
      "Five boxes in a row",
    ]);
  });

  it("names a title that nothing guards, a guard of nothing, and a claim that is not there", () => {
    const cells = [cell('lineChart(data, { title: "More is better" });')];
    const faults = unguarded("14", cells);
    expect(faults).toContain('nothing guards "More is better"');
    expect(faults).toContain('"Parity, trained on 2 to 40 bits" stands on no figure');
    expect(unguarded("09", cells)).toContain("there is no claim 09.middle-is-lost");
  });
});
