/**
 * A gated recurrent unit over a whole sequence, reset after the hidden product as PyTorch has it:
 *
 *   r, z = σ(W x + b + U h + c),   n = tanh(Wₙ x + bₙ + r∘(Uₙ h + cₙ)),   h′ = (1 − z)∘n + z∘h.
 *
 * A row of `gates` holds r z n and, last, Uₙ h + cₙ.
 */

import { sigmoid, tanh } from "./functions";
import { multiplyPacked, packColumns, packedBytes, packRows, product } from "./matmul";
import { moveRun, sumOfRows } from "./moving";
import { inputPart, inputPartBackward, lines, room } from "./sequence";
import { address, FLOAT, loadPart, storePart, VECTOR } from "./vector";

/** Squashes the gates of one row and makes its new state. */
// @ts-ignore: decorator
@inline
function advanceRow(gates: usize, h: usize, next: usize, hiddenSize: i32): void {
  const gap = <usize>hiddenSize * FLOAT;
  let n = hiddenSize;
  for (; n > 0; n -= 4) {
    const whole = n >= 4;
    const pz = gates + gap;
    const pn = pz + gap;
    const pu = pn + gap;
    const r = sigmoid(whole ? v128.load(gates) : loadPart(gates, n));
    const u = whole ? v128.load(pu) : loadPart(pu, n);
    const candidate = tanh(
      f32x4.add(whole ? v128.load(pn) : loadPart(pn, n), f32x4.mul(r, u)),
    );
    const z = sigmoid(whole ? v128.load(pz) : loadPart(pz, n));
    const old = whole ? v128.load(h) : loadPart(h, n);
    const state = f32x4.add(
      f32x4.mul(f32x4.sub(f32x4.splat(1), z), candidate),
      f32x4.mul(z, old),
    );
    if (whole) {
      v128.store(gates, r);
      v128.store(pz, z);
      v128.store(pn, candidate);
      v128.store(next, state);
    } else {
      storePart(gates, r, n);
      storePart(pz, z, n);
      storePart(pn, candidate, n);
      storePart(next, state, n);
    }
    gates += VECTOR;
    h += VECTOR;
    next += VECTOR;
  }
}

/** From dH of one row to the derivatives of r, z, n and Uₙ h + cₙ; dH becomes what goes back past the gates. */
// @ts-ignore: decorator
@inline
function retreatRow(
  gates: usize,
  h: usize,
  dOut: usize,
  dH: usize,
  dGates: usize,
  hiddenSize: i32,
): void {
  const one = f32x4.splat(1);
  const gap = <usize>hiddenSize * FLOAT;
  let n = hiddenSize;
  for (; n > 0; n -= 4) {
    const whole = n >= 4;
    const pz = gates + gap;
    const pn = pz + gap;
    const pu = pn + gap;
    const r = whole ? v128.load(gates) : loadPart(gates, n);
    const z = whole ? v128.load(pz) : loadPart(pz, n);
    const candidate = whole ? v128.load(pn) : loadPart(pn, n);
    const u = whole ? v128.load(pu) : loadPart(pu, n);
    const old = whole ? v128.load(h) : loadPart(h, n);
    const dh = f32x4.add(
      whole ? v128.load(dOut) : loadPart(dOut, n),
      whole ? v128.load(dH) : loadPart(dH, n),
    );
    const rest = f32x4.sub(one, z);
    const dN = f32x4.mul(
      f32x4.mul(dh, rest),
      f32x4.sub(one, f32x4.mul(candidate, candidate)),
    );
    const dZ = f32x4.mul(f32x4.mul(dh, f32x4.sub(old, candidate)), f32x4.mul(z, rest));
    const dU = f32x4.mul(dN, r);
    const dR = f32x4.mul(f32x4.mul(dN, u), f32x4.mul(r, f32x4.sub(one, r)));
    const past = f32x4.mul(dh, z);
    const qz = dGates + gap;
    const qn = qz + gap;
    const qu = qn + gap;
    if (whole) {
      v128.store(dGates, dR);
      v128.store(qz, dZ);
      v128.store(qn, dN);
      v128.store(qu, dU);
      v128.store(dH, past);
    } else {
      storePart(dGates, dR, n);
      storePart(qz, dZ, n);
      storePart(qn, dN, n);
      storePart(qu, dU, n);
      storePart(dH, past, n);
    }
    gates += VECTOR;
    h += VECTOR;
    dOut += VECTOR;
    dH += VECTOR;
    dGates += VECTOR;
  }
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
  const steps = timeSteps * batch;
  const all = <usize>timeSteps * step;
  const dBias = address(scratch);
  const packed = dBias + room(4 * hiddenSize);
  const packedN = packed + lines(packedBytes(2 * hiddenSize, hiddenSize));
  const table = packedN + lines(packedBytes(hiddenSize, hiddenSize));
  const dGates = table + lines(<usize>vocabSize * 3 * row);
  const dH = address(dH0);
  const weights = address(weightHh);
  const candidateRows = <usize>hiddenSize * 2 * row;
  let h = address(hs) + all;
  let g = address(gates) + 4 * all;
  let dOut = address(dHs) + all;
  let d = dGates + 4 * all;

  packRows(weights, row, 2 * hiddenSize, hiddenSize, packed);
  packRows(weights + candidateRows, row, hiddenSize, hiddenSize, packedN);
  memory.fill(dH, 0, step);
  for (let t = timeSteps; t > 0; t--) {
    h -= step;
    g -= 4 * step;
    dOut -= step;
    d -= 4 * step;
    for (let b = 0; b < batch; b++) {
      const at = <usize>b * row;
      retreatRow(g + 4 * at, h + at, dOut + at, dH + at, d + 4 * at, hiddenSize);
    }
    multiplyPacked(d, 4 * row, packed, dH, row, batch, 2 * hiddenSize, hiddenSize, 1);
    multiplyPacked(d + 3 * row, 4 * row, packedN, dH, row, batch, hiddenSize, hiddenSize, 1);
  }

  memory.fill(dBias, 0, 4 * row);
  inputPartBackward(
    address(x),
    symbols < 0 ? 0 : address(symbols),
    vocabSize,
    address(weightIh),
    dGates,
    4 * row,
    table,
    dX < 0 ? 0 : address(dX),
    address(dWeightIh),
    dBias,
    steps,
    inputSize,
    3 * hiddenSize,
  );
  sumOfRows(dGates + 3 * row, 4 * row, dBias + 3 * row, steps, hiddenSize, 0);
  moveRun(dBias, address(dBiasIh), 3 * hiddenSize, 1);
  moveRun(dBias, address(dBiasHh), 2 * hiddenSize, 1);
  moveRun(dBias + 3 * row, address(dBiasHh) + 2 * row, hiddenSize, 1);
  const dW = address(dWeightHh);
  const before = address(hs);
  product(dGates, 4 * row, before, row, dW, row, 2 * hiddenSize, steps, hiddenSize, 1, 0, 1);
  product(
    dGates + 3 * row,
    4 * row,
    before,
    row,
    dW + candidateRows,
    row,
    hiddenSize,
    steps,
    hiddenSize,
    1,
    0,
    1,
  );
}
