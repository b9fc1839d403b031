/** What a learner reads when a cell ends with an error, on the course's kernel. */

import { expect, it } from "vitest";
import { drive, onKernel, type Ran, runCells, shownBy } from "./kernel_driver.ts";

/** What a cell's error says, line by line. */
async function saidBy(...codes: readonly string[]): Promise<string[]> {
  return (await runCells(...codes)).at(-1)!.error!.traceback;
}

onKernel.describe("errors for learners", () => {
  it("says the message once, with the functions of cells and the lines of files", async () => {
    const said = await saidBy(
      `function outer(size: number) {
  const { lstm } = library;
  return lstm({ inputSize: size, hiddenSize: 4 } as never);
}`,
      `const library = await import("lib/cells/lstm.ts");`,
      `outer(-1)`,
    );
    expect(said[0]).toMatch(/^RangeError: Cannot make an lstm cell: inputSize is -1/);
    const places = said.slice(1);
    expect(places.at(-1)).toBe("    at outer, in cell [1]");
    for (const place of places.slice(0, -1)) {
      expect(place).toMatch(/^ {4}at \S+ \(lib\/[\w/]+\.ts:\d+\)$/);
    }
    expect(places.length).toBeGreaterThan(1);
  });

  it("says nothing of frames where there are none to know of", async () => {
    expect(await saidBy(`throw new Error("plain")`)).toEqual(["Error: plain"]);
    expect(await saidBy(`await fetch("http://127.0.0.1:9/")`)).toHaveLength(1);
    expect(await saidBy(`Deno.readTextFileSync("no such file")`)).toHaveLength(1);
    expect(await saidBy(`function again() { again(); }\nagain();`)).toEqual([
      "RangeError: Maximum call stack size exceeded",
      "    at again, in cell [1], 10 times over",
    ]);
  });

  it("says what to do when a name is not there yet", async () => {
    const [{ error }] = await runCells(`lstm`);
    expect(error).toMatchObject({
      ename: "ReferenceError",
      evalue: "lstm is not defined: run the cells above first (Run ▸ Run All Above)",
    });
  });

  it("shows a syntax error where it is, in the cell's own lines, and fills in every field", async () => {
    const [first, second] = await runCells(`const a = ;`, `const fine = 1;\nconst b = (2;`);
    expect(first.error).toEqual({
      ename: "SyntaxError",
      evalue: "Expression expected",
      traceback: ["SyntaxError: Expression expected", "1 | const a = ;", "  |           ~"],
    });
    expect(first.reply).toMatchObject({ status: "error", ...first.error });
    expect(second.error!.traceback.join("\n")).toContain("2 | const b = (2;");
  });

  it("shows causes, and the errors that another gathers", async () => {
    expect(await saidBy(`throw new Error("outer", { cause: new TypeError("inner") })`)).toEqual([
      "Error: outer",
      "Caused by TypeError: inner",
    ]);
    expect(await saidBy(`throw new AggregateError([new Error("one"), new Error("two")], "both")`))
      .toEqual(["AggregateError: both", "Caused by Error: one", "Caused by Error: two"]);
  });

  it("shows what nobody catches in the cell that started it, and goes on", async () => {
    const [[started, waited], [after]] = await drive([
      {
        cells: [
          `void (async () => {
  await new Promise((resolve) => setTimeout(resolve, 400));
  throw new Error("from the first");
})();
void setTimeout(() => { throw new Error("from its timer"); }, 200);`,
          `await new Promise((resolve) => setTimeout(resolve, 1000));`,
        ],
      },
      { cells: ["1 + 1"] },
    ]) as [Ran[], Ran[]];
    expect(shownBy(started)).toBe(
      "Not caught: Error: from its timer\nNot caught: Error: from the first\n",
    );
    expect(waited).toMatchObject({ status: "ok", outputs: [] });
    expect(shownBy(after)).toBe("2");
  });

  it.each([
    ["const over function", `function f() { return 1; }`, `const f = () => 2;`],
    ["function over const", `const f = () => 1;`, `function f(): number { return 2; }`],
    [
      "class over function",
      `function f() { return 1; }`,
      `class f { static valueOf() { return 2; } }`,
    ],
    ["destructured over function", `function f() {}`, `const { f, g } = { f: () => 2, g: 3 };`],
    [
      "import over function",
      `function formatNumber() {}`,
      `import { formatNumber as g, formatNumber } from "lib/notebook/format.ts";\nconst f = 2;`,
    ],
    [
      "function over import",
      `import { formatNumber as f } from "lib/notebook/format.ts";`,
      `function f<T>(x?: T) { return 2; }`,
    ],
  ])("lets a name be declared again: %s", async (_, before, code) => {
    const [, first, again, used] = await runCells(
      before,
      code,
      code,
      `typeof f === "function" ? Number(f.valueOf === Function.prototype.valueOf ? f() : f) : f`,
    );
    expect([first.error, again.error]).toEqual([null, null]);
    expect(shownBy(used)).toBe("2");
  });
});
