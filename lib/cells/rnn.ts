/**
 * The simple recurrent cell (Elman 1990), as PyTorch's `nn.RNN`:
 *
 *     h′ = tanh(W_ih x + b_ih + W_hh h + b_hh)
 *
 * The new memory is a weighted sum of the current input and the previous memory, squashed. The same four
 * parameters serve at every step.
 *
 * @module
 */

import { checkOptions, oneOf } from "../options.ts";
import type { Random } from "../random.ts";
import {
  add,
  type Backend,
  linear,
  parameter,
  relu,
  simd,
  tanh,
  type Tensor,
  zeros,
} from "../tensor/mod.ts";
import { rnnRecipe } from "../tensor/ops/recipes.ts";
import { runSequence } from "../tensor/ops/sequences.ts";
import { bound as boundTo, type Cell, type CellSizes, checkBatchSize, checkStep } from "./cell.ts";
import { identity, normal, orthogonal, uniform } from "./initialize.ts";
import { cellRules } from "./rules.ts";

/** The memory of a simple recurrent cell. */
export interface RnnState extends Readonly<Record<string, Tensor>> {
  /** Hidden state, [batch, hiddenSize]. */
  readonly h: Tensor;
}

/** How to make a simple recurrent cell. */
export interface RnnOptions extends CellSizes {
  /** Where the starting weights come from. */
  readonly random: Random;
  /** How the sum is squashed. Default "tanh". */
  readonly activation?: "tanh" | "relu";
  /**
   * Where the weights start:
   * - "uniform" (default): all from ±1/√hiddenSize, as PyTorch;
   * - "orthogonal": W_hh turns without stretching (Saxe et al. 2014), biases 0, W_ih as uniform;
   * - "identity": W_hh = 1, biases 0, W_ih normal with deviation 0.001. With relu, the IRNN of Le et al. 2015.
   */
  readonly init?: "uniform" | "orthogonal" | "identity";
  /** Default `simd`. */
  readonly backend?: Backend;
}

/**
 * A simple recurrent cell.
 *
 * @example
 * ```ts
 * import { rnn } from "lib/cells/rnn.ts";
 * import { createRandom } from "lib/random.ts";
 * import { tensor } from "lib/tensor/mod.ts";
 *
 * const cell = rnn({ inputSize: 2, hiddenSize: 3, random: createRandom(0) });
 * const { state } = cell.step(tensor([[1, 0]]), cell.initialState(1));
 * console.log(state.h.shape); // [1, 3]
 * ```
 */
export function rnn(options: RnnOptions): Cell<RnnState> {
  checkOptions<RnnOptions>("make an rnn cell", options, {
    ...cellRules,
    activation: oneOf("tanh", "relu"),
    init: oneOf("uniform", "orthogonal", "identity"),
  });
  const { inputSize, hiddenSize, random, activation = "tanh", init = "uniform", backend = simd } =
    options;
  const bound = 1 / Math.sqrt(hiddenSize);
  const start = {
    uniform: () => ({
      ih: uniform(random, hiddenSize * inputSize, bound),
      hh: uniform(random, hiddenSize * hiddenSize, bound),
      bias: () => uniform(random, hiddenSize, bound),
    }),
    orthogonal: () => ({
      ih: uniform(random, hiddenSize * inputSize, bound),
      hh: orthogonal(random, hiddenSize),
      bias: () => new Float64Array(hiddenSize),
    }),
    identity: () => ({
      ih: normal(random, hiddenSize * inputSize, 0.001),
      hh: identity(hiddenSize),
      bias: () => new Float64Array(hiddenSize),
    }),
  }[init];
  const { ih, hh, bias } = start();
  const weight_ih = parameter(ih, { shape: [hiddenSize, inputSize], backend, name: "weight_ih" });
  const weight_hh = parameter(hh, { shape: [hiddenSize, hiddenSize], backend, name: "weight_hh" });
  const bias_ih = parameter(bias(), { shape: [hiddenSize], backend, name: "bias_ih" });
  const bias_hh = parameter(bias(), { shape: [hiddenSize], backend, name: "bias_hh" });
  const params = { weight_ih, weight_hh, bias_ih, bias_hh };
  const squash = activation === "tanh" ? tanh : relu;
  const recipe = rnnRecipe(activation);

  return boundTo({
    kind: "rnn",
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
      const sum = add(linear(x, weight_ih, bias_ih), linear(h, weight_hh, bias_hh)); // [batch, hiddenSize]
      return { state: { h: squash(sum) }, gates: {} };
    },

    run: (x, state) => runSequence(recipe, x, params, state),
  });
}
