/**
 * Matching: is this letter the one that was marked last?
 *
 * Each step carries one of four letters, at some steps with a mark. From the first mark on every unmarked step is
 * asked whether its letter is the marked one; half of them are. The mark moves on by chance, about every sixth step, and never
 * at the last.
 *
 * Why: what is remembered has to be *compared* with what comes in, again and again, and kept all the while. A net whose
 * gates are made from the input alone cannot do both in one layer: its memory is added to, never asked.
 *
 * @module
 */

import type { Batch } from "../batch.ts";
import { count } from "../options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const LETTERS = ["a", "b", "c", "d"];
const SIZE = LETTERS.length + 1; // one-hot letter, and the mark

/** Options of {@link matching}. */
export interface MatchingOptions {
  /** Length of a sequence, at least 2. */
  readonly timeSteps: number;
}

/**
 * Makes the task; by default 20 steps.
 *
 * @example
 * ```ts
 * import { matching } from "lib/tasks/matching.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = matching({ timeSteps: 6 });
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe("b! b→same a! b! b→same c→other");
 * ```
 */
export const matching: TaskFactory<MatchingOptions> = defineTask<MatchingOptions>({
  name: "matching",
  defaults: { timeSteps: 20 },
  rules: { timeSteps: count(2) },
  changeable: ["timeSteps"],
  create: () => ({
    input: { kind: "vectors", size: SIZE },
    outputSize: 2,
    labels: ["other", "same"],
    chance: 1 / 2,
    sample(random, batch, { timeSteps }) {
      const inputs = new Float32Array(timeSteps * batch * SIZE);
      const targets = new Int32Array(timeSteps * batch).fill(-1);
      for (let b = 0; b < batch; b++) {
        let marked = 0;
        for (let t = 0; t < timeSteps; t++) {
          const row = t * batch + b;
          const marks = t === 0 || t < timeSteps - 1 && random.integer(0, 6) === 0;
          const same = random.integer(0, 2);
          const letter = marks
            ? random.integer(0, LETTERS.length)
            : (marked + (same === 1 ? 0 : random.integer(1, LETTERS.length))) % LETTERS.length;
          inputs[row * SIZE + letter] = 1;
          if (marks) {
            marked = letter;
            inputs[row * SIZE + LETTERS.length] = 1;
          } else targets[row] = same;
        }
      }
      return { timeSteps, batch, inputs, targets };
    },
    describe: ({ timeSteps, batch, inputs, targets }: Batch, index) =>
      Array.from({ length: timeSteps }, (_, t) => {
        const row = t * batch + index;
        const letter = LETTERS[inputs.subarray(row * SIZE, row * SIZE + SIZE).indexOf(1)];
        return targets[row] < 0
          ? `${letter}!`
          : `${letter}→${targets[row] === 1 ? "same" : "other"}`;
      }).join(" "),
  }),
});
