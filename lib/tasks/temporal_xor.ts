/**
 * Temporal XOR: the answer is in no single step, only in two of them together.
 *
 * - `pairs`: random bits; at every step but the first: did the bit change? label = xₜ ⊕ xₜ₋₁.
 * - `triples`: two random bits and then their ⊕, again and again; asked for the next bit at each second
 *   bit of a triple, the only place where it is determined.
 *
 * Why: a net that sees one step at a time cannot beat a coin at any width; one step of memory is enough.
 * Source: Elman, "Finding structure in time" (1990), whose stream is `triples`.
 *
 * @module
 */

import { symbolBatch } from "../batch.ts";
import { count, oneOf } from "../options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

/** Options of {@link temporalXor}. */
export interface TemporalXorOptions {
  /** Length of a sequence, at least 3. */
  readonly timeSteps: number;
  /** Random bits asked about at every step, or Elman's stream of triples. */
  readonly stream: "pairs" | "triples";
}

/**
 * Makes the task; the defaults are 20 steps of `pairs`.
 *
 * @example
 * ```ts
 * import { temporalXor } from "lib/tasks/temporal_xor.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = temporalXor({ timeSteps: 6 });
 * const batch = task.sample(createRandom(0), 1);
 * expect(task.describe(batch, 0)).toBe("1 1→0 0→1 1→1 0→1 0→0");
 * ```
 */
export const temporalXor: TaskFactory<TemporalXorOptions> = defineTask<TemporalXorOptions>({
  name: "temporalXor",
  defaults: { timeSteps: 20, stream: "pairs" },
  rules: { timeSteps: count(3), stream: oneOf("pairs", "triples") },
  changeable: ["timeSteps"],
  create: ({ stream }) => ({
    input: { kind: "symbols", vocab: ["0", "1"] },
    outputSize: 2,
    labels: ["0", "1"],
    chance: 1 / 2,
    sample: (random, batch, { timeSteps }) =>
      symbolBatch(batch, () => {
        const inputs: number[] = [];
        const targets: number[] = [];
        for (let t = 0; t < timeSteps; t++) {
          const place = stream === "triples" ? t % 3 : 1;
          inputs.push(place === 2 ? inputs[t - 1] ^ inputs[t - 2] : random.integer(0, 2));
          targets.push(place === 1 && t > 0 ? inputs[t] ^ inputs[t - 1] : -1);
        }
        return { inputs, targets };
      }),
  }),
});
