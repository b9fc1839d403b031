/**
 * What can be trained or evaluated on: a task, which draws batches, or batches themselves.
 *
 * @module
 */

import type { Batch, BatchSource } from "../batch.ts";
import type { Rule } from "../options.ts";

/** Whether it draws batches, or else is some. */
export function isTask(source: BatchSource | Iterable<Batch>): source is BatchSource {
  return "sample" in source;
}

/** A task, or batches one after another. */
export const batchesOrTask: Rule = {
  wanted: "a task such as parity(), or batches one after another,",
  holds: (value) => {
    if (typeof value !== "object" || value === null) return false;
    const { sample } = value as Partial<BatchSource>;
    return sample === undefined ? Symbol.iterator in value : typeof sample === "function";
  },
};
