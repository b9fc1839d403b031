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
