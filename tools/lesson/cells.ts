/**
 * How much a reader has to look past: cells over 45 lines, and how much of the code in cells is helpers.
 * `deno run --allow-read tools/lesson/cells.ts` prints both.
 *
 * Blank lines, imports and exercises do not count. A helper is a function that a cell defines at its outermost, with the
 * comment above it, unless it is what the notebook is about: those are listed in {@link LESSON}.
 *
 * @module
 */

import { codeOf, type ReadCell } from "./literals.ts";

/** More lines than a cell should have. */
export const LONG = 45;

/** Functions that are the lesson itself, and are read line by line, by notebook. */
export const LESSON: Readonly<Record<string, string>> = {
  "00": "learnToGuess",
  "01": "countWords bagOfWords spectrum",
  "03": "myCell cutRnn forgetful",
  "04": "reader derivatives lend",
  "05": "forward lossOfAnswers bptt byMoving truncated pieces",
  "06": "journey spectralRadius gradientByLag lossWithoutIt",
  "07": "gatedCell",
  "08": "myGru otherWayRound nail openLstm oneQuestion",
  "12": "weigh look lookAlong",
  "13": "myCell draw startAt withStep withoutItsGate typedGru",
  "14": "typedMinGru allAtOnce",
  "15": "pair alone",
};

/** Lines of a cell's code, without blank ones. */
const lines = (cell: ReadCell) => codeOf(cell).split("\n").filter((line) => line.trim() !== "");

/** Ids of cells over 45 lines. */
export const longCells = (cells: readonly ReadCell[]): string[] =>
  cells.filter((cell) => lines(cell).length > LONG).map(({ id }) => id);

/** The statements of a cell at its outermost, each with the comment above it. */
function statements(cell: ReadCell): string[][] {
  const found: string[][] = [];
  let begun = true;
  for (const line of lines(cell)) {
    const comment = /^(?:\/\*\*| \*|\/\/)/.test(line);
    const begins = /^[^\s)}\]*]/.test(line) && !begun;
    if (begins || found.length === 0) found.push([]);
    found[found.length - 1].push(line);
    begun = comment;
  }
  return found;
}

/** The name of the function that a statement defines; null if it defines none. */
function defined(statement: readonly string[]): string | null {
  const code = statement.filter((line) => !/^\s*(?:\/\*\*|\*|\/\/)/.test(line)).join(" ");
  const named = /^(?:async )?function\*? (\w+)/.exec(code) ??
    /^const (\w+)(?:: [^=]+)? = (?:perSeed\()?(?:async )?(?:<[^>]+>)?(?:\w+ =>|\([^;]*?\)(?:: [^=;]+?)? =>)/
      .exec(code);
  return named && named[1];
}

/** Lines of code in a notebook's cells, and how many of them are helpers, or functions that are the lesson. */
export function linesOf(notebook: string, cells: readonly ReadCell[]) {
  const count = { all: 0, helpers: 0, lesson: 0 };
  const lesson = (LESSON[notebook] ?? "").split(" ");
  for (const statement of cells.flatMap(statements)) {
    if (/^import /.test(statement.at(-1)!) || /^import /.test(statement[0])) continue;
    count.all += statement.length;
    const name = defined(statement);
    if (name !== null) count[lesson.includes(name) ? "lesson" : "helpers"] += statement.length;
  }
  return count;
}

if (import.meta.main) {
  const folder = new URL("../../notebooks/", import.meta.url);
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).sort();
  const sum = { all: 0, helpers: 0, lesson: 0, long: 0 };
  const share = (part: number, all: number) => `${(100 * part / all).toFixed(1)} %`;
  for (const name of names) {
    const { cells } = JSON.parse(Deno.readTextFileSync(new URL(name, folder)));
    const found = linesOf(name.slice(0, 2), cells);
    const long = longCells(cells);
    sum.all += found.all;
    sum.helpers += found.helpers;
    sum.lesson += found.lesson;
    sum.long += long.length;
    console.log(
      `${name.slice(0, 2)}  ${found.all} lines, helpers ${
        share(found.helpers, found.all)
      }, lesson ${share(found.lesson, found.all)}; long: ${long.join(", ") || "none"}`,
    );
  }
  console.log(
    `all ${sum.all} lines, helpers ${share(sum.helpers, sum.all)}, lesson ${
      share(sum.lesson, sum.all)
    }; ${sum.long} cells over ${LONG} lines`,
  );
}
