/** What a learner reads when a cell ends with an error, on the course's kernel. */

import { describe, expect, it } from "vitest";
import { cells, inKernels, onKernel, type Ran, shownBy } from "./kernel_driver.ts";

/** Ways to declare a name again: the name stands for f, another for g. */
const again: Readonly<Record<string, readonly [before: string, code: string]>> = {
  "const over function": [`function f() { return 1; }`, `const f = () => 2;`],
  "function over const": [`const f = () => 1;`, `function f(): number { return 2; }`],
  "let over const": [`const f = 1, g = 3;`, `let f = 2;`],
  "destructured with defaults over function": [
    `function g() {}`,
    `const { f = 2, g = { a: [1] }, ...rest } = {};`,
  ],
  "async generator over const": [
    `const f = 1;`,
    `async function* f() { yield 1; }\nf.valueOf = () => 2;`,
  ],
  "class over function": [
    `function f() { return 1; }`,
    `class f { static valueOf() { return 2; } }`,
  ],
  "destructured over function": [`function f() {}`, `const { f, g } = { f: () => 2, g: 3 };`],
  "import over function": [
    `function formatNumber() {}`,
    `import { formatNumber as g, formatNumber } from "lib/notebook/format.ts";\nconst f = 2;`,
  ],
  "import of all over function": [
    `function g() {}`,
    `import * as g from "lib/notebook/format.ts";\nconst f = 2;`,
  ],
  "import of the default over function": [
    `function g() {}`,
    `import g from "linkedom";\nconst f = 2;`,
  ],
  "const over enum": [`enum f { A }`, `const f = 2;`],
  "const over the second of several": [`let g = [1, 2], f = 1;`, `const f = 2;`],
  "function over import": [
    `import { formatNumber as f } from "lib/notebook/format.ts";`,
    `function f<T>(x?: T) { return 2; }`,
  ],
};

function redeclared(): Record<string, ReturnType<typeof cells>> {
  return Object.fromEntries(
    Object.entries(again).map(([name, [before, code]], at) => {
      const ours = (text: string) => text.replace(/\b[fg]\b/g, `$&${at}`);
      const used =
        `typeof f === "function" ? Number(f.valueOf === Function.prototype.valueOf ? f() : f) : f`;
      return [name, cells(...[before, code, code, used].map(ours))];
    }),
  );
}

onKernel.describe("errors for learners", () => {
  const came = inKernels({
    parts: {
      "from a file": cells(
        `function outer(size: number) {
  const { lstm } = library;
  return lstm({ inputSize: size, hiddenSize: 4 } as never);
}`,
        `const library = await import("lib/cells/lstm.ts");`,
        `outer(-1)`,
      ),
      "plain": cells(
        `throw new Error("plain")`,
        `await fetch("http://127.0.0.1:9/")`,
        `Deno.readTextFileSync("no such file")`,
        `function deeper() { deeper(); }\ndeeper();`,
        `throw new Error()`,
        `import { x } from "nowhere"`,
        `const later = setTimeout(gc, 100);\nawait new Promise(() => {});`,
      ),
      "no error": cells(`throw { size: 1, kind: ["lstm"] }`, `throw "text"`, `throw undefined`),
      "not there": cells(`lstm`),
      "constant": cells(`const fixed = 1;`, `let fixed = 1;\nfixed += 1;`),
      "not free": cells(`const performance = [0.9, 0.8];`, `typeof performance.now`),
      "syntax": cells(`const a = ;`, `const fine = 1;\nconst b = (2;`, "const open = `no end"),
      "causes": cells(
        `throw new Error("outer", { cause: new TypeError("inner") })`,
        `throw new AggregateError([new Error("one"), new Error("two")], "both")`,
      ),
      "uncaught": [
        {
          cells: [
            `void (async () => {
  await new Promise((resolve) => setTimeout(resolve, 400));
  throw new Error("from the first");
})();
void setTimeout(() => { throw new Error("from its timer"); }, 200);`,
            `await new Promise((resolve) => setTimeout(resolve, 1000));`,
          ],
          until: "from the first",
        },
        { cells: ["1 + 1"] },
      ],
      "in workers": ["throw new Error('boom')", "not a program("].map((source) => ({
        cells: [`void new Worker("data:text/javascript,${source}", { type: "module" });`],
        until: "(in a worker)",
      })),
      ...redeclared(),
    },
  });
  const ran = (part: string) => came(part).flat() as Ran[];
  const said = (part: string) => ran(part).map(({ error }) => error?.traceback);
  const place = (ran: Ran) => `in cell [${ran.reply.execution_count}]`;

  it("says of a name that was once constant that it stays so", () => {
    expect(ran("constant").at(-1)!.error!.evalue).toMatch(
      /^Assignment to constant variable: a name that was once declared with const stays so/,
    );
  });

  it("says the message once, with the functions of cells and the lines of files", () => {
    const [outer, , { error }] = ran("from a file");
    const [message, ...places] = error!.traceback;
    expect(message).toMatch(/^RangeError: Cannot make an lstm cell: inputSize is -1/);
    expect(places.at(-1)).toBe(`    at outer, ${place(outer)}`);
    for (const place of places.slice(0, -1)) {
      expect(place).toMatch(/^ {4}at \S+ \(lib\/[\w/]+\.ts:\d+\)$/);
    }
    expect(places.length).toBeGreaterThan(1);
  });

  it("says nothing of frames where there are none to know of", () => {
    const [thrown, fetched, read, deeper, empty, nowhere, never] = said("plain");
    expect(never).toEqual(["Error: This cell waited for something that cannot come any more"]);
    expect(empty).toEqual(["Error"]);
    expect(nowhere).toEqual([
      'TypeError: Import "nowhere" not a dependency and not in import map',
    ]);
    expect(thrown).toEqual(["Error: plain"]);
    expect(fetched).toHaveLength(1);
    expect(read).toHaveLength(1);
    expect(deeper).toEqual([
      "RangeError: Maximum call stack size exceeded",
      `    at deeper, ${place(ran("plain")[3])}, 10 times over`,
    ]);
  });

  it("shows what was thrown where it is no error", () => {
    expect(said("no error")).toEqual([
      ['Thrown: { size: 1, kind: [ "lstm" ] }'],
      ["Thrown: text"],
      ["Thrown: undefined"],
    ]);
  });

  it("says what to do when a name is not there yet", () => {
    expect(ran("not there")[0].error).toMatchObject({
      ename: "ReferenceError",
      evalue: "lstm is not defined: run the cells above first (Run ▸ Run All Above)",
    });
  });

  it("keeps names that the library needs from being given to something else", () => {
    const [taken, after] = ran("not free");
    expect(taken.error).toMatchObject({
      ename: "SyntaxError",
      evalue: "performance is a name of JavaScript's own, which the library needs: choose another",
    });
    expect(shownBy(after)).toBe('"function"');
  });

  it("shows a syntax error where it is, in the cell's own lines, and fills in every field", () => {
    const [first, second, open] = ran("syntax");
    expect(open.error!.evalue).toBe("This text in backquotes has no end");
    expect(open.error!.traceback.join()).not.toContain("sourceURL");
    expect(first.error).toEqual({
      ename: "SyntaxError",
      evalue: "Expression expected",
      traceback: ["SyntaxError: Expression expected", "1 | const a = ;", "  |           ~"],
    });
    expect(first.reply).toMatchObject({ status: "error", ...first.error });
    expect(second.error!.traceback.join("\n")).toContain("2 | const b = (2;");
  });

  it("shows causes, and the errors that another gathers", () => {
    expect(said("causes")).toEqual([
      ["Error: outer", "Caused by TypeError: inner"],
      ["AggregateError: both", "Caused by Error: one", "Caused by Error: two"],
    ]);
  });

  it("shows what nobody catches in the cell that started it, and goes on", () => {
    const [started, waited, after] = ran("uncaught");
    expect(shownBy(started)).toBe(
      "Not caught: Error: from its timer\nNot caught: Error: from the first\n",
    );
    expect(waited).toMatchObject({ status: "ok", outputs: [] });
    expect(shownBy(after)).toBe("2");
  });

  it("shows what a worker throws", () => {
    const [thrown, syntax] = ran("in workers");
    expect(shownBy(thrown)).toBe("Not caught: Error: boom (in a worker)\n");
    expect(shownBy(syntax)).toMatch(/^Not caught: .*\(in a worker\)\n$/s);
  });

  describe("and none where a name is declared again", () => {
    it.each(Object.keys(again))("%s", (name) => {
      const [, first, second, used] = ran(name);
      expect([first.error, second.error]).toEqual([null, null]);
      expect(shownBy(used)).toBe("2");
    });
  });
});
