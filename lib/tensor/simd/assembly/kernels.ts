/** All kernels: what lib/tensor/kernels.ts promises, by the same names. */

export { add, copy, divide, fill, multiply, scale, subtract } from "./elementwise";
export {
  exp,
  expBackward,
  log,
  logBackward,
  relu,
  reluBackward,
  sigmoid,
  sigmoidBackward,
  sqrt,
  sqrtBackward,
  tanh,
  tanhBackward,
} from "./activations";
export { matmul, matmulRows, tryTile } from "./matmul";
export { copyBlock, gatherRows, scatterAddRows, spreadAxis, transpose } from "./moving";
export { sumAxis } from "./sums";
export {
  crossEntropy,
  crossEntropyBackward,
  logSoftmax,
  logSoftmaxBackward,
  softmax,
  softmaxBackward,
} from "./softmax";
export { adam, firstNonFinite, firstOutside, sgd, sumOfSquares } from "./optimise";
export { sequenceBackward, sequenceForward } from "./layers";
export { sequenceScratch } from "./sequence";
export { useTile, workIn } from "./layout";
