/** What a cell becomes before it runs in a page. */

import { compile, lineOf } from "./live/compile.ts";

/** Runs cells after one another as the worker does, on one scope, and gives back each one's value. */
async function valuesOf(...cells: string[]): Promise<unknown[]> {
  const place = globalThis as unknown as Record<string, unknown>;
  let cell: () => Promise<unknown>;
  const set: Record<string, (value: unknown) => void> = {};
  Object.assign(place, {
    __set: set,
    __import: (name: string) => Promise.resolve({ default: `default of ${name}`, named: 7 }),
    __cell: (given: () => Promise<unknown>) => void (cell = given),
  });
  const values = [];
  for (const [i, source] of cells.entries()) {
    const { names, script } = compile(source, `${i}`);
    for (const name of names) {
      set[name] = (value) => void (place[name] = value);
      if (!(name in place)) place[name] = undefined;
    }
    (0, eval)(script);
    values.push(await cell!());
    names.forEach((name) => set[name]);
  }
  return values;
}

function equal(found: unknown, wanted: unknown) {
  const [one, other] = [Deno.inspect(found, { depth: 9 }), Deno.inspect(wanted, { depth: 9 })];
  if (one !== other) throw new Error(`found ${one}, wanted ${other}`);
}

const cases: readonly [string, readonly string[], unknown][] = [
  ["the value of the last expression", ["1; 2 + 3"], [5]],
  ["the value before a declaration", ["4; const zA = 1;"], [4]],
  ["the value inside of a loop, as in a console", ["for (const n of [1, 2]) n * 2;"], [4]],
  ["no value after an if that is not taken", ["1; if (false) { 2; }"], [undefined]],
  ["no value of a declaration", ["const zB = 1;"], [undefined]],
  ["types", ["const zC: number = 1 as number; zC satisfies number"], [1]],
  ["a const of another cell", ["const zD = 1", "zD + 1"], [undefined, 2]],
  ["a const declared again", ["const zE = 1", "const zE = 2", "zE"], [undefined, undefined, 2]],
  [
    "a let that a function changes later",
    ["let zF = 0; function zCount() { zF++; }", "zCount(); zCount(); zF"],
    [undefined, 2],
  ],
  ["let without a value, twice", ["let zG = 3, zH; zG", "let zG; zG"], [3, undefined]],
  ["patterns", ["const { a: zI, b: [zJ, ...zK] } = { a: 1, b: [2, 3, 4] };", "[zI, zJ, zK]"], [
    undefined,
    [1, 2, [3, 4]],
  ]],
  ["patterns with let", ["let { a: zL = 5 } = {} as { a?: number }; zL"], [5]],
  ["a function used above its line", [
    "const zM = zTwice(2); function zTwice(n: number) { return 2 * n; } zM",
  ], [4]],
  ["a class", ["class zN { x = 1 }", "new zN().x"], [undefined, 1]],
  ["waiting", ["const zO = await Promise.resolve(6); zO"], [6]],
  ["imports", [
    `import zP, { named as zQ, type Some } from "lib/x.ts";\nimport type { T } from "lib/y.ts";\n[zP, zQ]`,
  ], [["default of lib/x.ts", 7]]],
  ["a whole module", [`import * as zR from "lib/x.ts"; zR.named`], [7]],
  ["an object in brackets", ["({ a: 1 })"], [{ a: 1 }]],
  ["no semicolons", ["const zS = 1\nconst zT = [zS]\nzT"], [[1]]],
  ["a comment at the end", ["1 // one"], [1]],
  ["an await, then a declaration", ["await Promise.resolve(3); const zU = 1"], [3]],
  ["a try", ["try { throw 1; } catch { 'caught' }"], ["caught"]],
];

for (const [name, cells, wanted] of cases) {
  Deno.test(`a cell keeps its meaning: ${name}`, async () => {
    equal(await valuesOf(...cells), wanted);
  });
}

Deno.test("a const stays constant in its own cell", async () => {
  const message = await valuesOf("const zV = 1; zV = 2;").catch(({ message }) => message);
  equal(message, "Assignment to constant variable.");
});

Deno.test("an error's line is the cell's, and so is a mistake's", async () => {
  const source = `import {\n  named,\n} from "lib/x.ts";\nconst zW = named;\n\nnull.x;`;
  const { stack } = await valuesOf("1", source).catch((error) => error);
  equal(lineOf(stack, "1"), 6);
  for (
    const [mistake, line] of [["const a = ;", 1], ["let x: number\n = (1;", 2], [
      "\n\nif (",
      3,
    ]] as const
  ) {
    try {
      compile(mistake, "x");
      throw new Error("nothing was said");
    } catch (error) {
      equal((error as { line?: number }).line, line);
    }
  }
});
