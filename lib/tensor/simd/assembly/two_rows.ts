/**
 * The tile for a processor that works on 128 bits at a time in sixteen registers: two rows of A by sixteen columns of
 * B, in eight vectors. The four rows of matmul.ts need sixteen, which is right where V8 makes eight of twice the width
 * of them, or where there are thirty-two registers; else most of them are carried to memory and back at every step.
 * tile.ts measures which of the two is faster here. Every number is summed in the same order by both.
 *
 * Where V8 checks every address, it compares it with the size of memory, less the offset of the access. It makes that
 * difference once per offset if an access with this offset comes before the loop: hence the loads at the top, from
 * address 0 (`k >>> 31`, which the compiler cannot know to be 0: it would drop the check and make nothing). The checks
 * are also why four numbers of a row of A are loaded at once and spread by shuffles, and why `b` moves on at every step
 * of k: four different offsets, whose limits all fit into registers. Steps are written out four times, because the
 * lanes of a shuffle must be constants and no function can change the variables of another.
 */

import { tilePlace, WIDE_PANEL_COLUMNS } from "./layout";
import { moveRows } from "./moving";
import { FLOAT, VECTOR } from "./vector";

/**
 * All rows of A times one panel of sixteen columns, of which the first `columns` are wanted. `fourth`: whether there are
 * any in the fourth vector; it is written as a constant, so that the compiler drops the question.
 */
@inline
function multiplyPanel(
  fourth: bool,
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
  v128.load(nowhere);
  v128.load(nowhere, VECTOR);
  v128.load(nowhere, 2 * VECTOR);
  v128.load(nowhere, 3 * VECTOR);
  const step = <usize>WIDE_PANEL_COLUMNS * FLOAT;
  const tile = tilePlace();
  const whole = columns == (fourth ? WIDE_PANEL_COLUMNS : WIDE_PANEL_COLUMNS - 4);
  const zero = f32x4.splat(0);
  const aRest = <usize>(k & ~3) * FLOAT;
  for (; m > 0; m -= 2) {
    // A row left over at the end is worked out twice, into the same place.
    const gap = m == 1 ? 0 : whole ? outStride : step;
    const o0 = whole ? out : tile;
    const o1 = o0 + gap;
    let a0 = a;
    let a1 = m > 1 ? a + aStride : a;
    let b = panel;
    let b0: v128, q: v128, t: v128, r: v128, s: v128;
    let c00 = zero, c01 = zero, c02 = zero, c03 = zero;
    let c10 = zero, c11 = zero, c12 = zero, c13 = zero;
    if (accumulate) {
      if (!whole) moveRows(out, outStride, tile, step, min(m, 2), columns);
      c00 = v128.load(o0);
      c01 = v128.load(o0, VECTOR);
      c02 = v128.load(o0, 2 * VECTOR);
      if (fourth) c03 = v128.load(o0, 3 * VECTOR);
      c10 = v128.load(o1);
      c11 = v128.load(o1, VECTOR);
      c12 = v128.load(o1, 2 * VECTOR);
      if (fourth) c13 = v128.load(o1, 3 * VECTOR);
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
      if (fourth) {
        b0 = v128.load(b, 3 * VECTOR);
        c03 = f32x4.add(c03, f32x4.mul(r, b0));
        c13 = f32x4.add(c13, f32x4.mul(s, b0));
      }
      b += step;
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
      if (fourth) {
        b0 = v128.load(b, 3 * VECTOR);
        c03 = f32x4.add(c03, f32x4.mul(r, b0));
        c13 = f32x4.add(c13, f32x4.mul(s, b0));
      }
      b += step;
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
      if (fourth) {
        b0 = v128.load(b, 3 * VECTOR);
        c03 = f32x4.add(c03, f32x4.mul(r, b0));
        c13 = f32x4.add(c13, f32x4.mul(s, b0));
      }
      b += step;
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
      if (fourth) {
        b0 = v128.load(b, 3 * VECTOR);
        c03 = f32x4.add(c03, f32x4.mul(r, b0));
        c13 = f32x4.add(c13, f32x4.mul(s, b0));
      }
      b += step;
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
      if (fourth) {
        b0 = v128.load(b, 3 * VECTOR);
        c03 = f32x4.add(c03, f32x4.mul(r, b0));
        c13 = f32x4.add(c13, f32x4.mul(s, b0));
      }
      b += step;
      a0 += FLOAT;
      a1 += FLOAT;
    }
    v128.store(o0, c00);
    v128.store(o0, c01, VECTOR);
    v128.store(o0, c02, 2 * VECTOR);
    if (fourth) v128.store(o0, c03, 3 * VECTOR);
    v128.store(o1, c10);
    v128.store(o1, c11, VECTOR);
    v128.store(o1, c12, 2 * VECTOR);
    if (fourth) v128.store(o1, c13, 3 * VECTOR);
    if (!whole) moveRows(tile, step, out, outStride, min(m, 2), columns);
    out += 2 * outStride;
    a += 2 * aStride;
  }
}

function fourVectors(
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

function threeVectors(
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

/** All rows of A times one panel of sixteen columns, of which the first `columns` are wanted. */
export function multiplyTwoRows(
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
  if (columns > WIDE_PANEL_COLUMNS - 4) {
    fourVectors(a, aStride, panel, out, outStride, m, k, columns, accumulate);
  } else threeVectors(a, aStride, panel, out, outStride, m, k, columns, accumulate);
}
