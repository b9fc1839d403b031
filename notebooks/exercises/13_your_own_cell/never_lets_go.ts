/**
 * A broken cell that `checkCell` lets pass: it writes without ever letting go.
 *
 * @module
 */

import type { Cell } from "lib/cells/cell.ts";
import { gru } from "lib/cells/gru.ts";
import { lstm } from "lib/cells/lstm.ts";
import { rnn } from "lib/cells/rnn.ts";
import type { CellFactory } from "lib/cells/sequence_model.ts";
import { agrees, type Shown } from "lib/exercises/diagnose.ts";
import { sumOf } from "lib/exercises/does.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import type { Outcome } from "lib/exercises/observe.ts";
import {
  add,
  linear,
  multiply,
  parameter,
  sigmoid,
  subtract,
  tanh,
  type Tensor,
  tensor,
  zeros,
} from "lib/tensor/mod.ts";
import { built, drawn, memory, readOn, slopesOf, type State, stepped } from "../cells.ts";

/** Mend me. */
const mended: CellFactory = ({ inputSize, hiddenSize, random }) => {
  const drawn = (rows: number, columns: number) =>
    parameter(Array.from({ length: rows * columns }, () => random.uniform(-0.5, 0.5)), {
      shape: [rows, columns],
    });
  const params = {
    W: drawn(hiddenSize, inputSize),
    U: drawn(hiddenSize, hiddenSize),
    b: parameter(new Array(hiddenSize).fill(0)),
    W_z: drawn(hiddenSize, inputSize),
    U_z: drawn(hiddenSize, hiddenSize),
    b_z: parameter(new Array(hiddenSize).fill(2)),
  };
  return {
    kind: "mended",
    inputSize,
    hiddenSize,
    params,
    initialState: (batch: number) => ({ h: zeros([batch, hiddenSize]) }),
    step(x: Tensor, { h }: { h: Tensor }) {
      const z = sigmoid(add(linear(x, params.W_z, params.b_z), linear(h, params.U_z))); // how much to keep
      const n = tanh(add(linear(x, params.W, params.b), linear(h, params.U))); // what to write
      return { state: { h: add(multiply(z, h), multiply(subtract(1, z), n)) }, gates: {} };
    },
  };
};

/** Mend me. */
const broken: CellFactory = ({ inputSize, hiddenSize, random }) => {
  const drawn = (rows: number, columns: number) =>
    parameter(Array.from({ length: rows * columns }, () => random.uniform(-0.5, 0.5)), {
      shape: [rows, columns],
    });
  const params = {
    W: drawn(hiddenSize, inputSize),
    U: drawn(hiddenSize, hiddenSize),
    b: parameter(new Array(hiddenSize).fill(0)),
    W_z: drawn(hiddenSize, inputSize),
    U_z: drawn(hiddenSize, hiddenSize),
    b_z: parameter(new Array(hiddenSize).fill(2)),
  };
  return {
    kind: "mended",
    inputSize,
    hiddenSize,
    params,
    initialState: (batch: number) => ({ h: zeros([batch, hiddenSize]) }),
    step(x: Tensor, { h }: { h: Tensor }) {
      const z = sigmoid(add(linear(x, params.W_z, params.b_z), linear(h, params.U_z))); // how much to keep
      const n = tanh(add(linear(x, params.W, params.b), linear(h, params.U))); // what to write
      // YOUR TURN: something is wrong in here
      return { state: { h: add(h, multiply(subtract(1, z), n)) }, gates: {} };
    },
  };
};

type Mix = (z: Tensor, h: Tensor, n: Tensor) => Tensor;

type Weights = Cell["params"];
type Part = (x: Tensor, h: Tensor, p: Weights) => Tensor;

/** The cell with another way of mixing, another start, another gate, another proposal. */
const mixing = (
  mix: Mix,
  start = 0,
  gate: Part = (x, h, p) => sigmoid(add(linear(x, p.W_z, p.b_z), linear(h, p.U_z))),
  write: Part = (x, h, p) => tanh(add(linear(x, p.W, p.b), linear(h, p.U))),
): CellFactory =>
(options) => {
  const cell = mended(options) as Cell;
  return {
    ...cell,
    initialState: (batch: number) => ({ h: add(zeros([batch, options.hiddenSize]), start) }),
    step(x: Tensor, { h }: { h: Tensor }) {
      const z = gate(x, h, cell.params);
      return { state: { h: mix(z, h, write(x, h, cell.params)) }, gates: {} };
    },
  };
};
const right: Mix = (z, h, n) => add(multiply(z, h), multiply(subtract(1, z), n));
const tooMuch: Mix = (z, h, n) => add(h, multiply(subtract(1, z), n));

const H = 4;
const shapes = { W: [H, 3], U: [H, H], b: [H], W_z: [H, 3], U_z: [H, H], b_z: [H] };

/** The exercise. */
export default functionExercise<CellFactory>({
  id: "13.never-lets-go",
  kind: "find the bug",
  title: "a cell that never lets go",
  goal: "Mend the cell: what its gate does not keep must go, and what it keeps must stay as it is.",
  text:
    "`checkCell` finds nothing wrong with this cell of one gate, and it trains, after a fashion. Yet it is broken: " +
    "let it read the same word again and again, and look at its memory. No check can know what you meant; the " +
    "equations above say it. Mend it.",
  begin: [
    "How large can the memory become if a little is added at each step and nothing is ever taken away?",
    "If the gate says keep nothing (z = 0), what should be left of the old h?",
  ],
  before: `import type { CellFactory } from "lib/cells/sequence_model.ts";
import { add, linear, multiply, parameter, sigmoid, subtract, tanh, type Tensor, zeros } from "lib/tensor/mod.ts";`,
  from: import.meta.url,
  broken,
  solution: mended,
  why:
    "What is written takes the place of what is not kept. h then stays between −1 and 1 by itself: it lies between " +
    "the old memory and the proposal, which both do.",
  learned:
    "Keep and overwrite are two ends of one share: z and 1 − z. And a test of meaning (“with the gate open, the " +
    "memory stays”) finds what a test of shapes and derivatives cannot.",
  notBy: [rnn, lstm, gru],
  cases: () =>
    ["step", "two steps", "open", "shut", "start", "slopes"].map((given) => ({
      given: [given],
      said: "",
    })),
  look(make, [what]) {
    const cell = built(make, shapes);
    const state = { h: drawn(2, [2, H]) };
    switch (what) {
      case "step":
        return { "the memory after one step": memory(stepped(cell, drawn(1, [2, 3]), state)) };
      case "two steps":
        return { "the memory after two steps": memory(readOn(cell, drawn(1, [2, 2, 3]), state)) };
      case "open":
      case "shut":
        return {
          [
            `with the gate wide ${
              what === "open" ? "open (z = 1)" : "shut (z = 0)"
            }, a memory of 0.5, −0.5, 1 and 0`
          ]: Array.from(afterNailed(cell, what === "open" ? 50 : -50)),
        };
      case "start":
        return { "the memory before anything is read": memory(cell.initialState(2) as State) };
      default:
        return slopesOf(cell, drawn(3, [3, 2, 3]));
    }
  },
  said: (make) => {
    const cell = built(make, shapes);
    const [open, shut] = [50, -50].map((bias) =>
      afterNailed(cell, bias)[0].toFixed(2).replace("-", "−")
    );
    return `a memory of 0.50 is ${open} after a step with the gate wide open (z = 1), ${shut} with the gate closed (z = 0); ` +
      `after reading the same word 500 times it holds ${readAgain(cell).toFixed(1)}`;
  },
  found: (make) => {
    const cell = built(make, shapes);
    return `steps and derivatives agree with the equations: with the gate wide open a memory of 0.50 stays ${
      afterNailed(cell, 50)[0].toFixed(2)
    }; after 500 times the same word it holds ${readAgain(cell).toFixed(2)}`;
  },
  ideas: {
    "squashed": {
      idea:
        "Squashing the memory holds it down, and spoils it: what is squashed at each step fades",
      hint: "With the gate wide open, is the memory after ten steps what it was?",
      stronger: "No tanh around the memory: make room for what is written",
      answers: [
        mixing((...given) => tanh(tooMuch(...given))),
        mixing((...given) => tanh(right(...given))),
        mixing((z, h, n) => add(multiply(z, tanh(h)), multiply(subtract(1, z), n))),
        mixing((z, h, n) => tanh(add(tanh(h), multiply(subtract(1, z), n)))),
      ],
      does: (shown) =>
        opened(shown).every((x, i) => Math.abs(x - [0.4621, -0.4621, 0.7616, 0][i]) < 1e-3),
    },
    "swapped": {
      idea:
        "Now the memory is bounded, but z is the share that is written, and it is meant to keep",
      hint:
        "The bias of 2 makes z start near 0.88: should the cell start out keeping or overwriting?",
      stronger: "z belongs to h, 1 − z to n",
      answers: [
        mixing((z, h, n) => right(subtract(1, z), h, n)),
        mixing((z, h, n) => add(h, multiply(z, subtract(n, h)))),
      ],
    },
    "old-lost": {
      idea: "Nothing of the old memory is kept any more",
      hint: "What should h become with the gate wide open?",
      stronger: "Multiply the old h with z, and keep it in the sum",
      answers: [
        mixing((z, _h, n) => multiply(subtract(1, z), n)),
        mixing((z, _h, n) => multiply(z, n)),
        mixing((z, h, n) => add(multiply(0, h), multiply(subtract(1, z), n))),
      ],
      does: (shown) => opened(shown).every((x) => Math.abs(x) < 1e-3),
    },
    "always-writes": {
      idea: "The old fades as it should, but the new is written in full, whatever the gate says",
      hint: "With the gate wide open, what should be written?",
      stronger: "Multiply n with 1 − z",
      answers: [
        mixing((z, h, n) => add(multiply(z, h), n)),
        mixing((z, h, n) => add(n, multiply(h, z))),
        mixing((_z, h, n) => add(h, n)),
      ],
    },
    "no-gate": {
      idea: "Without the gate the memory stays small, for all of it is overwritten at each step",
      hint: "Which of the six parameters does your step still use?",
      stronger: "The gate decides the shares of h and n",
      answers: [
        mixing((_z, _h, n) => n),
        mixing((_z, h, n) => add(multiply(0.5, h), multiply(0.5, n))),
        mixing((_z, h, n) => add(multiply(0.88, h), multiply(0.12, n))),
      ],
      does: ({ found }) => {
        const [open, shut] = [found[2], found[3]];
        return "parts" in open && "parts" in shut &&
          String(Object.values(open.parts)[0].leaves) ===
            String(Object.values(shut.parts)[0].leaves);
      },
    },
    "only-keeps": {
      idea: "Nothing is written any more: the memory can only fade",
      hint: "Where does n occur in your line?",
      stronger: "Add `multiply(subtract(1, z), n)`",
      answers: [
        mixing((z, h) => multiply(z, h)),
        mixing((z, h, n) => add(multiply(z, h), multiply(0, n))),
      ],
    },
    "minus": {
      idea: "z − 1 in place of 1 − z: what is written has the wrong sign",
      hint: "With z = 0 the new memory should be n. What is yours?",
      stronger: "`subtract(1, z)`: the 1 comes first",
      answers: [
        mixing((z, h, n) => add(multiply(z, h), multiply(subtract(z, 1), n))),
        mixing((z, h, n) => subtract(multiply(z, h), multiply(subtract(1, z), n))),
      ],
    },
    "halved": {
      idea: "The memory is held down by a fixed share: the gate should decide how much goes",
      hint: "With the gate wide open, is the memory what it was?",
      stronger: "z times the old, 1 − z times the new",
      answers: [
        mixing((z, h, n) => multiply(0.5, tooMuch(z, h, n))),
        mixing((z, h, n) => add(multiply(0.9, h), multiply(subtract(1, z), n))),
        mixing((z, h, n) => add(multiply(0.5, h), multiply(subtract(1, z), n))),
      ],
      does: (shown) => {
        const mix = sumOf(opened(shown), [[0.5, -0.5, 1, 0]]);
        return mix !== null && mix[0] > 0.01 && mix[0] < 0.99;
      },
    },
    "other-parts": {
      idea: "The gate or the proposal has changed: both were right, and only how they mix was not",
      hint: "Which of the three lines of `step` is the last one, and which did you change?",
      stronger: "Leave z and n as they were; mend what is returned",
      answers: [
        mixing(right, 0, (x, _h, p) => sigmoid(linear(x, p.W_z, p.b_z))),
        mixing(right, 0, (_x, h, p) => sigmoid(add(linear(h, p.U_z), p.b_z))),
        mixing(right, 0, (x, h, p) => sigmoid(add(linear(x, p.W_z), linear(h, p.U_z)))),
        mixing(right, 0, undefined, (x, h, p) => sigmoid(add(linear(x, p.W, p.b), linear(h, p.U)))),
        mixing(right, 0, undefined, (x, h, p) => add(linear(x, p.W, p.b), linear(h, p.U))),
        mixing(right, 0, undefined, (x, _h, p) => tanh(linear(x, p.W, p.b))),
        mixing(right, 0, undefined, (x, h, p) => tanh(add(linear(x, p.W), linear(h, p.U)))),
      ],
      does: ({ found, wanted }) =>
        agrees(found[2], wanted[2]) && (!agrees(found[3], wanted[3]) || hearsNothing(found[5])),
    },
    "other-shares": {
      idea:
        "The two shares do not sum to 1: with the gate half open something is lost, or made twice",
      hint: "Put z = 0.5, h = 1 and n = 1 into your line: is 1 left?",
      stronger: "z times h and 1 − z times n, each share once",
      answers: [
        mixing((z, h, n) => add(multiply(multiply(z, z), h), multiply(subtract(1, z), n))),
        mixing((z, h, n) =>
          add(multiply(z, h), multiply(multiply(subtract(1, z), subtract(1, z)), n))
        ),
        mixing((z, h, n) =>
          add(multiply(multiply(z, multiply(z, z)), h), multiply(subtract(1, z), n))
        ),
      ],
      does: ({ found, wanted }) =>
        [2, 3, 4].every((at) => agrees(found[at], wanted[at])) && !agrees(found[0], wanted[0]),
    },
    "other-start": {
      idea: "The cell begins with another memory than before: an empty one is all zeros",
      hint: "What does `initialState` hand to the first step?",
      stronger: "Leave initialState as it was",
      answers: [mixing(right, 1), mixing(right, 0.1)],
      does: ({ found, wanted }) => [0, 1].every((at) => agrees(found[at], wanted[at])),
    },
  },
  faults: {
    "cut-off": [
      mixing((z, h, n) => right(z, tensor(h.values(), { shape: h.shape }), n)),
      mixing((z, h, n) => right(tensor(z.values(), { shape: z.shape }), h, n)),
      mixing((...given) => tensor(right(...given).values(), { shape: given[1].shape })),
    ],
    kind: [
      (() => undefined) as never,
      ((options: Parameters<CellFactory>[0]) => ({ ...mended(options), params: {} })) as never,
      mixing(() => 3 as never),
    ],
    shape: [mixing((_z, h) => linear(h, tensor([[1, 1, 1, 1]])))],
  },
});

/** A memory of 0.5, −0.5, 1 and 0 after a step with the gate's bias nailed. */
function afterNailed(cell: Cell, bias: number): ArrayLike<number> {
  const b_z = Object.values(cell.params).filter((one) => one.shape.length === 1).at(-1)!;
  const gate = cell.params.b_z ?? b_z;
  const start = gate.values().slice();
  gate.assign(start.map(() => bias));
  const { h } = stepped(cell, tensor([[1, -1, 0.5]]), { h: tensor([[0.5, -0.5, 1, 0]]) });
  gate.assign(start);
  return h.values();
}

/** Largest number in the memory after reading the same word 500 times. */
function readAgain(cell: Cell): number {
  const words = tensor(Array.from({ length: 500 }, () => [[1, 1, 1]]));
  return Math.max(...Array.from(readOn(cell, words).h.values(), Math.abs));
}

/** Whether there is a parameter on which nothing depends. */
function hearsNothing(slopes: Outcome): boolean {
  return "parts" in slopes &&
    Object.values(slopes.parts).some(({ leaves }) => leaves.every((x) => x === 0));
}

/** What is left with the gate wide open. */
function opened({ found }: Shown): number[] {
  const came = found[2];
  return "fault" in came ? [NaN] : Object.values(came.parts)[0].leaves as number[];
}
