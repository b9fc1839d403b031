/**
 * What a training is, beyond what is said of it: which sequences are learned from, and how its net answers. Two nets of
 * the same shapes may be of other equations (another activation, a cell changed in a notebook), two tasks of one name
 * may ask for something else; what they do tells them apart, to the bit, on every machine.
 *
 * @module
 */

import type { Batch, BatchSource } from "../batch.ts";
import { answerOf, type Model } from "../cells/model.ts";
import { createRandom } from "../random.ts";
import { inArena, withoutGradients } from "../tensor/mod.ts";
import { isTask } from "./source.ts";
import type { TrainOptions } from "./train_options.ts";

/** Sequences that a task draws for it. */
const DRAWN = 2;

/** Bytes as a number of 32 bits (FNV-1a), after those that gave `hash`. */
function hashOf({ buffer, byteOffset, byteLength }: ArrayBufferView, hash = 0x811c9dc5): number {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash >>> 0;
}

/** What tells trainings apart. */
export interface Fingerprint {
  /** A number that is another for other sequences, or other answers asked for. */
  readonly sequences: number;
  /** A number that is another for a net that answers otherwise. */
  readonly answers: number;
}

/**
 * @ignore What a training is after so many updates, with the weights that its net has now.
 *
 * @returns null where batches can be read but once, or are not as many
 */
export function fingerprint(
  { model, task, overrides }: Pick<TrainOptions, "model" | "task" | "overrides">,
  update: number,
): Fingerprint | null {
  const drawn = isTask(task) ? [drawnFrom(task, overrides)] : null;
  const batches = drawn ?? (Array.isArray(task) ? task as readonly Batch[] : []);
  if (batches.length < (drawn ? 1 : Math.max(1, update))) return null;
  const read = drawn ?? batches.slice(0, update);
  return { sequences: sequencesPrint(read), answers: answersPrint(model, batches[0]) };
}

/** @ignore Sequences that a task draws for it, always the same. */
export function drawnFrom(
  task: BatchSource,
  overrides?: Readonly<Record<string, unknown>>,
): Batch {
  return task.sample(createRandom(0).fork("fingerprint"), DRAWN, overrides);
}

function sequencesPrint(batches: readonly Batch[]): number {
  let hash = batches.length;
  for (const { inputs, targets, lengths, mask } of batches) {
    for (const part of [inputs, targets, lengths, mask]) if (part) hash = hashOf(part, hash);
  }
  return hash >>> 0;
}

/** @ignore A number that is another for a net that answers otherwise. */
export function answersPrint(model: Model, batch: Batch): number {
  const [{ backend }] = Object.values(model.params);
  const { timeSteps, batch: size, inputs, lengths } = batch;
  const read = { timeSteps, batch: size, inputs, ...(lengths && { lengths }) };
  return inArena(
    () => withoutGradients(() => hashOf(answerOf(model, read, {}).outputs.values()), { backend }),
    { backend },
  );
}
