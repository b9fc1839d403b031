/**
 * Cells whose memory goes on by a factor and a sum, both made from the input alone:
 *
 *     h′ = a ∘ h + b
 *
 * As neither a nor b waits for the memory, those of all steps are made at once; only this line is left
 * (`linearScan`). What a and b are is what tells one such cell from another: `min_gru.ts`, `linear_memory.ts`.
 *
 * @module
 */

import type { Random } from "../random.ts";
import {
  add,
  type Backend,
  linear,
  linearScan,
  multiply,
  parameter,
  simd,
  slice,
  type Tensor,
  zeros,
} from "../tensor/mod.ts";
import { bound as boundTo, type Cell, type CellSizes, checkBatchSize, checkStep } from "./cell.ts";
import { uniform } from "./initialize.ts";

/** The memory of such a cell. */
export interface LinearState extends Readonly<Record<string, Tensor>> {
  /** Hidden state, [batch, hiddenSize]. */
  readonly h: Tensor;
}

/** What every such cell is made from. */
export interface LinearRecurrenceOptions extends CellSizes {
  /** Where the starting weights come from. */
  readonly random: Random;
  /** Default `simd`. */
  readonly backend?: Backend;
}

/** What a cell of this kind makes of its two sums, for one step or for all: tensors of one shape. */
export interface Factors {
  /** a, what is kept of the memory. */
  readonly factor: Tensor;
  /** b, what is added to it. */
  readonly write: Tensor;
  /** The gate to look at, by name. */
  readonly gates: Readonly<Record<string, Tensor>>;
}

/**
 * @ignore A cell of the form h′ = a ∘ h + b.
 *
 * Its parameters are `weight` [2 · hiddenSize, inputSize] and `bias` [2 · hiddenSize], drawn from ±1/√hiddenSize; the
 * first half of the rows makes the sum for the gate, the second that for the proposal.
 *
 * @param kind its name
 * @param options sizes and where the weights come from
 * @param gateBiases where the gate's biases start, drawn after all others; null: where they were drawn
 * @param factors from the two sums to a and b
 */
export function linearRecurrence(
  kind: string,
  options: LinearRecurrenceOptions,
  gateBiases: (random: Random) => Float64Array | null,
  factors: (gateSum: Tensor, proposalSum: Tensor) => Factors,
): Cell<LinearState> {
  const { inputSize, hiddenSize, random, backend = simd } = options;
  const rows = 2 * hiddenSize;
  const bound = 1 / Math.sqrt(hiddenSize);
  const weights = uniform(random, rows * inputSize, bound);
  const biases = uniform(random, rows, bound);
  biases.set(gateBiases(random) ?? biases.subarray(0, hiddenSize));
  const weight = parameter(weights, { shape: [rows, inputSize], backend, name: "weight" });
  const bias = parameter(biases, { shape: [rows], backend, name: "bias" });

  /** From inputs, of one step or of all, to a and b. */
  function look(x: Tensor): Factors {
    const sums = linear(x, weight, bias); // [..., 2 · hiddenSize]
    const last = sums.rank - 1;
    return factors(slice(sums, last, 0, hiddenSize), slice(sums, last, hiddenSize));
  }

  return boundTo({
    kind,
    inputSize,
    hiddenSize,
    params: { weight, bias },

    initialState(batch) {
      checkBatchSize(this, batch);
      return { h: zeros([batch, hiddenSize], { backend }) };
    },

    step(x, state) {
      checkStep(this, x, state);
      const { h } = state;
      const { factor, write, gates } = look(x); // [batch, hiddenSize] each
      return { state: { h: add(multiply(factor, h), write) }, gates };
    },

    run(x, { h }) {
      const { factor, write, gates } = look(x); // [timeSteps, batch, hiddenSize] each
      return { states: { h: linearScan(factor, write, h) }, gates: () => gates };
    },
  });
}
