/**
 * aⁿbⁿ: as many b as there were a.
 *
 * A sequence is `|`, n times a, n times b. From the first b on, the next symbol is determined: b, until
 * there were n of them, then `|`. That is what is asked.
 *
 * Why: it needs a counter, and the counter must go on beyond the largest n trained on.
 * Source: Gers and Schmidhuber, "LSTM recurrent networks learn simple context-free and
 * context-sensitive languages" (2001).
 *
 * @module
 */

import { symbolBatch } from "../batch.ts";
import { drawFrom, ends, type Range, range } from "./options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const [A, B, END] = [0, 1, 2];

/** Options of {@link anBn}. */
export interface AnBnOptions {
  /** How many a; a pair [from, to] draws it. */
  readonly n: Range;
}

/**
 * Makes the task; by default n from 1 to 10.
 *
 * @example
 * ```ts
 * import { anBn } from "lib/tasks/an_bn.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = anBn();
 * expect(task.describe(task.sample(createRandom(0), 1, { n: 3 }), 0)).toBe("|aaab→bb→bb→|");
 * ```
 */
export const anBn: TaskFactory<AnBnOptions> = defineTask<AnBnOptions>({
  name: "anBn",
  defaults: { n: [1, 10] },
  rules: { n: range(1) },
  changeable: ["n"],
  create: ({ n }) => {
    // With mean n, a sequence asks n times on average; for `|` once, for b otherwise.
    const [low, high] = ends(n);
    const ending = 2 / (low + high);
    return {
      input: { kind: "symbols", vocab: ["a", "b", "|"] },
      outputSize: 3,
      labels: ["a", "b", "|"],
      chance: Math.max(ending, 1 - ending),
      padding: END,
      separator: "",
      sample: (random, batch, options) =>
        symbolBatch(batch, () => {
          const count = drawFrom(random, options.n);
          return {
            inputs: [END, ...Array(count).fill(A), ...Array(count).fill(B)],
            targets: [...Array(count + 1).fill(-1), ...Array(count - 1).fill(B), END],
          };
        }, END),
    };
  },
});
