/** An experiment is looked at before it is run, here or on a worker. */

import { checkExperiment } from "../../lib/experiments/experiment.ts";
import { describe, expect, it } from "vitest";
import { rnn } from "../../lib/cells/rnn.ts";
import { buildModel, finish, runExperiment } from "../../lib/experiments/experiment.ts";
import { runAll } from "../../lib/experiments/pool.ts";
import { adding } from "../../lib/tasks/adding.ts";
import { parity } from "../../lib/tasks/parity.ts";

/** What a public function is given, wrong as it may be. */
// deno-lint-ignore no-explicit-any
type Given = any;

const experiment = { task: parity(), model: { cell: rnn, hiddenSize: 3 }, seed: 0, updates: 1 };

describe("an experiment", () => {
  const wrong: [object, string][] = [
    [{ updtaes: 5 }, "found the experiment's updtaes, and updates is wanted"],
    [{ optimizer: "sdg" }, 'optimizer is the text "sdg", and one of "adam", "sgd" is wanted'],
    [{ updates: "5" }, 'updates is the text "5", and a whole number of at least 1 is wanted'],
    [{ seed: undefined }, "seed is missing, and a whole number is wanted"],
    [{ task: {} }, "task is an empty object, and a task, such as parity(), is wanted"],
    [{ model: "rnn" }, 'model is the text "rnn", and an object { … } is wanted'],
    [
      { model: { hiddenSize: 3 } },
      "found no cell, window, slots, convolution, attention in model, and one of them",
    ],
    [
      { model: { cell: rnn, window: 2, hiddenSize: 3 } },
      "found cell beside window in model, and one of",
    ],
    [
      { until: { accuracy: 1 } },
      "until.every is missing, and a whole number of at least 1 is wanted",
    ],
    [
      { until: { every: 5 } },
      "found neither accuracy nor loss in until, and one of them is wanted",
    ],
    [
      { until: { every: 5, acuracy: 1 } },
      "found the experiment's until.acuracy, and accuracy is wanted",
    ],
    [
      { evaluate: { long: { sequence: 5 } } },
      "Cannot evaluate long: found the option sequence, and seq",
    ],
    [{ evaluate: { long: 5 } }, "evaluate.long is 5, and an object { … } is wanted"],
    [{ batch: 1e9 }, "batch is 1000000000, and a whole number of at most 10,000,000 is wanted"],
  ];

  it.each(wrong)("is refused at once that is wrong: %j", async (more, message) => {
    const given = { ...experiment, ...more } as Given;
    expect(() => runExperiment(given)).toThrow(message);
    expect(() => buildModel(given)).toThrow(message);
    await expect(runAll([experiment, given])).rejects.toThrow(message);
  });

  it("until an accuracy is refused where numbers are asked, which have none", () => {
    const given = { ...experiment, task: adding(), until: { accuracy: 0.9, every: 1 } };
    expect(() => finish(runExperiment(given))).toThrow(
      "Cannot train until an accuracy of 0.9: the task adding asks for numbers, not classes, and until: { loss: … }",
    );
  });

  it("with an option that its model does not have is refused when it is built", () => {
    const given = { ...experiment, model: { cell: rnn, hidenSize: 3 } } as Given;
    expect(() => buildModel(given)).toThrow("found the option hidenSize, and hiddenSize is wanted");
  });
});

describe("many experiments", () => {
  it.each<[string, Given, Given, string]>([
    ["workers", [], { workers: NaN }, "workers is NaN, and a whole number from 0 to 256 is wanted"],
    ["workers", [], { workers: Infinity }, "workers is Infinity, and a whole number from 0 to 256"],
    ["a slip", [], { worker: 1 }, "found the option worker, and workers is wanted"],
    [
      "one",
      experiment,
      {},
      "what is run is an object of task, model, seed, updates, and a list",
    ],
    [
      "a promise",
      [Promise.resolve(experiment)],
      {},
      "the experiment is a promise, of what `await`",
    ],
  ])("are refused: %s", async (_, experiments, options, message) => {
    await expect(runAll(experiments, options)).rejects.toThrow(message);
  });
});

describe("what is said of a net within its name", () => {
  const run = (model: object) => () =>
    // deno-lint-ignore no-explicit-any -- wrong on purpose
    checkExperiment({ task: parity(), model, seed: 0, updates: 1 } as any);
  it.each<[string, object, string]>([
    ["attention's size", { attention: { hiddenSize: 9 }, hiddenSize: 3 }, "attention.hiddenSize"],
    ["attention's answers", { attention: { outputSize: 7 }, hiddenSize: 3 }, "outputSize"],
    ["attention as yes", { attention: true, hiddenSize: 3 }, "attention is true"],
    ["attention as a list", { attention: [], hiddenSize: 3 }, "attention is the list []"],
    ["a convolution's size", { convolution: { hiddenSize: 9 }, hiddenSize: 3 }, "hiddenSize"],
  ])("overrides nothing: %s", (_, model, why) => {
    expect(run(model)).toThrow(why);
  });
});
