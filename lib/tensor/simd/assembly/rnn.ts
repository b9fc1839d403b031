/** A simple recurrent layer: h′ = act(W x + b + U h + c). */

import { mapRun, RELU, TANH } from "./activations";
import { loadSome, PAIR, storeSome, VECTOR } from "./vector";

/** The activation of `n` sums, in place. */
export function rnnAdvance(relu: bool, h: usize, n: i32): void {
  if (relu) mapRun(RELU, h, h, n);
  else mapRun(TANH, h, h, n);
}

/** (dOut + dNext) ∘ act′(h) */
@inline
function derivative(relu: bool, h: v128, dOut: v128, dNext: v128): v128 {
  const d = f32x4.add(dOut, dNext);
  const one = f32x4.splat(1);
  if (relu) return f32x4.mul(d, v128.and(one, f32x4.gt(h, f32x4.splat(0))));
  return f32x4.mul(d, f32x4.sub(one, f32x4.mul(h, h)));
}

@inline
function retreat(relu: bool, h: usize, dOut: usize, dNext: usize, d: usize, n: i32): void {
  for (; n >= 8; n -= 8) {
    const h0 = v128.load(h);
    const h1 = v128.load(h, VECTOR);
    const out0 = v128.load(dOut);
    const out1 = v128.load(dOut, VECTOR);
    const next0 = v128.load(dNext);
    const next1 = v128.load(dNext, VECTOR);
    v128.store(d, derivative(relu, h1, out1, next1), VECTOR);
    v128.store(d, derivative(relu, h0, out0, next0));
    h += PAIR;
    dOut += PAIR;
    dNext += PAIR;
    d += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const dh = derivative(relu, loadSome(h, count), loadSome(dOut, count), loadSome(dNext, count));
    storeSome(d, dh, count);
    h += VECTOR;
    dOut += VECTOR;
    dNext += VECTOR;
    d += VECTOR;
  }
}

/** From the derivatives of `n` hidden states, from here and from the step after, to those of their sums. */
export function rnnRetreat(
  relu: bool,
  h: usize,
  dOut: usize,
  dNext: usize,
  d: usize,
  n: i32,
): void {
  if (relu) retreat(true, h, dOut, dNext, d, n);
  else retreat(false, h, dOut, dNext, d, n);
}
