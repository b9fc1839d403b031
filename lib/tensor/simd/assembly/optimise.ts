/** What an optimizer does to parameters, and the checks that go with it. */

import { address, FLOAT, loadPart, storePart, VECTOR } from "./vector";

/** In float64, two sums of two lanes each; a tail adds zeros. */
export function sumOfSquares(x: i32, n: i32): f64 {
  let p = address(x);
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (; n > 0; n -= 4) {
    const v = n >= 4 ? v128.load(p) : loadPart(p, n);
    const low = f64x2.promote_low_f32x4(v);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 0, 1));
    s0 = f64x2.add(s0, f64x2.mul(low, low));
    s1 = f64x2.add(s1, f64x2.mul(high, high));
    p += VECTOR;
  }
  const sum = f64x2.add(s0, s1);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

export function sgd(
  p: i32,
  g: i32,
  velocity: i32,
  n: i32,
  learningRate: f32,
  momentum: f32,
): void {
  const rate = f32x4.splat(learningRate);
  const keep = f32x4.splat(momentum);
  let pp = address(p);
  let pg = address(g);
  let pv = address(velocity);
  for (; n >= 4; n -= 4) {
    const v = f32x4.add(f32x4.mul(keep, v128.load(pv)), v128.load(pg));
    v128.store(pv, v);
    v128.store(pp, f32x4.sub(v128.load(pp), f32x4.mul(rate, v)));
    pp += VECTOR;
    pg += VECTOR;
    pv += VECTOR;
  }
  if (n > 0) {
    const v = f32x4.add(f32x4.mul(keep, loadPart(pv, n)), loadPart(pg, n));
    storePart(pv, v, n);
    storePart(pp, f32x4.sub(loadPart(pp, n), f32x4.mul(rate, v)), n);
  }
}

/** Plain numbers arrive in float64, so that 1 − β and 1 / correction₂ are rounded once. */
export function adam(
  p: i32,
  g: i32,
  m: i32,
  v: i32,
  n: i32,
  gradientScale: f64,
  stepSize: f64,
  beta1: f64,
  beta2: f64,
  correction2: f64,
  epsilon: f64,
): void {
  const scale = f32x4.splat(<f32>gradientScale);
  const keep1 = f32x4.splat(<f32>beta1);
  const take1 = f32x4.splat(<f32>(1 - beta1));
  const keep2 = f32x4.splat(<f32>beta2);
  const take2 = f32x4.splat(<f32>(1 - beta2));
  const correct = f32x4.splat(<f32>(1 / correction2));
  const step = f32x4.splat(<f32>stepSize);
  const least = f32x4.splat(<f32>epsilon);
  let pp = address(p);
  let pg = address(g);
  let pm = address(m);
  let pv = address(v);
  for (; n > 0; n -= 4) {
    const whole = n >= 4;
    const gradient = f32x4.mul(scale, whole ? v128.load(pg) : loadPart(pg, n));
    const m0 = whole ? v128.load(pm) : loadPart(pm, n);
    const v0 = whole ? v128.load(pv) : loadPart(pv, n);
    const p0 = whole ? v128.load(pp) : loadPart(pp, n);
    const m1 = f32x4.add(f32x4.mul(keep1, m0), f32x4.mul(take1, gradient));
    const square = f32x4.mul(gradient, gradient);
    const v1 = f32x4.add(f32x4.mul(keep2, v0), f32x4.mul(take2, square));
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(v1, correct)), least);
    const p1 = f32x4.sub(p0, f32x4.div(f32x4.mul(step, m1), root));
    if (whole) {
      v128.store(pm, m1);
      v128.store(pv, v1);
      v128.store(pp, p1);
    } else {
      storePart(pm, m1, n);
      storePart(pv, v1, n);
      storePart(pp, p1, n);
    }
    pp += VECTOR;
    pg += VECTOR;
    pm += VECTOR;
    pv += VECTOR;
  }
}

/** A float is NaN or infinite when all eight bits of its exponent are set; x − x is 0 for all others. */
export function firstNonFinite(x: i32, n: i32): i32 {
  const p = address(x);
  let i = 0;
  const zero = f32x4.splat(0);
  for (; i + 4 <= n; i += 4) {
    const v = v128.load(p + <usize>i * FLOAT);
    if (v128.any_true(f32x4.ne(f32x4.sub(v, v), zero))) break;
  }
  for (; i < n; i++) {
    const value = load<f32>(p + <usize>i * FLOAT);
    if (value - value != 0) return i;
  }
  return -1;
}

/** Whether all lanes, or the first `count`, hold whole numbers from `least` to `most`. */
@inline
function whole(v: v128, least: v128, most: v128): v128 {
  const inside = v128.and(f32x4.ge(v, least), f32x4.le(v, most));
  return v128.and(inside, f32x4.eq(f32x4.trunc(v), v));
}

/** Index of the first number that is no whole number from `least` to `most`, or −1. */
export function firstOutside(x: i32, n: i32, least: f32, most: f32): i32 {
  const p = address(x);
  const low = f32x4.splat(least);
  const high = f32x4.splat(most);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    if (!v128.all_true<i32>(whole(v128.load(p + <usize>i * FLOAT), low, high))) break;
  }
  for (; i < n; i++) {
    if (!v128.all_true<i32>(whole(v128.load32_splat(p + <usize>i * FLOAT), low, high))) return i;
  }
  return -1;
}
