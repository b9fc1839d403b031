/**
 * Cells as a learner writes them in a notebook: equations in tensor operations, nothing else. Each kind twice, with
 * one stacked matrix for all gates, and with matrices of its own for each gate.
 *
 * They are what the bench holds against the library's cells, which run a whole sequence in one call.
 *
 * @module
 */

import type { Cell, State } from "lib/cells/cell.ts";
import type { CellFactory } from "lib/cells/sequence_model.ts";
import type { Random } from "lib/random.ts";
import {
  add,
  linear,
  multiply,
  parameter,
  sigmoid,
  slice,
  subtract,
  tanh,
  type Tensor,
  zeros,
} from "lib/tensor/mod.ts";

interface Sizes {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly random: Random;
}

/** Weights by gate, each from ±1/√hiddenSize: `weight_ii`, `weight_hi`, `bias_ii`, `bias_hi`, … */
function weights({ inputSize, hiddenSize, random }: Sizes, gates: readonly string[], times = 1) {
  const bound = 1 / Math.sqrt(hiddenSize);
  const rows = times * hiddenSize;
  const draw = (...shape: number[]) =>
    parameter(
      Float64Array.from(
        { length: shape.reduce((a, b) => a * b) },
        () => random.uniform(-bound, bound),
      ),
      { shape },
    );
  const params: Record<string, Tensor> = {};
  for (const gate of gates) {
    params[`weight_i${gate}`] = draw(rows, inputSize);
    params[`weight_h${gate}`] = draw(rows, hiddenSize);
    params[`bias_i${gate}`] = draw(rows);
    params[`bias_h${gate}`] = draw(rows);
  }
  return params;
}

type Names = readonly string[];

function cell<S extends State>(
  kind: string,
  { inputSize, hiddenSize }: Sizes,
  params: Record<string, Tensor>,
  names: Names,
  step: Cell<S>["step"],
): Cell<S> {
  return {
    kind,
    inputSize,
    hiddenSize,
    params,
    initialState: (batch) =>
      Object.fromEntries(names.map((name) => [name, zeros([batch, hiddenSize])])) as unknown as S,
    step,
  };
}

/** One matrix for all gates. */
const stacked: Record<string, CellFactory> = {
  rnn(sizes) {
    const { weight_ih, weight_hh, bias_ih, bias_hh, ...rest } = weights(sizes, ["h"]);
    const params = { weight_ih, weight_hh, bias_ih, bias_hh, ...rest };
    return cell<{ h: Tensor }>("own rnn", sizes, params, ["h"], (x, { h }) => {
      const sums = add(linear(x, weight_ih, bias_ih), linear(h, weight_hh, bias_hh));
      return { state: { h: tanh(sums) }, gates: {} };
    });
  },

  gru(sizes) {
    const params = weights(sizes, ["h"], 3);
    const { weight_ih, weight_hh, bias_ih, bias_hh } = params;
    const n = sizes.hiddenSize;
    return cell<{ h: Tensor }>("own gru", sizes, params, ["h"], (x, { h }) => {
      const fromInput = linear(x, weight_ih, bias_ih);
      const fromMemory = linear(h, weight_hh, bias_hh);
      const r = sigmoid(add(slice(fromInput, 1, 0, n), slice(fromMemory, 1, 0, n)));
      const z = sigmoid(add(slice(fromInput, 1, n, 2 * n), slice(fromMemory, 1, n, 2 * n)));
      const proposal = tanh(
        add(slice(fromInput, 1, 2 * n, 3 * n), multiply(r, slice(fromMemory, 1, 2 * n, 3 * n))),
      );
      const next = add(multiply(subtract(1, z), proposal), multiply(z, h));
      return { state: { h: next }, gates: { r, z } };
    });
  },

  lstm(sizes) {
    const params = weights(sizes, ["h"], 4);
    const { weight_ih, weight_hh, bias_ih, bias_hh } = params;
    const n = sizes.hiddenSize;
    return cell<{ h: Tensor; c: Tensor }>("own lstm", sizes, params, ["h", "c"], (x, { h, c }) => {
      const sums = add(linear(x, weight_ih, bias_ih), linear(h, weight_hh, bias_hh));
      const i = sigmoid(slice(sums, 1, 0, n));
      const f = sigmoid(slice(sums, 1, n, 2 * n));
      const g = tanh(slice(sums, 1, 2 * n, 3 * n));
      const o = sigmoid(slice(sums, 1, 3 * n, 4 * n));
      const cNext = add(multiply(f, c), multiply(i, g));
      return { state: { h: multiply(o, tanh(cNext)), c: cNext }, gates: { i, f, g, o } };
    });
  },
};

/** A matrix for each gate, as the equations have it. */
const separate: Record<string, CellFactory> = {
  rnn: stacked.rnn,

  gru(sizes) {
    const params = weights(sizes, ["r", "z", "n"]);
    const { weight_ir, weight_hr, bias_ir, bias_hr } = params;
    const { weight_iz, weight_hz, bias_iz, bias_hz } = params;
    const { weight_in, weight_hn, bias_in, bias_hn } = params;
    return cell<{ h: Tensor }>("own gru", sizes, params, ["h"], (x, { h }) => {
      const r = sigmoid(add(linear(x, weight_ir, bias_ir), linear(h, weight_hr, bias_hr)));
      const z = sigmoid(add(linear(x, weight_iz, bias_iz), linear(h, weight_hz, bias_hz)));
      const n = tanh(
        add(linear(x, weight_in, bias_in), multiply(r, linear(h, weight_hn, bias_hn))),
      );
      const next = add(multiply(subtract(1, z), n), multiply(z, h));
      return { state: { h: next }, gates: { r, z, n } };
    });
  },

  lstm(sizes) {
    const params = weights(sizes, ["i", "f", "g", "o"]);
    const { weight_ii, weight_hi, bias_ii, bias_hi } = params;
    const { weight_if, weight_hf, bias_if, bias_hf } = params;
    const { weight_ig, weight_hg, bias_ig, bias_hg } = params;
    const { weight_io, weight_ho, bias_io, bias_ho } = params;
    return cell<{ h: Tensor; c: Tensor }>("own lstm", sizes, params, ["h", "c"], (x, { h, c }) => {
      const i = sigmoid(add(linear(x, weight_ii, bias_ii), linear(h, weight_hi, bias_hi)));
      const f = sigmoid(add(linear(x, weight_if, bias_if), linear(h, weight_hf, bias_hf)));
      const g = tanh(add(linear(x, weight_ig, bias_ig), linear(h, weight_hg, bias_hg)));
      const o = sigmoid(add(linear(x, weight_io, bias_io), linear(h, weight_ho, bias_ho)));
      const cNext = add(multiply(f, c), multiply(i, g));
      return { state: { h: multiply(o, tanh(cNext)), c: cNext }, gates: { i, f, g, o } };
    });
  },
};

/** A learner's cells by the way they are written and by kind. */
export const ownCells: Readonly<
  Record<"stacked" | "separate", Readonly<Record<string, CellFactory>>>
> = {
  stacked,
  separate,
};

/** Order of the gates in PyTorch's stacked matrices. */
export const gateOrder: Readonly<Record<string, Names>> = {
  rnn: ["h"],
  gru: ["r", "z", "n"],
  lstm: ["i", "f", "g", "o"],
};
