/**
 * Looking at a cell that a learner has mended: with weights of ours in the place of its own, so that two cells can be
 * compared number by number, whatever their parameters are called and however they were drawn.
 *
 * @module
 */

import type { Cell } from "lib/cells/cell.ts";
import { call, kindOf } from "lib/exercises/common.ts";
import { Finding } from "lib/exercises/definition.ts";
import { createRandom } from "lib/random.ts";
import {
  add,
  backward,
  describeShape,
  sizeOf,
  square,
  sum,
  Tensor,
  tensor,
} from "lib/tensor/mod.ts";

/** A cell's state: tensors by name. */
export type State = Readonly<Record<string, Tensor>>;

/** Random numbers in a shape, the same for the same seed. */
export function drawn(seed: number, shape: readonly number[], spread = 1): Tensor {
  const random = createRandom(seed).fork("drawn");
  return tensor(Array.from({ length: sizeOf(shape) }, () => spread * random.normal()), { shape });
}

/**
 * A learner's cell, for 3 inputs, with weights of ours.
 *
 * @param make the learner's function
 * @param shapes names and shapes of its parameters; those of the same shape stand in this order
 * @throws {Finding} if what comes is no cell, or has other parameters
 */
export function built(
  make: (options: never) => unknown,
  shapes: Readonly<Record<string, readonly number[]>>,
): Cell {
  const square = (shapes.W_h ?? shapes.U)!;
  const hiddenSize = square[1];
  const sizes = { inputSize: 3, hiddenSize, random: createRandom(4) };
  const cell = call(make as (given: typeof sizes) => unknown, [sizes], `sizes 3 and ${hiddenSize}`);
  if (typeof cell !== "object" || cell === null) {
    throw new Finding("kind", `a cell is wanted, and this is ${kindOf(cell)}`);
  }
  const { params, initialState, step } = cell as Cell;
  if (typeof step !== "function" || typeof initialState !== "function" || !params) {
    throw new Finding("kind", "a cell with params, initialState and step is wanted");
  }
  const own = Object.values(params);
  Object.entries(shapes).forEach(([name, shape], i) => {
    const same = own.filter((one) =>
      one instanceof Tensor && describeShape(one.shape) === describeShape(shape)
    );
    const named = params[name];
    const place = Object.values(shapes).slice(0, i)
      .filter((other) => describeShape(other) === describeShape(shape)).length;
    const param = same.includes(named) ? named : same[place];
    if (!param || own.length !== Object.keys(shapes).length) {
      throw new Finding(
        "kind",
        `a cell with the params ${
          Object.keys(shapes).join(", ")
        } is wanted; leave those lines as they were`,
      );
    }
    param.assign(drawn(100 + i, shape, 0.5).values());
  });
  return cell as Cell;
}

/** One step, looked at before it is used. */
export function stepped(cell: Cell, x: Tensor, state: State): State {
  const found = call((() => cell.step(x, state)) as () => unknown, [], "one step") as {
    state?: unknown;
  };
  if (typeof found?.state !== "object" || found.state === null) {
    throw new Finding("kind", `step returned ${kindOf(found)}, and { state, gates } is wanted`);
  }
  for (const [name, { shape }] of Object.entries(state)) {
    const part = (found.state as Record<string, unknown>)[name];
    if (!(part instanceof Tensor)) {
      throw new Finding(
        "kind",
        `${name} of the new state is ${kindOf(part)}, and a tensor is wanted`,
      );
    }
    if (describeShape(part.shape) !== describeShape(shape)) {
      throw new Finding(
        "shape",
        `${name} of the new state has the shape ${describeShape(part.shape)}, and ${
          describeShape(shape)
        } is wanted`,
      );
    }
  }
  return found.state as State;
}

/** The inputs of a sequence [timeSteps, batch, inputSize], one by one. */
function inputsOf(xs: Tensor): Tensor[] {
  return (xs.toArray() as number[][][]).map((x) => tensor(x));
}

/** The state after a sequence, step by step. */
export function readOn(
  cell: Cell,
  xs: Tensor,
  state: State = cell.initialState(xs.shape[1]) as State,
): State {
  return inputsOf(xs).reduce((before, x) => stepped(cell, x, before), state);
}

/** The state after a sequence of which each step is followed by one of another sequence. */
export function inTurns(cell: Cell, first: Tensor, second: Tensor): State {
  const others = inputsOf(second);
  const begin = () => cell.initialState(first.shape[1]) as State;
  let [one, other] = [begin(), begin()];
  inputsOf(first).forEach((x, t) => {
    one = stepped(cell, x, one);
    other = stepped(cell, others[t], other);
  });
  return one;
}

/** The numbers of a state, by name. */
export function memory(state: State): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(
    Object.entries(state).map(([name, one]) => [name, Array.from(one.values())]),
  );
}

/** Derivatives of the sum of squares of the last state by every parameter, through all steps of a sequence. */
export function slopesOf(cell: Cell, xs: Tensor): Readonly<Record<string, unknown>> {
  const last = Object.values(readOn(cell, xs)).filter((one) => one.requiresGrad);
  if (last.length > 0) {
    backward(last.map((one) => sum(square(one))).reduce((all, one) => add(all, one)));
  }
  // By shape: names may differ.
  const params = Object.values(cell.params).toSorted((a, b) => b.size - a.size);
  return Object.fromEntries(params.map((param, i) => [
    `the derivative by parameter ${i + 1} through ${xs.shape[0]} steps`,
    Array.from(param.grad?.values() ?? new Float32Array(param.size)),
  ]));
}
