/**
 * Formats code, prose and notebooks: `deno task fmt [--check] [FILE …]`.
 *
 * `deno fmt` formats everything but notebooks, of which Deno 2.8.1 finds that a freshly formatted one is not
 * formatted. So each of a notebook's cells goes through `deno fmt` as a file of its own.
 *
 * @module
 */

import type { Notebook } from "../../tests/support/notebook.ts";
import { command, needFiles } from "../command.ts";
import { course, deno, notebookPaths } from "./modules.ts";

/** Narrower than files: JupyterLab cuts off what is wider than its window. */
const LINE_WIDTH = 88;

const usage = `./learn fmt [--check] [FILE ...]   all files, or those named`;

async function main({ check = false }: { check?: boolean }, named: string[]): Promise<number> {
  needFiles("format", named);
  const isNotebook = (path: string) => path.endsWith(".ipynb");
  let ok = true;
  if (named.length === 0 || !named.every(isNotebook)) {
    const files = named.filter((path) => !isNotebook(path));
    const site = "tools/site"; // a project of its own
    const parts = named.length > 0 ? [files] : [files, ["--config", `${site}/deno.json`, site]];
    for (const part of parts) {
      const { success } = await new Deno.Command(Deno.execPath(), {
        args: ["fmt", ...(check ? ["--check"] : []), ...part],
        stdin: "null",
      }).spawn().status;
      ok &&= success;
    }
  }
  if (named.length === 0 || named.some(isNotebook)) {
    const paths = await notebookPaths(named.filter(isNotebook), course.notebooks);
    const problems = await formatNotebooks(paths, { check });
    problems.forEach((problem) => console.error(problem));
    console.log(`${check ? "Checked" : "Formatted"} the cells of ${paths.length} notebooks`);
    ok &&= problems.length === 0;
  }
  return ok ? 0 : 1;
}

/**
 * Formats the cells of notebooks, or with `check` only looks whether they are.
 *
 * @returns one line for each cell that is not formatted or cannot be read
 */
export async function formatNotebooks(
  paths: readonly string[],
  { check }: { readonly check: boolean },
): Promise<string[]> {
  if (paths.length === 0) return [];
  const folder = await Deno.makeTempDir({ prefix: "notebooks-" });
  try {
    const notebooks: Notebook[] = [];
    const fileOf = (notebook: number, cell: number) =>
      `${folder}/${notebook}-${cell}.${
        notebooks[notebook].cells[cell].cell_type === "code" ? "ts" : "md"
      }`;
    for (const [i, path] of paths.entries()) {
      notebooks.push(JSON.parse(await Deno.readTextFile(path)));
      for (const [j, { source }] of notebooks[i].cells.entries()) {
        await Deno.writeTextFile(fileOf(i, j), textOf(source) + "\n");
      }
    }
    const { err } = await deno([
      "fmt",
      "--no-config",
      "--quiet",
      `--line-width=${LINE_WIDTH}`,
      folder,
    ]);
    const problems: string[] = [];
    for (const [i, notebook] of notebooks.entries()) {
      let changed = false;
      for (const [j, cell] of notebook.cells.entries()) {
        const file = fileOf(i, j);
        const formatted = (await Deno.readTextFile(file)).trimEnd();
        if (err.includes(file.slice(file.lastIndexOf("/")))) {
          problems.push(`${paths[i]}, cell ${j + 1} of all: cannot be read as ${cell.cell_type}`);
        }
        if (formatted === textOf(cell.source)) continue;
        changed = true;
        if (check) {
          problems.push(
            `${paths[i]}, cell ${j + 1} of all: not formatted; run ./learn fmt ${paths[i]}`,
          );
        }
        cell.source = formatted.split(/(?<=\n)/);
      }
      // As Jupyter writes it: one space of indentation.
      if (changed && !check) {
        await Deno.writeTextFile(paths[i], JSON.stringify(notebook, null, 1) + "\n");
      }
    }
    return problems;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function textOf(source: string | readonly string[]): string {
  return typeof source === "string" ? source : source.join("");
}

if (import.meta.main) {
  await command(usage, { options: { check: { type: "boolean" } }, names: true }, main);
}
