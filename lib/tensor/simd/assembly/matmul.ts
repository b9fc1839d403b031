/**
 * out[m, n] (+)= A[m, k] · B[k, n].
 *
 * B is packed into panels of sixteen columns: panel after panel, in each one all k, so that the innermost loop
 * runs through memory in one direction. Two rows of A by sixteen columns of B are summed in eight vectors, which
 * stay in registers: per step of k four loads of B, two numbers of A spread over the lanes, eight products, eight
 * sums. Eight and more columns left over are a panel of eight, by which four rows are multiplied at a time; up to
 * four are a panel of four. Where fewer exist, a panel is padded with zeros, and only what exists is written.
 *
 * Order of evaluation: every element of `out` is its old value or 0, plus a[0]·b[0], plus a[1]·b[1], and so on
 * up to k, each product and each sum rounded once. That is the same for every tile and block, wherever the
 * element lies.
 */

import {
  BLOCK_COLUMNS,
  BLOCK_K,
  BLOCK_ROWS,
  LEFT,
  RIGHT,
  WIDE_PANEL_COLUMNS,
} from "./layout";
import { turn } from "./moving";
import { address, FLOAT, loadSome, storeSome, VECTOR } from "./vector";

/** Bytes of a row of a wide panel, and of one of eight columns. */
const WIDE_PANEL_STEP: usize = <usize>WIDE_PANEL_COLUMNS * FLOAT;
const PANEL_STEP: usize = 32;

/** Bytes that `n` columns of `k` rows take when packed. */
@inline
export function packedBytes(k: i32, n: i32): usize {
  return <usize>(((n + 3) & ~3) * k) * FLOAT;
}

/** Bytes of a row of the next panel where `n` columns are left: the one rule by which all of B is cut into panels. */
@inline
function panelStep(n: i32): usize {
  return n >= WIDE_PANEL_COLUMNS ? WIDE_PANEL_STEP : n > 4 ? PANEL_STEP : VECTOR;
}

/** Columns of that panel that exist. */
@inline
function panelColumns(n: i32): i32 {
  return min(n, <i32>(panelStep(n) / FLOAT));
}

/** Packs B[k, n] whose rows lie `stride` bytes apart. */
export function packRows(b: usize, stride: usize, k: i32, n: i32, panels: usize): void {
  while (n > 0) {
    const step = panelStep(n);
    const columns = panelColumns(n);
    let p = b;
    for (let i = 0; i < k; i++) {
      if (step == WIDE_PANEL_STEP) {
        v128.store(panels, v128.load(p));
        v128.store(panels, v128.load(p, VECTOR), VECTOR);
        v128.store(panels, v128.load(p, 2 * VECTOR), 2 * VECTOR);
        v128.store(panels, v128.load(p, 3 * VECTOR), 3 * VECTOR);
      } else if (step == PANEL_STEP) {
        v128.store(panels, v128.load(p));
        v128.store(panels, loadSome(p + VECTOR, columns - 4), VECTOR);
      } else {
        v128.store(panels, loadSome(p, columns));
      }
      p += stride;
      panels += step;
    }
    b += step;
    n -= columns;
  }
}

/** Packs B[k, n] that is stored as [n, k], rows of k lying `stride` bytes apart. */
export function packColumns(b: usize, stride: usize, k: i32, n: i32, panels: usize): void {
  while (n > 0) {
    const step = panelStep(n);
    const columns = panelColumns(n);
    if (<usize>columns * FLOAT < step) memory.fill(panels, 0, <usize>k * step);
    turn(b, stride, panels, step, columns, k, 0);
    b += <usize>columns * stride;
    panels += <usize>k * step;
    n -= columns;
  }
}

/**
 * All rows of A times one panel of sixteen columns.
 *
 * Deno's V8 checks every address against the size of memory, less the offset of the access. It makes that
 * difference once per offset if an access with this offset comes before the loop: hence the loads at the top,
 * from address 0 (`k >>> 31`, which the compiler cannot know to be 0: it would drop the check and make nothing).
 * The checks are also why four numbers of a row of A are loaded at once and spread by shuffles, and why `b` moves
 * on at every step of k: four different offsets, whose limits all fit into registers. Steps are written out four
 * times, because the lanes of a shuffle must be constants and no function can change the variables of another.
 */
function multiplyWidePanel(
  a: usize,
  aStride: usize,
  panel: usize,
  out: usize,
  outStride: usize,
  m: i32,
  k: i32,
  accumulate: i32,
): void {
  const nowhere = <usize>(k >>> 31);
  load<f32>(nowhere);
  v128.load(nowhere);
  v128.load(nowhere, VECTOR);
  v128.load(nowhere, 2 * VECTOR);
  v128.load(nowhere, 3 * VECTOR);
  const zero = f32x4.splat(0);
  const aRest = <usize>(k & ~3) * FLOAT;
  for (; m > 0; m -= 2) {
    // A row left over at the end is worked out twice, into the same place.
    const o = m > 1 ? out + outStride : out;
    let a0 = a;
    let a1 = m > 1 ? a + aStride : a;
    let b = panel;
    let b0: v128, q: v128, t: v128, r: v128, s: v128;
    let c00 = zero, c01 = zero, c02 = zero, c03 = zero;
    let c10 = zero, c11 = zero, c12 = zero, c13 = zero;
    if (accumulate) {
      c00 = v128.load(out);
      c01 = v128.load(out, VECTOR);
      c02 = v128.load(out, 2 * VECTOR);
      c03 = v128.load(out, 3 * VECTOR);
      c10 = v128.load(o);
      c11 = v128.load(o, VECTOR);
      c12 = v128.load(o, 2 * VECTOR);
      c13 = v128.load(o, 3 * VECTOR);
    }
    for (const stop = a + aRest; a0 < stop;) {
      q = v128.load(a0);
      t = v128.load(a1);
      r = v128.shuffle<f32>(q, q, 0, 0, 0, 0);
      s = v128.shuffle<f32>(t, t, 0, 0, 0, 0);
      b0 = v128.load(b);
      c00 = f32x4.add(c00, f32x4.mul(r, b0));
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      b0 = v128.load(b, VECTOR);
      c01 = f32x4.add(c01, f32x4.mul(r, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b0));
      b0 = v128.load(b, 2 * VECTOR);
      c02 = f32x4.add(c02, f32x4.mul(r, b0));
      c12 = f32x4.add(c12, f32x4.mul(s, b0));
      b0 = v128.load(b, 3 * VECTOR);
      c03 = f32x4.add(c03, f32x4.mul(r, b0));
      c13 = f32x4.add(c13, f32x4.mul(s, b0));
      b += WIDE_PANEL_STEP;
      r = v128.shuffle<f32>(q, q, 1, 1, 1, 1);
      s = v128.shuffle<f32>(t, t, 1, 1, 1, 1);
      b0 = v128.load(b);
      c00 = f32x4.add(c00, f32x4.mul(r, b0));
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      b0 = v128.load(b, VECTOR);
      c01 = f32x4.add(c01, f32x4.mul(r, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b0));
      b0 = v128.load(b, 2 * VECTOR);
      c02 = f32x4.add(c02, f32x4.mul(r, b0));
      c12 = f32x4.add(c12, f32x4.mul(s, b0));
      b0 = v128.load(b, 3 * VECTOR);
      c03 = f32x4.add(c03, f32x4.mul(r, b0));
      c13 = f32x4.add(c13, f32x4.mul(s, b0));
      b += WIDE_PANEL_STEP;
      r = v128.shuffle<f32>(q, q, 2, 2, 2, 2);
      s = v128.shuffle<f32>(t, t, 2, 2, 2, 2);
      b0 = v128.load(b);
      c00 = f32x4.add(c00, f32x4.mul(r, b0));
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      b0 = v128.load(b, VECTOR);
      c01 = f32x4.add(c01, f32x4.mul(r, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b0));
      b0 = v128.load(b, 2 * VECTOR);
      c02 = f32x4.add(c02, f32x4.mul(r, b0));
      c12 = f32x4.add(c12, f32x4.mul(s, b0));
      b0 = v128.load(b, 3 * VECTOR);
      c03 = f32x4.add(c03, f32x4.mul(r, b0));
      c13 = f32x4.add(c13, f32x4.mul(s, b0));
      b += WIDE_PANEL_STEP;
      r = v128.shuffle<f32>(q, q, 3, 3, 3, 3);
      s = v128.shuffle<f32>(t, t, 3, 3, 3, 3);
      b0 = v128.load(b);
      c00 = f32x4.add(c00, f32x4.mul(r, b0));
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      b0 = v128.load(b, VECTOR);
      c01 = f32x4.add(c01, f32x4.mul(r, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b0));
      b0 = v128.load(b, 2 * VECTOR);
      c02 = f32x4.add(c02, f32x4.mul(r, b0));
      c12 = f32x4.add(c12, f32x4.mul(s, b0));
      b0 = v128.load(b, 3 * VECTOR);
      c03 = f32x4.add(c03, f32x4.mul(r, b0));
      c13 = f32x4.add(c13, f32x4.mul(s, b0));
      b += WIDE_PANEL_STEP;
      a0 += VECTOR;
      a1 += VECTOR;
    }
    for (let i = k & 3; i > 0; i--) {
      r = v128.load32_splat(a0);
      s = v128.load32_splat(a1);
      b0 = v128.load(b);
      c00 = f32x4.add(c00, f32x4.mul(r, b0));
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      b0 = v128.load(b, VECTOR);
      c01 = f32x4.add(c01, f32x4.mul(r, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b0));
      b0 = v128.load(b, 2 * VECTOR);
      c02 = f32x4.add(c02, f32x4.mul(r, b0));
      c12 = f32x4.add(c12, f32x4.mul(s, b0));
      b0 = v128.load(b, 3 * VECTOR);
      c03 = f32x4.add(c03, f32x4.mul(r, b0));
      c13 = f32x4.add(c13, f32x4.mul(s, b0));
      a0 += FLOAT;
      a1 += FLOAT;
      b += WIDE_PANEL_STEP;
    }
    v128.store(out, c00);
    v128.store(out, c01, VECTOR);
    v128.store(out, c02, 2 * VECTOR);
    v128.store(out, c03, 3 * VECTOR);
    v128.store(o, c10);
    v128.store(o, c11, VECTOR);
    v128.store(o, c12, 2 * VECTOR);
    v128.store(o, c13, 3 * VECTOR);
    out += 2 * outStride;
    a += 2 * aStride;
  }
}

/** The same for a panel of eight, into five to eight columns of `out`. */
function multiplyPanel(
  a: usize,
  aStride: usize,
  panel: usize,
  out: usize,
  outStride: usize,
  m: i32,
  k: i32,
  columns: i32,
  accumulate: i32,
): void {
  const right = columns - 4;
  const nowhere = <usize>(k >>> 31);
  load<f32>(nowhere);
  load<f32>(nowhere, FLOAT);
  load<f32>(nowhere, 2 * FLOAT);
  load<f32>(nowhere, 3 * FLOAT);
  v128.load(nowhere);
  v128.load(nowhere, VECTOR);
  v128.load(nowhere, 2 * VECTOR);
  v128.load(nowhere, 3 * VECTOR);
  v128.load(nowhere, 4 * VECTOR);
  v128.load(nowhere, 5 * VECTOR);
  v128.load(nowhere, 6 * VECTOR);
  v128.load(nowhere, 7 * VECTOR);
  const zero = f32x4.splat(0);
  const aRest = <usize>(k & ~3) * FLOAT;
  for (; m >= 4; m -= 4) {
    let a0 = a;
    let a1 = a0 + aStride;
    let a2 = a1 + aStride;
    let a3 = a2 + aStride;
    let b = panel;
    let b0: v128, b1: v128, s: v128;
    let c00 = zero, c01 = zero, c10 = zero, c11 = zero;
    let c20 = zero, c21 = zero, c30 = zero, c31 = zero;
    if (accumulate) {
      let o = out;
      c00 = v128.load(o);
      c01 = loadSome(o + VECTOR, right);
      o += outStride;
      c10 = v128.load(o);
      c11 = loadSome(o + VECTOR, right);
      o += outStride;
      c20 = v128.load(o);
      c21 = loadSome(o + VECTOR, right);
      o += outStride;
      c30 = v128.load(o);
      c31 = loadSome(o + VECTOR, right);
    }
    for (const stop = a + aRest; a0 < stop;) {
      b0 = v128.load(b);
      b1 = v128.load(b, VECTOR);
      s = v128.load32_splat(a0);
      c00 = f32x4.add(c00, f32x4.mul(s, b0));
      c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load32_splat(a1);
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load32_splat(a2);
      c20 = f32x4.add(c20, f32x4.mul(s, b0));
      c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load32_splat(a3);
      c30 = f32x4.add(c30, f32x4.mul(s, b0));
      c31 = f32x4.add(c31, f32x4.mul(s, b1));
      b0 = v128.load(b, PANEL_STEP);
      b1 = v128.load(b, PANEL_STEP + VECTOR);
      s = v128.load32_splat(a0, FLOAT);
      c00 = f32x4.add(c00, f32x4.mul(s, b0));
      c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load32_splat(a1, FLOAT);
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load32_splat(a2, FLOAT);
      c20 = f32x4.add(c20, f32x4.mul(s, b0));
      c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load32_splat(a3, FLOAT);
      c30 = f32x4.add(c30, f32x4.mul(s, b0));
      c31 = f32x4.add(c31, f32x4.mul(s, b1));
      b0 = v128.load(b, 2 * PANEL_STEP);
      b1 = v128.load(b, 2 * PANEL_STEP + VECTOR);
      s = v128.load32_splat(a0, 2 * FLOAT);
      c00 = f32x4.add(c00, f32x4.mul(s, b0));
      c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load32_splat(a1, 2 * FLOAT);
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load32_splat(a2, 2 * FLOAT);
      c20 = f32x4.add(c20, f32x4.mul(s, b0));
      c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load32_splat(a3, 2 * FLOAT);
      c30 = f32x4.add(c30, f32x4.mul(s, b0));
      c31 = f32x4.add(c31, f32x4.mul(s, b1));
      b0 = v128.load(b, 3 * PANEL_STEP);
      b1 = v128.load(b, 3 * PANEL_STEP + VECTOR);
      s = v128.load32_splat(a0, 3 * FLOAT);
      c00 = f32x4.add(c00, f32x4.mul(s, b0));
      c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load32_splat(a1, 3 * FLOAT);
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load32_splat(a2, 3 * FLOAT);
      c20 = f32x4.add(c20, f32x4.mul(s, b0));
      c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load32_splat(a3, 3 * FLOAT);
      c30 = f32x4.add(c30, f32x4.mul(s, b0));
      c31 = f32x4.add(c31, f32x4.mul(s, b1));
      a0 += 4 * FLOAT;
      a1 += 4 * FLOAT;
      a2 += 4 * FLOAT;
      a3 += 4 * FLOAT;
      b += 4 * PANEL_STEP;
    }
    for (let i = k & 3; i > 0; i--) {
      b0 = v128.load(b);
      b1 = v128.load(b, VECTOR);
      s = v128.load32_splat(a0);
      c00 = f32x4.add(c00, f32x4.mul(s, b0));
      c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load32_splat(a1);
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load32_splat(a2);
      c20 = f32x4.add(c20, f32x4.mul(s, b0));
      c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load32_splat(a3);
      c30 = f32x4.add(c30, f32x4.mul(s, b0));
      c31 = f32x4.add(c31, f32x4.mul(s, b1));
      a0 += FLOAT;
      a1 += FLOAT;
      a2 += FLOAT;
      a3 += FLOAT;
      b += PANEL_STEP;
    }
    v128.store(out, c00);
    storeSome(out + VECTOR, c01, right);
    out += outStride;
    v128.store(out, c10);
    storeSome(out + VECTOR, c11, right);
    out += outStride;
    v128.store(out, c20);
    storeSome(out + VECTOR, c21, right);
    out += outStride;
    v128.store(out, c30);
    storeSome(out + VECTOR, c31, right);
    out += outStride;
    a += 4 * aStride;
  }
  for (; m > 0; m--) {
    let p = a;
    let b = panel;
    let c0 = accumulate ? v128.load(out) : zero;
    let c1 = accumulate ? loadSome(out + VECTOR, right) : zero;
    for (let i = k; i > 0; i--) {
      const s = v128.load32_splat(p);
      c0 = f32x4.add(c0, f32x4.mul(s, v128.load(b)));
      c1 = f32x4.add(c1, f32x4.mul(s, v128.load(b, VECTOR)));
      p += FLOAT;
      b += PANEL_STEP;
    }
    v128.store(out, c0);
    storeSome(out + VECTOR, c1, right);
    out += outStride;
    a += aStride;
  }
}

/** The same for a panel of four, into one to four columns of `out`. */
function multiplyHalfPanel(
  a: usize,
  aStride: usize,
  panel: usize,
  out: usize,
  outStride: usize,
  m: i32,
  k: i32,
  columns: i32,
  accumulate: i32,
): void {
  const nowhere = <usize>(k >>> 31);
  load<f32>(nowhere);
  load<f32>(nowhere, FLOAT);
  load<f32>(nowhere, 2 * FLOAT);
  load<f32>(nowhere, 3 * FLOAT);
  v128.load(nowhere);
  v128.load(nowhere, VECTOR);
  v128.load(nowhere, 2 * VECTOR);
  v128.load(nowhere, 3 * VECTOR);
  const zero = f32x4.splat(0);
  const aRest = <usize>(k & ~3) * FLOAT;
  for (; m >= 4; m -= 4) {
    let a0 = a;
    let a1 = a0 + aStride;
    let a2 = a1 + aStride;
    let a3 = a2 + aStride;
    let b = panel;
    let b0: v128;
    let c0 = zero, c1 = zero, c2 = zero, c3 = zero;
    if (accumulate) {
      let o = out;
      c0 = loadSome(o, columns);
      o += outStride;
      c1 = loadSome(o, columns);
      o += outStride;
      c2 = loadSome(o, columns);
      o += outStride;
      c3 = loadSome(o, columns);
    }
    for (const stop = a + aRest; a0 < stop;) {
      b0 = v128.load(b);
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a0), b0));
      c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a1), b0));
      c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a2), b0));
      c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a3), b0));
      b0 = v128.load(b, VECTOR);
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a0, FLOAT), b0));
      c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a1, FLOAT), b0));
      c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a2, FLOAT), b0));
      c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a3, FLOAT), b0));
      b0 = v128.load(b, 2 * VECTOR);
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a0, 2 * FLOAT), b0));
      c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a1, 2 * FLOAT), b0));
      c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a2, 2 * FLOAT), b0));
      c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a3, 2 * FLOAT), b0));
      b0 = v128.load(b, 3 * VECTOR);
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a0, 3 * FLOAT), b0));
      c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a1, 3 * FLOAT), b0));
      c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a2, 3 * FLOAT), b0));
      c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a3, 3 * FLOAT), b0));
      a0 += 4 * FLOAT;
      a1 += 4 * FLOAT;
      a2 += 4 * FLOAT;
      a3 += 4 * FLOAT;
      b += 4 * VECTOR;
    }
    for (let i = k & 3; i > 0; i--) {
      b0 = v128.load(b);
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a0), b0));
      c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a1), b0));
      c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a2), b0));
      c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a3), b0));
      a0 += FLOAT;
      a1 += FLOAT;
      a2 += FLOAT;
      a3 += FLOAT;
      b += VECTOR;
    }
    storeSome(out, c0, columns);
    out += outStride;
    storeSome(out, c1, columns);
    out += outStride;
    storeSome(out, c2, columns);
    out += outStride;
    storeSome(out, c3, columns);
    out += outStride;
    a += 4 * aStride;
  }
  for (; m > 0; m--) {
    let p = a;
    let b = panel;
    let c = accumulate ? loadSome(out, columns) : zero;
    for (let i = k; i > 0; i--) {
      c = f32x4.add(c, f32x4.mul(v128.load32_splat(p), v128.load(b)));
      p += FLOAT;
      b += VECTOR;
    }
    storeSome(out, c, columns);
    out += outStride;
    a += aStride;
  }
}

/** out[m, n] (+)= A[m, k] · B, with B packed; rows of A and out lie `aStride` and `outStride` bytes apart. */
export function multiplyPacked(
  a: usize,
  aStride: usize,
  panels: usize,
  out: usize,
  outStride: usize,
  m: i32,
  k: i32,
  n: i32,
  accumulate: i32,
): void {
  while (n > 0) {
    const step = panelStep(n);
    const columns = panelColumns(n);
    if (step == WIDE_PANEL_STEP) {
      multiplyWidePanel(a, aStride, panels, out, outStride, m, k, accumulate);
    } else if (step == PANEL_STEP) {
      multiplyPanel(a, aStride, panels, out, outStride, m, k, columns, accumulate);
    } else {
      multiplyHalfPanel(a, aStride, panels, out, outStride, m, k, columns, accumulate);
    }
    panels += <usize>k * step;
    out += step;
    n -= columns;
  }
}

/** The general product, with strides in bytes: A is stored as [k, m] if transposeA, B as [n, k] if transposeB. */
export function product(
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  out: usize,
  outStride: usize,
  m: i32,
  k: i32,
  n: i32,
  transposeA: i32,
  transposeB: i32,
  accumulate: i32,
): void {
  if (k == 0 && !accumulate) {
    for (let i = 0; i < m; i++) memory.fill(out + <usize>i * outStride, 0, <usize>n * FLOAT);
  }
  for (let k0 = 0; k0 < k; k0 += BLOCK_K) {
    const depth = min(k - k0, BLOCK_K);
    const more = accumulate | <i32>(k0 > 0);
    for (let n0 = 0; n0 < n; n0 += BLOCK_COLUMNS) {
      const width = min(n - n0, BLOCK_COLUMNS);
      const po = out + <usize>n0 * FLOAT;
      if (transposeB) {
        packColumns(b + <usize>n0 * bStride + <usize>k0 * FLOAT, bStride, depth, width, RIGHT);
      } else {
        packRows(b + <usize>k0 * bStride + <usize>n0 * FLOAT, bStride, depth, width, RIGHT);
      }
      if (!transposeA) {
        multiplyPacked(
          a + <usize>k0 * FLOAT,
          aStride,
          RIGHT,
          po,
          outStride,
          m,
          depth,
          width,
          more,
        );
        continue;
      }
      // A cache line more than a row: rows a power of two apart would push each other out of the cache.
      const step = <usize>(depth + 16) * FLOAT;
      for (let m0 = 0; m0 < m; m0 += BLOCK_ROWS) {
        const rows = min(m - m0, BLOCK_ROWS);
        turn(a + <usize>k0 * aStride + <usize>m0 * FLOAT, aStride, LEFT, step, depth, rows, 0);
        const target = po + <usize>m0 * outStride;
        multiplyPacked(LEFT, step, RIGHT, target, outStride, rows, depth, width, more);
      }
    }
  }
}

export function matmul(
  a: i32,
  b: i32,
  out: i32,
  m: i32,
  k: i32,
  n: i32,
  transposeA: i32,
  transposeB: i32,
  accumulate: i32,
): void {
  product(
    address(a),
    <usize>(transposeA ? m : k) * FLOAT,
    address(b),
    <usize>(transposeB ? k : n) * FLOAT,
    address(out),
    <usize>n * FLOAT,
    m,
    k,
    n,
    transposeA,
    transposeB,
    accumulate,
  );
}
