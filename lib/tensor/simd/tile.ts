/**
 * Which tile of the product is faster here: four rows at a time, or two (assembly/two_rows.ts).
 *
 * Where V8 makes one operation of 256 bits of two, or where a processor has thirty-two registers, it is four; else two.
 * What a machine is and which flags V8 has cannot be asked in a page, so both are timed, on a product of zeros. Whichever
 * is taken, every number is summed in the same order, so no bit depends on it.
 *
 * @module
 */

import type { Exports } from "./checked.ts";

/** Rows of a tile. */
export type TileRows = 2 | 4;

/**
 * Multiplications after which the tiles are timed for the first time, and how often they are timed, each time after
 * twice as many. V8 runs what it has not yet compiled for speed ten times as slowly, and says nothing of it: the first
 * times also serve to make both tiles known to it, and the last one, after about a second of work, decides.
 */
const FIRST = 1e8;
const TIMES = 5;
/** Products in a piece that is timed, about a tenth of a millisecond, and pieces of each tile. */
const PRODUCTS = 32;
const PIECES = 4;

/** The tile that products are made in. */
export class Tile {
  readonly #raw: Exports;
  readonly #now: () => number;
  #worked = 0;
  #next = FIRST;
  #left = TIMES;

  /**
   * Two rows at first.
   *
   * @param raw exports of the module
   * @param now a clock, in milliseconds
   */
  constructor(raw: Exports, now: () => number = () => performance.now()) {
    this.#raw = raw;
    this.#now = now;
  }

  /** Takes a tile for good: no bit depends on it. */
  use(rows: TileRows): void {
    this.#left = 0;
    this.#raw.useTile(rows);
  }

  /** Says that a piece of work of so many multiplications begins; now and then the tiles are timed before it. */
  before(multiplications: number): void {
    if (this.#left === 0) return;
    this.#worked += multiplications;
    if (this.#worked < this.#next) return;
    this.#next = 2 * this.#worked;
    this.#left--;
    this.#raw.useTile(this.#faster());
  }

  #faster(): TileRows {
    const least = { 2: Infinity, 4: Infinity };
    for (let i = 0; i < PIECES; i++) {
      for (const rows of [2, 4] as const) {
        const began = this.#now();
        this.#raw.tryTile(rows, PRODUCTS);
        least[rows] = Math.min(least[rows], this.#now() - began);
      }
    }
    return least[4] < least[2] ? 4 : 2;
  }
}
