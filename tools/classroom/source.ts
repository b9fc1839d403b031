/**
 * A notebook as nbgrader wants its source: every exercise's stub filled with its solution, between marks that the
 * release version loses, and every check a test cell with points and a hidden part that hands the answer to whoever
 * judges.
 *
 * @module
 */

import type { Exercise, Kind } from "../../lib/exercises/definition.ts";
import type { Cell, Notebook } from "../../tests/support/notebook.ts";
import { cellId } from "../exercises/place.ts";

/** Points by what the learner does: writing code counts more than a number or a choice, which can be guessed. */
export const points: Readonly<Record<Kind, number>> = {
  "fill in the equation": 3,
  "find the bug": 3,
  "build your own": 3,
  "fool the net": 2,
  "choose the numbers": 2,
  "predict the number": 1,
  "explain": 1,
};

/**
 * The notebook with its exercises as nbgrader's cells; the committed outputs are left out.
 *
 * @param notebook as committed
 * @param exercises those of this notebook
 * @param options `sheet`: the exercises alone, without the lesson around them
 * @returns a new notebook
 * @throws {RangeError} if the notebook lacks a cell of an exercise
 */
export function sourceOf(
  notebook: Notebook,
  exercises: readonly Exercise[],
  { sheet = false }: { sheet?: boolean } = {},
): Notebook {
  const cells = notebook.cells.map((cell): Cell =>
    cell.cell_type === "code" ? { ...cell, execution_count: null, outputs: [] } : cell
  );
  for (const exercise of exercises) {
    for (const part of ["stub", "check"] as const) {
      const at = cells.findIndex(({ id }) => id === cellId(exercise.id, part));
      if (at < 0) {
        throw new RangeError(
          `Cannot make the teacher's version: found no cell ${cellId(exercise.id, part)}; ` +
            `wanted it placed, as deno task exercises:place does`,
        );
      }
      cells[at] = part === "stub" ? stubCell(cells[at], exercise) : checkCell(cells[at], exercise);
    }
  }
  return { ...notebook, cells: sheet ? exercisesAlone(cells, exercises) : cells };
}

function stubCell(cell: Cell, { stub, solution }: Exercise): Cell {
  const { before, ours, theirs, after } = apart(stub, solution.source);
  const source = [...before, "// BEGIN SOLUTION", ...theirs, "// END SOLUTION", ...after];
  return {
    ...cell,
    metadata: { ...nbgrader(cell.id, { solution: true }), stub: ours.join("\n") },
    source: source.join("\n"),
  };
}

function checkCell(cell: Cell, { id, kind, answer }: Exercise): Cell {
  return {
    ...cell,
    metadata: nbgrader(cell.id, { grade: true, locked: true, points: points[kind] }),
    source: `await exercise("${id}", ${answer});
// BEGIN HIDDEN TESTS
const { handIn } = await import("grading/hand_in.ts");
await handIn(${answer});
// END HIDDEN TESTS`,
  };
}

function nbgrader(id: string, given: Record<string, unknown>): Record<string, unknown> {
  const cell = { grade: false, locked: false, solution: false, task: false, ...given };
  return { nbgrader: { cell_type: "code", grade_id: id, schema_version: 3, ...cell } };
}

/** What two texts have in common at their beginning and at their end, and what each has between. */
function apart(ours: string, theirs: string) {
  const [a, b] = [ours.split("\n"), theirs.split("\n")];
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  return {
    before: a.slice(0, head),
    ours: a.slice(head, a.length - tail),
    theirs: b.slice(head, b.length - tail),
    after: a.slice(a.length - tail),
  };
}

/** The title, and for each exercise what it needs from earlier cells, its text, its stub and its check. */
function exercisesAlone(cells: readonly Cell[], exercises: readonly Exercise[]): Cell[] {
  const named = (id: string) => cells.filter((cell) => cell.id === id);
  const said = new Set<string>();
  return [
    ...cells.slice(0, 1).filter(({ cell_type }) => cell_type === "markdown"),
    ...named("exercise-tools"),
    ...exercises.flatMap(({ id, before = "" }): Cell[] => {
      const first = before !== "" && !said.has(before);
      said.add(before);
      return [
        ...named(cellId(id, "text")),
        ...first
          ? [{
            cell_type: "code" as const,
            id: cellId(id, "stub").replace(/stub$/, "before"),
            metadata: {},
            source: before,
            execution_count: null,
            outputs: [],
          }]
          : [],
        ...named(cellId(id, "stub")),
        ...named(cellId(id, "check")),
      ];
    }),
  ];
}
