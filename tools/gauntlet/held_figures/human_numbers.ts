/**
 * The ladder of fastbook's chapter 12, rung by rung: which word comes next in "one . two . three . …"
 *
 * Its figures are of one run each. All held-out numbers begin with "eight thousand" or "nine thousand", which occur
 * nowhere before: how well a net guesses there depends much on its seed. So every seed's value must lie near the figure.
 *
 * @module
 */

import { above, below, between, equals, type Threshold } from "lib/checks/threshold.ts";
import type { HeldFigure } from "../held_figure.ts";

const source = "Howard & Gugger 2020, chapter 12";
const unit = "held-out accuracy";
const middle = "held-out accuracy, median of 5 nets";

/** A rung: every seed within a distance of the figure in print. */
function near(
  figure: number,
  distance: number,
): { figure: string; holds: Threshold; summary: "every" } {
  const round = (x: number) => Number(x.toFixed(3));
  const holds = between(round(figure - distance), round(figure + distance));
  return { figure: String(figure), holds, summary: "every" };
}

/** From the most frequent word to two layers of LSTM. */
export const HUMAN_NUMBERS: readonly HeldFigure[] = [
  {
    id: "held.human-numbers.mode",
    claim: "The most frequent of the held-out words that are asked makes up 638 of 4,207",
    unit,
    training: "mode",
    holds: equals(638 / 4207),
    deterministic: true,
    control: {
      claim: "Words drawn at random are right one time in thirty",
      training: "drawn",
      holds: between(0.02, 0.05),
    },
    figure: "0.152",
    source,
    differs: "The same in every digit printed there: it is the same text.",
  },
  {
    id: "held.human-numbers.window",
    claim:
      "A feedforward net with a slot for each of three words gets about half of the fourth ones right",
    unit: middle,
    training: "threeSlots",
    ...near(0.494, 0.03),
    control: { claim: "With one slot it does not", training: "oneSlot", holds: below(0.3) },
    source,
    differs:
      "Each slot has weights of its own here; there one matrix serves all three, which makes " +
      "the net the RNN of the next rung.",
  },
  {
    id: "held.human-numbers.rnn",
    claim: "A simple RNN over three words gets about as far",
    unit: middle,
    training: "simple",
    ...near(0.47, 0.08),
    control: {
      claim: "It needs all three: with the last word alone a net does not get there",
      training: "oneSlot",
      holds: below(0.3),
    },
    source,
    differs: "Ours differs by the seed alone.",
  },
  {
    id: "held.human-numbers.stateful",
    claim: "Carrying the memory on from piece to piece brings an RNN more than half",
    unit: middle,
    training: "stateful",
    ...near(0.589, 0.06),
    control: {
      claim: "The same words and updates with the memory cleared before each piece do not",
      training: "notStateful",
      holds: below(0.42),
    },
    source,
    differs: "Ours differs by the seed alone.",
  },
  {
    id: "held.human-numbers.every-word",
    claim: "Being asked at every word brings it to about 0.6",
    unit: middle,
    training: "everyToken",
    ...near(0.64, 0.1),
    control: {
      claim: "The same words and updates with the memory cleared every 16 words do not",
      training: "everyTokenNotStateful",
      holds: below(0.56),
    },
    source,
    differs: "Ours differs by the seed alone; the source says of this rung that runs differ much.",
  },
  {
    id: "held.human-numbers.two-layer-rnn",
    claim: "With a second layer of tanh RNN it does not get further",
    unit,
    training: "twoLayerRnn",
    ...near(0.488, 0.14),
    control: {
      claim: "It is not the layers: of LSTM the same two do better",
      training: "twoLayerLstm",
      holds: above(0.62),
    },
    source,
    differs: "Most seeds do a little better than the one run there.",
  },
  {
    id: "held.human-numbers.two-layer-lstm",
    claim: "Two layers of LSTM are the best of the ladder",
    unit,
    training: "twoLayerLstm",
    ...near(0.758, 0.12),
    control: {
      claim: "Two layers of tanh RNN do not get there",
      training: "twoLayerRnn",
      holds: below(0.64),
    },
    source,
    differs: "Ours differs by the seed alone.",
  },
];
