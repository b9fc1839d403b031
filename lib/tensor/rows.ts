/**
 * Symbols are rows of a table. A tensor whose rows were looked up in one (`gather`) remembers so, and what
 * multiplies it by a matrix may take the few rows of the table in place of the many it holds: (rows of the table) · W
 * equals rows of (table · W), number for number, since each is the same sum in the same order.
 *
 * The table's numbers may change, the tensor's do not: then it is read like any other.
 *
 * @module
 */

import type { Tensor } from "./tensor.ts";

/** That a tensor's rows were looked up in a table. */
export interface Rows {
  /** What was looked up, [rows, columns]. */
  readonly table: Tensor;
  /** Which rows, as kernels read them. Made when they were looked up. */
  readonly indices: Tensor;
  /** Where in `indices` the first row of the tensor is. */
  readonly start: number;
  /** How often the table was looked up in all, by this tensor and those it is a part of. */
  readonly uses: number;
  /** Products of the whole table that were made already, by weight. */
  readonly products: Map<Tensor, Product>;
}

/** Table · weightᵀ + bias. */
export interface Product {
  /** What was added to each row, if anything. */
  readonly bias: Tensor | undefined;
  /** Of all rows of the table. */
  readonly product: Tensor;
}

/**
 * @ignore Where the rows of a tensor can be looked up in place of reading the tensor, if it is less work: more are looked up
 * than the table has. Null if nowhere.
 */
export function rowsOf({ rows }: Tensor): Rows | null {
  if (rows === null || rows.uses <= rows.table.shape[0]) return null;
  return rows.table.changedSince(rows.indices) ? null : rows;
}
