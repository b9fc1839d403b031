/**
 * A broken cell that `checkCell` lets pass: it writes without ever letting go.
 *
 * @module
 */

import type { Cell } from "../../cells/cell.ts";
import type { CellFactory } from "../../cells/sequence_model.ts";
import { checkCell } from "../../checks/check_cell.ts";
import { createRandom } from "../../random.ts";
import {
  add,
  inArena,
  linear,
  multiply,
  sigmoid,
  subtract,
  tanh,
  type Tensor,
  tensor,
} from "../../tensor/mod.ts";
import { apart, call, functionOf } from "../common.ts";
import { type Exercise, Finding, Untouched } from "../definition.ts";

/** The cell's source with this new memory in the place of the broken one. */
const source = (memory: string, { z = "z", remark = "" } = {}) =>
  `/** Mend me. */
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
      const ${z} = sigmoid(add(linear(x, params.W_z, params.b_z), linear(h, params.U_z))); // how much to keep
      const n = tanh(add(linear(x, params.W, params.b), linear(h, params.U))); // what to write
${remark}      return { state: { h: ${memory} }, gates: {} };
    },
  };
};`;

type Mix = (z: Tensor, h: Tensor, n: Tensor) => Tensor;
const right: Mix = (z, h, n) => add(multiply(z, h), multiply(subtract(1, z), n));
const broken: Mix = (z, h, n) => add(h, multiply(subtract(1, z), n));

/** Likely ways of mixing that are wrong. */
const likely: Readonly<Record<string, readonly Mix[]>> = {
  "squashed": [
    (z, h, n) => tanh(broken(z, h, n)),
    (z, h, n) => tanh(right(z, h, n)),
  ],
  "swapped": [(z, h, n) => add(multiply(subtract(1, z), h), multiply(z, n))],
  "old-lost": [(z, _h, n) => multiply(subtract(1, z), n), (z, _h, n) => multiply(z, n)],
  "always-writes": [(z, h, n) => add(multiply(z, h), n)],
};

/** The exercise. */
export const neverLetsGo: Exercise = {
  id: "13.never-lets-go",
  kind: "find the bug",
  title: "a cell that never lets go",
  goal: "Mend the cell: what its gate does not keep must go, and what it keeps must stay as it is.",
  text:
    "`checkCell` finds nothing wrong with this cell of one gate, and it trains, after a fashion. Yet it is broken: " +
    "let it read the same word again and again, and look at its memory. No check can know what you meant; the " +
    "equations above say it. Mend it.",
  answer: "mended",
  before: `import type { CellFactory } from "lib/cells/sequence_model.ts";
import { add, linear, multiply, parameter, sigmoid, subtract, tanh, type Tensor, zeros } from "lib/tensor/mod.ts";`,
  stub: source("add(h, multiply(subtract(1, z), n))", {
    remark: "      // YOUR TURN: something is wrong in here\n",
  }),
  begin: [
    "How large can the memory become if a little is added at each step and nothing is ever taken away?",
    "If the gate says keep nothing (z = 0), what should be left of the old h?",
  ],
  check(answer) {
    const f = functionOf(answer, ["rnn", "lstm", "gru"]) as CellFactory;
    const sizes = { inputSize: 3, hiddenSize: 4, random: createRandom(4) };
    const cell = call(f, [sizes], "sizes 3 and 4") as Cell;
    const mix = mixOf(cell);
    const after = readAgain(cell, 500);
    if (mix === broken) {
      const said = `after reading the same word 500 times its memory holds ${after.toFixed(1)}`;
      throw new Untouched(said);
    }
    try {
      checkCell(f);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const name = /derivative/.test(message) ? "no-gate" : "other";
      throw new Finding(name, `checkCell says: ${message}`, error);
    }
    if (mix !== right) {
      const name = Object.keys(likely).find((name) => likely[name].some((one) => one === mix));
      throw new Finding(name ?? "other", openAndClosed(cell));
    }
    return `${openAndClosed(cell)}; after 500 times the same word it holds ${after.toFixed(2)}`;
  },
  learned:
    "Keep and overwrite are two ends of one share: z and 1 − z. And a test of meaning (“with the gate open, the " +
    "memory stays”) finds what a test of shapes and derivatives cannot.",
  misconceptions: {
    "squashed": {
      idea:
        "Squashing the memory holds it down, and spoils it: what is squashed at each step fades",
      hint: "With the gate wide open, is the memory after ten steps what it was?",
      stronger: "No tanh around the memory: make room for what is written",
    },
    "swapped": {
      idea:
        "Now the memory is bounded, but z is the share that is written, and it is meant to keep",
      hint:
        "The bias of 2 makes z start near 0.88: should the cell start out keeping or overwriting?",
      stronger: "z belongs to h, 1 − z to n",
    },
    "old-lost": {
      idea: "Nothing of the old memory is kept any more",
      hint: "What should h become with the gate wide open?",
      stronger: "Multiply the old h with z, and keep it in the sum",
    },
    "always-writes": {
      idea: "The old fades as it should, but the new is written in full, whatever the gate says",
      hint: "With the gate wide open, what should be written?",
      stronger: "Multiply n with 1 − z",
    },
    "no-gate": {
      idea: "Without the gate the memory stays small, for all of it is overwritten at each step",
      hint: "Which of the six parameters does your step still use?",
      stronger: "The gate decides the shares of h and n",
    },
  },
  solution: {
    source: source("add(multiply(z, h), multiply(subtract(1, z), n))"),
    why:
      "What is written takes the place of what is not kept. h then stays between −1 and 1 by itself: it lies between " +
      "the old memory and the proposal, which both do.",
  },
  wrong: [
    ["squashed once more", "squashed", "tanh(add(h, multiply(subtract(1, z), n)))"],
    ["shares exchanged", "swapped", "add(multiply(subtract(1, z), h), multiply(z, n))"],
    ["the old one dropped", "old-lost", "multiply(subtract(1, z), n)"],
    ["written in full", "always-writes", "add(multiply(z, h), n)"],
    ["the proposal alone", "no-gate", "n"],
  ].map(([label, misconception, memory]) => ({
    label,
    misconception,
    source: source(memory, { z: memory === "n" ? "_z" : "z" }),
  })),
};

/** Which way of mixing the cell's step is, with its own weights by the names of the stub; if any. */
function mixOf(cell: Cell): Mix | undefined {
  const { W, U, b, W_z, U_z, b_z } = cell.params;
  if (!W || !U || !b || !W_z || !U_z || !b_z) return undefined;
  const random = createRandom(7);
  const draw = (columns: number) =>
    tensor(Array.from({ length: 2 * columns }, () => random.normal()), { shape: [2, columns] });
  const [x, h] = [draw(3), draw(4)];
  const z = sigmoid(add(linear(x, W_z, b_z), linear(h, U_z)));
  const n = tanh(add(linear(x, W, b), linear(h, U)));
  const found = cell.step(x, { h }).state.h.values();
  return [right, broken, ...Object.values(likely).flat()].find((mix) =>
    apart(found, mix(z, h, n).values()) < 1e-5
  );
}

/** Largest number in the memory after reading the same word this often. */
function readAgain(cell: Cell, times: number): number {
  return inArena(() => {
    let state = cell.initialState(1);
    const x = tensor([[1, 1, 1]]);
    for (let t = 0; t < times; t++) state = cell.step(x, state).state;
    return Math.max(...Array.from(state.h.values() as ArrayLike<number>, Math.abs));
  });
}

/** What becomes of a memory of one half with the gate held open, and held closed. */
function openAndClosed(cell: Cell): string {
  const { b_z } = cell.params;
  if (!b_z) return "its gate has no bias b_z to hold it open with";
  const start = b_z.values();
  const [open, closed] = [50, -50].map((bias) => {
    b_z.assign(start.map(() => bias));
    const h = tensor([[0.5, 0.5, 0.5, 0.5]]);
    return cell.step(tensor([[1, -1, 0.5]]), { h }).state.h.values()[0].toFixed(2);
  });
  b_z.assign(start);
  return `a memory of 0.50 is ${open} after a step with the gate wide open (z = 1), ${closed} with the gate closed (z = 0)`;
}
