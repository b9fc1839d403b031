import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSetUp, root, run } from "../support/clone.ts";
import { notebookOf } from "../support/notebook.ts";
import { needs } from "../support/permissions.ts";
import { describePlace, inNotebookTerms, joinCells } from "../../tools/notebooks/modules.ts";

describe("joinCells", () => {
  const notebook = notebookOf(["const a = 1;\nconst b = 2;", "(a + b)", "`${a}`"]);
  notebook.cells.splice(1, 0, {
    cell_type: "markdown",
    id: "text",
    metadata: {},
    source: ["# Prose\n", "is no code"],
  });
  const module = joinCells("n/03_x.ipynb", notebook);

  it("joins code cells only, as one module", () => {
    expect(module.text).toBe("const a = 1;\nconst b = 2;\n;(a + b)\n;`${a}`\nexport {};\n");
  });

  it("finds a line's cell, counted over code cells", () => {
    expect([1, 2, 3, 4].map(module.locate)).toEqual([
      { cell: 1, line: 1 },
      { cell: 1, line: 2 },
      { cell: 2, line: 1 },
      { cell: 3, line: 1 },
    ]);
    expect(describePlace(module, 3)).toBe("n/03_x.ipynb, cell 2, line 1");
  });

  it("puts messages into the notebook's terms, and leaves other files alone", () => {
    const modules = new Map([["/a folder/03_x.ts", module]]);
    const message = "at file:///a%20folder/03_x.ts:2:7 and file:///b/lib.ts:9:1";
    expect(inNotebookTerms(message, modules)).toBe(
      "at n/03_x.ipynb, cell 1, line 2 and file:///b/lib.ts:9:1",
    );
  });
});

const guarded = needs({ read: true, write: true, run: true, env: true, setUp: isSetUp });

guarded.describe("checking and linting notebooks", () => {
  let folder: string;
  const tool = (name: string, file: string) =>
    run("deno", ["run", "--allow-all", `${root}/tools/notebooks/${name}.ts`, `${folder}/${file}`]);

  beforeAll(async () => {
    folder = await Deno.makeTempDir({ prefix: "note books " });
    const put = (name: string, cells: string[]) =>
      Deno.writeTextFile(`${folder}/${name}`, JSON.stringify(notebookOf(cells)));
    await put("good.ipynb", [
      `import { expect } from "vitest";\nconst three = await Promise.resolve(3);`,
      `expect(three).toBe(3);`,
    ]);
    await put("bad.ipynb", [
      `const three = 3;`,
      `\nconst word: string = three;\nconsole.log(word);`,
      `debugger;`,
    ]);
    await put("twice.ipynb", [`const three = 3;`, `const three = 4;\nconsole.log(three);`]);
  });
  afterAll(() => Deno.remove(folder, { recursive: true }));

  it("passes a notebook with imports and top-level await", async () => {
    expect(await tool("check", "good.ipynb")).toMatchObject({ code: 0 });
    expect(await tool("lint", "good.ipynb")).toMatchObject({ code: 0 });
  });

  it("names the cell and line of a wrong type", async () => {
    const { code, text } = await tool("check", "bad.ipynb");
    expect(text).toContain("Type 'number' is not assignable to type 'string'");
    expect(text).toContain(`${folder}/bad.ipynb, cell 2, line 2`);
    expect(code).toBe(1);
  });

  it("names the cell and line of a lint problem", async () => {
    const { code, text } = await tool("lint", "bad.ipynb");
    expect(text).toMatch(/bad\.ipynb, cell 3, line 1: .*\(no-debugger\)/);
    expect(code).toBe(1);
  });

  it("finds a name declared in two cells", async () => {
    const { code, text } = await tool("check", "twice.ipynb");
    expect(text).toContain("Cannot redeclare");
    expect(text).toContain("cell 2, line 1");
    expect(code).toBe(1);
  });
});
