/**
 * Tensors, the operations on them, and how to go backward through them.
 *
 * Read in this order: `shape.ts`, `tensor.ts`, `making.ts`, `operation.ts`, `ops/`, `backward.ts`, `arena.ts`; then,
 * for what happens below, `kernels.ts`, `reference.ts`, `memory.ts`, `backend.ts` and `simd/`.
 *
 * @module
 */

export { describeShape, sameShape, type Shape, sizeOf } from "./shape.ts";
export { type Derivative, type Nested, type Place, Tensor } from "./tensor.ts";
export { full, ones, parameter, tensor, type TensorOptions, zeros } from "./making.ts";
export { detach, inArena, keep, withoutGradients } from "./arena.ts";
export { operation } from "./operation.ts";
export type { Backward, Origin } from "./origin.ts";
export type { Product, Rows } from "./rows.ts";
export {
  add,
  divide,
  expand,
  multiply,
  negate,
  type Operand,
  scale,
  subtract,
} from "./ops/arithmetic.ts";
export { exp, log, relu, sigmoid, sqrt, square, tanh } from "./ops/activations.ts";
export { linear, matmul } from "./ops/products.ts";
export { concat, gather, reshape, slice, stack, transpose } from "./ops/moving.ts";
export { logSoftmax, mean, softmax, sum } from "./ops/reductions.ts";
export { linearScan } from "./ops/scan.ts";
export { crossEntropy, meanSquaredError } from "./ops/losses.ts";
export { backward } from "./backward.ts";
export { type Backend, reference, simd } from "./backend.ts";
export type { Accumulate, Kernels, Offset, SequenceKernels } from "./kernels.ts";
export type { Floats, Lasting, LinearMemory, MemoryOptions, Scope } from "./memory.ts";
export type { SequenceWeights, WholeSequence } from "./ops/sequences.ts";
