/**
 * Bundles what makes the pages live (`live/`) into scripts of their own.
 *
 * @module
 */

import { build, type BuildOptions } from "esbuild";
import type { Write } from "./modules.ts";

const here = new URL("live/", import.meta.url).pathname;
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

/** Builds the scripts: what each page loads, with the editor apart, and the worker, which is no module. */
export async function buildLive(write: Write): Promise<void> {
  const scripts: BuildOptions[] = [
    { ...settings, entryPoints: [`${here}page.ts`], format: "esm", splitting: true },
    { ...settings, entryPoints: [`${here}worker.ts`], format: "iife" },
  ];
  for (const script of scripts) {
    const { outputFiles } = await build(script);
    for (const { path, contents } of outputFiles!) await write(path.slice(here.length), contents);
  }
}
