/**
 * Functions of one number each, and their derivatives.
 *
 * A derivative is told the output where that is enough (tanh′ = 1 − y²), else the input.
 */

import * as functions from "./functions";
import { address, loadSome, PAIR, plusSome, storeSome, VECTOR } from "./vector";

export const EXP = 0;
export const LOG = 1;
export const SQRT = 2;
export const TANH = 3;
export const SIGMOID = 4;
export const RELU = 5;

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

/** out = f(x), a run; `x` may be `out` */
@inline
export function mapRun(f: i32, px: usize, po: usize, n: i32): void {
  for (; n >= 8; n -= 8) {
    const x0 = v128.load(px);
    const x1 = v128.load(px, VECTOR);
    const v0 = value(f, x0);
    const v1 = value(f, x1);
    v128.store(po, v1, VECTOR);
    v128.store(po, v0);
    px += PAIR;
    po += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    storeSome(po, value(f, loadSome(px, count)), count);
    px += VECTOR;
    po += VECTOR;
  }
}

@inline
function map(f: i32, x: i32, out: i32, n: i32): void {
  mapRun(f, address(x), address(out), n);
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
function runBackward(f: i32, pv: usize, pd: usize, px: usize, n: i32, accumulate: i32): void {
  for (; n >= 8; n -= 8) {
    const v0 = v128.load(pv);
    const v1 = v128.load(pv, VECTOR);
    const d0 = v128.load(pd);
    const d1 = v128.load(pd, VECTOR);
    const dx0 = plusSome(accumulate, px, derivative(f, v0, d0), 4);
    const dx1 = plusSome(accumulate, px + VECTOR, derivative(f, v1, d1), 4);
    v128.store(px, dx1, VECTOR);
    v128.store(px, dx0);
    pv += PAIR;
    pd += PAIR;
    px += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const d = derivative(f, loadSome(pv, count), loadSome(pd, count));
    storeSome(px, plusSome(accumulate, px, d, count), count);
    pv += VECTOR;
    pd += VECTOR;
    px += VECTOR;
  }
}

@inline
function mapBackward(f: i32, v: i32, dOut: i32, dx: i32, n: i32, accumulate: i32): void {
  if (accumulate) runBackward(f, address(v), address(dOut), address(dx), n, 1);
  else runBackward(f, address(v), address(dOut), address(dx), n, 0);
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
