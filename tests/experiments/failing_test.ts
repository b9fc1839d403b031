/** What goes wrong among many experiments costs no other, and says which it was. */

import { expect, it } from "vitest";
import { gru } from "../../lib/cells/gru.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import type { CellFactory } from "../../lib/cells/sequence_model.ts";
import type { Experiment, ExperimentResult } from "../../lib/experiments/experiment.ts";
import { runOnWorker, type Waiting } from "../../lib/experiments/on_worker.ts";
import { ExperimentsFailed, runAll } from "../../lib/experiments/pool.ts";
import { followAll } from "../../lib/notebook/follow_all.ts";
import { parity } from "../../lib/tasks/mod.ts";
import { recorder } from "../notebook/recorder.ts";
import { needs } from "../support/permissions.ts";

const { describe } = needs({ read: true });

const experiment = (seed: number, more: Partial<Experiment> = {}): Experiment => ({
  task: parity({ timeSteps: 4 }),
  model: { cell: gru, hiddenSize: 4 },
  seed,
  updates: 3,
  batch: 4,
  evaluate: {},
  ...more,
});
/** It explodes: the gradient is no finite number after a few updates. */
const wild = (seed: number) =>
  experiment(seed, { optimizer: "sgd", learningRate: 1e38, clip: null, updates: 500 });
const own: CellFactory = (options) => rnn(options);

async function failureOf(work: Promise<unknown>): Promise<ExperimentsFailed> {
  const error = await work.then(() => "nothing failed", (error) => error);
  expect(error).toBeInstanceOf(ExperimentsFailed);
  return error;
}

describe("an experiment that fails", () => {
  it.each([0, 1, 2])("is named, and leaves the others' results, on %i workers", async (workers) => {
    const list = [
      experiment(0),
      wild(1),
      experiment(2),
      experiment(3, { model: { cell: own, hiddenSize: 4 } }),
    ];
    const progress: number[] = [];
    const onProgress = (done: number) => void progress.push(done);
    const { message, results } = await failureOf(runAll(list, { workers, onProgress }));
    expect(message).toMatch(
      /^Cannot run the experiment \(gru on parity, seed 1\): Cannot make update \d+ of the gru model: .* \(3 of 4 results are kept in this error\)$/,
    );
    const others = [list[0], list[2], list[3]];
    expect([results[0], results[2], results[3]]).toEqual(await runAll(others, { workers: 0 }));
    expect(results[1]).toBeUndefined();
    expect(progress).toEqual([1, 2, 3, 4]);
  });

  it("is one of several: the first three are named", async () => {
    const bad = (seed: number) => experiment(seed, { overrides: { timeSteps: 0 } });
    const { message } = await failureOf(runAll([1, 2, 3, 4, 5].map(bad), { workers: 0 }));
    expect(message).toContain("seed 3): ");
    expect(message).not.toContain("seed 4");
    expect(message).toMatch(/; and 2 more$/);
  });
});

describe("an exception in onProgress", () => {
  it.each([0, 2])("ends nothing, and is told with all results, on %i workers", async (workers) => {
    let calls = 0;
    const onProgress = () => {
      calls++;
      throw new Error("no ink");
    };
    const list = [0, 1, 2, 3].map((seed) => experiment(seed));
    const { message, results } = await failureOf(runAll(list, { workers, onProgress }));
    expect(message).toBe(
      "Cannot tell how many experiments are done: no ink (4 of 4 results are kept in this error)",
    );
    expect(results).toEqual(await runAll(list, { workers: 0 }));
    expect(calls).toBe(1);
  });

  it("is told apart from a stop, where trainings are followed", async () => {
    const { screen, sent } = recorder();
    const list = [experiment(0), experiment(1, { overrides: { timeSteps: 0 } })];
    await failureOf(followAll(list, { screen, workers: 0 }));
    expect(sent.at(-1)!.bundle["text/plain"]).toBe("training: not all 2 nets succeeded");
  });

  it("does not come of a kernel that sends without a promise", async () => {
    const { screen } = recorder();
    const send = (...sent: Parameters<typeof screen.send>) => void screen.send(...sent);
    const newer = { ...screen, send: send as unknown as typeof screen.send };
    const list = [0, 1, 2].map((seed) => experiment(seed));
    expect(await followAll(list, { screen: newer, workers: 1 })).toHaveLength(3);
  });
});

describe("a worker", () => {
  const module = new URL("./broken_worker.ts", import.meta.url);
  const waiting = (seeds: readonly number[]): Waiting[] =>
    seeds.map((seed, index) => ({
      index,
      sent: { task: null, model: {}, rest: { seed, updates: 1 } },
      task: parity(),
    }));
  const run = async (seeds: readonly number[], at = module) => {
    const told: Record<number, unknown> = {};
    const queue = waiting(seeds);
    const started = await runOnWorker({
      queue,
      put: (index, result) => told[index] = result as unknown as ExperimentResult,
      fail: (index, reason) => told[index] = reason,
      signal: new AbortController().signal,
      module: at,
    });
    return { told, started, left: queue.length };
  };

  it("that crashes costs the experiment that it had, and another goes on", async () => {
    const { told, started } = await run([10, 1, 11, 3, 12]);
    expect(started).toBe(true);
    expect([told[0], told[2], told[4]]).toEqual([10, 11, 12]);
    expect(told[1]).toMatch(/^the worker crashed: .*out of paper/);
    expect(told[3]).toMatch(/^the worker crashed: .*out of ink/);
  });

  // Newer versions of Deno do not tell that a worker has closed itself; ours never does.
  it.skipIf(!("Deno" in globalThis) || !Deno.version.deno.startsWith("2.8."))(
    "that is gone without a word is noticed",
    async () => {
      const { told } = await run([10, 2, 11]);
      expect(told).toEqual({ 0: 10, 1: "the worker has gone", 2: 11 });
    },
  );

  it("that cannot be started leaves its experiments to others", async () => {
    const nowhere = new URL("./no_such_worker.ts", import.meta.url);
    expect(await run([10, 11], nowhere)).toEqual({ told: {}, started: false, left: 2 });
  });
});

describe("descriptions that mean nothing", () => {
  const model = { cell: gru, hiddenSize: 4 };
  it.each<[object, string]>([
    [{ updates: 0 }, "updates is 0, and a whole number of at least 1 is wanted"],
    [{ optimizer: "sdg" }, 'optimizer is the text "sdg", and one of "adam", "sgd" is wanted'],
    [{ learnigRate: 1 }, "found the experiment's learnigRate, and learningRate is wanted"],
    [{ lr: 1 }, "found the experiment's lr, and learningRate is wanted"],
    [{ seed: "1" }, 'seed is the text "1", and a whole number'],
    [{ batch: NaN }, "batch is NaN"],
    [{ task: "parity" }, 'task is the text "parity", and a task, such as parity(), is wanted'],
    [{ task: undefined }, "task is missing"],
    [{ model: "gru" }, 'model is the text "gru"'],
    [
      { model: { cell: "rnn", hiddenSize: 4 } },
      'cell is the text "rnn", and a cell, such as lstm, is wanted',
    ],
    [{ model: { ...model, window: 3 } }, "found cell beside window in model"],
    [{ model: { hiddenSize: 3 } }, "found no cell, window, slots, convolution, attention in model"],
    [
      { model: { cell: gru, hidenSize: 4 } },
      "found the option hidenSize, and hiddenSize is wanted",
    ],
    [{ model: { cell: gru } }, "hiddenSize is missing"],
    [
      { model: { window: 2, hiddenSize: 4, bidirectional: true } },
      "found the option bidirectional",
    ],
    [{ until: { accuracy: 0.9 } }, "every is missing"],
    [{ until: { every: 5 } }, "found neither accuracy nor loss in until"],
    [{ until: { acuracy: 0.9, every: 5 } }, "accuracy is wanted"],
    [{ clip: 0 }, "clip is 0"],
    [{ evaluate: { test: 5 } }, "evaluate.test is 5"],
  ])("%o is refused before anything is run", async (more, message) => {
    let calls = 0;
    const list = [experiment(0), experiment(1, more)];
    await expect(runAll(list, { workers: 0, onProgress: () => void calls++ })).rejects.toThrow(
      message,
    );
    expect(calls).toBe(0);
  });

  it.each<[object, string]>([
    [{ workers: NaN }, "workers is NaN, and a whole number from 0 to 256 is wanted"],
    [{ workers: -1 }, "workers is -1"],
    [{ wokers: 1 }, "found the option wokers, and workers is wanted"],
    [{ onProgress: 5 }, "onProgress is 5, and a function"],
    [{ signal: "stop" }, 'signal is the text "stop", and an AbortSignal is wanted'],
  ])("%o is refused as a way to run them", async (options, message) => {
    await expect(runAll([experiment(0)], options)).rejects.toThrow(message);
  });

  it("a list that is none is refused", async () => {
    await expect(runAll(experiment(0) as never)).rejects.toThrow(
      "what is run is an object of task",
    );
    expect(await runAll([])).toEqual([]);
  });
});

describe("an asynchronous onProgress", () => {
  it("that fails does not end the process", async () => {
    const { message, results } = await failureOf(
      runAll([experiment(0), experiment(1)], {
        workers: 0,
        onProgress: (async () => {
          await null;
          throw new Error("late");
        }) as () => void,
      }),
    );
    expect(message).toContain("Cannot tell how many experiments are done: late");
    expect(results.every((result) => result !== undefined)).toBe(true);
  });
});

describe("what cannot be sent to a worker", () => {
  it("costs no other experiment", async () => {
    // deno-lint-ignore no-explicit-any -- a function where data is wanted
    const overrides = { timeSteps: (() => 3) as any };
    const { message, results } = await failureOf(
      runAll([experiment(0), experiment(1, { overrides }), experiment(2)], { workers: 2 }),
    );
    expect(message).toContain("timeSteps is the function timeSteps");
    expect(results.map((result) => result !== undefined)).toEqual([true, false, true]);
  });

  it("nor does a list that is emptied while they run", async () => {
    const list = [experiment(0), experiment(1)];
    const run = runAll(list, { workers: 0 });
    list.length = 0;
    expect(await run).toHaveLength(2);
  });
});
