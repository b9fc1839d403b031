/**
 * A dilated convolution (van den Oord et al. 2016, WaveNet; Bai, Kolter and Koltun 2018): no memory handed on, and one
 * set of weights for all steps. Each layer joins a step with one before it, and each looks twice as far back as the
 * layer below, so that n layers see 2ⁿ steps:
 *
 *     x_t ← W_in x_t
 *     x_t ← x_t + relu(W_now x_t + W_past x_{t−d} + b)        d = 1, 2, 4, …, each layer with weights of its own
 *     y_t = W_out x_t + b_out
 *
 * Before the first step stand zeros. With one layer it is a window of two steps that slides along.
 *
 * @module
 */

import type { InputKind, SequenceBatch } from "../batch.ts";
import { checkOptions } from "../options.ts";
import type { Random } from "../random.ts";
import { add, type Backend, concat, relu, simd, slice, type Tensor, zeros } from "../tensor/mod.ts";
import { drawing } from "./dense.ts";
import { checkForward, type Model } from "./model.ts";
import { modelRules, taskParts } from "./rules.ts";

/** How to make a dilated convolution. */
export interface ConvolutionOptions {
  /** What is read at each step; a task has it. */
  readonly input: InputKind;
  /** How many scores at each step; a task has it. */
  readonly outputSize: number;
  /** Numbers that stand for a step. */
  readonly hiddenSize: number;
  /** How many layers: n of them see 2ⁿ steps, the newest included. Default 1. */
  readonly layers?: number;
  /** Where the starting weights come from. */
  readonly random: Random;
  /** Default `simd`. */
  readonly backend?: Backend;
}

/**
 * Makes a dilated convolution.
 *
 * @example
 * ```ts
 * import { convolution } from "lib/cells/convolution.ts";
 * import { createRandom } from "lib/random.ts";
 *
 * const model = convolution({
 *   input: { kind: "symbols", vocab: ["a", "b", "c"] },
 *   outputSize: 2,
 *   hiddenSize: 8,
 *   layers: 3, // sees 8 steps
 *   random: createRandom(0),
 * });
 * const batch = { timeSteps: 9, batch: 1, inputs: Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1, 2) };
 * console.log(model.forward(batch).outputs.shape); // [9, 2]
 * ```
 */
export function convolution(options: ConvolutionOptions): Model {
  checkOptions<ConvolutionOptions>("make a convolution", options, modelRules, {
    passing: taskParts,
  });
  const { input, outputSize, hiddenSize, layers = 1, random, backend = simd } = options;
  const { params, dense, embedding } = drawing({ random, backend });
  const read = embedding(input, hiddenSize);
  const blocks = Array.from({ length: layers }, (_, i) => ({
    now: dense(`l${i}.now`, hiddenSize, hiddenSize),
    past: dense(`l${i}.past`, hiddenSize, hiddenSize, false),
    back: 2 ** i,
  }));
  const readout = dense("readout", hiddenSize, outputSize);

  /** What stood so many rows before, and zeros where nothing did. */
  function before(x: Tensor, back: number): Tensor {
    const rows = x.shape[0];
    const none = zeros([Math.min(back, rows), hiddenSize], { backend });
    return back >= rows ? none : concat([none, slice(x, 0, 0, rows - back)], 0);
  }

  return {
    kind: "convolution",
    input,
    outputSize,
    params: Object.freeze(params),
    forward(sequences: SequenceBatch, options = {}) {
      checkForward(this, sequences, options, false);
      const { from = 0 } = options;
      let x = read(sequences); // [timeSteps · batch, hiddenSize]
      for (const { now, past, back } of blocks) {
        x = add(x, relu(add(now(x), past(before(x, back * sequences.batch)))));
      }
      const asked = from === 0 ? x : slice(x, 0, from * sequences.batch);
      return { outputs: readout(asked), from, state: {}, gates: {}, hidden: null, states: [] };
    },
  };
}
