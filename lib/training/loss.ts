/**
 * From a batch and a model's answer to a loss: how wrong, at the steps that have a label.
 *
 * @module
 */

import { checkValue, described, wholeNumber } from "../options.ts";
import { type Batch, checkBatch, classesAsked, firstLabelledStep, labelledRows } from "../batch.ts";
import {
  crossEntropy,
  describeShape,
  gather,
  meanSquaredError,
  Tensor,
  tensor,
} from "../tensor/mod.ts";

/** What a model answered, and from which step on. */
export interface Answered {
  /** Scores or numbers, [timeSteps · batch, outputSize], or the rows from step `from` on. */
  readonly outputs: Tensor;
  /** The first step that has an answer. Default 0. */
  readonly from?: number;
}

/**
 * The loss of a batch: mean cross-entropy in nats for classes, mean squared error for numbers.
 *
 * @param answer of a model; a tensor for answers at every step
 * @throws if the answers are not as many as the batch asks for, or leave out a label
 *
 * @example
 * ```ts
 * import { lossOf } from "lib/training/loss.ts";
 * import { tensor } from "lib/tensor/mod.ts";
 *
 * const batch = { timeSteps: 2, batch: 1, inputs: Int32Array.of(0, 1), targets: Int32Array.of(-1, 1) };
 * console.log(lossOf(tensor([[5, 0], [0, 0]]), batch).item()); // ln 2: only the second step is asked
 * ```
 */
export function lossOf(answer: Tensor | Answered, batch: Batch): Tensor {
  const { outputs, from = 0 } = answer instanceof Tensor ? { outputs: answer } : answer ?? {};
  if (!(outputs instanceof Tensor) || outputs.rank !== 2) {
    throw new TypeError(
      `Cannot take the loss: the answer is ${
        outputs instanceof Tensor
          ? `a tensor of shape ${describeShape(outputs.shape)}`
          : described(answer)
      }, and a tensor [rows, outputSize], or what a model's forward returns, is wanted`,
    );
  }
  checkBatch("take the loss", batch);
  const { targets, timeSteps, batch: members } = batch;
  const classes = targets instanceof Int32Array;
  if (from !== 0) {
    checkValue("take the loss", "from", from, wholeNumber(0, timeSteps - 1));
  }
  const skipped = from * targets.length / timeSteps;
  // Classes are matched row by row, so that a model may also answer several questions at each step.
  const rows = classes ? targets.length - skipped : (timeSteps - from) * members;
  if (outputs.shape[0] !== rows) {
    throw new RangeError(
      `Cannot take the loss of ${
        outputs.shape[0]
      } answers: from step ${from} on, for ${timeSteps} time steps × ${members} sequences, ${rows} are wanted`,
    );
  }
  if (from > 0 && firstLabelledStep(batch) < from) {
    throw new RangeError(
      `Cannot take the loss of answers from step ${from} on: those from the first step with a label on, step ${
        firstLabelledStep(batch)
      }, are wanted`,
    );
  }
  const all = classes ? classesAsked(batch) : targets;
  const asked = from === 0 ? all : all.subarray(skipped);
  if (asked instanceof Int32Array) return crossEntropy(outputs, asked);
  const outputSize = asked.length / rows;
  if (outputs.shape[1] !== outputSize) {
    throw new RangeError(
      `Cannot take the loss of ${
        outputs.shape[1]
      } numbers a step: the batch asks for ${outputSize}, and as many are wanted`,
    );
  }
  const labelled = batch.mask || batch.lengths ? labelledRows(batch) : null;
  if (labelled?.length === 0) {
    throw new RangeError(
      "Cannot take the loss: no step of the batch has a label (the mask is 0 everywhere)",
    );
  }
  const chosen = labelled && labelled.length < rows
    ? labelled.map((row) => row - from * members)
    : null; // null: all
  const answers = chosen ? gather(outputs, chosen) : outputs;
  const wanted = chosen ? rowsOf(asked, chosen, outputSize) : asked;
  return meanSquaredError(
    answers,
    tensor(wanted, { shape: answers.shape, backend: outputs.backend }),
  );
}

/** Some rows of a matrix. */
function rowsOf(matrix: Float32Array, rows: Int32Array, columns: number): Float32Array {
  const found = new Float32Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < columns; j++) found[i * columns + j] = matrix[rows[i] * columns + j];
  }
  return found;
}
