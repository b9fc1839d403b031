/**
 * A whole sequence through one recurrent layer as one operation, where the back end has a kernel for it
 * ({@linkcode SequenceKernels}). A speed-up, not another definition: the equations stand in `cells/`, and a
 * test proves both equal, values and derivatives.
 *
 * It has several results: the hidden states, the LSTM's cell states and the gates, each with its derivative, and
 * besides what only backward needs. What one kernel is and what another is said in `recipes.ts`.
 *
 * @module
 */

import type { Kernels, Offset } from "../kernels.ts";
import { severalResults } from "../operation.ts";
import type { Backward } from "../origin.ts";
import { rowsOf } from "../rows.ts";
import { describeShape, sameShape, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { slice } from "./moving.ts";
import type { Recipe } from "./recipes.ts";

/** Weights of one layer, in PyTorch's layout. */
export interface SequenceWeights {
  /** [gates · hiddenSize, inputSize] */ readonly weight_ih: Tensor;
  /** [gates · hiddenSize, hiddenSize] */ readonly weight_hh: Tensor;
  /** [gates · hiddenSize] */ readonly bias_ih: Tensor;
  /** [gates · hiddenSize] */ readonly bias_hh: Tensor;
}

/** What a layer made of a sequence. */
export interface WholeSequence {
  /** Each part of the state after every step, [timeSteps, batch, hiddenSize]: `h`, and the LSTM's `c`. */
  readonly states: Readonly<Record<string, Tensor>>;
  /** Gates of every step by name, [timeSteps, batch, hiddenSize]; they are laid out when asked for. */
  gates(): Readonly<Record<string, Tensor>>;
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

/** Order of its results. `Saved` holds the states with the first one before them, as kernels want them. */
enum Result {
  Hidden,
  Saved,
  Gates,
  Cells,
}

/**
 * @ignore Runs a layer over a sequence in one operation.
 *
 * @param x [timeSteps, batch, inputSize]; rows of a table are read from the table
 * @param state the memory to begin with, [batch, hiddenSize] each
 * @returns null if the back end has no such kernels
 */
export function runSequence(
  recipe: Recipe,
  x: Tensor,
  weights: SequenceWeights,
  state: Readonly<Record<string, Tensor>>,
): WholeSequence | null {
  const { backend } = weights.weight_hh;
  const { sequence, memory } = backend;
  if (sequence === null) return null;
  const [timeSteps, batch, inputSize] = x.shape;
  const hiddenSize = weights.weight_hh.shape[1];
  const sizes = [timeSteps, batch, inputSize, hiddenSize] as const;
  checkState(recipe, state, [batch, hiddenSize]);

  const rows = rowsOf(x);
  const vocabSize = rows ? rows.table.shape[0] : 0;
  const stateSize = batch * hiddenSize;
  const { name, blocks } = recipe;
  const scratchSize = sequence.sequenceScratch(...sizes, vocabSize, blocks);
  /** Table (or rows), symbols (or none), size of the table, from where the two lie. */
  const inputAt = (x: Offset, symbols: Offset) =>
    [x, rows ? symbols + rows.start : -1, vocabSize] as const;

  const shapes: Shape[] = [
    [timeSteps, batch, hiddenSize],
    [timeSteps + 1, batch, hiddenSize],
    [blocks === 1 ? 0 : timeSteps, batch, 4 * hiddenSize],
    [recipe.hasCells ? 2 * timeSteps + 1 : 0, batch, hiddenSize],
  ];
  const [hidden, , gates, cells] = severalResults(
    `run ${name} over a sequence with`,
    [
      rows ? rows.table : x,
      rows ? rows.indices : x,
      weights.weight_ih,
      weights.weight_hh,
      weights.bias_ih,
      weights.bias_hh,
      state.h,
      ...(recipe.hasCells ? [state.c] : []),
    ],
    shapes,
    (k, to, at) => {
      k.copy(at[At.Hidden], to[Result.Saved], stateSize, 0);
      if (recipe.hasCells) k.copy(at[At.Cell], to[Result.Cells], stateSize, 0);
      recipe.forward(sequence, {
        input: inputAt(at[At.X], at[At.Symbols]),
        weights: [at[At.WeightIh], at[At.WeightHh], at[At.BiasIh], at[At.BiasHh]],
        hs: to[Result.Saved],
        cs: to[Result.Cells],
        gates: to[Result.Gates],
        scratch: memory.take(scratchSize),
        sizes,
      });
      k.copy(to[Result.Saved] + stateSize, to[Result.Hidden], timeSteps * stateSize, 0);
    },
    (k, d) => {
      const to = new Derivatives(k, d);
      const tableSize = rows ? vocabSize * inputSize : timeSteps * batch * inputSize;
      const dCells = d.dResult(Result.Cells);
      recipe.backward(sequence, {
        input: inputAt(d.input(At.X), d.input(At.Symbols)),
        weights: [d.input(At.WeightIh), d.input(At.WeightHh)],
        hs: d.result(Result.Saved),
        cs: d.result(Result.Cells),
        gates: d.result(Result.Gates),
        dHs: d.dOut < 0 ? to.zeros(timeSteps * stateSize) : d.dOut,
        dCs: dCells < 0 ? -1 : dCells + stateSize,
        dGates: d.dResult(Result.Gates),
        dX: d.wants(At.X) ? to.written(At.X, tableSize) : -1,
        dWeights: [
          to.added(At.WeightIh, blocks * hiddenSize * inputSize),
          to.added(At.WeightHh, blocks * hiddenSize * hiddenSize),
          to.added(At.BiasIh, blocks * hiddenSize),
          to.added(At.BiasHh, blocks * hiddenSize),
        ],
        dH0: to.written(At.Hidden, stateSize),
        dC0: recipe.hasCells ? to.written(At.Cell, stateSize) : -1,
        scratch: d.scratch(scratchSize),
        sizes,
      });
      to.finish();
    },
  );
  return {
    states: recipe.hasCells ? { h: hidden, c: slice(cells, 0, 1, timeSteps + 1) } : { h: hidden },
    gates: () =>
      Object.fromEntries(recipe.gates.map((gate, i) => [
        gate,
        slice(gates, 2, i * hiddenSize, (i + 1) * hiddenSize),
      ])),
  };
}

function checkState(
  recipe: Recipe,
  state: Readonly<Record<string, Tensor>>,
  wanted: Shape,
): void {
  for (const name of recipe.hasCells ? ["h", "c"] : ["h"]) {
    const shape = state[name]?.shape;
    if (shape !== undefined && sameShape(shape, wanted)) continue;
    throw new RangeError(
      `Cannot run ${recipe.name} over a sequence: state.${name} has shape ${
        shape ? describeShape(shape) : "none"
      }, and ${describeShape(wanted)} is wanted`,
    );
  }
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

  zeros(size: number): Offset {
    const place = this.#d.scratch(size);
    this.#kernels.fill(place, 0, size);
    return place;
  }

  finish(): void {
    for (const add of this.#later) add();
  }
}
