/** What trains and evaluates looks at what it is given before it begins, and gives no number that is none. */

import { feedforwardWindow } from "../../lib/cells/feedforward.ts";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../lib/batch.ts";
import type { Model } from "../../lib/cells/model.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import { sequenceModel } from "../../lib/cells/sequence_model.ts";
import { createRandom } from "../../lib/random.ts";
import { adding } from "../../lib/tasks/adding.ts";
import { parity } from "../../lib/tasks/parity.ts";
import { ones, scale, subtract, tensor } from "../../lib/tensor/mod.ts";
import { argMax, evaluate } from "../../lib/training/evaluate.ts";
import { lossOf } from "../../lib/training/loss.ts";
import { adam, clipScale, sgd } from "../../lib/training/optimizer.ts";
import { finish, train } from "../../lib/training/train.ts";

/** What a public function is given, wrong as it may be. */
// deno-lint-ignore no-explicit-any
type Given = any;

const task = parity({ timeSteps: 3 });
const model = sequenceModel({ ...task, cell: rnn, hiddenSize: 3, random: createRandom(0) });
const batch = (members: number): Batch => task.sample(createRandom(0), members);
const batches = [batch(2)];
const options = { model, task, updates: 1, seed: 0 };

describe("train", () => {
  it.each<[string, object, string]>([
    ["a slip", { learnigRate: 1 }, "found the option learnigRate, and learningRate is wanted"],
    ["initials", { lr: 1 }, "found the option lr, and learningRate is wanted"],
    ["a slip", { evaluteEvery: 1 }, "found the option evaluteEvery, and evaluateEvery is wanted"],
    [
      "no model",
      { model: {} },
      "model is an empty object, and a model, such as sequenceModel({ … })",
    ],
    ["no task", { task: {} }, "task is an empty object, and a task such as parity(), or batches"],
    ["a task's maker", { task: parity }, "task is the function "],
    ["text", { task: "parity" }, 'task is the text "parity", and a task such as parity()'],
    ["none", { updates: 0 }, "updates is 0, and a whole number of at least 1 is wanted"],
    [
      "no end",
      { updates: Infinity },
      "updates is Infinity, and a whole number of at most 10,000,000",
    ],
    ["no seed", { seed: undefined }, "seed is missing, and a whole number is wanted"],
    ["text", { batch: "32" }, 'batch is the text "32", and a whole number of at least 1 is wanted'],
    [
      "an optimizer by name",
      { optimizer: "sgd" },
      'optimizer is the text "sgd", and an optimizer, ',
    ],
    [
      "two rates",
      { optimizer: adam({ learningRate: 1 }), learningRate: 1 },
      "found learningRate beside",
    ],
    [
      "clipping to 0",
      { clip: 0 },
      "clip is 0, and a number above 0, from 1e-38 to 1e+38, or null, is wanted",
    ],
    ["no signal", { signal: true }, "signal is true, and an AbortSignal is wanted"],
    [
      "stateful",
      { stateful: true },
      "found stateful, but the batches of the task parity have nothing",
    ],
    [
      "batch",
      { task: batches, batch: 2 },
      "found batch, which given batches do not ask for, and a task",
    ],
    [
      "overrides",
      { task: batches, overrides: {} },
      "found overrides, which given batches do not ask",
    ],
    [
      "evaluation",
      { evaluation: {} },
      "found evaluation without evaluateEvery, and both are wanted",
    ],
    [
      "on what",
      { task: batches, evaluateEvery: 1 },
      "found evaluateEvery while training on batches",
    ],
    [
      "in it",
      { evaluateEvery: 1, evaluation: { sequence: 9 } },
      "found the option sequence, and sequences",
    ],
    ["on it", { evaluateEvery: 1, evaluation: { on: 5 } }, "on is 5, and a task such as parity()"],
    [
      "on what is used up",
      { evaluateEvery: 1, evaluation: { on: batches.values() } },
      "and a task, or a list of batches, such as [...task.streams(32)], that lasts for every",
    ],
  ])("refuses, before the first event is asked for: %s", (_, more, message) => {
    expect(() => train({ ...options, ...more } as Given)).toThrow(message);
  });

  it.each<[string, Given, string]>([
    [
      "nothing",
      undefined,
      "Cannot make update 1: the batch is undefined, and an object { timeSteps,",
    ],
    [
      "a promise",
      Promise.resolve(batches[0]),
      "Cannot make update 1: the batch is a promise, of what",
    ],
    [
      "no targets",
      { ...batches[0], targets: undefined },
      "Cannot make update 1: targets is missing",
    ],
    [
      "lists",
      { ...batches[0], inputs: [0, 1] },
      "Cannot make update 1: inputs is the list [0,1], and",
    ],
  ])("says what a task of one's own drew that is no batch: %s", (_, drawn, message) => {
    const own = { name: "own", sample: () => drawn };
    expect(() => finish(train({ ...options, task: own }))).toThrow(message);
  });

  it("names both sizes when a batch is of another size than the memory carried to it", () => {
    const stream = [batch(3), { ...batch(2), continues: true }];
    expect(() => finish(train({ ...options, task: stream, updates: 2 }))).toThrow(
      "Cannot run the rnn model: the state h_l0 is of 3 sequences, and 2, as many as the batch has, are",
    );
  });

  it("hands memory on as it is told to: always, never, or where batches continue", () => {
    const stream = [batch(2), { ...batch(2), continues: true }];
    const after = (stateful?: boolean, task = stream) => {
      const net = sequenceModel({ ...parity(), cell: rnn, hiddenSize: 3, random: createRandom(0) });
      finish(train({ ...options, model: net, task, updates: 2, stateful }));
      return net.params["rnn.weight_hh_l0"].toArray();
    };
    const alone = after(undefined, [batch(2), batch(2)]);
    expect(after(false)).toEqual(alone);
    expect(after()).not.toEqual(alone);
    expect(after()).toEqual(after(true));
    expect(after()).toEqual(after(true, [batch(2), batch(2)]));
  });

  it("refuses a task whose batches say that they continue one another, and so does evaluate", () => {
    const own = { name: "own", sample: () => ({ ...batch(2), continues: true }) };
    const message =
      "found a batch that continues the one before, drawn by the task own, and batches";
    expect(() => finish(train({ ...options, task: own }))).toThrow(message);
    expect(() => evaluate(model, own)).toThrow(message);
  });

  it("does not end well with parameters that are no numbers", () => {
    const net = sequenceModel({ ...task, cell: rnn, hiddenSize: 3, random: createRandom(0) });
    const rival = {
      ...sgd({ learningRate: 1 }),
      update: (params: Given) => {
        params["rnn.weight_ih_l0"].assign(Array(6).fill(Infinity));
      },
    };
    expect(() => finish(train({ ...options, model: net, optimizer: rival, clip: null }))).toThrow(
      "after update 1 rnn.weight_ih_l0 holds what is no finite number; lower the learning rate",
    );
  });

  it("says that a model of one's own returned no answer", () => {
    const own = { ...model, forward: () => undefined } as Given;
    expect(() => finish(train({ ...options, model: own }))).toThrow(
      "Cannot run the rnn model: its forward returned undefined, and { outputs, state } with a tensor",
    );
  });

  it("is run to its end by finish, which takes nothing else", () => {
    expect(finish(train(options)).kind).toBe("done");
    expect(() => finish(Promise.resolve() as Given)).toThrow(
      "Cannot run to the end: what is run is a promise, of what `await` before it would give, and a",
    );
  });
});

describe("evaluate", () => {
  it.each<[string, () => unknown, string]>([
    [
      "no end",
      () => evaluate(model, task, { sequences: Infinity }),
      "sequences is Infinity, and a whole",
    ],
    [
      "a slip",
      () => evaluate(model, task, { sequence: 5 } as Given),
      "found the option sequence, and seq",
    ],
    [
      "no model",
      () => evaluate({} as Given, task),
      "the model is an empty object, and a model, such as",
    ],
    [
      "no task",
      () => evaluate(model, 5 as Given),
      "what it is evaluated on is 5, and a task such as",
    ],
    [
      "batches",
      () => evaluate(model, batches, { seed: 1 }),
      "found seed, which given batches do not ask",
    ],
    [
      "an option of another task",
      () => evaluate(model, task, { overrides: { timeStep: 5 } }),
      "Cannot sample the task parity: found the override timeStep, and timeSteps is wanted",
    ],
    [
      "a length without end",
      () => evaluate(model, task, { overrides: { timeSteps: 1e12 } }),
      "timeSteps is 1000000000000, and a whole number of at most 10,000,000 is wanted",
    ],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });

  it("gives no accuracy when the answers are NaN, of classes or of numbers", () => {
    const broken = (source: Given): Model => {
      const net = sequenceModel({ ...source, cell: rnn, hiddenSize: 3, random: createRandom(0) });
      const forward: Model["forward"] = (given, how) => {
        const answer = net.forward(given, how);
        const huge = scale(scale(ones(answer.outputs.shape), 3e38), 10); // Infinity
        return { ...answer, outputs: subtract(huge, huge) };
      };
      return { ...net, forward };
    };
    for (const source of [task, adding({ timeSteps: 3 })]) {
      expect(() => evaluate(broken(source), source as Given)).toThrow(
        "Cannot evaluate the rnn model: its loss is NaN",
      );
    }
  });

  it("gives no accuracy beside a loss that is infinite", () => {
    const net = sequenceModel(
      { ...task, cell: rnn, hiddenSize: 3, random: createRandom(0) } as Given,
    );
    const bias = net.params["readout.bias"];
    bias.assign(Array.from(bias.values(), (_, i) => i === 0 ? 3e38 : -3e38));
    expect(() => evaluate(net, task)).toThrow(
      "Cannot evaluate the rnn model: its loss is Infinity",
    );
  });

  it("accepts batches and a task", () => {
    expect(evaluate(model, batches).labels).toBe(6);
    expect(evaluate(model, task, { sequences: 2 }).labels).toBe(6);
  });
});

it("the largest of numbers that cannot be compared is not guessed", () => {
  const rows = tensor([[1, 2, 2], [-Infinity, -Infinity, -Infinity], [3, 1, 2]]);
  expect([...argMax(rows)]).toEqual([1, 0, 0]);
  const numbers = Float32Array.of(0, 1, NaN, 3);
  const broken = { values: () => numbers, shape: [2, 2], rank: 2 } as Given;
  expect(() => argMax(broken)).toThrow(
    "Cannot find the largest number of row 1: number 0 is NaN, and numbers that can be compared are",
  );
});

it("a loss is refused of answers to another batch", () => {
  const { outputs } = model.forward(batch(2));
  expect(() => lossOf(outputs, batch(3))).toThrow(
    "Cannot take the loss of 6 answers: from step 0 on, for 3 time steps × 3 sequences, 9 are wanted",
  );
  const sums = adding({ timeSteps: 3 }).sample(createRandom(0), 2);
  expect(() => lossOf(outputs, sums)).toThrow(
    "Cannot take the loss of 2 numbers a step: the batch asks for 1, and as many are wanted",
  );
});

it.each<[string, () => unknown, string]>([
  [
    "beta1 of 1",
    () => adam({ learningRate: 1, beta1: 1 }),
    "beta1 is 1, and a number of at least 0 and",
  ],
  [
    "epsilon of 0",
    () => adam({ learningRate: 1, epsilon: 0 }),
    "epsilon is 0, and a number above 0, from 1e-38 to 1e+38, is",
  ],
  [
    "no rate",
    () => adam({} as Given),
    "learningRate is missing, and a number from 0 to 1e+38 is wanted",
  ],
  ["lr", () => sgd({ lr: 1 } as Given), "found the option lr, and learningRate is wanted"],
  [
    "a number",
    () => sgd(0.1 as Given),
    "the options are 0.1, and an object { learningRate } is wanted",
  ],
  ["a norm", () => clipScale(NaN, 1), "its norm is NaN, and a number of at least 0 is wanted"],
])("an optimizer is refused: %s", (_, make, message) => {
  expect(make).toThrow(message);
});

describe("memory that cannot go on", () => {
  const pieces = () =>
    [batch(2), { ...batch(2), continues: true }, { ...batch(2), continues: true }] as Batch[];
  const sizes = { ...parity(), hiddenSize: 3, random: createRandom(0) };
  it("from the end of a batch is not handed on", () => {
    const net = sequenceModel({ ...sizes, cell: rnn, bidirectional: true });
    const run = { ...options, model: net, task: pieces(), updates: 3 };
    expect(() => finish(train(run))).toThrow("half of it comes from the end of each batch");
    finish(train({ ...run, stateful: false }));
  });

  it("is not asked for where there is none", () => {
    const net = feedforwardWindow({ ...sizes, window: 2 });
    const run = { ...options, model: net, task: pieces(), updates: 3 };
    expect(() => finish(train({ ...run, stateful: true }))).toThrow("model: it has none");
    finish(train(run)); // batches that continue are read by a net without memory as well
  });

  it("a target below −1 is a mistake wherever it stands", () => {
    const wrong = { ...batch(2), targets: Int32Array.from([-5, -1, 0, 1, 0, 1]) };
    expect(() => finish(train({ ...options, task: [wrong], updates: 1 }))).toThrow("-5");
  });
});
