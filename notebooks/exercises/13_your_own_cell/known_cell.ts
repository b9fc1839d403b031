/**
 * Is a cell one of those that are known already? Told by what a step does, not by what it is called.
 *
 * @module
 */

import type { Cell, State } from "lib/cells/cell.ts";
import { gru } from "lib/cells/gru.ts";
import { lstm } from "lib/cells/lstm.ts";
import { log } from "lib/numeric.ts";
import { createRandom } from "lib/random.ts";
import {
  add,
  describeShape,
  linear,
  multiply,
  sigmoid,
  subtract,
  tanh,
  type Tensor,
  tensor,
} from "lib/tensor/mod.ts";
import { apart } from "lib/exercises/common.ts";

/**
 * Which known cell this is.
 *
 * @param cell one that `checkCell` lets pass
 * @returns its name; null if it is none of them
 */
export function knownCell(cell: Cell): string | null {
  if (isPlain(cell)) return "the plain RNN";
  if (isExample(cell)) return "the example";
  const { inputSize, hiddenSize } = cell;
  for (const [name, make] of [["the GRU", gru], ["the LSTM", lstm]] as const) {
    const known = make({ inputSize, hiddenSize, random: createRandom(0) }) as Cell;
    if (sameWithItsWeights(cell, known)) return name;
  }
  return null;
}

/** With its tanh undone, a plain RNN is a sum of something of x and something of h. */
function isPlain(cell: Cell): boolean {
  if (Object.keys(cell.initialState(1)).join() !== "h") return false;
  const inside = (x: Tensor, h: Tensor) =>
    Array.from(
      cell.step(x, { h }).state.h.values() as ArrayLike<number>,
      (value) => Math.abs(value) < 1 ? log((1 + value) / (1 - value)) / 2 : NaN,
    );
  const { row } = drawing();
  const [x, y] = [row(cell.inputSize), row(cell.inputSize)];
  const [h, g] = [row(cell.hiddenSize), row(cell.hiddenSize)];
  const nothing = inside(multiply(0, x), multiply(0, h));
  const [one, other, both] = [inside(x, h), inside(y, g), inside(add(x, y), add(h, g))];
  const off = both.map((value, i) => value - one[i] - other[i] + nothing[i]);
  return off.every((value) => Math.abs(value) < 1e-4);
}

function isExample(cell: Cell): boolean {
  const { W, U, b, W_z, U_z, b_z, ...more } = cell.params;
  if (!W || !U || !b || !W_z || !U_z || !b_z || Object.keys(more).length > 0) return false;
  const { row } = drawing();
  const [x, h] = [row(cell.inputSize), row(cell.hiddenSize)];
  try {
    const z = sigmoid(add(linear(x, W_z, b_z), linear(h, U_z)));
    const n = tanh(add(linear(x, W, b), linear(h, U)));
    const wanted = add(multiply(z, h), multiply(subtract(1, z), n)).values();
    return apart(cell.step(x, { h }).state.h.values(), wanted) < 1e-5;
  } catch {
    return false; // the same names, other shapes
  }
}

/** Whether two cells do the same when one has the other's weights, if those have the same names and shapes. */
function sameWithItsWeights(cell: Cell, known: Cell): boolean {
  const weights = ({ params }: Cell) =>
    Object.keys(params).toSorted().map((name) => `${name} ${describeShape(params[name].shape)}`);
  const memory = (one: Cell) => Object.keys(one.initialState(1)).toSorted();
  if (weights(cell).join() !== weights(known).join()) return false;
  if (memory(cell).join() !== memory(known).join()) return false;
  for (const [name, param] of Object.entries(known.params)) {
    param.assign(cell.params[name].values());
  }
  const { row } = drawing();
  const x = row(cell.inputSize);
  const state: State = Object.fromEntries(memory(cell).map((name) => [name, row(cell.hiddenSize)]));
  const [found, wanted] = [cell, known].map((one) => one.step(x, state).state.h.values());
  return apart(found, wanted) < 1e-5;
}

function drawing() {
  const random = createRandom(9);
  return {
    row: (length: number) => tensor([Array.from({ length }, () => 0.3 * random.normal())]),
  };
}
