/**
 * Latch: "I grew up in France … I speak fluent ___" at its plainest: one word at the start, filler, a
 * question at the end.
 *
 * Why: it looks like the lesson of long-range dependencies but is not, and is kept to show that: nothing
 * competes with the first word, so a tanh cell with a good starting point (orthogonal weights) simply
 * lets it ring on. {@link markedRecall} is the task on which gates tell, or a start
 * that keeps.
 *
 * @module
 */

import { symbolBatch } from "../batch.ts";
import { count, wholeNumber } from "../options.ts";
import { COUNTRIES } from "./marked_recall.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const FILLERS = ["and", "then", "so", "well"];

/** Options of {@link latch}. */
export interface LatchOptions {
  /** Steps from the country to the question. */
  readonly lag: number;
  /** How many countries there are, 2 to 8. */
  readonly countries: number;
}

/**
 * Makes the task; by default lag 40, four countries.
 *
 * @example
 * ```ts
 * import { latch } from "lib/tasks/latch.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = latch({ lag: 4 });
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe("Spain then so then fluent→Spanish");
 * ```
 */
export const latch: TaskFactory<LatchOptions> = defineTask<LatchOptions>({
  name: "latch",
  defaults: { lag: 40, countries: 4 },
  rules: { lag: count(1), countries: wholeNumber(2, COUNTRIES.length) },
  changeable: ["lag"],
  create: ({ countries }) => {
    const names = COUNTRIES.slice(0, countries);
    const vocab = [...names.map(([country]) => country), ...FILLERS, "fluent"];
    return {
      input: { kind: "symbols", vocab },
      outputSize: countries,
      labels: names.map(([, language]) => language),
      chance: 1 / countries,
      sample: (random, batch, { lag }) =>
        symbolBatch(batch, () => {
          const answer = random.integer(0, countries);
          const inputs = new Int32Array(lag + 1).fill(vocab.length - 1);
          inputs[0] = answer;
          for (let t = 1; t < lag; t++) {
            inputs[t] = countries + random.integer(0, FILLERS.length);
          }
          return { inputs, targets: inputs.map((_, t) => t === lag ? answer : -1) };
        }),
    };
  },
});
