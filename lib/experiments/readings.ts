/**
 * Which results were read in a while: so that whoever judges by them can ask whether they are of today.
 *
 * @module
 */

import { aFunction, checkValue } from "../options.ts";

/** Results that may be out of date. */
export interface Dated {
  /** Why they are; undefined if they are not. */
  stale(): string | undefined;
}

const watching = new Set<Set<Dated>>();

/** @ignore Tells all who watch that these results have been read. */
export function noteReading(results: Dated): void {
  for (const seen of watching) seen.add(results);
}

/**
 * Runs something, and says why results that it read are stale.
 *
 * @param work what reads results
 * @returns what it gave, and the reasons, each once
 *
 * @example
 * ```ts
 * import { noteReading, watchReadings } from "lib/experiments/readings.ts";
 * import { expect } from "vitest";
 *
 * const old = { stale: () => "the nets are described otherwise now" };
 * const { value, stale } = await watchReadings(() => {
 *   noteReading(old);
 *   return 3;
 * });
 * expect([value, stale]).toEqual([3, ["the nets are described otherwise now"]]);
 * ```
 */
export async function watchReadings<Value>(
  work: () => Value | Promise<Value>,
): Promise<{ readonly value: Value; readonly stale: readonly string[] }> {
  checkValue("watch what is read", "what reads it", work, aFunction());
  const seen = new Set<Dated>();
  watching.add(seen);
  try {
    const value = await work();
    const reasons = [...seen].map((results) => results.stale()).filter((why) => why !== undefined);
    return { value, stale: [...new Set(reasons)] };
  } finally {
    watching.delete(seen);
  }
}
