/**
 * Linear probes: what can be told from a memory by a weighted sum of its numbers.
 *
 * A probe is a small reader of its own. It gets hidden states and must say a class, such as which letter stood
 * at some place. If it can, on states that it was not fitted on, the class is in the memory, and lies open. It is
 * fitted by ridge regression, with a row of X for each state (and a 1, for the bias), and in Y a 1 in the column
 * of the right class:
 *
 *     W = (XᵀX + λ I)⁻¹ XᵀY
 *
 * Why least squares: it is exact and takes no training, so what it finds depends on the memory alone. It finds
 * what is there, not what the net uses. Source: Alain and Bengio, 2016, for the idea of a probe.
 *
 * @module
 */

import {
  checkOptions,
  checkValue,
  count,
  listOf,
  needed,
  numbersOf,
  realNumber,
} from "../options.ts";
import { greatest } from "../statistics.ts";

/** How to probe. */
export interface ProbeOptions {
  /** How many classes there are. */
  readonly classes: number;
  /** How many rows, from the first, to fit on; the others are for the test. Default: two thirds. */
  readonly fitOn?: number;
  /** Price of large weights, λ. Default 0.01. */
  readonly ridge?: number;
}

/**
 * How often linear probes tell what they are asked, on rows that they were not fitted on.
 *
 * @param rows hidden states: [rows][units]
 * @param labels for each probe, the right class of each row: [probes][rows]
 * @param options `classes`; `fitOn`, `ridge`
 * @returns for each probe, the share of test rows told correctly
 * @throws {RangeError} if no rows are left to fit on or to test, or rows and labels do not match
 *
 * @example
 * ```ts
 * import { probe } from "lib/checks/probe.ts";
 *
 * const rows = Array.from({ length: 30 }, (_, n) => [n % 2, (n % 3) / 3]);
 * const [parity, other] = [rows.map((_, n) => n % 2), rows.map((_, n) => n % 5)];
 * probe(rows, [parity, other], { classes: 5 })[0]; // 1: the first number says it
 * ```
 */
export function probe(
  rows: readonly ArrayLike<number>[],
  labels: readonly ArrayLike<number>[],
  options: ProbeOptions,
): number[] {
  checkValue("probe", "rows", rows, listOf(numbers, 2));
  checkValue("probe", "labels", labels, listOf(numbers, 1));
  checkOptions<ProbeOptions>("probe", options, {
    classes: needed(count()),
    fitOn: count(),
    ridge: realNumber(0),
  });
  const { classes, fitOn = Math.floor(2 * rows.length / 3), ridge = 0.01 } = options;
  check(rows, labels, classes, fitOn);
  const size = rows[0].length + 1;
  const X = rows.map((row) => Float64Array.from([...Array.from(row), 1]));
  const square = Array.from({ length: size }, () => new Float64Array(size)); // XᵀX + λ I
  const wanted = Array.from({ length: size }, () => new Float64Array(labels.length * classes)); // XᵀY
  for (let n = 0; n < fitOn; n++) {
    const x = X[n];
    for (let i = 0; i < size; i++) {
      const row = square[i];
      for (let j = 0; j <= i; j++) row[j] += x[i] * x[j];
      for (let p = 0; p < labels.length; p++) wanted[i][p * classes + labels[p][n]] += x[i];
    }
  }
  for (let i = 0; i < size; i++) square[i][i] += ridge;
  const W = solve(square, wanted);
  if (!W.every((row) => row.every(Number.isFinite))) {
    throw new RangeError(
      `Cannot probe: found more than one answer to the equations with ridge ${ridge}, and a ridge above 0 is wanted`,
    );
  }
  return labels.map((label, p) => {
    let right = 0;
    for (let n = fitOn; n < X.length; n++) {
      const scores = new Float64Array(classes);
      for (let i = 0; i < size; i++) {
        for (let c = 0; c < classes; c++) scores[c] += X[n][i] * W[i][p * classes + c];
      }
      right += scores.indexOf(greatest(scores)) === label[n] ? 1 : 0;
    }
    return right / (X.length - fitOn);
  });
}

const numbers = numbersOf();

function check(
  rows: readonly ArrayLike<number>[],
  labels: readonly ArrayLike<number>[],
  classes: number,
  fitOn: number,
): void {
  if (!Number.isInteger(fitOn) || fitOn < 1 || fitOn >= rows.length) {
    throw new RangeError(
      `Cannot probe: found ${rows.length} rows of which ${fitOn} to fit on, wanted some for the test too`,
    );
  }
  const odd = rows.findIndex((row) => row.length !== rows[0].length);
  if (odd >= 0) {
    throw new RangeError(
      `Cannot probe: found ${rows[odd].length} numbers in row ${odd}, wanted ${rows[0].length}`,
    );
  }
  labels.forEach((label, p) => {
    if (label.length !== rows.length) {
      throw new RangeError(
        `Cannot probe: found ${label.length} labels for probe ${p}, wanted one for each of ${rows.length} rows`,
      );
    }
    const strange = Array.from(label).find((c) => !Number.isInteger(c) || c < 0 || c >= classes);
    if (strange !== undefined) {
      throw new RangeError(
        `Cannot probe: found the label ${strange} for probe ${p}, wanted 0 to ${classes - 1}`,
      );
    }
  });
  for (const row of rows) {
    const bad = Array.from(row).find((x) => !Number.isFinite(x));
    if (bad !== undefined) throw new RangeError(`Cannot probe: found ${bad} in a hidden state`);
  }
}

/** Solves A W = B for a symmetric, positive A (Cholesky: A = L Lᵀ, then forward and back). Changes A and B. */
function solve(A: Float64Array[], B: Float64Array[]): Float64Array[] {
  const size = A.length;
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let rest = A[i][j];
      for (let k = 0; k < j; k++) rest -= A[i][k] * A[j][k];
      A[i][j] = i === j ? Math.sqrt(rest) : rest / A[j][j];
    }
  }
  for (let c = 0; c < B[0].length; c++) {
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < i; k++) B[i][c] -= A[i][k] * B[k][c];
      B[i][c] /= A[i][i];
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) B[i][c] -= A[k][i] * B[k][c];
      B[i][c] /= A[i][i];
    }
  }
  return B;
}
