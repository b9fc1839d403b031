/**
 * A gated recurrent unit, reset after the hidden product as PyTorch has it:
 *
 *   r, z = σ(W x + b + U h + c),   n = tanh(Wₙ x + bₙ + r∘(Uₙ h + cₙ)),   h′ = (1 − z)∘n + z∘h.
 *
 * A row of `gates` holds r z n and, last, Uₙ h + cₙ.
 */

import { mapRun, SIGMOID } from "./activations";
import { tanh } from "./functions";
import { FLOAT, loadSome, PAIR, storeSome, VECTOR } from "./vector";

/** n = tanh(x + r∘u) */
@inline
function proposal(x: v128, r: v128, u: v128): v128 {
  return tanh(f32x4.add(x, f32x4.mul(r, u)));
}

/** h′ = (1 − z)∘n + z∘h */
@inline
function mixed(z: v128, n: v128, h: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.sub(f32x4.splat(1), z), n), f32x4.mul(z, h));
}

/** One row: from the sums in `gates` to the gates and the new state. */
export function gruAdvance(gates: usize, h: usize, next: usize, n: i32): void {
  const gap = <usize>n * FLOAT;
  mapRun(SIGMOID, gates, gates, 2 * n);
  let pz = gates + gap;
  let pn = pz + gap;
  let pu = pn + gap;
  for (; n >= 8; n -= 8) {
    const r0 = v128.load(gates);
    const r1 = v128.load(gates, VECTOR);
    const u0 = v128.load(pu);
    const u1 = v128.load(pu, VECTOR);
    const z0 = v128.load(pz);
    const z1 = v128.load(pz, VECTOR);
    const h0 = v128.load(h);
    const h1 = v128.load(h, VECTOR);
    const n0 = proposal(v128.load(pn), r0, u0);
    const n1 = proposal(v128.load(pn, VECTOR), r1, u1);
    v128.store(pn, n1, VECTOR);
    v128.store(pn, n0);
    v128.store(next, mixed(z1, n1, h1), VECTOR);
    v128.store(next, mixed(z0, n0, h0));
    gates += PAIR;
    pz += PAIR;
    pn += PAIR;
    pu += PAIR;
    h += PAIR;
    next += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const fresh = proposal(loadSome(pn, count), loadSome(gates, count), loadSome(pu, count));
    const z = loadSome(pz, count);
    const old = loadSome(h, count);
    storeSome(pn, fresh, count);
    storeSome(next, mixed(z, fresh, old), count);
    gates += VECTOR;
    pz += VECTOR;
    pn += VECTOR;
    pu += VECTOR;
    h += VECTOR;
    next += VECTOR;
  }
}

/** Derivatives before squashing, of n, of z and of r. */
@inline
function ofProposal(dh: v128, z: v128, n: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
}
@inline
function ofUpdate(dh: v128, h: v128, n: v128, z: v128): v128 {
  return f32x4.mul(f32x4.mul(dh, f32x4.sub(h, n)), f32x4.mul(z, f32x4.sub(f32x4.splat(1), z)));
}
@inline
function ofReset(dN: v128, u: v128, r: v128): v128 {
  return f32x4.mul(f32x4.mul(dN, u), f32x4.mul(r, f32x4.sub(f32x4.splat(1), r)));
}

/**
 * One row: from dH to the derivatives of r, z, n and Uₙ h + cₙ; dH becomes what goes back past the gates.
 */
export function gruRetreat(
  gates: usize,
  h: usize,
  dOut: usize,
  dH: usize,
  d: usize,
  n: i32,
): void {
  const gap = <usize>n * FLOAT;
  let pz = gates + gap;
  let pn = pz + gap;
  let pu = pn + gap;
  let dz = d + gap;
  let dn = dz + gap;
  let du = dn + gap;
  for (; n >= 8; n -= 8) {
    const r0 = v128.load(gates);
    const r1 = v128.load(gates, VECTOR);
    const z0 = v128.load(pz);
    const z1 = v128.load(pz, VECTOR);
    const n0 = v128.load(pn);
    const n1 = v128.load(pn, VECTOR);
    const u0 = v128.load(pu);
    const u1 = v128.load(pu, VECTOR);
    const old0 = v128.load(h);
    const old1 = v128.load(h, VECTOR);
    const h0 = f32x4.add(v128.load(dOut), v128.load(dH));
    const h1 = f32x4.add(v128.load(dOut, VECTOR), v128.load(dH, VECTOR));
    const dN0 = ofProposal(h0, z0, n0);
    const dN1 = ofProposal(h1, z1, n1);
    v128.store(dn, dN1, VECTOR);
    v128.store(dn, dN0);
    v128.store(du, f32x4.mul(dN1, r1), VECTOR);
    v128.store(du, f32x4.mul(dN0, r0));
    v128.store(dz, ofUpdate(h1, old1, n1, z1), VECTOR);
    v128.store(dz, ofUpdate(h0, old0, n0, z0));
    v128.store(d, ofReset(dN1, u1, r1), VECTOR);
    v128.store(d, ofReset(dN0, u0, r0));
    v128.store(dH, f32x4.mul(h1, z1), VECTOR);
    v128.store(dH, f32x4.mul(h0, z0));
    gates += PAIR;
    pz += PAIR;
    pn += PAIR;
    pu += PAIR;
    h += PAIR;
    dOut += PAIR;
    dH += PAIR;
    d += PAIR;
    dz += PAIR;
    dn += PAIR;
    du += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const r = loadSome(gates, count);
    const z = loadSome(pz, count);
    const fresh = loadSome(pn, count);
    const u = loadSome(pu, count);
    const old = loadSome(h, count);
    const dh = f32x4.add(loadSome(dOut, count), loadSome(dH, count));
    const dN = ofProposal(dh, z, fresh);
    storeSome(dn, dN, count);
    storeSome(du, f32x4.mul(dN, r), count);
    storeSome(dz, ofUpdate(dh, old, fresh, z), count);
    storeSome(d, ofReset(dN, u, r), count);
    storeSome(dH, f32x4.mul(dh, z), count);
    gates += VECTOR;
    pz += VECTOR;
    pn += VECTOR;
    pu += VECTOR;
    h += VECTOR;
    dOut += VECTOR;
    dH += VECTOR;
    d += VECTOR;
    dz += VECTOR;
    dn += VECTOR;
    du += VECTOR;
  }
}

/** Adds what comes from the gates themselves: `dGates` is the derivative by r z n after their squashing. */
export function gruFromGates(gates: usize, dGates: usize, d: usize, n: i32): void {
  const gap = <usize>n * FLOAT;
  const one = f32x4.splat(1);
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    const r = loadSome(gates, count);
    const z = loadSome(gates + gap, count);
    const fresh = loadSome(gates + 2 * gap, count);
    const u = loadSome(gates + 3 * gap, count);
    const slopeN = f32x4.sub(one, f32x4.mul(fresh, fresh));
    const dN = f32x4.mul(loadSome(dGates + 2 * gap, count), slopeN);
    const dR = f32x4.add(loadSome(dGates, count), f32x4.mul(dN, u));
    const dZ = loadSome(dGates + gap, count);
    addTo(d, f32x4.mul(dR, f32x4.mul(r, f32x4.sub(one, r))), count);
    addTo(d + gap, f32x4.mul(dZ, f32x4.mul(z, f32x4.sub(one, z))), count);
    addTo(d + 2 * gap, dN, count);
    addTo(d + 3 * gap, f32x4.mul(dN, r), count);
    gates += VECTOR;
    dGates += VECTOR;
    d += VECTOR;
  }
}

@inline
function addTo(p: usize, v: v128, count: i32): void {
  storeSome(p, f32x4.add(loadSome(p, count), v), count);
}
