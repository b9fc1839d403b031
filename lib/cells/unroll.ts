/**
 * Unrolling: the loop that takes a cell over a sequence, the same cell at every step.
 *
 * @module
 */

import { aCell } from "./rules.ts";
import { checkLengths } from "../batch.ts";
import { anything, checkOptions, checkValue, described, named, yesOrNo } from "../options.ts";
import { describeShape, gather, reshape, sameShape, stack, Tensor } from "../tensor/mod.ts";
import { select } from "../tensor/ops/moving.ts";
import { type Cell, runOf, type State } from "./cell.ts";

/** How to unroll. */
export interface UnrollOptions<S extends State = State> {
  /** The memory to begin with. Default: the cell's initial state. */
  readonly state?: S;
  /** Whether to return the gates of every step. Default false. */
  readonly gates?: boolean;
  /**
   * Whether to step through the cell's equations even where a faster whole-sequence kernel exists.
   * Then every step's state is a tensor of its own, whose `grad` can be read after backward. Default false.
   */
  readonly stepByStep?: boolean;
  /**
   * For sequences of unequal length, [batch]: how many steps of each are its own. The memory returned is then that
   * after each one's last own step. Default: all steps.
   */
  readonly lengths?: Int32Array;
}

const rules = {
  state: named(anything), // checkStart says more
  gates: yesOrNo,
  stepByStep: yesOrNo,
  lengths: anything, // checkLengths says more
};

/** What a cell made of a sequence. */
export interface Unrolled<S extends State = State> {
  /** Hidden states of all steps, [timeSteps, batch, hiddenSize]. */
  readonly outputs: Tensor;
  /** The memory after the last step. */
  readonly state: S;
  /** Gates of all steps by name, [timeSteps, batch, hiddenSize] each, if asked for. */
  readonly gates: Readonly<Record<string, Tensor>>;
  /** The state after each step, if unrolled step by step. */
  readonly states: readonly S[];
  /** Every part of the state after every step, [timeSteps, batch, hiddenSize] by name; `h` are the outputs. */
  everyState(): Readonly<Record<string, Tensor>>;
}

/**
 * Takes a cell over a sequence.
 *
 * Inside an arena and outside, for one step and for many, the same call gives the same bits.
 *
 * @param cell the same weights at every step
 * @param x [timeSteps, batch, inputSize]; for symbols, `gather(table, symbols, [timeSteps, batch])`
 * @throws if the input or the state does not fit the cell, or a step returns a state of another shape
 *
 * @example
 * ```ts
 * import { rnn } from "lib/cells/rnn.ts";
 * import { unroll } from "lib/cells/unroll.ts";
 * import { createRandom } from "lib/random.ts";
 * import { zeros } from "lib/tensor/mod.ts";
 *
 * const cell = rnn({ inputSize: 4, hiddenSize: 8, random: createRandom(0) });
 * console.log(unroll(cell, zeros([3, 1, 4])).outputs.shape); // [3, 1, 8]: 3 words
 * console.log(unroll(cell, zeros([30, 1, 4])).outputs.shape); // [30, 1, 8]: 30 words, same weights
 * ```
 */
export function unroll<S extends State>(
  cell: Cell<S>,
  x: Tensor,
  options: UnrollOptions<S> = {},
): Unrolled<S> {
  checkValue("unroll a cell", "the cell", cell, aCell);
  if (!(x instanceof Tensor) || x.rank !== 3 || x.shape[2] !== cell.inputSize) {
    throw new RangeError(
      `Cannot unroll the ${cell.kind} cell over ${
        x instanceof Tensor ? `shape ${describeShape(x.shape)}` : described(x)
      }: [timeSteps, batch, ${cell.inputSize}] is wanted; for symbols, gather(table, symbols, [timeSteps, batch])`,
    );
  }
  const [timeSteps, batch] = x.shape;
  if (timeSteps < 1) {
    throw new RangeError(`Cannot unroll the ${cell.kind} cell: at least one time step is wanted`);
  }
  checkOptions<UnrollOptions<S>>(`unroll the ${cell.kind} cell`, options, rules);
  const { lengths } = options;
  if (lengths) checkLengths(`unroll the ${cell.kind} cell`, lengths, { timeSteps, batch });
  const empty = cell.initialState(batch);
  checkEmpty(cell, empty, batch);
  if (options.state) checkStart(cell, options.state, empty);
  const start = options.state ?? empty;

  const whole = options.stepByStep ? null : runOf(cell)?.(x, start) ?? null;
  if (whole) {
    const { states } = whole;
    const last = lastOf(states, lengths) as S;
    const gates = options.gates ? whole.gates() : {};
    return { outputs: states.h, state: last, gates, states: [], everyState: () => states };
  }

  const names = Object.keys(start);
  const states: S[] = [];
  const gatesByStep: Readonly<Record<string, Tensor>>[] = [];
  let state = start;
  for (let t = 0; t < timeSteps; t++) {
    const step = cell.step(select(x, t), state);
    checkState(cell, step?.state, start, names, t);
    state = step.state;
    states.push(state);
    if (options.gates) gatesByStep.push(step.gates);
  }
  checkGates(cell, gatesByStep);
  const gates = Object.fromEntries(
    Object.keys(gatesByStep[0] ?? {}).map((name) => [name, stack(gatesByStep.map((g) => g[name]))]),
  );
  const outputs = stack(states.map(({ h }) => h));
  const everyState = () =>
    Object.fromEntries(
      names.map((
        name,
      ) => [name, name === "h" ? outputs : stack(states.map((s) => s[name]))]),
    );
  if (lengths) state = lastOf(everyState(), lengths) as S;
  return { outputs, state, gates, states, everyState };
}

/** Gates are drawn over the steps, so each step has to name the same ones. */
function checkGates(cell: Cell, steps: readonly Readonly<Record<string, Tensor>>[]): void {
  const names = Object.keys(steps[0] ?? {});
  steps.forEach((gates, t) => {
    const wrong = names.find((name) => !(Object(gates)[name] instanceof Tensor));
    if (wrong === undefined) return;
    throw new TypeError(
      `Cannot unroll the ${cell.kind} cell: step ${t} returned no gates.${wrong}, and the same gates are wanted at each step, ${
        names.join(", ")
      }`,
    );
  });
}

/** Of each part of a state after every step the last one, or the last one of each sequence's own. */
function lastOf(states: Readonly<Record<string, Tensor>>, lengths?: Int32Array): State {
  const last = (all: Tensor) => {
    const [timeSteps, batch, size] = all.shape;
    if (!lengths) return select(all, timeSteps - 1);
    const rows = lengths.map((length, b) => (length - 1) * batch + b);
    return gather(reshape(all, [timeSteps * batch, size]), rows); // [batch, hiddenSize]
  };
  return Object.fromEntries(Object.entries(states).map(([name, all]) => [name, last(all)]));
}

/** A learner's cell may begin with what is no state of so many sequences: say so at once. */
function checkEmpty(cell: Cell, empty: State, batch: number): void {
  const parts: [string, unknown][] = Object.entries(Object(empty));
  const wrong = parts.find(([, part]) =>
    !(part instanceof Tensor) || part.rank < 2 || part.shape[0] !== batch
  );
  const { h } = Object(empty) as Partial<State>;
  const wanted = `[${batch}, ${cell.hiddenSize}]`;
  if (wrong === undefined && h?.rank === 2 && h.shape[1] === cell.hiddenSize) return;
  const [name, part] = wrong ?? ["h", h];
  throw new RangeError(
    `Cannot unroll the ${cell.kind} cell: its initialState(${batch}) gives ${name} ${
      part instanceof Tensor ? `of shape ${describeShape(part.shape)}` : `as ${described(part)}`
    }, and ${
      name === "h" ? `${wanted}, [batch, hiddenSize],` : `[${batch}, …], a row for each sequence,`
    } is wanted`,
  );
}

/** The state that somebody gives to begin with must be of this cell, and of this batch. */
function checkStart(cell: Cell, given: State, wanted: State): void {
  const names = Object.keys(wanted);
  const doing = `start the ${cell.kind} cell from the given state`;
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`Cannot ${doing}: found ${unknown}, and ${names.join(", ")} is wanted`);
  }
  for (const name of names) {
    const part: unknown = given[name];
    const shape = wanted[name].shape;
    if (part instanceof Tensor && sameShape(part.shape, shape)) continue;
    throw new RangeError(
      `Cannot ${doing}: ${name} ${
        part instanceof Tensor
          ? `has shape ${describeShape(part.shape)}`
          : `is ${part === undefined ? "missing" : described(part)}`
      }, and ${describeShape(shape)} is wanted, [batch, hiddenSize] of the batch that is read${
        part instanceof Tensor && part.shape[0] !== shape[0]
          ? `: the state is of a batch of ${part.shape[0]}, the input of ${shape[0]}`
          : ""
      }`,
    );
  }
}

/** A learner's cell may forget to return its state, or return one of another shape: say so at once. */
function checkState(
  cell: Cell,
  found: State | undefined,
  wanted: State,
  names: readonly string[],
  t: number,
): void {
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const part = found?.[name];
    if (!(part instanceof Tensor)) {
      throw new TypeError(
        `Cannot unroll the ${cell.kind} cell: step ${t} returned no state.${name}; ` +
          `return { state: { ${names.join(", ")} }, gates: {} }`,
      );
    }
    if (!sameShape(part.shape, wanted[name].shape)) {
      throw new RangeError(
        `Cannot unroll the ${cell.kind} cell: step ${t} returned state.${name} of shape ${
          describeShape(part.shape)
        }, and ${describeShape(wanted[name].shape)} is wanted, as before the step`,
      );
    }
  }
}
