/**
 * Two cells of the sources that the library does not have, as a learner would write them: equations in tensor
 * operations.
 *
 * @module
 */

import type { Cell } from "../../../lib/cells/cell.ts";
import { normal, uniform } from "../../../lib/cells/initialize.ts";
import type { CellFactory } from "../../../lib/cells/sequence_model.ts";
import {
  add,
  linear,
  multiply,
  parameter,
  relu,
  sigmoid,
  tanh,
  type Tensor,
  zeros,
} from "../../../lib/tensor/mod.ts";

/**
 * The simple cell of fastai's chapter 12, where one matrix takes both the input and the memory:
 *
 *     h′ = relu(W (h + x) + b)
 *
 * W and b start from ±1/√hiddenSize. The input must be as wide as the memory.
 */
export const tiedRnn: CellFactory = ({ inputSize, hiddenSize, random }): Cell<{ h: Tensor }> => {
  if (inputSize !== hiddenSize) {
    throw new RangeError(
      `Cannot make a tied cell: found inputSize ${inputSize} and hiddenSize ${hiddenSize}, wanted them equal`,
    );
  }
  const bound = 1 / Math.sqrt(hiddenSize);
  const weight = parameter(uniform(random, hiddenSize * hiddenSize, bound), {
    shape: [hiddenSize, hiddenSize],
  });
  const bias = parameter(uniform(random, hiddenSize, bound), { shape: [hiddenSize] });
  return {
    kind: "tied rnn",
    inputSize,
    hiddenSize,
    params: { weight, bias },
    initialState: (batch) => ({ h: zeros([batch, hiddenSize]) }),
    step: (x, { h }) => ({ state: { h: relu(linear(add(h, x), weight, bias)) }, gates: {} }),
  };
};

/**
 * The LSTM with peepholes (Gers, Schraudolph and Schmidhuber 2002): gates also look at the cell state itself, each
 * unit at its own, and so can act at an exact count even while the output gate is closed:
 *
 *     i = σ(W_i x + U_i h + p_i ∘ c + b_i)     f likewise
 *     c′ = f ∘ c + i ∘ tanh(W_g x + U_g h + b_g)
 *     o = σ(W_o x + U_o h + p_o ∘ c′ + b_o)
 *     h′ = o ∘ tanh(c′)
 *
 * Weights start from N(0, 0.1²), biases at 0, but b_i at −1 and b_f at 1.
 */
export const peepholeLstm: CellFactory = (
  { inputSize, hiddenSize, random },
): Cell<{ h: Tensor; c: Tensor }> => {
  const params: Record<string, Tensor> = {};
  const draw = (name: string, ...shape: number[]) =>
    params[name] = parameter(normal(random, shape.reduce((a, b) => a * b), 0.1), { shape });
  const gate = (name: string, bias: number) => {
    const [w, u] = [
      draw(`w_${name}`, hiddenSize, inputSize),
      draw(`u_${name}`, hiddenSize, hiddenSize),
    ];
    const b = params[`b_${name}`] = parameter(new Float64Array(hiddenSize).fill(bias), {
      shape: [hiddenSize],
    });
    return (x: Tensor, h: Tensor) => add(linear(x, w, b), linear(h, u));
  };
  const [inputGate, forgetGate, write, outputGate] = [
    gate("i", -1),
    gate("f", 1),
    gate("g", 0),
    gate("o", 0),
  ];
  const [pi, pf, po] = [draw("p_i", hiddenSize), draw("p_f", hiddenSize), draw("p_o", hiddenSize)];
  return {
    kind: "peephole lstm",
    inputSize,
    hiddenSize,
    params,
    initialState: (batch) => ({ h: zeros([batch, hiddenSize]), c: zeros([batch, hiddenSize]) }),
    step(x, { h, c }) {
      const i = sigmoid(add(inputGate(x, h), multiply(c, pi)));
      const f = sigmoid(add(forgetGate(x, h), multiply(c, pf)));
      const next = add(multiply(f, c), multiply(i, tanh(write(x, h))));
      const o = sigmoid(add(outputGate(x, h), multiply(next, po)));
      return { state: { h: multiply(o, tanh(next)), c: next }, gates: { i, f, o } };
    },
  };
};
