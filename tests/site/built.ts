/**
 * The built site, for the tests of this folder: its pages, and what they load.
 *
 * @module
 */

import { parseHTML } from "linkedom";
import { everything, needs } from "../support/permissions.ts";

/** Tests of the built site run in the task that builds it. */
export const built = needs({
  ...everything,
  task: "test:site",
});

/** Where `./learn site` puts it. */
export const SITE = new URL("../../site/", import.meta.url);

/** A page: its address below the site's, and what is in it. */
export interface BuiltPage {
  readonly address: string;
  readonly html: string;
  readonly document: Document;
}

/** Every page of the site. */
export async function builtPages(): Promise<BuiltPage[]> {
  const found: BuiltPage[] = [];
  async function visit(folder: string) {
    for await (const { name, isDirectory } of Deno.readDir(new URL(folder || ".", SITE))) {
      if (isDirectory) await visit(`${folder}${name}/`);
      else if (name.endsWith(".html")) {
        const html = await Deno.readTextFile(new URL(folder + name, SITE));
        const address = folder + (name === "index.html" ? "" : name);
        found.push({ address, html, document: parseHTML(html).document as unknown as Document });
      }
    }
  }
  if (built.missing.length === 0) await visit("");
  return found.sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** The notebooks' names and their cells; none where the tests of the site do not run. */
export async function notebooks(): Promise<{ name: string; cells: NotebookCell[] }[]> {
  const folder = new URL("../../notebooks/", import.meta.url);
  const names: string[] = [];
  if (built.missing.length > 0) return [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".ipynb")) names.push(name);
  }
  return await Promise.all(
    names.sort().map(async (name) => ({
      name: name.replace(".ipynb", ""),
      cells: JSON.parse(await Deno.readTextFile(new URL(name, folder))).cells,
    })),
  );
}

/** A cell of a notebook file, as far as the tests look at it. */
export interface NotebookCell {
  readonly cell_type: string;
  readonly id: string;
  readonly source: string | string[];
  readonly outputs?: {
    readonly data?: Record<string, string | string[] | { id: string }>;
  }[];
}

/** Jupyter writes text whole or line by line. */
export function joined(text: string | string[]): string {
  return typeof text === "string" ? text : text.join("");
}

/** How many bytes a file has when it travels. */
export async function zippedSize(path: string): Promise<number> {
  const bytes = await Deno.readFile(new URL(path, SITE));
  const zipped = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(zipped).bytes()).length;
}
