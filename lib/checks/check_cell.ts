/**
 * Is this a recurrent cell? What to ask of a cell that somebody has just written, before hours are lost on
 * training it: each question is a small experiment, and each answer names the mistake.
 *
 * @module
 */

import { checkOptions, checkValue, count } from "../options.ts";
import { type Cell, countParameters, type State } from "../cells/cell.ts";
import { aCellFactory } from "../cells/rules.ts";
import type { CellFactory } from "../cells/sequence_model.ts";
import { unroll } from "../cells/unroll.ts";
import { createRandom } from "../random.ts";
import { checkListed } from "../training/update.ts";
import {
  add,
  backward,
  describeShape,
  inArena,
  sizeOf,
  slice,
  square,
  sum,
  Tensor,
  tensor,
} from "../tensor/mod.ts";

/** What a cell that passed all questions is. */
export interface CheckedCell {
  /** Its kind. */
  readonly kind: string;
  /** Numbers that training changes, at the sizes asked for. */
  readonly parameters: number;
  /** Names of the parts of its memory. */
  readonly state: readonly string[];
  /** Names of its gates. */
  readonly gates: readonly string[];
}

/** Sizes to check at; odd ones find more mistakes. */
export interface CheckCellOptions {
  /** Default 3. */
  readonly inputSize?: number;
  /** Default 5. */
  readonly hiddenSize?: number;
}

const BATCH = 2;
/** Steps over which numbers must stay finite. */
const STEPS = 50;

/**
 * Checks a cell of one's own.
 *
 * @param factory makes the cell, as `rnn`, `lstm` and `gru` do
 * @throws {TypeError} if something is missing or of the wrong kind
 * @throws {RangeError} if something has the wrong shape, is not finite, not used, or not trained
 *
 * @example
 * ```ts
 * import { checkCell } from "lib/checks/check_cell.ts";
 * import { gru } from "lib/cells/gru.ts";
 *
 * console.log(checkCell(gru).gates); // ["r", "z", "n"]
 * ```
 */
export function checkCell(factory: CellFactory, options: CheckCellOptions = {}): CheckedCell {
  checkOptions<CheckCellOptions>("check the cell", options, {
    inputSize: count(),
    hiddenSize: count(),
  });
  const { inputSize = 3, hiddenSize = 5 } = options;
  checkValue("check the cell", "what makes it", factory, aCellFactory);
  const make = () => factory({ inputSize, hiddenSize, random: createRandom(0) });
  const cell = make();
  checkParts(cell, { inputSize, hiddenSize });
  const name = `the ${cell.kind} cell`;
  const start = cell.initialState(BATCH);
  checkState(start, start, hiddenSize, `initialState of ${name}`);

  const random = createRandom(1);
  const draw = (...shape: number[]) =>
    tensor(Float64Array.from({ length: sizeOf(shape) }, () => random.normal()), { shape });
  const x = draw(BATCH, inputSize);
  const first = cell.step(x, start);
  if (typeof first !== "object" || first === null || typeof first.state !== "object") {
    throw new TypeError(
      `Cannot use ${name}: step returned ${
        kindOf(first)
      }, and { state: { h }, gates: {} } is wanted`,
    );
  }
  checkState(first.state, start, hiddenSize, `step of ${name}`);
  if (typeof first.gates !== "object" || first.gates === null) {
    throw new TypeError(
      `Cannot use ${name}: step returned gates ${
        kindOf(first.gates)
      }, and an object of tensors ({} if there are none) is wanted`,
    );
  }
  const filled = fill(start, draw);

  if (distance(start, cell.initialState(BATCH)) !== 0) {
    throw new RangeError(
      `Cannot use ${name}: initialState gave two answers; one and the same start, such as zeros, is wanted, and random numbers drawn only when the cell is made`,
    );
  }
  // Called twice with the same, it must answer the same, and leave what it was given alone.
  const again = cell.step(x, start);
  if (distance(first.state, again.state) !== 0) {
    throw new RangeError(
      `Cannot use ${name}: step gave two answers to the same input and state; keep all memory in the state, and draw random numbers only when the cell is made`,
    );
  }
  // The members of a batch are different sequences and know nothing of each other.
  const beside = cell.step(x, filled).state;
  const ofFirst = firstOf(beside);
  const other = replaceRow(x, 1, draw(1, inputSize));
  if (distance(ofFirst, firstOf(cell.step(other, filled).state)) !== 0) {
    throw new RangeError(
      `Cannot use ${name}: it mixes the members of a batch; a change of sequence 1 changed the memory of sequence 0`,
    );
  }
  const otherState = Object.fromEntries(
    Object.entries(filled).map(([name, part]) => [
      name,
      part.rank === 2 && part.shape[0] === BATCH
        ? replaceRow(part, 1, draw(1, part.shape[1]))
        : part,
    ]),
  );
  if (distance(ofFirst, firstOf(cell.step(x, otherState).state)) !== 0) {
    throw new RangeError(
      `Cannot use ${name}: it mixes the members of a batch; a change of the memory of sequence 1 changed that of sequence 0`,
    );
  }
  const alone = cell.step(slice(x, 0, 0, 1), firstOf(filled)).state;
  if (!(distance(ofFirst, alone) < 1e-5)) {
    throw new RangeError(
      `Cannot use ${name}: it mixes the members of a batch; sequence 0 alone gave another memory than beside sequence 1`,
    );
  }
  if (distance(beside, cell.step(x, fill(start, draw)).state) === 0) {
    throw new RangeError(
      `Cannot use ${name}: it has no memory; another state gave the same next state, so state is not used in step`,
    );
  }
  if (distance(beside, cell.step(draw(BATCH, inputSize), filled).state) === 0) {
    throw new RangeError(
      `Cannot use ${name}: it does not read; another input gave the same next state, so x is not used in step`,
    );
  }
  checkTraining(cell, name, draw(STEPS, BATCH, inputSize));
  return {
    kind: cell.kind,
    parameters: countParameters(cell.params),
    state: Object.keys(start),
    gates: Object.keys(first.gates),
  };
}

function kindOf(value: unknown): string {
  if (value instanceof Tensor) return `a tensor of shape ${describeShape(value.shape)}`;
  if (value instanceof Promise) return "a promise (is it async?)";
  return value === null || value === undefined ? "nothing" : `a ${typeof value}`;
}

function checkParts(cell: Cell, sizes: { inputSize: number; hiddenSize: number }): void {
  if (typeof cell !== "object" || cell === null) {
    throw new TypeError(
      `Cannot check the cell: the function returned ${
        kindOf(cell)
      }, and a cell is wanted: { kind, inputSize, hiddenSize, params, initialState, step }`,
    );
  }
  for (const method of ["initialState", "step"] as const) {
    if (typeof cell[method] !== "function") {
      throw new TypeError(`Cannot check the cell: it has no function ${method}`);
    }
  }
  for (const size of ["inputSize", "hiddenSize"] as const) {
    if (cell[size] !== sizes[size]) {
      throw new RangeError(
        `Cannot check the cell: its ${size} is ${cell[size]}, and it was asked for ${
          sizes[size]
        }; pass it on`,
      );
    }
  }
  const params = Object.entries(cell.params ?? {});
  if (params.length === 0) {
    throw new TypeError(
      "Cannot check the cell: its params are empty, so nothing of it would be trained; list every parameter there",
    );
  }
  for (const [name, param] of params) {
    if (!(param instanceof Tensor) || !param.requiresGrad || param.origin !== null) {
      throw new TypeError(
        `Cannot check the cell: params.${name} is ${
          kindOf(param)
        } that training cannot change; make it with parameter(...)`,
      );
    }
  }
}

function checkState(found: State, wanted: State, hiddenSize: number, who: string): void {
  if (typeof found !== "object" || found === null || !("h" in wanted)) {
    throw new TypeError(
      `Cannot use ${who}: found ${
        found && !("h" in wanted) ? "a state without h" : kindOf(found)
      }, and a state { h, … } is wanted`,
    );
  }
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
    const part = found[name];
    if (!(part instanceof Tensor)) {
      throw new TypeError(
        `Cannot use ${who}: it returned no state.${name}, which was there before`,
      );
    }
    if (!(name in wanted)) {
      throw new TypeError(
        `Cannot use ${who}: it returned state.${name}, which initialState does not make`,
      );
    }
    const shape = name === "h" ? [BATCH, hiddenSize] : wanted[name].shape;
    if (describeShape(part.shape) !== describeShape(shape)) {
      throw new RangeError(
        `Cannot use ${who}: state.${name} has shape ${describeShape(part.shape)}, and ${
          describeShape(shape)
        } is wanted`,
      );
    }
    const at = part.values().findIndex((value: number) => !Number.isFinite(value));
    if (at >= 0) {
      throw new RangeError(
        `Cannot use ${who}: state.${name} holds ${part.values()[at]} at value ${at}`,
      );
    }
  }
}

function fill(state: State, draw: (...shape: number[]) => Tensor): State {
  return Object.fromEntries(
    Object.entries(state).map(([name, part]) => [name, draw(...part.shape)]),
  );
}

/** The state of sequence 0 alone. */
function firstOf(state: State): State {
  return Object.fromEntries(
    Object.entries(state).map(([name, part]) => [name, slice(part, 0, 0, 1)]),
  );
}

function replaceRow(x: Tensor, row: number, by: Tensor): Tensor {
  const values = x.values();
  values.set(by.values(), row * x.shape[1]);
  return tensor(values, { shape: x.shape });
}

/** Largest difference between two states; NaN counts as different. */
function distance(a: State, b: State): number {
  let largest = 0;
  for (const name of Object.keys(a)) {
    const [left, right] = [a[name].values(), b[name].values()];
    for (let i = 0; i < left.length; i++) {
      const difference = Math.abs(left[i] - right[i]);
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}

/** Numbers stay finite over many steps, and every parameter gets a derivative. */
function checkTraining(cell: Cell, name: string, xs: Tensor): void {
  const { params } = cell;
  for (const param of Object.values(params)) param.grad = null;
  inArena(() => {
    const { outputs, states } = unroll(cell, xs, { stepByStep: true });
    states.forEach((state, t) => {
      for (const part of Object.values(state)) {
        const at = part.values().findIndex((value: number) => !Number.isFinite(value));
        if (at >= 0) {
          throw new RangeError(
            `Cannot use ${name}: its memory holds ${part.values()[at]} after ${
              t + 1
            } steps; what grows without end needs squashing`,
          );
        }
      }
    });
    const everything = Object.values(states[states.length - 1]).map((part) => sum(square(part)));
    const loss = everything.reduce((total, part) => add(total, part), sum(square(outputs)));
    if (!loss.requiresGrad) {
      throw new RangeError(
        `Cannot train ${name}: nothing that step returns depends on its parameters; compute with tensor operations, not with plain numbers`,
      );
    }
    checkListed(`train ${name}`, "step", cell.params, loss);
    backward(loss);
  });
  for (const [param, { grad }] of Object.entries(params)) {
    if (grad === null || grad.values().every((value: number) => value === 0)) {
      throw new RangeError(
        `Cannot train ${name}: its parameter ${param} has ${
          grad ? "a derivative of zero" : "no derivative"
        }; ${grad ? "it makes no difference to the memory" : "step does not use it"}`,
      );
    }
  }
}
