/** What the tests of tasks share: sequences taken out of batches, and the best that a table could do. */

import { createRandom } from "lib/random.ts";
import type { Batch } from "lib/batch.ts";
import type { Task } from "lib/tasks/mod.ts";

/** One sequence of a batch of symbols. */
export interface Sequence {
  readonly inputs: number[];
  readonly targets: number[];
}

/** The sequences of a batch, each on its own. */
export function sequences(batch: Batch): Sequence[] {
  return Array.from({ length: batch.batch }, (_, b) => {
    const column = (values: Batch["inputs"]) =>
      Array.from(values.filter((_, at) => at % batch.batch === b));
    return { inputs: column(batch.inputs), targets: column(batch.targets) };
  });
}

/** The words of a sequence. */
export function wordsOf<Options extends object>(
  task: Task<Options>,
  ids: readonly number[],
): string[] {
  if (task.input.kind !== "symbols") throw new Error("Cannot name vectors");
  const { vocab } = task.input;
  return ids.map((id) => vocab[id]);
}

/**
 * The accuracy of the best table from `key` to answer: learned on half of the samples, measured on the
 * other half. What a model that sees no more than `key` could reach.
 */
export function bestTable<Options extends object>(
  task: Task<Options>,
  key: (sequence: Sequence, t: number) => string | number,
  { batches = 100, overrides }: { batches?: number; overrides?: Partial<Options> } = {},
): number {
  const random = createRandom(11);
  const counts = new Map<string | number, Map<number, number>>();
  let right = 0, asked = 0;
  for (let i = 0; i < 2 * batches; i++) {
    for (const sequence of sequences(task.sample(random, 32, overrides))) {
      sequence.targets.forEach((target, t) => {
        if (target < 0) return;
        const k = key(sequence, t);
        const row = counts.get(k) ?? new Map<number, number>();
        if (i < batches) counts.set(k, row.set(target, (row.get(target) ?? 0) + 1));
        else {
          const [favourite] = [...row].reduce((best, one) => one[1] > best[1] ? one : best, [
            -1,
            0,
          ]);
          right += Number(favourite === target);
          asked += 1;
        }
      });
    }
  }
  return right / asked;
}
