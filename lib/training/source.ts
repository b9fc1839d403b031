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

/** @ignore A batch that a task draws; none continues another, as nothing says which would come before it. */
export function drawn(
  doing: string,
  task: BatchSource,
  ...[random, size, overrides]: Parameters<BatchSource["sample"]>
): Batch {
  const batch = task.sample(random, size, overrides);
  if (!batch?.continues) return batch;
  throw new RangeError(
    `Cannot ${doing}: found a batch that continues the one before, drawn by the task ${task.name}, and batches one after another are wanted for that, in place of a task`,
  );
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
