/**
 * What the fused cells are, one description each: what their kernels are given, in which order, and what they make.
 *
 * @module
 */

import type { Offset, SequenceKernels } from "../kernels.ts";

type Sizes = readonly [timeSteps: number, batch: number, inputSize: number, hiddenSize: number];
type Input = readonly [x: Offset, symbols: Offset, vocabSize: number];
type Four = readonly [weightIh: Offset, weightHh: Offset, biasIh: Offset, biasHh: Offset];

/** Where a kernel reads and writes forward. */
export interface ForwardPlaces {
  /** What is read at each step. */
  readonly input: Input;
  /** Weights and biases. */
  readonly weights: Four;
  /** States of all steps, the first one in its place already. */
  readonly hs: Offset;
  /** Cell states of all steps, likewise; of LSTMs alone. */
  readonly cs: Offset;
  /** Gates of all steps. */
  readonly gates: Offset;
  /** Room to work in. */
  readonly scratch: Offset;
  /** Sizes of all this. */
  readonly sizes: Sizes;
}

/** Where a kernel reads and writes on the way back. */
export interface BackwardPlaces extends Omit<ForwardPlaces, "weights"> {
  /** Weights alone. */
  readonly weights: readonly [weightIh: Offset, weightHh: Offset];
  /** Derivative by the states of all steps. */
  readonly dHs: Offset;
  /** Derivative by the cell states of all steps; −1 for none. */
  readonly dCs: Offset;
  /** Derivative by the gates of all steps; −1 for none. */
  readonly dGates: Offset;
  /** Where that by the input belongs; −1 if nobody wants it. */
  readonly dX: Offset;
  /** Where those by weights and biases are added. */
  readonly dWeights: Four;
  /** Where that by the first state belongs. */
  readonly dH0: Offset;
  /** Where that by the first cell state belongs. */
  readonly dC0: Offset;
}

/** A cell that has kernels for whole sequences. */
export interface Recipe {
  /** For messages. */
  readonly name: string;
  /** Blocks of hiddenSize rows in each weight. */
  readonly blocks: 1 | 3 | 4;
  /** What the blocks of a row of gates are called; of up to four. */
  readonly gates: readonly string[];
  /** Whether its state has a cell state besides the hidden one. */
  readonly hasCells: boolean;
  /** Runs the kernel forward. */
  forward(kernels: SequenceKernels, at: ForwardPlaces): void;
  /** Runs the kernel backward. */
  backward(kernels: SequenceKernels, at: BackwardPlaces): void;
}

/** h′ = tanh(…) or relu(…). */
export function rnnRecipe(activation: "tanh" | "relu"): Recipe {
  const act = activation === "relu" ? 1 : 0;
  return {
    name: "rnn",
    blocks: 1,
    gates: [],
    hasCells: false,
    forward(k, { input, weights, hs, scratch, sizes }) {
      k.rnnForward(...input, ...weights, hs, scratch, ...sizes, act);
    },
    backward(k, { input, weights, hs, dHs, dX, dWeights, dH0, scratch, sizes }) {
      k.rnnBackward(...input, ...weights, hs, dHs, dX, ...dWeights, dH0, scratch, ...sizes, act);
    },
  };
}

/** Gates i f g o, and a cell state. */
export const lstmRecipe: Recipe = {
  name: "lstm",
  blocks: 4,
  gates: ["i", "f", "g", "o"],
  hasCells: true,
  forward(k, { input, weights, hs, cs, gates, scratch, sizes }) {
    k.lstmForward(...input, ...weights, hs, cs, gates, scratch, ...sizes);
  },
  backward(k, at) {
    const { input, weights, hs, cs, gates, dHs, dCs, dGates, dX, dWeights, dH0, dC0 } = at;
    const given = [...input, ...weights, hs, cs, gates, dHs, dCs, dGates, dX] as const;
    k.lstmBackward(...given, ...dWeights, dH0, dC0, at.scratch, ...at.sizes);
  },
};

/** Gates r z n. */
export const gruRecipe: Recipe = {
  name: "gru",
  blocks: 3,
  gates: ["r", "z", "n"],
  hasCells: false,
  forward(k, { input, weights, hs, gates, scratch, sizes }) {
    k.gruForward(...input, ...weights, hs, gates, scratch, ...sizes);
  },
  backward(k, at) {
    const { input, weights, hs, gates, dHs, dGates, dX, dWeights, dH0, scratch, sizes } = at;
    const given = [...input, ...weights, hs, gates, dHs, dGates, dX] as const;
    k.gruBackward(...given, ...dWeights, dH0, scratch, ...sizes);
  },
};
