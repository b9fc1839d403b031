import { expect, it } from "vitest";
import { gru } from "../../lib/cells/gru.ts";
import { lstm } from "../../lib/cells/lstm.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import type { CellFactory } from "../../lib/cells/sequence_model.ts";
import { parity } from "../../lib/tasks/mod.ts";
import { evaluate } from "../../lib/training/evaluate.ts";
import {
  type Experiment,
  finish,
  restore,
  runExperiment,
} from "../../lib/experiments/experiment.ts";
import { runAll } from "../../lib/experiments/pool.ts";
import { needs } from "../support/permissions.ts";

const { describe } = needs({ read: true });

const experiment = (
  cell: CellFactory,
  seed: number,
  more: Partial<Experiment> = {},
): Experiment => ({
  task: parity({ timeSteps: 5 }),
  model: { cell, hiddenSize: 8 },
  seed,
  updates: 20,
  batch: 8,
  keepLosses: true,
  ...more,
});

/** A cell that a worker cannot be sent. */
const own: CellFactory = (options) => ({ ...rnn(options), kind: "my own" });

describe("many experiments at once", () => {
  const list = [rnn, lstm, gru].flatMap((cell) => [0, 1].map((seed) => experiment(cell, seed)));

  it("give the bits that they give one after another, in the order asked for", async () => {
    const inTurn = list.map((one) => finish(runExperiment(one)));
    const progress: number[] = [];
    const atOnce = await runAll(list, { workers: 2, onProgress: (done) => progress.push(done) });
    expect(atOnce).toEqual(inTurn);
    expect(progress).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await runAll(list, { workers: 0 })).toEqual(inTurn);
  });

  it("run a learner's own cell as well, with the bits of the library's cell of the same equations", async () => {
    const [mine, theirs] = await runAll([experiment(own, 3), experiment(rnn, 3)], { workers: 1 });
    expect(mine).toEqual(theirs);
  });

  it("do not mistake a task with something changed for the library's of that name", async () => {
    const plain = parity({ timeSteps: 5 });
    const changed: typeof plain = {
      ...plain,
      sample: (...asked) => {
        const batch = plain.sample(...asked);
        return { ...batch, inputs: batch.inputs.map(() => 0) };
      },
    };
    const [there, here] = await runAll(
      [changed, changed].map((task, i) => experiment(rnn, 0, { task, updates: 10 + i })),
      { workers: 2 },
    );
    const [blind] = await runAll([experiment(rnn, 0, { task: changed, updates: 10 })], {
      workers: 0,
    });
    expect(there).toEqual(blind);
    expect(here.losses.slice(0, 10)).toEqual(blind.losses);
    const [seeing] = await runAll([experiment(rnn, 0, { updates: 10 })]);
    expect(there.losses).not.toEqual(seeing.losses);
  });

  it("give each experiment its own task, though one worker is sent each task of a row only once", async () => {
    const [short, long] = [parity({ timeSteps: 5 }), parity({ timeSteps: 9 })];
    const row = [short, short, long, short].map((task, seed) => experiment(rnn, seed, { task }));
    expect(await runAll(row, { workers: 1 })).toEqual(await runAll(row, { workers: 0 }));
  });

  it("return weights from which the trained model is made again", async () => {
    const one = experiment(gru, 1, { keepWeights: true, evaluate: { test: { sequences: 64 } } });
    const [result] = await runAll([one]);
    expect(evaluate(restore(one, result), one.task, { sequences: 64 })).toEqual(
      result.evaluations.test,
    );
    const [without] = await runAll([experiment(gru, 1)]);
    expect(() => restore(one, without)).toThrow("describe it with keepWeights: true");
  });

  it("stop as soon as they are good enough", async () => {
    const [result] = await runAll([
      experiment(gru, 0, { updates: 2000, until: { accuracy: 0.6, every: 10 } }),
    ]);
    expect(result.reached).toBe(true);
    expect(result.updates % 10).toBe(0);
    expect(result.updates).toBeLessThan(2000);
  });

  it("say which one failed", async () => {
    const bad = experiment(lstm, 7, { overrides: { timeSteps: 0 } });
    for (const workers of [0, 1]) {
      await expect(runAll([experiment(rnn, 0), bad], { workers })).rejects.toThrow(
        /lstm on parity, seed 7\): .*timeSteps is 0/,
      );
    }
  });

  it("end with the error of whoever is told of progress", async () => {
    const onProgress = () => {
      throw new Error("cannot draw");
    };
    for (const workers of [0, 1, 2]) {
      const list = [0, 1, 2].map((seed) => experiment(rnn, seed));
      await expect(runAll(list, { workers, onProgress })).rejects.toThrow("cannot draw");
    }
  });

  it("stop when the signal aborts", async () => {
    for (const cell of [rnn, own]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error("Interrupted")), 100);
      const long = [0, 1, 2].map((seed) => experiment(cell, seed, { updates: 1_000_000 }));
      await expect(runAll(long, { signal: controller.signal })).rejects.toThrow("Interrupted");
    }
  });
});
