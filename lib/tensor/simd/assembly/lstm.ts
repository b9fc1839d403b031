/**
 * A long short-term memory:
 *
 *   i, f, g, o = σ, σ, tanh, σ of W x + b + U h + c,   c′ = f∘c + i∘g,   h′ = o∘tanh(c′).
 *
 * The four gates of a unit lie H apart in a row of `gates`, in PyTorch's order. Behind the states in `cs` forward
 * leaves tanh(c′) of all steps: backward then need not make it once more.
 */

import { mapRun, SIGMOID, TANH } from "./activations";
import { tanh } from "./functions";
import { FLOAT, loadSome, PAIR, storeSome, VECTOR } from "./vector";

function squash(p: usize, n: i32): void {
  mapRun(SIGMOID, p, p, n);
}

/** c′ = f∘c + i∘g */
function mix(gates: usize, gap: usize, c: usize, next: usize, n: i32): void {
  let pi = gates;
  let pf = gates + gap;
  let pg = pf + gap;
  for (; n >= 8; n -= 8) {
    const f0 = f32x4.mul(v128.load(pf), v128.load(c));
    const f1 = f32x4.mul(v128.load(pf, VECTOR), v128.load(c, VECTOR));
    const i0 = f32x4.mul(v128.load(pi), v128.load(pg));
    const i1 = f32x4.mul(v128.load(pi, VECTOR), v128.load(pg, VECTOR));
    v128.store(next, f32x4.add(f1, i1), VECTOR);
    v128.store(next, f32x4.add(f0, i0));
    pi += PAIR;
    pf += PAIR;
    pg += PAIR;
    c += PAIR;
    next += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const f = f32x4.mul(loadSome(pf, count), loadSome(c, count));
    storeSome(next, f32x4.add(f, f32x4.mul(loadSome(pi, count), loadSome(pg, count))), count);
    pi += VECTOR;
    pf += VECTOR;
    pg += VECTOR;
    c += VECTOR;
    next += VECTOR;
  }
}

/** Keeps tanh(c′); h′ = o ∘ tanh(c′) */
function put(o: usize, c: usize, squashed: usize, h: usize, n: i32): void {
  for (; n >= 8; n -= 8) {
    const c0 = v128.load(c);
    const c1 = v128.load(c, VECTOR);
    const o0 = v128.load(o);
    const o1 = v128.load(o, VECTOR);
    const s0 = tanh(c0);
    const s1 = tanh(c1);
    v128.store(squashed, s1, VECTOR);
    v128.store(squashed, s0);
    v128.store(h, f32x4.mul(o1, s1), VECTOR);
    v128.store(h, f32x4.mul(o0, s0));
    o += PAIR;
    c += PAIR;
    squashed += PAIR;
    h += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const s = tanh(loadSome(c, count));
    storeSome(squashed, s, count);
    storeSome(h, f32x4.mul(loadSome(o, count), s), count);
    o += VECTOR;
    c += VECTOR;
    squashed += VECTOR;
    h += VECTOR;
  }
}

/** One row: from the sums in `gates` to the gates and the new state. */
export function lstmAdvance(
  gates: usize,
  c: usize,
  next: usize,
  squashed: usize,
  h: usize,
  n: i32,
): void {
  const gap = <usize>n * FLOAT;
  squash(gates, 2 * n);
  mapRun(TANH, gates + 2 * gap, gates + 2 * gap, n);
  squash(gates + 3 * gap, n);
  mix(gates, gap, c, next, n);
  put(gates + 3 * gap, next, squashed, h, n);
}

/** Derivatives before squashing, of o, i and f, and of g; `d` is that of the gate's product with `other`. */
@inline
function ofGate(d: v128, other: v128, gate: v128): v128 {
  return f32x4.mul(f32x4.mul(d, other), f32x4.mul(gate, f32x4.sub(f32x4.splat(1), gate)));
}
@inline
function ofProposal(d: v128, other: v128, g: v128): v128 {
  return f32x4.mul(f32x4.mul(d, other), f32x4.sub(f32x4.splat(1), f32x4.mul(g, g)));
}
/** dC, with what comes from h′ added. */
@inline
function ofCell(dC: v128, dh: v128, o: v128, s: v128): v128 {
  const dSquashed = f32x4.sub(f32x4.splat(1), f32x4.mul(s, s));
  return f32x4.add(dC, f32x4.mul(f32x4.mul(dh, o), dSquashed));
}

/**
 * One row: from dH and dC to the derivatives of the gates before squashing, and to dC of the step before, in the
 * place of dC.
 */
export function lstmRetreat(
  gates: usize,
  c: usize,
  squashed: usize,
  dOut: usize,
  dH: usize,
  dC: usize,
  d: usize,
  n: i32,
): void {
  const gap = <usize>n * FLOAT;
  let pf = gates + gap;
  let pg = pf + gap;
  let po = pg + gap;
  let df = d + gap;
  let dg = df + gap;
  let dO = dg + gap;
  for (; n >= 8; n -= 8) {
    const s0 = v128.load(squashed);
    const s1 = v128.load(squashed, VECTOR);
    const o0 = v128.load(po);
    const o1 = v128.load(po, VECTOR);
    const h0 = f32x4.add(v128.load(dOut), v128.load(dH));
    const h1 = f32x4.add(v128.load(dOut, VECTOR), v128.load(dH, VECTOR));
    const c0 = ofCell(v128.load(dC), h0, o0, s0);
    const c1 = ofCell(v128.load(dC, VECTOR), h1, o1, s1);
    const i0 = v128.load(gates);
    const i1 = v128.load(gates, VECTOR);
    const f0 = v128.load(pf);
    const f1 = v128.load(pf, VECTOR);
    const g0 = v128.load(pg);
    const g1 = v128.load(pg, VECTOR);
    const old0 = v128.load(c);
    const old1 = v128.load(c, VECTOR);
    v128.store(dO, ofGate(h1, s1, o1), VECTOR);
    v128.store(dO, ofGate(h0, s0, o0));
    v128.store(d, ofGate(c1, g1, i1), VECTOR);
    v128.store(d, ofGate(c0, g0, i0));
    v128.store(df, ofGate(c1, old1, f1), VECTOR);
    v128.store(df, ofGate(c0, old0, f0));
    v128.store(dg, ofProposal(c1, i1, g1), VECTOR);
    v128.store(dg, ofProposal(c0, i0, g0));
    v128.store(dC, f32x4.mul(c1, f1), VECTOR);
    v128.store(dC, f32x4.mul(c0, f0));
    gates += PAIR;
    pf += PAIR;
    pg += PAIR;
    po += PAIR;
    c += PAIR;
    squashed += PAIR;
    dOut += PAIR;
    dH += PAIR;
    dC += PAIR;
    d += PAIR;
    df += PAIR;
    dg += PAIR;
    dO += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const s = loadSome(squashed, count);
    const o = loadSome(po, count);
    const dh = f32x4.add(loadSome(dOut, count), loadSome(dH, count));
    const dc = ofCell(loadSome(dC, count), dh, o, s);
    const i = loadSome(gates, count);
    const f = loadSome(pf, count);
    const g = loadSome(pg, count);
    const old = loadSome(c, count);
    storeSome(dO, ofGate(dh, s, o), count);
    storeSome(d, ofGate(dc, g, i), count);
    storeSome(df, ofGate(dc, old, f), count);
    storeSome(dg, ofProposal(dc, i, g), count);
    storeSome(dC, f32x4.mul(dc, f), count);
    gates += VECTOR;
    pf += VECTOR;
    pg += VECTOR;
    po += VECTOR;
    c += VECTOR;
    squashed += VECTOR;
    dOut += VECTOR;
    dH += VECTOR;
    dC += VECTOR;
    d += VECTOR;
    df += VECTOR;
    dg += VECTOR;
    dO += VECTOR;
  }
}

/** Adds what comes from the gates themselves: `dGates` is the derivative by i f g o after their squashing. */
export function lstmFromGates(gates: usize, dGates: usize, d: usize, n: i32): void {
  const one = f32x4.splat(1);
  for (let gate = 0; gate < 4; gate++) {
    for (let left = n; left > 0; left -= 4) {
      const count = min(left, 4);
      const y = loadSome(gates, count);
      const slope = gate == 2 ? f32x4.mul(y, y) : y;
      const from = f32x4.mul(loadSome(dGates, count), f32x4.sub(one, slope));
      const v = gate == 2 ? from : f32x4.mul(from, y);
      storeSome(d, f32x4.add(loadSome(d, count), v), count);
      const bytes = <usize>count * FLOAT;
      gates += bytes;
      dGates += bytes;
      d += bytes;
    }
  }
}
