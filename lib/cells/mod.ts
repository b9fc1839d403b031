/**
 * Cells, layers of them, and models: one a file. Read `cell.ts` first, then `rnn.ts`, `unroll.ts`, `lstm.ts`,
 * `gru.ts`.
 *
 * @module
 */

export { type Cell, type CellSizes, countParameters, type State, type Step } from "./cell.ts";
export { rnn, type RnnOptions, type RnnState } from "./rnn.ts";
export { lstm, type LstmOptions, type LstmState } from "./lstm.ts";
export { gru, type GruOptions, type GruState } from "./gru.ts";
export { minGru, type MinGruOptions } from "./min_gru.ts";
export { linearMemory, type LinearMemoryOptions } from "./linear_memory.ts";
export type { LinearRecurrenceOptions, LinearState } from "./linear_recurrence.ts";
export { unroll, type Unrolled, type UnrollOptions } from "./unroll.ts";
export { bidirectional, type Layer, stacked } from "./layer.ts";
export type { Answer, ForwardOptions, Model } from "./model.ts";
export { type CellFactory, sequenceModel, type SequenceModelOptions } from "./sequence_model.ts";
export { type FeedforwardOptions, feedforwardSlots, feedforwardWindow } from "./feedforward.ts";
export { convolution, type ConvolutionOptions } from "./convolution.ts";
export { attention, type AttentionOptions, positionCodes } from "./attention.ts";
export { chrono, identity, normal, orthogonal, uniform } from "./initialize.ts";
