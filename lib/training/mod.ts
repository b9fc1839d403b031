/**
 * Training: losses of batches, optimizers, the training loop, evaluation, and weights in files.
 *
 * @module
 */

export { type Answered, lossOf } from "./loss.ts";
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
  type DoneEvent,
  type EvaluationEvent,
  finish,
  train,
  type TrainEvent,
  type Training,
  type TrainOptions,
  type UpdateEvent,
} from "./train.ts";
export { argMax, evaluate, type EvaluateOptions, type Evaluation } from "./evaluate.ts";
export { fromKeras, type KerasLayer } from "./keras.ts";
export { drawSymbol, sample, type SampleOptions } from "./sample.ts";
export { type LoadOptions, loadParams } from "./load_params.ts";
export {
  decodeSafetensors,
  encodeSafetensors,
  encodeTensors,
  readSafetensors,
  type Safetensors,
  type StoredTensor,
} from "./safetensors.ts";
