/**
 * What the site is made of: the repository's notebooks, library, data and import map, read as they are committed.
 *
 * @module
 */

/** The repository's root. */
export const ROOT = new URL("../../", import.meta.url);

/** Stands for the address under which the site will lie; `relative.ts` takes it out again. */
export const BASE = "/site-base";

/** A notebook file, as far as the site looks at it. */
export interface NotebookFile {
  readonly cells: readonly CellFile[];
  readonly [more: string]: unknown;
}

/** A cell of a notebook file. */
export interface CellFile {
  readonly cell_type: "code" | "markdown";
  readonly id: string;
  readonly source: string | readonly string[];
  readonly outputs?: readonly Output[];
}

/** One output of a cell, as Jupyter writes it. */
export interface Output {
  readonly output_type: "display_data" | "execute_result" | "stream" | "error";
  readonly data?: Readonly<Record<string, unknown>>;
  readonly text?: string | readonly string[];
  readonly name?: string;
  readonly ename?: string;
  readonly evalue?: string;
}

/** A notebook with its name, such as `03_recurrence`. */
export interface Notebook {
  readonly name: string;
  readonly file: NotebookFile;
}

/** Jupyter writes text whole or line by line. */
export function joined(text: unknown): string {
  return Array.isArray(text) ? text.join("") : String(text ?? "");
}

/** All notebooks, in reading order. */
export async function readNotebooks(): Promise<Notebook[]> {
  const folder = new URL("notebooks/", ROOT);
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".ipynb")) names.push(name);
  }
  return await Promise.all(
    names.sort().map(async (name) => ({
      name: name.replace(/\.ipynb$/, ""),
      file: JSON.parse(await Deno.readTextFile(new URL(name, folder))),
    })),
  );
}

/** Paths of the files below some folders but tests, as `lib/cells/rnn.ts`, in order of their names. */
export async function filesBelow(
  folders: readonly string[],
  extension: string,
): Promise<string[]> {
  const found: string[] = [];
  async function visit(folder: string) {
    for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
      if (isDirectory) await visit(`${folder}${name}/`);
      else if (name.endsWith(extension) && !name.endsWith("_test.ts")) found.push(folder + name);
    }
  }
  for (const folder of folders) await visit(folder);
  return found.sort();
}

/** Whether a file of data/ is one that pages may read. */
export function isData(path: string): boolean {
  return /\.(txt|csv|tsv|json|safetensors)$/.test(path);
}

/** The text of a file of the repository. */
export function readRepository(path: string): Promise<string> {
  return Deno.readTextFile(new URL(path, ROOT));
}

/** Where a path leads that is written in a file of the repository: `../lib/x.ts` in `notebooks/a.ipynb`. */
export function resolvePath(path: string, from: string): string {
  return new URL(path, `file:///${from}`).pathname.slice(1);
}
