/**
 * One training, several questions: results remembered by seed.
 *
 * @module
 */

import { aFunction, checkValue, wholeNumber } from "../options.ts";

const aSeed = wholeNumber();

/**
 * Remembers what a function found for each seed, so that two claims and a picture can share one training.
 *
 * @param find what to do with a seed; is called once a seed
 * @returns the same function with a memory
 *
 * @example
 * ```ts
 * import { perSeed } from "lib/checks/per_seed.ts";
 *
 * const trained = perSeed((seed) => ({ accuracy: 0.9 + seed / 100 }));
 * trained(3) === trained(3); // true: trained once
 * ```
 */
export function perSeed<Found>(find: (seed: number) => Found): (seed: number) => Found {
  checkValue("find something for each seed", "what finds it", find, aFunction());
  const found = new Map<number, Found>();
  return (seed) => {
    checkValue("find something for a seed", "the seed", seed, aSeed);
    if (!found.has(seed)) found.set(seed, find(seed));
    return found.get(seed)!;
  };
}
