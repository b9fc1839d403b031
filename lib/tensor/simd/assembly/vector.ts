/**
 * Four floats at a time, and what to do with the last one, two or three.
 *
 * A tail goes through the same vector arithmetic as everything before it, in lanes that would otherwise
 * be empty. So the value of an element never depends on how far it lies from the end.
 *
 * Loops take two vectors a turn: both are loaded, then both worked on, then both stored side by side, the second one
 * first. So V8 can make one operation of 256 bits of each two (`--experimental-wasm-revectorize`, see ../README.md), and
 * a processor without those has two independent things to do.
 */

/** Bytes of a float, of a vector, and of two. */
export const FLOAT: usize = 4;
export const VECTOR: usize = 16;
export const PAIR: usize = 32;

/** The address of an element: offsets count floats from the start of memory. */
@inline
export function address(offset: i32): usize {
  return <usize>offset << 2;
}

/** The first `count` (1, 2 or 3) floats at `p`; the other lanes are 0. */
@inline
export function loadPart(p: usize, count: i32): v128 {
  let v = v128.load32_zero(p);
  if (count > 1) v = v128.load_lane<f32>(p, v, 1, FLOAT);
  if (count > 2) v = v128.load_lane<f32>(p, v, 2, 2 * FLOAT);
  return v;
}

/** Writes the first `count` (1, 2 or 3) lanes. */
@inline
export function storePart(p: usize, v: v128, count: i32): void {
  v128.store_lane<f32>(p, v, 0);
  if (count > 1) v128.store_lane<f32>(p, v, 1, FLOAT);
  if (count > 2) v128.store_lane<f32>(p, v, 2, 2 * FLOAT);
}

/** A whole vector if `count` is 4, else a part. Where `count` is written as 4 the compiler drops the question. */
@inline
export function loadSome(p: usize, count: i32): v128 {
  return count == 4 ? v128.load(p) : loadPart(p, count);
}

/** The counterpart of {@linkcode loadSome}. */
@inline
export function storeSome(p: usize, v: v128, count: i32): void {
  if (count == 4) v128.store(p, v);
  else storePart(p, v, count);
}

/** `v` itself, or `v` added to the vector or the part of one at `p`. */
@inline
export function plusSome(accumulate: i32, p: usize, v: v128, count: i32): v128 {
  return accumulate ? f32x4.add(loadSome(p, count), v) : v;
}

/** All bits set in the first `count` lanes. */
@inline
export function firstLanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

@inline
export function maximumOfLanes(v: v128): f32 {
  v = f32x4.pmax(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  v = f32x4.pmax(v, v128.shuffle<f32>(v, v, 1, 0, 3, 2));
  return f32x4.extract_lane(v, 0);
}
