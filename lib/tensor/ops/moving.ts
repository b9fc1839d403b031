/**
 * Moving numbers about: reshape, transpose, slice, concat, stack, gather. Nothing is computed; backward,
 * every number goes back to where it came from.
 *
 * @module
 */

import { described } from "../../options.ts";
import type { Kernels } from "../kernels.ts";
import { place } from "../making.ts";
import { operation } from "../operation.ts";
import type { Backward } from "../origin.ts";
import type { Rows } from "../rows.ts";
import {
  checkShape,
  checkSizeList,
  describeShape,
  normalizeAxis,
  sameShape,
  type Shape,
  sizeOf,
  splitAt,
} from "../shape.ts";
import { locate, Tensor, within } from "../tensor.ts";
import { checkFlatList, checkTensor, checkTensors } from "../wanted.ts";

/**
 * A tensor that shares the numbers of another from `start` on, where an arena holds them: no copy is made.
 * Elsewhere it is an ordinary operation, and also where the numbers may change.
 */
function view(
  name: string,
  x: Tensor,
  shape: Shape,
  start: number,
  backward: (k: Kernels, d: Backward) => void,
): Tensor {
  if (x.scope === null || x.backend.memory.scope === null) {
    const n = sizeOf(shape);
    return operation(name, [x], shape, (k, y, [x]) => k.copy(x + start, y, n, 0), backward);
  }
  const origin = x.requiresGrad && x.backend.recording
    ? { operation: name, inputs: [x], backward }
    : null;
  return new Tensor(x.backend, shape, within(x.scope, locate(x) + start), origin);
}

/**
 * The same numbers, row by row, in another shape. One size may be −1: whatever is left.
 *
 * @throws if the shape does not hold as many numbers
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  checkTensor(x, "reshape");
  checkSizeList(shape, "reshape");
  if (!shape.every(Number.isInteger)) checkShape(shape, "reshape");
  if (sameShape(x.shape, shape)) return x;
  const open = shape.indexOf(-1);
  const rest = open < 0 ? 1 : sizeOf(shape.filter((_, i) => i !== open));
  const wanted = open < 0
    ? [...shape]
    : shape.map((size, i) => (i === open ? x.size / rest : size));
  if (sizeOf(wanted) !== x.size || !wanted.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new RangeError(
      `Cannot reshape ${describeShape(x.shape)} to ${
        describeShape(shape)
      }: it holds ${x.size} numbers, and the new shape must hold as many`,
    );
  }
  const result = view(
    "reshape",
    x,
    wanted,
    0,
    (_, d) => d.passOn(0),
  );
  if (wanted[wanted.length - 1] === x.shape[x.rank - 1]) result.rows = x.rows;
  return result;
}

/**
 * Axes in another order. Without `axes` the last two change places; [rows, columns] → [columns, rows].
 *
 * @param axes for each axis of the result, which axis of x it is
 */
export function transpose(x: Tensor, axes?: readonly number[]): Tensor {
  checkTensor(x, "transpose");
  if (axes !== undefined) checkFlatList(axes, "a list of axes", "transpose");
  const { rank } = x;
  if (axes === undefined && rank < 2) {
    throw new RangeError(
      `Cannot transpose shape ${describeShape(x.shape)}: at least two axes are wanted`,
    );
  }
  const order = axes
    ? Array.from(axes)
    : [...x.shape.keys()].map((i) => (i < rank - 2 ? i : 2 * rank - 3 - i));
  const isAxis = (axis: number) => Number.isInteger(axis) && axis >= 0 && axis < rank;
  if (order.length !== rank || new Set(order).size !== rank || !order.every(isAxis)) {
    throw new RangeError(
      `Cannot transpose shape ${describeShape(x.shape)} to axes ${
        describeShape(order)
      }: each of 0 to ${rank - 1} is wanted once`,
    );
  }
  const shape = order.map((axis) => x.shape[axis]);
  if (order.every((axis, i) => i === axis || i >= rank - 2) && rank >= 2) {
    if (order[rank - 1] === rank - 1) return x;
    const [rows, columns] = x.shape.slice(-2);
    const times = rows * columns === 0 ? 0 : x.size / (rows * columns);
    const size = rows * columns;
    return operation(
      "transpose",
      [x],
      shape,
      (k, y, [x]) => {
        for (let i = 0; i < times; i++) k.transpose(x + i * size, y + i * size, rows, columns, 0);
      },
      (k, d) => {
        const dx = d.into(0);
        for (let i = 0; i < times; i++) {
          k.transpose(d.dOut + i * size, dx + i * size, columns, rows, d.accumulate);
        }
      },
    );
  }
  // Any other order: which element of x each element of the result is.
  const strides = x.shape.map((_, axis) => sizeOf(x.shape.slice(axis + 1)));
  const from = (i: number) => {
    let source = 0;
    for (let axis = rank - 1; axis >= 0; axis--) {
      source += (i % shape[axis]) * strides[order[axis]];
      i = Math.floor(i / shape[axis]);
    }
    return source;
  };
  const { memory } = x.backend;
  return operation(
    "transpose",
    [x],
    shape,
    (_, y, [x]) => {
      for (let i = 0; i < sizeOf(shape); i++) memory.floats[y + i] = memory.floats[x + from(i)];
    },
    (k, d) => {
      const dx = d.into(0);
      const moved = d.scratch(x.size);
      const { floats } = memory;
      for (let i = 0; i < x.size; i++) floats[moved + from(i)] = floats[d.dOut + i];
      k.copy(moved, dx, x.size, d.accumulate);
    },
  );
}

/**
 * Part of a tensor along one axis.
 *
 * @param start first index taken @param end first index not taken; default: to the end
 * @throws unless 0 ≤ start ≤ end ≤ size of the axis
 *
 * @example
 * ```ts
 * import { slice, tensor } from "lib/tensor/mod.ts";
 *
 * console.log(slice(tensor([[1, 2, 3], [4, 5, 6]]), 1, 0, 2).toArray()); // [[1, 2], [4, 5]]
 * ```
 */
export function slice(x: Tensor, axis: number, start: number, end?: number): Tensor {
  checkTensor(x, "slice");
  const at = normalizeAxis(axis, x.shape, "slice");
  const size = x.shape[at];
  let outer = 1;
  let inner = 1;
  for (let i = 0; i < at; i++) outer *= x.shape[i];
  for (let i = at + 1; i < x.rank; i++) inner *= x.shape[i];
  const stop = end === undefined ? size : end; // null is no end
  if (
    !(Number.isInteger(start) && Number.isInteger(stop) && 0 <= start && start <= stop &&
      stop <= size)
  ) {
    throw new RangeError(
      `Cannot slice ${described(start)} to ${described(stop)} of axis ${axis} of shape ${
        describeShape(x.shape)
      }: wanted 0 ≤ start ≤ end ≤ ${size}`,
    );
  }
  const taken = stop - start;
  const shape = x.shape.slice();
  shape[at] = taken;
  const skip = start * inner;
  const [row, run] = [size * inner, taken * inner];
  if (outer === 1) return part(x, shape, skip, at < x.rank - 1);
  return operation(
    "slice",
    [x],
    shape,
    (k, y, inputs) => k.copyBlock(inputs[0] + skip, row, y, run, outer, run, 0),
    (k, d) => {
      const dx = d.into(0);
      if (d.accumulate === 0) k.fill(dx, 0, x.size);
      k.copyBlock(d.dOut, run, dx + skip, row, outer, run, 1);
    },
  );
}

/** Numbers of x that stand next to each other, from `start` on, in another shape. */
function part(x: Tensor, shape: Shape, start: number, wholeRows: boolean): Tensor {
  const result = view("slice", x, shape, start, (k, d) => {
    const dx = d.into(0);
    if (d.accumulate === 0) k.fill(dx, 0, x.size);
    k.copy(d.dOut, dx + start, result.size, 1);
  });
  if (x.rows && wholeRows) {
    result.rows = { ...x.rows, start: x.rows.start + start / x.shape[x.rank - 1] };
  }
  return result;
}

/** @ignore The index-th along the first axis, which goes away: of a sequence, one time step. */
export function select(x: Tensor, index: number): Tensor {
  const shape = x.shape.slice(1);
  return part(x, shape, index * sizeOf(shape), x.rank > 2);
}

/**
 * Tensors one behind the other along an axis; all other sizes must be equal.
 */
export function concat(list: readonly Tensor[], axis: number): Tensor {
  checkTensors(list, "concat");
  const at = normalizeAxis(axis, list[0].shape, "concat");
  for (const x of list) {
    const fits = x.rank === list[0].rank &&
      x.shape.every((size, i) => i === at || size === list[0].shape[i]);
    if (!fits) {
      throw new RangeError(
        `Cannot concat shapes ${describeShape(list[0].shape)} and ${
          describeShape(x.shape)
        } along axis ${axis}: all other sizes must be equal`,
      );
    }
  }
  const total = list.reduce((sum, x) => sum + x.shape[at], 0);
  const shape = list[0].shape.map((size, i) => (i === at ? total : size));
  return sideBySide("concat", list, shape, splitAt(shape, at)[0]);
}

/** Of each tensor one run of numbers, one behind the other, and so on `outer` times until all are used up. */
function sideBySide(name: string, given: readonly Tensor[], shape: Shape, outer: number): Tensor {
  const list = [...given]; // whatever becomes of the one that was given
  const stride = sizeOf(shape) / Math.max(outer, 1);
  return operation(
    name,
    list,
    shape,
    (k, y, inputs) => {
      for (let i = 0, start = y; i < list.length; i++) {
        const run = list[i].size / Math.max(outer, 1);
        k.copyBlock(inputs[i], run, start, stride, outer, run, 0);
        start += run;
      }
    },
    (k, d) => {
      for (let i = 0, start = d.dOut; i < list.length; i++) {
        const run = list[i].size / Math.max(outer, 1);
        if (d.wants(i)) k.copyBlock(start, stride, d.into(i), run, outer, run, d.accumulate);
        start += run;
      }
    },
  );
}

/** Tensors of one shape side by side along a new axis. */
export function stack(list: readonly Tensor[], axis = 0): Tensor {
  checkTensors(list, "stack");
  for (const x of list) {
    if (!sameShape(x.shape, list[0].shape)) {
      throw new RangeError(
        `Cannot stack shapes ${describeShape(list[0].shape)} and ${
          describeShape(x.shape)
        }: all must be equal`,
      );
    }
  }
  const at = normalizeAxis(axis, [1, ...list[0].shape], "stack");
  const [before, after] = [list[0].shape.slice(0, at), list[0].shape.slice(at)];
  return sideBySide("stack", list, [...before, list.length, ...after], sizeOf(before));
}

/** @ignore Throws unless every index is a whole number from `low` to below `high`. */
export function checkIndices(
  indices: ArrayLike<number>,
  low: number,
  high: number,
  doing: string,
): void {
  const whole = indices instanceof Int32Array;
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (whole && index >= low && index < high) continue;
    if (!(index >= low && index < high && Number.isInteger(index))) {
      throw new RangeError(
        `Cannot ${doing}: index ${i} is ${described(index)}, and whole numbers from ${low} to ${
          high - 1
        } are wanted`,
      );
    }
  }
}

/** Rows of what are rows of a table themselves are rows of that table. */
function source(
  table: Tensor,
  indices: ArrayLike<number>,
  places: Tensor,
): Pick<Rows, "table" | "indices"> {
  const { rows } = table;
  if (rows === null || rows.table.changedSince(rows.indices)) return { table, indices: places };
  const lower = rows.indices.values();
  const through = Float64Array.from(indices, (index) => lower[rows.start + index]);
  return { table: rows.table, indices: indexTensor(through, table, rows.table.shape[0]) };
}

/** Whole numbers up to this one are exact in float32, and so are all that kernels read as indices. */
const EXACT = 2 ** 24;

/** Whether one of them, all below `high`, is too large for a kernel to read. */
function tooFar(indices: ArrayLike<number>, { backend }: Tensor, high: number): boolean {
  if (backend.dtype === "float64" || high <= EXACT + 1) return false;
  for (let i = 0; i < indices.length; i++) if (indices[i] > EXACT) return true;
  return false;
}

/** @ignore Whole numbers below `high` as a tensor, as kernels read them. */
export function indexTensor(indices: ArrayLike<number>, like: Tensor, high: number): Tensor {
  if (tooFar(indices, like, high)) {
    throw new RangeError(
      `Cannot read an index above ${EXACT}: float32 holds no greater whole numbers exactly, and fewer classes or symbols are wanted`,
    );
  }
  return place(like.backend, [indices.length], (floats, at) => floats.set(indices, at));
}

/**
 * Rows of a table: an embedding, or the product of one-hot rows with a matrix without making either.
 *
 * backward: each row's derivative is the sum over all its uses. Where a product takes them from the table itself, as
 * there are fewer, the rows that were looked up have no `grad` of their own; the table has.
 *
 * @param table [rows, columns]
 * @param indices whole numbers below `rows`, row by row of `shape`
 * @param shape of the indices; default [indices.length]
 * @returns […shape, columns]
 */
export function gather(table: Tensor, indices: ArrayLike<number>, shape?: Shape): Tensor {
  checkTensor(table, "gather rows of");
  checkFlatList(indices, "a list of row numbers", "gather rows");
  if (shape !== undefined) checkShape(shape, "gather rows");
  if (table.rank !== 2) {
    throw new RangeError(
      `Cannot gather rows of shape ${describeShape(table.shape)}: two axes are wanted`,
    );
  }
  const [rows, columns] = table.shape;
  const n = indices.length;
  checkIndices(indices, 0, rows, `gather from a table of ${rows} rows`);
  const lead = shape ?? [n];
  if (sizeOf(lead) !== n) {
    throw new RangeError(
      `Cannot gather ${n} rows into shape ${describeShape(lead)}: a shape of as many is wanted`,
    );
  }
  if (tooFar(indices, table, rows)) return gatherOneByOne(table, indices, [...lead, columns]);
  const places = indexTensor(indices, table, rows);
  const result = gatherAt(table, places, 0, [...lead, columns]);
  result.rows = { ...source(table, indices, places), start: 0, uses: n, products: new Map() };
  return result;
}

/** From a table of so many rows that kernels cannot tell all of them by a float32. */
function gatherOneByOne(table: Tensor, indices: ArrayLike<number>, shape: Shape): Tensor {
  const rows = Float64Array.from(indices);
  const columns = table.shape[1];
  return operation(
    "gather from",
    [table],
    shape,
    (k, y, [table]) =>
      rows.forEach((row, i) => k.copy(table + row * columns, y + i * columns, columns, 0)),
    (k, d) => {
      const dTable = d.into(0);
      if (d.accumulate === 0) k.fill(dTable, 0, table.size);
      rows.forEach((row, i) => k.copy(d.dOut + i * columns, dTable + row * columns, columns, 1));
    },
  );
}

/** From so many rows on their derivatives are summed in blocks, and the rows of a block. */
const [LONG, LONG_BLOCK] = [32_768, 1024];

/** @ignore Gathers by indices that were checked already, from the one at `start` on, as many as the shape has rows. */
export function gatherAt(table: Tensor, indices: Tensor, start: number, shape: Shape): Tensor {
  const [rows, columns] = table.shape;
  const n = sizeOf(shape) / Math.max(columns, 1);
  return operation(
    "gather from",
    [table, indices],
    shape,
    (k, y, inputs) => k.gatherRows(inputs[0], inputs[1] + start, y, n, columns, rows),
    (k, d) => {
      const dTable = d.into(0);
      const size = rows * columns;
      const at = d.input(1) + start;
      if (d.accumulate === 0) k.fill(dTable, 0, size);
      if (n <= LONG) return k.scatterAddRows(d.dOut, at, dTable, n, columns, rows);
      // As in products: what is summed from very many goes through sums of fewer, so that little is rounded away.
      const together = Math.max(LONG_BLOCK, rows);
      const part = d.scratch(size);
      for (let row = 0; row < n; row += together) {
        const block = Math.min(together, n - row);
        k.fill(part, 0, size);
        k.scatterAddRows(d.dOut + row * columns, at + row, part, block, columns, rows);
        k.copy(part, dTable, size, 1);
      }
    },
  );
}
