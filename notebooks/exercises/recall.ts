/**
 * What a net makes of marked recall in a few hundred updates: the experiment that answers "is it not just …?".
 *
 * The plain latch would not do: a wide enough tanh net learns it.
 *
 * @module
 */

import type { CellFactory } from "lib/cells/sequence_model.ts";
import { markedRecall } from "lib/tasks/marked_recall.ts";
import { finish, runExperiment } from "lib/experiments/experiment.ts";

/**
 * Accuracy on marked recall over 40 steps after at most 300 updates, on three seeds, in words.
 *
 * @param cell which cell
 * @param hiddenSize how many units
 * @param init how its weights start
 * @returns such as "25 %, 28 % and 24 %"
 */
export function recallOnThreeSeeds(cell: CellFactory, hiddenSize: number, init?: object): string {
  const [a, b, c] = [0, 1, 2].map((seed) => {
    const { evaluations } = finish(runExperiment({
      task: markedRecall(),
      model: { cell, hiddenSize, cellOptions: init ? { init } : {} },
      seed,
      learningRate: 0.01,
      updates: 300,
      until: { accuracy: 0.99, every: 50 },
      evaluate: { test: { seed, sequences: 256 } },
    }));
    return `${Math.round(100 * evaluations.test.accuracy)} %`;
  });
  return `${a}, ${b} and ${c}`;
}
