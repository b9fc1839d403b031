/**
 * The one source of random numbers: seeded, the same on every machine.
 *
 * The generator is xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", 2021): 128 bits of state, 32 bits a draw, integer arithmetic only. Its state is filled
 * by SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), as
 * its authors advise. Both are in the public domain.
 *
 * @module
 */

import {
  checkOptions,
  checkValue,
  count,
  described,
  having,
  listOf,
  needed,
  orNull,
  realNumber,
  type Rule,
  wholeNumber,
} from "./options.ts";
import { log } from "./numeric.ts";

/** A stream of random numbers. */
export interface Random {
  /** A float in [0, 1), with 32 random bits. */
  next(): number;
  /** A whole number in [low, high), each equally likely. */
  integer(low: number, high: number): number;
  /** A float in [low, high). */
  uniform(low: number, high: number): number;
  /** A float from the normal distribution. */
  normal(mean?: number, std?: number): number;
  /** The numbers 0 … n − 1 in random order. */
  permutation(n: number): Int32Array;
  /** One element, each equally likely. */
  pick<T>(items: ArrayLike<T>): T;
  /**
   * An independent stream, named by a label.
   *
   * It depends on the seed and the labels alone: not on how many numbers were drawn before, and it
   * draws none itself. The same label therefore gives the same stream again.
   */
  fork(label: string | number): Random;
  /** Where the stream stands now. */
  position(): RandomPosition;
  /** Goes to a place at which the stream stood before: what is drawn next is what was drawn there. */
  goTo(position: RandomPosition): void;
}

/** A stream of random numbers, such as tasks and starting weights are drawn from. */
export const aRandom: Rule = having(
  "a stream of random numbers, such as createRandom(0),",
  "next",
  "integer",
  "uniform",
  "normal",
  "fork",
);

/** A place in a stream, in plain data. */
export interface RandomPosition {
  /** The generator's four words, 32 bits each. */
  readonly words: readonly number[];
  /** A normal deviate drawn along with the last, not given out yet; else null. */
  readonly spare: number | null;
}

/**
 * Starts a stream from a seed.
 *
 * @param seed a whole number, −2⁵³ < seed < 2⁵³
 * @throws RangeError when the seed is not such a number
 *
 * @example
 * ```ts
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const random = createRandom(7);
 * expect(random.next()).toBe(createRandom(7).next()); // the same seed, the same numbers
 * expect(random.integer(0, 6)).toBeLessThan(6);
 * expect([...random.permutation(4)].sort()).toEqual([0, 1, 2, 3]);
 *
 * const weights = random.fork("weights"); // a stream of its own
 * expect(weights.normal()).toBe(createRandom(7).fork("weights").normal());
 * ```
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `Cannot start a random stream: found seed ${
        typeof seed === "number" ? seed : described(seed)
      }, wanted a whole number between −2^53 and 2^53`,
    );
  }
  return stream(BigInt.asUintN(64, BigInt(seed)));
}

const aList: Rule = {
  wanted: "a list or typed array",
  holds: (value) => Array.isArray(value) || ArrayBuffer.isView(value) && "length" in value,
};
const aLabel: Rule = {
  wanted: "a text or a number",
  holds: (value) => typeof value === "string" || typeof value === "number" && !Number.isNaN(value),
};

/** No number drawn between or around such ones is infinite. */
const LARGEST_BOUND = 1e300;

function isBound(value: number): boolean {
  return typeof value === "number" && value >= -LARGEST_BOUND && value <= LARGEST_BOUND;
}

/** Throws unless both are numbers. On the way of every draw, so that few comparisons must do where all is well. */
function checkBounds(name: string, value: number, other: string, otherValue: number): void {
  if (isBound(value) && isBound(otherValue)) return;
  const [all, bound] = [realNumber(), realNumber(-LARGEST_BOUND, LARGEST_BOUND)];
  for (const rule of [all, bound]) {
    checkValue("draw a number", name, value, rule);
    checkValue("draw a number", other, otherValue, rule);
  }
}

/** The stream of a 64-bit key. */
function stream(key: bigint): Random {
  const state = stateFrom(key);
  const draw = xoshiro128(state);
  let spare: number | undefined; // normal deviates come in pairs

  const next = () => draw() / 2 ** 32;

  function integer(low: number, high: number): number {
    const span = Number.isSafeInteger(low) && Number.isSafeInteger(high) ? high - low : 0;
    if (span < 1 || span > 2 ** 32) {
      throw new RangeError(
        `Cannot draw a whole number: found [${described(low)}, ${
          described(high)
        }), wanted whole bounds with low < high, at most 2^32 apart`,
      );
    }
    let bits = draw();
    // Draws in the last, incomplete round of `span` would favour small results: draw again. Few draws are so near the
    // end that one has to know where that round begins. 2³² − span leaves the same remainder as 2³².
    if (bits >= 2 ** 32 - span) {
      const complete = 2 ** 32 - remainder(-span, span);
      while (bits >= complete) bits = draw();
    }
    return low + remainder(bits, span);
  }

  // The polar method (Marsaglia and Bray, 1964): a point in the unit disc gives two deviates.
  function standardNormal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * next() - 1;
      const y = 2 * next() - 1;
      const s = x * x + y * y;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt(-2 * log(s) / s);
      spare = y * factor;
      return x * factor;
    }
  }

  return {
    next,
    integer,
    uniform(low, high) {
      checkBounds("low", low, "high", high);
      if (low > high) checkValue("draw a number", "high", high, realNumber(low));
      return low + (high - low) * next();
    },
    normal(mean = 0, std = 1) {
      checkBounds("mean", mean, "std", std);
      if (std < 0) checkValue("draw a number", "std", std, realNumber(0));
      return mean + std * standardNormal();
    },
    permutation(n) {
      checkValue("put in another order", "n", n, count(0));
      const order = new Int32Array(n);
      for (let i = 0; i < n; i++) order[i] = i;
      for (let i = n - 1; i > 0; i--) { // Fisher and Yates: swap each with one at or before it
        const j = integer(0, i + 1);
        const swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
      return order;
    },
    pick(items) {
      checkValue("pick", "what is picked from", items, aList);
      if (items.length === 0) {
        throw new RangeError("Cannot pick from nothing: wanted one item or more");
      }
      return items[integer(0, items.length)];
    },
    fork(label) {
      checkValue("fork a random stream", "its label", label, aLabel);
      return stream(mix(key ^ hash(label)));
    },
    position: () => ({ words: [...state], spare: spare ?? null }),
    goTo(position) {
      checkOptions<RandomPosition>("go to a place in a random stream", position, {
        words: needed(listOf(wholeNumber())),
        spare: needed(orNull(realNumber())),
      }, { kind: "place's", whole: "the place is" });
      const { words, spare: drawn } = position;
      const whole = words.length === 4 && words.every((word) => word === (word | 0));
      if (
        !whole || words.every((word) => word === 0) || (drawn !== null && !Number.isFinite(drawn))
      ) {
        throw new RangeError(
          `Cannot go to a place in a random stream: found ${words.length} words (${words}) and the spare ${drawn}, wanted 4 of 32 bits, not all 0, and a number or null`,
        );
      }
      state.set(words);
      spare = drawn ?? undefined;
    },
  };
}

/**
 * xoshiro128** itself: each call gives the next 32 bits, as a number in [0, 2³²).
 *
 * @param state four 32-bit words, not all zero; each call changes them
 */
export function xoshiro128(state: Int32Array): () => number {
  return () => {
    const b = state[1];
    const c = state[2] ^ state[0];
    const d = state[3] ^ b;
    state[0] ^= d;
    state[1] = b ^ c;
    state[2] = c ^ (b << 9);
    state[3] = rotate(d, 11);
    return Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
  };
}

/** SplitMix64: each call gives the next 64 bits after `seed`. */
export function splitMix64(seed: bigint): () => bigint {
  return () => {
    seed = BigInt.asUintN(64, seed + 0x9e3779b97f4a7c15n);
    return mix(seed);
  };
}

/** SplitMix64's finaliser: spreads every bit of the input over all bits of the output. */
function mix(x: bigint): bigint {
  x = BigInt.asUintN(64, (x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n);
  x = BigInt.asUintN(64, (x ^ (x >> 27n)) * 0x94d049bb133111ebn);
  return x ^ (x >> 31n);
}

function stateFrom(key: bigint): Int32Array {
  const draw = splitMix64(key);
  const words = [draw(), draw()].flatMap((bits) => [bits, bits >> 32n]); // low half first
  return Int32Array.from(words, (bits) => Number(BigInt.asIntN(32, bits)));
}

/** FNV-1a over the label's characters, 64 bits; a number and its digits as text differ. */
function hash(label: string | number): bigint {
  let value = 0xcbf29ce484222325n;
  for (const character of `${typeof label}:${label}`) {
    value = BigInt.asUintN(64, (value ^ BigInt(character.codePointAt(0)!)) * 0x100000001b3n);
  }
  return value;
}

/**
 * What is left of 32 bits after as many whole spans as go into them, 1 ≤ span ≤ 2³². `>>> 0` says that both are 32
 * bits, for which the machine has a remainder; that of floats is ten times slower.
 */
function remainder(bits: number, span: number): number {
  return span === 2 ** 32 ? bits >>> 0 : (bits >>> 0) % (span >>> 0);
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
