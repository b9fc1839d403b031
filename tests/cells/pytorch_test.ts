/** Our cells against PyTorch's layers: weights read from safetensors, values and derivatives compared. */

import { expect, it } from "vitest";
import { gru } from "../../lib/cells/gru.ts";
import { bidirectional, type Layer, stacked } from "../../lib/cells/layer.ts";
import { lstm } from "../../lib/cells/lstm.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import { createRandom } from "../../lib/random.ts";
import * as t from "../../lib/tensor/mod.ts";
import { loadParams } from "../../lib/training/load_params.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
} from "../../lib/training/safetensors.ts";
import { needs } from "../support/permissions.ts";

const { describe } = needs({ read: true });

const kinds = {
  rnn_tanh: (sizes: Sizes) => rnn({ ...sizes }),
  rnn_relu: (sizes: Sizes) => rnn({ ...sizes, activation: "relu" }),
  lstm: (sizes: Sizes) => lstm({ ...sizes }),
  gru: (sizes: Sizes) => gru({ ...sizes }),
};

interface Sizes {
  inputSize: number;
  hiddenSize: number;
  random: ReturnType<typeof createRandom>;
  backend: t.Backend;
}

const single = ["1x1x1x1", "6x1x3x5", "7x3x4x16", "5x9x10x13"];
const files = [
  ...Object.keys(kinds).flatMap((kind) => single.map((sizes) => `${kind}_${sizes}`)),
  "lstm_2_layers_5x3x4x6",
  "gru_2_layers_5x3x4x6",
  "lstm_bidirectional_5x3x4x6",
];

async function read(name: string): Promise<Record<string, StoredTensor>> {
  return decodeSafetensors(
    await Deno.readFile(new URL(`../../data/pytorch/${name}.safetensors`, import.meta.url)),
  );
}

function build(name: string, backend: t.Backend): Layer {
  const kind = Object.keys(kinds).find((kind) => name.startsWith(kind)) as keyof typeof kinds;
  const [, , inputSize, hiddenSize] = name.split("_").at(-1)!.split("x").map(Number);
  const make = (inputSize: number) =>
    kinds[kind]({ inputSize, hiddenSize, random: createRandom(0), backend });
  if (name.includes("bidirectional")) return bidirectional(make(inputSize), make(inputSize));
  return stacked(
    name.includes("2_layers") ? [make(inputSize), make(hiddenSize)] : [make(inputSize)],
  );
}

/** Largest difference relative to the largest number. */
function distance(found: ArrayLike<number>, wanted: StoredTensor): number {
  expect(found.length).toBe(wanted.values.length);
  const scale = Math.max(...wanted.values.map(Math.abs)) || 1;
  let largest = 0;
  wanted.values.forEach((x, i) => {
    const error = Math.abs(found[i] - x) / scale;
    if (!(error <= largest)) largest = error;
  });
  return largest;
}

/** Runs the layer as the fixture was made and returns the largest distance of each quantity. */
function compare(
  layer: Layer,
  stored: Record<string, StoredTensor>,
  backend: t.Backend,
): Record<string, number> {
  loadParams(layer.params, stored, { others: "ignore" }); // it also holds what the net was fed and gave
  return t.inArena(() => {
    const x = t.parameter(stored.input.values, { shape: stored.input.shape, backend });
    const [count, batch, hiddenSize] = stored.h0.shape;
    const suffixes = layer.kind.startsWith("bidirectional")
      ? ["_l0", "_l0_reverse"]
      : Array.from({ length: count }, (_, i) => `_l${i}`);
    const state: Record<string, t.Tensor> = {};
    for (const part of "c0" in stored ? ["h", "c"] : ["h"]) {
      suffixes.forEach((suffix, i) => {
        const size = batch * hiddenSize;
        const values = stored[`${part}0`].values.slice(i * size, (i + 1) * size);
        state[part + suffix] = t.parameter(values, { shape: [batch, hiddenSize], backend });
      });
    }
    const result = layer.unroll(x, { state });
    const { weighting } = stored;
    let loss = t.sum(
      t.multiply(
        result.outputs,
        t.tensor(weighting.values, { shape: weighting.shape, backend }),
      ),
    );
    for (const suffix of suffixes) {
      if ("c0" in stored) loss = t.add(loss, t.sum(result.state[`c${suffix}`]));
    }
    t.backward(loss);
    const joined = (part: string, of: (x: t.Tensor) => t.Tensor, from: Record<string, t.Tensor>) =>
      suffixes.flatMap((suffix) => [...of(from[part + suffix]).values()]);
    const found: Record<string, ArrayLike<number>> = {
      output: result.outputs.values(),
      h_n: joined("h", (x) => x, result.state),
      "grad.input": x.grad!.values(),
      "grad.h0": joined("h", (x) => x.grad!, state),
    };
    if ("c0" in stored) {
      found.c_n = joined("c", (x) => x, result.state);
      found["grad.c0"] = joined("c", (x) => x.grad!, state);
    }
    for (const [name, param] of Object.entries(layer.params)) {
      found[`grad.${name}`] = param.grad!.values();
    }
    return Object.fromEntries(
      Object.entries(found).map(([name, values]) => [name, distance(values, stored[name])]),
    );
  }, { backend });
}

for (const name of files) {
  describe(`PyTorch's ${name}`, () => {
    it.each<[string, t.Backend, number]>([["reference", t.reference, 1e-12], [
      "simd",
      t.simd,
      1e-5,
    ]])(
      "has our values and derivatives on %s",
      async (_, backend, tolerance) => {
        const distances = compare(build(name, backend), await read(name), backend);
        const apart = Object.entries(distances).filter(([, distance]) => !(distance <= tolerance));
        expect(apart).toEqual([]);
      },
    );

    it("survives the way back to a file", async () => {
      const stored = await read(name);
      const layer = build(name, t.reference);
      loadParams(layer.params, stored, { others: "ignore" }); // it also holds what the net was fed and gave
      const again = decodeSafetensors(encodeSafetensors(layer.params));
      for (const key of Object.keys(layer.params)) expect(again[key]).toEqual(stored[key]);
    });
  });
}

describe("the comparison itself", () => {
  it("goes red when two gates are swapped", async () => {
    const name = "lstm_7x3x4x16";
    const stored = await read(name);
    const { shape, values } = stored.weight_ih_l0;
    const swapped = values.slice();
    swapped.set(values.subarray(0, 64), 64);
    swapped.set(values.subarray(64, 128), 0);
    const { output } = compare(build(name, t.reference), {
      ...stored,
      weight_ih_l0: { shape, values: swapped },
    }, t.reference);
    expect(output).toBeGreaterThan(1e-2);
  });
});
