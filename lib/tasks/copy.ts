/**
 * Copy: read n symbols, then say them again in order.
 *
 * While reading nothing is asked; then, at each `_`, the next of the n symbols is. A `delay` of further
 * blanks may stand between.
 *
 * Why: the hidden state is a summary of fixed size, not a transcript: at a fixed size, recall falls as n
 * grows, while a model that can look back at all positions does not care.
 *
 * @module
 */

import { symbolBatch } from "../batch.ts";
import { count, wholeNumber } from "../options.ts";
import { drawFrom, type Range, range } from "./options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Options of {@link copy}. */
export interface CopyOptions {
  /** How many symbols are to be copied; a pair [from, to] draws one length a batch. */
  readonly length: Range;
  /** How many different symbols there are, 2 to 26. */
  readonly symbols: number;
  /** Blanks between reading and the first question. */
  readonly delay: number;
}

/**
 * Makes the task; by default 8 out of 8 symbols, no delay.
 *
 * @example
 * ```ts
 * import { copy } from "lib/tasks/copy.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = copy({ length: 3, delay: 1 });
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe("f f c . _→f _→f _→c");
 * ```
 */
export const copy: TaskFactory<CopyOptions> = defineTask<CopyOptions>({
  name: "copy",
  defaults: { length: 8, symbols: 8, delay: 0 },
  rules: { length: range(1), symbols: wholeNumber(2, LETTERS.length), delay: count(0) },
  changeable: ["length", "delay"],
  create: ({ symbols }) => ({
    input: { kind: "symbols", vocab: [...LETTERS.slice(0, symbols), ".", "_"] },
    outputSize: symbols,
    labels: [...LETTERS.slice(0, symbols)],
    chance: 1 / symbols,
    sample(random, batch, { length, delay }) {
      const n = drawFrom(random, length);
      const [wait, say] = [symbols, symbols + 1];
      return symbolBatch(batch, () => {
        const inputs: number[] = [];
        const targets: number[] = [];
        for (let t = 0; t < n + delay; t++) {
          inputs.push(t < n ? random.integer(0, symbols) : wait);
          targets.push(-1);
        }
        for (let i = 0; i < n; i++) {
          inputs.push(say);
          targets.push(inputs[i]);
        }
        return { inputs, targets };
      });
    },
  }),
});
