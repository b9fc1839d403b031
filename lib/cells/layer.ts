/**
 * Layers: cells over whole sequences, one, several on top of each other, or one in each direction.
 *
 * Parameters carry PyTorch's names (`weight_ih_l0`, `weight_hh_l1`, `bias_ih_l0_reverse`, …), so that weights
 * go from and to `nn.RNN`, `nn.LSTM` and `nn.GRU` as they are.
 *
 * @module
 */

import { aCell } from "./rules.ts";
import { checkValue, listOf } from "../options.ts";
import { checkLengths } from "../batch.ts";
import { concat, gather, reshape, type Tensor } from "../tensor/mod.ts";
import type { Cell, State } from "./cell.ts";
import { unroll, type Unrolled, type UnrollOptions } from "./unroll.ts";

/** Something that takes a sequence [timeSteps, batch, inputSize] to outputs [timeSteps, batch, outputSize]. */
export interface Layer {
  /** What kind, for messages. */
  readonly kind: string;
  /** Numbers in one input row. */
  readonly inputSize: number;
  /** Numbers in one output row. */
  readonly outputSize: number;
  /** Everything that training changes, under PyTorch's names. */
  readonly params: Readonly<Record<string, Tensor>>;
  /** Runs it over a sequence. */
  unroll(x: Tensor, options?: UnrollOptions): Unrolled;
}

function rename<T>(values: Readonly<Record<string, T>>, suffix: string): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, x]) => [name + suffix, x]));
}

/** The entries whose name ends in the suffix, without it. */
function select<T>(values: Readonly<Record<string, T>>, suffix: string): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name.endsWith(suffix))
      .map(([name, x]) => [name.slice(0, -suffix.length), x]),
  );
}

/**
 * A state that is given must have each cell's parts, under the names that the layer gives them, and no others.
 * The names are asked for once: a net that writes is given its state at every symbol.
 */
function namesChecker(kind: string, cells: Record<string, Cell>): (given?: State) => void {
  let wanted: string[] | undefined;
  return (given) => {
    if (given === undefined) return;
    wanted ??= Object.entries(cells).flatMap(([suffix, cell]) =>
      Object.keys(cell.initialState(1)).map((name) => name + suffix)
    );
    const found = Object.keys(given);
    if (found.length !== wanted.length || wanted.some((name) => !found.includes(name))) {
      throw new TypeError(
        `Cannot start the ${kind} layer from the given state: found ${
          found.join(", ") || "no parts"
        }, and ${wanted.join(", ")} is wanted`,
      );
    }
  };
}

/**
 * Cells on top of each other: the outputs of one are the inputs of the next. One cell is a layer as well.
 * State and gates carry the layer's number: `h_l0`, `c_l0`, `h_l1`, …
 *
 * @param cells lowest first
 * @throws if a cell's input size is not the hidden size of the one below
 */
export function stacked(cells: readonly Cell[]): Layer {
  checkValue("stack cells", "cells", cells, listOf(aCell, 1));
  cells.forEach((cell, i) => {
    if (i > 0 && cell.inputSize !== cells[i - 1].hiddenSize) {
      throw new RangeError(
        `Cannot stack cells: cell ${i} reads ${cell.inputSize} numbers, and the one below gives ${
          cells[i - 1].hiddenSize
        }`,
      );
    }
  });
  const kind = cells.map(({ kind }) => kind).join("+");
  const named = Object.fromEntries(cells.map((cell, i) => [`_l${i}`, cell]));
  const checkNames = namesChecker(kind, named);
  return {
    kind,
    inputSize: cells[0].inputSize,
    outputSize: cells[cells.length - 1].hiddenSize,
    params: Object.assign({}, ...cells.map((cell, i) => rename(cell.params, `_l${i}`))),
    unroll(x, options = {}) {
      checkNames(options.state);
      let state: State = {};
      let gates: Record<string, Tensor> = {};
      let states: State[] = [];
      let outputs = x;
      const everyState: (() => State)[] = [];
      cells.forEach((cell, i) => {
        const suffix = `_l${i}`;
        const result = unroll(cell, outputs, {
          ...options,
          state: options.state && select(options.state, suffix),
        });
        outputs = result.outputs;
        state = { ...state, ...rename(result.state, suffix) };
        gates = { ...gates, ...rename(result.gates, suffix) };
        if (options.stepByStep) {
          states = result.states.map((s, t) => ({ ...states[t], ...rename(s, suffix) }));
        }
        everyState.push(() => rename(result.everyState(), suffix));
      });
      return {
        outputs,
        state,
        gates,
        states,
        everyState: () => Object.assign({}, ...everyState.map((of) => of())),
      };
    },
  };
}

/**
 * The same sequences, each with the last of its own steps first; padding stays where it is. Rows of a table stay rows
 * of that table.
 */
function reverseTime(x: Tensor, lengths?: Int32Array): Tensor {
  const [timeSteps, batch, size] = x.shape;
  const order = new Int32Array(timeSteps * batch);
  for (let row = 0; row < order.length; row++) {
    const [t, b] = [Math.floor(row / batch), row % batch];
    const length = lengths ? lengths[b] : timeSteps;
    order[row] = (t < length ? length - 1 - t : t) * batch + b;
  }
  return gather(reshape(x, [timeSteps * batch, size]), order, [timeSteps, batch]);
}

/** What the names of a memory end with that was read backward. */
const BACKWARD = "_reverse";

/** @ignore Whether part of a memory comes from the end of what was read, so that it cannot go on from there. */
export function isFromBehind(state: State): boolean {
  return Object.keys(state).some((name) => name.endsWith(BACKWARD));
}

/**
 * Two cells, one reading forward and one backward; the outputs of both side by side at every step. It sees
 * what comes as well as what was, so it cannot predict the future, only label what it has read whole.
 *
 * @returns a layer of outputSize forward.hiddenSize + backward.hiddenSize; the second cell's names end in `_reverse`
 */
export function bidirectional(forward: Cell, backward: Cell): Layer {
  const doing = "read back and forth";
  checkValue(doing, "forward", forward, aCell);
  checkValue(doing, "backward", backward, aCell);
  if (forward.inputSize !== backward.inputSize) {
    throw new RangeError(
      `Cannot run two cells over one sequence: they read ${forward.inputSize} and ${backward.inputSize} numbers`,
    );
  }
  const kind = `bidirectional ${forward.kind}`;
  const checkNames = namesChecker(kind, { _l0: forward, [`_l0${BACKWARD}`]: backward });
  return {
    kind,
    inputSize: forward.inputSize,
    outputSize: forward.hiddenSize + backward.hiddenSize,
    params: { ...rename(forward.params, "_l0"), ...rename(backward.params, `_l0${BACKWARD}`) },
    unroll(x, options = {}) {
      checkNames(options.state);
      const { lengths } = options;
      if (lengths) {
        checkLengths(`unroll the ${kind} layer`, lengths, {
          timeSteps: x.shape[0],
          batch: x.shape[1],
        });
      }
      const state = (suffix: string) => options.state && select(options.state, suffix);
      const ahead = unroll(forward, x, { ...options, state: state("_l0") });
      const back = unroll(backward, reverseTime(x, lengths), {
        ...options,
        state: state(`_l0${BACKWARD}`),
      });
      const outputs = concat([ahead.outputs, reverseTime(back.outputs, lengths)], 2);
      return {
        outputs,
        state: { ...rename(ahead.state, "_l0"), ...rename(back.state, `_l0${BACKWARD}`) },
        gates: { ...rename(ahead.gates, "_l0"), ...rename(back.gates, `_l0${BACKWARD}`) },
        states: [],
        everyState: () => ({
          ...rename(ahead.everyState(), "_l0"),
          // Of each step what the cell knew when it had come to it, reading backward.
          ...Object.fromEntries(
            Object.entries(back.everyState()).map((
              [name, x],
            ) => [`${name}_l0${BACKWARD}`, reverseTime(x, lengths)]),
          ),
        }),
      };
    },
  };
}
