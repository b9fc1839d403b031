/**
 * Sums, in float64 from the first number to the last, so that they keep their digits however long they are. Numbers of
 * 0 at the beginning change no bit of them.
 */

import { address, FLOAT, loadSome, PAIR, storeSome, VECTOR } from "./vector";

/** The first two and the last two lanes in float64. */
@inline
export function lowDoubles(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}
@inline
export function highDoubles(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 0, 1));
}

/** Both lanes of a sum in float64. */
@inline
export function sumOfDoubles(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Sum of a run. */
@inline
export function sumOfRun(p: usize, n: i32): f64 {
  let low = f64x2.splat(0);
  let high = low;
  for (; n >= 8; n -= 8) {
    const v0 = v128.load(p);
    const v1 = v128.load(p, VECTOR);
    low = f64x2.add(low, f64x2.add(lowDoubles(v0), lowDoubles(v1)));
    high = f64x2.add(high, f64x2.add(highDoubles(v0), highDoubles(v1)));
    p += PAIR;
  }
  for (; n > 0; n -= 4) {
    const v = loadSome(p, min(n, 4));
    low = f64x2.add(low, lowDoubles(v));
    high = f64x2.add(high, highDoubles(v));
    p += VECTOR;
  }
  return sumOfDoubles(f64x2.add(low, high));
}

/** The four lanes of two pairs of doubles, rounded. */
@inline
function rounded(low: v128, high: v128): v128 {
  const l = f32x4.demote_f64x2_zero(low);
  return v128.shuffle<f32>(l, f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** {@linkcode sumOfRows} for `first` and `second` columns, up to four each. */
@inline
function sumOfStrip(
  p: usize,
  stride: usize,
  out: usize,
  rows: i32,
  first: i32,
  second: i32,
  accumulate: i32,
): void {
  let low0 = f64x2.splat(0);
  let high0 = low0, low1 = low0, high1 = low0;
  if (accumulate) {
    const old0 = loadSome(out, first);
    low0 = lowDoubles(old0);
    high0 = highDoubles(old0);
    if (second) {
      const old1 = loadSome(out + VECTOR, second);
      low1 = lowDoubles(old1);
      high1 = highDoubles(old1);
    }
  }
  for (; rows > 0; rows--) {
    const v0 = loadSome(p, first);
    low0 = f64x2.add(low0, lowDoubles(v0));
    high0 = f64x2.add(high0, highDoubles(v0));
    if (second) {
      const v1 = loadSome(p + VECTOR, second);
      low1 = f64x2.add(low1, lowDoubles(v1));
      high1 = f64x2.add(high1, highDoubles(v1));
    }
    p += stride;
  }
  storeSome(out, rounded(low0, high0), first);
  if (second) storeSome(out + VECTOR, rounded(low1, high1), second);
}

/** out[columns] (+)= the sum of `rows` rows that lie `stride` bytes apart, from the first to the last. */
export function sumOfRows(
  p: usize,
  stride: usize,
  out: usize,
  rows: i32,
  columns: i32,
  accumulate: i32,
): void {
  for (; columns >= 8; columns -= 8) {
    sumOfStrip(p, stride, out, rows, 4, 4, accumulate);
    p += PAIR;
    out += PAIR;
  }
  for (; columns > 0; columns -= 4) {
    sumOfStrip(p, stride, out, rows, min(columns, 4), 0, accumulate);
    p += VECTOR;
    out += VECTOR;
  }
}

export function sumAxis(
  x: i32,
  out: i32,
  outer: i32,
  axis: i32,
  inner: i32,
  accumulate: i32,
): void {
  let px = address(x);
  let po = address(out);
  const block = <usize>(axis * inner) * FLOAT;
  for (; outer > 0; outer--) {
    if (inner == 1) {
      const old: f64 = accumulate ? load<f32>(po) : 0;
      store<f32>(po, <f32>(old + sumOfRun(px, axis)));
    } else {
      sumOfRows(px, <usize>inner * FLOAT, po, axis, inner, accumulate);
    }
    px += block;
    po += <usize>inner * FLOAT;
  }
}
