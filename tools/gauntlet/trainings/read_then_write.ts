/**
 * Two LSTMs: one reads the whole question, the other writes the answer, and is given the last output of the first at
 * every step (the model of the Keras example addition_rnn, after Sutskever, Vinyals and Le 2014).
 *
 * @module
 */

import { lstm } from "../../../lib/cells/lstm.ts";
import { checkInputs, type InputKind } from "../../../lib/batch.ts";
import type { Model } from "../../../lib/cells/model.ts";
import { identity, uniform } from "../../../lib/cells/initialize.ts";
import { unroll } from "../../../lib/cells/unroll.ts";
import type { Random } from "../../../lib/random.ts";
import {
  concat,
  gather,
  linear,
  parameter,
  reshape,
  slice,
  stack,
  tensor,
  zeros,
} from "../../../lib/tensor/mod.ts";
import type { Tensor } from "../../../lib/tensor/mod.ts";

/** How to make the two. */
export interface ReadThenWriteOptions {
  /** What is read: symbols. */
  readonly input: InputKind;
  /** How many scores at each step of the answer. */
  readonly outputSize: number;
  /** Of both LSTMs. */
  readonly hiddenSize: number;
  /** How many of the last steps are for writing. */
  readonly answer: number;
  /** Where the starting weights come from. */
  readonly random: Random;
}

/** Makes the model; its scores while it reads are zeros. */
export function readThenWrite(options: ReadThenWriteOptions): Model {
  const { input, outputSize, hiddenSize, answer, random } = options;
  if (input.kind !== "symbols") throw new TypeError("Cannot read then write: symbols are wanted");
  const width = input.vocab.length;
  const table = tensor(identity(width), { shape: [width, width] });
  const init = { forgetBias: 1 };
  const reader = lstm({ inputSize: width, hiddenSize, random, init });
  const writer = lstm({ inputSize: hiddenSize, hiddenSize, random, init });
  const bound = 1 / Math.sqrt(hiddenSize);
  const weight = parameter(uniform(random, outputSize * hiddenSize, bound), {
    shape: [outputSize, hiddenSize],
  });
  const bias = parameter(uniform(random, outputSize, bound), { shape: [outputSize] });
  const named = (name: string, params: Readonly<Record<string, Tensor>>) =>
    Object.fromEntries(Object.entries(params).map(([key, param]) => [`${name}.${key}`, param]));
  return {
    kind: "reading and writing",
    input,
    outputSize,
    params: {
      ...named("reader", reader.params),
      ...named("writer", writer.params),
      "readout.weight": weight,
      "readout.bias": bias,
    },
    forward(batch) {
      checkInputs(`run the ${this.kind} model`, batch, this.input);
      const members = batch.batch;
      const reading = batch.timeSteps - answer;
      const symbols = (batch.inputs as Int32Array).subarray(0, reading * members);
      const read = unroll(reader, gather(table, symbols, [reading, members]));
      const last = reshape(slice(read.outputs, 0, reading - 1), [members, hiddenSize]);
      const written = unroll(writer, stack(Array.from({ length: answer }, () => last)));
      const rows = reshape(written.outputs, [answer * members, hiddenSize]);
      const outputs = concat(
        [zeros([reading * members, outputSize]), linear(rows, weight, bias)],
        0,
      );
      return { outputs, state: {}, gates: {}, hidden: null, states: [] };
    },
  };
}
