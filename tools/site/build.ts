/**
 * Builds the site: `deno task site [--serve [PORT]]`.
 *
 * Pages are made here from the notebooks and the library, laid out by the generator, and moved to `site/` with
 * relative addresses. Nothing is fetched.
 *
 * @module
 */

import { stop } from "esbuild";
import { buildLive, buildOffline, filesOf } from "./client.ts";
import { filesBelow, isData, ROOT } from "./course.ts";
import { compileLibrary } from "./modules.ts";
import { makePages } from "./pages.ts";
import { makeRelative } from "./relative.ts";
import { serve } from "./serve.ts";
import { inlineStyles } from "./styles.ts";
import { command, Mistyped } from "../command.ts";

const GENERATOR = new URL("generator/", import.meta.url);
const MADE = new URL(".made/", GENERATOR);
const PUBLIC = new URL("public/", GENERATOR);

/** Where the built site lies. */
export const SITE = new URL("site/", ROOT);

/** Builds the site into `site/`. */
export async function buildSite(): Promise<void> {
  for (const folder of [MADE, PUBLIC]) {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
    await Deno.mkdir(folder, { recursive: true });
  }
  const write = async (path: string, content: string | Uint8Array) => {
    const file = new URL(path, PUBLIC);
    await Deno.mkdir(new URL(".", file), { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(file, content);
    else await Deno.writeFile(file, content);
  };
  const pictures = new Map<string, Uint8Array>();
  const pages = await makePages((name, bytes) => pictures.set(name, bytes));
  await Deno.writeTextFile(new URL("pages.json", MADE), JSON.stringify(pages));
  for (const [name, bytes] of pictures) await write(`pictures/${name}`, bytes);
  await compileLibrary((path, content) => write(`live/${path}`, content));
  await buildLive((path, content) => write(`live/${path}`, content));
  await copyFiles(write);
  await generate();
  const out = new URL("out/", MADE);
  await inlineStyles(out, (await filesOf(out)).filter((path) => path.endsWith(".html")));
  await makeRelative(out);
  await buildOffline(out, (path, content) => Deno.writeFile(new URL(path, out), bytesOf(content)));
  await stop();
  await Deno.remove(SITE, { recursive: true }).catch(() => {});
  await Deno.rename(out, SITE);
}

const bytesOf = (content: string | Uint8Array) =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;

/** Data, notebooks, weights and the equations' type, as they are. */
async function copyFiles(write: (path: string, content: Uint8Array) => Promise<void>) {
  const copy = async (from: URL, to: string) => await write(to, await Deno.readFile(from));
  for (const path of await filesBelow(["data/"], "")) {
    if (isData(path) && !/^data\/.*\//.test(path)) await copy(new URL(path, ROOT), `live/${path}`);
  }
  for (const path of await filesBelow(["notebooks/"], ".ipynb")) {
    await copy(new URL(path, ROOT), `live/${path}`);
  }
  const readers = new URL("explorables/readers/", import.meta.url);
  for await (const { name } of Deno.readDir(readers)) {
    await copy(new URL(name, readers), `live/explorables/readers/${name}`);
  }
  await copy(new URL("assets/favicon.svg", import.meta.url), "favicon.svg");
  const katex = new URL("node_modules/katex/dist/", import.meta.url);
  await copy(new URL("katex.min.css", katex), "katex/katex.min.css");
  for await (const { name } of Deno.readDir(new URL("fonts/", katex))) {
    if (name.endsWith(".woff2")) await copy(new URL(`fonts/${name}`, katex), `katex/fonts/${name}`);
  }
}

/** Runs the generator; what it says is shown if it fails. */
async function generate(): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "npm:astro", "build", "--root", GENERATOR.pathname],
    cwd: new URL(".", import.meta.url),
    env: { ASTRO_TELEMETRY_DISABLED: "1", NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (success) return;
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  throw new Error(`Cannot lay out the pages: found\n${said.slice(-4000)}`);
}

const usage = `./learn site                  build the pages into site/
./learn site --serve [PORT]   and show them, on a port of the system's choice or this one`;

/** Builds the pages, and shows them if asked to. */
async function main(
  values: { serve?: boolean; "serve-only"?: boolean },
  words: string[],
): Promise<number> {
  const [port = "0", ...more] = words;
  const show = values.serve || values["serve-only"];
  if (
    words.length > 0 && (!show || !/^\d+$/.test(port) || Number(port) > 65535 || more.length > 0)
  ) {
    throw new Mistyped(`Cannot use "${words.join(" ")}"; wanted:\n\n${usage}`);
  }
  const started = performance.now();
  if (!values["serve-only"]) {
    await buildSite();
    console.log(`site/ is built (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
  if (show) await serve(SITE, { port: Number(port) }).finished;
  return 0;
}

if (import.meta.main) {
  const options = { serve: { type: "boolean" }, "serve-only": { type: "boolean" } } as const;
  await command(usage, { options, names: true }, main);
}
