/**
 * Training: losses of batches, optimizers, the training loop, evaluation, experiments and their pool.
 *
 * @module
 */

export { firstLabelledStep, labelledRows, lossOf, type TrainingBatch, truncate } from "./batch.ts";
export {
  adam,
  type AdamMemory,
  clipScale,
  gradientNorm,
  type Optimizer,
  type Params,
  sgd,
} from "./optimizer.ts";
export {
  type BatchSource,
  type DoneEvent,
  type EvaluationEvent,
  runToEnd,
  train,
  type TrainEvent,
  type TrainOptions,
  type UpdateEvent,
} from "./train.ts";
export { argMax, evaluate, type EvaluateOptions, type Evaluation } from "./evaluate.ts";
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
export { runAll, type RunAllOptions } from "./pool.ts";
export {
  decodeSafetensors,
  encodeSafetensors,
  loadParams,
  type StoredTensor,
} from "./safetensors.ts";
