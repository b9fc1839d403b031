/**
 * What every engine is trained on: symbols in and out, all steps labelled.
 *
 * @module
 */

import { createRandom } from "lib/random.ts";
import type { Batch, Case } from "./protocol.ts";

/** How many symbols there are. */
export const VOCABULARY = 28;
/** Numbers that stand for a symbol. */
export const EMBEDDING = 32;
/** Different batches, taken in turn. */
const BATCHES = 8;

/** The same sequences for all engines. */
export function makeBatches({ batch, steps }: Case): Batch[] {
  const random = createRandom(1);
  const symbols = () => Array.from({ length: steps * batch }, () => random.integer(0, VOCABULARY));
  return Array.from({ length: BATCHES }, () => ({ inputs: symbols(), targets: symbols() }));
}
