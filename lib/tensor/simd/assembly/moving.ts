/** Moving: blocks, transposes, rows of a table, and a sum's derivative back over its axis. */

import { fillRun, scaleRun } from "./elementwise";
import { address, FLOAT, loadSome, PAIR, plusSome, storeSome, VECTOR } from "./vector";

export function spreadAxis(
  x: i32,
  factor: f32,
  out: i32,
  outer: i32,
  axis: i32,
  inner: i32,
  accumulate: i32,
): void {
  const f = f32x4.splat(factor);
  const row = <usize>inner * FLOAT;
  let px = address(x);
  let po = address(out);
  for (; outer > 0; outer--) {
    if (inner == 1 && !accumulate) {
      fillRun(f32x4.mul(f, v128.load32_splat(px)), po, axis);
      po += <usize>axis * FLOAT;
    } else if (inner == 1) {
      addRun(f32x4.mul(f, v128.load32_splat(px)), po, axis);
      po += <usize>axis * FLOAT;
    } else {
      for (let i = 0; i < axis; i++) {
        if (accumulate) scaleRun(f, px, po, inner, 1);
        else scaleRun(f, px, po, inner, 0);
        po += row;
      }
    }
    px += row;
  }
}

/** Adds one value to a run. */
@inline
function addRun(v: v128, po: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    storeSome(po, plusSome(1, po, v, count), count);
    po += VECTOR;
  }
}

/** out (+)= x, a run */
@inline
export function moveRun(p: usize, out: usize, n: i32, accumulate: i32): void {
  for (; n >= 8; n -= 8) {
    const v0 = plusSome(accumulate, out, v128.load(p), 4);
    const v1 = plusSome(accumulate, out + VECTOR, v128.load(p, VECTOR), 4);
    v128.store(out, v1, VECTOR);
    v128.store(out, v0);
    p += PAIR;
    out += PAIR;
  }
  for (; n > 0; n -= 4) {
    const count = min(n, 4);
    storeSome(out, plusSome(accumulate, out, loadSome(p, count), count), count);
    p += VECTOR;
    out += VECTOR;
  }
}

export function copyBlock(
  x: i32,
  xStride: i32,
  out: i32,
  outStride: i32,
  rows: i32,
  columns: i32,
  accumulate: i32,
): void {
  let px = address(x);
  let po = address(out);
  for (; rows > 0; rows--) {
    if (accumulate) moveRun(px, po, columns, 1);
    else moveRun(px, po, columns, 0);
    px += <usize>xStride * FLOAT;
    po += <usize>outStride * FLOAT;
  }
}

/** Four rows by four columns, turned: four loads, eight shuffles, four stores. */
@inline
export function turnSquare(
  p: usize,
  stride: usize,
  out: usize,
  outStride: usize,
  accumulate: i32,
): void {
  const r0 = v128.load(p);
  const r1 = v128.load(p + stride);
  const r2 = v128.load(p + 2 * stride);
  const r3 = v128.load(p + 3 * stride);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  const c0 = v128.shuffle<f32>(low01, low23, 0, 1, 4, 5);
  const c1 = v128.shuffle<f32>(low01, low23, 2, 3, 6, 7);
  const c2 = v128.shuffle<f32>(high01, high23, 0, 1, 4, 5);
  const c3 = v128.shuffle<f32>(high01, high23, 2, 3, 6, 7);
  v128.store(out, plusSome(accumulate, out, c0, 4));
  out += outStride;
  v128.store(out, plusSome(accumulate, out, c1, 4));
  out += outStride;
  v128.store(out, plusSome(accumulate, out, c2, 4));
  out += outStride;
  v128.store(out, plusSome(accumulate, out, c3, 4));
}

/** out[columns, rows] (+)= x[rows, columns]; the strides are bytes from row to row. */
export function turn(
  p: usize,
  stride: usize,
  out: usize,
  outStride: usize,
  rows: i32,
  columns: i32,
  accumulate: i32,
): void {
  const squareColumns = columns & ~3;
  for (; rows >= 4; rows -= 4) {
    let column = 0;
    let px = p;
    let po = out;
    for (; column < squareColumns; column += 4) {
      turnSquare(px, stride, po, outStride, accumulate);
      px += VECTOR;
      po += 4 * outStride;
    }
    for (; column < columns; column++) {
      let v = v128.load32_zero(px);
      v = v128.load_lane<f32>(px + stride, v, 1);
      v = v128.load_lane<f32>(px + 2 * stride, v, 2);
      v = v128.load_lane<f32>(px + 3 * stride, v, 3);
      v128.store(po, plusSome(accumulate, po, v, 4));
      px += FLOAT;
      po += outStride;
    }
    p += 4 * stride;
    out += VECTOR;
  }
  for (; rows > 0; rows--) {
    let po = out;
    for (let column = 0; column < columns; column++) {
      const value = load<f32>(p + <usize>column * FLOAT);
      store<f32>(po, accumulate ? load<f32>(po) + value : value);
      po += outStride;
    }
    p += stride;
    out += FLOAT;
  }
}

export function transpose(x: i32, out: i32, rows: i32, columns: i32, accumulate: i32): void {
  const stride = <usize>columns * FLOAT;
  turn(address(x), stride, address(out), <usize>rows * FLOAT, rows, columns, accumulate);
}

/** The address of the row of `table` that the float at `index` names. */
@inline
export function rowOf(table: usize, index: usize, columns: i32): usize {
  return table + <usize>(<i32>load<f32>(index) * columns) * FLOAT;
}

export function gatherRows(table: i32, indices: i32, out: i32, n: i32, columns: i32): void {
  const pt = address(table);
  let pi = address(indices);
  let po = address(out);
  for (; n > 0; n--) {
    moveRun(rowOf(pt, pi, columns), po, columns, 0);
    pi += FLOAT;
    po += <usize>columns * FLOAT;
  }
}

export function scatterAddRows(dOut: i32, indices: i32, dTable: i32, n: i32, columns: i32): void {
  const pt = address(dTable);
  let pi = address(indices);
  let pd = address(dOut);
  for (; n > 0; n--) {
    moveRun(pd, rowOf(pt, pi, columns), columns, 1);
    pi += FLOAT;
    pd += <usize>columns * FLOAT;
  }
}

/** Moves a block of rows. */
export function moveRows(
  p: usize,
  stride: usize,
  out: usize,
  outStride: usize,
  rows: i32,
  columns: i32,
): void {
  for (; rows > 0; rows--) {
    moveRun(p, out, columns, 0);
    p += stride;
    out += outStride;
  }
}
