/**
 * A long short-term memory over a whole sequence:
 *
 *   i, f, g, o = σ, σ, tanh, σ of W x + b + U h + c,   c′ = f∘c + i∘g,   h′ = o∘tanh(c′).
 *
 * The four gates of a unit lie H apart in a row of `gates`, in PyTorch's order.
 */

import { sigmoid, tanh } from "./functions";
import { multiplyPacked, packColumns, packedBytes, packRows, product } from "./matmul";
import { moveRun } from "./moving";
import { inputPart, inputPartBackward, lines, room } from "./sequence";
import { address, FLOAT, loadPart, storePart, VECTOR } from "./vector";

/** Squashes the gates of one row and makes its new state. */
// @ts-ignore: decorator
@inline
function advanceRow(gates: usize, c: usize, next: usize, h: usize, hiddenSize: i32): void {
  const gap = <usize>hiddenSize * FLOAT;
  let n = hiddenSize;
  for (; n > 0; n -= 4) {
    const whole = n >= 4;
    const pf = gates + gap;
    const pg = pf + gap;
    const po = pg + gap;
    const i = sigmoid(whole ? v128.load(gates) : loadPart(gates, n));
    const g = tanh(whole ? v128.load(pg) : loadPart(pg, n));
    const f = sigmoid(whole ? v128.load(pf) : loadPart(pf, n));
    const old = whole ? v128.load(c) : loadPart(c, n);
    const cell = f32x4.add(f32x4.mul(f, old), f32x4.mul(i, g));
    const o = sigmoid(whole ? v128.load(po) : loadPart(po, n));
    const output = f32x4.mul(o, tanh(cell));
    if (whole) {
      v128.store(gates, i);
      v128.store(pf, f);
      v128.store(pg, g);
      v128.store(po, o);
      v128.store(next, cell);
      v128.store(h, output);
    } else {
      storePart(gates, i, n);
      storePart(pf, f, n);
      storePart(pg, g, n);
      storePart(po, o, n);
      storePart(next, cell, n);
      storePart(h, output, n);
    }
    gates += VECTOR;
    c += VECTOR;
    next += VECTOR;
    h += VECTOR;
  }
}

/** From dH and dC of one row to the derivatives of its gates before squashing, and to dC of the step before. */
// @ts-ignore: decorator
@inline
function retreatRow(
  gates: usize,
  c: usize,
  next: usize,
  dOut: usize,
  dH: usize,
  dC: usize,
  dGates: usize,
  hiddenSize: i32,
): void {
  const one = f32x4.splat(1);
  const gap = <usize>hiddenSize * FLOAT;
  let n = hiddenSize;
  for (; n > 0; n -= 4) {
    const whole = n >= 4;
    const pf = gates + gap;
    const pg = pf + gap;
    const po = pg + gap;
    const i = whole ? v128.load(gates) : loadPart(gates, n);
    const f = whole ? v128.load(pf) : loadPart(pf, n);
    const g = whole ? v128.load(pg) : loadPart(pg, n);
    const o = whole ? v128.load(po) : loadPart(po, n);
    const old = whole ? v128.load(c) : loadPart(c, n);
    const squashed = tanh(whole ? v128.load(next) : loadPart(next, n));
    const dh = f32x4.add(
      whole ? v128.load(dOut) : loadPart(dOut, n),
      whole ? v128.load(dH) : loadPart(dH, n),
    );
    const dSquashed = f32x4.sub(one, f32x4.mul(squashed, squashed));
    const dc = f32x4.add(
      whole ? v128.load(dC) : loadPart(dC, n),
      f32x4.mul(f32x4.mul(dh, o), dSquashed),
    );
    const dO = f32x4.mul(f32x4.mul(dh, squashed), f32x4.mul(o, f32x4.sub(one, o)));
    const dI = f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i)));
    const dF = f32x4.mul(f32x4.mul(dc, old), f32x4.mul(f, f32x4.sub(one, f)));
    const dG = f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g)));
    const before = f32x4.mul(dc, f);
    const qf = dGates + gap;
    const qg = qf + gap;
    const qo = qg + gap;
    if (whole) {
      v128.store(dGates, dI);
      v128.store(qf, dF);
      v128.store(qg, dG);
      v128.store(qo, dO);
      v128.store(dC, before);
    } else {
      storePart(dGates, dI, n);
      storePart(qf, dF, n);
      storePart(qg, dG, n);
      storePart(qo, dO, n);
      storePart(dC, before, n);
    }
    gates += VECTOR;
    c += VECTOR;
    next += VECTOR;
    dOut += VECTOR;
    dH += VECTOR;
    dC += VECTOR;
    dGates += VECTOR;
  }
}

export function lstmForward(
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
  timeSteps: i32,
  batch: i32,
  inputSize: i32,
  hiddenSize: i32,
): void {
  const width = 4 * hiddenSize;
  const row = <usize>hiddenSize * FLOAT;
  const step = <usize>batch * row;
  const bias = address(scratch);
  const packed = bias + room(width);
  const table = packed + lines(packedBytes(hiddenSize, width));
  let h = address(hs);
  let c = address(cs);
  let g = address(gates);

  moveRun(address(biasIh), bias, width, 0);
  moveRun(address(biasHh), bias, width, 1);
  packColumns(address(weightHh), row, hiddenSize, width, packed);
  inputPart(
    address(x),
    symbols < 0 ? 0 : address(symbols),
    vocabSize,
    address(weightIh),
    bias,
    g,
    4 * row,
    table,
    timeSteps * batch,
    inputSize,
    width,
  );
  for (let t = 0; t < timeSteps; t++) {
    multiplyPacked(h, row, packed, g, 4 * row, batch, hiddenSize, width, 1);
    h += step;
    for (let b = 0; b < batch; b++) {
      const at = <usize>b * row;
      advanceRow(g + 4 * at, c + at, c + step + at, h + at, hiddenSize);
    }
    g += 4 * step;
    c += step;
  }
}

export function lstmBackward(
  x: i32,
  symbols: i32,
  vocabSize: i32,
  weightIh: i32,
  weightHh: i32,
  hs: i32,
  cs: i32,
  gates: i32,
  dHs: i32,
  dCLast: i32,
  dX: i32,
  dWeightIh: i32,
  dWeightHh: i32,
  dBiasIh: i32,
  dBiasHh: i32,
  dH0: i32,
  dC0: i32,
  scratch: i32,
  timeSteps: i32,
  batch: i32,
  inputSize: i32,
  hiddenSize: i32,
): void {
  const width = 4 * hiddenSize;
  const row = <usize>hiddenSize * FLOAT;
  const step = <usize>batch * row;
  const all = <usize>timeSteps * step;
  const dBias = address(scratch);
  const packed = dBias + room(width);
  const table = packed + lines(packedBytes(width, hiddenSize));
  const dGates = table + lines(<usize>vocabSize * 4 * row);
  const dH = address(dH0);
  const dC = address(dC0);
  let c = address(cs) + all;
  let g = address(gates) + 4 * all;
  let dOut = address(dHs) + all;
  let d = dGates + 4 * all;

  packRows(address(weightHh), row, width, hiddenSize, packed);
  memory.fill(dH, 0, step);
  if (dCLast < 0) memory.fill(dC, 0, step);
  else memory.copy(dC, address(dCLast), step);
  for (let t = timeSteps; t > 0; t--) {
    c -= step;
    g -= 4 * step;
    dOut -= step;
    d -= 4 * step;
    for (let b = 0; b < batch; b++) {
      const at = <usize>b * row;
      retreatRow(
        g + 4 * at,
        c + at,
        c + step + at,
        dOut + at,
        dH + at,
        dC + at,
        d + 4 * at,
        hiddenSize,
      );
    }
    multiplyPacked(d, 4 * row, packed, dH, row, batch, width, hiddenSize, 0);
  }

  const steps = timeSteps * batch;
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
    width,
  );
  moveRun(dBias, address(dBiasIh), width, 1);
  moveRun(dBias, address(dBiasHh), width, 1);
  const weights = address(dWeightHh);
  product(dGates, 4 * row, address(hs), row, weights, row, width, steps, hiddenSize, 1, 0, 1);
}
