/**
 * Matrix products: the weighted sums of which a network is made.
 *
 * @module
 */

import { operation } from "../operation.ts";
import { describeShape, type Shape, sizeOf } from "../shape.ts";
import { type Rows, rowsOf } from "../rows.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensor } from "../wanted.ts";
import { gatherAt } from "./moving.ts";

/**
 * Matrix product.
 *
 * - a [m, k], b [k, n] → [m, n]
 * - a […, k], b [k, n] → […, n]: every row of a, however many axes they are arranged in
 * - a [batch, m, k], b [batch, k, n] → [batch, m, n]: one product per member of the batch
 *
 * backward: dA = dY · Bᵀ, dB = Aᵀ · dY.
 *
 * @throws if the inner sizes differ
 *
 * @example
 * ```ts
 * import { matmul, tensor } from "lib/tensor/mod.ts";
 *
 * console.log(matmul(tensor([[1, 2]]), tensor([[10], [100]])).toArray()); // [[210]]
 * ```
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  checkTensor(a, "matmul");
  checkTensor(b, "matmul");
  const batched = a.rank === 3 && b.rank === 3;
  const fits = a.rank >= 2 && (b.rank === 2 || (batched && a.shape[0] === b.shape[0])) &&
    a.shape[a.rank - 1] === b.shape[b.rank - 2];
  if (!fits) {
    throw new RangeError(
      `Cannot matmul shapes ${describeShape(a.shape)} and ${
        describeShape(b.shape)
      }: wanted […, k] with [k, n], or [batch, m, k] with [batch, k, n]`,
    );
  }
  const inner = a.shape[a.rank - 1];
  const columns = b.shape[b.rank - 1];
  const times = batched ? a.shape[0] : 1;
  const rows = sizeOf(a.shape.slice(0, -1)) / times;
  return operation(
    "matmul",
    [a, b],
    [...a.shape.slice(0, -1), columns],
    (k, y, [a, b]) => {
      for (let i = 0; i < times; i++) {
        const [ai, bi] = [a + i * rows * inner, b + i * inner * columns];
        k.matmul(ai, bi, y + i * rows * columns, rows, inner, columns, 0, 0, 0);
      }
    },
    (k, d) => {
      if (d.wants(0)) {
        const [b, da] = [d.input(1), d.into(0)];
        for (let i = 0; i < times; i++) {
          const [dyi, bi] = [d.dOut + i * rows * columns, b + i * inner * columns];
          k.matmul(dyi, bi, da + i * rows * inner, rows, columns, inner, 0, 1, d.accumulate);
        }
      }
      if (d.wants(1)) {
        const [a, db] = [d.input(0), d.into(1)];
        for (let i = 0; i < times; i++) {
          const [ai, dyi] = [a + i * rows * inner, d.dOut + i * rows * columns];
          k.matmul(ai, dyi, db + i * inner * columns, inner, rows, columns, 1, 0, d.accumulate);
        }
      }
    },
  );
}

/**
 * A layer of weighted sums, y = x Wᵀ + b, with the weight laid out as PyTorch's `nn.Linear`.
 *
 * @param x […, inputSize]
 * @param weight [outputSize, inputSize]
 * @param bias [outputSize]
 * @returns […, outputSize]
 *
 * backward: dx = dy W, dW = dyᵀ x, db = Σ dy.
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  checkTensor(x, "apply a linear layer to");
  checkTensor(weight, "apply a linear layer with the weight");
  if (bias !== undefined) checkTensor(bias, "apply a linear layer with the bias");
  if (x.rank < 1 || weight.rank !== 2 || x.shape[x.rank - 1] !== weight.shape[1]) {
    throw new RangeError(
      `Cannot apply a linear layer of weight ${describeShape(weight.shape)} to shape ${
        describeShape(x.shape)
      }: the last size of the input must be ${weight.shape[1]}`,
    );
  }
  const rows = rowsOf(x);
  if (rows) {
    const shape = withLast(x.shape, weight.shape[0]);
    return gatherAt(productOf(rows, weight, bias), rows.indices, rows.start, shape);
  }
  return weightedSums(x, weight, bias);
}

/**
 * Where the same few rows are looked up over and over, as symbols are at every step: one product for each symbol,
 * made once, in place of one for each use. It is made anew once one of its factors has changed.
 */
function productOf(rows: Rows, weight: Tensor, bias: Tensor | undefined): Tensor {
  const { table, products } = rows;
  const made = products.get(weight);
  const wanted = weight.backend.recording &&
    (weight.requiresGrad || table.requiresGrad || bias?.requiresGrad === true);
  if (
    made !== undefined && made.bias === bias && made.product.requiresGrad === wanted &&
    !table.changedSince(made.product) && !weight.changedSince(made.product) &&
    !bias?.changedSince(made.product) && (made.product.scope === null || made.product.scope.alive)
  ) return made.product;
  const product = weightedSums(table, weight, bias);
  products.set(weight, { bias, product });
  return product;
}

/** The shape with another last size. */
function withLast(shape: Shape, size: number): Shape {
  const result = shape.slice();
  result[shape.length - 1] = size;
  return result;
}

function weightedSums(x: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
  const [outputs, inputs] = weight.shape;
  const rows = sizeOf(x.shape.slice(0, -1));
  if (bias !== undefined && !(bias.rank === 1 && bias.size === outputs)) {
    throw new RangeError(
      `Cannot apply a linear layer of weight ${describeShape(weight.shape)} and bias ${
        describeShape(bias.shape)
      }: the bias must have shape [${outputs}]`,
    );
  }
  return operation(
    "apply a linear layer to",
    bias ? [x, weight, bias] : [x, weight],
    withLast(x.shape, outputs),
    (k, y, at) => {
      k.matmul(at[0], at[1], y, rows, inputs, outputs, 0, 1, 0);
      if (bias) k.add(y, at[2], y, rows * outputs, outputs);
    },
    (k, d) => {
      if (bias && d.wants(2)) {
        k.sumAxis(d.dOut, d.into(2), 1, rows, outputs, d.accumulate);
      }
      if (d.wants(0)) {
        k.matmul(d.dOut, d.input(1), d.into(0), rows, outputs, inputs, 0, 0, d.accumulate);
      }
      if (d.wants(1)) {
        k.matmul(d.dOut, d.input(0), d.into(1), outputs, rows, inputs, 1, 0, d.accumulate);
      }
    },
  );
}
