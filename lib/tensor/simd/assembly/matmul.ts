/**
 * out[m, n] (+)= A[m, k] · B[k, n].
 *
 * B is packed into panels of sixteen columns: panel after panel, in each one all k, so that the innermost loop
 * runs through memory in one direction. Four rows of A by sixteen columns of B are summed in sixteen vectors, or in
 * eight of twice the width: per step of k four loads of B, four numbers of A spread over the lanes, sixteen products,
 * sixteen sums. Where two rows at a time are faster, it is two: see two_rows.ts. Up to eight columns left over are a
 * panel of eight. Where fewer exist, a panel is padded with zeros, and only what exists is written.
 *
 * Order of evaluation: every element of `out` is its old value or 0, plus a[0]·b[0], plus a[1]·b[1], and so on
 * up to k, each product and each sum rounded once. That is the same for every tile and block, wherever the
 * element lies. Where k is longer than LONG, that is the order of sums of LONG_BLOCK terms, from 0 on, which are added
 * up likewise: a single sum so long would lose a digit or more.
 */

import {
  BLOCK_COLUMNS,
  BLOCK_K,
  BLOCK_ROWS,
  fourRows,
  leftPlace,
  rightPlace,
  sumsPlace,
  tilePlace,
  trialPlace,
  useTile,
  WIDE_PANEL_COLUMNS,
} from "./layout";
import { moveRows, moveRun, turn } from "./moving";
import { multiplyTwoRows } from "./two_rows";
import { address, FLOAT, VECTOR } from "./vector";

/** Columns of a panel that is not wide, and bytes of a row of either. */
const PANEL_COLUMNS: i32 = 8;
const PANEL_STEP: usize = <usize>PANEL_COLUMNS * FLOAT;
const WIDE_PANEL_STEP: usize = <usize>WIDE_PANEL_COLUMNS * FLOAT;

/** Bytes that `n` columns of `k` rows take when packed. */
@inline
export function packedBytes(k: i32, n: i32): usize {
  return <usize>(((n + PANEL_COLUMNS - 1) & -PANEL_COLUMNS) * k) * FLOAT;
}

/** Bytes of a row of the next panel where `n` columns are left: the one rule by which all of B is cut into panels. */
@inline
function panelStep(n: i32): usize {
  return n > PANEL_COLUMNS ? WIDE_PANEL_STEP : PANEL_STEP;
}

/** Columns of that panel that exist. */
@inline
function panelColumns(n: i32): i32 {
  return min(n, <i32>(panelStep(n) / FLOAT));
}

/** Above so many terms a sum is made of sums of so many: more than any training of the course adds up. */
export const LONG: i32 = 32768;
const LONG_BLOCK: i32 = 1024;

/** Packs B[k, n] whose rows lie `stride` bytes apart. */
export function packRows(b: usize, stride: usize, k: i32, n: i32, panels: usize): void {
  while (n > 0) {
    const step = panelStep(n);
    const columns = panelColumns(n);
    let p = b;
    if (<usize>columns * FLOAT < step) memory.fill(panels, 0, <usize>k * step);
    for (let i = 0; i < k; i++) {
      moveRun(p, panels, columns, 0);
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
 * All rows of A times one panel, four rows at a time. `wide`: a panel of sixteen columns, else of eight; it is
 * written as a constant, so that the compiler drops the question.
 *
 * Where fewer than four rows are left, the last one is worked out several times, into the same place. Where fewer
 * columns exist than the panel has, the tile is written beside `out`, and only what exists is moved there.
 * Steps of k are written out four times, because no function can change the variables of another.
 */
@inline
function multiplyPanel(
  wide: bool,
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
  const step = wide ? WIDE_PANEL_STEP : PANEL_STEP;
  const tile = tilePlace();
  const whole = <usize>columns * FLOAT == step;
  const zero = f32x4.splat(0);
  const aRest = <usize>(k & ~3) * FLOAT;
  for (; m > 0; m -= 4) {
    let a0 = a;
    let a1 = m > 1 ? a0 + aStride : a0;
    let a2 = m > 2 ? a1 + aStride : a1;
    let a3 = m > 3 ? a2 + aStride : a2;
    let b = panel;
    let s: v128, b0: v128, b1: v128, b2 = zero, b3 = zero;
    let c00 = zero, c01 = zero, c02 = zero, c03 = zero;
    let c10 = zero, c11 = zero, c12 = zero, c13 = zero;
    let c20 = zero, c21 = zero, c22 = zero, c23 = zero;
    let c30 = zero, c31 = zero, c32 = zero, c33 = zero;
    const gap = whole ? outStride : WIDE_PANEL_STEP;
    const o0 = whole ? out : tile;
    const o1 = m > 1 ? o0 + gap : o0;
    const o2 = m > 2 ? o1 + gap : o1;
    const o3 = m > 3 ? o2 + gap : o2;
    if (accumulate) {
      if (!whole) moveRows(out, outStride, tile, WIDE_PANEL_STEP, min(m, 4), columns);
      c00 = v128.load(o0);
      c01 = v128.load(o0, VECTOR);
      if (wide) {
        c02 = v128.load(o0, 2 * VECTOR);
        c03 = v128.load(o0, 3 * VECTOR);
      }
      c10 = v128.load(o1);
      c11 = v128.load(o1, VECTOR);
      if (wide) {
        c12 = v128.load(o1, 2 * VECTOR);
        c13 = v128.load(o1, 3 * VECTOR);
      }
      c20 = v128.load(o2);
      c21 = v128.load(o2, VECTOR);
      if (wide) {
        c22 = v128.load(o2, 2 * VECTOR);
        c23 = v128.load(o2, 3 * VECTOR);
      }
      c30 = v128.load(o3);
      c31 = v128.load(o3, VECTOR);
      if (wide) {
        c32 = v128.load(o3, 2 * VECTOR);
        c33 = v128.load(o3, 3 * VECTOR);
      }
    }
    for (const stop = a + aRest; a0 < stop;) {
      b0 = v128.load(b);
      b1 = v128.load(b, VECTOR);
      if (wide) {
        b2 = v128.load(b, 2 * VECTOR);
        b3 = v128.load(b, 3 * VECTOR);
      }
      s = v128.load32_splat(a0);
      c00 = f32x4.add(c00, f32x4.mul(s, b0));
      c01 = f32x4.add(c01, f32x4.mul(s, b1));
      if (wide) {
        c02 = f32x4.add(c02, f32x4.mul(s, b2));
        c03 = f32x4.add(c03, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a1);
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b1));
      if (wide) {
        c12 = f32x4.add(c12, f32x4.mul(s, b2));
        c13 = f32x4.add(c13, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a2);
      c20 = f32x4.add(c20, f32x4.mul(s, b0));
      c21 = f32x4.add(c21, f32x4.mul(s, b1));
      if (wide) {
        c22 = f32x4.add(c22, f32x4.mul(s, b2));
        c23 = f32x4.add(c23, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a3);
      c30 = f32x4.add(c30, f32x4.mul(s, b0));
      c31 = f32x4.add(c31, f32x4.mul(s, b1));
      if (wide) {
        c32 = f32x4.add(c32, f32x4.mul(s, b2));
        c33 = f32x4.add(c33, f32x4.mul(s, b3));
      }
      b += step;
      b0 = v128.load(b);
      b1 = v128.load(b, VECTOR);
      if (wide) {
        b2 = v128.load(b, 2 * VECTOR);
        b3 = v128.load(b, 3 * VECTOR);
      }
      s = v128.load32_splat(a0, FLOAT);
      c00 = f32x4.add(c00, f32x4.mul(s, b0));
      c01 = f32x4.add(c01, f32x4.mul(s, b1));
      if (wide) {
        c02 = f32x4.add(c02, f32x4.mul(s, b2));
        c03 = f32x4.add(c03, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a1, FLOAT);
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b1));
      if (wide) {
        c12 = f32x4.add(c12, f32x4.mul(s, b2));
        c13 = f32x4.add(c13, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a2, FLOAT);
      c20 = f32x4.add(c20, f32x4.mul(s, b0));
      c21 = f32x4.add(c21, f32x4.mul(s, b1));
      if (wide) {
        c22 = f32x4.add(c22, f32x4.mul(s, b2));
        c23 = f32x4.add(c23, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a3, FLOAT);
      c30 = f32x4.add(c30, f32x4.mul(s, b0));
      c31 = f32x4.add(c31, f32x4.mul(s, b1));
      if (wide) {
        c32 = f32x4.add(c32, f32x4.mul(s, b2));
        c33 = f32x4.add(c33, f32x4.mul(s, b3));
      }
      b += step;
      b0 = v128.load(b);
      b1 = v128.load(b, VECTOR);
      if (wide) {
        b2 = v128.load(b, 2 * VECTOR);
        b3 = v128.load(b, 3 * VECTOR);
      }
      s = v128.load32_splat(a0, 2 * FLOAT);
      c00 = f32x4.add(c00, f32x4.mul(s, b0));
      c01 = f32x4.add(c01, f32x4.mul(s, b1));
      if (wide) {
        c02 = f32x4.add(c02, f32x4.mul(s, b2));
        c03 = f32x4.add(c03, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a1, 2 * FLOAT);
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b1));
      if (wide) {
        c12 = f32x4.add(c12, f32x4.mul(s, b2));
        c13 = f32x4.add(c13, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a2, 2 * FLOAT);
      c20 = f32x4.add(c20, f32x4.mul(s, b0));
      c21 = f32x4.add(c21, f32x4.mul(s, b1));
      if (wide) {
        c22 = f32x4.add(c22, f32x4.mul(s, b2));
        c23 = f32x4.add(c23, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a3, 2 * FLOAT);
      c30 = f32x4.add(c30, f32x4.mul(s, b0));
      c31 = f32x4.add(c31, f32x4.mul(s, b1));
      if (wide) {
        c32 = f32x4.add(c32, f32x4.mul(s, b2));
        c33 = f32x4.add(c33, f32x4.mul(s, b3));
      }
      b += step;
      b0 = v128.load(b);
      b1 = v128.load(b, VECTOR);
      if (wide) {
        b2 = v128.load(b, 2 * VECTOR);
        b3 = v128.load(b, 3 * VECTOR);
      }
      s = v128.load32_splat(a0, 3 * FLOAT);
      c00 = f32x4.add(c00, f32x4.mul(s, b0));
      c01 = f32x4.add(c01, f32x4.mul(s, b1));
      if (wide) {
        c02 = f32x4.add(c02, f32x4.mul(s, b2));
        c03 = f32x4.add(c03, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a1, 3 * FLOAT);
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b1));
      if (wide) {
        c12 = f32x4.add(c12, f32x4.mul(s, b2));
        c13 = f32x4.add(c13, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a2, 3 * FLOAT);
      c20 = f32x4.add(c20, f32x4.mul(s, b0));
      c21 = f32x4.add(c21, f32x4.mul(s, b1));
      if (wide) {
        c22 = f32x4.add(c22, f32x4.mul(s, b2));
        c23 = f32x4.add(c23, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a3, 3 * FLOAT);
      c30 = f32x4.add(c30, f32x4.mul(s, b0));
      c31 = f32x4.add(c31, f32x4.mul(s, b1));
      if (wide) {
        c32 = f32x4.add(c32, f32x4.mul(s, b2));
        c33 = f32x4.add(c33, f32x4.mul(s, b3));
      }
      b += step;
      a0 += 4 * FLOAT;
      a1 += 4 * FLOAT;
      a2 += 4 * FLOAT;
      a3 += 4 * FLOAT;
    }
    for (let i = k & 3; i > 0; i--) {
      b0 = v128.load(b);
      b1 = v128.load(b, VECTOR);
      if (wide) {
        b2 = v128.load(b, 2 * VECTOR);
        b3 = v128.load(b, 3 * VECTOR);
      }
      s = v128.load32_splat(a0);
      c00 = f32x4.add(c00, f32x4.mul(s, b0));
      c01 = f32x4.add(c01, f32x4.mul(s, b1));
      if (wide) {
        c02 = f32x4.add(c02, f32x4.mul(s, b2));
        c03 = f32x4.add(c03, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a1);
      c10 = f32x4.add(c10, f32x4.mul(s, b0));
      c11 = f32x4.add(c11, f32x4.mul(s, b1));
      if (wide) {
        c12 = f32x4.add(c12, f32x4.mul(s, b2));
        c13 = f32x4.add(c13, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a2);
      c20 = f32x4.add(c20, f32x4.mul(s, b0));
      c21 = f32x4.add(c21, f32x4.mul(s, b1));
      if (wide) {
        c22 = f32x4.add(c22, f32x4.mul(s, b2));
        c23 = f32x4.add(c23, f32x4.mul(s, b3));
      }
      s = v128.load32_splat(a3);
      c30 = f32x4.add(c30, f32x4.mul(s, b0));
      c31 = f32x4.add(c31, f32x4.mul(s, b1));
      if (wide) {
        c32 = f32x4.add(c32, f32x4.mul(s, b2));
        c33 = f32x4.add(c33, f32x4.mul(s, b3));
      }
      b += step;
      a0 += FLOAT;
      a1 += FLOAT;
      a2 += FLOAT;
      a3 += FLOAT;
    }
    v128.store(o0, c01, VECTOR);
    v128.store(o0, c00);
    if (wide) {
      v128.store(o0, c03, 3 * VECTOR);
      v128.store(o0, c02, 2 * VECTOR);
    }
    v128.store(o1, c11, VECTOR);
    v128.store(o1, c10);
    if (wide) {
      v128.store(o1, c13, 3 * VECTOR);
      v128.store(o1, c12, 2 * VECTOR);
    }
    v128.store(o2, c21, VECTOR);
    v128.store(o2, c20);
    if (wide) {
      v128.store(o2, c23, 3 * VECTOR);
      v128.store(o2, c22, 2 * VECTOR);
    }
    v128.store(o3, c31, VECTOR);
    v128.store(o3, c30);
    if (wide) {
      v128.store(o3, c33, 3 * VECTOR);
      v128.store(o3, c32, 2 * VECTOR);
    }
    if (!whole) moveRows(tile, WIDE_PANEL_STEP, out, outStride, min(m, 4), columns);
    out += 4 * outStride;
    a += 4 * aStride;
  }
}

function multiplyWide(
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
  multiplyPanel(true, a, aStride, panel, out, outStride, m, k, columns, accumulate);
}

function multiplyNarrow(
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
  multiplyPanel(false, a, aStride, panel, out, outStride, m, k, columns, accumulate);
}

/**
 * Rows of A below which packing B takes longer than the product, as when a net writes one symbol after another, and B
 * is used as it is stored.
 */
export const FEW: i32 = 4;

/**
 * A row of A times four rows of B, or `twice` as many, as they are stored: one number of `out` for each. Four rows are
 * turned in registers, four columns at a time. Two sums of four are made side by side, since each waits for its last
 * term; the order of each is the same.
 */
@inline
function multiplyTurned(twice: bool, a: usize, b: usize, bStride: usize, out: usize, k: i32): void {
  let sum = v128.load(out);
  let other = twice ? v128.load(out, VECTOR) : sum;
  let p = a;
  let q = b;
  let r = b + 4 * bStride;
  let left = k;
  for (; left >= 4; left -= 4) {
    const p0 = v128.load32_splat(p);
    const p1 = v128.load32_splat(p, FLOAT);
    const p2 = v128.load32_splat(p, 2 * FLOAT);
    const p3 = v128.load32_splat(p, 3 * FLOAT);
    let r0 = v128.load(q);
    let r1 = v128.load(q + bStride);
    let r2 = v128.load(q + 2 * bStride);
    let r3 = v128.load(q + 3 * bStride);
    let low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    let low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    let high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    let high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    sum = f32x4.add(sum, f32x4.mul(p0, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5)));
    sum = f32x4.add(sum, f32x4.mul(p1, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7)));
    sum = f32x4.add(sum, f32x4.mul(p2, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5)));
    sum = f32x4.add(sum, f32x4.mul(p3, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7)));
    if (twice) {
      r0 = v128.load(r);
      r1 = v128.load(r + bStride);
      r2 = v128.load(r + 2 * bStride);
      r3 = v128.load(r + 3 * bStride);
      low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      other = f32x4.add(other, f32x4.mul(p0, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5)));
      other = f32x4.add(other, f32x4.mul(p1, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7)));
      other = f32x4.add(other, f32x4.mul(p2, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5)));
      other = f32x4.add(other, f32x4.mul(p3, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7)));
    }
    p += VECTOR;
    q += VECTOR;
    r += VECTOR;
  }
  for (; left > 0; left--) {
    const s = v128.load32_splat(p);
    sum = f32x4.add(sum, f32x4.mul(s, columnOfFour(q, bStride)));
    if (twice) other = f32x4.add(other, f32x4.mul(s, columnOfFour(r, bStride)));
    p += FLOAT;
    q += FLOAT;
    r += FLOAT;
  }
  v128.store(out, sum);
  if (twice) v128.store(out, other, VECTOR);
}

/** A number of each of four rows. */
@inline
function columnOfFour(q: usize, stride: usize): v128 {
  let c = v128.load32_zero(q);
  c = v128.load_lane<f32>(q + stride, c, 1);
  c = v128.load_lane<f32>(q + 2 * stride, c, 2);
  return v128.load_lane<f32>(q + 3 * stride, c, 3);
}

/** out[m, n] += A[m, k] · Bᵀ with B as it is stored, [n, k], for fewer rows of A than {@linkcode FEW}; the order of sums is the same. */
export function multiplyFew(
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  out: usize,
  outStride: usize,
  m: i32,
  k: i32,
  n: i32,
): void {
  for (; n >= 4;) {
    const twice = n >= 8;
    for (let i = 0; i < m; i++) {
      const row = a + <usize>i * aStride;
      const o = out + <usize>i * outStride;
      if (twice) multiplyTurned(true, row, b, bStride, o, k);
      else multiplyTurned(false, row, b, bStride, o, k);
    }
    const columns = twice ? 8 : 4;
    b += <usize>columns * bStride;
    out += <usize>columns * FLOAT;
    n -= columns;
  }
  for (; n > 0; n--) {
    for (let i = 0; i < m; i++) {
      const o = out + <usize>i * outStride;
      let sum = load<f32>(o);
      let p = a + <usize>i * aStride;
      for (let q = b, stop = b + <usize>k * FLOAT; q < stop; q += FLOAT) {
        sum += load<f32>(p) * load<f32>(q);
        p += FLOAT;
      }
      store<f32>(o, sum);
    }
    b += bStride;
    out += FLOAT;
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
    if (step == WIDE_PANEL_STEP && fourRows()) {
      multiplyWide(a, aStride, panels, out, outStride, m, k, columns, accumulate);
    } else if (step == WIDE_PANEL_STEP) {
      multiplyTwoRows(a, aStride, panels, out, outStride, m, k, columns, accumulate);
    } else {
      multiplyNarrow(a, aStride, panels, out, outStride, m, k, columns, accumulate);
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
  const left = leftPlace();
  const right = rightPlace();
  const asStored = m < FEW && transposeB && !transposeA;
  if ((asStored || k == 0) && !accumulate) {
    for (let i = 0; i < m; i++) memory.fill(out + <usize>i * outStride, 0, <usize>n * FLOAT);
  }
  if (asStored) {
    multiplyFew(a, aStride, b, bStride, out, outStride, m, k, n);
    return;
  }
  for (let k0 = 0; k0 < k; k0 += BLOCK_K) {
    const depth = min(k - k0, BLOCK_K);
    const more = accumulate | <i32>(k0 > 0);
    for (let n0 = 0; n0 < n; n0 += BLOCK_COLUMNS) {
      const width = min(n - n0, BLOCK_COLUMNS);
      const po = out + <usize>n0 * FLOAT;
      if (transposeB) {
        packColumns(b + <usize>n0 * bStride + <usize>k0 * FLOAT, bStride, depth, width, right);
      } else {
        packRows(b + <usize>k0 * bStride + <usize>n0 * FLOAT, bStride, depth, width, right);
      }
      if (!transposeA) {
        multiplyPacked(
          a + <usize>k0 * FLOAT,
          aStride,
          right,
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
        turn(a + <usize>k0 * aStride + <usize>m0 * FLOAT, aStride, left, step, depth, rows, 0);
        const target = po + <usize>m0 * outStride;
        multiplyPacked(left, step, right, target, outStride, rows, depth, width, more);
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
  matmulRows(a, b, out, m, k, n, transposeA, transposeB, accumulate, 0, m);
}

/** The general product for a long k: a piece of the result at a time, a block of k after the other, and their sums. */
export function longProduct(
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
  const sums = sumsPlace();
  const sumsRow = <usize>BLOCK_COLUMNS * FLOAT;
  for (let n0 = 0; n0 < n; n0 += BLOCK_COLUMNS) {
    const width = min(n - n0, BLOCK_COLUMNS);
    for (let m0 = 0; m0 < m; m0 += BLOCK_ROWS) {
      const rows = min(m - m0, BLOCK_ROWS);
      for (let k0 = 0; k0 < k; k0 += LONG_BLOCK) {
        const depth = min(k - k0, LONG_BLOCK);
        const pa = a + <usize>(transposeA ? k0 : m0) * aStride + <usize>(transposeA ? m0 : k0) * FLOAT;
        const pb = b + <usize>(transposeB ? n0 : k0) * bStride + <usize>(transposeB ? k0 : n0) * FLOAT;
        product(pa, aStride, pb, bStride, sums, sumsRow, rows, depth, width, transposeA, transposeB, 0);
        let po = out + <usize>m0 * outStride + <usize>n0 * FLOAT;
        for (let i = 0; i < rows; i++) {
          moveRun(sums + <usize>i * sumsRow, po, width, accumulate | <i32>(k0 > 0));
          po += outStride;
        }
      }
    }
  }
}

/** `count` rows of the result, from `first` on. */
export function matmulRows(
  a: i32,
  b: i32,
  out: i32,
  m: i32,
  k: i32,
  n: i32,
  transposeA: i32,
  transposeB: i32,
  accumulate: i32,
  first: i32,
  count: i32,
): void {
  const from = address(a) + <usize>(transposeA ? first : first * k) * FLOAT;
  const aStride = <usize>(transposeA ? m : k) * FLOAT;
  const bStride = <usize>(transposeB ? k : n) * FLOAT;
  const to = address(out) + <usize>(first * n) * FLOAT;
  const outStride = <usize>n * FLOAT;
  if (k > LONG) {
    longProduct(from, aStride, address(b), bStride, to, outStride, count, k, n, transposeA, transposeB, accumulate);
  } else {
    product(from, aStride, address(b), bStride, to, outStride, count, k, n, transposeA, transposeB, accumulate);
  }
}

/** Makes a product of zeros, [32, 32] times [32, 32], so many times in tiles of so many rows, to be timed. */
export function tryTile(rows: i32, times: i32): void {
  useTile(rows);
  const row = <usize>(32 * FLOAT);
  const at = trialPlace();
  for (; times > 0; times--) {
    product(at, row, at + 32 * row, row, at + 64 * row, row, 32, 32, 32, 0, 0, 0);
  }
}
