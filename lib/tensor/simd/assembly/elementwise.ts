/**
 * add, subtract, multiply, divide with suffix broadcasting; scale, fill and copy.
 *
 * `b` is reused cyclically: seen as rows of `bSize`, every row of `a` meets the same `b`. A single number is
 * spread over the lanes instead.
 */

import { address, FLOAT, loadPart, plusOld, plusOldPart, storePart, VECTOR } from "./vector";

const ADD = 0;
const SUBTRACT = 1;
const MULTIPLY = 2;
const DIVIDE = 3;

@inline
function combine(operation: i32, a: v128, b: v128): v128 {
  if (operation == ADD) return f32x4.add(a, b);
  if (operation == SUBTRACT) return f32x4.sub(a, b);
  if (operation == MULTIPLY) return f32x4.mul(a, b);
  return f32x4.div(a, b);
}

@inline
function binary(operation: i32, a: i32, b: i32, out: i32, n: i32, bSize: i32, old: i32): void {
  let pa = address(a);
  let po = address(out);
  if (bSize == 1) {
    const value = v128.load32_splat(address(b));
    for (; n >= 4; n -= 4) {
      v128.store(po, plusOld(old, po, combine(operation, v128.load(pa), value)));
      pa += VECTOR;
      po += VECTOR;
    }
    if (n > 0) {
      const v = combine(operation, loadPart(pa, n), value);
      storePart(po, plusOldPart(old, po, v, n), n);
    }
    return;
  }
  for (; n > 0; n -= bSize) {
    let pb = address(b);
    let rest = bSize;
    for (; rest >= 4; rest -= 4) {
      const v = combine(operation, v128.load(pa), v128.load(pb));
      v128.store(po, plusOld(old, po, v));
      pa += VECTOR;
      pb += VECTOR;
      po += VECTOR;
    }
    if (rest > 0) {
      const v = combine(operation, loadPart(pa, rest), loadPart(pb, rest));
      storePart(po, plusOldPart(old, po, v, rest), rest);
      pa += <usize>rest * FLOAT;
      po += <usize>rest * FLOAT;
    }
  }
}

export function add(a: i32, b: i32, out: i32, n: i32, bSize: i32): void {
  binary(ADD, a, b, out, n, bSize, 0);
}

export function subtract(a: i32, b: i32, out: i32, n: i32, bSize: i32): void {
  binary(SUBTRACT, a, b, out, n, bSize, 0);
}

export function multiply(a: i32, b: i32, out: i32, n: i32, bSize: i32, accumulate: i32): void {
  if (accumulate) binary(MULTIPLY, a, b, out, n, bSize, 1);
  else binary(MULTIPLY, a, b, out, n, bSize, 0);
}

export function divide(a: i32, b: i32, out: i32, n: i32, bSize: i32): void {
  binary(DIVIDE, a, b, out, n, bSize, 0);
}

export function scale(x: i32, factor: f32, out: i32, n: i32, accumulate: i32): void {
  const f = f32x4.splat(factor);
  let px = address(x);
  let po = address(out);
  for (; n >= 4; n -= 4) {
    v128.store(po, plusOld(accumulate, po, f32x4.mul(f, v128.load(px))));
    px += VECTOR;
    po += VECTOR;
  }
  if (n > 0) storePart(po, plusOldPart(accumulate, po, f32x4.mul(f, loadPart(px, n)), n), n);
}

export function fill(out: i32, value: f32, n: i32): void {
  const v = f32x4.splat(value);
  let po = address(out);
  for (; n >= 4; n -= 4) {
    v128.store(po, v);
    po += VECTOR;
  }
  if (n > 0) storePart(po, v, n);
}

export function copy(x: i32, out: i32, n: i32, accumulate: i32): void {
  if (!accumulate) {
    memory.copy(address(out), address(x), <usize>n * FLOAT);
    return;
  }
  let px = address(x);
  let po = address(out);
  for (; n >= 4; n -= 4) {
    v128.store(po, f32x4.add(v128.load(po), v128.load(px)));
    px += VECTOR;
    po += VECTOR;
  }
  if (n > 0) storePart(po, f32x4.add(loadPart(po, n), loadPart(px, n)), n);
}
