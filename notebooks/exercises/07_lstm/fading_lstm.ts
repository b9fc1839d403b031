/**
 * A broken LSTM: what it carries on is what it shows, so that its memory is squashed at every step after all.
 *
 * @module
 */

import type { Cell } from "lib/cells/cell.ts";
import { lstm } from "lib/cells/lstm.ts";
import { agrees, type Shown } from "lib/exercises/diagnose.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import type { Random } from "lib/random.ts";
import {
  add,
  full,
  linear,
  multiply,
  parameter,
  sigmoid,
  slice,
  subtract,
  tanh,
  type Tensor,
  tensor,
  zeros,
} from "lib/tensor/mod.ts";
import { built, drawn, memory, slopesOf, type State, stepped } from "../cells.ts";

/** Mend me. */
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
      const cNext = add(multiply(f, c), multiply(i, g));
      const hNext = multiply(o, tanh(cNext));
      return { state: { h: hNext, c: cNext }, gates: { i, f, g, o } };
    },
  };
}

/** Mend me. */
function broken(
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
      const cNext = add(multiply(f, c), multiply(i, g));
      const hNext = multiply(o, tanh(cNext));
      // YOUR TURN: something is wrong in here
      return { state: { h: hNext, c: hNext }, gates: { i, f, g, o } };
    },
  };
}

type Make = typeof lasting;
type Gates = Readonly<Record<"i" | "f" | "g" | "o", Tensor>>;
type Memory = { h: Tensor; c: Tensor };

/** The cell with another end of its step, and another start. */
const ending = (
  end: (gates: Gates, c: Tensor, h: Tensor) => Memory,
  start?: (batch: number, size: number) => Memory,
): Make =>
(options) => {
  const cell = lasting(options);
  const { hiddenSize } = options;
  return {
    ...cell,
    initialState: start ? (batch) => start(batch, hiddenSize) : cell.initialState,
    step: (x, { h, c }) => {
      const gates = cell.step(x, { h, c }).gates as unknown as Gates;
      return { state: end(gates, c, h), gates: { ...gates } };
    },
  };
};
const next = ({ i, f, g }: Gates, c: Tensor) => add(multiply(f, c), multiply(i, g));
const show = ({ o }: Gates, c: Tensor) => multiply(o, tanh(c));
/** Shown as it should be, with something else carried on. */
const carrying = (kept: (gates: Gates, c: Tensor, h: Tensor) => Tensor) =>
  ending((gates, c, h) => ({ h: show(gates, next(gates, c)), c: kept(gates, c, h) }));

/** The right end, with the sums of other rows behind i, f, g and o. */
const reading = (...rows: number[]): Make => (options) => {
  const cell = lasting(options);
  const { W_x, W_h, b } = cell.params;
  return {
    ...cell,
    step(x, { h, c }) {
      const sums = add(linear(x, W_x), linear(h, W_h), b);
      const [i, f, g, o] = rows.map((row, k) =>
        (k === 2 ? tanh : sigmoid)(
          slice(sums, 1, row * options.hiddenSize, (row + 1) * options.hiddenSize),
        )
      );
      const kept = next({ i, f, g, o }, c);
      return { state: { h: show({ i, f, g, o }, kept), c: kept }, gates: { i, f, g, o } };
    },
  };
};

const [H, SILENT] = [4, 30];
const shapes = { W_x: [4 * H, 3], W_h: [4 * H, H], b: [4 * H] };

/** The exercise. */
export default functionExercise<Make>({
  id: "07.fading-lstm",
  kind: "find the bug",
  title: "an LSTM that fades",
  goal:
    "Mend the LSTM: it runs and learns short lags, but with its gates set to keep it forgets all the same.",
  text:
    "This cell runs, passes `checkCell`, and learns what lies a few steps back. But hold its forget gate at 1 and its " +
    "input gate at 0, and thirty steps later its memory has faded. An LSTM's would still be there, to the last bit. " +
    "Find the mistake and mend it.",
  begin: [
    "Follow the memory: which of the two tensors does the next step get as its c?",
    "Compare the last line with the equations at the top of this notebook: there, two things come out",
  ],
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
  from: import.meta.url,
  broken,
  solution: lasting,
  why:
    "The state carried hNext in both places, so that each step multiplied the memory by o and squashed it. With " +
    "c: cNext only the forget gate stands between one memory and the next.",
  learned:
    "Kept and shown are two things. c goes from step to step untouched by squish and output gate; h is a copy made " +
    "for the outside. A cell can look right, run and learn, and still lack the one thing it was built for.",
  notBy: [lstm],
  cases: () =>
    ["silence", "step", "two steps", "start", "slopes"].map((given) => ({
      given: [given],
      said: "",
    })),
  look(make, [what]) {
    const cell = built(make, shapes);
    switch (what) {
      case "silence":
        return {
          [`with f = 1 and i = 0, of a memory of 0.8 after ${SILENT} steps, what is left`]: Array
            .from(afterSilence(cell)),
        };
      case "step":
        return parts("after one step", stepped(cell, x, before));
      case "two steps":
        return parts("after two steps", stepped(cell, x, stepped(cell, x, before)));
      case "start":
        return parts("before anything is read", cell.initialState(2) as State);
      default:
        return slopesOf(cell, drawn(4, [3, 2, 3]));
    }
  },
  found: (make) =>
    `one step and two agree with the equations, with all derivatives, and with f = 1 and i = 0 a memory of 0.8 is ${
      Number(afterSilence(built(make, shapes))[0].toPrecision(3))
    } after ${SILENT} steps`,
  ideas: {
    "kept-for-shown": {
      idea: "Now the outside sees the bare memory: the output gate, its squish, or both are lost",
      hint: "What is o for, and what the last tanh?",
      stronger: "h: hNext stays as it was; only c is wrong",
      answers: [
        ending((gates, c) => ({ h: next(gates, c), c: next(gates, c) })),
        ending((gates, c) => ({ h: tanh(next(gates, c)), c: next(gates, c) })),
        ending((gates, c) => ({ h: multiply(gates.o, next(gates, c)), c: next(gates, c) })),
      ],
      does: (shown) => rightIn(shown, "c after one step") && !rightIn(shown, "h after one step"),
    },
    "squashed": {
      idea: "The memory is still squashed on its way to the next step",
      hint: "Apply tanh thirty times to 0.8: what is left?",
      stronger: "Hand on cNext itself",
      answers: [
        carrying((gates, c) => tanh(next(gates, c))),
        ending((gates, c) => {
          const kept = tanh(next(gates, c));
          return { h: multiply(gates.o, kept), c: kept };
        }),
        carrying((gates, c) => next(gates, tanh(c))),
      ],
      does: carries(
        (gates, c) => tanh(next(gates, c)),
        (gates, c) => next(gates, tanh(c)),
        (gates, c) => tanh(next(gates, tanh(c))),
      ),
    },
    "gated": {
      idea: "The output gate still stands in the way of the memory",
      hint: "o decides what is shown: may it decide what is kept?",
      stronger: "Hand on cNext itself",
      answers: [
        carrying((gates, c) => multiply(gates.o, next(gates, c))),
        carrying((gates, c) =>
          add(multiply(gates.f, multiply(gates.o, c)), multiply(gates.i, gates.g))
        ),
        ending((gates, c) => {
          const kept = multiply(gates.o, next(gates, c));
          return { h: tanh(kept), c: kept };
        }),
      ],
      does: carries(
        (gates, c) => multiply(gates.o, next(gates, c)),
        (gates, c) => next(gates, multiply(gates.o, c)),
      ),
    },
    "stays": {
      idea: "The memory never changes: the old one is handed on, and nothing is ever written",
      hint: "Which line writes, and who gets its result?",
      stronger: "The new memory is cNext, not c",
      answers: [
        carrying((_, c) => c),
        carrying((_, c) => multiply(c, 1)),
        carrying((gates, c) => multiply(gates.f, c)),
      ],
      does: carries((_, c) => c, (gates, c) => multiply(gates.f, c)),
    },
    "exchanged": {
      idea: "Kept and shown have changed places",
      hint: "Which of the two does the outside see?",
      stronger: "{ h: hNext, c: cNext }",
      answers: [
        ending((gates, c) => ({ h: next(gates, c), c: show(gates, next(gates, c)) })),
        ending((gates, c) => ({ c: show(gates, next(gates, c)), h: next(gates, c) })),
      ],
    },
    "only-adds": {
      idea: "The fading is gone, and so is forgetting: the gate no longer stands before c",
      hint: "What would f = 0 do in your cell?",
      stronger: "Leave the line of cNext as it was; only the returned state is wrong",
      answers: [
        ending((gates, c) => {
          const kept = add(c, multiply(gates.i, gates.g));
          return { h: show(gates, kept), c: kept };
        }),
        carrying((gates, c) => add(c, multiply(gates.i, gates.g))),
      ],
      does: carries(
        (gates, c) => add(c, multiply(gates.i, gates.g)),
        (gates, c) => add(c, gates.g),
      ),
    },
    "from-what-is-shown": {
      idea: "The new memory is made from h, which was shown, in the place of c, which was kept",
      hint: "What does the forget gate multiply?",
      stronger: "multiply(f, c), as it was",
      answers: [
        ending((gates, _, h) => ({ h: show(gates, next(gates, h)), c: next(gates, h) })),
        carrying((gates, _, h) => next(gates, h)),
      ],
      does: carries((gates, _, h) => next(gates, h)),
    },
    "other-rule": {
      idea:
        "Something has changed that was right, or what was wrong is still there in another form",
      hint: "Only one letter of the broken cell is wrong. What does the next step get as its c?",
      stronger: "Leave cNext and hNext as they were, and hand on c: cNext",
      answers: [
        ending(({ f, g, o }, c) => {
          const kept = add(multiply(f, c), multiply(subtract(1, f), g));
          return { h: multiply(o, tanh(kept)), c: kept };
        }),
        ending(({ i, f, g, o }, c) => {
          const kept = add(multiply(i, c), multiply(f, g));
          return { h: multiply(o, tanh(kept)), c: kept };
        }),
        carrying(({ f, g }, c) => add(multiply(f, c), g)),
        reading(0, 2, 3, 1),
        reading(0, 1, 3, 2),
        reading(2, 1, 0, 3),
        reading(3, 1, 2, 0),
      ],
      rest: true, // its words are true of all others
    },
    "other-start": {
      idea: "The cell begins with another memory than before: an empty one is all zeros",
      hint: "What does `initialState` hand to the first step?",
      stronger: "Leave initialState as it was",
      answers: [
        ending(
          (gates, c) => ({ h: show(gates, next(gates, c)), c: next(gates, c) }),
          (batch, size) => ({
            h: zeros([batch, size]),
            c: full([batch, size], 1),
          }),
        ),
        ending(
          (gates, c) => ({ h: show(gates, next(gates, c)), c: next(gates, c) }),
          (batch, size) => ({
            h: full([batch, size], 0.1),
            c: zeros([batch, size]),
          }),
        ),
      ],
      does: (shown) => rightIn(shown, "c after two steps") && !rightIn(shown, "before anything"),
    },
  },
  faults: {
    "cut-off": [
      carrying((gates, c) => tensor(next(gates, c).toArray() as number[][])),
      ending((gates, c) => {
        const kept = next(gates, tensor(c.toArray() as number[][]));
        return { h: show(gates, kept), c: kept };
      }),
      ending(({ i, f, g, o }, c) => {
        const kept = next({ i, f, g, o }, c);
        return { h: multiply(tensor(o.toArray() as number[][]), tanh(kept)), c: kept };
      }),
    ],
    kind: [
      ending((gates, c) => ({ h: next(gates, c) }) as never),
      ((options: Parameters<Make>[0]) => ({
        ...lasting(options),
        params: { W_x: parameter([[1]]) },
      })) as never,
      (() => "cell") as never,
    ],
    throws: [ending((gates, c) => ({ h: linear(c, gates.g), c: subtract(c, zeros([7, 7])) }))],
  },
});

const x = drawn(1, [2, 3]);
const before = { h: drawn(2, [2, H], 0.5), c: drawn(3, [2, H]) };

/** Whether what is carried on after one step is made in one of these ways. */
function carries(...ways: readonly ((gates: Gates, c: Tensor, h: Tensor) => Tensor)[]) {
  return ({ found }: Shown): boolean => {
    const came = found[1];
    if ("fault" in came) return false;
    const gates = built(lasting, shapes).step(x, before).gates as unknown as Gates;
    const kept = came.parts["c after one step"].leaves as number[];
    return ways.some((way) =>
      Array.from(way(gates, before.c, before.h).values()).every((one, i) =>
        Math.abs(one - kept[i]) < 1e-5
      )
    );
  };
}

/** A state's parts by names of their own. */
function parts(when: string, state: State): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(memory(state)).map(([name, numbers]) => [`${name} ${when}`, numbers]),
  );
}

/** What is left of a memory of 0.8 after silent steps with f = 1 and i = 0. */
function afterSilence(cell: Cell): ArrayLike<number> {
  const byRows = Object.values(cell.params).toSorted((a, b) => a.size - b.size);
  const before = byRows.map((one) => one.values().slice());
  const biases = [-100, 100, 0, 0.5]; // i, f, g, o
  byRows.forEach((one, k) =>
    one.assign(before[k].map((_: number, row: number) => k === 0 ? biases[Math.floor(row / H)] : 0))
  );
  let state: State = { h: full([1, H], 0.8), c: full([1, H], 0.8) };
  for (let t = 0; t < SILENT; t++) state = stepped(cell, full([1, 3], 0), state);
  byRows.forEach((one, k) => one.assign(before[k]));
  return state.c.values();
}

/** Whether a part came out right. */
function rightIn({ found, wanted }: Shown, name: string): boolean {
  return wanted.every((right, i) => {
    const came = found[i];
    if ("fault" in right || "fault" in came) return "fault" in right;
    return Object.keys(right.parts).filter((part) => part.includes(name))
      .every((part) =>
        agrees(
          { values: {}, parts: { [part]: came.parts[part] } },
          { values: {}, parts: { [part]: right.parts[part] } },
        )
      );
  });
}
