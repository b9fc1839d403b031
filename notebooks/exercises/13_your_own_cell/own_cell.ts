/**
 * The open exercise: any cell that works, is none of the known ones, and remembers.
 *
 * @module
 */

import { type Cell, countParameters } from "lib/cells/cell.ts";
import { gru } from "lib/cells/gru.ts";
import { lstm } from "lib/cells/lstm.ts";
import { rnn } from "lib/cells/rnn.ts";
import type { CellFactory } from "lib/cells/sequence_model.ts";
import { checkCell } from "lib/checks/check_cell.ts";
import { beat } from "lib/exercises/beat.ts";
import { call, kindOf } from "lib/exercises/common.ts";
import { type Exercise, Finding } from "lib/exercises/definition.ts";
import { blanked, declarationOf } from "lib/exercises/source.ts";
import { createRandom } from "lib/random.ts";
import { delayedLabel } from "lib/tasks/delayed_label.ts";
import {
  add,
  linear,
  multiply,
  parameter,
  sigmoid,
  subtract,
  tanh,
  type Tensor,
  zeros,
} from "lib/tensor/mod.ts";
import { runExperiment } from "lib/experiments/experiment.ts";
import { knownCell } from "./known_cell.ts";

/** My own cell. Begin with a copy of `myCell` and change what you like. */
const ownCell: CellFactory = ({ inputSize, hiddenSize, random }) => {
  const drawn = (rows: number, columns: number) =>
    parameter(Array.from({ length: rows * columns }, () => random.uniform(-0.25, 0.25)), {
      shape: [rows, columns],
    });
  const params = {
    W: drawn(hiddenSize, inputSize),
    U: drawn(hiddenSize, hiddenSize),
    b: parameter(new Array(hiddenSize).fill(0)),
    W_z: drawn(hiddenSize, inputSize),
    b_z: parameter(Array.from({ length: hiddenSize }, (_, unit) => 1 + (3 * unit) / hiddenSize)),
  };
  return {
    kind: "my own",
    inputSize,
    hiddenSize,
    params,
    initialState: (batch: number) => ({ h: zeros([batch, hiddenSize]) }),
    step(x: Tensor, { h }: { h: Tensor }) {
      const z = sigmoid(linear(x, params.W_z, params.b_z)); // by the word alone
      const n = tanh(add(linear(x, params.W, params.b), linear(h, params.U)));
      return { state: { h: add(multiply(z, h), multiply(subtract(1, z), n)) }, gates: { z } };
    },
  };
};

/** Steps back to the word that is asked for. */
const LAG = 8;
const HIDDEN = 16;
const UPDATES = 200;
/** Chance is 0.25. */
const WANTED = 0.5;

/** What `checkCell` says, and which idea is behind it. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/has no memory/, "no-memory"],
  [/does not read/, "does-not-read"],
  [/two answers/, "memory-elsewhere"],
  [/after \d+ steps|holds (NaN|-?Infinity)/, "grows"],
  [/derivative|cannot change|depends on its parameters|params are empty/, "untrained"],
  [/mixes the members|shape|pass it on/, "sizes"],
];

type Weights = Readonly<Record<string, Tensor>>;
type Draw = (rows: number, columns: number) => Tensor;
interface Changes {
  readonly params: (draw: Draw, hiddenSize: number, inputSize: number) => Weights;
  readonly next: (x: Tensor, h: Tensor, p: Weights) => Tensor;
  readonly units?: number;
}
const filled = (size: number, value: number) => parameter(new Array(size).fill(value));
const plain = (draw: Draw, H: number, I: number) => ({
  W: draw(H, I),
  U: draw(H, H),
  b: filled(H, 0),
});
const gated = (bias: number) => (draw: Draw, H: number, I: number) => ({
  ...plain(draw, H, I),
  W_z: draw(H, I),
  U_z: draw(H, H),
  b_z: filled(H, bias),
});
const sum = (x: Tensor, h: Tensor, p: Weights) => add(linear(x, p.W, p.b), linear(h, p.U));
const mixed = (z: Tensor, h: Tensor, n: Tensor) => add(multiply(z, h), multiply(subtract(1, z), n));

/** A cell from its parameters and its step. */
const made =
  ({ params, next, units }: Changes): CellFactory => ({ inputSize, hiddenSize, random }) => {
    const draw = (rows: number, columns: number) =>
      parameter(Array.from({ length: rows * columns }, () => random.uniform(-0.25, 0.25)), {
        shape: [rows, columns],
      });
    const own = params(draw, hiddenSize, inputSize);
    return {
      kind: "my own",
      inputSize,
      hiddenSize,
      params: own,
      initialState: (batch: number) => ({ h: zeros([batch, units ?? hiddenSize]) }),
      step: (x: Tensor, { h }: { h: Tensor }) => ({ state: { h: next(x, h, own) }, gates: {} }),
    };
  };

/** The exercise. */
const exercise: Exercise = {
  id: "13.own-cell",
  kind: "build your own",
  title: "your own cell",
  goal:
    "Write a cell of your own that passes checkCell and remembers a word over eight steps better than by chance.",
  text:
    "Everything leads here. Write a cell: any that is **not** the library's RNN, LSTM or GRU and not the example above; with the same weights, " +
    "input and memory it has to give another memory than they do, so another name or another start is not enough. " +
    "The check asks `checkCell`; then it trains your cell, 16 units wide, for 200 updates to name one of four words " +
    `that it heard ${LAG} steps before, and wants at least half of them right, on one of two seeds (chance is 0.25).`,
  begin: [
    "Copy `myCell` into it, with what it needs, and change one thing: what the gate sees, how it starts, what it does",
    "Ideas: a gate that sees the word alone; units that start quick and slow; two gates whose shares need not sum to 1",
  ],
  answer: "ownCell",
  before: `import type { CellFactory } from "lib/cells/sequence_model.ts";
import { gru } from "lib/cells/gru.ts";
import { add, linear, multiply, parameter, sigmoid, subtract, tanh, type Tensor, zeros } from "lib/tensor/mod.ts";`,
  learned: "You have made a recurrent cell, and it remembers. Send it through the gauntlet: " +
    '`await gauntlet({ cell: ownCell, name: "mine" })`.',
  stub: blanked(
    declarationOf(import.meta.url, "ownCell"),
    "{ kind, inputSize, hiddenSize, params, initialState, step }",
  ),
  solution: {
    source: declarationOf(import.meta.url, "ownCell"),
    answer: ownCell,
    why:
      "One of many. The gate sees the word and not the memory, and each unit starts at a bias of its own, from 1 to 4: " +
      "some forget within a few words, some keep for fifty.",
  },
  notBy: [rnn, lstm, gru],
  check(answer) {
    if (typeof answer !== "function") {
      throw new Finding("kind", `a function is wanted, and this is ${kindOf(answer)}`);
    }
    if (exercise.notBy.includes(answer)) {
      throw new Finding("reference", `the work is handed to the library's ${answer.name}`);
    }
    const f = answer as CellFactory;
    const sizes = { inputSize: 3, hiddenSize: 5, random: createRandom(0) };
    const cell = call(f, [sizes], "sizes 3 and 5") as Cell;
    for (const asked of [{}, { inputSize: 1, hiddenSize: 2 }]) {
      try {
        checkCell(f, asked);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const name = meanings.find(([words]) => words.test(message))?.[1];
        throw new Finding(name ?? "not-a-cell", `checkCell says: ${message}`, error);
      }
    }
    const known = knownCell(cell);
    if (known) {
      throw new Finding(
        known === "the example" ? "example" : "known",
        `given the same weights, input and memory, it does what ${known} does`,
      );
    }
    const [own, others] = [f, rnn].map((one) =>
      Math.max(...[0, 1].map((seed) => accuracyOf(one, seed)))
    );
    const named = `it names the word ${LAG} steps back in ${percent(own)} of the sentences`;
    if (own < WANTED) {
      throw new Finding("forgets", `after ${UPDATES} updates ${named} (chance is 25 %)`);
    }
    return `checkCell finds nothing, and it is none of the known cells. It has ${
      countParameters(cell.params)
    } parameters at sizes 3 and 5. After ${UPDATES} updates ${named}, a plain RNN of as many units in ${
      percent(others)
    } (chance is 25 %)`;
  },
  ideas: {
    "no-memory": {
      idea: "Nothing of the memory that comes in gets into the one that comes out: a snapshot",
      hint: "Where does `h` occur in your step?",
      stronger: "The new memory must depend on the old: add `linear(h, U)`, or keep a share of h",
      answers: [
        made({
          params: (draw, H, I) => ({
            W: draw(H, I),
            b: filled(H, 0),
            W_z: draw(H, I),
            b_z: filled(H, 2),
          }),
          next: (x, h, p) =>
            add(
              multiply(0, h),
              multiply(sigmoid(linear(x, p.W_z, p.b_z)), tanh(linear(x, p.W, p.b))),
            ),
        }),
        made({
          params: (draw, H, I) => ({ W: draw(H, I), b: filled(H, 0) }),
          next: (x, _h, p) => tanh(linear(x, p.W, p.b)),
        }),
      ],
    },
    "does-not-read": {
      idea: "The input makes no difference: a memory that reads nothing",
      hint: "Where does `x` occur in your step?",
      stronger: "Add `linear(x, W)` to what is written",
      answers: [
        made({ params: plain, next: (x, h, p) => tanh(sum(multiply(0, x), h, p)) }),
        made({
          params: (draw, H) => ({ U: draw(H, H), b: filled(H, 0.1) }),
          next: (_x, h, p) => tanh(linear(h, p.U, p.b)),
        }),
      ],
    },
    "memory-elsewhere": {
      idea: "Something is remembered outside the state, so that one step disturbs the next",
      hint: "Which variable outlives the step?",
      stronger: "All memory comes in as `state` and goes out as `state`",
      answers: [
        (options: Parameters<CellFactory>[0]) => {
          let count = 0;
          return made({ params: plain, next: (x, h, p) => tanh(add(sum(x, h, p), count++)) })(
            options,
          );
        },
        (options: Parameters<CellFactory>[0]) => {
          let before: Tensor | null = null;
          return made({
            params: plain,
            next: (x, h, p) =>
              before = tanh(sum(x, before?.shape[0] === h.shape[0] ? before : h, p)),
          })(options);
        },
      ],
    },
    "untrained": {
      idea: "Something in `params` takes no part, or is no parameter: training cannot reach it",
      hint: "The message names it. Does your step use it?",
      stronger: "Take it out of `params`, or use it; and compute with tensor operations only",
      answers: [
        made({
          params: (draw, H, I) => ({ ...plain(draw, H, I), W_z: draw(H, I), b_z: filled(H, 2) }),
          next: (x, h, p) => add(multiply(0.8, h), multiply(0.2, tanh(sum(x, h, p)))),
        }),
        made({
          params: gated(2),
          next: (x, h, p) => mixed(sigmoid(linear(x, p.W_z, p.b_z)), h, tanh(sum(x, h, p))),
        }),
      ],
    },
    "grows": {
      idea: "The memory grows without end: somewhere more is added at each step than taken away",
      hint: "How large can each number of the new memory be if the old ones are at most 1?",
      stronger: "Squash with tanh, or take shares that sum to 1",
      answers: [
        made({ params: plain, next: (x, h, p) => add(sum(x, h, p), multiply(h, h), 2) }),
        made({ params: plain, next: (x, h, p) => add(multiply(3, h), sum(x, h, p)) }),
      ],
    },
    "sizes": {
      idea: "It works for one size only, or for one sequence at a time",
      hint: "Which number in your code should have been inputSize, hiddenSize or batch?",
      stronger: "Make every parameter from the sizes that are given, and the state from batch",
      answers: [
        made({ params: plain, next: (x, h, p) => tanh(sum(x, h, p)), units: 5 }),
        made({
          params: (draw) => ({ W: draw(5, 3), U: draw(5, 5), b: filled(5, 0) }),
          next: (x, h, p) => tanh(sum(x, h, p)),
        }),
      ],
    },
    "not-a-cell": {
      idea: "Something of the contract is missing: kind, sizes, params, initialState, step",
      hint: "The message says which",
      stronger: "Begin with a copy of `myCell`",
      answers: [
        (({ inputSize, hiddenSize }: Parameters<CellFactory>[0]) => ({
          kind: "mine",
          inputSize,
          hiddenSize,
          params: { b: parameter([0]) },
          step: (x: Tensor) => ({ state: { h: x }, gates: {} }),
        })) as unknown as CellFactory,
        (() => ({})) as never,
        (() => undefined) as never,
      ],
    },
    "known": {
      idea: "This is a known cell under another name. What would you do differently?",
      hint: "What should be kept, what overwritten, and what decides it?",
      stronger: "Give it a gate, or let the gate see something else than usual",
      answers: [
        made({ params: plain, next: (x, h, p) => tanh(sum(x, h, p)) }),
        (options: Parameters<CellFactory>[0]) => ({ ...gru(options), kind: "mine" }),
        (options: Parameters<CellFactory>[0]) => ({ ...lstm(options), kind: "mine" }),
        made({ params: plain, next: (x, h, p) => tanh(add(linear(h, p.U, p.b), linear(x, p.W))) }),
      ],
    },
    "example": {
      idea: "This is the example of this notebook: a good cell, and not yours",
      hint: "Change one thing in it",
      stronger: "Leave U_z out, or square the gate, or add a second one",
      answers: [
        made({
          params: gated(2),
          next: (x, h, p) =>
            mixed(sigmoid(add(linear(x, p.W_z, p.b_z), linear(h, p.U_z))), h, tanh(sum(x, h, p))),
        }),
        made({
          params: gated(0),
          next: (x, h, p) => {
            const z = sigmoid(add(linear(x, p.W_z, p.b_z), linear(h, p.U_z)));
            const n = tanh(sum(x, h, p));
            return add(n, multiply(z, subtract(h, n)));
          },
        }),
      ],
    },
    "forgets": {
      idea: "It is a cell, but after eight steps next to nothing is left of the word",
      hint:
        "What share of the memory does a step keep before training, and what is that to the eighth power?",
      stronger: "Let it start out keeping: a gate with a bias of 2 in front of h",
      answers: [
        made({
          params: (draw, H, I) => ({
            W: draw(H, I),
            b: filled(H, 0),
            W_z: draw(H, I),
            b_z: filled(H, -6),
          }),
          next: (x, h, p) => mixed(sigmoid(linear(x, p.W_z, p.b_z)), h, tanh(linear(x, p.W, p.b))),
        }),
      ],
    },
  },
  faults: {
    reference: [gru, lstm, rnn],
    kind: [3, "gru", {}],
  },
};
export default exercise;

/** Share of the sentences that the cell gets right after a short training. */
function accuracyOf(cell: CellFactory, seed: number): number {
  const task = delayedLabel({ distance: LAG, timeSteps: LAG + 2 });
  const model = { cell, hiddenSize: HIDDEN };
  const evaluate = { test: { sequences: 512, seed } };
  const running = runExperiment({ task, model, seed, updates: UPDATES, evaluate });
  let result = running.next();
  for (; !result.done; result = running.next()) beat();
  return result.value.evaluations.test.accuracy;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
