/**
 * Human numbers: the ladder of chapter 12 of "Deep Learning for Coders with fastai and PyTorch", rung by rung.
 *
 * As there: the text cut into pieces, the first four fifths of which are for training and the rest held out; everything
 * read in order, 64 lanes of whole pieces, embedding and hidden state of 64, epochs, learning rates, the one-cycle
 * schedule, no clipping. The first two rungs read three words and are asked for the fourth; the third carries its
 * memory on; from the fourth on 16 words are read at a time and the next word is asked at every step.
 *
 * Whole pieces matter: the ten numbers from "… twenty ." to "… twenty nine ." are 69 words, three times 23, so that a
 * piece of three begins at the same words of each ten. Lanes that begin anywhere cost the third rung a tenth of accuracy.
 *
 * Otherwise than there: the three slots have weights of their own (there one matrix serves all three, which makes the
 * model the same function as the RNN over three words); no weight decay. A seed stands for five nets of one layer,
 * of which the median counts, or for one of two layers.
 *
 * @module
 */

import { feedforwardWindow } from "../../../lib/cells/feedforward.ts";
import { lstm } from "../../../lib/cells/lstm.ts";
import type { Model } from "../../../lib/cells/model.ts";
import { rnn } from "../../../lib/cells/rnn.ts";
import type { CellFactory } from "../../../lib/cells/sequence_model.ts";
import { median } from "../../../lib/statistics.ts";
import { createRandom } from "../../../lib/random.ts";
import { evaluate } from "../../../lib/training/evaluate.ts";
import { finish, train } from "../../../lib/training/train.ts";
import { tiedRnn } from "./cells.ts";
import { forgetting, input, lanes, outputSize, pieces, type Reader } from "./human_numbers_text.ts";
import { oneCycleAdam } from "./one_cycle.ts";
import { modelOf, several } from "./parts.ts";

export { drawn, mode } from "./human_numbers_text.ts";

const HIDDEN = 64;
/** A seed stands for so many nets of one layer. */
const NETS = 5;

/** How long and how fast; a number of updates is for trying out. */
interface How {
  readonly epochs: number;
  readonly learningRate: number;
  readonly updates?: number;
}

/** Accuracy on the held-out part after some epochs. */
function climb(
  model: Model,
  read: Reader,
  { epochs, learningRate, seed, updates }: How & { seed: number },
): number {
  const batches = read("training");
  const all = updates ?? epochs * batches.length;
  function* again() {
    for (;;) yield* batches;
  }
  const optimizer = oneCycleAdam(learningRate, all);
  finish(train({ model, task: again(), updates: all, optimizer, clip: null, seed }));
  return evaluate(model, read("held out")).accuracy;
}

function recurrent(layers: number, cell: CellFactory, seed: number): Model {
  const sizes = { hiddenSize: HIDDEN, embeddingSize: HIDDEN, layers };
  return modelOf({ input, outputSize, cell, ...sizes }, seed);
}

function window(size: number, seed: number): Model {
  const random = createRandom(seed).fork("weights");
  return feedforwardWindow({ input, outputSize, window: size, hiddenSize: HIDDEN, random });
}

const SHORT = { epochs: 4, learningRate: 1e-3 };
const MIDDLE = { epochs: 10, learningRate: 3e-3 };
const LONG = { epochs: 15, learningRate: 3e-3 };
const everyWord = lanes(16, true);
const everyThird = lanes(3, false);

/** The median of five nets. */
function middle(one: (seed: number) => number, seed: number): number {
  return median(several(NETS, seed, one));
}

/** A feedforward net with a slot for each of three words. */
export function threeSlots(seed: number, updates?: number): number {
  return middle((own) => climb(window(3, own), pieces, { ...SHORT, seed: own, updates }), seed);
}

/** The same with one slot. */
export function oneSlot(seed: number, updates?: number): number {
  return middle((own) => climb(window(1, own), pieces, { ...SHORT, seed: own, updates }), seed);
}

function oneLayer(read: Reader, how: How, seed: number): number {
  return middle((own) => climb(recurrent(1, tiedRnn, own), read, { ...how, seed: own }), seed);
}

/** A simple RNN over three words, each time from nothing. */
export function simple(seed: number, updates?: number): number {
  return oneLayer(pieces, { ...SHORT, updates }, seed);
}

/** A simple RNN whose memory is carried on. */
export function stateful(seed: number, updates?: number): number {
  return oneLayer(everyThird, { ...MIDDLE, updates }, seed);
}

/** The same words and updates, the memory not carried on. */
export function notStateful(seed: number, updates?: number): number {
  return oneLayer(forgetting(everyThird), { ...MIDDLE, updates }, seed);
}

/** A simple RNN asked at every word. */
export function everyToken(seed: number, updates?: number): number {
  return oneLayer(everyWord, { ...LONG, updates }, seed);
}

/** The same, the memory not carried on. */
export function everyTokenNotStateful(seed: number, updates?: number): number {
  return oneLayer(forgetting(everyWord), { ...LONG, updates }, seed);
}

/** Two layers of tanh RNN. */
export function twoLayerRnn(seed: number, updates?: number): number {
  return climb(recurrent(2, rnn, seed), everyWord, { ...LONG, seed, updates });
}

/** Two layers of LSTM. */
export function twoLayerLstm(seed: number, updates?: number): number {
  return climb(recurrent(2, lstm, seed), everyWord, { ...LONG, learningRate: 1e-2, seed, updates });
}
