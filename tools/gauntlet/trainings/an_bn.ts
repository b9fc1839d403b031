/**
 * aⁿbⁿ, trained on n from 1 to 10: up to which n is it known at every step what may come next?
 *
 * As in the repetition of 2026: 2 cells with peepholes, read out from N(0, 0.1²); symbols of their own for start and
 * end; each symbol has a sigmoid, which says whether it may come next (after an a both a and b may); one sequence an
 * update, 4,000 updates; losses summed over all steps, the gradient clipped at 1; Adam with learning rate 0.01.
 *
 * Otherwise than there: training goes on to its end (there it stopped, tested every 200 updates, as soon as n = 20 was
 * reached), and a seed stands for 24 nets. Otherwise than in the paper: Adam, and tanh on what is shown of the cell.
 *
 * Not details: with one symbol for both start and end, or with a read-out from ±1/√2, most seeds end between 20 and 60.
 *
 * @module
 */

import { countParameters } from "../../../lib/cells/cell.ts";
import { identity, normal } from "../../../lib/cells/initialize.ts";
import { lstm } from "../../../lib/cells/lstm.ts";
import type { Model } from "../../../lib/cells/model.ts";
import { rnn } from "../../../lib/cells/rnn.ts";
import type { CellFactory } from "../../../lib/cells/sequence_model.ts";
import { unroll } from "../../../lib/cells/unroll.ts";
import { createRandom } from "../../../lib/random.ts";
import { median } from "../../../lib/statistics.ts";
import {
  concat,
  gather,
  linear,
  parameter,
  reshape,
  tensor,
  zeros,
} from "../../../lib/tensor/mod.ts";
import type { Batch } from "../../../lib/batch.ts";
import {
  adam,
  type AdamMemory,
  gradientNorm,
  type Optimizer,
} from "../../../lib/training/optimizer.ts";
import { finish, train } from "../../../lib/training/train.ts";
import { peepholeLstm } from "./cells.ts";
import { answers, several, widest } from "./parts.ts";

const VOCAB = ["start", "a", "b", "end"];
const [START, A, B, END] = [0, 1, 2, 3];
const SYMBOLS = VOCAB.length;
const UPDATES = 4000;
/** Farther than the repetition's figure is not asked. */
const FAR = 65;
const NETS = 24;

/** start aⁿ bⁿ; asked, for each symbol at each step, is whether (1) or not (0) it may come next. */
export function sequence(n: number): Batch {
  const inputs = Int32Array.of(START, ...Array(n).fill(A), ...Array(n).fill(B));
  const timeSteps = inputs.length;
  const targets = new Int32Array(timeSteps * SYMBOLS);
  inputs.forEach((symbol, t) => {
    const may = symbol === START ? [A] : symbol === A ? [A, B] : t + 1 < timeSteps ? [B] : [END];
    for (const next of may) targets[t * SYMBOLS + next] = 1;
  });
  return { timeSteps, batch: 1, inputs, targets };
}

/** A cell with a sigmoid a symbol: σ(z) is the softmax of the scores (0, z). */
function modelWith(cell: CellFactory, hiddenSize: number, seed: number, options = {}): Model {
  const random = createRandom(seed).fork("weights");
  const table = tensor(identity(SYMBOLS), { shape: [SYMBOLS, SYMBOLS] });
  const layer = cell({ ...options, inputSize: SYMBOLS, hiddenSize, random });
  const weight = parameter(normal(random, SYMBOLS * hiddenSize, 0.1), {
    shape: [SYMBOLS, hiddenSize],
  });
  const bias = parameter(new Float64Array(SYMBOLS), { shape: [SYMBOLS] });
  return {
    kind: layer.kind,
    input: { kind: "symbols", vocab: VOCAB },
    outputSize: 2,
    params: { ...layer.params, "readout.weight": weight, "readout.bias": bias },
    forward({ timeSteps, batch, inputs }) {
      const symbols = inputs as Int32Array;
      const { outputs: hidden } = unroll(layer, gather(table, symbols, [timeSteps, batch]));
      const scores = linear(reshape(hidden, [timeSteps * batch, hiddenSize]), weight, bias);
      const rows = timeSteps * batch * SYMBOLS;
      const outputs = concat([zeros([rows, 1]), reshape(scores, [rows, 1])], 1);
      return { outputs, state: {}, gates: {}, hidden: null, states: [] };
    },
  };
}

/** Adam on the sum of the losses of `count()` labels in place of their mean; the sum's gradient is clipped at 1. */
function summed(count: () => number): Optimizer<AdamMemory> {
  const { init, update } = adam({ learningRate: 0.01 });
  return {
    name: "adam, losses summed",
    init,
    update: (params, memory) =>
      update(params, memory, Math.min(count(), 1 / (gradientNorm(params) + 1e-12))),
  };
}

/** Whether every symbol that may come next, and no other, is thought possible. */
function right(model: Model, batch: Batch): boolean {
  const found = answers(model, batch);
  return batch.targets.every((may, i) => (found[2 * i + 1] > found[2 * i] ? 1 : 0) === may);
}

/** The largest n up to which a model makes no mistake after its training; 65 is the most that is asked. */
function farthest(model: Model, seed: number, updates: number): number {
  let labels = 0;
  const task = {
    name: "anBn, what may come",
    sample(random: { integer(from: number, to: number): number }) {
      const batch = sequence(random.integer(1, 11));
      labels = batch.targets.length;
      return batch;
    },
  };
  finish(train({ model, task, updates, optimizer: summed(() => labels), clip: null, seed }));
  for (let n = 1; n <= FAR; n++) if (!right(model, sequence(n))) return n - 1;
  return FAR;
}

/** How far each net of a seed gets. */
const reached = (make: (seed: number) => Model, seed: number, updates: number) =>
  several(NETS, seed, (own) => farthest(make(own), own, updates));

const shareFar = (all: readonly number[]) => all.filter((n) => n >= FAR).length / all.length;

const withPeepholes = (seed: number) => modelWith(peepholeLstm, 2, seed);
const withoutPeepholes = (seed: number) =>
  modelWith(lstm, 2, seed, { init: { forgetBias: 1, inputBias: -1 } });

/** A tanh RNN of as many parameters as the LSTM with peepholes. */
function rival(seed: number): Model {
  const most = countParameters(withPeepholes(seed).params);
  return widest((size) => modelWith(rnn, size, seed, { init: "orthogonal" }), most);
}

/** Of 24 LSTMs with peepholes, the share that makes no mistake up to n = 65. */
export function anBnPeepholes(seed: number, updates = UPDATES): number {
  return shareFar(reached(withPeepholes, seed, updates));
}

/** The same without peepholes. */
export function anBnLstm(seed: number, updates = UPDATES): number {
  return shareFar(reached(withoutPeepholes, seed, updates));
}

/** The median of how far 24 LSTMs without peepholes get. */
export function anBnLstmReach(seed: number, updates = UPDATES): number {
  return median(reached(withoutPeepholes, seed, updates));
}

/** The same of tanh RNNs. */
export function anBnRnnReach(seed: number, updates = UPDATES): number {
  return median(reached(rival, seed, updates));
}
