/**
 * softmax, its logarithm, and cross-entropy along the last axis.
 *
 * The maximum of a row is subtracted first, so nothing overflows.
 */

import { scaleRun } from "./elementwise";
import * as functions from "./functions";
import { rowsPlace } from "./layout";
import { highDoubles, lowDoubles, sumOfDoubles, sumOfRun } from "./sums";
import {
  address,
  firstLanes,
  FLOAT,
  loadPart,
  loadSome,
  maximumOfLanes,
  PAIR,
  plusSome,
  storeSome,
  VECTOR,
} from "./vector";

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

/** Writes exp(x − maximum) and returns its sum. */
@inline
function shiftedExp(p: usize, maximum: f32, out: usize, n: i32): f32 {
  const shift = f32x4.splat(maximum);
  const start = out;
  const all = n;
  for (; n >= 8; n -= 8) {
    const x0 = f32x4.sub(v128.load(p), shift);
    const x1 = f32x4.sub(v128.load(p, VECTOR), shift);
    const e0 = functions.exp(x0);
    const e1 = functions.exp(x1);
    v128.store(out, e1, VECTOR);
    v128.store(out, e0);
    p += PAIR;
    out += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    storeSome(out, functions.exp(f32x4.sub(loadSome(p, count), shift)), count);
    p += VECTOR;
    out += VECTOR;
  }
  return <f32>sumOfRun(start, all);
}

/** Rows that go through the stages of softmax together: no stage then waits for the end of a row's last. */
const BLOCK: i32 = 32;
/** What is known of each of them. */
@inline
function maximaPlace(): usize {
  return rowsPlace();
}
@inline
function sumsPlace(): usize {
  return rowsPlace() + <usize>BLOCK * FLOAT;
}
@inline
function inversesPlace(): usize {
  return rowsPlace() + <usize>(2 * BLOCK) * FLOAT;
}

/** softmax of up to BLOCK rows, leaving their maxima and the sums of exp(x − maximum). */
function softmaxBlock(x: usize, out: usize, rows: i32, columns: i32): void {
  const stride = <usize>columns * FLOAT;
  let p = x;
  for (let row = 0; row < rows; row++) {
    store<f32>(maximaPlace() + <usize>row * FLOAT, maximumOfRow(p, columns));
    p += stride;
  }
  p = x;
  let q = out;
  for (let row = 0; row < rows; row++) {
    const place = <usize>row * FLOAT;
    store<f32>(sumsPlace() + place, shiftedExp(p, load<f32>(maximaPlace() + place), q, columns));
    p += stride;
    q += stride;
  }
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row += 4) {
    const place = <usize>row * FLOAT;
    v128.store(inversesPlace() + place, f32x4.div(one, v128.load(sumsPlace() + place)));
  }
  q = out;
  for (let row = 0; row < rows; row++) {
    scaleRun(v128.load32_splat(inversesPlace() + <usize>row * FLOAT), q, q, columns, 0);
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

/** Σ p·q of a run, added up in float64. */
@inline
function sumOfProducts(p: usize, q: usize, n: i32): f32 {
  let low = f64x2.splat(0);
  let high = low;
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const v = f32x4.mul(loadSome(p, count), loadSome(q, count));
    low = f64x2.add(low, lowDoubles(v));
    high = f64x2.add(high, highDoubles(v));
    p += VECTOR;
    q += VECTOR;
  }
  return <f32>sumOfDoubles(f64x2.add(low, high));
}

/** What {@linkcode runBackward} works out. */
const OF_SOFTMAX = 0;
const OF_LOG_SOFTMAX = 1;

/** y ∘ (dOut − total), or dOut − exp(y) · total */
@inline
function derivative(f: i32, y: v128, dOut: v128, total: v128): v128 {
  if (f == OF_SOFTMAX) return f32x4.mul(y, f32x4.sub(dOut, total));
  return f32x4.sub(dOut, f32x4.mul(functions.exp(y), total));
}

@inline
function runBackward(
  f: i32,
  py: usize,
  pd: usize,
  px: usize,
  total: v128,
  n: i32,
  accumulate: i32,
): void {
  for (; n >= 8; n -= 8) {
    const y0 = v128.load(py);
    const y1 = v128.load(py, VECTOR);
    const d0 = v128.load(pd);
    const d1 = v128.load(pd, VECTOR);
    const dx0 = plusSome(accumulate, px, derivative(f, y0, d0, total), 4);
    const dx1 = plusSome(accumulate, px + VECTOR, derivative(f, y1, d1, total), 4);
    v128.store(px, dx1, VECTOR);
    v128.store(px, dx0);
    py += PAIR;
    pd += PAIR;
    px += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const d = derivative(f, loadSome(py, count), loadSome(pd, count), total);
    storeSome(px, plusSome(accumulate, px, d, count), count);
    py += VECTOR;
    pd += VECTOR;
    px += VECTOR;
  }
}

@inline
function rowsBackward(
  f: i32,
  y: i32,
  dOut: i32,
  dx: i32,
  rows: i32,
  columns: i32,
  accumulate: i32,
): void {
  const stride = <usize>columns * FLOAT;
  let py = address(y);
  let pd = address(dOut);
  let px = address(dx);
  for (; rows > 0; rows--) {
    const total = f == OF_SOFTMAX
      ? sumOfProducts(py, pd, columns)
      : <f32>sumOfRun(pd, columns);
    if (accumulate) runBackward(f, py, pd, px, f32x4.splat(total), columns, 1);
    else runBackward(f, py, pd, px, f32x4.splat(total), columns, 0);
    py += stride;
    pd += stride;
    px += stride;
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
  rowsBackward(OF_SOFTMAX, y, dOut, dx, rows, columns, accumulate);
}

export function logSoftmax(x: i32, out: i32, rows: i32, columns: i32): void {
  const stride = <usize>columns * FLOAT;
  let px = address(x);
  let po = address(out);
  for (; rows > 0; rows--) {
    const maximum = maximumOfRow(px, columns);
    const most = f32x4.splat(maximum);
    // The exponentials lie where the result will.
    const rest = f32x4.splat(logOf(shiftedExp(px, maximum, po, columns)));
    // Two subtractions: the maximum plus the logarithm would lose digits where the maximum is large.
    let p = px;
    let q = po;
    for (let n = columns; n > 0; n -= 4) {
      const count = min(n, 4);
      storeSome(q, f32x4.sub(f32x4.sub(loadSome(p, count), most), rest), count);
      p += VECTOR;
      q += VECTOR;
    }
    px += stride;
    po += stride;
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
  rowsBackward(OF_LOG_SOFTMAX, y, dOut, dx, rows, columns, accumulate);
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
      const place = sumsPlace() + <usize>row * FLOAT;
      v128.store(place, functions.log(v128.load(place)));
    }
    for (let row = 0; row < count; row++) {
      const target = load<f32>(pt);
      if (target >= 0) {
        labelled++;
        const place = <usize>row * FLOAT;
        const below = load<f32>(maximaPlace() + place) - load<f32>(px + <usize>(<i32>target) * FLOAT);
        total += <f64>(load<f32>(sumsPlace() + place) + below);
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
      if (accumulate) scaleRun(f, pp, px, columns, 1);
      else scaleRun(f, pp, px, columns, 0);
      store<f32>(px + position, own);
    } else if (!accumulate) {
      memory.fill(px, 0, stride);
    }
    pp += stride;
    px += stride;
    pt += FLOAT;
  }
}
