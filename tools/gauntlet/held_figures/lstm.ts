/**
 * Figures of papers and examples, each of a task of its own.
 *
 * @module
 */

import { above, atLeast, below, between, equals } from "lib/checks/threshold.ts";
import type { HeldFigure } from "../held_figure.ts";

const REPETITION = "schmidhuber-problems, 2026";

/** From temporal XOR to digit addition. */
export const LSTM_FIGURES: readonly HeldFigure[] = [
  {
    id: "held.temporal-xor",
    claim: "Elman's net of 8 hidden units solves temporal XOR",
    unit: "accuracy",
    training: "xorElman",
    holds: above(0.95),
    control: {
      claim: "The same net without recurrence stays at chance",
      training: "xorFeedforward",
      holds: between(0.45, 0.55),
    },
    figure: "0.983, without recurrence 0.511",
    source: "Elman 1990; tinymind, examples/elman_temporal_xor",
    differs: "The last 2 % are missing there for 32-bit fixed-point numbers; ours are floating.",
  },
  {
    id: "held.adding",
    claim: "An LSTM adds two marked numbers out of 100 with an error below 0.04",
    unit: "share of sequences with an error below 0.04",
    training: "addingLstm",
    holds: above(0.99),
    control: {
      claim: "A tanh RNN of as many parameters does not",
      training: "addingRnn",
      holds: below(0.4),
    },
    figure: "error < 0.04",
    source: "Hochreiter & Schmidhuber 1997, experiment 4",
    differs:
      "Adam with a falling rate and gates that start out keeping (chrono) in place of plain " +
      "gradient descent; 128,000 sequences.",
  },
  {
    id: "held.lag-1000",
    claim: "An LSTM of 16 units bridges 1,000 steps",
    unit: "accuracy (chance is 0.25)",
    training: "lagLstm",
    holds: above(0.9),
    control: {
      claim: "With the usual forget bias, 1, the same LSTM does not",
      training: "lagLstmUsual",
      holds: below(0.5),
    },
    figure: "time lags in excess of 1,000 steps",
    source: "Hochreiter & Schmidhuber 1997",
    differs:
      "Gates that start out keeping (chrono) and Adam; 16,000 sequences. The forget gate, which that " +
      "LSTM did not have, is what must start open.",
  },
  {
    id: "held.lag-1000-gru",
    claim: "A GRU of 8 units does so, too",
    unit: "accuracy (chance is 0.25)",
    training: "lagGru",
    holds: above(0.9),
    control: {
      claim: "With the usual start the same GRU does not",
      training: "lagGruUsual",
      holds: below(0.5),
    },
    figure: "time lags in excess of 1,000 steps, by an LSTM",
    source: "Hochreiter & Schmidhuber 1997",
    differs: "Another cell, which starts out keeping (chrono); 9,600 sequences.",
  },
  {
    id: "held.embedded-reber",
    claim: "An LSTM without forget gate solves the embedded Reber grammar within 8,440 strings",
    unit: "strings read, median of 24 nets",
    training: "reberLstm",
    holds: below(8440),
    control: {
      claim: "A net that sees five letters has not solved it after 12,000",
      training: "reberWindow",
      holds: equals(12_000),
      deterministic: true,
    },
    figure: "about 8,440 on average; the repetition 4,800",
    source: `Hochreiter & Schmidhuber 1997, experiment 1; ${REPETITION}`,
    differs:
      "Sooner than the paper because of Adam, as the repetition says, which squashes with other " +
      "functions than tanh.",
  },
  {
    id: "held.embedded-reber-solved",
    claim: "More than 65 % of LSTMs have solved it by then",
    unit: "share of 24 nets that solve it within 8,500 strings",
    training: "reberLstmShare",
    holds: above(0.65),
    control: {
      claim: "Of tanh RNNs with as many parameters fewer than 65 % have",
      training: "reberRnnShare",
      holds: below(0.65),
    },
    figure: "10 of 10 within 8,000",
    source: REPETITION,
    differs:
      "Not every net is so quick. Nor is a tanh RNN without hope: some have solved it by then, " +
      "so the grammar alone is no proof that gates are needed.",
  },
  {
    id: "held.continual-reber",
    claim:
      "In a stream of strings that never resets, an LSTM with forget gate knows the letter to remember",
    unit: "share of remembered letters right",
    training: "continualForgetting",
    holds: above(0.9),
    control: {
      claim: "Without forget gate (f = 1) about half of them are wrong",
      training: "continualKeeping",
      holds: below(0.7),
    },
    figure: "0.997, without forget gate 0.55",
    source: `Gers, Schmidhuber & Cummins 2000; ${REPETITION}`,
    differs:
      "Here the cell state is not clipped, and tanh squashes g and the output. A seed of the " +
      "control now and then learns the task.",
  },
  {
    id: "held.an-bn-every-net",
    claim: "Every LSTM with peepholes, trained on aⁿbⁿ up to n = 10, makes no mistake up to n = 65",
    unit: "share of 24 nets without a mistake up to n = 65",
    training: "anBnPeepholes",
    holds: atLeast(1),
    expected: "fails",
    control: {
      claim: "Without peepholes fewer than a quarter do",
      training: "anBnLstm",
      holds: below(0.25),
    },
    figure: "n ≥ 65 on each of five seeds",
    source: `Gers & Schmidhuber 2001; ${REPETITION}`,
    differs:
      "Somewhat more than half of the nets get there; most of the others stop between 20 and 60. " +
      "Why five of five got there in print is not known.",
  },
  {
    id: "held.an-bn-many-nets",
    claim: "More than a quarter of them do",
    unit: "share of 24 nets without a mistake up to n = 65",
    training: "anBnPeepholes",
    holds: above(0.25),
    control: {
      claim: "Without peepholes fewer than a quarter do",
      training: "anBnLstm",
      holds: below(0.25),
    },
    figure: "n ≥ 65 on each of five seeds",
    source: `Gers & Schmidhuber 2001; ${REPETITION}`,
    differs: "This is what is found in place of the figure.",
  },
  {
    id: "held.an-bn-without-peepholes",
    claim: "An LSTM without peepholes, too, counts to more than twice the n = 10 it was trained on",
    unit: "largest n without a mistake, median of 24 nets",
    training: "anBnLstmReach",
    holds: above(20),
    control: {
      claim: "A tanh RNN of as many parameters fails within the n it was trained on",
      training: "anBnRnnReach",
      holds: below(10),
    },
    figure: "no number; peepholes are said to make it possible",
    source: REPETITION,
    differs: "Peepholes are what it takes to get to 65, but half that way is gone without them.",
  },
  {
    id: "held.digit-addition",
    claim: "Two LSTMs of 128 units add numbers of two digits, read from their end",
    unit: "share of held-out characters right",
    training: "additionLstm",
    holds: above(0.94),
    control: {
      claim: "A net that sees four characters at a time does not",
      training: "additionWindow",
      holds: below(0.5),
    },
    figure: "0.99 after 55 epochs on 5,000 questions",
    source: "Keras, examples/addition_rnn",
    differs: "A rounded figure of one run there. Here most seeds are at 0.97 to 0.99 when the 55 " +
      "epochs end, and now and then one is still at 0.9.",
  },
];
