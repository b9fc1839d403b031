/**
 * Parity: has the number of ones so far been even or odd?
 *
 * One bit of memory, flipped by every one that is read. With a label at each step the rule can be found
 * on short sequences and then holds at any length; with one label at the end it is much harder to find.
 *
 * Why: one set of weights, used at every step, reads sequences of lengths never seen.
 *
 * @module
 */

import { symbolBatch } from "../batch.ts";
import { oneOf } from "../options.ts";
import { drawFrom, type Range, range } from "./options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

/** Options of {@link parity}. */
export interface ParityOptions {
  /** Length; a pair [from, to] draws one length a batch. */
  readonly timeSteps: Range;
  /** Where the parity is asked. */
  readonly asked: "every step" | "end";
}

/**
 * Makes the task; by default lengths 2 to 10, asked at every step.
 *
 * @example
 * ```ts
 * import { parity } from "lib/tasks/parity.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = parity();
 * const batch = task.sample(createRandom(0), 1, { timeSteps: 5 });
 * expect(task.describe(batch, 0)).toBe("1→odd 1→even 0→even 1→odd 0→odd");
 * ```
 */
export const parity: TaskFactory<ParityOptions> = defineTask<ParityOptions>({
  name: "parity",
  defaults: { timeSteps: [2, 10], asked: "every step" },
  rules: { timeSteps: range(1), asked: oneOf("every step", "end") },
  changeable: ["timeSteps"],
  create: ({ asked }) => ({
    input: { kind: "symbols", vocab: ["0", "1"] },
    outputSize: 2,
    labels: ["even", "odd"],
    chance: 1 / 2,
    sample(random, batch, options) {
      const timeSteps = drawFrom(random, options.timeSteps);
      return symbolBatch(batch, () => {
        const inputs: number[] = [];
        const targets: number[] = [];
        let odd = 0;
        for (let t = 0; t < timeSteps; t++) {
          const bit = random.integer(0, 2);
          odd ^= bit;
          inputs.push(bit);
          targets.push(asked === "every step" || t === timeSteps - 1 ? odd : -1);
        }
        return { inputs, targets };
      });
    },
  }),
});
