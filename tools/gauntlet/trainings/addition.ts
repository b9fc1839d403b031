/**
 * Addition of numbers of up to two digits, the sum read from its end, by LSTMs of 128: the share of characters of the
 * answer that are right.
 *
 * As in the Keras example: 5,000 different questions, a and b in either order being one (there are only 5,050); a
 * tenth of them held out; one LSTM reads, another writes, which is given the first one's last output at every step;
 * 55 epochs in batches of 32; Adam with learning rate 0.001; forget gates with a bias of 1.
 *
 * Otherwise than there: other weights start from ±1/√128.
 *
 * @module
 */

import { feedforwardWindow } from "../../../lib/cells/feedforward.ts";
import type { Model } from "../../../lib/cells/model.ts";
import { createRandom, type Random } from "../../../lib/random.ts";
import { addition } from "../../../lib/tasks/addition.ts";
import { symbolBatch } from "../../../lib/batch.ts";
import { evaluate } from "../../../lib/training/evaluate.ts";
import { finish, train } from "../../../lib/training/train.ts";
import { readThenWrite } from "./read_then_write.ts";

const task = addition({ digits: 2, reversed: true });
const HIDDEN = 128;
const QUESTIONS = 5000;
const EPOCHS = 55;
const BATCH = 32;

interface Question {
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
}

/** Which sum is asked, whatever the order of its numbers. */
function sumOf({ inputs }: Question): string {
  const { vocab } = task.input as { vocab: readonly string[] };
  const read = inputs.map((id) => vocab[id]).filter((c) => c !== "_").reverse().join("");
  return read.split("+").map(Number).sort((a, b) => a - b).join("+");
}

/** Different questions, in the order in which they were first drawn. */
export function differentQuestions(random: Random, count: number): Question[] {
  const known = new Set<string>();
  const found = new Map<string, Question>();
  while (found.size < count) {
    const { timeSteps, batch, inputs, targets } = task.sample(random, 512);
    for (let b = 0; b < batch && found.size < count; b++) {
      const column = (ids: ArrayLike<number>) =>
        Array.from({ length: timeSteps }, (_, t) => ids[t * batch + b]);
      const question = { inputs: column(inputs), targets: column(targets) };
      const asked = question.inputs.join();
      if (known.has(asked)) continue;
      known.add(asked);
      const key = sumOf(question);
      if (!found.has(key)) found.set(key, question);
    }
  }
  return [...found.values()];
}

/** In random order. */
function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  return Array.from(random.permutation(items.length), (at) => items[at]);
}

const together = (questions: readonly Question[]) =>
  symbolBatch(questions.length, (b) => questions[b]);

function accuracy(model: Model, seed: number, updates: number | undefined): number {
  const random = createRandom(seed).fork("questions");
  const questions = shuffled(random, differentQuestions(random, QUESTIONS));
  const held = questions.slice(0, QUESTIONS / 10);
  const known = questions.slice(QUESTIONS / 10);
  function* batches() {
    for (;;) {
      const order = shuffled(random, known);
      for (let at = 0; at < order.length; at += BATCH) yield together(order.slice(at, at + BATCH));
    }
  }
  const all = updates ?? EPOCHS * Math.ceil(known.length / BATCH);
  finish(train({ model, task: batches(), updates: all, learningRate: 1e-3, clip: null, seed }));
  return evaluate(model, [together(held)]).accuracy;
}

/** Share of held-out characters that two LSTMs get right. */
export function additionLstm(seed: number, updates?: number): number {
  const random = createRandom(seed).fork("weights");
  const model = readThenWrite({ ...task, hiddenSize: HIDDEN, answer: 3, random });
  return accuracy(model, seed, updates);
}

/** The same of a feedforward net that sees the last four characters. */
export function additionWindow(seed: number, updates?: number): number {
  const random = createRandom(seed).fork("weights");
  const model = feedforwardWindow({ ...task, window: 4, hiddenSize: HIDDEN, random });
  return accuracy(model, seed, updates);
}
