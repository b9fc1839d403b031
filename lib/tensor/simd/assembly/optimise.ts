/** What an optimizer does to parameters, and the checks that go with it. */

import { highDoubles, lowDoubles, sumOfDoubles } from "./sums";
import { address, FLOAT, loadSome, PAIR, storeSome, VECTOR } from "./vector";

/** In float64, two sums of two lanes each; a tail adds zeros. */
export function sumOfSquares(x: i32, n: i32): f64 {
  let p = address(x);
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (; n > 0; n -= 4) {
    const v = loadSome(p, min(n, 4));
    const low = lowDoubles(v);
    const high = highDoubles(v);
    s0 = f64x2.add(s0, f64x2.mul(low, low));
    s1 = f64x2.add(s1, f64x2.mul(high, high));
    p += VECTOR;
  }
  return sumOfDoubles(f64x2.add(s0, s1));
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
  for (; n >= 8; n -= 8) {
    const v0 = f32x4.add(f32x4.mul(keep, v128.load(pv)), v128.load(pg));
    const v1 = f32x4.add(f32x4.mul(keep, v128.load(pv, VECTOR)), v128.load(pg, VECTOR));
    const p0 = f32x4.sub(v128.load(pp), f32x4.mul(rate, v0));
    const p1 = f32x4.sub(v128.load(pp, VECTOR), f32x4.mul(rate, v1));
    v128.store(pv, v1, VECTOR);
    v128.store(pv, v0);
    v128.store(pp, p1, VECTOR);
    v128.store(pp, p0);
    pp += PAIR;
    pg += PAIR;
    pv += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const v = f32x4.add(f32x4.mul(keep, loadSome(pv, count)), loadSome(pg, count));
    storeSome(pv, v, count);
    storeSome(pp, f32x4.sub(loadSome(pp, count), f32x4.mul(rate, v)), count);
    pp += VECTOR;
    pg += VECTOR;
    pv += VECTOR;
  }
}

/** What a mean keeps of itself, and what it takes of something new. */
@inline
function moved(keep: v128, old: v128, take: v128, fresh: v128): v128 {
  return f32x4.add(f32x4.mul(keep, old), f32x4.mul(take, fresh));
}

/** p less the step that Adam takes with its two means. */
@inline
function stepped(p: v128, m: v128, v: v128, correct: v128, least: v128, step: v128): v128 {
  const root = f32x4.add(f32x4.sqrt(f32x4.mul(v, correct)), least);
  return f32x4.sub(p, f32x4.div(f32x4.mul(step, m), root));
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
  for (; n >= 8; n -= 8) {
    const g0 = f32x4.mul(scale, v128.load(pg));
    const g1 = f32x4.mul(scale, v128.load(pg, VECTOR));
    const m0 = moved(keep1, v128.load(pm), take1, g0);
    const m1 = moved(keep1, v128.load(pm, VECTOR), take1, g1);
    const v0 = moved(keep2, v128.load(pv), take2, f32x4.mul(g0, g0));
    const v1 = moved(keep2, v128.load(pv, VECTOR), take2, f32x4.mul(g1, g1));
    const p0 = stepped(v128.load(pp), m0, v0, correct, least, step);
    const p1 = stepped(v128.load(pp, VECTOR), m1, v1, correct, least, step);
    v128.store(pm, m1, VECTOR);
    v128.store(pm, m0);
    v128.store(pv, v1, VECTOR);
    v128.store(pv, v0);
    v128.store(pp, p1, VECTOR);
    v128.store(pp, p0);
    pp += PAIR;
    pg += PAIR;
    pm += PAIR;
    pv += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const gradient = f32x4.mul(scale, loadSome(pg, count));
    const m1 = moved(keep1, loadSome(pm, count), take1, gradient);
    const v1 = moved(keep2, loadSome(pv, count), take2, f32x4.mul(gradient, gradient));
    const p1 = stepped(loadSome(pp, count), m1, v1, correct, least, step);
    storeSome(pm, m1, count);
    storeSome(pv, v1, count);
    storeSome(pp, p1, count);
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
