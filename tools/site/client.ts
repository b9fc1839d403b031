/**
 * Bundles what makes the pages live (`live/`) into scripts of their own.
 *
 * @module
 */

import { build, type BuildOptions } from "esbuild";
import type { Write } from "./modules.ts";

const place = (path: string) => new URL(path, import.meta.url).pathname;
const here = place("live/");
const settings: BuildOptions = {
  outdir: here,
  bundle: true,
  target: "es2022",
  charset: "utf8",
  minify: true,
  write: false,
  legalComments: "none",
  logLevel: "error",
};

/** Builds the scripts: what each page loads, with the editor apart, and the workers, which are no modules. */
export async function buildLive(write: Write): Promise<void> {
  const scripts: BuildOptions[] = [
    { ...settings, entryPoints: [`${here}page.ts`], format: "esm", splitting: true },
    { ...settings, entryPoints: [`${here}worker.ts`], format: "iife" },
    {
      ...settings,
      entryPoints: [{ in: place("explorables/worker.ts"), out: "explorables/worker" }],
      format: "iife",
      alias: { lib: place("../../lib") },
      nodePaths: [place("node_modules")],
      external: ["canvas"],
    },
  ];
  for (const script of scripts) {
    const { outputFiles } = await build(script);
    for (const { path, contents } of outputFiles!) await write(path.slice(here.length), contents);
  }
}

/**
 * Builds the service worker of a finished site.
 *
 * @param site the folder, in which nothing changes any more
 * @param write writes into it
 */
export async function buildOffline(site: URL, write: Write): Promise<void> {
  const files = await filesOf(site);
  const core = files.filter((file) => /^live\/(.*\.js|[a-z]+\.json)$|^favicon\.svg$/.test(file));
  const digests = await Promise.all(files.map(async (file) => {
    const bytes = await Deno.readFile(new URL(file, site));
    return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  }));
  const all = new TextEncoder().encode(files.map((file, i) => `${file} ${digests[i]}`).join("\n"));
  const version = new Uint8Array(await crypto.subtle.digest("SHA-256", all)).toHex().slice(0, 16);
  const { outputFiles } = await build({
    ...settings,
    entryPoints: [`${here}offline.ts`],
    format: "iife",
    define: { CORE: JSON.stringify(core), VERSION: JSON.stringify(version) },
  });
  await write("offline.js", outputFiles![0].contents);
}

/** Paths of all files below a folder. */
export async function filesOf(folder: URL, path = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(path || ".", folder))) {
    if (isDirectory) found.push(...await filesOf(folder, `${path}${name}/`));
    else found.push(path + name);
  }
  return found.sort();
}
