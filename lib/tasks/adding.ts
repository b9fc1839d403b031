/**
 * Adding problem: a stream of numbers, two of them marked; asked at the end is their sum.
 *
 * Each step is (number, mark). One mark stands in the first half, one in the second.
 *
 * - `plain`: numbers in [0, 1), the target is x₁ + x₂; always answering 1 has squared error 1/6.
 * - `1997`: numbers in [−1, 1], the target is ½ + (x₁ + x₂) / 4, the first mark within the first ten
 *   steps; always answering ½ has squared error 1/24. "Solved" there means an error below 0.04. (Left out:
 *   the original's random lengths and its −1 in the mark at both ends.)
 *
 * Why: two numbers must be held exactly, over any distance, through a stream of numbers that do not count.
 * Source: Hochreiter and Schmidhuber, "Long short-term memory" (1997), experiment 4.
 *
 * @module
 */

import { count, oneOf } from "../options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

/** Options of {@link adding}. */
export interface AddingOptions {
  /** Length of a sequence, at least 2. */
  readonly timeSteps: number;
  /** Which numbers and target. */
  readonly form: "plain" | "1997";
}

/**
 * Makes the task; by default 50 steps of the `plain` form.
 *
 * @example
 * ```ts
 * import { adding } from "lib/tasks/adding.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = adding({ timeSteps: 4 });
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe("(0.87 1.00) (0.60 0.00) (0.67 1.00) (0.77 0.00)→1.54");
 * ```
 */
export const adding: TaskFactory<AddingOptions> = defineTask<AddingOptions>({
  name: "adding",
  defaults: { timeSteps: 50, form: "plain" },
  rules: { timeSteps: count(2), form: oneOf("plain", "1997") },
  changeable: ["timeSteps"],
  create: ({ form }) => ({
    input: { kind: "vectors", size: 2 },
    outputSize: 1,
    loss: "meanSquaredError",
    chance: form === "plain" ? 1 / 6 : 1 / 24,
    sample(random, batch, { timeSteps }) {
      const inputs = new Float32Array(timeSteps * batch * 2);
      const targets = new Float32Array(timeSteps * batch);
      const mask = new Float32Array(timeSteps * batch).fill(1, (timeSteps - 1) * batch); // at the end
      const half = Math.floor(timeSteps / 2);
      for (let b = 0; b < batch; b++) {
        const at = (t: number) => (t * batch + b) * 2;
        for (let t = 0; t < timeSteps; t++) {
          inputs[at(t)] = form === "plain" ? random.next() : random.uniform(-1, 1);
        }
        const first = random.integer(0, form === "plain" ? half : Math.min(10, half));
        const second = random.integer(half, timeSteps);
        inputs[at(first) + 1] = inputs[at(second) + 1] = 1;
        const sum = inputs[at(first)] + inputs[at(second)];
        targets[(timeSteps - 1) * batch + b] = form === "plain" ? sum : 0.5 + sum / 4;
      }
      return { timeSteps, batch, inputs, targets, mask };
    },
  }),
});
