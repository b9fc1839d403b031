/**
 * A whole sequence through one recurrent layer as one operation, where the back end has it
 * ({@linkcode SequenceKernels}). A speed-up, not another definition: the equations stand in `cells/`, and a
 * test proves both equal, values and derivatives.
 *
 * @module
 */

import type { Kernels, Offset, SequenceKernels } from "../kernels.ts";
import type { Shape } from "../shape.ts";
import { operation } from "../operation.ts";
import type { Backward } from "../origin.ts";
import { Tensor } from "../tensor.ts";
import { checkIndices, indexTensor, slice } from "./moving.ts";

/** What a recurrent layer reads: rows for each step, or symbols and the table that says which row each is. */
export type SequenceInput =
  | Tensor
  | {
    /** [vocabSize, inputSize] */
    readonly table: Tensor;
    /** Time-major, timeSteps · batch whole numbers below vocabSize. */
    readonly symbols: ArrayLike<number>;
    readonly timeSteps: number;
    readonly batch: number;
  };

/** Weights of one layer, in PyTorch's layout. */
export interface SequenceWeights {
  /** [gates · hiddenSize, inputSize] */ readonly weight_ih: Tensor;
  /** [gates · hiddenSize, hiddenSize] */ readonly weight_hh: Tensor;
  /** [gates · hiddenSize] */ readonly bias_ih: Tensor;
  /** [gates · hiddenSize] */ readonly bias_hh: Tensor;
}

/** Sizes of a sequence input: [timeSteps, batch, inputSize]. */
export function inputShape(input: SequenceInput): [number, number, number] {
  if (input instanceof Tensor) return input.shape as [number, number, number];
  return [input.timeSteps, input.batch, input.table.shape[1]];
}

/** What a layer made of a sequence. */
export interface SequenceResult {
  /** Hidden states of all steps, [timeSteps, batch, hiddenSize]. */
  readonly hidden: Tensor;
  /** The LSTM's cell state after the last step, [1, batch, hiddenSize]. */
  readonly lastCell: Tensor | null;
  /** Gates of all steps, side by side: [timeSteps, batch, 4 · hiddenSize]. */
  readonly gates: Tensor | null;
}

/** Whether the back end can run whole sequences now: it has the kernels, and an arena is open. */
export function canRunSequence(weights: SequenceWeights): boolean {
  const { sequence, memory } = weights.weight_hh.backend;
  return sequence !== null && memory.scope !== null;
}

/** Order of the operation's inputs. */
enum At {
  X,
  Symbols,
  WeightIh,
  WeightHh,
  BiasIh,
  BiasHh,
  Hidden,
  Cell,
}

/**
 * The places at which a sequence kernel puts derivatives. Those of weights are added to, the others written;
 * an input that was used before gets its contribution by way of a temporary.
 */
class Derivatives {
  readonly #kernels: Kernels;
  readonly #d: Backward;
  readonly #later: (() => void)[] = [];

  constructor(kernels: Kernels, d: Backward) {
    this.#kernels = kernels;
    this.#d = d;
  }

  added(index: number, size: number): Offset {
    if (!this.#d.wants(index)) return this.#d.scratch(size);
    const place = this.#d.into(index);
    if (this.#d.accumulate === 0) this.#kernels.fill(place, 0, size);
    return place;
  }

  written(index: number, size: number): Offset {
    if (!this.#d.wants(index)) return this.#d.scratch(size);
    const place = this.#d.into(index);
    if (this.#d.accumulate === 0) return place;
    const temporary = this.#d.scratch(size);
    this.#later.push(() => this.#kernels.copy(temporary, place, size, 1));
    return temporary;
  }

  finish(): void {
    for (const add of this.#later) add();
  }
}

/** Runs a layer of the given kind over a sequence in one operation. */
export function runSequence(
  kind: "rnn" | "lstm" | "gru",
  input: SequenceInput,
  weights: SequenceWeights,
  hidden: Tensor,
  cell: Tensor | null,
  activation: "tanh" | "relu" = "tanh",
): SequenceResult {
  const [timeSteps, batch, inputSize] = inputShape(input);
  const hiddenSize = hidden.shape[1];
  const gateCount = kind === "rnn" ? 1 : kind === "lstm" ? 4 : 3;
  const act = activation === "relu" ? 1 : 0;
  const symbolic = !(input instanceof Tensor);
  const table = symbolic ? input.table : input;
  const vocabSize = symbolic ? table.shape[0] : 0;
  if (symbolic) checkIndices(input.symbols, 0, vocabSize, `read ${vocabSize} symbols`);
  const indices = symbolic ? indexTensor(input.symbols, table) : table;
  const { backend } = weights.weight_hh;
  const { memory } = backend;
  const kernels: SequenceKernels = backend.sequence!;

  const stateSize = batch * hiddenSize;
  const saved = kind === "rnn" ? 0 : timeSteps * batch * 4 * hiddenSize;
  const states = memory.take((timeSteps + 2) * stateSize);
  const cells = kind === "lstm" ? memory.take((2 * timeSteps + 1) * stateSize) : -1;
  const gates = memory.take(saved);
  const scratchSize = kernels.sequenceScratch(
    timeSteps,
    batch,
    inputSize,
    hiddenSize,
    vocabSize,
    gateCount,
  );
  const rows = timeSteps * batch;
  const sizes = [timeSteps, batch, inputSize, hiddenSize] as const;

  const inputs = [
    table,
    indices,
    weights.weight_ih,
    weights.weight_hh,
    weights.bias_ih,
    weights.bias_hh,
    hidden,
    ...(cell ? [cell] : []),
  ];
  // Rows of the result: h of steps 1 … T, then c of the last step. A place for h0 stands before them.
  const shape: Shape = [timeSteps + (cell ? 1 : 0), batch, hiddenSize];
  const all = operation(
    `run ${kind} over a sequence with`,
    inputs,
    shape,
    (k, out, at) => {
      const x = at[At.X];
      const symbols = symbolic ? at[At.Symbols] : -1;
      const scratch = memory.take(scratchSize);
      k.copy(at[At.Hidden], states, stateSize, 0);
      const w = [at[At.WeightIh], at[At.WeightHh], at[At.BiasIh], at[At.BiasHh]] as const;
      if (kind === "rnn") {
        kernels.rnnForward(x, symbols, vocabSize, ...w, states, scratch, ...sizes, act);
      } else if (kind === "gru") {
        kernels.gruForward(x, symbols, vocabSize, ...w, states, gates, scratch, ...sizes);
      } else {
        k.copy(at[At.Cell], cells, stateSize, 0);
        kernels.lstmForward(x, symbols, vocabSize, ...w, states, cells, gates, scratch, ...sizes);
        k.copy(cells + timeSteps * stateSize, out + timeSteps * stateSize, stateSize, 0);
      }
      k.copy(states + stateSize, out, timeSteps * stateSize, 0);
    },
    (k, d) => {
      const to = new Derivatives(k, d);
      const x = d.input(At.X);
      const symbols = symbolic ? d.input(At.Symbols) : -1;
      const wIh = d.input(At.WeightIh);
      const wHh = d.input(At.WeightHh);
      const dX = d.wants(At.X)
        ? to.written(At.X, symbolic ? vocabSize * inputSize : rows * inputSize)
        : -1;
      const dW = [
        to.added(At.WeightIh, gateCount * hiddenSize * inputSize),
        to.added(At.WeightHh, gateCount * hiddenSize * hiddenSize),
        to.added(At.BiasIh, gateCount * hiddenSize),
        to.added(At.BiasHh, gateCount * hiddenSize),
      ] as const;
      const dH0 = to.written(At.Hidden, stateSize);
      const dHs = d.dOut;
      const scratch = d.scratch(scratchSize);
      if (kind === "rnn") {
        kernels.rnnBackward(
          x,
          symbols,
          vocabSize,
          wIh,
          wHh,
          states,
          dHs,
          dX,
          ...dW,
          dH0,
          scratch,
          ...sizes,
          act,
        );
      } else if (kind === "gru") {
        kernels.gruBackward(
          x,
          symbols,
          vocabSize,
          wIh,
          wHh,
          states,
          gates,
          dHs,
          dX,
          ...dW,
          dH0,
          scratch,
          ...sizes,
        );
      } else {
        const dCLast = d.dOut + timeSteps * stateSize;
        const dC0 = to.written(At.Cell, stateSize);
        kernels.lstmBackward(
          x,
          symbols,
          vocabSize,
          wIh,
          wHh,
          states,
          cells,
          gates,
          dHs,
          dCLast,
          dX,
          ...dW,
          dH0,
          dC0,
          scratch,
          ...sizes,
        );
      }
      to.finish();
    },
  );
  return {
    hidden: cell ? slice(all, 0, 0, timeSteps) : all,
    lastCell: cell ? slice(all, 0, timeSteps) : null,
    gates: kind === "rnn" ? null : new Tensor(
      backend,
      [timeSteps, batch, 4 * hiddenSize],
      { offset: gates, scope: memory.scope },
    ),
  };
}
