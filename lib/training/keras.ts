/**
 * Weights of Keras's recurrent layers, put as ours are.
 *
 * The equations are the same; the blocks stand in another order and the matrices on their side. Keras says x W, so its
 * `kernel` is [inputSize, gates · hiddenSize]; ours, as PyTorch's, is W x, [gates · hiddenSize, inputSize].
 *
 * | layer       | Keras's blocks, left to right | ours, top to bottom | Keras's bias → ours                            |
 * | ----------- | ----------------------------- | ------------------- | ---------------------------------------------- |
 * | `SimpleRNN` | one                           | one                 | `bias` → `bias_ih`; `bias_hh` is 0             |
 * | `LSTM`      | i f c o                       | i f g o (g is c)    | `bias` → `bias_ih`; `bias_hh` is 0             |
 * | `GRU`       | z r h                         | r z n (n is h)      | `bias[0]` → `bias_ih`, `bias[1]` → `bias_hh`   |
 *
 * In both a GRU's z near 1 keeps. Keras's GRU resets after the product, as ours does, unless it was made with
 * `reset_after=False`; that is another equation, and is refused. Activations must be Keras's own defaults (tanh, and
 * sigmoid for gates).
 *
 * In Python: `safetensors.numpy.save_file({w.name: w.numpy() for w in layer.weights}, "layer.safetensors")`.
 *
 * @module
 */

import { aStored, type StoredTensor } from "./safetensors.ts";
import { aFunction, checkValue, described, named, oneOf } from "../options.ts";
import { describeShape } from "../tensor/mod.ts";

/** A layer of Keras. */
export type KerasLayer = "simple_rnn" | "lstm" | "gru";

/** For each of our blocks, which of Keras's it is. */
const BLOCKS: Readonly<Record<KerasLayer, readonly number[]>> = {
  simple_rnn: [0],
  lstm: [0, 1, 2, 3],
  gru: [1, 0, 2],
};

/** What a layer's weights are called. */
const PARTS: readonly string[] = ["kernel", "recurrent_kernel", "bias"];

/**
 * Puts the weights of a layer of Keras as ours are, for `loadParams`.
 *
 * @param layer which, by Keras's name for it
 * @param stored its `kernel`, `recurrent_kernel` and, if it has one, `bias`
 * @param name what each part is called in the net that they are for; by default as in a cell, such as `weight_ih`
 *
 * @example
 * ```ts
 * import { gru } from "lib/cells/gru.ts";
 * import { createRandom } from "lib/random.ts";
 * import { fromKeras } from "lib/training/keras.ts";
 * import { loadParams } from "lib/training/load_params.ts";
 *
 * const stored = { // one unit that reads one number; blocks z r h
 *   kernel: { shape: [1, 3], values: Float32Array.of(0.1, 0.2, 0.3) },
 *   recurrent_kernel: { shape: [1, 3], values: Float32Array.of(0.4, 0.5, 0.6) },
 * };
 * const cell = gru({ inputSize: 1, hiddenSize: 1, random: createRandom(0) });
 * loadParams(cell.params, fromKeras("gru", stored));
 * console.log(cell.params.weight_ih.values()); // blocks r z n: Float32Array [0.2, 0.1, 0.3]
 * ```
 */
export function fromKeras(
  layer: KerasLayer,
  stored: Readonly<Record<string, StoredTensor>>,
  name: (part: string) => string = (part) => part,
): Record<string, StoredTensor> {
  checkValue("read a layer of Keras", "layer", layer, oneOf(...Object.keys(BLOCKS)));
  checkValue("read a layer of Keras", "what is stored", stored, named(aStored));
  checkValue("read a layer of Keras", "name", name, aFunction("a function of a part's name"));
  const order = BLOCKS[layer];
  // Other things may stand beside them, but no weights under another name.
  const unknown = Object.keys(stored)
    .find((part) => !PARTS.includes(part) && /kernel|bias/i.test(part));
  if (unknown !== undefined) {
    throw new TypeError(
      `Cannot read a layer of Keras: found ${unknown}, and only ${
        PARTS.join(", ")
      } are wanted, by these names`,
    );
  }
  const { kernel, recurrent_kernel: recurrent, bias } = stored;
  if (kernel === undefined || recurrent === undefined) {
    throw new TypeError(
      `Cannot read a layer of Keras: found ${
        Object.keys(stored).join(", ") || "nothing"
      }, and kernel and recurrent_kernel are wanted`,
    );
  }
  for (const [part, { shape }] of Object.entries({ kernel, recurrent_kernel: recurrent })) {
    if (shape.length === 2 && shape[0] > 0) continue;
    throw new RangeError(
      `Cannot read a layer of Keras: ${part} has shape ${
        describeShape(shape)
      }, and a matrix with at least one row is wanted`,
    );
  }
  const units = recurrent.shape[0];
  const width = order.length * units;
  const expect = (part: string, { shape, values }: StoredTensor, wanted: readonly number[]) => {
    const broken = values.findIndex((value: number) => !Number.isFinite(value));
    if (broken >= 0) {
      throw new RangeError(
        `Cannot read a layer of Keras: value ${broken} of ${part} is ${
          values[broken]
        }, and numbers are wanted`,
      );
    }
    if (describeShape(shape) === describeShape(wanted)) return;
    throw new RangeError(
      `Cannot read a layer of Keras: ${part} has shape ${describeShape(shape)}, and ${
        describeShape(wanted)
      } is wanted${
        layer === "gru" && part === "bias" && shape.length === 1
          ? " (with reset_after=False it is another equation than ours)"
          : ""
      }`,
    );
  };
  expect("recurrent_kernel", recurrent, [units, width]);
  expect("kernel", kernel, [kernel.shape[0], width]);
  const rows = layer === "gru" ? 2 : 1;
  if (bias !== undefined) expect("bias", bias, rows === 2 ? [2, width] : [width]);

  /** Column of Keras's matrices that is our row. */
  const column = (row: number) => order[Math.floor(row / units)] * units + row % units;
  const matrix = ({ shape: [size], values }: StoredTensor): StoredTensor => ({
    shape: [width, size],
    values: values.map((_, i) => values[(i % size) * width + column(Math.floor(i / size))]),
  });
  const vector = (line: number): StoredTensor => ({
    shape: [width],
    values: Float64Array.from(
      { length: width },
      (_, row) => bias !== undefined && line < rows ? bias.values[line * width + column(row)] : 0,
    ),
  });
  const parts = {
    weight_ih: matrix(kernel),
    weight_hh: matrix(recurrent),
    bias_ih: vector(0),
    bias_hh: vector(1),
  };
  const names = Object.keys(parts).map(name);
  if (!names.every((one) => typeof one === "string") || new Set(names).size < names.length) {
    throw new TypeError(
      `Cannot read a layer of Keras: name calls its parts ${
        names.map(described).join(", ")
      }, and a text of its own for each is wanted`,
    );
  }
  return Object.fromEntries(Object.values(parts).map((part, i) => [names[i], part]));
}
