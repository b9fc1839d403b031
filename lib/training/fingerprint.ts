/**
 * What a training is, beyond what is said of it: which sequences are learned from, and how its net answers. Two nets of
 * the same shapes may be of other equations (another activation, a cell changed in a notebook), two tasks of one name
 * may ask for something else; what they do tells them apart, to the bit, on every machine.
 *
 * @module
 */

import type { Batch } from "../batch.ts";
import { answerOf, type Model } from "../cells/model.ts";
import type { RandomPosition } from "../random.ts";
import { inArena, withoutGradients } from "../tensor/mod.ts";

/** Bytes as a number of 32 bits (FNV-1a), after those that gave `hash`. */
function hashOf({ buffer, byteOffset, byteLength }: ArrayBufferView, hash = 0x811c9dc5): number {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash >>> 0;
}

/** What a training has read last, and where its chance stood before. */
export interface LastRead {
  /** The batch. */
  readonly batch: Batch;
  /** Before the batch was drawn; null where batches are given. */
  readonly position: RandomPosition | null;
  /** Where batches are given, a number that is another for other batches before it; else 0. */
  readonly before: number;
}

/** @ignore A batch that was given, read after those that were read before. */
export function readAfter(last: LastRead | null, batch: Batch): LastRead {
  const before = last === null ? 0 : sequencesPrint(last.batch, last.before);
  return { batch, position: null, before };
}

/** What tells trainings apart. */
export interface Fingerprint {
  /** A number that is another for other sequences, or other answers asked for. */
  readonly sequences: number;
  /** A number that is another for a net that answers otherwise. */
  readonly answers: number;
}

/** @ignore What a training is, by what it has read, with the weights that its net has now. */
export function fingerprint(model: Model, { batch, before }: LastRead): Fingerprint {
  return { sequences: sequencesPrint(batch, before), answers: answersPrint(model, batch) };
}

/** A number that is another for other sequences, or other answers asked for, after those that gave `before`. */
function sequencesPrint({ inputs, targets, lengths, mask }: Batch, before: number): number {
  let sequences = before;
  for (const part of [inputs, targets, lengths, mask]) {
    if (part) sequences = hashOf(part, sequences);
  }
  return sequences;
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
