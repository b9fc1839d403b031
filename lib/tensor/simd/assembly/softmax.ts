/**
 * softmax, its logarithm, and cross-entropy along the last axis.
 *
 * The maximum of a row is subtracted first, so nothing overflows. Sums of a row go lane by lane: lane l adds
 * up columns l, l + 4, l + 8 …, then the four lanes are added.
 */

import * as functions from "./functions";
import { ROWS } from "./layout";
import {
  address,
  firstLanes,
  FLOAT,
  loadPart,
  maximumOfLanes,
  plusOld,
  plusOldPart,
  storePart,
  sumOfLanes,
  VECTOR,
} from "./vector";
import { sumOfRun } from "./moving";

@inline
function maximumOfRow(p: usize, n: i32): f32 {
  const lowest = f32x4.splat(-Infinity);
  let most = lowest;
  for (; n >= 4; n -= 4) {
    most = f32x4.pmax(most, v128.load(p));
    p += VECTOR;
  }
  if (n > 0) {
    most = f32x4.pmax(most, v128.bitselect(loadPart(p, n), lowest, firstLanes(n)));
  }
  return maximumOfLanes(most);
}

/** Writes exp(x − maximum) unless `out` is 0, and returns its sum. */
@inline
function shiftedExp(p: usize, maximum: f32, out: usize, n: i32): f32 {
  const shift = f32x4.splat(maximum);
  let sum = f32x4.splat(0);
  for (; n >= 4; n -= 4) {
    const e = functions.exp(f32x4.sub(v128.load(p), shift));
    sum = f32x4.add(sum, e);
    p += VECTOR;
    if (out) {
      v128.store(out, e);
      out += VECTOR;
    }
  }
  if (n > 0) {
    const e = functions.exp(f32x4.sub(loadPart(p, n), shift));
    sum = f32x4.add(sum, v128.and(e, firstLanes(n)));
    if (out) storePart(out, e, n);
  }
  return sumOfLanes(sum);
}

@inline
function scaleRow(p: usize, factor: v128, n: i32): void {
  for (; n >= 4; n -= 4) {
    v128.store(p, f32x4.mul(v128.load(p), factor));
    p += VECTOR;
  }
  if (n > 0) storePart(p, f32x4.mul(loadPart(p, n), factor), n);
}

/** Rows that go through the stages of softmax together: no stage then waits for the end of a row's last. */
const BLOCK: i32 = 32;
/** What is known of each of them. */
const MAXIMA: usize = ROWS;
const SUMS: usize = ROWS + <usize>BLOCK * FLOAT;
const INVERSES: usize = SUMS + <usize>BLOCK * FLOAT;

/** softmax of up to BLOCK rows, leaving their MAXIMA and the SUMS of exp(x − maximum). */
function softmaxBlock(x: usize, out: usize, rows: i32, columns: i32): void {
  const stride = <usize>columns * FLOAT;
  let p = x;
  for (let row = 0; row < rows; row++) {
    store<f32>(MAXIMA + <usize>row * FLOAT, maximumOfRow(p, columns));
    p += stride;
  }
  p = x;
  let q = out;
  for (let row = 0; row < rows; row++) {
    const place = <usize>row * FLOAT;
    store<f32>(SUMS + place, shiftedExp(p, load<f32>(MAXIMA + place), q, columns));
    p += stride;
    q += stride;
  }
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row += 4) {
    const place = <usize>row * FLOAT;
    v128.store(INVERSES + place, f32x4.div(one, v128.load(SUMS + place)));
  }
  q = out;
  for (let row = 0; row < rows; row++) {
    scaleRow(q, v128.load32_splat(INVERSES + <usize>row * FLOAT), columns);
    q += stride;
  }
}

@inline
function logOf(x: f32): f32 {
  return f32x4.extract_lane(functions.log(f32x4.splat(x)), 0);
}

export function softmax(x: i32, out: i32, rows: i32, columns: i32): void {
  const stride = <usize>columns * FLOAT;
  for (let row = 0; row < rows; row += BLOCK) {
    const start = <usize>row * stride;
    softmaxBlock(address(x) + start, address(out) + start, min(rows - row, BLOCK), columns);
  }
}

export function softmaxBackward(
  y: i32,
  dOut: i32,
  dx: i32,
  rows: i32,
  columns: i32,
  accumulate: i32,
): void {
  let py = address(y);
  let pd = address(dOut);
  let px = address(dx);
  for (; rows > 0; rows--) {
    let products = f32x4.splat(0);
    let n = columns;
    let p = py;
    let q = pd;
    for (; n >= 4; n -= 4) {
      products = f32x4.add(products, f32x4.mul(v128.load(p), v128.load(q)));
      p += VECTOR;
      q += VECTOR;
    }
    if (n > 0) products = f32x4.add(products, f32x4.mul(loadPart(p, n), loadPart(q, n)));
    const dot = f32x4.splat(sumOfLanes(products));
    for (n = columns; n >= 4; n -= 4) {
      const d = f32x4.mul(v128.load(py), f32x4.sub(v128.load(pd), dot));
      v128.store(px, plusOld(accumulate, px, d));
      py += VECTOR;
      pd += VECTOR;
      px += VECTOR;
    }
    if (n > 0) {
      const d = f32x4.mul(loadPart(py, n), f32x4.sub(loadPart(pd, n), dot));
      storePart(px, plusOldPart(accumulate, px, d, n), n);
      py += <usize>n * FLOAT;
      pd += <usize>n * FLOAT;
      px += <usize>n * FLOAT;
    }
  }
}

export function logSoftmax(x: i32, out: i32, rows: i32, columns: i32): void {
  let px = address(x);
  let po = address(out);
  for (; rows > 0; rows--) {
    const maximum = maximumOfRow(px, columns);
    const most = f32x4.splat(maximum);
    const rest = f32x4.splat(logOf(shiftedExp(px, maximum, 0, columns)));
    let n = columns;
    // Two subtractions: the maximum plus the logarithm would lose digits where the maximum is large.
    for (; n >= 4; n -= 4) {
      v128.store(po, f32x4.sub(f32x4.sub(v128.load(px), most), rest));
      px += VECTOR;
      po += VECTOR;
    }
    if (n > 0) {
      storePart(po, f32x4.sub(f32x4.sub(loadPart(px, n), most), rest), n);
      px += <usize>n * FLOAT;
      po += <usize>n * FLOAT;
    }
  }
}

export function logSoftmaxBackward(
  y: i32,
  dOut: i32,
  dx: i32,
  rows: i32,
  columns: i32,
  accumulate: i32,
): void {
  let py = address(y);
  let pd = address(dOut);
  let px = address(dx);
  for (; rows > 0; rows--) {
    const sum = f32x4.splat(sumOfRun(pd, columns));
    let n = columns;
    for (; n >= 4; n -= 4) {
      const d = f32x4.sub(v128.load(pd), f32x4.mul(functions.exp(v128.load(py)), sum));
      v128.store(px, plusOld(accumulate, px, d));
      py += VECTOR;
      pd += VECTOR;
      px += VECTOR;
    }
    if (n > 0) {
      const d = f32x4.sub(loadPart(pd, n), f32x4.mul(functions.exp(loadPart(py, n)), sum));
      storePart(px, plusOldPart(accumulate, px, d, n), n);
      py += <usize>n * FLOAT;
      pd += <usize>n * FLOAT;
      px += <usize>n * FLOAT;
    }
  }
}

export function crossEntropy(
  logits: i32,
  targets: i32,
  probabilities: i32,
  loss: i32,
  rows: i32,
  columns: i32,
): void {
  const stride = <usize>columns * FLOAT;
  let px = address(logits);
  let pt = address(targets);
  let po = address(probabilities);
  let total: f64 = 0;
  let labelled = 0;
  while (rows > 0) {
    const count = min(rows, BLOCK);
    softmaxBlock(px, po, count, columns);
    for (let row = 0; row < count; row += 4) {
      const place = SUMS + <usize>row * FLOAT;
      v128.store(place, functions.log(v128.load(place)));
    }
    for (let row = 0; row < count; row++) {
      const target = load<f32>(pt);
      if (target >= 0) {
        labelled++;
        const place = <usize>row * FLOAT;
        const below = load<f32>(MAXIMA + place) - load<f32>(px + <usize>(<i32>target) * FLOAT);
        total += <f64>(load<f32>(SUMS + place) + below);
      }
      px += stride;
      pt += FLOAT;
    }
    po += <usize>count * stride;
    rows -= count;
  }
  store<f32>(address(loss), labelled > 0 ? <f32>(total / <f64>labelled) : 0);
}

export function crossEntropyBackward(
  probabilities: i32,
  targets: i32,
  dLoss: i32,
  dLogits: i32,
  rows: i32,
  columns: i32,
  accumulate: i32,
): void {
  const stride = <usize>columns * FLOAT;
  let pp = address(probabilities);
  let pt = address(targets);
  let px = address(dLogits);
  let labelled = 0;
  for (let row = 0; row < rows; row++) {
    if (load<f32>(pt + <usize>row * FLOAT) >= 0) labelled++;
  }
  const factor: f32 = labelled > 0 ? load<f32>(address(dLoss)) / <f32>labelled : 0;
  const f = f32x4.splat(factor);
  for (; rows > 0; rows--) {
    const target = load<f32>(pt);
    if (target >= 0) {
      // One-hot: the target's own derivative is made apart, from the value it adds to.
      const position = <usize>(<i32>target) * FLOAT;
      const old: f32 = accumulate ? load<f32>(px + position) : 0;
      const own = old + factor * (load<f32>(pp + position) - 1);
      let n = columns;
      let p = pp;
      let q = px;
      for (; n >= 4; n -= 4) {
        v128.store(q, plusOld(accumulate, q, f32x4.mul(f, v128.load(p))));
        p += VECTOR;
        q += VECTOR;
      }
      if (n > 0) storePart(q, plusOldPart(accumulate, q, f32x4.mul(f, loadPart(p, n)), n), n);
      store<f32>(px + position, own);
    } else if (!accumulate) {
      memory.fill(px, 0, stride);
    }
    pp += stride;
    px += stride;
    pt += FLOAT;
  }
}
