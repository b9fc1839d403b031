/**
 * The shape of the house, as rules that fail: what may import what, what may be called where, and what no file may
 * say. Each rule is shown to bite on a small example of what it forbids.
 */

import { describe, expect, it } from "vitest";
import { root, run } from "./support/clone.ts";
import { type Notebook, textOf } from "./support/notebook.ts";
import { needs } from "./support/permissions.ts";
import { codeOnly, importsOf } from "./support/source.ts";

/** Lower may not know higher; of the same height, none may know another. */
const height: Readonly<Record<string, number>> = {
  "described.ts": 0,
  "rules.ts": 1,
  "options.ts": 2,
  "numeric.ts": 2,
  "statistics.ts": 3,
  "random.ts": 3,
  "batch.ts": 4,
  tensor: 5,
  cells: 6,
  tasks: 6,
  data: 6,
  training: 7,
  experiments: 8,
  notebook: 9,
  plots: 10,
  checks: 11,
  exercises: 12,
  "mod.ts": 13,
};
/** These run unchanged in a browser page. */
const anywhere = [
  "described.ts",
  "rules.ts",
  "options.ts",
  "numeric.ts",
  "random.ts",
  "statistics.ts",
  "batch.ts",
  "tensor",
  "cells",
  "tasks",
  "training",
  "experiments",
];

/** The part of the house a file lies in: `lib/cells/rnn.ts` lies in `cells`. */
function part(path: string): string {
  return path.split("/")[1];
}

/** Follows an import from a file to a path in the clone; a package stays as it is. */
function target(specifier: string, file: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return new URL(specifier, `file:///${file}`).pathname.slice(1);
}

/** Every rule a file of lib/ breaks. */
function breaches(file: string, source: string): string[] {
  const from = part(file);
  return [
    ...importsOf(source).flatMap((specifier) =>
      specifier.startsWith("lib/") && from !== "exercises" // whose texts are cells of notebooks
        ? [`imports ${specifier}, which only works beside deno.json; a path from here is wanted`]
        : importBreach(from, target(specifier, file))
    ),
    ...callBreaches(from, codeOnly(source, { strings: false })),
  ].map((breach) => `${file}: ${breach}`);
}

function importBreach(from: string, path: string): string[] {
  if (!path.startsWith("lib/")) return packageBreach(from, path);
  const to = part(path);
  if (!(from in height)) return [`lies in lib/${from}, which has no place in the layers`];
  if (!(to in height)) return [`imports lib/${to}, which has no place in the layers`];
  if (from === to || height[to] < height[from]) return [];
  return [`imports ${height[to] === height[from] ? "sideways" : "upward"}: ${path}`];
}

function packageBreach(from: string, path: string): string[] {
  if (path.startsWith("notebooks/")) return [`imports a notebook: ${path}`];
  if (path.startsWith("tools/") || path.startsWith("tests/")) return [`imports ${path}`];
  if (path.startsWith("http")) return [`imports over the network: ${path}`];
  if (path.startsWith("node:") && anywhere.includes(from)) return [`imports ${path}`];
  const drawing = /^(@observablehq\/plot|linkedom)/.test(path);
  return drawing && from !== "plots" ? [`imports ${path}, which only plots/ knows`] : [];
}

/** Functions that not every engine works out to the same last bit. */
const inexact =
  /\bMath\.(exp|expm1|log|log2|log10|log1p|pow|a?sinh?|a?cosh?|a?tanh?|atan2|cbrt|hypot)\b/g;

function callBreaches(from: string, code: string): string[] {
  const found = (pattern: RegExp, why: string) =>
    [...code.matchAll(pattern)].map(([text]) => `says ${text}: ${why}`);
  return [
    ...found(/\bMath\.random\b/g, "numbers come from lib/random.ts, with a seed"),
    ...found(inexact, "not the same bits everywhere, wanted lib/numeric.ts"),
    ...anywhere.includes(from)
      ? found(/\b(?:Deno|process|require)\.\w+/g, "this part also runs in a browser page")
      : [],
    ...["data", "exercises"].includes(from) // exercises keep a learner's progress in a file
      ? []
      : found(/\b(?:Deno\.(?:readTextFile|readFile|open)|fetch\()\w*/g, "only data/ reads files"),
    ...from === "tensor" ? [] : found(/\bWebAssembly\b/g, "only tensor/ touches buffers"),
    ...["cells", "tasks"].includes(from)
      ? found(/\.buffer\b/g, "only tensor/ touches buffers")
      : [],
  ];
}

/** What no tracked file may say: hosts of package registries, and places on one machine. */
function saysTooMuch(text: string): string[] {
  const hosts = ["npmjs\\.(?:org|com)", "pypi\\.org", "pythonhosted\\.org", "yarnpkg\\.com"];
  const places = ["work", "root", "farm", "home/\\w+", "Users/\\w+", "tmp/\\w+"];
  const patterns = [
    new RegExp(`\\b(?:${hosts.join("|")})`, "g"),
    new RegExp(`(?<![\\w.:/~-])/(?:${places.join("|")})(?=/)`, "g"),
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([found]) => found));
}

/** What is built or fetched there, and ignored by git. */
const BUILT = ["public", "node_modules"];

function* filesBelow(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(`${root}/${folder}`)) {
    if (name.startsWith(".") || BUILT.includes(name)) continue;
    if (isDirectory) yield* filesBelow(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}

needs({ read: true }).describe("lib", () => {
  it("imports downward only, and calls what its layer may", () => {
    const files = [...filesBelow("lib")]
      .filter((file) => /(?<!_test)\.ts$/.test(file) && !file.includes("/assembly/"));
    const found = files.flatMap((file) => breaches(file, Deno.readTextFileSync(`${root}/${file}`)));
    expect(found).toEqual([]);
    expect(files.length).toBeGreaterThan(20);
  });
});

/** Files that import each other round and round, each ring as the names of its files. */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const open = new Set<string>();
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string) => {
    if (open.has(file)) found.push([...open].slice([...open].indexOf(file)).join(" → "));
    if (done.has(file) || open.has(file)) return;
    open.add(file);
    for (const other of imports.get(file) ?? []) visit(other);
    open.delete(file);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file);
  return found;
}

needs({ read: true }).describe("lib and tools", () => {
  it("have no files that import each other in a circle, types included", () => {
    const files = [...filesBelow("lib"), ...filesBelow("tools")]
      .filter((file) => file.endsWith(".ts") && !file.includes("/assembly/"));
    const imports = new Map(files.map((file) => [
      file,
      importsOf(Deno.readTextFileSync(`${root}/${file}`)).map((specifier) =>
        specifier.startsWith("lib/") ? specifier : target(specifier, file)
      ),
    ]));
    // A tensor says where it comes from, which is tensors: that ring is in the thing itself.
    const inherent = /^lib\/tensor\/tensor\.ts → lib\/tensor\/\w+\.ts$/;
    expect(circles(imports).filter((ring) => !inherent.test(ring))).toEqual([]);
  });
});

needs({ read: true }).describe("notebooks", () => {
  /** What is found in the code of all notebooks, each with its file. */
  function foundIn(look: (code: string, id: string) => string[]): string[] {
    const files = [...filesBelow("notebooks")].filter((file) => file.endsWith(".ipynb"));
    return files.flatMap((file) => {
      const notebook: Notebook = JSON.parse(Deno.readTextFileSync(`${root}/${file}`));
      return notebook.cells.filter(({ cell_type }) => cell_type === "code")
        .flatMap(({ source, id }) => look(textOf(source), id ?? ""))
        .map((what) => `${file}: ${what}`);
    });
  }

  it("import from lib by path, so that a reader knows which file to open", () => {
    const foreign = (code: string) =>
      importsOf(code).filter((specifier) => !/^lib\/.+\.ts$/.test(specifier));
    expect(foundIn(foreign)).toEqual([]);
  });

  it("compute with lib/numeric.ts what engines round differently, but for a learner's answer", () => {
    const engines = (code: string, id: string) =>
      /^exercise-.*-stub$/.test(id) ? [] : [...codeOnly(code).matchAll(inexact)].map(String);
    expect(foundIn(engines)).toEqual([]);
  });
});

needs({ read: true, run: true, env: true }).describe("tracked files", () => {
  it("name no registry host and no place on one machine", async () => {
    const { text } = await run("git", [
      "ls-files",
      "-z",
      "--cached",
      "--others",
      "--exclude-standard",
    ]);
    const files = text.split("\0").filter(Boolean);
    const found = files.flatMap((file) => {
      const content = readIfText(`${root}/${file}`);
      return saysTooMuch(content).map((what) => `${file}: ${what}`);
    });
    expect(found).toEqual([]);
    expect(files.length).toBeGreaterThan(20);
  });
});

function readIfText(path: string): string {
  try {
    const text = Deno.readTextFileSync(path);
    return text.includes("\0") ? "" : text;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return ""; // deleted, but not yet committed
    throw error;
  }
}

describe("the rules", () => {
  const here = "lib/cells/rnn.ts";

  it("see an upward and a sideways import, however it is written", () => {
    expect(breaches(here, `import { train } from "../training/train.ts";`)).toHaveLength(1);
    expect(breaches(here, `import { train } from "lib/training/train.ts";`)).toHaveLength(1);
    expect(breaches(here, `import type {\n  Task,\n} from "../tasks/task.ts";`)).toEqual([
      "lib/cells/rnn.ts: imports sideways: lib/tasks/task.ts",
    ]);
    expect(breaches(here, `export * from "../checks/claim.ts";`)).toEqual([
      "lib/cells/rnn.ts: imports upward: lib/checks/claim.ts",
    ]);
    expect(breaches(here, `await import("../plots/style.ts");`)).toHaveLength(1);
    expect(breaches("lib/numeric.ts", `import { createRandom } from "./random.ts";`)).toHaveLength(
      1,
    );
    expect(breaches("lib/elsewhere/x.ts", `import "../random.ts";`)).toHaveLength(1);
  });

  it("let downward imports and imports within a part pass", () => {
    const source =
      `import { add } from "../tensor/mod.ts";\nimport { uniform } from "./initialize.ts";\n` +
      `/** import { x } from "../checks/claim.ts"; */ // import "../plots/style.ts"\n`;
    expect(breaches(here, source)).toEqual([]);
    expect(
      breaches("lib/checks/claim.ts", `import { lineChart } from "../plots/line_chart.ts";`),
    ).toEqual([]);
  });

  it("see a circle of imports", () => {
    const imports = new Map([["a", ["b"]], ["b", ["c", "d"]], ["c", ["b"]], ["d", []]]);
    expect(circles(imports)).toEqual(["b → c"]);
    expect(circles(new Map([["a", ["b", "c"]], ["b", ["c"]], ["c", []]]))).toEqual([]);
  });

  it("see an import of lib by its name in deno.json", () => {
    expect(breaches("lib/checks/claim.ts", `import { lineChart } from "lib/plots/line_chart.ts";`))
      .toHaveLength(1);
  });

  it("see platform calls where none may be", () => {
    expect(breaches(here, `const text = Deno.readTextFileSync("x");`)).toHaveLength(2);
    expect(breaches("lib/tensor/simd/simd.ts", `import fs from "node:fs";`)).toHaveLength(1);
    expect(breaches("lib/training/train.ts", "`${Deno.env.get('x')}`")).toHaveLength(1);
    expect(breaches("lib/notebook/interrupt.ts", `Deno.addSignalListener("SIGINT", stop);`))
      .toEqual([]);
    expect(breaches(here, `// Deno.exit()\nconst name = "Deno.exit()";`)).toEqual([]);
  });

  it("see chance without a seed and arithmetic that differs between machines", () => {
    expect(breaches(here, "const x = Math.random();")).toHaveLength(1);
    expect(breaches("lib/plots/style.ts", "const x = Math.exp(1) + Math.tanh(2) + Math.pow(2, 3);"))
      .toHaveLength(3);
    expect(breaches(here, "const x = Math.sqrt(2) + Math.abs(1) + Math.max(1, 2);")).toEqual([]);
  });

  it("see buffers and drawing where they do not belong", () => {
    expect(breaches(here, "new WebAssembly.Memory({ initial: 1 });")).toHaveLength(1);
    expect(breaches(here, "new Uint8Array(values.buffer);")).toHaveLength(1);
    expect(breaches("lib/checks/verdict.ts", `import { parseHTML } from "linkedom";`)).toHaveLength(
      1,
    );
  });

  it("see registry hosts and places on one machine", () => {
    const registry = ["https://registry.npmjs", "org/x"].join(".");
    const place = ["", "home", "someone", "course", "x.ts"].join("/");
    expect(saysTooMuch(`from ${registry} at ${place}`)).toHaveLength(2);
    const elsewhere = [
      ["tools", "work", "x"],
      [".", "root", "y"],
      ["https://example.com", "home", "me", ""],
      ["~", "tmp", "z", ""],
    ].map((parts) => parts.join("/"));
    expect(saysTooMuch(elsewhere.join(", "))).toEqual([]);
  });
});
