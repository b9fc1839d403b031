/**
 * The GRU cell (Cho et al. 2014), as PyTorch's `nn.GRU`; W_ih, W_hh and the biases hold three blocks in the
 * order r z n:
 *
 *     r = σ(W_ir x + b_ir + W_hr h + b_hr)              how much of the past goes into the proposal
 *     z = σ(W_iz x + b_iz + W_hz h + b_hz)              how much to keep
 *     n = tanh(W_in x + b_in + r ∘ (W_hn h + b_hn))     what to write
 *     h′ = (1 − z) ∘ n + z ∘ h
 *
 * Conventions: z near 1 **keeps**, as in that paper (Chung et al. 2014 and some libraries have it the other
 * way round), and the reset gate acts after the hidden product, on W_hn h + b_hn, as in PyTorch (in the paper it
 * acts on h, before the product).
 *
 * @module
 */

import { checkOptions } from "../options.ts";
import type { Random } from "../random.ts";
import {
  add,
  type Backend,
  linear,
  multiply,
  sigmoid,
  simd,
  slice,
  subtract,
  tanh,
  type Tensor,
  zeros,
} from "../tensor/mod.ts";
import { gruRecipe } from "../tensor/ops/recipes.ts";
import { runSequence } from "../tensor/ops/sequences.ts";
import { bound, type Cell, type CellSizes, checkBatchSize, checkStep } from "./cell.ts";
import { drawParams, gateInit, setGateBias, underInit } from "./gates.ts";
import { chrono } from "./initialize.ts";
import { cellRules } from "./rules.ts";

/** The memory of a GRU. */
export interface GruState extends Readonly<Record<string, Tensor>> {
  /** Hidden state, [batch, hiddenSize]. */
  readonly h: Tensor;
}

/** How to make a GRU cell. */
export interface GruOptions extends CellSizes {
  /** Where the starting weights come from. */
  readonly random: Random;
  /**
   * Where the weights start:
   * - "uniform" (default): all from ±1/√hiddenSize, as PyTorch;
   * - { keepBias }: the same, then the bias of z is this number, and it starts out keeping;
   * - { chrono: T }: the same, then the bias of z is log U(1, T − 1) (after Tallec & Ollivier 2018).
   */
  readonly init?: "uniform" | { readonly keepBias: number } | { readonly chrono: number };
  /** Default `simd`. */
  readonly backend?: Backend;
}

/**
 * A GRU cell.
 *
 * @example
 * ```ts
 * import { gru } from "lib/cells/gru.ts";
 * import { createRandom } from "lib/random.ts";
 * import { tensor } from "lib/tensor/mod.ts";
 *
 * const cell = gru({ inputSize: 2, hiddenSize: 3, random: createRandom(0) });
 * const { gates } = cell.step(tensor([[1, 0]]), cell.initialState(1));
 * console.log(Object.keys(gates)); // ["r", "z", "n"]
 * ```
 */
export function gru(options: GruOptions): Cell<GruState> {
  checkOptions<GruOptions>(
    "make a gru cell",
    options,
    { ...cellRules, init: gateInit("keepBias") },
    {
      instead: underInit("keepBias", "chrono"),
    },
  );
  const { inputSize, hiddenSize, random, init = "uniform", backend = simd } = options;
  const params = drawParams(3, { inputSize, hiddenSize, random, backend });
  const { weight_ih, weight_hh, bias_ih, bias_hh } = params;
  if (init !== "uniform") {
    const kept = "chrono" in init
      ? chrono(random, hiddenSize, init.chrono)
      : new Float64Array(hiddenSize).fill(init.keepBias);
    setGateBias(params, 1, kept);
  }

  return bound({
    kind: "gru",
    inputSize,
    hiddenSize,
    params,

    initialState(batch) {
      checkBatchSize(this, batch);
      return { h: zeros([batch, hiddenSize], { backend }) };
    },

    step(x, state) {
      checkStep(this, x, state);
      const { h } = state;
      const fromInput = linear(x, weight_ih, bias_ih); // [batch, 3 · hiddenSize]
      const fromMemory = linear(h, weight_hh, bias_hh); // [batch, 3 · hiddenSize]
      const block = (sums: Tensor, index: number) =>
        slice(sums, 1, index * hiddenSize, (index + 1) * hiddenSize);
      const r = sigmoid(add(block(fromInput, 0), block(fromMemory, 0))); // [batch, hiddenSize], as all that follow
      const z = sigmoid(add(block(fromInput, 1), block(fromMemory, 1)));
      const n = tanh(add(block(fromInput, 2), multiply(r, block(fromMemory, 2))));
      const hNext = add(multiply(subtract(1, z), n), multiply(z, h));
      return { state: { h: hNext }, gates: { r, z, n } };
    },

    run: (x, state) => runSequence(gruRecipe, x, params, state),
  });
}
