/**
 * Feedforward nets on sequences, the rivals without memory:
 *
 * - {@linkcode feedforwardWindow} sees the last `window` steps and answers for the newest; the same weights
 *   for every position of the window along the sequence;
 * - {@linkcode feedforwardSlots} sees a whole sequence of fixed length at once, one slot a step, and answers
 *   for all steps at once; every slot has weights of its own.
 *
 *     y = W₂ relu(W₁ x + b₁) + b₂
 *
 * @module
 */

import { checkFits, type InputKind, type SequenceBatch, widthOf } from "../batch.ts";
import { checkOptions, needed, wholeNumber } from "../options.ts";
import type { Random } from "../random.ts";
import {
  add,
  type Backend,
  gather,
  linear,
  parameter,
  relu,
  reshape,
  simd,
  type Tensor,
} from "../tensor/mod.ts";
import { readings } from "../tensor/making.ts";
import { tooLarge } from "../tensor/memory.ts";
import { uniform } from "./initialize.ts";
import { checkForward, type Model } from "./model.ts";
import { modelRules, taskParts } from "./rules.ts";

/** Sizes of a feedforward net. */
export interface FeedforwardOptions {
  /** What is read at each step; a task has it. */
  readonly input: InputKind;
  /** How many scores at each step; a task has it. */
  readonly outputSize: number;
  /** Width of each hidden layer. */
  readonly hiddenSize: number;
  /** Hidden layers. Default 1. */
  readonly layers?: number;
  /** Where the starting weights come from. */
  readonly random: Random;
  /** Default `simd`. */
  readonly backend?: Backend;
}

interface Place {
  readonly weight: Tensor;
  readonly bias: Tensor;
}

function dense(options: FeedforwardOptions, name: string, inputs: number, outputs: number): Place {
  const { random, backend = simd } = options;
  const bound = 1 / Math.sqrt(inputs);
  return {
    weight: parameter(uniform(random, outputs * inputs, bound), {
      shape: [outputs, inputs],
      backend,
      name: `${name}.weight`,
    }),
    bias: parameter(uniform(random, outputs, bound), {
      shape: [outputs],
      backend,
      name: `${name}.bias`,
    }),
  };
}

/**
 * `seen` inputs at once into the first hidden layer, then further layers and the read-out. Symbols are read
 * as one-hot rows: what a symbol at a place adds to the first layer is a row of that place's table. Before the
 * beginning of the sequence stands a symbol of its own (or zeros).
 */
function network(options: FeedforwardOptions, seen: number, outputs: number) {
  const { input, hiddenSize, layers = 1, random, backend = simd } = options;
  const width = widthOf(input);
  const weights = seen * (width + 1) * hiddenSize; // of the first layer, the largest but for wide outputs
  if (weights > backend.memory.limit) {
    throw new RangeError(tooLarge(weights, backend.memory.limit, 4));
  }
  const params: Record<string, Tensor> = {};
  const bound = 1 / Math.sqrt(seen * width);
  const first = input.kind === "symbols"
    ? {
      tables: Array.from(
        { length: seen },
        (_, i) =>
          params[`hidden0.table${i}`] = parameter(
            uniform(random, (width + 1) * hiddenSize, bound),
            {
              shape: [width + 1, hiddenSize],
              backend,
              name: `hidden0.table${i}`,
            },
          ),
      ),
      bias: params["hidden0.bias"] = parameter(uniform(random, hiddenSize, bound), {
        shape: [hiddenSize],
        backend,
        name: "hidden0.bias",
      }),
    }
    : dense(options, "hidden0", seen * width, hiddenSize);
  if ("weight" in first) {
    params["hidden0.weight"] = first.weight;
    params["hidden0.bias"] = first.bias;
  }
  const later = Array.from({ length: layers }, (_, i) => {
    const last = i === layers - 1;
    const name = last ? "readout" : `hidden${i + 1}`;
    const place = dense(options, name, hiddenSize, last ? outputs : hiddenSize);
    params[`${name}.weight`] = place.weight;
    params[`${name}.bias`] = place.bias;
    return place;
  });

  /** source(row, i): place in the batch's inputs of what row sees as its i-th input, or −1 for nothing. */
  function run(
    batch: SequenceBatch,
    rows: number,
    source: (row: number, i: number) => number,
  ): Tensor {
    let sums: Tensor;
    if ("tables" in first) {
      const together = rows * seen * hiddenSize; // as many as there are before they are summed
      const { limit } = backend.memory;
      if (together > limit) throw new RangeError(tooLarge(together, limit, 4));
      const parts = first.tables.map((table, i) => {
        const symbols = new Int32Array(rows);
        for (let row = 0; row < rows; row++) {
          const at = source(row, i);
          symbols[row] = at < 0 ? width : batch.inputs[at];
          if (at >= 0 && !(symbols[row] >= 0 && symbols[row] < width)) {
            throw new RangeError(
              `Cannot look up symbol ${symbols[row]}: one from 0 to ${width - 1} is wanted`,
            );
          }
        }
        return gather(table, symbols); // [rows, hiddenSize]
      });
      sums = parts.reduce((sum, part) => add(sum, part));
      sums = add(sums, first.bias);
    } else {
      checkFits("look at several steps at once", rows, seen, width);
      const x = new Float32Array(rows * seen * width);
      for (let row = 0; row < rows; row++) {
        for (let i = 0; i < seen; i++) {
          const at = source(row, i) * width;
          const to = (row * seen + i) * width;
          if (at >= 0) { for (let j = 0; j < width; j++) x[to + j] = batch.inputs[at + j]; }
        }
      }
      sums = linear(readings(x, [rows, seen * width], backend), first.weight, first.bias);
    }
    let hidden = sums;
    for (const { weight, bias } of later) hidden = linear(relu(hidden), weight, bias);
    return hidden; // [rows, outputs]
  }
  return { params, run };
}

/** How many steps a net may see at once: each has weights of its own. */
const places = wholeNumber(1, 10_000);

const memoryless = { state: {}, gates: {}, hidden: null, states: [] };

/**
 * A feedforward net that sees the last `window` steps, the newest included. With window 1 it sees a snapshot.
 *
 * @param options `window`: how many steps it sees, at least 1
 *
 * @example
 * ```ts
 * import { feedforwardWindow } from "lib/cells/feedforward.ts";
 * import { createRandom } from "lib/random.ts";
 *
 * const model = feedforwardWindow({
 *   window: 2,
 *   input: { kind: "vectors", size: 1 },
 *   outputSize: 2,
 *   hiddenSize: 16,
 *   random: createRandom(0),
 * });
 * console.log(model.forward({ timeSteps: 3, batch: 1, inputs: Float32Array.of(0, 1, 1) }).outputs.shape); // [3, 2]
 * ```
 */
export function feedforwardWindow(
  options: FeedforwardOptions & { readonly window: number },
): Model {
  checkOptions<typeof options>("make a feedforward net", options, {
    ...modelRules,
    window: needed(places),
  }, { passing: taskParts });
  const { window, input, outputSize } = options;
  const { params, run } = network(options, window, outputSize);
  return {
    kind: `feedforward on ${window === 1 ? "a snapshot" : `a window of ${window}`}`,
    input,
    outputSize,
    params: Object.freeze(params),
    forward(batch, options = {}) {
      checkForward(this, batch, options, false);
      const { from = 0 } = options;
      const rows = (batch.timeSteps - from) * batch.batch;
      // Time-major: one step back is one batch back; before the first step the place is negative.
      const outputs = run(batch, rows, (row, i) => Math.max(row + (from - i) * batch.batch, -1));
      return { ...memoryless, outputs, from };
    },
  };
}

/**
 * A feedforward net with one input slot for each step of a sequence of fixed length, which answers for all
 * steps at once.
 *
 * @param options `slots`: the length of every sequence
 * @throws on a sequence of any other length: that is what a fixed input size means
 */
export function feedforwardSlots(options: FeedforwardOptions & { readonly slots: number }): Model {
  checkOptions<typeof options>("make a feedforward net", options, {
    ...modelRules,
    slots: needed(places),
  }, { passing: taskParts });
  const { slots, input, outputSize } = options;
  const { params, run } = network(options, slots, slots * outputSize);
  return {
    kind: `feedforward on ${slots} slots`,
    input,
    outputSize,
    params: Object.freeze(params),
    forward(batch, options = {}) {
      checkForward(this, batch, options, false);
      const { from = 0 } = options;
      const other = batch.lengths?.find((length) => length !== slots) ?? batch.timeSteps;
      if (other !== slots) {
        throw new RangeError(
          `Cannot read a sequence of ${other} with a feedforward net of ${slots} input slots: its weights fit ${slots} and no other length`,
        );
      }
      const members = batch.batch;
      const all = run(batch, members, (row, i) => i * members + row); // [batch, slots · outputSize]
      // To time-major rows: member b's answer for slot t becomes row t · batch + b.
      const byMember = reshape(all, [members * slots, outputSize]);
      const order = new Int32Array((slots - from) * members);
      for (let slot = from, row = 0; slot < slots; slot++) {
        for (let b = 0; b < members; b++) order[row++] = b * slots + slot;
      }
      return { ...memoryless, outputs: gather(byMember, order), from };
    },
  };
}
