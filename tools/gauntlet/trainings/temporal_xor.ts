/**
 * Temporal XOR: is this bit another than the one before? Eight hidden units, with and without recurrence.
 *
 * Otherwise than in tinymind: floating point in place of 32-bit fixed point, cross-entropy over two answers in place
 * of one sigmoid, new bits at every update in place of 60 passes over 2,000, Adam.
 *
 * @module
 */

import { feedforwardWindow } from "../../../lib/cells/feedforward.ts";
import type { Model } from "../../../lib/cells/model.ts";
import { rnn } from "../../../lib/cells/rnn.ts";
import { createRandom } from "../../../lib/random.ts";
import { temporalXor } from "../../../lib/tasks/temporal_xor.ts";
import { evaluate } from "../../../lib/training/evaluate.ts";
import { finish, train } from "../../../lib/training/train.ts";
import { modelOf } from "./parts.ts";

const task = temporalXor();
const HIDDEN = 8;
/** 200 updates of 32 sequences of 20 bits: about as many bits as 60 passes over 2,000. */
const UPDATES = 200;

function accuracy(model: Model, seed: number, updates: number): number {
  finish(train({ model, task, updates, learningRate: 0.02, seed }));
  return evaluate(model, task, { seed, sequences: 512 }).accuracy;
}

/** Held-out accuracy of Elman's net. */
export function xorElman(seed: number, updates = UPDATES): number {
  return accuracy(modelOf({ ...task, cell: rnn, hiddenSize: HIDDEN }, seed), seed, updates);
}

/** The same of a net that sees one bit at a time. */
export function xorFeedforward(seed: number, updates = UPDATES): number {
  const random = createRandom(seed).fork("weights");
  const model = feedforwardWindow({ ...task, window: 1, hiddenSize: HIDDEN, random });
  return accuracy(model, seed, updates);
}
