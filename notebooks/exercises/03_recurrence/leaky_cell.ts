/**
 * A broken cell: its memory is not in its state.
 *
 * @module
 */

import type { Cell } from "lib/cells/cell.ts";
import { rnn } from "lib/cells/rnn.ts";
import { checkCell } from "lib/checks/check_cell.ts";
import { agrees, type Shown } from "lib/exercises/diagnose.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import type { Outcome } from "lib/exercises/observe.ts";
import type { Random } from "lib/random.ts";
import {
  add,
  linear,
  multiply,
  parameter,
  sigmoid,
  tanh,
  type Tensor,
  tensor,
  zeros,
} from "lib/tensor/mod.ts";
import { built, drawn, inTurns, memory, readOn, slopesOf, type State } from "../cells.ts";

/** Mend me. */
function mended(
  { inputSize, hiddenSize, random }: { inputSize: number; hiddenSize: number; random: Random },
): Cell {
  const draw = (rows: number, columns: number) =>
    parameter(Array.from({ length: rows * columns }, () => random.uniform(-0.5, 0.5)), {
      shape: [rows, columns],
    });
  const W_x = draw(hiddenSize, inputSize);
  const W_h = draw(hiddenSize, hiddenSize);
  const b = parameter(new Array(hiddenSize).fill(0));

  return {
    kind: "mended",
    inputSize,
    hiddenSize,
    params: { W_x, W_h, b },
    initialState: (batch) => ({ h: zeros([batch, hiddenSize]) }),
    step(x, { h }) {
      return { state: { h: tanh(add(linear(x, W_x), linear(h, W_h), b)) }, gates: {} };
    },
  };
}

/** Mend me. */
function broken(
  { inputSize, hiddenSize, random }: { inputSize: number; hiddenSize: number; random: Random },
): Cell {
  const draw = (rows: number, columns: number) =>
    parameter(Array.from({ length: rows * columns }, () => random.uniform(-0.5, 0.5)), {
      shape: [rows, columns],
    });
  const W_x = draw(hiddenSize, inputSize);
  const W_h = draw(hiddenSize, hiddenSize);
  const b = parameter(new Array(hiddenSize).fill(0));
  let memory: Tensor | null = null;

  return {
    kind: "mended",
    inputSize,
    hiddenSize,
    params: { W_x, W_h, b },
    initialState: (batch) => ({ h: zeros([batch, hiddenSize]) }),
    step(x, { h }) {
      const previous = memory ?? h; // YOUR TURN: something is wrong in here
      memory = tanh(add(linear(x, W_x), linear(previous, W_h), b));
      return { state: { h: memory }, gates: {} };
    },
  };
}

type Make = typeof mended;
interface Weights {
  readonly W_x: Tensor;
  readonly W_h: Tensor;
  readonly b: Tensor;
}

/** The cell with another step, and another start. */
const stepping = (
  next: (x: Tensor, h: Tensor, weights: Weights) => Tensor,
  start: (batch: number, hiddenSize: number) => Tensor = (batch, size) => zeros([batch, size]),
): Make =>
(options) => {
  const cell = mended(options);
  return {
    ...cell,
    initialState: (batch) => ({ h: start(batch, options.hiddenSize) }),
    step: (x, { h }) => ({
      state: { h: next(x, h, cell.params as unknown as Weights) },
      gates: {},
    }),
  };
};
const right = (x: Tensor, h: Tensor, { W_x, W_h, b }: Weights) =>
  tanh(add(linear(x, W_x), linear(h, W_h), b));
/** A cell whose memory lies outside the state, and is emptied at some time. */
const hoarding = (
  empty: "at the start" | "when h is 0" | "when the batch changes" | "after some steps",
): Make =>
(options) => {
  let kept: Tensor | null = null;
  let steps = 0;
  const cell = mended(options);
  return {
    ...cell,
    initialState: (batch) => {
      if (empty === "at the start") kept = null;
      return cell.initialState(batch);
    },
    step: (x, { h }) => {
      const isZero = h.values().every((value: number) => value === 0);
      if (empty === "when h is 0" && isZero) kept = null;
      if (empty === "when the batch changes" && kept?.shape[0] !== h.shape[0]) kept = null;
      if (empty === "after some steps" && steps++ % 4 === 0) kept = null;
      kept = right(x, kept ?? h, cell.params as unknown as Weights);
      return { state: { h: kept }, gates: {} };
    },
  };
};
const shapes = { W_x: [5, 3], W_h: [5, 5], b: [5] };

/** The exercise. */
export default functionExercise<Make>({
  id: "03.leaky-cell",
  kind: "find the bug",
  title: "a cell that remembers too much",
  goal: "Mend the cell: it reads its first sequence as it should, and every later one wrongly.",
  text:
    "This cell runs, and it even learns a little. But it reads only its very first sequence as it should; give it " +
    "a second one, and what it says depends on the first. Find the mistake and mend it.",
  begin: [
    "Where does this cell keep its memory, and who can give it an empty one?",
    "Everything that `step` knows of the past must come in as `h` and go out as `h`",
  ],
  before: `import type { Cell } from "lib/cells/cell.ts";
import type { Random } from "lib/random.ts";
import { add, linear, parameter, tanh, type Tensor, zeros } from "lib/tensor/mod.ts";`,
  from: import.meta.url,
  broken,
  solution: mended,
  why:
    "The variable `memory` outlives the sequence. Without it the previous memory is what the caller hands over: h, " +
    "which is zero at the beginning of each sequence because `initialState` makes it so.",
  learned:
    "A step must be a pure function of input and state. Memory that hides elsewhere leaks from one sequence into " +
    "the next, and nothing crashes: only the results are wrong.",
  notBy: [rnn],
  cases: () =>
    ["after another one", "alone", "in turns with another", "start", "slopes", "checkCell"].map(
      (given) => ({ given: [given], said: "" }),
    ),
  look(make, [what]) {
    const [first, second] = [drawn(5, [4, 2, 3]), drawn(6, [6, 2, 3])];
    const one = () => built(make, shapes);
    switch (what) {
      case "alone":
        return { "the memory after a sequence read alone": memory(readOn(one(), second)) };
      case "after another one": {
        const cell = one();
        readOn(cell, first);
        return {
          "the memory after a sequence, read after another one,": memory(readOn(cell, second)),
        };
      }
      case "in turns with another":
        return {
          "the memory after a sequence, read in turns with another one that has a state of its own,":
            memory(inTurns(one(), first, second)),
        };
      case "start":
        return {
          "the memory before anything is read": memory(one().initialState(2) as State),
          "the memory after one step from a memory of 0.3": memory(
            one().step(tensor([[1, -1, 0.5]]), { h: tensor([[0.3, 0.3, 0.3, 0.3, 0.3]]) })
              .state as State,
          ),
        };
      case "slopes":
        return slopesOf(one(), first);
      default:
        return { "what checkCell says": saidBy(make) };
    }
  },
  found: () =>
    "a sequence reads the same alone, after another, and in turns with another; its derivatives are right through " +
    "four steps; and checkCell finds nothing",
  ideas: {
    "reset-only": {
      idea: "Emptying the hidden variable hides the leak; the memory is still not in the state",
      hint:
        "What happens when two sequences are read in turns, a step of one, a step of the other?",
      stronger: "Do without the variable: what came in as h is the previous memory",
      answers: [
        hoarding("at the start"),
        hoarding("when h is 0"),
        hoarding("when the batch changes"),
        hoarding("after some steps"),
      ],
      does: (shown) => differsIn(shown, ["in turns"]),
    },
    "no-memory": {
      idea: "The leak is gone, and so is the memory: each step starts from nothing",
      hint: "Which memory does `step` start from, and who handed it over?",
      stronger: "The previous memory is `h`, not zeros",
      answers: [
        stepping((x, h, weights) => right(x, zeros(h.shape), weights)),
        stepping((x, _h, { W_x, b }) => tanh(linear(x, W_x, b))),
        stepping((x, h, weights) => right(x, multiply(h, 0), weights)),
      ],
      does: ({ found }) => {
        const start = found[3];
        return !("fault" in start) && says(found[5], /has no memory/);
      },
    },
    "not-returned": {
      idea: "The new memory is worked out but not handed back: the state stays as it was",
      hint: "What does the next step get as its h?",
      stronger: "Return the result of tanh as state.h",
      answers: [
        stepping((x, h, weights) => (right(x, h, weights), h)),
        stepping((_x, h) => multiply(h, 1)),
        stepping((_x, h, { W_h, b }) => tanh(linear(h, W_h, b))),
      ],
      does: ({ found }) => says(found[5], /does not read/),
    },
    "untrained": {
      idea: "A weight is left over that takes part in nothing, or takes part and is not listed",
      hint: "Which of W_x, W_h and b does your step use?",
      stronger: "The step is the equation: all three belong into it, and into params",
      answers: [
        stepping((x, h, { W_x, b }) => tanh(add(linear(x, W_x), h, b))),
        stepping((x, h, { W_x, W_h }) => tanh(add(linear(x, W_x), linear(h, W_h)))),
        stepping((x, h, { W_x, W_h }) => tanh(add(linear(x, W_x), multiply(0.5, linear(h, W_h))))),
      ],
      does: ({ found }) => says(found[5], /derivative|not.*params|training cannot/),
    },
    "other-start": {
      idea: "The cell begins with another memory than before: an empty one is all zeros",
      hint: "What does `initialState` hand to the first step?",
      stronger: "initialState: (batch) => ({ h: zeros([batch, hiddenSize]) })",
      answers: [
        stepping(right, (batch, size) => add(zeros([batch, size]), 1)),
        stepping(right, (batch, size) => add(zeros([batch, size]), 0.1)),
        stepping(
          right,
          (batch, size) =>
            tensor(Array.from({ length: batch * size }, (_, i) => 0.1 * i), {
              shape: [batch, size],
            }),
        ),
      ],
      does: ({ found, wanted }) =>
        !agrees(part(found[3], 0), part(wanted[3], 0)) &&
        agrees(part(found[3], 1), part(wanted[3], 1)),
    },
    "other-equation": {
      idea: "The leak is gone, but the equation has changed on the way",
      hint: "Compare your step with the equation at the top of this notebook",
      stronger: "Only the previous memory was wrong; leave all else as it was",
      answers: [
        stepping((x, h, { W_x, W_h, b }) => tanh(add(linear(x, W_x), tanh(linear(h, W_h)), b))),
        stepping((x, h, { W_x, W_h, b }) => add(linear(x, W_x), linear(h, W_h), b)),
        stepping((x, h, { W_x, W_h, b }) => sigmoid(add(linear(x, W_x), linear(h, W_h), b))),
        stepping((x, h, weights) => tanh(add(right(x, h, weights), h))),
        stepping((x, h, { W_x, W_h, b }) => tanh(add(linear(x, W_x), linear(tanh(h), W_h), b))),
        stepping((x, h, { W_x, W_h, b }) => tanh(add(linear(x, W_x, b), linear(h, W_h, b)))),
        stepping((x, h, weights) => add(multiply(0.5, h), multiply(0.5, right(x, h, weights)))),
      ],
      rest: true, // its words are true of all others
    },
  },
  faults: {
    "cut-off": [
      stepping((x, h, weights) => right(x, tensor(h.toArray() as number[][]), weights)),
      stepping((x, h, weights) => right(x, tensor(h.values(), { shape: h.shape }), weights)),
      (options) => {
        const cell = mended(options);
        return {
          ...cell,
          step: (x, { h }) => ({
            state: { h: cell.step(x, { h: tensor(h.values(), { shape: h.shape }) }).state.h },
            gates: {},
          }),
        };
      },
    ],
    kind: [
      (() => undefined) as never,
      ((options: Parameters<Make>[0]) => ({ ...mended(options), step: undefined })) as never,
      ((options: Parameters<Make>[0]) => ({
        ...mended(options),
        params: { W: parameter([[1, 2]]) },
      })) as never,
    ],
    throws: [stepping((_x, h) => linear(h, tensor([[1, 2]])))],
    shape: [stepping((x, h, weights) => linear(right(x, h, weights), tensor([[1, 1, 1, 1, 1]])))],
  },
});

/** What checkCell finds; nothing if all is well. */
function saidBy(make: Make): string {
  try {
    checkCell(make);
    return "nothing";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function says(one: Outcome, words: RegExp): boolean {
  return !("fault" in one) && words.test(String(one.parts["what checkCell says"]?.leaves[0]));
}

/** Whether all is right but in the part of this name. */
function differsIn({ found, wanted }: Shown, names: readonly string[]): boolean {
  return found.every((one, i) =>
    agrees(one, wanted[i]) || i === 5 ||
    ("parts" in one &&
      Object.keys(one.parts).some((part) => names.some((name) => part.includes(name))))
  );
}

function part(one: Outcome, at: number): Outcome {
  if ("fault" in one) return one;
  const name = Object.keys(one.parts)[at];
  return { values: {}, parts: { [name]: one.parts[name] } };
}
