/**
 * The text of human numbers, cut into pieces and laid side by side as fastai does it, and two answers that need no net.
 *
 * @module
 */

import { createRandom } from "../../../lib/random.ts";
import { type Batch, symbolBatch } from "../../../lib/batch.ts";
import { humanNumbers } from "../../../lib/tasks/human_numbers.ts";

/** Four fifths and one fifth of the pieces. */
export type Part = "training" | "held out";
/** The batches of a part. */
export type Reader = (part: Part) => Batch[];

/** Words in, words out. */
export const { input, outputSize } = humanNumbers();
const LANES = 64;

/** All words, in order. */
const text: readonly number[] = (["training", "held out"] as const).flatMap((part) => {
  const [{ inputs, targets }] = humanNumbers({ part }).streams!(1, Infinity);
  return [...inputs, targets[targets.length - 1]];
});

/** Where the pieces of some words begin that belong to a part; a piece needs the word that follows it. */
function starts(part: Part, size: number): number[] {
  const all: number[] = [];
  for (let at = 0; at < text.length - size - 1; at += size) all.push(at);
  const cut = Math.floor(0.8 * all.length);
  return part === "training" ? all.slice(0, cut) : all.slice(cut);
}

/** Pieces side by side, the next word asked at every step or only after the last. */
function together(from: readonly number[], size: number, everyStep: boolean): Batch {
  return symbolBatch(from.length, (b) => ({
    inputs: text.slice(from[b], from[b] + size),
    targets: text.slice(from[b] + 1, from[b] + size + 1)
      .map((id, t) => everyStep || t === size - 1 ? id : -1),
  }));
}

/** Three words and the fourth, then the next three, 64 such pieces a batch; each is read from nothing. */
export function pieces(part: Part): Batch[] {
  const from = starts(part, 3);
  const batches: Batch[] = [];
  for (let at = 0; at < from.length; at += LANES) {
    batches.push(together(from.slice(at, at + LANES), 3, false));
  }
  return batches;
}

/** 64 lanes side by side, a piece of each at a time; the memory is carried on. */
export function lanes(size: number, everyStep: boolean): Reader {
  return (part) => {
    const from = starts(part, size);
    const length = Math.floor(from.length / LANES);
    return Array.from({ length }, (_, i) => {
      const side = Array.from({ length: LANES }, (_, b) => from[b * length + i]);
      return { ...together(side, size, everyStep), continues: i > 0 };
    });
  };
}

/** The same words, but every piece is read from nothing. */
export function forgetting(read: Reader): Reader {
  return (part) => read(part).map((batch) => ({ ...batch, continues: false }));
}

/** The held-out words that are asked after three. */
function asked(): number[] {
  return pieces("held out").flatMap(({ targets }) => [...targets]).filter((id) => id >= 0);
}

/** The share of the most frequent of the words asked. */
export function mode(): number {
  const counts = new Array(outputSize).fill(0);
  for (const id of asked()) counts[id]++;
  return Math.max(...counts) / asked().length;
}

/** The share that is right of answers drawn among all words. */
export function drawn(seed: number): number {
  const random = createRandom(seed);
  return asked().filter((id) => id === random.integer(0, outputSize)).length / asked().length;
}
