/**
 * The shell game: cups a, b and c stand in a row, and at each step some change places. How do they stand now?
 *
 * There are six ways to shuffle three cups, doing nothing included, and six orders in which they can stand. Each step
 * changes *how the next step counts*: swapping the first two, then the last two, is not the same as the other way round.
 * So a memory has to be worked on by every step; a sum or a product of what each step says is not enough.
 * (Permutations of three things, the group S₃; composing permutations is the test of Merrill, Petty & Sabharwal 2024.)
 *
 * Why: a memory whose gates are made from the input alone loses track. Control: cells whose gates read the memory.
 *
 * @module
 */

import { checkValue, wholeNumber } from "../options.ts";
import { symbolBatch } from "../batch.ts";
import { drawFrom, type Range, range } from "./options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

/** Where each of the three places gets its cup from, for every shuffle: [1, 0, 2] swaps the first two. */
export const SHUFFLES: readonly (readonly number[])[] = [
  [0, 1, 2],
  [1, 0, 2],
  [0, 2, 1],
  [2, 1, 0],
  [1, 2, 0],
  [2, 0, 1],
];

const ORDERS = SHUFFLES.map((shuffle) => shuffle.map((cup) => "abc"[cup]).join(""));

/**
 * How the cups stand after a shuffle, as the index of a shuffle that would have put them so at once.
 *
 * @param order how they stood, likewise
 * @param shuffle what is done
 */
export function after(order: number, shuffle: number): number {
  if (
    !Number.isInteger(order) || !SHUFFLES[order] || !Number.isInteger(shuffle) || !SHUFFLES[shuffle]
  ) {
    const one = wholeNumber(0, SHUFFLES.length - 1);
    checkValue("shuffle the shells", "order", order, one);
    checkValue("shuffle the shells", "shuffle", shuffle, one);
  }
  const stood = SHUFFLES[order];
  const stand = SHUFFLES[shuffle].map((place) => "abc"[stood[place]]).join("");
  return ORDERS.indexOf(stand);
}

/** Options of {@link shellGame}. */
export interface ShellGameOptions {
  /** How many shuffles; a pair [from, to] draws one number a batch. */
  readonly timeSteps: Range;
}

/**
 * Makes the task; by default 2 to 20 shuffles, asked after each how the cups stand.
 *
 * @example
 * ```ts
 * import { shellGame } from "lib/tasks/shell_game.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = shellGame();
 * const batch = task.sample(createRandom(3), 1, { timeSteps: 3 });
 * expect(task.describe(batch, 0)).toBe("231→bca 312→abc 123→abc");
 * ```
 */
export const shellGame: TaskFactory<ShellGameOptions> = defineTask<ShellGameOptions>({
  name: "shellGame",
  defaults: { timeSteps: [2, 20] },
  rules: { timeSteps: range(1) },
  changeable: ["timeSteps"],
  create: () => ({
    input: {
      kind: "symbols",
      vocab: SHUFFLES.map((shuffle) => shuffle.map((n) => n + 1).join("")),
    },
    outputSize: ORDERS.length,
    labels: ORDERS,
    chance: 1 / ORDERS.length,
    sample(random, batch, options) {
      const timeSteps = drawFrom(random, options.timeSteps);
      return symbolBatch(batch, () => {
        const inputs: number[] = [];
        const targets: number[] = [];
        let order = 0;
        for (let t = 0; t < timeSteps; t++) {
          const shuffle = random.integer(0, SHUFFLES.length);
          order = after(order, shuffle);
          inputs.push(shuffle);
          targets.push(order);
        }
        return { inputs, targets };
      });
    },
  }),
});
