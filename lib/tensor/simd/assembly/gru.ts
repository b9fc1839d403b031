/**
 * A gated recurrent unit over a whole sequence, reset after the hidden product as PyTorch has it:
 *
 *   r, z = σ(W x + b + U h + c),   n = tanh(Wₙ x + bₙ + r∘(Uₙ h + cₙ)),   h′ = (1 − z)∘n + z∘h.
 *
 * A row of `gates` holds r z n and, last, Uₙ h + cₙ.
 */

import { sigmoid, tanh } from "./functions";
import { multiplyPacked, packColumns, packedBytes, packRows, product } from "./matmul";
import { moveRun } from "./moving";
import {
  inputPart,
  inputPartBackward,
  lines,
  room,
  stepsAtOnce,
  tableBackward,
} from "./sequence";
import { sumOfRows } from "./sums";
import { address, FLOAT, loadSome, storeSome, VECTOR } from "./vector";

/** Squashes r and z of up to four units; Wₙ x + bₙ becomes what the candidate is the tanh of. */
@inline
function squash(pr: usize, gap: usize, count: i32): void {
  const pz = pr + gap;
  const pn = pz + gap;
  const pu = pn + gap;
  const r = sigmoid(loadSome(pr, count));
  const z = sigmoid(loadSome(pz, count));
  storeSome(pr, r, count);
  storeSome(pz, z, count);
  storeSome(pn, f32x4.add(loadSome(pn, count), f32x4.mul(r, loadSome(pu, count))), count);
}

/** n = tanh(…), h′ = (1 − z)∘n + z∘h */
@inline
function advance(pz: usize, pn: usize, h: usize, next: usize, count: i32): void {
  const n = tanh(loadSome(pn, count));
  const z = loadSome(pz, count);
  const fresh = f32x4.mul(f32x4.sub(f32x4.splat(1), z), n);
  storeSome(pn, n, count);
  storeSome(next, f32x4.add(fresh, f32x4.mul(z, loadSome(h, count))), count);
}

/**
 * One row of gates and its new state. In two passes, because n waits for r: while a pass waits for one unit, the
 * processor works on the next ones.
 */
@inline
function advanceRow(gates: usize, h: usize, next: usize, hiddenSize: i32): void {
  const gap = <usize>hiddenSize * FLOAT;
  let n = hiddenSize;
  let g = gates;
  for (; n >= 4; n -= 4) {
    squash(g, gap, 4);
    g += VECTOR;
  }
  if (n > 0) squash(g, gap, n);
  let z = gates + gap;
  for (n = hiddenSize; n >= 4; n -= 4) {
    advance(z, z + gap, h, next, 4);
    z += VECTOR;
    h += VECTOR;
    next += VECTOR;
  }
  if (n > 0) advance(z, z + gap, h, next, n);
}

/**
 * From dH of up to four units to the derivatives of r, z, n and Uₙ h + cₙ; dH becomes what goes back past the
 * gates.
 */
@inline
function retreat(
  pr: usize,
  gap: usize,
  h: usize,
  dOut: usize,
  dH: usize,
  qr: usize,
  count: i32,
): void {
  const pz = pr + gap;
  const pn = pz + gap;
  const pu = pn + gap;
  const qz = qr + gap;
  const qn = qz + gap;
  const qu = qn + gap;
  const one = f32x4.splat(1);
  const r = loadSome(pr, count);
  const z = loadSome(pz, count);
  const n = loadSome(pn, count);
  const u = loadSome(pu, count);
  const dh = f32x4.add(loadSome(dOut, count), loadSome(dH, count));
  const rest = f32x4.sub(one, z);
  const dN = f32x4.mul(f32x4.mul(dh, rest), f32x4.sub(one, f32x4.mul(n, n)));
  const change = f32x4.sub(loadSome(h, count), n);
  storeSome(qn, dN, count);
  storeSome(qu, f32x4.mul(dN, r), count);
  storeSome(qz, f32x4.mul(f32x4.mul(dh, change), f32x4.mul(z, rest)), count);
  storeSome(qr, f32x4.mul(f32x4.mul(dN, u), f32x4.mul(r, f32x4.sub(one, r))), count);
  storeSome(dH, f32x4.mul(dh, z), count);
}

/** {@linkcode retreat} for one row. */
@inline
function retreatRow(
  gates: usize,
  h: usize,
  dOut: usize,
  dH: usize,
  dGates: usize,
  hiddenSize: i32,
): void {
  const gap = <usize>hiddenSize * FLOAT;
  let n = hiddenSize;
  for (; n >= 4; n -= 4) {
    retreat(gates, gap, h, dOut, dH, dGates, 4);
    gates += VECTOR;
    h += VECTOR;
    dOut += VECTOR;
    dH += VECTOR;
    dGates += VECTOR;
  }
  if (n > 0) retreat(gates, gap, h, dOut, dH, dGates, n);
}

export function gruForward(
  x: i32,
  symbols: i32,
  vocabSize: i32,
  weightIh: i32,
  weightHh: i32,
  biasIh: i32,
  biasHh: i32,
  hs: i32,
  gates: i32,
  scratch: i32,
  timeSteps: i32,
  batch: i32,
  inputSize: i32,
  hiddenSize: i32,
): void {
  const row = <usize>hiddenSize * FLOAT;
  const step = <usize>batch * row;
  const steps = timeSteps * batch;
  const bias = address(scratch);
  const packed = bias + room(4 * hiddenSize);
  const packedN = packed + lines(packedBytes(hiddenSize, 2 * hiddenSize));
  const table = packedN + lines(packedBytes(hiddenSize, hiddenSize));
  const biasN = address(biasHh) + 2 * row;
  const weights = address(weightHh);
  let h = address(hs);
  let g = address(gates);

  moveRun(address(biasIh), bias, 3 * hiddenSize, 0);
  moveRun(address(biasHh), bias, 2 * hiddenSize, 1);
  packColumns(weights, row, hiddenSize, 2 * hiddenSize, packed);
  packColumns(weights + <usize>hiddenSize * 2 * row, row, hiddenSize, hiddenSize, packedN);
  inputPart(
    address(x),
    symbols < 0 ? 0 : address(symbols),
    vocabSize,
    address(weightIh),
    bias,
    g,
    4 * row,
    table,
    steps,
    inputSize,
    3 * hiddenSize,
  );
  for (let i = 0; i < steps; i++) {
    moveRun(biasN, g + <usize>i * 4 * row + 3 * row, hiddenSize, 0);
  }
  for (let t = 0; t < timeSteps; t++) {
    multiplyPacked(h, row, packed, g, 4 * row, batch, hiddenSize, 2 * hiddenSize, 1);
    multiplyPacked(h, row, packedN, g + 3 * row, 4 * row, batch, hiddenSize, hiddenSize, 1);
    for (let b = 0; b < batch; b++) {
      const at = <usize>b * row;
      advanceRow(g + 4 * at, h + at, h + step + at, hiddenSize);
    }
    h += step;
    g += 4 * step;
  }
}

export function gruBackward(
  x: i32,
  symbols: i32,
  vocabSize: i32,
  weightIh: i32,
  weightHh: i32,
  hs: i32,
  gates: i32,
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
): void {
  const row = <usize>hiddenSize * FLOAT;
  const step = <usize>batch * row;
  const width = 3 * hiddenSize;
  const dBias = address(scratch);
  const packed = dBias + room(4 * hiddenSize);
  const packedN = packed + lines(packedBytes(2 * hiddenSize, hiddenSize));
  const table = packedN + lines(packedBytes(hiddenSize, hiddenSize));
  const dGates = table + lines(<usize>vocabSize * 3 * row);
  const dH = address(dH0);
  const weights = address(weightHh);
  const dWeights = address(dWeightHh);
  const candidateRows = <usize>hiddenSize * 2 * row;
  const atOnce = stepsAtOnce(batch);

  packRows(weights, row, 2 * hiddenSize, hiddenSize, packed);
  packRows(weights + candidateRows, row, hiddenSize, hiddenSize, packedN);
  memory.fill(dBias, 0, 4 * row);
  memory.fill(table, 0, <usize>vocabSize * 3 * row);
  memory.fill(dH, 0, step);

  for (let end = timeSteps; end > 0;) {
    const start = max(end - atOnce, 0);
    for (let t = end - 1; t >= start; t--) {
      const past = <usize>t * step;
      const d = dGates + <usize>(t - start) * 4 * step;
      for (let b = 0; b < batch; b++) {
        const at = <usize>b * row;
        retreatRow(
          address(gates) + 4 * (past + at),
          address(hs) + past + at,
          address(dHs) + past + at,
          dH + at,
          d + 4 * at,
          hiddenSize,
        );
      }
      multiplyPacked(d, 4 * row, packed, dH, row, batch, 2 * hiddenSize, hiddenSize, 1);
      multiplyPacked(d + 3 * row, 4 * row, packedN, dH, row, batch, hiddenSize, hiddenSize, 1);
    }
    const first = start * batch;
    const rows = (end - start) * batch;
    inputPartBackward(
      address(x + first * inputSize),
      symbols < 0 ? 0 : address(symbols + first),
      address(weightIh),
      dGates,
      4 * row,
      table,
      dX < 0 ? 0 : address(dX + first * inputSize),
      address(dWeightIh),
      dBias,
      rows,
      inputSize,
      width,
    );
    sumOfRows(dGates + 3 * row, 4 * row, dBias + 3 * row, rows, hiddenSize, 1);
    const h = address(hs + first * hiddenSize);
    product(dGates, 4 * row, h, row, dWeights, row, 2 * hiddenSize, rows, hiddenSize, 1, 0, 1);
    product(
      dGates + 3 * row,
      4 * row,
      h,
      row,
      dWeights + candidateRows,
      row,
      hiddenSize,
      rows,
      hiddenSize,
      1,
      0,
      1,
    );
    end = start;
  }

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
      width,
    );
  }
  moveRun(dBias, address(dBiasIh), 3 * hiddenSize, 1);
  moveRun(dBias, address(dBiasHh), 2 * hiddenSize, 1);
  moveRun(dBias + 3 * row, address(dBiasHh) + 2 * row, hiddenSize, 1);
}
