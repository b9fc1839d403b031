/**
 * A recurrent model: look up or embed the input, take the cell over the sequence, read an answer out of the
 * memory at every step.
 *
 *     y_t = W_out h_t + b_out
 *
 * @module
 */

import { type InputKind, type SequenceBatch, widthOf } from "../batch.ts";
import {
  anything,
  checkOptions,
  checkValue,
  count,
  named,
  needed,
  type OptionRules,
  yesOrNo,
} from "../options.ts";
import type { Random } from "../random.ts";
import {
  type Backend,
  gather,
  linear,
  parameter,
  reshape,
  simd,
  slice,
  type Tensor,
  tensor,
} from "../tensor/mod.ts";
import { readings } from "../tensor/making.ts";
import type { Cell } from "./cell.ts";
import { identity, normal, uniform } from "./initialize.ts";
import { bidirectional, type Layer, stacked } from "./layer.ts";
import { checkForward, type Model } from "./model.ts";
import { aCell, aCellFactory, modelRules, taskParts } from "./rules.ts";

/** What makes a cell: `rnn`, `lstm`, `gru`, or a function of a learner's own. */
export type CellFactory = (
  options: {
    inputSize: number;
    hiddenSize: number;
    random: Random;
    backend?: Backend;
    // deno-lint-ignore no-explicit-any
  } & Record<string, any>,
  // deno-lint-ignore no-explicit-any
) => Cell<any>;

/** How to make a recurrent model. */
export interface SequenceModelOptions {
  /** What is read at each step; a task has it. */
  readonly input: InputKind;
  /** How many scores at each step; a task has it. */
  readonly outputSize: number;
  /** What makes each cell. */
  readonly cell: CellFactory;
  /** Numbers in each cell's hidden state. */
  readonly hiddenSize: number;
  /** Where the starting weights come from. */
  readonly random: Random;
  /** More options for the cell, such as `{ init: { chrono: 100 } }`. */
  readonly cellOptions?: Readonly<Record<string, unknown>>;
  /** Cells on top of each other. Default 1. */
  readonly layers?: number;
  /** A second cell that reads backward. Default false; only with one layer. */
  readonly bidirectional?: boolean;
  /** Numbers that stand for a symbol, learned. Default: none, symbols are read as one-hot rows. */
  readonly embeddingSize?: number;
  /** Default `simd`. */
  readonly backend?: Backend;
}

const rules: OptionRules<SequenceModelOptions> = {
  ...modelRules,
  cell: needed(aCellFactory),
  cellOptions: named(anything),
  bidirectional: yesOrNo,
  embeddingSize: count(),
};

/** What is wrong with options that are all right one by one. */
function together(options: SequenceModelOptions): string | undefined {
  const { input, bidirectional, layers = 1, embeddingSize, cellOptions = {} } = options;
  if (bidirectional && layers !== 1) {
    return `found ${layers} layers in a bidirectional model, and one is wanted`;
  }
  if (embeddingSize !== undefined && input.kind !== "symbols") {
    return "found embeddingSize for inputs that are vectors, and symbols are wanted with it";
  }
  const own = ["inputSize", "hiddenSize", "random", "backend"].find((name) => name in cellOptions);
  return own && `found ${own} in cellOptions, and it is wanted among the model's own options`;
}

/**
 * A recurrent model.
 *
 * @example
 * ```ts
 * import { gru } from "lib/cells/gru.ts";
 * import { sequenceModel } from "lib/cells/sequence_model.ts";
 * import { createRandom } from "lib/random.ts";
 *
 * const model = sequenceModel({
 *   input: { kind: "symbols", vocab: ["a", "b", "c"] },
 *   outputSize: 3,
 *   cell: gru,
 *   hiddenSize: 8,
 *   random: createRandom(0),
 * });
 * const { outputs } = model.forward({ timeSteps: 4, batch: 1, inputs: Int32Array.of(0, 1, 2, 0) });
 * console.log(outputs.shape); // [4, 3]
 * ```
 */
export function sequenceModel(options: SequenceModelOptions): Model {
  checkOptions<SequenceModelOptions>("make a sequence model", options, rules, {
    together,
    passing: taskParts,
  });
  const { input, outputSize, cell, hiddenSize, random, layers = 1, embeddingSize, backend = simd } =
    options;
  const width = widthOf(input);
  const symbolic = input.kind === "symbols";

  const table: Tensor | null = !symbolic
    ? null
    : embeddingSize === undefined
    ? tensor(identity(width), { shape: [width, width], backend })
    : parameter(normal(random, width * embeddingSize, 1), {
      shape: [width, embeddingSize],
      backend,
      name: "embedding.weight",
    });
  const makeCell = (inputSize: number) => {
    const made = cell({ ...options.cellOptions, inputSize, hiddenSize, random, backend });
    const doing = "make a sequence model";
    checkValue(doing, `what ${cell.name || "the factory"} returned`, made, aCell);
    const wanted = { inputSize, hiddenSize };
    for (const size of ["inputSize", "hiddenSize"] as const) {
      if (made[size] === wanted[size]) continue;
      throw new RangeError(
        `Cannot ${doing}: the ${made.kind} cell has ${size} ${made[size]}, and ${
          wanted[size]
        } is wanted, as it was asked for`,
      );
    }
    return made;
  };
  const firstSize = embeddingSize ?? width;
  const layer: Layer = options.bidirectional
    ? bidirectional(makeCell(firstSize), makeCell(firstSize))
    : stacked(Array.from({ length: layers }, (_, i) => makeCell(i === 0 ? firstSize : hiddenSize)));

  const bound = 1 / Math.sqrt(layer.outputSize);
  const weight = parameter(uniform(random, outputSize * layer.outputSize, bound), {
    shape: [outputSize, layer.outputSize],
    backend,
    name: "readout.weight",
  });
  const bias = parameter(uniform(random, outputSize, bound), {
    shape: [outputSize],
    backend,
    name: "readout.bias",
  });
  const params: Record<string, Tensor> = {};
  if (table?.requiresGrad) params["embedding.weight"] = table;
  for (const [name, param] of Object.entries(layer.params)) params[`rnn.${name}`] = param;
  params["readout.weight"] = weight;
  params["readout.bias"] = bias;

  const rowsOf = ({ timeSteps, batch, inputs }: SequenceBatch): Tensor =>
    table
      ? gather(table, inputs, [timeSteps, batch])
      : readings(inputs, [timeSteps, batch, width], backend);

  return {
    kind: layer.kind,
    input,
    outputSize,
    params: Object.freeze(params),
    forward(batch, options = {}) {
      checkForward(this, batch, options, true);
      const { from = 0, ...unrollOptions } = options;
      const { outputs: hidden, state, gates, states } = layer.unroll(
        rowsOf(batch),
        { ...unrollOptions, lengths: batch.lengths },
      );
      const asked = from === 0 ? hidden : slice(hidden, 0, from);
      const rows = reshape(asked, [(batch.timeSteps - from) * batch.batch, layer.outputSize]);
      return { outputs: linear(rows, weight, bias), from, state, gates, hidden, states };
    },
  };
}
