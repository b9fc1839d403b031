/**
 * The embedded Reber grammar: after how many strings is it solved?
 *
 * Strings come one at a time, an update each, and the next letter is asked at every step. After every 500 strings the
 * net reads 200 new ones; it has solved the grammar when its favourite is a legal letter at every step and the letter
 * to be remembered on every string. A seed stands for 24 nets.
 *
 * The cell of 1997 had no forget gate: here its bias is frozen at 100, so that f = 1. Otherwise than in the paper:
 * Adam in place of plain gradient descent, and 8 cells in place of 4 blocks of 1 or 3 of 2; these two as in
 * the repetition of 2026, which differs from ours in its squashing functions and in gates that start closed.
 *
 * @module
 */

import { feedforwardWindow } from "../../../lib/cells/feedforward.ts";
import { lstm } from "../../../lib/cells/lstm.ts";
import type { Model } from "../../../lib/cells/model.ts";
import { median } from "../../../lib/statistics.ts";
import { createRandom } from "../../../lib/random.ts";
import { legalNext, reber } from "../../../lib/tasks/reber.ts";
import { train } from "../../../lib/training/train.ts";
import { answers, favourite, modelOf, rivalOf, several } from "./parts.ts";

const task = reber({ asked: "every step" });
const MODEL = {
  ...task,
  cell: lstm,
  hiddenSize: 8,
  cellOptions: { init: { forgetBias: 100, inputBias: -1 } },
};
const EVERY = 500;
const TEST = 200;
const AT_MOST = 12_000;
const PAPER = 8500;
const NETS = 24;

/** Whether every favourite is legal, and the remembered letter among them. */
export function solved(model: Model, seed: number, strings: number): boolean {
  const random = createRandom(seed).fork(`test after ${strings}`);
  const size = task.outputSize;
  for (let i = 0; i < TEST; i++) {
    const batch = task.sample(random, 1);
    const found = answers(model, batch);
    // The letter to be remembered is the only legal one at its place, so legal everywhere is right there.
    const legal = legalNext(batch.inputs);
    for (let t = 0; t < batch.timeSteps; t++) {
      if (!legal[t].includes(favourite(found, t * size, size))) return false;
    }
  }
  return true;
}

/** Strings read until the grammar is solved; null if it is not after the most there are. */
function stringsToSolve(model: Model, seed: number, most: number): number | null {
  const events = train({ model, task, updates: most, batch: 1, learningRate: 0.01, clip: 5, seed });
  for (const event of events) {
    if (event.kind !== "update" || event.update % EVERY !== 0) continue;
    if (solved(model, seed, event.update)) return event.update;
  }
  return null;
}

const lstmOf = (seed: number) => modelOf(MODEL, seed);
const rnnOf = (seed: number) => rivalOf(MODEL, seed);
function windowOf(seed: number): Model {
  const random = createRandom(seed).fork("weights");
  return feedforwardWindow({ ...task, window: 5, hiddenSize: 32, random });
}

function share(make: (seed: number) => Model, seed: number, most: number): number {
  const found = several(NETS, seed, (own) => stringsToSolve(make(own), own, most));
  return found.filter((strings) => strings !== null).length / NETS;
}

/** Strings until an LSTM has solved the grammar, 12,000 if it has not by then: the median of 24 nets. */
export function reberLstm(seed: number, most = AT_MOST): number {
  return median(several(NETS, seed, (own) => stringsToSolve(lstmOf(own), own, most) ?? most));
}

/** The same for one feedforward net that sees the last five letters. */
export function reberWindow(seed: number, most = AT_MOST): number {
  return stringsToSolve(windowOf(seed), seed, most) ?? most;
}

/** Of 24 LSTMs, the share that has solved the grammar after the paper's 8,440 strings, rounded up to the next test. */
export function reberLstmShare(seed: number, most = PAPER): number {
  return share(lstmOf, seed, most);
}

/** The same for tanh RNNs of as many parameters. */
export function reberRnnShare(seed: number, most = PAPER): number {
  return share(rnnOf, seed, most);
}
