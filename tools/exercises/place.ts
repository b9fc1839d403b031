/**
 * Puts an exercise's cells into its notebook, or renews them: the text, the stub, and the call of its check.
 *
 *     deno task exercises:place 03.combine --after CELL_ID
 *
 * Other cells and their outputs stay as they are. Cells that are there already are renewed where they stand, and
 * `--after` may then be left out. The cell that imports what exercises need is put before a notebook's first one.
 *
 * @module
 */

import { exerciseNamed } from "../../lib/exercises/load.ts";
import type { Exercise } from "../../lib/exercises/definition.ts";
import { type Cell, type Notebook, textOf } from "../../tests/support/notebook.ts";

/** Learners use all of it, the notebook only two. */
const IMPORT = `import { exercise, hint, solution, yourTurn } from "lib/exercises/mod.ts";`;

if (import.meta.main) {
  const [id, option, after] = Deno.args;
  if (!id || (option !== undefined && (option !== "--after" || !after))) {
    console.error("wanted: an exercise's id, and --after with the id of a cell");
    Deno.exit(2);
  }
  const exercise = await exerciseNamed(id);
  const path = notebookPath(id.slice(0, 2));
  const notebook: Notebook = JSON.parse(await Deno.readTextFile(path));
  place(notebook, exercise, after);
  await Deno.writeTextFile(path, JSON.stringify(notebook, null, 1) + "\n");
  console.log(`${id} stands in ${path}; now format it and renew its outputs`);
}

/**
 * Puts or renews an exercise's three cells.
 *
 * @param notebook is changed
 * @param after id of the cell behind which it is put, if it is not there yet
 */
export function place(notebook: Notebook, exercise: Exercise, after?: string): void {
  const { cells } = notebook;
  const wanted = cellsOf(exercise);
  const there = wanted.map(({ id }) => cells.findIndex((cell) => cell.id === id));
  if (there.every((at) => at >= 0)) {
    wanted.forEach((cell, i) => {
      const old = cells[there[i]];
      if (textOf(old.source) !== textOf(cell.source)) cells[there[i]] = cell;
    });
    return;
  }
  const behind = cells.findIndex(({ id }) => id === after);
  if (behind < 0) {
    throw new RangeError(
      `Cannot place ${exercise.id}: found no cell ${after ?? "given"}, wanted one of ${
        cells.map(({ id }) => id).join(", ")
      }`,
    );
  }
  const first = cells.findIndex(({ id }) => id.startsWith("exercise-"));
  const tools = { ...code("exercise-tools", IMPORT) };
  if (first < 0) cells.splice(behind + 1, 0, wanted[0], tools, ...wanted.slice(1));
  else if (behind < first && cells[first].id !== "exercise-tools") {
    const old = cells.findIndex(({ id }) => id === "exercise-tools");
    cells.splice(old, 1);
    cells.splice(behind + 1, 0, wanted[0], tools, ...wanted.slice(1));
  } else cells.splice(behind + 1, 0, ...wanted);
}

/** The id of one of an exercise's cells; `run.py` looks for it. */
export function cellId(id: string, part: "text" | "stub" | "check"): string {
  return `exercise-${id.replace(".", "-")}-${part}`;
}

function cellsOf({ id, title, goal, text = goal, stub, answer }: Exercise): Cell[] {
  const heading = `### Exercise: ${title}\n\n${text}`;
  return [
    { cell_type: "markdown", id: cellId(id, "text"), metadata: {}, source: lines(heading) },
    code(cellId(id, "stub"), stub),
    code(cellId(id, "check"), `await exercise("${id}", ${answer});`),
  ];
}

function code(id: string, source: string): Cell {
  return {
    cell_type: "code",
    execution_count: null,
    id,
    metadata: {},
    outputs: [],
    source: lines(source),
  };
}

function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function notebookPath(number: string): string {
  for (const { name } of Deno.readDirSync("notebooks")) {
    if (name.startsWith(`${number}_`) && name.endsWith(".ipynb")) return `notebooks/${name}`;
  }
  throw new RangeError(`Cannot place the exercise: found no notebook ${number}`);
}
