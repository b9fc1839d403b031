/**
 * The adding problem over 100 steps: how many of 2,560 new sequences an answer comes within 0.04 of.
 *
 * As in the paper: numbers in [−1, 1], target ½ + (x₁ + x₂) / 4, 2,560 test sequences, wrong is an error of 0.04 or
 * more. Otherwise than there: all sequences have 100 steps (not 100 to 110) and no −1 marks the ends; 8 LSTM units
 * with forget gates, Adam, 32 sequences an update, the learning rate halved three times.
 *
 * @module
 */

import { lstm } from "../../../lib/cells/lstm.ts";
import type { Model } from "../../../lib/cells/model.ts";
import { createRandom } from "../../../lib/random.ts";
import { adding } from "../../../lib/tasks/adding.ts";
import { adam, type AdamMemory, type Optimizer } from "../../../lib/training/optimizer.ts";
import { finish, train } from "../../../lib/training/train.ts";
import { answers, modelOf, rivalOf } from "./parts.ts";

const task = adding({ timeSteps: 100, form: "1997" });
const MODEL = { ...task, cell: lstm, hiddenSize: 8, cellOptions: { init: { chrono: 100 } } };
const UPDATES = 4000;
const TEST = 2560;
const NEAR = 0.04;

/** Adam whose learning rate is halved after every quarter of the updates. */
function halving(learningRate: number, updates: number): Optimizer<AdamMemory> {
  const after = (step: number) => learningRate / 2 ** Math.floor((4 * step) / updates);
  return {
    name: "adam, halved three times",
    init: adam({ learningRate }).init,
    update: (params, memory, scale) =>
      adam({ learningRate: after(memory.step) }).update(params, memory, scale),
  };
}

function shareNear(model: Model, seed: number, updates: number): number {
  finish(train({ model, task, updates, optimizer: halving(0.01, updates), seed }));
  const batch = task.sample(createRandom(seed).fork("test"), TEST);
  const found = answers(model, batch);
  const last = (batch.timeSteps - 1) * TEST;
  let near = 0;
  for (let b = 0; b < TEST; b++) {
    if (Math.abs(found[last + b] - batch.targets[last + b]) < NEAR) near++;
  }
  return near / TEST;
}

/** Share of sequences answered within 0.04, by an LSTM. */
export function addingLstm(seed: number, updates = UPDATES): number {
  return shareNear(modelOf(MODEL, seed), seed, updates);
}

/** The same by a tanh RNN of as many parameters. */
export function addingRnn(seed: number, updates = UPDATES): number {
  return shareNear(rivalOf(MODEL, seed), seed, updates);
}
