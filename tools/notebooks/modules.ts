/**
 * Turns notebooks into modules that `deno check` and `deno lint` can read, and their messages back into
 * notebook, cell and line.
 *
 * The code cells are joined in order into one module. That makes one thing an error which the kernel allows:
 * declaring a name twice. The course's notebooks do not, since a cell run again out of order would then
 * mean something else.
 *
 * @module
 */

import type { Notebook } from "../../tests/support/notebook.ts";

/** A place in a notebook. Cells are the code cells, counted from 1 as the kernel does. */
export interface Place {
  readonly cell: number;
  readonly line: number;
}

/** A notebook's code as one module. */
export interface Module {
  /** The notebook's path, as it was given. */
  readonly notebook: string;
  readonly text: string;
  /** Where line `line` of the module, from 1, stands in the notebook. */
  locate(line: number): Place;
}

/** Joins a notebook's code cells into one module. */
export function joinCells(path: string, notebook: Notebook): Module {
  const lines: string[] = [];
  const places: Place[] = [];
  const cells = notebook.cells.filter(({ cell_type }) => cell_type === "code");
  for (const [index, { source }] of cells.entries()) {
    const code = (Array.isArray(source) ? source.join("") : source).split("\n");
    code.forEach((text, at) => {
      // A statement of its own: `;` keeps a cell that begins with ( or [ from going on with the last one.
      lines.push(at === 0 && /^\s*[([`/+-]/.test(text) ? `;${text}` : text);
      places.push({ cell: index + 1, line: at + 1 });
    });
  }
  lines.push("export {};");
  const last = places.at(-1) ?? { cell: 1, line: 1 };
  return {
    notebook: path,
    text: lines.join("\n") + "\n",
    locate: (line) => places[line - 1] ?? last,
  };
}

/** The notebooks named, or all of the course. */
export async function notebookPaths(named: readonly string[], folder: string): Promise<string[]> {
  if (named.length > 0) return [...named];
  const paths: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".ipynb")) paths.push(`${folder}/${name}`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return paths.sort();
}

/** Writes the notebooks' modules into a folder that is gone afterwards, and hands them to `use` by file. */
export async function withModules<Result>(
  paths: readonly string[],
  use: (modules: ReadonlyMap<string, Module>) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "notebooks-" }));
  try {
    const modules = new Map<string, Module>();
    for (const path of paths) {
      const module = joinCells(path, JSON.parse(await Deno.readTextFile(path)));
      const name = path.split("/").at(-1)!.replace(/\.ipynb$/, "");
      const file = `${folder}/${name}.ts`;
      await Deno.writeTextFile(file, module.text);
      modules.set(file, module);
    }
    return await use(modules);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A place in words: `notebooks/03_recurrence.ipynb, cell 4, line 2`. */
export function describePlace(module: Module, line: number): string {
  const { cell, line: own } = module.locate(line);
  return `${module.notebook}, cell ${cell}, line ${own}`;
}

/** Replaces each `file:///….ts:line:column` of a module in a message by its place in the notebook. */
export function inNotebookTerms(message: string, modules: ReadonlyMap<string, Module>): string {
  return message.replace(
    /(file:\/\/[^\s]+?\.ts):(\d+):(\d+)/g,
    (all, url: string, line: string) => {
      const module = modules.get(decodeURIComponent(new URL(url).pathname));
      return module ? describePlace(module, Number(line)) : all;
    },
  );
}

/** Runs this Deno on the modules and returns what it said. */
export async function deno(
  args: readonly string[],
): Promise<{ ok: boolean; out: string; err: string }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { ok: success, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** The course's folder of notebooks and its deno.json. */
export const course = {
  notebooks: "notebooks",
  config: decodeURIComponent(new URL("../../deno.json", import.meta.url).pathname),
};
