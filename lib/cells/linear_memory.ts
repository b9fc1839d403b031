/**
 * A linear memory: what is kept is a factor of the input, what is written is not squashed, and nothing asks the memory.
 *
 *     a = tanh(W_a x + b_a), between −1 and 1; or σ(…), between 0 and 1
 *     b = W_b x + b_b
 *     h′ = a ∘ h + b
 *
 * With factors between 0 and 1 it is the core of many newest recurrent nets, each number of the memory on its own, as in
 * Mamba (Gu & Dao 2023). A factor below 0 lets an input turn the sign of what is remembered; what that buys is shown by
 * Sarrof, Veitsman & Hahn 2024 and Grazzi et al. 2024, "Unlocking State-Tracking in Linear RNNs Through Negative
 * Eigenvalues".
 *
 * @module
 */

import { checkOptions, oneOf } from "../options.ts";
import { sigmoid, tanh } from "../tensor/mod.ts";
import type { Cell } from "./cell.ts";
import {
  linearRecurrence,
  type LinearRecurrenceOptions,
  type LinearState,
} from "./linear_recurrence.ts";
import { cellRules } from "./rules.ts";

/** How to make a linear memory. */
export interface LinearMemoryOptions extends LinearRecurrenceOptions {
  /** Whether a factor may be below 0 ("signed", the default) or lies between 0 and 1 ("positive"). */
  readonly factor?: "signed" | "positive";
}

/**
 * A linear memory as a cell.
 *
 * @throws RangeError for another factor
 *
 * @example
 * ```ts
 * import { linearMemory } from "lib/cells/linear_memory.ts";
 * import { createRandom } from "lib/random.ts";
 * import { tensor } from "lib/tensor/mod.ts";
 * import { expect } from "vitest";
 *
 * const cell = linearMemory({ inputSize: 2, hiddenSize: 3, random: createRandom(0) });
 * const { gates } = cell.step(tensor([[1, 0]]), cell.initialState(1));
 * expect(gates.a.shape).toEqual([1, 3]);
 * ```
 */
export function linearMemory(options: LinearMemoryOptions): Cell<LinearState> {
  checkOptions<LinearMemoryOptions>("make a linear memory", options, {
    ...cellRules,
    factor: oneOf("signed", "positive"),
  });
  const { factor = "signed" } = options;
  const squash = factor === "signed" ? tanh : sigmoid;
  return linearRecurrence("linear memory", options, () => null, (gateSum, write) => {
    const a = squash(gateSum);
    return { factor: a, write, gates: { a } };
  });
}
