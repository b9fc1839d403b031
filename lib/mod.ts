/**
 * The book's code, in reading order: numbers and chance, tensors, cells, tasks, data, training, and what
 * shows and tests it all in a notebook. Notebooks import each thing from its own file, so that a reader
 * knows which one to open.
 *
 * @module
 */

export * as numeric from "./numeric.ts";
export { createRandom, type Random, type RandomPosition } from "./random.ts";
export * as options from "./options.ts";
export type { Rule } from "./rules.ts";
export {
  anInput,
  type Batch,
  type BatchSource,
  checkBatch,
  checkInputs,
  type InputKind,
  type LabelledSymbols,
  type SequenceBatch,
  symbolBatch,
  truncate,
  widthOf,
} from "./batch.ts";
export * from "./tensor/mod.ts";
export * from "./cells/mod.ts";
export * as tasks from "./tasks/mod.ts";
export * as data from "./data/mod.ts";
export * from "./training/mod.ts";
export * from "./experiments/mod.ts";
