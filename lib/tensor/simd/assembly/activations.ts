/**
 * Functions of one number each, and their derivatives.
 *
 * A derivative is told the output where that is enough (tanh′ = 1 − y²), else the input.
 */

import * as functions from "./functions";
import { address, loadPart, plusOld, plusOldPart, storePart, VECTOR } from "./vector";

const EXP = 0;
const LOG = 1;
const SQRT = 2;
const TANH = 3;
const SIGMOID = 4;
const RELU = 5;

@inline
function value(f: i32, x: v128): v128 {
  if (f == EXP) return functions.exp(x);
  if (f == LOG) return functions.log(x);
  if (f == SQRT) return f32x4.sqrt(x);
  if (f == TANH) return functions.tanh(x);
  if (f == SIGMOID) return functions.sigmoid(x);
  // 0 where x ≤ 0, else x, so that NaN stays.
  return v128.andnot(x, f32x4.le(x, f32x4.splat(0)));
}

@inline
function map(f: i32, x: i32, out: i32, n: i32): void {
  let px = address(x);
  let po = address(out);
  for (; n >= 4; n -= 4) {
    v128.store(po, value(f, v128.load(px)));
    px += VECTOR;
    po += VECTOR;
  }
  if (n > 0) storePart(po, value(f, loadPart(px, n)), n);
}

/** dOut · f′, from v, which is the input for log and the output for the others. */
@inline
function derivative(f: i32, v: v128, dOut: v128): v128 {
  const one = f32x4.splat(1);
  if (f == EXP) return f32x4.mul(dOut, v);
  if (f == LOG) return f32x4.div(dOut, v);
  if (f == SQRT) return f32x4.div(f32x4.mul(dOut, f32x4.splat(0.5)), v);
  if (f == TANH) return f32x4.mul(dOut, f32x4.sub(one, f32x4.mul(v, v)));
  if (f == SIGMOID) return f32x4.mul(dOut, f32x4.mul(v, f32x4.sub(one, v)));
  return f32x4.mul(dOut, v128.and(one, f32x4.gt(v, f32x4.splat(0))));
}

@inline
function mapBackward(f: i32, v: i32, dOut: i32, dx: i32, n: i32, accumulate: i32): void {
  let pv = address(v);
  let pd = address(dOut);
  let px = address(dx);
  for (; n >= 4; n -= 4) {
    v128.store(px, plusOld(accumulate, px, derivative(f, v128.load(pv), v128.load(pd))));
    pv += VECTOR;
    pd += VECTOR;
    px += VECTOR;
  }
  if (n > 0) {
    const d = derivative(f, loadPart(pv, n), loadPart(pd, n));
    storePart(px, plusOldPart(accumulate, px, d, n), n);
  }
}

export function exp(x: i32, out: i32, n: i32): void {
  map(EXP, x, out, n);
}
export function log(x: i32, out: i32, n: i32): void {
  map(LOG, x, out, n);
}
export function sqrt(x: i32, out: i32, n: i32): void {
  map(SQRT, x, out, n);
}
export function tanh(x: i32, out: i32, n: i32): void {
  map(TANH, x, out, n);
}
export function sigmoid(x: i32, out: i32, n: i32): void {
  map(SIGMOID, x, out, n);
}
export function relu(x: i32, out: i32, n: i32): void {
  map(RELU, x, out, n);
}

export function expBackward(y: i32, dOut: i32, dx: i32, n: i32, accumulate: i32): void {
  mapBackward(EXP, y, dOut, dx, n, accumulate);
}
export function logBackward(x: i32, dOut: i32, dx: i32, n: i32, accumulate: i32): void {
  mapBackward(LOG, x, dOut, dx, n, accumulate);
}
export function sqrtBackward(y: i32, dOut: i32, dx: i32, n: i32, accumulate: i32): void {
  mapBackward(SQRT, y, dOut, dx, n, accumulate);
}
export function tanhBackward(y: i32, dOut: i32, dx: i32, n: i32, accumulate: i32): void {
  mapBackward(TANH, y, dOut, dx, n, accumulate);
}
export function sigmoidBackward(y: i32, dOut: i32, dx: i32, n: i32, accumulate: i32): void {
  mapBackward(SIGMOID, y, dOut, dx, n, accumulate);
}
export function reluBackward(y: i32, dOut: i32, dx: i32, n: i32, accumulate: i32): void {
  mapBackward(RELU, y, dOut, dx, n, accumulate);
}
