/**
 * Experiments: trainings described as plain data, and many of them at once.
 *
 * @module
 */

export {
  buildModel,
  type Experiment,
  type ExperimentResult,
  type ExperimentTask,
  finish,
  type ModelDescription,
  restore,
  runExperiment,
  type TrainingPlan,
} from "./experiment.ts";
export { ExperimentsFailed, runAll, type RunAllOptions } from "./pool.ts";
export {
  type Axes,
  type Axis,
  type Grid,
  grid,
  type GridExperiment,
  type NamesAt,
  type Point,
  type PointOptions,
  type Run,
  type RunExperiments,
  type ValuesAt,
} from "./grid.ts";
export { runEach, testAccuracy } from "./run_each.ts";
export { bestRates, type Pilot } from "./best_rates.ts";
export { perRun } from "./per_run.ts";
