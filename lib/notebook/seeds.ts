/**
 * The seeds that claims run on: five by default, others when asked for from outside.
 *
 * The environment variable SEEDS replaces them, so that anyone can put the course to the test on seeds
 * that nobody saw while writing it: `SEEDS=1000-1019`, or `SEEDS=3,5,8,13,21`.
 *
 * @module
 */

import { anyText, checkValue } from "../options.ts";
import { told } from "./host.ts";

/** What claims use when nobody asks for other seeds. */
export const defaultSeeds: readonly number[] = [0, 1, 2, 3, 4];

/**
 * The seeds to use: those in the environment variable SEEDS, or 0 to 4. Where the environment cannot be
 * read (no permission, or a browser), 0 to 4.
 *
 * @returns whole numbers, each once
 * @throws {RangeError} if SEEDS is set and malformed
 *
 * @example
 * ```ts
 * import { seeds } from "lib/notebook/seeds.ts";
 *
 * for (const seed of seeds()) console.log(seed);
 * ```
 */
export function seeds(): number[] {
  const text = told("SEEDS");
  return text === undefined || text.trim() === "" ? [...defaultSeeds] : parseSeeds(text);
}

/**
 * Reads seeds as people write them: ranges, single numbers, and both joined with commas.
 *
 * @param text such as "1000-1019" or "3,5,8"
 * @returns whole numbers in the order written
 * @throws {RangeError} if the text is not of that form, or names a seed twice
 *
 * @example
 * ```ts
 * import { parseSeeds } from "lib/notebook/seeds.ts";
 *
 * parseSeeds("7,10-12"); // [7, 10, 11, 12]
 * ```
 */
export function parseSeeds(text: string): number[] {
  checkValue("read seeds", "what they are read from", text, anyText);
  const found: number[] = [];
  for (const part of text.split(",")) {
    const match = /^\s*(\d{1,10})(?:\s*-\s*(\d{1,10}))?\s*$/.exec(part);
    const first = Number(match?.[1] ?? Number.NaN);
    const last = Number(match?.[2] ?? first);
    if (!(first <= last && last <= 0xffffffff && last - first < 10_000)) {
      throw new RangeError(
        `Cannot read the seeds "${text}": found "${part.trim()}", wanted a range such as ` +
          `1000-1019 (at most 10,000 seeds) or a list such as 3,5,8,13,21`,
      );
    }
    for (let seed = first; seed <= last; seed++) found.push(seed);
  }
  const repeated = found.find((seed, i) => found.indexOf(seed) < i);
  if (repeated !== undefined) {
    throw new RangeError(
      `Cannot read the seeds "${text}": found ${repeated} twice, wanted each seed once`,
    );
  }
  return found;
}
