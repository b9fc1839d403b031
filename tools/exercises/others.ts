/**
 * Answers that a check must not be surprised by: right ones in unusual form, and careless or hostile ones. Each stands
 * as a cell would declare it, is run as a cell is, and judged as in a notebook. No right one may be refused; a hostile
 * one must have its verdict within ten seconds, must not be right, and the next answer must be judged as ever.
 *
 *     deno run -A tools/exercises/others.ts [--right] [--hostile]
 *
 * @module
 */

import vm from "node:vm";
import { judgeGuarded } from "../../lib/exercises/guard.ts";
import { exerciseNamed } from "../../lib/exercises/load.ts";
import * as tensors from "../../lib/tensor/mod.ts";
import { hostile } from "./hostile.ts";
import { right } from "./right.ts";

/** Milliseconds in which a box must be there. */
const LATEST = 10_000;

if (import.meta.main) {
  const only = (name: string) => Deno.args.length === 0 || Deno.args.includes(`--${name}`);
  let failed = 0;
  if (only("right")) failed += await tryRight();
  if (only("hostile")) failed += await tryHostile();
  Deno.exit(failed > 0 ? 1 : 0);
}

/** What a notebook's cells have imported. */
function declareLibrary(): void {
  (globalThis as unknown as { library: unknown }).library = tensors;
  const names = Object.keys(tensors).filter((name) => /^[a-z]\w*$/.test(name));
  vm.runInThisContext(names.map((name) => `var ${name} = library.${name};`).join("\n"));
}

/** Runs a cell and gives what the last expression is. */
function answerIn(cell: string): unknown {
  return vm.runInThisContext(cell);
}

async function tryRight(): Promise<number> {
  const bad: string[] = [];
  let count = 0;
  for (const [id, cells] of Object.entries(right)) {
    const exercise = await exerciseNamed(id);
    declareLibrary(); // anew: the cells before have given its names to helpers of their own
    for (const cell of cells) {
      count++;
      const { state, observed } = await judgeGuarded(exercise, answerIn(cell));
      if (state !== "right") bad.push(`  ${id} refuses ${cell}\n    ${observed}`);
    }
  }
  console.log(`right answers in unusual form: ${count - bad.length} of ${count} accepted`);
  bad.forEach((one) => console.log(one));
  return bad.length;
}

async function tryHostile(): Promise<number> {
  const bad: string[] = [];
  let slowest = 0;
  const count = await exerciseNamed("03.count-weights");
  declareLibrary();
  const all = Object.entries(hostile).flatMap(([id, cells]) => cells.map((cell) => [id, cell]));
  for (const [id, cell] of all) {
    const exercise = await exerciseNamed(id);
    const began = performance.now();
    let said = "nothing";
    try {
      const { state, misconception } = await judgeGuarded(exercise, answerIn(cell));
      said = `${state}, ${misconception}`;
    } catch (error) {
      said = `the check itself threw ${error}`;
    }
    const took = performance.now() - began;
    slowest = Math.max(slowest, took);
    const next = (await judgeGuarded(count, 66)).state;
    if (took > LATEST || !/^(wrong|todo)/.test(said) || next !== "right") {
      bad.push(`  ${id}, ${cell}: ${said} after ${(took / 1000).toFixed(1)} s; then ${next}`);
      console.log(bad.at(-1));
    }
  }
  console.log(
    `hostile answers: ${all.length - bad.length} of ${all.length} judged, the slowest after ${
      (slowest / 1000).toFixed(1)
    } s`,
  );
  bad.forEach((one) => console.log(one));
  return bad.length;
}
