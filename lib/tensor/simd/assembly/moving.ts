/** Moving and summing: sums over an axis and back, blocks, transposes, rows of a table. */

import {
  address,
  FLOAT,
  loadPart,
  plusOld,
  plusOldPart,
  storePart,
  sumOfLanes,
  VECTOR,
} from "./vector";

/** Sum of a run: lane l adds up elements l, l + 4, l + 8 … ; then the lanes. */
@inline
export function sumOfRun(p: usize, n: i32): f32 {
  let sum = f32x4.splat(0);
  for (; n >= 4; n -= 4) {
    sum = f32x4.add(sum, v128.load(p));
    p += VECTOR;
  }
  if (n > 0) sum = f32x4.add(sum, loadPart(p, n));
  return sumOfLanes(sum);
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
  // Sixteen columns at a time are a cache line.
  for (; columns >= 16; columns -= 16) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let row = p;
    for (let i = 0; i < rows; i++) {
      s0 = f32x4.add(s0, v128.load(row));
      s1 = f32x4.add(s1, v128.load(row, VECTOR));
      s2 = f32x4.add(s2, v128.load(row, 2 * VECTOR));
      s3 = f32x4.add(s3, v128.load(row, 3 * VECTOR));
      row += stride;
    }
    v128.store(out, plusOld(accumulate, out, s0));
    v128.store(out, plusOld(accumulate, out + VECTOR, s1), VECTOR);
    v128.store(out, plusOld(accumulate, out + 2 * VECTOR, s2), 2 * VECTOR);
    v128.store(out, plusOld(accumulate, out + 3 * VECTOR, s3), 3 * VECTOR);
    p += 4 * VECTOR;
    out += 4 * VECTOR;
  }
  for (; columns >= 4; columns -= 4) {
    let sum = f32x4.splat(0);
    let row = p;
    for (let i = 0; i < rows; i++) {
      sum = f32x4.add(sum, v128.load(row));
      row += stride;
    }
    v128.store(out, plusOld(accumulate, out, sum));
    p += VECTOR;
    out += VECTOR;
  }
  if (columns > 0) {
    let sum = f32x4.splat(0);
    for (let i = 0; i < rows; i++) {
      sum = f32x4.add(sum, loadPart(p, columns));
      p += stride;
    }
    storePart(out, plusOldPart(accumulate, out, sum, columns), columns);
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
      const sum = sumOfRun(px, axis);
      store<f32>(po, accumulate ? load<f32>(po) + sum : sum);
    } else {
      sumOfRows(px, <usize>inner * FLOAT, po, axis, inner, accumulate);
    }
    px += block;
    po += <usize>inner * FLOAT;
  }
}

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
  let px = address(x);
  let po = address(out);
  for (; outer > 0; outer--) {
    if (inner == 1) {
      const v = f32x4.mul(f, v128.load32_splat(px));
      let n = axis;
      for (; n >= 4; n -= 4) {
        v128.store(po, plusOld(accumulate, po, v));
        po += VECTOR;
      }
      if (n > 0) storePart(po, plusOldPart(accumulate, po, v, n), n);
      po += <usize>n * FLOAT;
    } else {
      for (let i = 0; i < axis; i++) {
        let p = px;
        let n = inner;
        for (; n >= 4; n -= 4) {
          v128.store(po, plusOld(accumulate, po, f32x4.mul(f, v128.load(p))));
          p += VECTOR;
          po += VECTOR;
        }
        if (n > 0) {
          storePart(po, plusOldPart(accumulate, po, f32x4.mul(f, loadPart(p, n)), n), n);
          po += <usize>n * FLOAT;
        }
      }
    }
    px += <usize>inner * FLOAT;
  }
}

/** out (+)= x, a run */
@inline
export function moveRun(p: usize, out: usize, n: i32, accumulate: i32): void {
  for (; n >= 4; n -= 4) {
    v128.store(out, plusOld(accumulate, out, v128.load(p)));
    p += VECTOR;
    out += VECTOR;
  }
  if (n > 0) storePart(out, plusOldPart(accumulate, out, loadPart(p, n), n), n);
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
    moveRun(px, po, columns, accumulate);
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
  v128.store(out, plusOld(accumulate, out, c0));
  out += outStride;
  v128.store(out, plusOld(accumulate, out, c1));
  out += outStride;
  v128.store(out, plusOld(accumulate, out, c2));
  out += outStride;
  v128.store(out, plusOld(accumulate, out, c3));
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
      v128.store(po, plusOld(accumulate, po, v));
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
