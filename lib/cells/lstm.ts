/**
 * The LSTM cell (Hochreiter & Schmidhuber 1997, with the forget gate of Gers, Schmidhuber & Cummins 2000), as
 * PyTorch's `nn.LSTM`; W_ih, W_hh and the biases hold four blocks in the order i f g o:
 *
 *     i = σ(W_ii x + b_ii + W_hi h + b_hi)        how much to write
 *     f = σ(W_if x + b_if + W_hf h + b_hf)        how much to keep
 *     g = tanh(W_ig x + b_ig + W_hg h + b_hg)     what to write
 *     o = σ(W_io x + b_io + W_ho h + b_ho)        how much to show
 *     c′ = f ∘ c + i ∘ g
 *     h′ = o ∘ tanh(c′)
 *
 * Still: new memory = combine(current input, previous memory), with gates that decide how.
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
  tanh,
  type Tensor,
  zeros,
} from "../tensor/mod.ts";
import { lstmRecipe } from "../tensor/ops/recipes.ts";
import { runSequence } from "../tensor/ops/sequences.ts";
import { bound, type Cell, type CellSizes, checkBatchSize, checkStep } from "./cell.ts";
import { drawParams, gateInit, setGateBias, underInit } from "./gates.ts";
import { chrono } from "./initialize.ts";
import { cellRules } from "./rules.ts";

/** The memory of an LSTM. */
export interface LstmState extends Readonly<Record<string, Tensor>> {
  /** Hidden state, [batch, hiddenSize]: what is shown. */
  readonly h: Tensor;
  /** Cell state, [batch, hiddenSize]: what is kept. */
  readonly c: Tensor;
}

/** How to make an LSTM cell. */
export interface LstmOptions extends CellSizes {
  /** Where the starting weights come from. */
  readonly random: Random;
  /**
   * Where the weights start:
   * - "uniform" (default): all from ±1/√hiddenSize, as PyTorch;
   * - { forgetBias, inputBias? }: the same, then the forget gate's bias is this number, and it starts out keeping;
   *   likewise the input gate's, if given. At ±100 a gate is exactly 1 or as good as 0, its derivative 0, and
   *   training leaves it there: a frozen gate;
   * - { chrono: T }: the same, then forget bias log U(1, T − 1) and input bias its negative
   *   (Tallec & Ollivier 2018): gates start out keeping for up to T steps.
   */
  readonly init?:
    | "uniform"
    | { readonly forgetBias: number; readonly inputBias?: number }
    | { readonly chrono: number };
  /** Default `simd`. */
  readonly backend?: Backend;
}

/**
 * An LSTM cell.
 *
 * @example
 * ```ts
 * import { lstm } from "lib/cells/lstm.ts";
 * import { createRandom } from "lib/random.ts";
 * import { tensor } from "lib/tensor/mod.ts";
 *
 * const cell = lstm({ inputSize: 2, hiddenSize: 3, random: createRandom(0), init: { forgetBias: 1 } });
 * const { state, gates } = cell.step(tensor([[1, 0]]), cell.initialState(1));
 * console.log(state.c.shape, Object.keys(gates)); // [1, 3] ["i", "f", "g", "o"]
 * ```
 */
export function lstm(options: LstmOptions): Cell<LstmState> {
  checkOptions<LstmOptions>("make an lstm cell", options, {
    ...cellRules,
    init: gateInit("forgetBias", "inputBias"),
  }, {
    instead: underInit("forgetBias", "inputBias", "chrono"),
  });
  const { inputSize, hiddenSize, random, init = "uniform", backend = simd } = options;
  const params = drawParams(4, { inputSize, hiddenSize, random, backend });
  const { weight_ih, weight_hh, bias_ih, bias_hh } = params;
  if (init !== "uniform") {
    const all = (bias: number) => new Float64Array(hiddenSize).fill(bias);
    const forget = "chrono" in init
      ? chrono(random, hiddenSize, init.chrono)
      : all(init.forgetBias);
    setGateBias(params, 1, forget);
    if ("chrono" in init) setGateBias(params, 0, forget.map((bias) => -bias));
    else if (init.inputBias !== undefined) setGateBias(params, 0, all(init.inputBias));
  }

  return bound({
    kind: "lstm",
    inputSize,
    hiddenSize,
    params,

    initialState(batch) {
      checkBatchSize(this, batch);
      return {
        h: zeros([batch, hiddenSize], { backend }),
        c: zeros([batch, hiddenSize], { backend }),
      };
    },

    step(x, state) {
      checkStep(this, x, state, ["h", "c"]);
      const { h, c } = state;
      const sums = add(linear(x, weight_ih, bias_ih), linear(h, weight_hh, bias_hh)); // [batch, 4 · hiddenSize]
      const block = (index: number) => slice(sums, 1, index * hiddenSize, (index + 1) * hiddenSize);
      const i = sigmoid(block(0)); // [batch, hiddenSize], as all that follow
      const f = sigmoid(block(1));
      const g = tanh(block(2));
      const o = sigmoid(block(3));
      const cNext = add(multiply(f, c), multiply(i, g));
      const hNext = multiply(o, tanh(cNext));
      return { state: { h: hNext, c: cNext }, gates: { i, f, g, o } };
    },

    run: (x, state) => runSequence(lstmRecipe, x, params, state),
  });
}
