/**
 * add, subtract, multiply, divide with suffix broadcasting; scale, fill and copy.
 *
 * `b` is reused cyclically: seen as rows of `bSize`, every row of `a` meets the same `b`. A single number is
 * spread over the lanes instead.
 */

import { address, FLOAT, loadSome, PAIR, plusSome, storeSome, VECTOR } from "./vector";
import { moveRun } from "./moving";

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
    for (; n >= 8; n -= 8) {
      const v0 = plusSome(old, po, combine(operation, v128.load(pa), value), 4);
      const a1 = v128.load(pa, VECTOR);
      const v1 = plusSome(old, po + VECTOR, combine(operation, a1, value), 4);
      v128.store(po, v1, VECTOR);
      v128.store(po, v0);
      pa += PAIR;
      po += PAIR;
    }
    for (; n > 0; n -= 4) {
      const count = min(n, 4);
      storeSome(po, plusSome(old, po, combine(operation, loadSome(pa, count), value), count), count);
      pa += VECTOR;
      po += VECTOR;
    }
    return;
  }
  for (; n > 0; n -= bSize) {
    let pb = address(b);
    let rest = bSize;
    for (; rest >= 8; rest -= 8) {
      const v0 = plusSome(old, po, combine(operation, v128.load(pa), v128.load(pb)), 4);
      const a1 = v128.load(pa, VECTOR);
      const b1 = v128.load(pb, VECTOR);
      const v1 = plusSome(old, po + VECTOR, combine(operation, a1, b1), 4);
      v128.store(po, v1, VECTOR);
      v128.store(po, v0);
      pa += PAIR;
      pb += PAIR;
      po += PAIR;
    }
    while (rest > 0) {
      const count = min(rest, 4);
      const v = combine(operation, loadSome(pa, count), loadSome(pb, count));
      storeSome(po, plusSome(old, po, v, count), count);
      pa += <usize>count * FLOAT;
      pb += <usize>count * FLOAT;
      po += <usize>count * FLOAT;
      rest -= count;
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

/** out (+)= factor · x, a run */
@inline
export function scaleRun(factor: v128, px: usize, po: usize, n: i32, accumulate: i32): void {
  for (; n >= 8; n -= 8) {
    const v0 = plusSome(accumulate, po, f32x4.mul(factor, v128.load(px)), 4);
    const x1 = v128.load(px, VECTOR);
    const v1 = plusSome(accumulate, po + VECTOR, f32x4.mul(factor, x1), 4);
    v128.store(po, v1, VECTOR);
    v128.store(po, v0);
    px += PAIR;
    po += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const v = f32x4.mul(factor, loadSome(px, count));
    storeSome(po, plusSome(accumulate, po, v, count), count);
    px += VECTOR;
    po += VECTOR;
  }
}

export function scale(x: i32, factor: f32, out: i32, n: i32, accumulate: i32): void {
  const f = f32x4.splat(factor);
  if (accumulate) scaleRun(f, address(x), address(out), n, 1);
  else scaleRun(f, address(x), address(out), n, 0);
}

export function fill(out: i32, value: f32, n: i32): void {
  fillRun(f32x4.splat(value), address(out), n);
}

/** A run of one value. */
@inline
export function fillRun(v: v128, po: usize, n: i32): void {
  for (; n >= 8; n -= 8) {
    v128.store(po, v, VECTOR);
    v128.store(po, v);
    po += PAIR;
  }
  for (; n > 0; n -= 4) {
    storeSome(po, v, min(n, 4));
    po += VECTOR;
  }
}

export function copy(x: i32, out: i32, n: i32, accumulate: i32): void {
  if (accumulate) moveRun(address(x), address(out), n, 1);
  else memory.copy(address(out), address(x), <usize>n * FLOAT);
}
