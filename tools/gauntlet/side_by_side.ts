/**
 * All trainings on all seeds, as many at once as there are cores.
 *
 * The library's own pool (`lib/experiments/pool.ts`) takes experiments that are plain data: a task that draws sequences, a
 * model of the library, Adam at one rate. The sources ask for more (texts read in order, held-out parts, schedules,
 * cells of their own), so what is sent here is a training's name.
 *
 * @module
 */

import { type TrainingName, TRAININGS } from "./trainings/all.ts";

/** One training with one seed. */
export interface Job {
  readonly training: TrainingName;
  readonly seed: number;
  /** Fewer than it should make, to try it out. */
  readonly updates?: number;
}

/** What a worker answers. */
export type Answer = { readonly value: number } | { readonly error: string };

/** How to run them. */
export interface SideBySideOptions {
  /** At most so many workers; 0 for none, and none where there are no workers. Default: one a core. */
  readonly workers?: number;
  /** Called after each. */
  readonly onDone?: (job: Job, value: number, done: number, total: number) => void;
}

/** Runs one job where this is called. */
export function answer({ training, seed, updates }: Job): Answer {
  try {
    return { value: TRAININGS[training](seed, updates) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Runs jobs.
 *
 * @returns their numbers, in the order of the jobs
 * @throws the first error, saying of which training and seed; the others are stopped then
 */
export async function sideBySide(
  jobs: readonly Job[],
  { workers = navigator.hardwareConcurrency, onDone }: SideBySideOptions = {},
): Promise<number[]> {
  const values = new Array<number>(jobs.length);
  const started: Worker[] = [];
  let next = 0;
  let done = 0;
  const put = (at: number, found: Answer) => {
    if ("error" in found) {
      const { training, seed } = jobs[at];
      throw new Error(`Cannot run the training ${training} with seed ${seed}: ${found.error}`);
    }
    values[at] = found.value;
    onDone?.(jobs[at], found.value, ++done, jobs.length);
  };
  if (workers === 0 || typeof Worker !== "function") {
    jobs.forEach((job, at) => put(at, answer(job)));
    return values;
  }
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
      started.push(worker);
      let current = -1;
      const go = () => {
        current = next++;
        if (current < jobs.length) worker.postMessage(jobs[current]);
        else resolve();
      };
      const take = (found: Answer) => {
        try {
          put(current, found);
          go();
        } catch (error) {
          reject(error);
        }
      };
      worker.onmessage = ({ data }: MessageEvent<Answer>) => take(data);
      worker.onerror = (event) => {
        event.preventDefault();
        take({ error: event.message });
      };
      go();
    });
  try {
    await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, work));
  } finally {
    for (const worker of started) worker.terminate();
  }
  return values;
}
