/**
 * Unrolling: the loop that takes a cell over a sequence, the same cell at every step.
 *
 * @module
 */

import { describeShape, gather, sameShape, slice, stack, Tensor } from "../tensor/mod.ts";
import { select } from "../tensor/ops/moving.ts";
import { inputShape, type SequenceInput } from "../tensor/ops/sequences.ts";
import type { Cell, State } from "./cell.ts";

export type { SequenceInput } from "../tensor/ops/sequences.ts";

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
}

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
}

/**
 * Takes a cell over a sequence.
 *
 * @param cell the same weights at every step
 * @param input [timeSteps, batch, inputSize], or symbols with their table
 * @throws if the input does not fit the cell, or a step returns a state of another shape
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
  input: SequenceInput,
  options: UnrollOptions<S> = {},
): Unrolled<S> {
  const shape = inputShape(input);
  if (shape.length !== 3 || shape[2] !== cell.inputSize) {
    throw new RangeError(
      `Cannot unroll the ${cell.kind} cell over shape ${
        describeShape(shape)
      }: [timeSteps, batch, ${cell.inputSize}] is wanted`,
    );
  }
  const [timeSteps, batch] = shape;
  if (timeSteps < 1) {
    throw new RangeError(`Cannot unroll the ${cell.kind} cell: at least one time step is wanted`);
  }
  const start = options.state ?? cell.initialState(batch);
  const fast = options.stepByStep ? null : cell.run?.(input, start) ?? null;
  if (fast) {
    const { hiddenSize } = cell;
    const gates = Object.fromEntries(
      options.gates && fast.gates
        ? cell.gateNames!.map((name, i) => [
          name,
          slice(fast.gates!, 2, i * hiddenSize, (i + 1) * hiddenSize),
        ])
        : [],
    );
    return { outputs: fast.hidden, state: fast.state, gates, states: [] };
  }

  const xs = input instanceof Tensor
    ? input
    : gather(input.table, input.symbols, [timeSteps, batch]);
  const states: S[] = [];
  const gatesByStep: Readonly<Record<string, Tensor>>[] = [];
  let state = start;
  for (let t = 0; t < timeSteps; t++) {
    const step = cell.step(select(xs, t), state);
    checkState(cell, step?.state, start, t);
    state = step.state;
    states.push(state);
    if (options.gates) gatesByStep.push(step.gates);
  }
  const gates = Object.fromEntries(
    Object.keys(gatesByStep[0] ?? {}).map((name) => [name, stack(gatesByStep.map((g) => g[name]))]),
  );
  return { outputs: stack(states.map(({ h }) => h)), state, gates, states };
}

/** A learner's cell may forget to return its state, or return one of another shape: say so at once. */
function checkState(cell: Cell, found: State | undefined, wanted: State, t: number): void {
  for (const name of Object.keys(wanted)) {
    const part = found?.[name];
    if (!(part instanceof Tensor)) {
      throw new TypeError(
        `Cannot unroll the ${cell.kind} cell: step ${t} returned no state.${name}; ` +
          `return { state: { ${Object.keys(wanted).join(", ")} }, gates: {} }`,
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
