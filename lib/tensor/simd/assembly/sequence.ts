/**
 * What the three cells share when a whole sequence is run in one call: the part of the gates that comes from
 * the inputs, for all steps at once, and the derivatives of weights and inputs, for all steps at once.
 *
 * Where inputs are symbols, their rows times W are made once per symbol, in a table that steps look up; going
 * back, the derivatives of the gates are added up per symbol first. The products are then of the size of the
 * vocabulary, not of the sequence.
 */

import { BLOCK_K } from "./layout";
import { product } from "./matmul";
import { moveRun, rowOf } from "./moving";
import { sumOfRows } from "./sums";
import { FLOAT } from "./vector";

/** Bytes, rounded up to whole cache lines. */
@inline
export function lines(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

/** Bytes of n floats in whole cache lines. */
@inline
export function room(n: i32): usize {
  return lines(<usize>n * FLOAT);
}

/**
 * gates[T·B, width of rows `stride`] = x · Wᵀ + b for all steps. `bias` is a row of `columns` that has been
 * summed already; `table` has room for vocabSize · columns.
 */
export function inputPart(
  x: usize,
  symbols: usize,
  vocabSize: i32,
  weight: usize,
  bias: usize,
  gates: usize,
  stride: usize,
  table: usize,
  steps: i32,
  inputSize: i32,
  columns: i32,
): void {
  const row = <usize>columns * FLOAT;
  const w = <usize>inputSize * FLOAT;
  if (!symbols) {
    let p = gates;
    for (let i = 0; i < steps; i++) {
      moveRun(bias, p, columns, 0);
      p += stride;
    }
    product(x, w, weight, w, gates, stride, steps, inputSize, columns, 0, 1, 1);
    return;
  }
  let p = table;
  for (let i = 0; i < vocabSize; i++) {
    moveRun(bias, p, columns, 0);
    p += row;
  }
  product(x, w, weight, w, table, row, vocabSize, inputSize, columns, 0, 1, 1);
  p = gates;
  for (let i = 0; i < steps; i++) {
    moveRun(rowOf(table, symbols, columns), p, columns, 0);
    symbols += FLOAT;
    p += stride;
  }
}

/**
 * Steps that backward takes before it multiplies their derivatives into those of the weights. Those few still lie
 * in the cache; memory for them does not grow with the sequence; and it is one block of a product.
 */
export function stepsAtOnce(batch: i32): i32 {
  return max(1, BLOCK_K / max(batch, 1));
}

/**
 * From dGates of some steps: adds to dW and dBias and writes dX (unless 0). With symbols, it is only added up in
 * `table`, which {@linkcode tableBackward} takes in the end.
 */
export function inputPartBackward(
  x: usize,
  symbols: usize,
  weight: usize,
  dGates: usize,
  stride: usize,
  table: usize,
  dX: usize,
  dWeight: usize,
  dBias: usize,
  rows: i32,
  inputSize: i32,
  columns: i32,
): void {
  if (symbols) {
    for (let i = 0; i < rows; i++) {
      moveRun(dGates, rowOf(table, symbols, columns), columns, 1);
      symbols += FLOAT;
      dGates += stride;
    }
    return;
  }
  const w = <usize>inputSize * FLOAT;
  product(dGates, stride, x, w, dWeight, w, columns, rows, inputSize, 1, 0, 1);
  if (dX) product(dGates, stride, weight, w, dX, w, rows, columns, inputSize, 0, 0, 0);
  sumOfRows(dGates, stride, dBias, rows, columns, 1);
}

/** The same from the sums per symbol: the table is a sequence of vocabSize rows, each symbol once. */
export function tableBackward(
  x: usize,
  vocabSize: i32,
  weight: usize,
  table: usize,
  dX: usize,
  dWeight: usize,
  dBias: usize,
  inputSize: i32,
  columns: i32,
): void {
  const row = <usize>columns * FLOAT;
  inputPartBackward(
    x,
    0,
    weight,
    table,
    row,
    0,
    dX,
    dWeight,
    dBias,
    vocabSize,
    inputSize,
    columns,
  );
}

/**
 * Elements that any call of such sizes may need: derivatives of the gates of some steps, the table of the
 * vocabulary, the packed weights of the hidden state, and a bias. GRU keeps four columns a unit, because its candidate's
 * hidden part is apart.
 */
export function sequenceScratch(
  timeSteps: i32,
  batch: i32,
  inputSize: i32,
  hiddenSize: i32,
  vocabSize: i32,
  gates: i32,
): i32 {
  const width = (gates == 3 ? 4 : gates) * hiddenSize;
  const packed = (width + 32) * (hiddenSize + 16);
  const steps = min(timeSteps, stepsAtOnce(batch));
  return steps * batch * width + vocabSize * width + packed + width + 256;
}
