/**
 * The open exercise: any cell that works, is none of the known ones, and remembers.
 *
 * @module
 */

import { type Cell, countParameters } from "../../cells/cell.ts";
import { rnn } from "../../cells/rnn.ts";
import type { CellFactory } from "../../cells/sequence_model.ts";
import { checkCell } from "../../checks/check_cell.ts";
import { createRandom } from "../../random.ts";
import { delayedLabel } from "../../tasks/delayed_label.ts";
import { finish, runExperiment } from "../../experiments/experiment.ts";
import { call, functionOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";
import { knownCell } from "./known_cell.ts";
import { ownCellAnswers } from "./own_cell_answers.ts";

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

/** The exercise. */
export const ownCell: Exercise = {
  id: "13.own-cell",
  kind: "build your own",
  title: "your own cell",
  goal:
    "Write a cell of your own that passes checkCell and remembers a word over eight steps better than by chance.",
  text:
    "Everything leads here. Write a cell: any that is **not** the library's RNN, LSTM or GRU and not the example above. " +
    "The check asks `checkCell`; then it trains your cell, 16 units wide, for 200 updates to name one of four words " +
    `that it heard ${LAG} steps before, and wants at least half of them right, on one of two seeds (chance is 0.25).`,
  answer: "ownCell",
  before: `import type { CellFactory } from "lib/cells/sequence_model.ts";
import { gru } from "lib/cells/gru.ts";
import { add, linear, multiply, parameter, sigmoid, subtract, tanh, type Tensor, zeros } from "lib/tensor/mod.ts";`,
  stub: `/** My own cell. Begin with a copy of \`myCell\` and change what you like. */
const ownCell: CellFactory = ({ inputSize, hiddenSize, random }) => {
  return yourTurn; // YOUR TURN: { kind, inputSize, hiddenSize, params, initialState, step }
};`,
  begin: [
    "Copy `myCell` into it, with what it needs, and change one thing: what the gate sees, how it starts, what it does",
    "Ideas: a gate that sees the word alone; units that start quick and slow; two gates whose shares need not sum to 1",
  ],
  check(answer) {
    const f = functionOf(answer, ["rnn", "lstm", "gru"]) as CellFactory;
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
    const [own, plain] = [f, rnn].map((one) =>
      Math.max(...[0, 1].map((seed) => accuracyOf(one, seed)))
    );
    const named = `it names the word ${LAG} steps back in ${percent(own)} of the sentences`;
    if (own < WANTED) {
      throw new Finding("forgets", `after ${UPDATES} updates ${named} (chance is 25 %)`);
    }
    return `checkCell finds nothing, and it is none of the known cells. It has ${
      countParameters(cell.params)
    } parameters at sizes 3 and 5. After ${UPDATES} updates ${named}, a plain RNN of as many units in ${
      percent(plain)
    } (chance is 25 %)`;
  },
  learned: "You have made a recurrent cell, and it remembers. Send it through the gauntlet: " +
    '`await gauntlet({ cell: ownCell, name: "mine" })`.',
  misconceptions: {
    "no-memory": {
      idea: "Nothing of the memory that comes in gets into the one that comes out: a snapshot",
      hint: "Where does `h` occur in your step?",
      stronger: "The new memory must depend on the old: add `linear(h, U)`, or keep a share of h",
    },
    "does-not-read": {
      idea: "The input makes no difference: a memory that reads nothing",
      hint: "Where does `x` occur in your step?",
      stronger: "Add `linear(x, W)` to what is written",
    },
    "memory-elsewhere": {
      idea: "Something is remembered outside the state, so that one step disturbs the next",
      hint: "Which variable outlives the step?",
      stronger: "All memory comes in as `state` and goes out as `state`",
    },
    "untrained": {
      idea: "Something in `params` takes no part, or is no parameter: training cannot reach it",
      hint: "The message names it. Does your step use it?",
      stronger: "Take it out of `params`, or use it; and compute with tensor operations only",
    },
    "grows": {
      idea: "The memory grows without end: somewhere more is added at each step than taken away",
      hint: "How large can each number of the new memory be if the old ones are at most 1?",
      stronger: "Squash with tanh, or take shares that sum to 1",
    },
    "sizes": {
      idea: "It works for one size only, or for one sequence at a time",
      hint: "Which number in your code should have been inputSize, hiddenSize or batch?",
      stronger: "Make every parameter from the sizes that are given, and the state from batch",
    },
    "not-a-cell": {
      idea: "Something of the contract is missing: kind, sizes, params, initialState, step",
      hint: "The message says which",
      stronger: "Begin with a copy of `myCell`",
    },
    "known": {
      idea: "This is a known cell under another name. What would you do differently?",
      hint: "What should be kept, what overwritten, and what decides it?",
      stronger: "Give it a gate, or let the gate see something else than usual",
    },
    "example": {
      idea: "This is the example of this notebook: a good cell, and not yours",
      hint: "Change one thing in it",
      stronger: "Leave U_z out, or square the gate, or add a second one",
    },
    "forgets": {
      idea: "It is a cell, but after eight steps next to nothing is left of the word",
      hint:
        "What share of the memory does a step keep before training, and what is that to the eighth power?",
      stronger: "Let it start out keeping: a gate with a bias of 2 in front of h",
    },
  },
  ...ownCellAnswers,
};

/** Share of the sentences that the cell gets right after a short training. */
function accuracyOf(cell: CellFactory, seed: number): number {
  const task = delayedLabel({ distance: LAG, timeSteps: LAG + 2 });
  const model = { cell, hiddenSize: HIDDEN };
  const evaluate = { test: { sequences: 512, seed } };
  const result = finish(runExperiment({ task, model, seed, updates: UPDATES, evaluate }));
  return result.evaluations.test.accuracy;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
