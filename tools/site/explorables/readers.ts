/**
 * The four readers of the memory microscope: nets that learned which letter comes next in Moby-Dick.
 *
 * `./learn build:readers` trains them and writes their weights to `readers/`; with `--check` it compares them, bit for
 * bit. All have about 40,000 weights and made the same number of updates on the same text.
 *
 * @module
 */

import { attention } from "lib/cells/attention.ts";
import { gru } from "lib/cells/gru.ts";
import { lstm } from "lib/cells/lstm.ts";
import type { Model } from "lib/cells/model.ts";
import { rnn } from "lib/cells/rnn.ts";
import { type CellFactory, sequenceModel } from "lib/cells/sequence_model.ts";
import { createRandom } from "lib/random.ts";

/** Every character of the novel, in the order of a vocabulary. */
export const LETTERS: readonly string[] = [
  "\n",
  ..." !\"$&'()*,-.0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]abcdefghijklmnopqrstuvwxyz—",
];

/** Letters that a reader has seen at once while it learned; more are not given to it. */
export const LONGEST = 64;

/** Numbers that stand for a letter. */
const EMBEDDING = 24;

const cells: Readonly<Record<string, readonly [CellFactory, number]>> = {
  RNN: [rnn, 128],
  GRU: [gru, 80],
  LSTM: [lstm, 68],
};

/** The readers' names. */
export const READERS = ["RNN", "GRU", "LSTM", "attention"] as const;

/** A reader's name. */
export type Reader = typeof READERS[number];

/**
 * A reader before it has learned anything.
 *
 * @param symbols what it reads; not given: letters. While it is looked at, each place of a text is a symbol of its own,
 *   so that the derivative arrives at each place by itself.
 */
export function makeReader(reader: Reader, symbols = LETTERS): Model {
  const random = createRandom(0).fork("readers");
  const input = { kind: "symbols", vocab: symbols } as const;
  const outputSize = LETTERS.length;
  if (reader === "attention") {
    return attention({ input, outputSize, hiddenSize: 48, layers: 2, random });
  }
  const [cell, hiddenSize] = cells[reader];
  return sequenceModel({
    input,
    outputSize,
    cell,
    hiddenSize,
    embeddingSize: EMBEDDING,
    random,
  });
}
