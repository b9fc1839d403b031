/** Keras's layers against ours: the same weights give the same outputs. */

import { describe, expect, it } from "vitest";
import { gru } from "../../lib/cells/gru.ts";
import { stacked } from "../../lib/cells/layer.ts";
import { lstm } from "../../lib/cells/lstm.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import { createRandom } from "../../lib/random.ts";
import * as t from "../../lib/tensor/mod.ts";
import { fromKeras, type KerasLayer } from "../../lib/training/keras.ts";
import { loadParams } from "../../lib/training/load_params.ts";
import { decodeSafetensors, type StoredTensor } from "../../lib/training/safetensors.ts";
import { needs } from "../support/permissions.ts";

const cells = { simple_rnn: rnn, lstm, gru };
const read = async (layer: string) =>
  decodeSafetensors(
    await Deno.readFile(new URL(`../../data/keras/${layer}.safetensors`, import.meta.url)),
  );

/** Largest difference between Keras's outputs and ours, step by step. */
function distance(layer: KerasLayer, stored: Readonly<Record<string, StoredTensor>>): number {
  const [batch, steps, inputSize] = stored.input.shape;
  const units = stored.output.shape[2];
  const cell = cells[layer]({
    inputSize,
    hiddenSize: units,
    random: createRandom(0),
    backend: t.reference,
  });
  loadParams(cell.params, fromKeras(layer, stored));
  let state = cell.initialState(batch);
  let largest = 0;
  for (let step = 0; step < steps; step++) {
    const x = Float64Array.from(
      { length: batch * inputSize },
      (_, i) =>
        stored.input.values[
          (Math.floor(i / inputSize) * steps + step) * inputSize + i % inputSize
        ],
    );
    const given = t.tensor(x, { shape: [batch, inputSize], backend: t.reference });
    ({ state } = cell.step(given, state as never));
    state.h.values().forEach((h, i) => {
      const wanted =
        stored.output.values[(Math.floor(i / units) * steps + step) * units + i % units];
      const apart = Math.abs(h - wanted);
      if (!(apart <= largest)) largest = apart;
    });
  }
  return largest;
}

needs({ read: true }).describe("weights of Keras's layers", () => {
  it.each(["simple_rnn", "lstm", "gru"] as const)("%s: ours gives its outputs", async (layer) => {
    const stored = await read(layer);
    expect(distance(layer, stored)).toBeLessThan(1e-6);
  });

  it("are taken for another order of gates nowhere", async () => {
    const stored = await read("gru");
    const { kernel } = stored;
    const swapped = {
      ...kernel,
      values: kernel.values.map((_, i) => kernel.values[i - i % 12 + (i % 12 + 4) % 12]),
    };
    expect(distance("gru", { ...stored, kernel: swapped })).toBeGreaterThan(0.01);
  });

  it("go into a layer of a net under its names, and without a bias", async () => {
    const { bias: _, ...stored } = await read("lstm");
    const cell = lstm({ inputSize: 3, hiddenSize: 4, random: createRandom(0) });
    const layer = stacked([cell]);
    loadParams(layer.params, fromKeras("lstm", stored, (part) => `${part}_l0`));
    expect(layer.params.bias_ih_l0.values()).toEqual(new Float32Array(16));
    expect(layer.params.weight_ih_l0.values()[1]).toBe(stored.kernel.values[16]);
  });
});

describe("a layer of Keras", () => {
  const zeros = (...shape: number[]) => ({ shape, values: new Float32Array(t.sizeOf(shape)) });
  it.each<[string, string, Record<string, StoredTensor>, string]>([
    [
      "of a kind that is not there",
      "conv",
      {},
      'layer is the text "conv", and one of "simple_rnn"',
    ],
    ["without a kernel", "lstm", { bias: zeros(4) }, "found bias, and kernel and recurrent_kernel"],
    [
      "with a bias under another name",
      "lstm",
      { kernel: zeros(2, 4), recurrent_kernel: zeros(1, 4), "bias:0": zeros(4) },
      "found bias:0, and only kernel, recurrent_kernel, bias are wanted",
    ],
    [
      "of no unit",
      "lstm",
      { kernel: zeros(2, 0), recurrent_kernel: zeros(0, 0) },
      "recurrent_kernel has shape [0, 0], and a matrix with at least one row is wanted",
    ],
    [
      "with a number in place of a matrix",
      "lstm",
      { kernel: zeros(), recurrent_kernel: zeros(1, 4) },
      "kernel has shape [], and a matrix",
    ],
    [
      "of another kind",
      "lstm",
      { kernel: zeros(2, 9), recurrent_kernel: zeros(3, 9) },
      "recurrent_kernel has shape [3, 9], and [3, 12] is wanted",
    ],
    ["with what is no number", "lstm", {
      kernel: { shape: [1, 4], values: Float32Array.of(0, 1, NaN, 2) },
      recurrent_kernel: zeros(1, 4),
    }, "value 2 of kernel is NaN, and numbers are wanted"],
    ["that resets before the product", "gru", {
      kernel: zeros(2, 9),
      recurrent_kernel: zeros(3, 9),
      bias: zeros(9),
    }, "with reset_after=False it is another equation than ours"],
  ])("%s is refused", (_, layer, stored, message) => {
    expect(() => fromKeras(layer as KerasLayer, stored)).toThrow(message);
  });
});

describe("names for the parts of a layer of Keras", () => {
  const zeros = (...shape: number[]) => ({ shape, values: new Float32Array(t.sizeOf(shape)) });
  const stored = { kernel: zeros(2, 4), recurrent_kernel: zeros(1, 4) };
  // deno-lint-ignore no-explicit-any -- wrong on purpose
  it.each<[string, any, string]>([
    ["one for all", () => "w", 'name calls its parts the text "w", the text "w"'],
    ["none", () => undefined, "name calls its parts undefined"],
    ["a text", "rnn.", 'name is the text "rnn.", and a function of a part\'s name is wanted'],
  ])("%s: refused", (_, name, why) => {
    expect(() => fromKeras("lstm", stored, name)).toThrow(why);
  });
});
