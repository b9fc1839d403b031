/**
 * A vocabulary: every symbol that may occur, in a fixed order, so that text becomes numbers and back.
 *
 * @module
 */

import { anyText, checkValue, eitherOf, listOf, numbersOf, someText } from "../options.ts";

/** Symbols and their places. */
export interface Vocabulary {
  /** The symbols; the place of each is its number. */
  readonly symbols: readonly string[];
  /** How many symbols there are. */
  readonly size: number;
  /** Whether a symbol is one of them. */
  has(symbol: string): boolean;
  /**
   * Text to numbers: the characters of a string, or the elements of a list.
   *
   * @throws RangeError for a symbol that is not in the vocabulary
   */
  encode(text: string | readonly string[]): Int32Array;
  /** Numbers to text: the symbols, joined. */
  decode(ids: ArrayLike<number>, separator?: string): string;
}

const TEXT = eitherOf(someText, listOf(anyText, 1));
const NUMBERS = numbersOf();

/**
 * Collects the symbols of a text, sorted by code point.
 *
 * @param text a string, whose characters are the symbols, or a list of symbols, such as words
 *
 * @example
 * ```ts
 * import { vocabulary } from "lib/data/vocabulary.ts";
 * import { expect } from "vitest";
 *
 * const letters = vocabulary("banana");
 * expect(letters.symbols).toEqual(["a", "b", "n"]);
 * expect(letters.encode("nab")).toEqual(Int32Array.of(2, 0, 1));
 * expect(letters.decode([1, 0, 2])).toBe("ban");
 * expect(() => letters.encode("bandana")).toThrow(
 *   'Cannot encode the text: found the symbol "d" at 3, wanted one of the vocabulary\'s 3',
 * );
 *
 * const words = vocabulary("to be or not to be".split(" "));
 * expect(words.decode(words.encode(["not", "be"]), " ")).toBe("not be");
 * ```
 */
export function vocabulary(text: string | readonly string[]): Vocabulary {
  checkValue("collect the symbols of a text", "the text", text, TEXT);
  const symbols = [...new Set(text)].sort();
  const ids = new Map(symbols.map((symbol, id) => [symbol, id]));
  return {
    symbols,
    size: symbols.length,
    has: (symbol) => ids.has(symbol),
    encode(text) {
      checkValue("encode the text", "it", text, eitherOf(anyText, listOf(anyText)));
      return Int32Array.from([...text], (symbol, at) => {
        const id = ids.get(symbol);
        if (id !== undefined) return id;
        throw new RangeError(
          `Cannot encode the text: found the symbol ${
            JSON.stringify(symbol)
          } at ${at}, wanted one of the vocabulary's ${symbols.length}`,
        );
      });
    },
    decode(numbers, separator = "") {
      checkValue("decode the text", "it", numbers, NUMBERS);
      checkValue("decode the text", "the separator", separator, anyText);
      return Array.from(numbers, (id) => {
        if (symbols[id] !== undefined) return symbols[id];
        throw new RangeError(
          `Cannot decode the text: found the number ${id}, wanted 0 to ${symbols.length - 1}`,
        );
      }).join(separator);
    },
  };
}
