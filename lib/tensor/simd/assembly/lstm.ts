/**
 * A long short-term memory over a whole sequence:
 *
 *   i, f, g, o = σ, σ, tanh, σ of W x + b + U h + c,   c′ = f∘c + i∘g,   h′ = o∘tanh(c′).
 *
 * The four gates of a unit lie H apart in a row of `gates`, in PyTorch's order. Behind the states in `cs` forward
 * leaves tanh(c′) of all steps: backward then need not make it once more.
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
import { address, FLOAT, loadSome, storeSome, VECTOR } from "./vector";

/** Squashes the gates of up to four units and makes their c. */
@inline
function advance(pi: usize, gap: usize, c: usize, next: usize, count: i32): void {
  const pf = pi + gap;
  const pg = pf + gap;
  const po = pg + gap;
  const i = sigmoid(loadSome(pi, count));
  const f = sigmoid(loadSome(pf, count));
  const g = tanh(loadSome(pg, count));
  const o = sigmoid(loadSome(po, count));
  storeSome(pi, i, count);
  storeSome(pf, f, count);
  storeSome(pg, g, count);
  storeSome(po, o, count);
  storeSome(next, f32x4.add(f32x4.mul(f, loadSome(c, count)), f32x4.mul(i, g)), count);
}

/** Keeps tanh(c); h = o ∘ tanh(c) */
@inline
function put(o: usize, c: usize, squashed: usize, h: usize, count: i32): void {
  const s = tanh(loadSome(c, count));
  storeSome(squashed, s, count);
  storeSome(h, f32x4.mul(loadSome(o, count), s), count);
}

/**
 * One row of gates and its new state. In two passes, because h waits for c: while a pass waits for one unit, the
 * processor works on the next ones.
 */
@inline
function advanceRow(
  gates: usize,
  c: usize,
  next: usize,
  squashed: usize,
  h: usize,
  hiddenSize: i32,
): void {
  const gap = <usize>hiddenSize * FLOAT;
  let n = hiddenSize;
  let g = gates;
  let now = next;
  for (; n >= 4; n -= 4) {
    advance(g, gap, c, now, 4);
    g += VECTOR;
    c += VECTOR;
    now += VECTOR;
  }
  if (n > 0) advance(g, gap, c, now, n);
  let o = gates + 3 * gap;
  for (n = hiddenSize; n >= 4; n -= 4) {
    put(o, next, squashed, h, 4);
    o += VECTOR;
    next += VECTOR;
    squashed += VECTOR;
    h += VECTOR;
  }
  if (n > 0) put(o, next, squashed, h, n);
}

/**
 * From dH and dC of up to four units to the derivatives of their gates before squashing, and to dC of the step
 * before, in the place of dC.
 */
@inline
function retreat(
  pi: usize,
  gap: usize,
  c: usize,
  squashed: usize,
  dOut: usize,
  dH: usize,
  dC: usize,
  qi: usize,
  count: i32,
): void {
  const pf = pi + gap;
  const pg = pf + gap;
  const po = pg + gap;
  const qf = qi + gap;
  const qg = qf + gap;
  const qo = qg + gap;
  const one = f32x4.splat(1);
  const s = loadSome(squashed, count);
  const o = loadSome(po, count);
  const dh = f32x4.add(loadSome(dOut, count), loadSome(dH, count));
  const dO = f32x4.mul(f32x4.mul(dh, s), f32x4.mul(o, f32x4.sub(one, o)));
  storeSome(qo, dO, count);
  const dSquashed = f32x4.sub(one, f32x4.mul(s, s));
  const dc = f32x4.add(loadSome(dC, count), f32x4.mul(f32x4.mul(dh, o), dSquashed));
  const i = loadSome(pi, count);
  const f = loadSome(pf, count);
  const g = loadSome(pg, count);
  const old = loadSome(c, count);
  const dI = f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i)));
  const dF = f32x4.mul(f32x4.mul(dc, old), f32x4.mul(f, f32x4.sub(one, f)));
  const dG = f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g)));
  storeSome(qi, dI, count);
  storeSome(qf, dF, count);
  storeSome(qg, dG, count);
  storeSome(dC, f32x4.mul(dc, f), count);
}

/** {@linkcode retreat} for one row. */
@inline
function retreatRow(
  gates: usize,
  c: usize,
  squashed: usize,
  dOut: usize,
  dH: usize,
  dC: usize,
  dGates: usize,
  hiddenSize: i32,
): void {
  const gap = <usize>hiddenSize * FLOAT;
  let n = hiddenSize;
  for (; n >= 4; n -= 4) {
    retreat(gates, gap, c, squashed, dOut, dH, dC, dGates, 4);
    gates += VECTOR;
    c += VECTOR;
    squashed += VECTOR;
    dOut += VECTOR;
    dH += VECTOR;
    dC += VECTOR;
    dGates += VECTOR;
  }
  if (n > 0) retreat(gates, gap, c, squashed, dOut, dH, dC, dGates, n);
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
  let squashed = c + <usize>(timeSteps + 1) * step;
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
      advanceRow(g + 4 * at, c + at, c + step + at, squashed + at, h + at, hiddenSize);
    }
    g += 4 * step;
    c += step;
    squashed += step;
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
  const dBias = address(scratch);
  const packed = dBias + room(width);
  const table = packed + lines(packedBytes(width, hiddenSize));
  const dGates = table + lines(<usize>vocabSize * 4 * row);
  const dH = address(dH0);
  const dC = address(dC0);
  const squashed = address(cs) + <usize>(timeSteps + 1) * step;
  const atOnce = stepsAtOnce(batch);

  packRows(address(weightHh), row, width, hiddenSize, packed);
  memory.fill(dBias, 0, 4 * row);
  memory.fill(table, 0, <usize>vocabSize * 4 * row);
  memory.fill(dH, 0, step);
  if (dCLast < 0) memory.fill(dC, 0, step);
  else memory.copy(dC, address(dCLast), step);

  for (let end = timeSteps; end > 0;) {
    const start = max(end - atOnce, 0);
    for (let t = end - 1; t >= start; t--) {
      const past = <usize>t * step;
      const d = dGates + <usize>(t - start) * 4 * step;
      for (let b = 0; b < batch; b++) {
        const at = <usize>b * row;
        retreatRow(
          address(gates) + 4 * (past + at),
          address(cs) + past + at,
          squashed + past + at,
          address(dHs) + past + at,
          dH + at,
          dC + at,
          d + 4 * at,
          hiddenSize,
        );
      }
      multiplyPacked(d, 4 * row, packed, dH, row, batch, width, hiddenSize, 0);
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
    product(
      dGates,
      4 * row,
      address(hs + first * hiddenSize),
      row,
      address(dWeightHh),
      row,
      width,
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
  moveRun(dBias, address(dBiasIh), width, 1);
  moveRun(dBias, address(dBiasHh), width, 1);
}
