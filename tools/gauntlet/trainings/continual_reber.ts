/**
 * Continual Reber: strings one after another without a sign where one ends, and how often the remembered letter is
 * right in a new stream of 60 strings; with a forget gate and without.
 *
 * As in the repetition of 2026: 12 cells, 2,000 pieces of about six strings (here 75 letters), an update each, memory
 * carried on and derivatives cut between them; Adam with learning rate 0.01, clipping at 5. Without a forget gate
 * means: its bias is frozen at 100, so that f = 1. Otherwise than there: the cell state is not clipped at ±50,
 * and g and the output are squashed by tanh.
 *
 * @module
 */

import { lstm } from "../../../lib/cells/lstm.ts";
import { createRandom } from "../../../lib/random.ts";
import { reber } from "../../../lib/tasks/reber.ts";
import { truncate } from "../../../lib/batch.ts";
import { evaluate } from "../../../lib/training/evaluate.ts";
import { finish, train } from "../../../lib/training/train.ts";
import { modelOf } from "./parts.ts";

const PIECE = 75;
const UPDATES = 2000;
/** Letters of 60 strings, which have 12 on average. */
const TEST = 720;
const task = reber({ asked: "every step", continual: PIECE });
const remembered = reber({ asked: "memory", continual: TEST });

function accuracy(forgetBias: number, seed: number, updates: number): number {
  const cellOptions = { init: { forgetBias, inputBias: -1 } };
  const model = modelOf({ ...task, cell: lstm, hiddenSize: 12, cellOptions }, seed);
  const stream = task.sample(createRandom(seed).fork("stream"), 1, { continual: updates * PIECE });
  const pieces = truncate(stream, PIECE);
  finish(train({ model, task: pieces, updates, learningRate: 0.01, clip: 5, seed }));
  return evaluate(model, [remembered.sample(createRandom(seed).fork("test"), 1)]).accuracy;
}

/** Share of remembered letters right, with a forget gate. */
export function continualForgetting(seed: number, updates = UPDATES): number {
  return accuracy(1, seed, updates);
}

/** The same where f = 1. */
export function continualKeeping(seed: number, updates = UPDATES): number {
  return accuracy(100, seed, updates);
}
