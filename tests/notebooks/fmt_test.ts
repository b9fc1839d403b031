import { expect, it } from "vitest";
import { formatNotebooks } from "../../tools/notebooks/fmt.ts";
import { notebookOf } from "../support/notebook.ts";
import { needs } from "../support/permissions.ts";

const { describe } = needs({ read: true, write: true, run: true });

/** Formats a notebook of these cells; returns what was said and what the cells are then. */
async function format(cells: string[], check: boolean): Promise<[string[], string[]]> {
  const path = await Deno.makeTempFile({ suffix: ".ipynb" });
  try {
    await Deno.writeTextFile(path, JSON.stringify(notebookOf(cells), null, 1) + "\n");
    const problems = await formatNotebooks([path], { check });
    const after: ReturnType<typeof notebookOf> = JSON.parse(await Deno.readTextFile(path));
    const sources = after.cells.map(({ source }) => [source].flat().join(""));
    return [problems.map((problem) => problem.slice(path.length)), sources];
  } finally {
    await Deno.remove(path);
  }
}

describe("formatting notebooks", () => {
  it("formats each cell, and finds a formatted one formatted", async () => {
    expect(await format(["const a=1", "a+1"], false)).toEqual([[], ["const a = 1;", "a + 1;"]]);
    expect(await format(["const a = 1;", "a + 1;"], true)).toEqual([[], [
      "const a = 1;",
      "a + 1;",
    ]]);
  });

  it("with --check says which cell is not, and changes nothing", async () => {
    const [problems, sources] = await format(["const a = 1;", "a+1"], true);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(", cell 2 of all: not formatted");
    expect(sources).toEqual(["const a = 1;", "a+1"]);
  });

  it("names a cell that is no code, and still formats the others", async () => {
    const [problems, sources] = await format(["const a=1", "const = ;"], false);
    expect(problems).toEqual([", cell 2 of all: cannot be read as code"]);
    expect(sources).toEqual(["const a = 1;", "const = ;"]);
  });
});
