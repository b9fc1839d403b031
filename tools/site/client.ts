/**
 * Bundles what makes the pages live (`live/`) into scripts of their own.
 *
 * @module
 */

import { build } from "esbuild";

/** The scripts: what each page loads, and what is loaded when it is wanted. */
const ENTRIES = ["page"];

/** Builds the scripts. */
export async function buildLive(
  write: (path: string, content: Uint8Array) => Promise<void>,
): Promise<void> {
  const here = new URL("live/", import.meta.url).pathname;
  const { outputFiles } = await build({
    entryPoints: ENTRIES.map((name) => `${here}${name}.ts`),
    outdir: here,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    minify: true,
    write: false,
    legalComments: "none",
    logLevel: "error",
  });
  for (const { path, contents } of outputFiles) await write(path.slice(here.length), contents);
}
