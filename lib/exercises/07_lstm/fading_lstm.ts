/**
 * A broken LSTM: what it carries on is what it shows, so that its memory is squashed at every step after all.
 *
 * @module
 */

import type { Cell } from "../../cells/cell.ts";
import type { CellFactory } from "../../cells/sequence_model.ts";
import { sigmoid, tanh } from "../../numeric.ts";
import { createRandom } from "../../random.ts";
import { full, type Tensor, tensor } from "../../tensor/mod.ts";
import { apart, call, functionOf, tensorOf } from "../common.ts";
import { type Exercise, Finding, Untouched } from "../definition.ts";

const [BATCH, INPUT, HIDDEN] = [2, 3, 4];
const SILENT = 30;

/** The cell's source with other lines at the end of its step. */
const source = (end: string) =>
  `/** Mend me. */
function lasting(
  { inputSize, hiddenSize, random }: { inputSize: number; hiddenSize: number; random: Random },
): Cell<{ h: Tensor; c: Tensor }> {
  const draw = (...shape: number[]) =>
    parameter(
      Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.uniform(-0.5, 0.5)),
      { shape },
    );
  const W_x = draw(4 * hiddenSize, inputSize); // i, f, g, o below each other
  const W_h = draw(4 * hiddenSize, hiddenSize);
  const b = draw(4 * hiddenSize);
  return {
    kind: "lasting",
    inputSize,
    hiddenSize,
    params: { W_x, W_h, b },
    initialState: (batch) => ({ h: zeros([batch, hiddenSize]), c: zeros([batch, hiddenSize]) }),
    step(x, { h, c }) {
      const sums = add(linear(x, W_x), linear(h, W_h), b); // [batch, 4 · hiddenSize]
      const part = (k: number) => slice(sums, 1, k * hiddenSize, (k + 1) * hiddenSize);
      const [i, f, g, o] = [sigmoid(part(0)), sigmoid(part(1)), tanh(part(2)), sigmoid(part(3))];
${end}
    },
  };
}`;

const written = "      const cNext = add(multiply(f, c), multiply(i, g));\n";
const stub = source(
  `${written}      const hNext = multiply(o, tanh(cNext));
      // YOUR TURN: something is wrong in here
      return { state: { h: hNext, c: hNext }, gates: { i, f, g, o } };`,
);

/** The exercise. */
export const fadingLstm: Exercise = {
  id: "07.fading-lstm",
  kind: "find the bug",
  title: "an LSTM that fades",
  goal:
    "Mend the LSTM: it runs and learns short lags, but with its gates set to keep it forgets all the same.",
  text:
    "This cell runs, passes `checkCell`, and learns what lies a few steps back. But hold its forget gate at 1 and its " +
    "input gate at 0, and thirty steps later its memory has faded. An LSTM's would still be there, to the last bit. " +
    "Find the mistake and mend it.",
  answer: "lasting",
  before: `import type { Cell } from "lib/cells/cell.ts";
import type { Random } from "lib/random.ts";
import {
  add,
  linear,
  multiply,
  parameter,
  sigmoid,
  slice,
  tanh,
  type Tensor,
  zeros,
} from "lib/tensor/mod.ts";`,
  stub,
  begin: [
    "Follow the memory: which of the two tensors does the next step get as its c?",
    "Compare the last line with the equations at the top of this notebook: there, two things come out",
  ],
  check(answer) {
    const f = functionOf(answer, ["lstm", "gatedCell"]) as unknown as CellFactory;
    const sizes = { inputSize: INPUT, hiddenSize: HIDDEN, random: createRandom(3) };
    const cell = call(f, [sizes], "sizes 3 and 4") as unknown as Cell;
    const { W_x, W_h, b } = cell?.params ?? {};
    if (!W_x || !W_h || !b) {
      throw new Finding(
        "kind",
        "a cell with the params W_x, W_h and b is wanted; leave those lines as they were",
      );
    }
    const kept = afterSilence(cell);
    const { off, like } = compared(cell);
    if (like === "shown-for-kept") {
      throw new Untouched(
        `with f = 1 and i = 0, of a memory of 0.8 after ${SILENT} steps ${short(kept)} is left`,
      );
    }
    if (like !== "right") {
      throw new Finding(
        like,
        `one step is off by ${
          short(off)
        }; with f = 1 and i = 0, of a memory of 0.8 after ${SILENT} steps ${short(kept)} is left`,
      );
    }
    return `one step agrees with the equations, and with f = 1 and i = 0 a memory of 0.8 is ${
      short(kept)
    } after ${SILENT} steps`;
  },
  learned:
    "Kept and shown are two things. c goes from step to step untouched by squish and output gate; h is a copy made " +
    "for the outside. A cell can look right, run and learn, and still lack the one thing it was built for.",
  misconceptions: {
    "kept-for-shown": {
      idea: "Now the outside sees the bare memory: the output gate and its squish are lost",
      hint: "What are o and the last tanh for?",
      stronger: "h: hNext stays as it was; only c is wrong",
    },
    "squashed": {
      idea: "The memory is still squashed on its way to the next step",
      hint: "Apply tanh thirty times to 0.8: what is left?",
      stronger: "Hand on cNext itself",
    },
    "gated": {
      idea: "The output gate still stands in the way of the memory",
      hint: "o decides what is shown: may it decide what is kept?",
      stronger: "Hand on cNext itself",
    },
    "stays": {
      idea: "The memory never changes: the old one is handed on, and nothing is ever written",
      hint: "Which line writes, and who gets its result?",
      stronger: "The new memory is cNext, not c",
    },
    "exchanged": {
      idea: "Kept and shown have changed places",
      hint: "Which of the two does the outside see?",
      stronger: "{ h: hNext, c: cNext }",
    },
    "only-adds": {
      idea: "The fading is gone, and so is forgetting: the gate no longer stands before c",
      hint: "What would f = 0 do in your cell?",
      stronger: "Leave the line of cNext as it was; only the returned state is wrong",
    },
  },
  solution: {
    source: source(
      `${written}      const hNext = multiply(o, tanh(cNext));
      return { state: { h: hNext, c: cNext }, gates: { i, f, g, o } };`,
    ),
    why:
      "The state carried hNext in both places, so that each step multiplied the memory by o and squashed it. With " +
      "c: cNext only the forget gate stands between one memory and the next.",
  },
  wrong: [
    [
      "shows the bare memory",
      "kept-for-shown",
      `${written}      return { state: { h: cNext, c: cNext }, gates: { i, f, g, o } };`,
    ],
    [
      "hands on a squashed copy",
      "squashed",
      `${written}      const hNext = multiply(o, tanh(cNext));
      return { state: { h: hNext, c: tanh(cNext) }, gates: { i, f, g, o } };`,
    ],
    [
      "hands on a gated copy",
      "gated",
      `${written}      const hNext = multiply(o, tanh(cNext));
      return { state: { h: hNext, c: multiply(o, cNext) }, gates: { i, f, g, o } };`,
    ],
    [
      "hands on the old memory",
      "stays",
      `${written}      const hNext = multiply(o, tanh(cNext));
      return { state: { h: hNext, c }, gates: { i, f, g, o } };`,
    ],
    [
      "exchanged",
      "exchanged",
      `${written}      const hNext = multiply(o, tanh(cNext));
      return { state: { h: cNext, c: hNext }, gates: { i, f, g, o } };`,
    ],
    [
      "nothing is forgotten any more",
      "only-adds",
      `      const cNext = add(c, multiply(i, g));
      const hNext = multiply(o, tanh(cNext));
      return { state: { h: hNext, c: cNext }, gates: { i, f, g, o } };`,
    ],
    ["no state", "throws", `${written}      return { gates: { i, f, g, o } } as never;`],
  ].map(([label, misconception, end]) => ({ label, misconception, source: source(end) })),
};

const short = (x: number) => String(Number(x.toPrecision(3)));

/** What is left of a memory of 0.8 after silent steps with f = 1 and i = 0, in the unit that keeps least. */
function afterSilence(cell: Cell): number {
  const { W_x, W_h, b } = cell.params;
  const before = [W_x, W_h, b].map((one) => one.values().slice());
  W_x.assign(before[0].map(() => 0));
  W_h.assign(before[1].map(() => 0));
  const biases = [-100, 100, 0, 0.5]; // i, f, g, o
  b.assign(before[2].map((_, row) => biases[Math.floor(row / HIDDEN)]));
  let state: Readonly<Record<string, Tensor>> = {
    h: full([1, HIDDEN], 0.8),
    c: full([1, HIDDEN], 0.8),
  };
  for (let t = 0; t < SILENT; t++) state = stepped(cell, full([1, INPUT], 0), state, 1);
  [W_x, W_h, b].forEach((one, k) => one.assign(before[k]));
  return Math.min(...state.c.values());
}

/** One step of the learner's cell, looked at before it is used. */
function stepped(cell: Cell, x: Tensor, state: Readonly<Record<string, Tensor>>, batch: number) {
  const found = call((() => cell.step(x, state)) as () => unknown, [], "one step") as {
    state?: Readonly<Record<string, unknown>>;
  };
  if (typeof found?.state !== "object") throw new Finding("throws", "step returns no state");
  return {
    h: tensorOf(found.state.h, [batch, HIDDEN], "as h"),
    c: tensorOf(found.state.c, [batch, HIDDEN], "as c"),
  };
}

/** How far one step is from the equations, and which likely mistake it is. */
function compared(cell: Cell): { off: number; like: string } {
  const random = createRandom(4);
  const draw = (rows: number, columns: number) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
  const [x, h, c] = [draw(BATCH, INPUT), draw(BATCH, HIDDEN), draw(BATCH, HIDDEN)];
  const found = stepped(cell, tensor(x), { h: tensor(h), c: tensor(c) }, BATCH);
  const dot = (u: readonly number[], v: readonly number[]) =>
    u.reduce((sum, n, k) => sum + n * v[k], 0);
  const [W_x, W_h] = [cell.params.W_x.toArray(), cell.params.W_h.toArray()] as number[][][];
  const b = cell.params.b.values();
  const parts = x.flatMap((row, r) =>
    h[r].map((_, unit) => {
      const sum = (k: number) => {
        const at = k * HIDDEN + unit;
        return dot(W_x[at], row) + dot(W_h[at], h[r]) + b[at];
      };
      const [i, f, g, o] = [sigmoid(sum(0)), sigmoid(sum(1)), tanh(sum(2)), sigmoid(sum(3))];
      const next = f * c[r][unit] + i * g;
      return { old: c[r][unit], next, shown: o * tanh(next), o, all: c[r][unit] + i * g };
    })
  );
  const ways: Record<string, (part: typeof parts[number]) => [h: number, c: number]> = {
    "right": ({ next, shown }) => [shown, next],
    "shown-for-kept": ({ shown }) => [shown, shown],
    "kept-for-shown": ({ next }) => [next, next],
    "squashed": ({ next, shown }) => [shown, tanh(next)],
    "gated": ({ next, shown, o }) => [shown, o * next],
    "stays": ({ old, shown }) => [shown, old],
    "exchanged": ({ next, shown }) => [next, shown],
    "only-adds": ({ all, o }) => [o * tanh(all), all],
  };
  const distance = (name: string) => {
    const wanted = parts.map(ways[name]);
    return Math.max(
      apart(wanted.map(([shown]) => shown), found.h.values()),
      apart(wanted.map(([, kept]) => kept), found.c.values()),
    );
  };
  return {
    off: distance("right"),
    like: Object.keys(ways).find((name) => distance(name) < 1e-5) ?? "other",
  };
}
