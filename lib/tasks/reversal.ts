/**
 * Reversal: read a walk through the letters, then say it backwards.
 *
 * A walk goes one letter up or down with each step, in a ring of `symbols` letters. While it is read nothing is asked. Then
 * comes the sign `>`, at which the last letter is asked, and then each letter that was said, at which the one before it is.
 * What stands there is the letter that *would have been right*, whatever a net said: teacher forcing.
 *
 * Why: one sequence becomes another, so one net reads and another writes. And the right letter gives half of the next
 * one away, to a net that remembers nothing: its neighbours in the ring are two. Control: what a net says when it
 * has to go on from its own letters.
 *
 * @module
 */

import { symbolBatch } from "../batch.ts";
import { wholeNumber } from "../options.ts";
import { drawFrom, type Range, range } from "./options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Options of {@link reversal}. */
export interface ReversalOptions {
  /** How many letters are read; a pair [from, to] draws one length a batch. */
  readonly length: Range;
  /** How many different letters there are, 3 to 26. */
  readonly symbols: number;
}

/**
 * Makes the task; by default 2 to 8 out of 8 letters.
 *
 * @example
 * ```ts
 * import { reversal } from "lib/tasks/reversal.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = reversal({ length: 4 });
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe("f e f e >→e e→f f→e e→f");
 * ```
 */
export const reversal: TaskFactory<ReversalOptions> = defineTask<ReversalOptions>({
  name: "reversal",
  defaults: { length: [2, 8], symbols: 8 },
  rules: { length: range(1), symbols: wholeNumber(3, LETTERS.length) },
  changeable: ["length"],
  create: ({ symbols }) => ({
    input: { kind: "symbols", vocab: [...LETTERS.slice(0, symbols), ">"] },
    outputSize: symbols,
    labels: [...LETTERS.slice(0, symbols)],
    chance: 1 / symbols,
    sample(random, batch, { length }) {
      const n = drawFrom(random, length);
      return symbolBatch(batch, () => {
        const walk = [random.integer(0, symbols)];
        while (walk.length < n) {
          const step = random.integer(0, 2) === 0 ? 1 : symbols - 1;
          walk.push((walk[walk.length - 1] + step) % symbols);
        }
        const back = walk.toReversed();
        return {
          inputs: [...walk, symbols, ...back.slice(0, -1)],
          targets: [...walk.map(() => -1), ...back],
        };
      });
    },
  }),
});
