/**
 * From a batch and a model's answer to a loss: how wrong, at the steps that have a label.
 *
 * @module
 */

import type { SequenceBatch } from "../cells/model.ts";
import { crossEntropy, gather, meanSquaredError, type Tensor, tensor } from "../tensor/mod.ts";

/** A batch with what is wanted at each step. */
export interface TrainingBatch extends SequenceBatch {
  /**
   * Classes, Int32Array [timeSteps · batch], −1 where none is asked for; or numbers, Float32Array
   * [timeSteps · batch · outputSize].
   */
  readonly targets: Int32Array | Float32Array;
  /** For numbers: 1 where an answer is asked for and 0 elsewhere, [timeSteps · batch]. Default: everywhere. */
  readonly mask?: Float32Array;
  /** Whether the sequences go on where those of the previous batch ended: then the memory is handed on. */
  readonly continues?: boolean;
}

/** Rows (time-major) that have a label. */
export function labelledRows(batch: TrainingBatch): Int32Array {
  const rows: number[] = [];
  const end = batch.timeSteps * batch.batch;
  for (let row = nextLabelled(batch, 0); row < end; row = nextLabelled(batch, row + 1)) {
    rows.push(row);
  }
  return Int32Array.from(rows);
}

/** The first row with a label, from a given row on; as many as there are rows if none has. */
function nextLabelled({ targets, mask, timeSteps, batch }: TrainingBatch, row: number): number {
  const end = timeSteps * batch;
  if (targets instanceof Int32Array) { while (row < end && targets[row] < 0) row++; }
  else if (mask) { while (row < end && mask[row] !== 1) row++; }
  return row;
}

/** The first step at which a sequence of the batch has a label; 0 if none has. */
export function firstLabelledStep(batch: TrainingBatch): number {
  const row = nextLabelled(batch, 0);
  return row < batch.timeSteps * batch.batch ? Math.floor(row / batch.batch) : 0;
}

/** A batch without what is wanted before its last rows, none of which may have a label. */
function lastRows(batch: TrainingBatch, rows: number): TrainingBatch {
  const { targets, mask, timeSteps, batch: members } = batch;
  const all = timeSteps * members;
  const from = all - rows;
  // Classes are matched row by row, so that a model may also answer several questions at each step.
  if (targets instanceof Int32Array ? rows === targets.length : from === 0) return batch;
  if (from < 0 || rows % members !== 0 || firstLabelledStep(batch) * members < from) {
    throw new RangeError(
      `Cannot take the loss of ${rows} answers: for ${timeSteps} time steps × ${members} sequences ${all} are wanted, or those from the first step with a label on, step ${
        firstLabelledStep(batch)
      }`,
    );
  }
  return {
    ...batch,
    timeSteps: rows / members,
    targets: targets.subarray(from * targets.length / all),
    mask: mask?.subarray(from),
  };
}

/**
 * The loss of a batch: mean cross-entropy in nats for classes, mean squared error for numbers.
 *
 * @param outputs [timeSteps · batch, outputSize], or only the rows from the first step with a label on
 */
export function lossOf(outputs: Tensor, whole: TrainingBatch): Tensor {
  const batch = lastRows(whole, outputs.shape[0]);
  const { targets } = batch;
  if (targets instanceof Int32Array) return crossEntropy(outputs, targets);
  const outputSize = outputs.shape[1];
  const labelled = batch.mask ? labelledRows(batch) : null;
  if (labelled?.length === 0) {
    throw new RangeError(
      "Cannot take the loss: no step of the batch has a label (the mask is 0 everywhere)",
    );
  }
  const rows = labelled && labelled.length < outputs.shape[0] ? labelled : null; // null: all
  const asked = rows ? gather(outputs, rows) : outputs;
  const wanted = rows ? rowsOf(targets, rows, outputSize) : targets;
  return meanSquaredError(
    asked,
    tensor(wanted, { shape: asked.shape, backend: outputs.backend }),
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

/**
 * A long batch cut into shorter ones that continue each other, for truncated back-propagation through time:
 * the memory goes on from piece to piece, derivatives stop at the cuts.
 *
 * @param steps time steps of each piece; the last may be shorter
 */
export function truncate(batch: TrainingBatch, steps: number): TrainingBatch[] {
  if (!Number.isInteger(steps) || steps < 1) {
    throw new RangeError(
      `Cannot truncate to ${steps} time steps: a whole number of at least 1 is wanted`,
    );
  }
  const { timeSteps, batch: members, inputs, targets, mask, continues = false } = batch;
  const inputWidth = inputs.length / (timeSteps * members);
  const targetWidth = targets.length / (timeSteps * members);
  const pieces: TrainingBatch[] = [];
  for (let start = 0; start < timeSteps; start += steps) {
    const end = Math.min(start + steps, timeSteps);
    const [from, to] = [start * members, end * members];
    pieces.push({
      timeSteps: end - start,
      batch: members,
      inputs: inputs.slice(from * inputWidth, to * inputWidth),
      targets: targets.slice(from * targetWidth, to * targetWidth),
      mask: mask?.slice(from, to),
      continues: continues || start > 0,
    });
  }
  return pieces;
}
