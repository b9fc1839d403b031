/**
 * Puts an exercise's cells into its notebook, or renews them: the text, the stub, and the call of its check; and at the
 * notebook's beginning the cell that imports what exercises need and shows how far the learner is.
 *
 *     deno task exercises:place 03.combine --after CELL_ID
 *     deno task exercises:place                              renews all that are placed
 *
 * Other cells and their outputs stay as they are. Cells that are there already are renewed where they stand, and
 * `--after` may then be left out.
 *
 * @module
 */

import { exerciseIds, exerciseNamed, stemOf } from "../../lib/exercises/load.ts";
import type { Exercise } from "../../lib/exercises/definition.ts";
import { command, Mistyped, UsageError } from "../command.ts";
import { type Cell, type Notebook, textOf } from "../../tests/support/notebook.ts";

const usage = `./learn exercises:place                         renews the cells of all exercises
./learn exercises:place ID [--after CELL_ID]    of one, which is new behind that cell`;

if (import.meta.main) {
  const options = { after: { type: "string" } } as const;
  await command(usage, { options, names: true }, async ({ after }, ids) => {
    if (ids.length > 1 || (after !== undefined && ids.length === 0)) {
      throw new UsageError(`Cannot place ${ids.join(" ") || "all"} so; wanted:`);
    }
    try {
      for (const id of ids.length === 0 ? exerciseIds() : ids) await placeInFile(id, after);
    } catch (error) {
      if (error instanceof RangeError) throw new Mistyped(error.message);
      throw error;
    }
    return 0;
  });
}

async function placeInFile(id: string, after?: string): Promise<void> {
  const exercise = await exerciseNamed(id);
  const path = `notebooks/${stemOf(id)}.ipynb`;
  const before = await Deno.readTextFile(path);
  const notebook: Notebook = JSON.parse(before);
  place(notebook, exercise, after);
  const text = JSON.stringify(notebook, null, 1) + "\n";
  if (text === before) return;
  await Deno.writeTextFile(path, text);
  console.log(`${id} stands in ${path}; now format it and renew its outputs`);
}

/**
 * Puts or renews an exercise's three cells, and the cell at the notebook's beginning.
 *
 * @param notebook is changed
 * @param after id of the cell behind which it is put, if it is not there yet
 */
export function place(notebook: Notebook, exercise: Exercise, after?: string): void {
  const { cells } = notebook;
  const at = (id?: string) => cells.findIndex((cell) => cell.id === id);
  const renewed = (cell: Cell, old?: Cell) =>
    old && squeezed(old) === squeezed(cell) ? old : { ...cell, source: lines(textOf(cell.source)) };
  const wanted = cellsOf(exercise);
  if (wanted.every(({ id }) => at(id) >= 0)) {
    for (const cell of wanted) cells[at(cell.id)] = renewed(cell, cells[at(cell.id)]);
  } else if (at(after) < 0) {
    throw new RangeError(
      `Cannot place ${exercise.id}: found no cell ${after ?? "given"}, wanted one of ${
        cells.map(({ id }) => id).join(", ")
      }`,
    );
  } else cells.splice(at(after) + 1, 0, ...wanted.map((cell) => renewed(cell)));
  const begin = beginning(exercise.id.slice(0, 2));
  const [old] = at(begin.id) < 0 ? [] : cells.splice(at(begin.id), 1);
  cells.splice(1, 0, renewed(begin, old)); // behind the title
}

/** The id of one of an exercise's cells; `run.py` looks for it. */
export function cellId(id: string, part: "text" | "stub" | "check"): string {
  return `exercise-${id.replace(".", "-")}-${part}`;
}

/** Learners use all of what is imported, the notebook itself only three. */
function beginning(notebook: string): Cell {
  return code(
    "exercise-tools",
    `import { exercise, hint, solution, yourProgress, yourTurn } from "lib/exercises/mod.ts";

await yourProgress("${notebook}");`,
  );
}

function cellsOf({ id, title, goal, text = goal, stub, answer }: Exercise): Cell[] {
  const source = `### Exercise: ${title}\n\n${text}`;
  return [
    { cell_type: "markdown", id: cellId(id, "text"), metadata: {}, source },
    code(cellId(id, "stub"), stub),
    code(cellId(id, "check"), `await exercise("${id}", ${answer});`),
  ];
}

function code(id: string, source: string): Cell {
  return { cell_type: "code", execution_count: null, id, metadata: {}, outputs: [], source };
}

/** A cell's source without what formatting may change. */
function squeezed({ source }: Cell): string {
  return textOf(source).replace(/[\s,;()_*]/g, "");
}

function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}
