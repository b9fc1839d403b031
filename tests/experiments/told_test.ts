/** What a training is told and what it gives back: labels, clipping, and the net that was trained. */

import { describe, expect, it } from "vitest";
import { rnn } from "../../lib/cells/rnn.ts";
import { adding } from "../../lib/tasks/adding.ts";
import { delayedLabel } from "../../lib/tasks/delayed_label.ts";
import { tensor } from "../../lib/tensor/mod.ts";
import { lossOf } from "../../lib/training/loss.ts";
import { evaluate } from "../../lib/training/evaluate.ts";
import {
  buildModel,
  type Experiment,
  finish,
  restore,
  runExperiment,
} from "../../lib/experiments/experiment.ts";
import { sgd } from "../../lib/training/optimizer.ts";
import { train } from "../../lib/training/train.ts";

const task = delayedLabel({ distance: 1, timeSteps: 3 });
const experiment: Experiment = {
  task,
  model: { cell: rnn, hiddenSize: 8 },
  seed: 0,
  updates: 60,
  keepWeights: true,
};

describe("what a training is told", () => {
  it("nothing, at a step without a label", () => {
    const targets = Int32Array.of(-1, 2, -1, 1);
    const right = [0, 1, 2, 3].map((row) => [0, 1, 2].map((c) => c === targets[row] ? 50 : 0));
    const batch = { timeSteps: 2, batch: 2, inputs: new Int32Array(4), targets };
    expect(lossOf(tensor(right), batch).item()).toBeLessThan(1e-6);
    const elsewhere = right.map((row, at) => (targets[at] < 0 ? [9, -9, 3] : row));
    expect(lossOf(tensor(elsewhere), batch).item()).toBe(lossOf(tensor(right), batch).item());
  });

  it("the gradient as it is, where no clipping is asked for", () => {
    const task = adding();
    const firstUpdate = (clip: number | null) => {
      const [model, start] = [
        buildModel({ ...experiment, task }),
        buildModel({ ...experiment, task }),
      ];
      const optimizer = sgd({ learningRate: 1 });
      let norm = NaN;
      for (const event of train({ model, task, updates: 1, optimizer, clip, seed: 0 })) {
        if (event.kind === "update") norm = event.gradientNorm;
      }
      const squares = Object.entries(model.params).flatMap(([name, param]) => {
        const before = start.params[name].values();
        return Array.from(param.values(), (x, i) => (x - before[i]) ** 2);
      });
      return { norm, moved: Math.sqrt(squares.reduce((sum, x) => sum + x, 0)) };
    };
    const { norm, moved } = firstUpdate(null);
    expect(norm).toBeGreaterThan(2); // the usual limit is 1
    expect(Math.abs(moved / norm - 1)).toBeLessThan(1e-4);
    expect(Math.abs(firstUpdate(0.01).moved / 0.01 - 1)).toBeLessThan(1e-3);
  });
});

describe("an experiment", () => {
  it("gives back the net that it trained", () => {
    const result = finish(runExperiment(experiment));
    expect(evaluate(restore(experiment, result), task)).toEqual(result.evaluations.test);
    const untrained = evaluate(buildModel(experiment), task);
    expect(untrained.loss).toBeGreaterThan(result.evaluations.test.loss + 0.1);
  });
});
