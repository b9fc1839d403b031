/**
 * Makes a package for npm of the library: `./learn package`.
 *
 * The same sources, compiled one by one by TypeScript itself: JavaScript, types and maps, with the kernels' wasm inside
 * as it is in the source, and the worker as a file of its own. Name and version are those of deno.json. It has no
 * dependencies: pictures, checks and exercises, which are for notebooks, stay out.
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };
import { command } from "../command.ts";

const ROOT = new URL("../../", import.meta.url);
const TYPESCRIPT = "npm:typescript@5.9.3/tsc";
/** Where it is made. Ignored by git. */
export const PACKAGE = new URL("package/", ROOT);

const manifest = {
  name: config.name,
  version: config.version,
  description:
    "Tensors, recurrent cells and training loops to read and to learn from, with the same bits everywhere",
  type: "module",
  sideEffects: false,
  exports: {
    ".": { types: "./lib/mod.d.ts", default: "./lib/mod.js" },
    "./package.json": "./package.json",
  },
  engines: { node: ">=20" },
};

/** Makes the package. */
export async function buildPackage(): Promise<void> {
  await Deno.remove(PACKAGE, { recursive: true }).catch(() => {});
  await compile(["lib/mod.ts", "lib/experiments/worker.ts"]);
  for await (const path of filesBelow(new URL("lib/", PACKAGE))) {
    const text = await Deno.readTextFile(path);
    const isTypes = path.pathname.endsWith(".d.ts");
    await Deno.writeTextFile(path, asScripts(isTypes ? withoutPage(text) : text));
  }
  await Deno.writeTextFile(
    new URL("package.json", PACKAGE),
    JSON.stringify(manifest, null, 2) + "\n",
  );
  for (
    const [from, to] of [["tools/package/README.md", "README.md"], ["CHANGELOG.md", "CHANGELOG.md"]]
  ) {
    await Deno.copyFile(new URL(from, ROOT), new URL(to, PACKAGE));
  }
  for (const name of ["LICENSE", "LICENSE.md", "LICENCE"]) { // the owner's choice, once it is made
    await Deno.copyFile(new URL(name, ROOT), new URL(name, PACKAGE)).catch(() => {});
  }
}

/** Compiles these files and all that they import. Types were checked by `./learn check`, in Deno's terms. */
async function compile(entries: readonly string[]): Promise<void> {
  const options = {
    noCheck: true,
    target: "es2024",
    module: "esnext",
    moduleResolution: "bundler",
    lib: "esnext,dom,dom.iterable",
    rewriteRelativeImportExtensions: true,
    declaration: true,
    sourceMap: true,
    inlineSources: true,
    rootDir: ".",
    outDir: "package",
  };
  const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const lock = new URL("deno.lock", import.meta.url).pathname;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-all",
      `--lock=${decodeURIComponent(lock)}`,
      "--frozen",
      "--no-config",
      TYPESCRIPT,
      ...given,
      ...entries,
    ],
    cwd: ROOT,
  }).output();
  if (success) return;
  const decoder = new TextDecoder();
  throw new Error(
    `Cannot compile the library: found\n${decoder.decode(stdout)}${decoder.decode(stderr)}`,
  );
}

/** Text in which relative addresses of modules end in `.js`: TypeScript leaves those of types and workers as they are. */
function asScripts(text: string): string {
  return text
    .replace(/((?:from|import\(|import) ?"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"')
    .replace(/(new URL\("\.{1,2}\/[^"]+)\.ts", import\.meta\.url\)/g, '$1.js", import.meta.url)');
}

/** Types that name nothing of a browser's, which a project for Node alone does not have: what is inside needs no more. */
function withoutPage(types: string): string {
  return types
    .replace(/\bWebAssembly\.Module\b/g, "object")
    .replace(/\bWebAssembly\.Memory\b/g, "{ readonly buffer: ArrayBufferLike }");
}

async function* filesBelow(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* filesBelow(new URL(`${name}/`, folder));
    else if (/\.(js|d\.ts)$/.test(name)) yield new URL(name, folder);
  }
}

if (import.meta.main) {
  await command(
    "./learn package   make a package for npm in package/",
    { options: {} },
    async () => {
      console.log("Compiling the library (some ten seconds) …");
      await buildPackage();
      console.log(
        `package/ holds ${config.name} ${config.version}; \`cd package && npm pack\` makes a file of it`,
      );
      return 0;
    },
  );
}
