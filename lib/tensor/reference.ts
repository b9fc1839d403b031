/**
 * The reference back end: every kernel as the plain loop that its formula says, in float64.
 *
 * It is written to be read, and to be right: gradient checks run on it, and the fast back end is tested
 * against it. See {@linkcode Kernels} for what each kernel promises.
 *
 * @module
 */

import * as numeric from "../numeric.ts";
import type { Accumulate, Kernels, Offset } from "./kernels.ts";

/**
 * The sum of `value(0)` … `value(n − 1)`, from the first to the last. What each addition rounds off is kept and added
 * in the end (Neumaier 1974), so that the sum of millions is as exact as that of two.
 */
function total(n: number, value: (i: number) => number): number {
  let sum = 0;
  let rest = 0;
  for (let i = 0; i < n; i++) {
    const x = value(i);
    const next = sum + x;
    rest += Math.abs(sum) >= Math.abs(x) ? (sum - next) + x : (x - next) + sum;
    sum = next;
  }
  return Number.isFinite(sum) ? sum + rest : sum;
}

/** The kernels over a memory that `floats` returns (asked for at each call, because it may grow). */
export function createReferenceKernels(floats: () => Float64Array): Kernels {
  /** out[i] (+)= value(i) */
  function each(out: Offset, n: number, accumulate: Accumulate, value: (i: number) => number) {
    const memory = floats();
    for (let i = 0; i < n; i++) memory[out + i] = value(i) + (accumulate ? memory[out + i] : 0);
  }

  const unary = (f: (x: number) => number) => (x: Offset, out: Offset, n: number) => {
    const memory = floats();
    each(out, n, 0, (i) => f(memory[x + i]));
  };

  /** dx (+)= dOut · slope(v), where v is the value the derivative is told from: the input or the output. */
  const unaryBackward =
    (slope: (v: number) => number) =>
    (v: Offset, dOut: Offset, dx: Offset, n: number, accumulate: Accumulate) => {
      const memory = floats();
      each(dx, n, accumulate, (i) => memory[dOut + i] * slope(memory[v + i]));
    };

  const binary =
    (f: (a: number, b: number) => number) =>
    (a: Offset, b: Offset, out: Offset, n: number, bSize: number, accumulate: Accumulate = 0) => {
      const memory = floats();
      each(out, n, accumulate, (i) => f(memory[a + i], memory[b + (i % bSize)]));
    };

  /** exp of each value of a row minus the row's maximum, and their sum: softmax that cannot overflow. */
  function shiftedExp(row: Float64Array): { values: Float64Array; sum: number; maximum: number } {
    const maximum = row.reduce((most, x) => (x > most || x !== x ? x : most), -Infinity);
    const values = row.map((x) => numeric.exp(x - maximum));
    return { values, sum: total(values.length, (i) => values[i]), maximum };
  }

  return {
    add: binary((a, b) => a + b),
    subtract: binary((a, b) => a - b),
    multiply: binary((a, b) => a * b),
    divide: binary((a, b) => a / b),

    exp: unary(numeric.exp),
    log: unary(numeric.log),
    sqrt: unary(Math.sqrt),
    tanh: unary(numeric.tanh),
    sigmoid: unary(numeric.sigmoid),
    relu: unary((x) => (x > 0 || x !== x ? x : 0)),
    scale(x, factor, out, n, accumulate) {
      const memory = floats();
      each(out, n, accumulate, (i) => factor * memory[x + i]);
    },
    fill(out, value, n) {
      floats().fill(value, out, out + n);
    },
    copy(x, out, n, accumulate) {
      const memory = floats();
      each(out, n, accumulate, (i) => memory[x + i]);
    },

    expBackward: unaryBackward((y) => y),
    logBackward: unaryBackward((x) => 1 / x),
    sqrtBackward: unaryBackward((y) => 0.5 / y),
    tanhBackward: unaryBackward((y) => 1 - y * y),
    sigmoidBackward: unaryBackward((y) => y * (1 - y)),
    reluBackward: unaryBackward((y) => (y > 0 ? 1 : 0)),

    matmul(a, b, out, m, k, n, transposeA, transposeB, accumulate) {
      const memory = floats();
      for (let row = 0; row < m; row++) {
        for (let column = 0; column < n; column++) {
          let sum = 0;
          for (let i = 0; i < k; i++) {
            const left = memory[a + (transposeA ? i * m + row : row * k + i)];
            const right = memory[b + (transposeB ? column * k + i : i * n + column)];
            sum += left * right;
          }
          const index = out + row * n + column;
          memory[index] = accumulate ? memory[index] + sum : sum;
        }
      }
    },

    sumAxis(x, out, outer, axis, inner, accumulate) {
      const memory = floats();
      each(out, outer * inner, accumulate, (i) => {
        const block = Math.floor(i / inner) * axis * inner + (i % inner);
        return total(axis, (j) => memory[x + block + j * inner]);
      });
    },
    spreadAxis(x, factor, out, outer, axis, inner, accumulate) {
      const memory = floats();
      each(
        out,
        outer * axis * inner,
        accumulate,
        (i) => factor * memory[x + Math.floor(i / (axis * inner)) * inner + (i % inner)],
      );
    },
    copyBlock(x, xStride, out, outStride, rows, columns, accumulate) {
      const memory = floats();
      for (let row = 0; row < rows; row++) {
        each(out + row * outStride, columns, accumulate, (i) => memory[x + row * xStride + i]);
      }
    },
    transpose(x, out, rows, columns, accumulate) {
      const memory = floats();
      each(
        out,
        rows * columns,
        accumulate,
        (i) => memory[x + (i % rows) * columns + Math.floor(i / rows)],
      );
    },
    gatherRows(table, indices, out, n, columns) {
      const memory = floats();
      for (let i = 0; i < n; i++) {
        const row = table + memory[indices + i] * columns;
        memory.copyWithin(out + i * columns, row, row + columns);
      }
    },
    scatterAddRows(dOut, indices, dTable, n, columns) {
      const memory = floats();
      for (let i = 0; i < n; i++) {
        const row = dTable + memory[indices + i] * columns;
        each(row, columns, 1, (j) => memory[dOut + i * columns + j]);
      }
    },

    softmax(x, out, rows, columns) {
      const memory = floats();
      for (let row = 0; row < rows; row++) {
        const start = row * columns;
        const { values, sum } = shiftedExp(memory.subarray(x + start, x + start + columns));
        each(out + start, columns, 0, (j) => values[j] / sum);
      }
    },
    softmaxBackward(y, dOut, dx, rows, columns, accumulate) {
      const memory = floats();
      for (let start = 0; start < rows * columns; start += columns) {
        const dot = total(columns, (j) => memory[dOut + start + j] * memory[y + start + j]);
        each(
          dx + start,
          columns,
          accumulate,
          (j) => memory[y + start + j] * (memory[dOut + start + j] - dot),
        );
      }
    },
    logSoftmax(x, out, rows, columns) {
      const memory = floats();
      for (let row = 0; row < rows; row++) {
        const start = row * columns;
        const { sum, maximum } = shiftedExp(memory.subarray(x + start, x + start + columns));
        // The maximum first: added to the logarithm, a large one would swallow it.
        const rest = numeric.log(sum);
        each(out + start, columns, 0, (j) => memory[x + start + j] - maximum - rest);
      }
    },
    logSoftmaxBackward(y, dOut, dx, rows, columns, accumulate) {
      const memory = floats();
      for (let start = 0; start < rows * columns; start += columns) {
        const sum = total(columns, (j) => memory[dOut + start + j]);
        each(
          dx + start,
          columns,
          accumulate,
          (j) => memory[dOut + start + j] - numeric.exp(memory[y + start + j]) * sum,
        );
      }
    },
    crossEntropy(logits, targets, probabilities, loss, rows, columns) {
      const memory = floats();
      const losses: number[] = [];
      for (let row = 0; row < rows; row++) {
        const start = row * columns;
        const { values, sum, maximum } = shiftedExp(
          memory.subarray(logits + start, logits + start + columns),
        );
        each(probabilities + start, columns, 0, (j) => values[j] / sum);
        const target = memory[targets + row];
        if (target < 0) continue;
        losses.push(maximum - memory[logits + start + target] + numeric.log(sum));
      }
      memory[loss] = total(losses.length, (i) => losses[i]) / Math.max(losses.length, 1);
    },
    crossEntropyBackward(probabilities, targets, dLoss, dLogits, rows, columns, accumulate) {
      const memory = floats();
      let labelled = 0;
      for (let row = 0; row < rows; row++) if (memory[targets + row] >= 0) labelled++;
      const factor = labelled > 0 ? memory[dLoss] / labelled : 0;
      for (let row = 0; row < rows; row++) {
        const target = memory[targets + row];
        const start = row * columns;
        each(
          dLogits + start,
          columns,
          accumulate,
          (j) =>
            target < 0 ? 0 : factor * (memory[probabilities + start + j] - (j === target ? 1 : 0)),
        );
      }
    },

    sumOfSquares(x, n) {
      const memory = floats();
      return total(n, (i) => memory[x + i] ** 2);
    },
    sgd(p, g, velocity, n, learningRate, momentum) {
      const memory = floats();
      each(velocity, n, 0, (i) => momentum * memory[velocity + i] + memory[g + i]);
      each(p, n, 1, (i) => -learningRate * memory[velocity + i]);
    },
    adam(p, g, m, v, n, gradientScale, stepSize, beta1, beta2, correction2, epsilon) {
      const memory = floats();
      for (let i = 0; i < n; i++) {
        const gradient = memory[g + i] * gradientScale;
        memory[m + i] = beta1 * memory[m + i] + (1 - beta1) * gradient;
        memory[v + i] = beta2 * memory[v + i] + (1 - beta2) * gradient * gradient;
        memory[p + i] -= (stepSize * memory[m + i]) /
          (Math.sqrt(memory[v + i] / correction2) + epsilon);
      }
    },
    firstNonFinite(x, n) {
      return floats().subarray(x, x + n).findIndex((value) => !Number.isFinite(value));
    },
  };
}
