/** A simple recurrent layer over a whole sequence: h′ = act(W x + b + U h + c). */

import * as functions from "./functions";
import { multiplyPacked, packColumns, packedBytes, packRows, product } from "./matmul";
import { moveRun } from "./moving";
import { inputPart, inputPartBackward, lines, room, tableBackward } from "./sequence";
import { address, FLOAT, loadPart, storePart, VECTOR } from "./vector";

const RELU = 1;

@inline
function squash(activation: i32, x: v128): v128 {
  if (activation == RELU) return v128.andnot(x, f32x4.le(x, f32x4.splat(0)));
  return functions.tanh(x);
}

@inline
function slope(activation: i32, y: v128): v128 {
  const one = f32x4.splat(1);
  if (activation == RELU) return v128.and(one, f32x4.gt(y, f32x4.splat(0)));
  return f32x4.sub(one, f32x4.mul(y, y));
}

@inline
function squashAll(activation: i32, p: usize, n: i32): void {
  for (; n >= 4; n -= 4) {
    v128.store(p, squash(activation, v128.load(p)));
    p += VECTOR;
  }
  if (n > 0) storePart(p, squash(activation, loadPart(p, n)), n);
}

/** dOut (dHs of a step) = (dOut + dNext) ∘ act′(h) */
@inline
function squashBackward(activation: i32, h: usize, dNext: usize, dOut: usize, n: i32): void {
  for (; n >= 4; n -= 4) {
    const d = f32x4.add(v128.load(dOut), v128.load(dNext));
    v128.store(dOut, f32x4.mul(d, slope(activation, v128.load(h))));
    h += VECTOR;
    dNext += VECTOR;
    dOut += VECTOR;
  }
  if (n > 0) {
    const d = f32x4.add(loadPart(dOut, n), loadPart(dNext, n));
    storePart(dOut, f32x4.mul(d, slope(activation, loadPart(h, n))), n);
  }
}

export function rnnForward(
  x: i32,
  symbols: i32,
  vocabSize: i32,
  weightIh: i32,
  weightHh: i32,
  biasIh: i32,
  biasHh: i32,
  hs: i32,
  scratch: i32,
  timeSteps: i32,
  batch: i32,
  inputSize: i32,
  hiddenSize: i32,
  activation: i32,
): void {
  const row = <usize>hiddenSize * FLOAT;
  const step = <usize>batch * row;
  const bias = address(scratch);
  const packed = bias + room(hiddenSize);
  const table = packed + lines(packedBytes(hiddenSize, hiddenSize));
  let h = address(hs);

  moveRun(address(biasIh), bias, hiddenSize, 0);
  moveRun(address(biasHh), bias, hiddenSize, 1);
  packColumns(address(weightHh), row, hiddenSize, hiddenSize, packed);
  inputPart(
    address(x),
    symbols < 0 ? 0 : address(symbols),
    vocabSize,
    address(weightIh),
    bias,
    h + step,
    row,
    table,
    timeSteps * batch,
    inputSize,
    hiddenSize,
  );
  for (let t = 0; t < timeSteps; t++) {
    const next = h + step;
    multiplyPacked(h, row, packed, next, row, batch, hiddenSize, hiddenSize, 1);
    if (activation == RELU) squashAll(1, next, batch * hiddenSize);
    else squashAll(0, next, batch * hiddenSize);
    h = next;
  }
}

export function rnnBackward(
  x: i32,
  symbols: i32,
  vocabSize: i32,
  weightIh: i32,
  weightHh: i32,
  hs: i32,
  dHs: i32,
  dX: i32,
  dWeightIh: i32,
  dWeightHh: i32,
  dBiasIh: i32,
  dBiasHh: i32,
  dH0: i32,
  scratch: i32,
  timeSteps: i32,
  batch: i32,
  inputSize: i32,
  hiddenSize: i32,
  activation: i32,
): void {
  const row = <usize>hiddenSize * FLOAT;
  const step = <usize>batch * row;
  const dBias = address(scratch);
  const packed = dBias + room(hiddenSize);
  const table = packed + lines(packedBytes(hiddenSize, hiddenSize));
  const dPrevious = address(dH0);
  let h = address(hs) + <usize>timeSteps * step;
  let d = address(dHs) + <usize>timeSteps * step;

  packRows(address(weightHh), row, hiddenSize, hiddenSize, packed);
  memory.fill(dPrevious, 0, step);
  for (let t = timeSteps; t > 0; t--) {
    d -= step;
    if (activation == RELU) squashBackward(1, h, dPrevious, d, batch * hiddenSize);
    else squashBackward(0, h, dPrevious, d, batch * hiddenSize);
    multiplyPacked(d, row, packed, dPrevious, row, batch, hiddenSize, hiddenSize, 0);
    h -= step;
  }

  const steps = timeSteps * batch;
  memory.fill(dBias, 0, row);
  memory.fill(table, 0, <usize>vocabSize * row);
  inputPartBackward(
    address(x),
    symbols < 0 ? 0 : address(symbols),
    address(weightIh),
    d,
    row,
    table,
    dX < 0 ? 0 : address(dX),
    address(dWeightIh),
    dBias,
    steps,
    inputSize,
    hiddenSize,
  );
  if (symbols >= 0) {
    tableBackward(
      address(x),
      vocabSize,
      address(weightIh),
      table,
      dX < 0 ? 0 : address(dX),
      address(dWeightIh),
      dBias,
      inputSize,
      hiddenSize,
    );
  }
  moveRun(dBias, address(dBiasIh), hiddenSize, 1);
  moveRun(dBias, address(dBiasHh), hiddenSize, 1);
  const weights = address(dWeightHh);
  product(d, row, h, row, weights, row, hiddenSize, steps, hiddenSize, 1, 0, 1);
}
