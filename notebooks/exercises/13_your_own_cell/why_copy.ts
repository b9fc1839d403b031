/**
 * Why does the cell with one gate copy so badly? Each wrong reason is answered by an experiment.
 *
 * @module
 */

import { gru } from "lib/cells/gru.ts";
import type { CellFactory } from "lib/cells/sequence_model.ts";
import { interruptSignal } from "lib/notebook/interrupt.ts";
import { copy } from "lib/tasks/copy.ts";
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
import { runAll } from "lib/experiments/pool.ts";
import { choiceExercise } from "lib/exercises/choice_exercise.ts";

const tried = async (what: string, change: Change) =>
  `tried: ${what}, it gets ${await accuracyOf(change)} of the letters right`;

/** The exercise. */
export default choiceExercise({
  id: "13.why-copy",
  title: "why it copies badly",
  goal: "Say why the cell with one gate copies six letters so much worse than the plain RNN.",
  text:
    "Six letters to be said again, and our cell gets about 0.6 of them right, where a plain RNN gets all. What is it? " +
    "Choose one; a wrong choice is answered by an experiment.\n\n" +
    "- **a** It has 24 units and the RNN 35: too few.\n" +
    "- **b** Cells with gates need longer: 800 updates are not enough.\n" +
    "- **c** One gate is too few: the GRU with its two would copy.\n" +
    "- **d** Its gate starts out keeping ($b_z = 2$), where every letter has to be written.",
  begin: [
    "In marked recall one word of forty counts; how many of the letters count here?",
    "A gate of 0.88: how much of a letter gets into the memory when it is read?",
  ],
  answer: "whyCopy",
  learned:
    "A start is an opinion about the world, and here it was the wrong one. Training can change it, and does, but it " +
    "spends its updates on that.",
  right: {
    choice: "d",
    measured: async () =>
      `measured: with as many units and updates, starting at b = 2 it gets ${await accuracyOf(
        {},
      )} of the letters right, at b = −2 ${await accuracyOf({ cell: oneGate(-2) })}`,
    why:
      "At z = 0.88 a letter is written with a share of 0.12: it is hardly there. With a bias of −2 the same cell starts " +
      "out writing, as the plain RNN does, and copies.",
  },
  wrong: {
    a: {
      name: "units",
      idea: "More units help a little and do not mend it: the plain RNN has far fewer weights",
      hint: "What does each unit's gate do when a letter comes?",
      stronger: "Compare how much of a letter is written at first with how much should be",
      tried: () => tried("with 48 units, about four times the weights", { hiddenSize: 48 }),
    },
    b: {
      name: "updates",
      idea: "Twice the time helps a little and does not mend it",
      hint: "What does training have to undo first?",
      stronger: "Compare how much of a letter is written at first with how much should be",
      tried: () => tried("after 1,600 updates", { updates: 1600 }),
    },
    c: {
      name: "gates",
      idea: "It is not how many gates there are: two that start out keeping have the same trouble",
      hint: "What do both cells have in common before training?",
      stronger: "Look at the bias with which their gates start",
      tried: () =>
        tried("with the GRU of as many parameters, which starts out keeping as well", {
          cell: gru,
          hiddenSize: 19,
          cellOptions: { init: { keepBias: 2 } },
        }),
    },
  },
});

/** The notebook's cell with one gate that starts at this bias. */
const oneGate = (bias: number): CellFactory => ({ inputSize, hiddenSize, random }) => {
  const bound = 1 / Math.sqrt(hiddenSize);
  const draw = (rows: number, columns: number) =>
    parameter(
      Float64Array.from({ length: rows * columns }, () => random.uniform(-bound, bound)),
      { shape: [rows, columns] },
    );
  const params = {
    W: draw(hiddenSize, inputSize),
    U: draw(hiddenSize, hiddenSize),
    b: parameter(new Float64Array(hiddenSize)),
    W_z: draw(hiddenSize, inputSize),
    U_z: draw(hiddenSize, hiddenSize),
    b_z: parameter(new Float64Array(hiddenSize).fill(bias)),
  };
  return {
    kind: "one gate",
    inputSize,
    hiddenSize,
    params,
    initialState: (batch: number) => ({ h: zeros([batch, hiddenSize]) }),
    step(x: Tensor, { h }: { h: Tensor }) {
      const z = sigmoid(add(linear(x, params.W_z, params.b_z), linear(h, params.U_z)));
      const n = tanh(add(linear(x, params.W, params.b), linear(h, params.U)));
      return { state: { h: add(multiply(z, h), multiply(subtract(1, z), n)) }, gates: {} };
    },
  };
};

interface Change {
  readonly cell?: CellFactory;
  readonly cellOptions?: Readonly<Record<string, unknown>>;
  readonly hiddenSize?: number;
  readonly updates?: number;
}

async function accuracyOf(change: Change): Promise<string> {
  const { cell = oneGate(2), hiddenSize = 24, cellOptions, updates = 800 } = change;
  const model = { cell, hiddenSize, cellOptions };
  const [{ evaluations }] = await runAll(
    [{ task: copy({ length: 6 }), model, seed: 0, updates }],
    { workers: 0, signal: interruptSignal() },
  );
  return evaluations.test.accuracy.toFixed(2);
}
