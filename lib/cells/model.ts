/**
 * Models: something between a batch of sequences and scores at every step.
 *
 * @module
 */

import type { Tensor } from "../tensor/mod.ts";
import type { State } from "./cell.ts";
import type { UnrollOptions } from "./unroll.ts";

/** The inputs of several sequences of equal length, time-major: place t · batch + b. */
export interface SequenceBatch {
  /** Length of each sequence. */
  readonly timeSteps: number;
  /** How many sequences. */
  readonly batch: number;
  /** Int32Array of symbols [timeSteps · batch], or Float32Array of vectors [timeSteps · batch · size]. */
  readonly inputs: Int32Array | Float32Array;
}

/** What a model reads at each step. */
export type InputKind =
  | { readonly kind: "symbols"; readonly vocab: readonly string[] }
  | { readonly kind: "vectors"; readonly size: number };

/** How to run a model. */
export interface ForwardOptions extends UnrollOptions {
  /**
   * The first step whose answer is asked for: `outputs` begin there, and what only earlier answers need is not
   * worked out. A question at the end of a long sequence then costs one read-out. Default 0.
   */
  readonly from?: number;
}

/** What a model answers. */
export interface Answer {
  /**
   * Scores before softmax (or plain numbers) at every step that was asked for, [timeSteps · batch, outputSize].
   */
  readonly outputs: Tensor;
  /** Memory after the last step; empty for models without memory. */
  readonly state: State;
  /** Gates by name, [timeSteps, batch, hiddenSize] each, if asked for. */
  readonly gates: Readonly<Record<string, Tensor>>;
  /** Hidden states, [timeSteps, batch, hiddenSize]; null for models without memory. */
  readonly hidden: Tensor | null;
  /** State after each step, if asked to go step by step. */
  readonly states: readonly State[];
}

/** A model: the same interface for nets with and without memory, so that they can be rivals. */
export interface Model {
  /** What kind, for messages and legends. */
  readonly kind: string;
  /** What it reads at each step. */
  readonly input: InputKind;
  /** How many scores it gives at each step. */
  readonly outputSize: number;
  /** Everything that training changes, by name. */
  readonly params: Readonly<Record<string, Tensor>>;
  /** Runs the model over a batch. */
  forward(batch: SequenceBatch, options?: ForwardOptions): Answer;
}

/** How many symbols or numbers one step's input has. */
export function widthOf(input: InputKind): number {
  return input.kind === "symbols" ? input.vocab.length : input.size;
}

/** Throws unless the batch fits what the model reads, and `from` is one of its steps. */
export function checkBatch(
  model: Pick<Model, "kind" | "input">,
  batch: SequenceBatch,
  from = 0,
): void {
  const { timeSteps, batch: members, inputs } = batch;
  const symbols = model.input.kind === "symbols";
  const wanted = timeSteps * members * (symbols ? 1 : widthOf(model.input));
  const right = symbols ? inputs instanceof Int32Array : inputs instanceof Float32Array;
  if (!right || inputs.length !== wanted || wanted < 1) {
    throw new RangeError(
      `Cannot run the ${model.kind} model on ${inputs.constructor.name} of ${inputs.length} for ${timeSteps} time steps × ${members} sequences: ${
        symbols ? "Int32Array of symbols" : `Float32Array of ${widthOf(model.input)} numbers a step`
      }, ${wanted} in all, is wanted`,
    );
  }
  if (!Number.isInteger(from) || from < 0 || from >= timeSteps) {
    throw new RangeError(
      `Cannot ask the ${model.kind} model from step ${from} on: a whole number from 0 to ${
        timeSteps - 1
      } is wanted, for ${timeSteps} time steps`,
    );
  }
}
