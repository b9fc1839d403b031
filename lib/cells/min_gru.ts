/**
 * The minGRU cell (Feng, Tung, Ahmed, Bengio & Hajimirsadeghi 2024, "Were RNNs All We Needed?"): a GRU whose gate and
 * proposal are made from the input alone.
 *
 *     z = σ(W_z x + b_z)              how much to keep
 *     n = W_n x + b_n                 what to write
 *     h′ = z ∘ h + (1 − z) ∘ n
 *
 * Convention: z near 1 **keeps**, as in this library's GRU; in the paper z is the share that is written. As there, the
 * proposal is not squashed.
 *
 * @module
 */

import { checkOptions } from "../options.ts";
import type { Random } from "../random.ts";
import { multiply, sigmoid, subtract } from "../tensor/mod.ts";
import type { Cell } from "./cell.ts";
import { gateInit, underInit } from "./gates.ts";
import { chrono } from "./initialize.ts";
import {
  linearRecurrence,
  type LinearRecurrenceOptions,
  type LinearState,
} from "./linear_recurrence.ts";
import { cellRules } from "./rules.ts";

/** How to make a minGRU cell. */
export interface MinGruOptions extends LinearRecurrenceOptions {
  /**
   * Where the weights start:
   * - "uniform" (default): all from ±1/√hiddenSize;
   * - { keepBias }: the same, then the bias of z is this number, and it starts out keeping;
   * - { chrono: T }: the same, then the bias of z is log U(1, T − 1), as for the GRU.
   */
  readonly init?: "uniform" | { readonly keepBias: number } | { readonly chrono: number };
}

/**
 * A minGRU cell.
 *
 * @example
 * ```ts
 * import { minGru } from "lib/cells/min_gru.ts";
 * import { createRandom } from "lib/random.ts";
 * import { tensor } from "lib/tensor/mod.ts";
 * import { expect } from "vitest";
 *
 * const cell = minGru({ inputSize: 2, hiddenSize: 3, random: createRandom(0) });
 * const { gates } = cell.step(tensor([[1, 0]]), cell.initialState(1));
 * expect(Object.keys(gates)).toEqual(["z"]);
 * ```
 */
export function minGru(options: MinGruOptions): Cell<LinearState> {
  checkOptions<MinGruOptions>("make a minGru cell", options, {
    ...cellRules,
    init: gateInit("keepBias"),
  }, { instead: underInit("keepBias", "chrono") });
  const { init = "uniform", hiddenSize } = options;
  const gateBiases = (random: Random) =>
    init === "uniform"
      ? null
      : "chrono" in init
      ? chrono(random, hiddenSize, init.chrono)
      : new Float64Array(hiddenSize).fill(init.keepBias);
  return linearRecurrence("minGru", options, gateBiases, (gateSum, n) => {
    const z = sigmoid(gateSum);
    return { factor: z, write: multiply(subtract(1, z), n), gates: { z } };
  });
}
