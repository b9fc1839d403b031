/**
 * The library as a browser loads it: file by file, types taken away, imports of the import map written out as
 * relative addresses of `.js` files. So it needs no import map, which workers would not see, and no host that
 * knows what `.ts` is.
 *
 * @module
 */

import { parse } from "acorn";
import { build, transform } from "esbuild";
import { transform as withoutTypes } from "sucrase";
import { READERS } from "./explorables/readers.ts";
import {
  filesBelow,
  isData,
  joined,
  readNotebooks,
  readRepository,
  resolvePath,
  ROOT,
} from "./course.ts";
import { withoutScript } from "./shown.ts";

/** Packages that the library imports; each becomes one file. */
const PACKAGES = ["@observablehq/plot", "linkedom"];

/** What it uses of Node, with what stands for it in a page. */
const NODE = ["node:process", "node:util", "node:worker_threads"];

/** Folders whose TypeScript the pages may load. */
const FOLDERS = ["lib/", "notebooks/"];

/** Explorables as notebooks have them. */
const EMBEDDED = "notebooks/explorables/";

/** Writes files into the folder that becomes the site's `live/`. */
export type Write = (path: string, content: string | Uint8Array) => Promise<void>;

/** Compiles the library and what it imports, and says which files each one needs. */
export async function compileLibrary(write: Write): Promise<void> {
  const files = await filesBelow(FOLDERS, ".ts");
  const needs: Record<string, string[]> = {};
  const sources = Object.fromEntries(
    FOLDERS.map((folder) => [folder, {} as Record<string, string>]),
  );
  for (const path of files) {
    if (path.includes("/assembly/")) continue; // AssemblyScript, compiled beforehand
    if (path.startsWith(EMBEDDED)) { // a page has its own: the picture remains
      const { default: { html, text } } = await import(new URL(path, ROOT).href);
      const output = { html: withoutScript(html), text };
      await write(asScript(path), `export default ${JSON.stringify(output)};`);
      continue;
    }
    const source = await readRepository(path);
    const code = await javaScript(source, path);
    const found: string[] = [];
    const place = code.includes("__deno")
      ? `import { deno as __deno } from "${between(path, "packages/place.js")}";`
      : "";
    await write(asScript(path), place + relocate(code, path, found));
    sources[FOLDERS.find((folder) => path.startsWith(folder))!][path] = source;
    needs[path] = found.sort();
  }
  for (const name of PACKAGES) await write(packageFile(name), await bundle(name));
  for (const name of NODE) {
    await write(packageFile(name), await bundle(`./live/${name.replace(":", "/")}.ts`));
  }
  await write("packages/place.js", await bundle("./live/node/place.ts", files));
  for (const path of await filesBelow(["notebooks/"], ".json")) {
    sources["notebooks/"][path] = await readRepository(path);
  }
  // An exercise shows parts of its source, and looks for what an answer uses: each folder is one file then.
  for (const folder of FOLDERS) {
    await write(`${folder.slice(0, -1)}.json`, JSON.stringify(sources[folder]));
  }
  await write("needs.json", JSON.stringify(needs));
  await write("reads.json", JSON.stringify(await dataRead(needs)));
}

/**
 * A file's JavaScript. An exercise is told from an answer by its text, so it loses its types alone, as a cell does;
 * what else the library has also loses its blanks.
 */
export async function javaScript(source: string, path: string): Promise<string> {
  if (path.startsWith("notebooks/")) {
    return withoutTypes(source, { transforms: ["typescript"], disableESTransforms: true }).code;
  }
  const { code } = await transform(source, {
    define: { Deno: "__deno" },
    loader: "ts",
    format: "esm",
    target: "es2022",
    charset: "utf8",
    minifyWhitespace: true,
    keepNames: false,
    sourcefile: path,
  });
  return code;
}

/**
 * The files that each page may read while it runs: of a notebook the file itself, and those of data/ whose names stand
 * in what it imports, or in itself; of the microscope its readers' weights.
 */
async function dataRead(needs: Record<string, string[]>): Promise<Record<string, string[]>> {
  const data = (await filesBelow(["data/"], "")).filter((path) =>
    isData(path) && !/^data\/.*\//.test(path)
  );
  const reads: Record<string, string[]> = {};
  for (const { name, file } of await readNotebooks()) {
    const code = file.cells.map(({ source }) => joined(source)).join("\n");
    const modules = new Set(
      [...code.matchAll(/"((?:lib|notebooks)\/[^"\n]+\.ts)"/g)].map(([, path]) => path),
    );
    for (const path of modules) (needs[path] ?? []).forEach((other) => modules.add(other));
    const texts = await Promise.all(
      [...modules].filter((path) => path in needs).map(readRepository),
    );
    reads[name] = [`notebooks/${name}.ipynb`].concat(data.filter((path) => {
      const word = `"${path.slice("data/".length)}"`;
      // What names most files is a list of them, and reads none by itself.
      return [code, ...texts].some((text) =>
        text.includes(word) && 2 * count(text, data) <= data.length
      );
    }));
  }
  reads.microscope = READERS.map((name) => `explorables/readers/${name.toLowerCase()}.safetensors`);
  return reads;
}

/** The name of a file's script: `lib/random.ts` becomes `lib/random.js`. */
export function asScript(path: string): string {
  return path.replace(/\.ts$/, ".js");
}

const count = (text: string, data: readonly string[]) =>
  data.filter((path) => text.includes(`"${path.slice("data/".length)}"`)).length;

/** Rewrites what a module imports, and the addresses of workers, and notes the files imported. */
export function relocate(code: string, path: string, found: string[]): string {
  const target = (specifier: string) => {
    if ([...PACKAGES, ...NODE].includes(specifier)) return packageFile(specifier);
    const file = specifier.startsWith(".") ? resolvePath(specifier, path) : specifier;
    if (!FOLDERS.some((folder) => file.startsWith(folder)) || !file.endsWith(".ts")) {
      throw new Error(
        `Cannot bring ${path} into a page: found the import "${specifier}", and a file of ` +
          `${FOLDERS.join(" or ")} or one of ${[...PACKAGES, ...NODE].join(", ")} is wanted`,
      );
    }
    found.push(file);
    return asScript(file);
  };
  const edits: { start: number; end: number; text: string }[] = [];
  const visit = (node: unknown) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null || !("type" in node)) return;
    const { type, source, callee, arguments: given } = node as unknown as Record<string, Syntax>;
    if (
      /^(Import|Export).*(Declaration|Expression)$/.test(String(type)) && source?.type === "Literal"
    ) {
      const { start, end, value } = source;
      edits.push({ start, end, text: `"${between(path, target(String(value)))}"` });
    } else if (String(type) === "ImportExpression") { // an address that is only known later
      const { start, end } = source;
      edits.push({ start, end, text: `(${code.slice(start, end)}).replace(/\\.ts$/, ".js")` });
    } else if (String(type) === "NewExpression" && callee.name === "URL") {
      const [{ start, end }] = given as unknown as Syntax[];
      edits.push({ start, end, text: code.slice(start, end).replace(/\.ts(?=["'`]$)/, ".js") });
    }
    Object.values(node).forEach(visit);
  };
  visit(parse(code, { ecmaVersion: "latest", sourceType: "module" }));
  edits.sort((a, b) => b.start - a.start);
  return edits.reduce(
    (text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end),
    code,
  );
}

/** As much of a syntax tree as is looked at here. */
interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly value?: unknown;
  readonly name?: string;
}

/** The relative address of a file, as seen from another. */
function between(from: string, to: string): string {
  const up = "../".repeat(from.split("/").length - 1);
  return up === "" ? `./${to}` : up + to;
}

function packageFile(name: string): string {
  return `packages/${name.replace(/[@/:]+/g, "-").replace(/^-/, "")}.js`;
}

async function bundle(name: string, files: readonly string[] = []): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from "${name}";`,
      resolveDir: new URL(".", import.meta.url).pathname,
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    write: false,
    legalComments: "none",
    logLevel: "error",
    external: ["canvas"],
    define: { FILES: JSON.stringify(files) },
  });
  return outputFiles[0].contents;
}
