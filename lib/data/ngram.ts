/**
 * N-grams: how often each symbol followed the last few, counted.
 *
 * The baseline for models of text: no training, no memory beyond `order − 1` symbols. What it has never
 * seen must not count as impossible, so each order leans on the next lower one (Witten and Bell, 1991):
 *
 *     P(x | context) = (count(context x) + distinct(context) · P(x | shorter)) / (count(context) + distinct(context))
 *
 * where distinct(context) is the number of different symbols seen after it, and below order 1 every
 * symbol is equally likely.
 *
 * @module
 */

import { log } from "../numeric.ts";
import { checkOptions, checkValue, count, needed, numbersOf } from "../options.ts";

/** A model that has counted a text. */
export interface Ngram {
  /** How many symbols one count looks at: the context and the symbol after it. */
  readonly order: number;
  /** How many different symbols there are. */
  readonly vocabSize: number;
  /** The probability of each symbol after these; only the last `order − 1` count. */
  predict(context: ArrayLike<number>): Float64Array;
  /** Mean of −log₂ P over all symbols of a text but the first: bits per symbol. */
  bitsPerSymbol(text: ArrayLike<number>): number;
}

/** Options of {@link ngram}. */
export interface NgramOptions {
  /** Symbols one count looks at, at least 1: with 1, how frequent each symbol is. */
  readonly order: number;
  /** How many different symbols there are. */
  readonly vocabSize: number;
}

interface Followers {
  readonly counts: Map<number, number>;
  total: number;
}

/**
 * Counts a text.
 *
 * @param text indices below `vocabSize`
 *
 * @example
 * ```ts
 * import { ngram } from "lib/data/ngram.ts";
 * import { expect } from "vitest";
 *
 * const model = ngram([0, 1, 0, 1, 0, 1, 0, 1], { order: 2, vocabSize: 2 });
 * expect(model.predict([0])[1]).toBeGreaterThan(0.8); // after 0 always came 1
 * expect(model.bitsPerSymbol([0, 1, 0, 1])).toBeLessThan(0.3);
 * expect(model.bitsPerSymbol([0, 0, 0, 0])).toBeGreaterThan(2);
 * ```
 */
export function ngram(text: ArrayLike<number>, options: NgramOptions): Ngram {
  checkOptions<NgramOptions>("count n-grams", options, {
    order: needed(count()),
    vocabSize: needed(count()),
  });
  const { order, vocabSize } = options;
  checkSymbols("count n-grams", text, vocabSize);
  // A context is written as one number; of a single symbol it would take no more of those, but as many tables.
  if (Math.max(2, vocabSize) ** order > 2 ** 53) {
    throw new RangeError(
      `Cannot count n-grams: found order ${order}, wanted a whole number of at least 1 with vocabSize^order (for one symbol 2^order) of at most 2^53`,
    );
  }
  // tables[n]: what followed each context of n symbols; a context is written as one number in base vocabSize.
  const tables = Array.from({ length: order }, () => new Map<number, Followers>());
  for (let t = 0; t < text.length; t++) {
    eachContext(text, t, (length, context) => {
      const table = tables[length];
      let followers = table.get(context);
      if (!followers) table.set(context, followers = { counts: new Map(), total: 0 });
      followers.counts.set(text[t], (followers.counts.get(text[t]) ?? 0) + 1);
      followers.total += 1;
    });
  }

  /** Calls back for the contexts of 0, 1, … symbols before place t. */
  function eachContext(
    symbols: ArrayLike<number>,
    t: number,
    each: (length: number, context: number) => void,
  ) {
    let context = 0;
    let place = 1;
    for (let length = 0; length < order && length <= t; length++) {
      if (length > 0) {
        context += symbols[t - length] * place;
        place *= vocabSize;
      }
      each(length, context);
    }
  }

  /** P(symbol | what stands before place t) */
  function probability(symbol: number, symbols: ArrayLike<number>, t: number): number {
    let p = 1 / vocabSize;
    eachContext(symbols, t, (length, context) => {
      const followers = tables[length].get(context);
      if (!followers) return; // never seen: what shorter contexts say stands
      const { counts, total } = followers;
      p = ((counts.get(symbol) ?? 0) + counts.size * p) / (total + counts.size);
    });
    return p;
  }

  return {
    order,
    vocabSize,
    predict(context) {
      checkSymbols("predict", context, vocabSize);
      return Float64Array.from(
        { length: vocabSize },
        (_, symbol) => probability(symbol, context, context.length),
      );
    },
    bitsPerSymbol(symbols) {
      checkSymbols("measure bits per symbol", symbols, vocabSize);
      if (symbols.length < 2) {
        throw new RangeError(
          `Cannot measure bits per symbol: found a text of ${symbols.length}, wanted at least 2 symbols`,
        );
      }
      let nats = 0;
      for (let t = 1; t < symbols.length; t++) nats -= log(probability(symbols[t], symbols, t));
      return nats / Math.LN2 / (symbols.length - 1);
    },
  };
}

const aText = numbersOf();

/** Throws unless a text is a list of whole numbers from 0 to vocabSize − 1. */
function checkSymbols(doing: string, text: ArrayLike<number>, vocabSize: number): void {
  checkValue(doing, "the text", text, aText);
  for (let t = 0; t < text.length; t++) {
    if (Number.isInteger(text[t]) && text[t] >= 0 && text[t] < vocabSize) continue;
    throw new RangeError(
      `Cannot ${doing}: found the symbol ${text[t]} at ${t}, wanted 0 to ${vocabSize - 1}`,
    );
  }
}
