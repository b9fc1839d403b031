/**
 * A whole sequence through one layer, forward and backward: what all kinds of cells do in the same way. What is done at
 * a step, each kind has in a file of its own.
 */

import { gruAdvance, gruFromGates, gruRetreat } from "./gru";
import { lstmAdvance, lstmFromGates, lstmRetreat } from "./lstm";
import { multiplyFew, multiplyPacked, packColumns, packRows } from "./matmul";
import { moveRun } from "./moving";
import { rnnAdvance, rnnRetreat } from "./rnn";
import {
  addBias,
  batch,
  begin,
  bias,
  clearBias,
  clearSums,
  dGates,
  gateRow,
  GRU,
  hiddenSize,
  hiddenWeights,
  INPUTS,
  inputsBackward,
  inputsOfStep,
  inputWeights,
  inputWidth,
  isShort,
  kind,
  LSTM,
  packed,
  packedN,
  PREPARE,
  prepareBackward,
  prepareInputs,
  RELU_RNN,
  row,
  RUN,
  step,
  stepsAtOnce,
  sumForBias,
  tableInputs,
  tableWeights,
  timeSteps,
  WEIGHTS,
  width,
} from "./sequence";
import { address } from "./vector";

/** Packs the weights of the hidden state and sums the biases. GRU's candidate keeps its second bias apart. */
function prepareForward(weightHh: usize, biasIh: usize, biasHh: usize): void {
  moveRun(biasIh, bias, inputWidth, 0);
  if (kind == GRU) {
    moveRun(biasHh, bias, 2 * hiddenSize, 1);
    moveRun(biasHh + 2 * row, bias + 3 * row, hiddenSize, 0);
  } else moveRun(biasHh, bias, width, 1);
  if (isShort()) return;
  if (kind == GRU) {
    packColumns(weightHh, row, hiddenSize, 2 * hiddenSize, packed);
    packColumns(weightHh + 2 * <usize>hiddenSize * row, row, hiddenSize, hiddenSize, packedN);
  } else packColumns(weightHh, row, hiddenSize, width, packed);
  prepareInputs();
}

/** gates += U h of some rows. */
@inline
function hiddenPart(h: usize, gates: usize, rows: i32, weightHh: usize): void {
  const few = isShort();
  if (kind != GRU) {
    if (few) multiplyFew(h, row, weightHh, row, gates, gateRow, rows, hiddenSize, width);
    else multiplyPacked(h, row, packed, gates, gateRow, rows, hiddenSize, width, 1);
    return;
  }
  const u = gates + 3 * row;
  for (let i = 0; i < rows; i++) moveRun(bias + 3 * row, u + <usize>i * gateRow, hiddenSize, 0);
  if (few) {
    const n = weightHh + 2 * <usize>hiddenSize * row;
    multiplyFew(h, row, weightHh, row, gates, gateRow, rows, hiddenSize, 2 * hiddenSize);
    multiplyFew(h, row, n, row, u, gateRow, rows, hiddenSize, hiddenSize);
    return;
  }
  multiplyPacked(h, row, packed, gates, gateRow, rows, hiddenSize, 2 * hiddenSize, 1);
  multiplyPacked(h, row, packedN, u, gateRow, rows, hiddenSize, hiddenSize, 1);
}

export function sequenceForward(
  cell: i32,
  x: i32,
  symbols: i32,
  vocabSize: i32,
  weightIh: i32,
  weightHh: i32,
  biasIh: i32,
  biasHh: i32,
  hs: i32,
  cs: i32,
  gates: i32,
  scratch: i32,
  steps: i32,
  batchSize: i32,
  inputSize: i32,
  hidden: i32,
  stages: i32,
  first: i32,
  count: i32,
): void {
  begin(cell, x, symbols, vocabSize, weightIh, scratch, steps, batchSize, inputSize, hidden);
  if (stages & PREPARE) prepareForward(address(weightHh), address(biasIh), address(biasHh));
  if (!(stages & RUN)) return;
  const start = <usize>first * row;
  let h = address(hs) + start;
  let c = address(cs) + start;
  let squashed = c + <usize>(timeSteps + 1) * step;
  let g = address(gates) + <usize>first * gateRow;
  for (let t = 0; t < timeSteps; t++) {
    const next = h + step;
    // An RNN's sums become its states where they are.
    if (cell <= RELU_RNN) g = next;
    inputsOfStep(t, first, count, g);
    hiddenPart(h, g, count, address(weightHh));
    if (cell <= RELU_RNN) rnnAdvance(cell == RELU_RNN, next, count * hiddenSize);
    else {
      for (let b = 0; b < count; b++) {
        const at = <usize>b * row;
        if (cell == GRU) gruAdvance(g + 4 * at, h + at, next + at, hiddenSize);
        else lstmAdvance(g + 4 * at, c + at, c + step + at, squashed + at, next + at, hiddenSize);
      }
    }
    h = next;
    g += 4 * step;
    c += step;
    squashed += step;
  }
}

/** The derivatives of the gates of some rows of step t, and of the state before it in dH (and dC). */
@inline
function retreatStep(
  t: i32,
  first: i32,
  count: i32,
  d: usize,
  hs: usize,
  cs: usize,
  gates: usize,
  dHs: usize,
  dCs: i32,
  dOuts: i32,
  dH: usize,
  dC: usize,
): void {
  const past = <usize>t * step + <usize>first * row;
  if (kind <= RELU_RNN) {
    const h = hs + step + past;
    rnnRetreat(kind == RELU_RNN, h, dHs + past, dH, d, count * hiddenSize);
  } else {
    const squashed = cs + <usize>(timeSteps + 1) * step;
    if (kind == LSTM && dCs >= 0) moveRun(address(dCs) + past, dC, count * hiddenSize, 1);
    for (let b = 0; b < count; b++) {
      const at = <usize>b * row;
      const now = past + at;
      const g = gates + 4 * now;
      if (kind == GRU) gruRetreat(g, hs + now, dHs + now, dH + at, d + 4 * at, hiddenSize);
      else {
        const to = d + 4 * at;
        lstmRetreat(g, cs + now, squashed + now, dHs + now, dH + at, dC + at, to, hiddenSize);
      }
      if (dOuts < 0) continue;
      const from = address(dOuts) + 4 * now;
      if (kind == GRU) gruFromGates(g, from, d + 4 * at, hiddenSize);
      else lstmFromGates(g, from, d + 4 * at, hiddenSize);
    }
  }
  if (kind == GRU) {
    const n = d + 3 * row;
    multiplyPacked(d, gateRow, packed, dH, row, count, 2 * hiddenSize, hiddenSize, 1);
    multiplyPacked(n, gateRow, packedN, dH, row, count, hiddenSize, hiddenSize, 1);
  } else {
    multiplyPacked(d, gateRow, packed, dH, row, count, width, hiddenSize, 0);
  }
}

/**
 * Backward over a sequence. dHs, dCs and dOuts are the derivatives by the states, the cell states and the squashed
 * gates of all steps, −1 for none of the last two. The ranges are of rows of the batch for RUN, of rows of the weights
 * for WEIGHTS.
 */
export function sequenceBackward(
  cell: i32,
  x: i32,
  symbols: i32,
  vocabSize: i32,
  weightIh: i32,
  weightHh: i32,
  hs: i32,
  cs: i32,
  gates: i32,
  dHs: i32,
  dCs: i32,
  dOuts: i32,
  dX: i32,
  dWeightIh: i32,
  dWeightHh: i32,
  dBiasIh: i32,
  dBiasHh: i32,
  dH0: i32,
  dC0: i32,
  scratch: i32,
  steps: i32,
  batchSize: i32,
  inputSize: i32,
  hidden: i32,
  stages: i32,
  first: i32,
  count: i32,
  firstWeight: i32,
  weights: i32,
): void {
  begin(cell, x, symbols, vocabSize, weightIh, scratch, steps, batchSize, inputSize, hidden);
  const start0 = <usize>first * row;
  const dH = address(dH0) + start0;
  const dC = address(dC0) + start0;
  // Of the weights in the range, those that GRU's candidate has; they meet Uₙ h + cₙ, one block of columns on.
  const shared = cell == GRU ? max(0, min(2 * hidden - firstWeight, weights)) : weights;
  const firstN = firstWeight + shared;
  const last = weights - shared;

  if (stages & PREPARE) {
    const w = address(weightHh);
    if (cell == GRU) {
      packRows(w, row, 2 * hidden, hidden, packed);
      packRows(w + 2 * <usize>hidden * row, row, hidden, hidden, packedN);
    } else packRows(w, row, width, hidden, packed);
    prepareBackward(dX);
  }
  if (stages & RUN) {
    memory.fill(dH, 0, <usize>count * row);
    if (cell == LSTM) memory.fill(dC, 0, <usize>count * row);
  }
  if (stages & WEIGHTS) {
    clearSums(firstWeight, weights);
    clearBias(firstWeight, weights);
    if (last > 0) clearBias(firstN + hidden, last);
  }
  for (let end = timeSteps; end > 0 && stages & (RUN | WEIGHTS);) {
    const start = max(end - stepsAtOnce(), 0);
    // One thread alone keeps the derivatives of these steps only.
    const block = stages & RUN && stages & WEIGHTS
      ? dGates
      : dGates + <usize>(start * batch) * gateRow;
    for (let t = end - 1; t >= start && stages & RUN; t--) {
      const d = block + <usize>((t - start) * batch + first) * gateRow;
      retreatStep(
        t,
        first,
        count,
        d,
        address(hs),
        address(cs),
        address(gates),
        address(dHs),
        dCs,
        dOuts,
        dH,
        dC,
      );
      inputsBackward(t, first, count, d, dX);
    }
    if (stages & WEIGHTS) {
      inputWeights(start, end, firstWeight, weights, block, dWeightIh);
      hiddenWeights(start, end, firstWeight, shared, firstWeight, block, hs, dWeightHh);
      hiddenWeights(start, end, firstN, last, firstN + hidden, block, hs, dWeightHh);
      // The candidate's first bias: its columns are no hidden ones.
      sumForBias(start, end, firstN, last, block);
    }
    end = start;
  }
  if (stages & WEIGHTS) {
    tableWeights(firstWeight, weights, dWeightIh);
    addBias(firstWeight, dBiasIh, firstWeight, weights);
    addBias(firstWeight, dBiasHh, firstWeight, shared);
    addBias(firstN + hidden, dBiasHh, firstN, last);
  }
  if (stages & INPUTS) tableInputs(dX);
}
