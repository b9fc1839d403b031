/**
 * Losses: how wrong, as one number.
 *
 * @module
 */

import { severalResults } from "../operation.ts";
import { checkSameShape, describeShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkFlatList, checkTensor } from "../wanted.ts";
import { square } from "./activations.ts";
import { subtract } from "./arithmetic.ts";
import { checkIndices, indexTensor } from "./moving.ts";
import { mean } from "./reductions.ts";

/**
 * Cross-entropy: −log of the probability that softmax gives the right answer, in nats, as mean over all rows
 * that have an answer.
 *
 * backward: dx = dy · (softmax(x) − one-hot(target)) / rows with an answer.
 *
 * @param logits […, classes]: scores before softmax
 * @param targets the right class of each row; −1 where none is asked for
 * @throws if a target is no class, or there is none at all
 *
 * @example
 * ```ts
 * import { crossEntropy, tensor } from "lib/tensor/mod.ts";
 *
 * console.log(crossEntropy(tensor([[0, 0]]), [1]).item()); // ln 2 ≈ 0.693
 * ```
 */
export function crossEntropy(logits: Tensor, targets: ArrayLike<number>): Tensor {
  checkTensor(logits, "take the cross-entropy of");
  checkFlatList(targets, "a list of the right classes", "take the cross-entropy");
  const columns = logits.shape[logits.rank - 1];
  const rows = sizeOf(logits.shape.slice(0, -1));
  if (logits.rank < 1 || targets.length !== rows) {
    throw new RangeError(
      `Cannot compare logits of shape ${
        describeShape(logits.shape)
      } with ${targets.length} targets: one a row, ${rows}, is wanted`,
    );
  }
  checkIndices(targets, -1, columns, `take the cross-entropy of ${columns} classes`);
  let labelled = 0;
  for (let i = 0; i < rows; i++) if (targets[i] >= 0) labelled++;
  if (labelled === 0) {
    throw new RangeError("Cannot take the cross-entropy: no row has a target (all are −1)");
  }
  const [loss] = severalResults(
    "take the cross-entropy of",
    [logits, indexTensor(targets, logits, columns)],
    [[], [rows, columns]],
    (k, [loss, probabilities], [x, targets]) =>
      k.crossEntropy(x, targets, probabilities, loss, rows, columns),
    (k, d) => {
      const probabilities = d.result(1);
      const dx = d.into(0);
      k.crossEntropyBackward(probabilities, d.input(1), d.dOut, dx, rows, columns, d.accumulate);
    },
  );
  return loss;
}

/**
 * Mean squared error.
 *
 * @param predicted any shape @param wanted the same shape
 */
export function meanSquaredError(predicted: Tensor, wanted: Tensor): Tensor {
  checkTensor(predicted, "take the mean squared error of");
  checkTensor(wanted, "take the mean squared error against");
  checkSameShape(predicted, wanted, "take the mean squared error");
  return mean(square(subtract(predicted, wanted)));
}
