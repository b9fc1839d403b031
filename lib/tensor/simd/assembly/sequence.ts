/**
 * What the three cells share when a whole sequence is run: the part of the gates that comes from the inputs, the
 * derivatives of weights and inputs, and how the work is cut.
 *
 * A call does some stages of it for a range, so that several threads can share it (see team.ts):
 *
 * - PREPARE, once: weights are packed, and where inputs are symbols, their rows times W are made once per symbol.
 * - RUN, for a range of the rows of the batch: all time steps of them, forward or backward.
 * - WEIGHTS, backward, for a range of the rows of the weights: their derivatives, summed over all steps of all rows.
 * - INPUTS, backward, once: the derivatives of the rows that symbols stand for.
 *
 * One thread does all stages in one call. Every number is made by one thread alone, from the same numbers in the same
 * order however the ranges are cut, so the bits do not depend on how many threads there are.
 */

import { BLOCK_K } from "./layout";
import {
  FEW,
  LONG,
  longProduct,
  multiplyFew,
  multiplyPacked,
  packColumns,
  packedBytes,
  packRows,
  product,
} from "./matmul";
import { moveRun, rowOf } from "./moving";
import { sumOfRows } from "./sums";
import { address, FLOAT } from "./vector";

export const PREPARE: i32 = 1;
export const RUN: i32 = 2;
export const WEIGHTS: i32 = 4;
export const INPUTS: i32 = 8;

/** Kinds of cells, as the calls name them. */
export const RNN: i32 = 0;
export const RELU_RNN: i32 = 1;
export const LSTM: i32 = 2;
export const GRU: i32 = 3;

/** What this call works on; each thread has its own. */
export let kind: i32 = 0;
export let timeSteps: i32 = 0;
export let batch: i32 = 0;
export let hiddenSize: i32 = 0;
/** Columns of the gates that come from the inputs, and of all gates: GRU has its candidate's hidden part apart. */
export let inputWidth: i32 = 0;
export let width: i32 = 0;
/** Bytes of a row of hidden states, of all rows of a time step, of the gates of one row, and of one input. */
export let row: usize = 0;
export let step: usize = 0;
export let gateRow: usize = 0;
let inputRow: usize = 0;
let inputSize: i32 = 0;
let vocabSize: i32 = 0;
let x: usize = 0;
let symbols: usize = 0;
let weightIh: usize = 0;

/**
 * Where scratch is cut: a row of biases; the packed weights of the hidden state, those of GRU's candidate apart; what
 * the inputs need; the derivatives of the gates.
 */
export let bias: usize = 0;
export let packed: usize = 0;
export let packedN: usize = 0;
export let inputs: usize = 0;
export let dGates: usize = 0;

/** Bytes, rounded up to whole cache lines. */
@inline
function lines(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

/** Whether there are so few rows in the whole sequence that nothing is packed beforehand. */
@inline
export function isShort(): bool {
  return timeSteps * batch < FEW;
}

/** Says what the call works on. */
export function begin(
  cell: i32,
  inputsAt: i32,
  symbolsAt: i32,
  vocab: i32,
  weight: i32,
  scratch: i32,
  steps: i32,
  rows: i32,
  inputColumns: i32,
  hidden: i32,
): void {
  kind = cell;
  timeSteps = steps;
  batch = rows;
  inputSize = inputColumns;
  hiddenSize = hidden;
  inputWidth = (cell == LSTM ? 4 : cell == GRU ? 3 : 1) * hidden;
  width = (cell == LSTM || cell == GRU ? 4 : 1) * hidden;
  vocabSize = vocab;
  x = address(inputsAt);
  symbols = symbolsAt < 0 ? 0 : address(symbolsAt);
  weightIh = address(weight);
  row = <usize>hidden * FLOAT;
  step = <usize>rows * row;
  gateRow = <usize>width * FLOAT;
  inputRow = <usize>inputColumns * FLOAT;
  bias = address(scratch);
  packed = bias + lines(gateRow);
  packedN = packed + eitherWay(hidden, cell == GRU ? 2 * hidden : width);
  inputs = cell == GRU ? packedN + eitherWay(hidden, hidden) : packedN;
  const table = lines(<usize>vocab * <usize>inputWidth * FLOAT);
  dGates = inputs + (symbols ? table : eitherWay(inputColumns, inputWidth));
}

/** Bytes that a matrix takes when packed, as it is or turned. */
@inline
function eitherWay(m: i32, n: i32): usize {
  return lines(max(packedBytes(m, n), packedBytes(n, m)));
}

/** Packs W, or makes W x + b of every symbol. `bias` has been summed already. */
export function prepareInputs(): void {
  if (isShort()) return;
  if (!symbols) {
    packColumns(weightIh, inputRow, inputSize, inputWidth, inputs);
    return;
  }
  const tableRow = <usize>inputWidth * FLOAT;
  for (let i = 0; i < vocabSize; i++) {
    moveRun(bias, inputs + <usize>i * tableRow, inputWidth, 0);
  }
  product(x, inputRow, weightIh, inputRow, inputs, tableRow, vocabSize, inputSize, inputWidth, 0, 1, 1);
}

/** W x + b for some rows of step t, into their gates. */
export function inputsOfStep(t: i32, first: i32, rows: i32, gates: usize): void {
  const start = <usize>(t * batch + first);
  let g = gates;
  if (isShort()) {
    for (let i = 0; i < rows; i++) {
      const at = start + <usize>i;
      const from = symbols ? rowOf(x, symbols + at * FLOAT, inputSize) : x + at * inputRow;
      moveRun(bias, g, inputWidth, 0);
      multiplyFew(from, 0, weightIh, inputRow, g, 0, 1, inputSize, inputWidth);
      g += gateRow;
    }
    return;
  }
  if (symbols) {
    let symbol = symbols + start * FLOAT;
    for (let i = 0; i < rows; i++) {
      moveRun(rowOf(inputs, symbol, inputWidth), g, inputWidth, 0);
      symbol += FLOAT;
      g += gateRow;
    }
    return;
  }
  for (let i = 0; i < rows; i++) {
    moveRun(bias, g, inputWidth, 0);
    g += gateRow;
  }
  multiplyPacked(x + start * inputRow, inputRow, inputs, gates, gateRow, rows, inputSize, inputWidth, 1);
}

/**
 * Steps that backward takes before it multiplies their derivatives into those of the weights, where one thread does
 * both. Those few still lie in the cache, and it is one block of a product.
 */
@inline
export function stepsAtOnce(): i32 {
  return max(1, BLOCK_K / max(batch, 1));
}

/** Packs W, if the derivative of vectors is wanted, for {@linkcode inputsBackward}. */
export function prepareBackward(dX: i32): void {
  if (!symbols && dX >= 0) packRows(weightIh, inputRow, inputWidth, inputSize, inputs);
}

/** dX of some rows of step t where inputs are vectors. */
export function inputsBackward(t: i32, first: i32, rows: i32, d: usize, dX: i32): void {
  if (symbols || dX < 0) return;
  const to = address(dX) + <usize>(t * batch + first) * inputRow;
  multiplyPacked(d, gateRow, inputs, to, inputRow, rows, inputWidth, inputSize, 0);
}

/** Clears a range of the sums per symbol. */
export function clearSums(first: i32, count: i32): void {
  if (!symbols) return;
  for (let i = 0; i < vocabSize; i++) {
    const at = <usize>(i * inputWidth + first) * FLOAT;
    memory.fill(inputs + at, 0, <usize>count * FLOAT);
  }
}

/** Clears some of the sums for biases. */
export function clearBias(column: i32, count: i32): void {
  memory.fill(bias + <usize>column * FLOAT, 0, <usize>count * FLOAT);
}

/** Adds up some columns of the derivatives `d` of the gates of the steps `start` to `end`. */
export function sumForBias(start: i32, end: i32, column: i32, count: i32, d: usize): void {
  const at = <usize>column * FLOAT;
  sumOfRows(d + at, gateRow, bias + at, (end - start) * batch, count, 1);
}

/**
 * Adds the product of some columns of the derivatives `d` of gates, turned, and of `rows` rows of b, to rows of a dW.
 * Where all the steps of all rows are many, terms are added up in blocks, as in every product of so many.
 */
function addProduct(d: usize, b: usize, bRow: usize, to: usize, count: i32, rows: i32, n: i32): void {
  if (timeSteps * batch > LONG) longProduct(d, gateRow, b, bRow, to, bRow, count, rows, n, 1, 0, 1);
  else product(d, gateRow, b, bRow, to, bRow, count, rows, n, 1, 0, 1);
}

/**
 * From the derivatives `d` of the gates of the steps `start` to `end`: adds to a range of the rows of dW, or, where
 * inputs are symbols, adds up per symbol, from which {@linkcode tableWeights} makes it in the end. The products are
 * then of the size of the vocabulary, not of the sequence.
 */
export function inputWeights(
  start: i32,
  end: i32,
  first: i32,
  count: i32,
  d: usize,
  dWeight: i32,
): void {
  const from = <usize>(start * batch);
  const rows = (end - start) * batch;
  d += <usize>first * FLOAT;
  if (!symbols) {
    const to = address(dWeight) + <usize>first * inputRow;
    addProduct(d, x + from * inputRow, inputRow, to, count, rows, inputSize);
    return;
  }
  const table = inputs + <usize>first * FLOAT;
  let symbol = symbols + from * FLOAT;
  for (let i = 0; i < rows; i++) {
    moveRun(d, rowOf(table, symbol, inputWidth), count, 1);
    symbol += FLOAT;
    d += gateRow;
  }
}

/** A range of dW from the sums per symbol. */
export function tableWeights(first: i32, count: i32, dWeight: i32): void {
  if (!symbols) return;
  const d = inputs + <usize>first * FLOAT;
  const tableRow = <usize>inputWidth * FLOAT;
  const to = address(dWeight) + <usize>first * inputRow;
  product(d, tableRow, x, inputRow, to, inputRow, count, vocabSize, inputSize, 1, 0, 1);
}

/** dX of the rows that symbols stand for, from the sums per symbol. */
export function tableInputs(dX: i32): void {
  if (!symbols || dX < 0) return;
  const tableRow = <usize>inputWidth * FLOAT;
  const to = address(dX);
  product(inputs, tableRow, weightIh, inputRow, to, inputRow, vocabSize, inputWidth, inputSize, 0, 0, 0);
}

/**
 * Adds to a range of the rows of the hidden dW, from as many columns of the derivatives `d` of the gates, the first of
 * which is `column`; and adds those up for the biases.
 */
export function hiddenWeights(
  start: i32,
  end: i32,
  first: i32,
  count: i32,
  column: i32,
  d: usize,
  hs: i32,
  dWeight: i32,
): void {
  if (count <= 0) return;
  const rows = (end - start) * batch;
  const h = address(hs) + <usize>start * step;
  const to = address(dWeight) + <usize>first * row;
  addProduct(d + <usize>column * FLOAT, h, row, to, count, rows, hiddenSize);
  sumForBias(start, end, column, count, d);
}

/** Adds a range of those sums, beginning at `column`, to the derivative of a bias. */
export function addBias(column: i32, to: i32, first: i32, count: i32): void {
  if (count <= 0) return;
  moveRun(bias + <usize>column * FLOAT, address(to) + <usize>first * FLOAT, count, 1);
}

/**
 * Elements that any call of such sizes may need, backward with the derivatives of the gates of `steps` steps; none for
 * forward.
 */
export function sequenceScratch(
  steps: i32,
  rows: i32,
  inputColumns: i32,
  hidden: i32,
  vocab: i32,
  gates: i32,
): i32 {
  const columns = (gates == 3 ? 4 : gates) * hidden;
  const forHidden = (columns + 16) * (hidden + 16);
  const forInputs = max(vocab * columns, (columns + 16) * (inputColumns + 16));
  return steps * rows * columns + forInputs + forHidden + columns + 256;
}
