/**
 * The cell contract: one time step of a recurrent network, and nothing else.
 *
 * A cell combines the current input with the previous memory into the new memory. Looping over the sequence
 * is the job of `unroll`, changing the parameters that of `train`.
 *
 * @module
 */

import { checkValue, count, described, named, type Rule } from "../options.ts";
import { describeShape, Tensor, type WholeSequence } from "../tensor/mod.ts";

/** The memory that a cell carries from step to step: tensors [batch, hiddenSize] by name. */
export type State = Readonly<Record<string, Tensor>>;

/** What one step gives: the new memory, and the gates that were open or closed, [batch, hiddenSize] each. */
export interface Step<S extends State = State> {
  /** The new memory. */
  readonly state: S;
  /** How far each gate was open, from 0 to 1, by name. */
  readonly gates: Readonly<Record<string, Tensor>>;
}

/**
 * A recurrent cell. `state.h` is the hidden state, which is also what the cell answers; other parts of the
 * state, like the LSTM's `c`, stay inside.
 */
export interface Cell<S extends State = State> {
  /** What kind of cell: "rnn", "lstm", "gru", or a learner's own. */
  readonly kind: string;
  /** Numbers in one input row. */
  readonly inputSize: number;
  /** Numbers in the hidden state. */
  readonly hiddenSize: number;
  /** Everything that training changes, by name. */
  readonly params: Readonly<Record<string, Tensor>>;
  /** The memory before anything was read: zeros. */
  initialState(batch: number): S;
  /** One time step. x is [batch, inputSize]. */
  step(x: Tensor, state: S): Step<S>;
  /**
   * A whole sequence [timeSteps, batch, inputSize] in one go, if the back end can: the same function, sooner. Null
   * means: step by step. A learner's cell leaves it out; and one that is made from another by a `step` of its own
   * (`{ ...cell, step }`) goes by that step, whatever the other's `run` would do.
   */
  run?(x: Tensor, state: S): WholeSequence | null;
}

/** Which step a run stands for. */
// deno-lint-ignore no-explicit-any
const stepOf = new WeakMap<object, Cell<any>["step"]>();

/** @ignore The cell, whose `run` from now on stands for its `step` and for no other. */
export function bound<S extends State>(cell: Cell<S>): Cell<S> {
  if (cell.run) stepOf.set(cell.run, cell.step);
  return cell;
}

/** @ignore What runs whole sequences through the cell just as its step would; null if nothing does. */
export function runOf<S extends State>(
  cell: Cell<S>,
): ((x: Tensor, state: S) => WholeSequence | null) | null {
  const { run, step } = cell;
  if (run === undefined || (stepOf.get(run) ?? step) !== step) return null;
  return (x, state) => run.call(cell, x, state);
}

/** Sizes and randomness that every cell of the library asks for. */
export interface CellSizes {
  /** Numbers in one input row. */
  readonly inputSize: number;
  /** Numbers in the hidden state. */
  readonly hiddenSize: number;
}

const atLeastOne = count();

/** @ignore Throws unless a cell can start with so many sequences. */
export function checkBatchSize(cell: { readonly kind: string }, batch: number): void {
  checkValue(`start the ${cell.kind} cell`, "batch", batch, atLeastOne);
}

/** @ignore Throws unless x is [batch, inputSize] and h is [batch, hiddenSize], naming which is wrong. */
export function checkStep(
  cell: CellSizes & { kind: string },
  x: Tensor,
  state: State,
  names: readonly string[] = ["h"],
): void {
  if (!(x instanceof Tensor) || x.rank !== 2 || x.shape[1] !== cell.inputSize) {
    throw new RangeError(
      `Cannot step the ${cell.kind} cell: the input ${
        x instanceof Tensor ? `has shape ${describeShape(x.shape)}` : `is ${described(x)}`
      }, and [batch, ${cell.inputSize}] is wanted`,
    );
  }
  for (const name of names) {
    const found = state?.[name];
    if (
      found instanceof Tensor && found.rank === 2 && found.shape[1] === cell.hiddenSize &&
      found.shape[0] === x.shape[0]
    ) continue;
    throw new RangeError(
      `Cannot step the ${cell.kind} cell: the state ${name} has shape ${
        found instanceof Tensor ? describeShape(found.shape) : `none, being ${described(found)}`
      }, and [${x.shape[0]}, ${cell.hiddenSize}] is wanted`,
    );
  }
}

/** How many numbers training changes. */
export function countParameters(params: Readonly<Record<string, Tensor>>): number {
  checkValue("count parameters", "params", params, named(aTensor));
  return Object.values(params).reduce((sum, param) => sum + param.size, 0);
}

const aTensor: Rule = { wanted: "a tensor", holds: (value) => value instanceof Tensor };
