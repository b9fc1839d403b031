/**
 * One number a seed: what a claim measures, from trainings that run at once.
 *
 * @module
 */

import {
  aFunction,
  anyNumber,
  anything,
  checkValue,
  described,
  eitherOf,
  named,
  type Rule,
} from "../options.ts";
import type { ExperimentResult, TrainingPlan } from "./experiment.ts";
import { grid, type Run } from "./grid.ts";
import { runAll } from "./pool.ts";

/**
 * How often a trained net was right, in the evaluation that is called "test".
 *
 * @throws {TypeError} if there is none
 *
 * @example
 * ```ts
 * import { rnn } from "lib/cells/rnn.ts";
 * import { finish, runExperiment } from "lib/experiments/experiment.ts";
 * import { testAccuracy } from "lib/experiments/run_each.ts";
 * import { parity } from "lib/tasks/parity.ts";
 *
 * const model = { cell: rnn, hiddenSize: 8 };
 * testAccuracy(finish(runExperiment({ task: parity(), model, seed: 0, updates: 5 })));
 * ```
 */
export function testAccuracy(result: ExperimentResult): number {
  const evaluations = result?.evaluations;
  if (evaluations?.test) return evaluations.test.accuracy;
  throw new TypeError(
    `Cannot read the accuracy: found the evaluations ${
      described(Object.keys(evaluations ?? {}))
    }, and one called test is wanted`,
  );
}

/**
 * What a claim takes as `experimentAll`: trains one net a seed, on all cores, and reads a number of each.
 *
 * @param training the same for each seed, or a function of the seed
 * @param read what to read of a run; its accuracy in the test if not given
 *
 * @example
 * ```ts
 * import { rnn } from "lib/cells/rnn.ts";
 * import { runEach } from "lib/experiments/run_each.ts";
 * import { parity } from "lib/tasks/parity.ts";
 *
 * const accuracies = runEach({ task: parity(), model: { cell: rnn, hiddenSize: 8 }, updates: 5 });
 * console.log(await accuracies([0, 1])); // two numbers
 * ```
 */
export function runEach(
  training: TrainingPlan | ((seed: number) => TrainingPlan),
  read: (run: Run<{ readonly seed: number }>) => number = testAccuracy,
): (seeds: readonly number[], signal?: AbortSignal) => Promise<number[]> {
  checkValue("train a net for each seed", "what reads a number of a run", read, aFunction());
  checkValue("train a net for each seed", "the training", training, aPlan);
  const describe = typeof training === "function" ? training : () => training;
  return async (seeds, signal) => {
    const run = (experiments: Parameters<typeof runAll>[0]) => runAll(experiments, { signal });
    const planOf = (seed: number) => {
      const plan = describe(seed);
      checkValue("train a net for each seed", "the training", plan, withoutSeed);
      return plan;
    };
    const runs = await grid({ seed: seeds }, ({ seed }) => planOf(seed), run);
    return Array.from(runs, (one) => {
      const found = read(one);
      checkValue(`read the net of seed ${one.at.seed}`, "what was read", found, anyNumber);
      return found;
    });
  };
}

const aPlan = eitherOf(named(anything), aFunction("a function from a seed to one"));
const withoutSeed: Rule = {
  wanted: "a description without a seed, which is each of those asked for,",
  holds: (plan) => named(anything).holds(plan) && !("seed" in (plan as object)),
};
