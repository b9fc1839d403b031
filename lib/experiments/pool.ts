/**
 * Many experiments at once: on workers, one a core, results in the order asked for.
 *
 * What a worker gets is a description in plain data. A learner's own cell or task, typed in a notebook, is a
 * function, which cannot be sent; such an experiment runs here, in turn, between the others. The call is the
 * same, and so are the bits.
 *
 * @module
 */

import {
  aFunction,
  anything,
  aSignal,
  checkOptions,
  checkValue,
  listOf,
  type Rule,
  wholeNumber,
} from "../options.ts";
import { gru } from "../cells/gru.ts";
import { linearMemory } from "../cells/linear_memory.ts";
import { lstm } from "../cells/lstm.ts";
import { minGru } from "../cells/min_gru.ts";
import { rnn } from "../cells/rnn.ts";
import type { CellFactory } from "../cells/sequence_model.ts";
import { isLibraryTask } from "../tasks/mod.ts";
import {
  checkExperiment,
  type Experiment,
  type ExperimentResult,
  runExperiment,
} from "./experiment.ts";

/** Cells that a worker knows by name. */
export const CELLS: Readonly<Record<string, CellFactory>> = {
  rnn,
  lstm,
  gru,
  minGru,
  linearMemory,
};

/** An experiment as it is sent to a worker: names in place of functions. */
export interface SentExperiment {
  /** Null: the task of the experiment before. A task on a novel holds the novel, which is sent once. */
  readonly task: { readonly name: string; readonly options: object } | null;
  readonly model: Readonly<Record<string, unknown>>;
  readonly rest: Omit<Experiment, "task" | "model">;
}

/** What a worker answers. */
export type WorkerAnswer =
  | { readonly kind: "result"; readonly result: ExperimentResult }
  | { readonly kind: "error"; readonly message: string };

/** How to run many experiments. */
export interface RunAllOptions {
  /** How many workers. Default: one a core. 0: none, all in turn. */
  readonly workers?: number;
  /** Stops everything when it aborts. */
  readonly signal?: AbortSignal;
  /** Called as each experiment ends. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** How many workers there may be. */
export const someWorkers: Rule = wholeNumber(0, 256);

/** Throws unless they are descriptions of experiments, each of which can be run. */
export function checkExperiments(experiments: readonly Experiment[]): void {
  checkValue("run experiments", "what is run", experiments, listOf(anything));
  for (const experiment of experiments) checkExperiment(experiment);
}

/** Milliseconds for which work in turn holds on to the thread. */
const PATIENCE = 50;

function toSend(experiment: Experiment): SentExperiment | null {
  const { task, model, ...rest } = experiment;
  if (!isLibraryTask(task)) return null;
  const sentTask = { name: task.name, options: task.options };
  if (!("cell" in model)) return { task: sentTask, model: { ...model }, rest };
  const cell = Object.keys(CELLS).find((name) => CELLS[name] === model.cell);
  return cell === undefined ? null : { task: sentTask, model: { ...model, cell }, rest };
}

function describe({ task, model, seed }: Experiment): string {
  const what = "cell" in model
    ? model.cell.name || "a cell"
    : "attention" in model
    ? "attention"
    : "a feedforward net";
  return `${what} on ${task.name}, seed ${seed}`;
}

/** Runs one experiment on this thread, giving others a turn now and then. */
async function runHere(experiment: Experiment, signal?: AbortSignal): Promise<ExperimentResult> {
  const events = runExperiment(experiment);
  let since = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const { value, done } = events.next();
    if (done) return value;
    if (performance.now() - since > PATIENCE) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      since = performance.now();
    }
  }
}

/** Runs experiments one after another on one worker, taking the next from `take` until there is none. */
function runOnWorker(
  take: () => { index: number; sent: SentExperiment; experiment: Experiment } | undefined,
  put: (index: number, result: ExperimentResult) => void,
  signal: AbortSignal,
): Promise<void> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return new Promise<void>((resolve, reject) => {
    let current = take();
    let before: Experiment["task"] | null = null;
    const next = () => {
      if (!current) return resolve();
      const { sent, experiment: { task } } = current;
      worker.postMessage(task === before ? { ...sent, task: null } : sent);
      before = task;
    };
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      if (data.kind === "error") {
        reject(
          new Error(
            `Cannot run the experiment (${describe(current!.experiment)}): ${data.message}`,
          ),
        );
        return;
      }
      try { // whoever is told of progress may throw, and an event's handler has no caller to hear of it
        put(current!.index, data.result);
        current = take();
        next();
      } catch (error) {
        reject(error);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Cannot run experiments on a worker: ${event.message}`));
    };
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    next();
  }).finally(() => worker.terminate());
}

/**
 * Runs experiments, as many at once as there are cores.
 *
 * @returns their results, in the order of the descriptions
 * @throws the first error of an experiment, saying which; or the signal's reason. The others are stopped then
 *
 * @example
 * ```ts
 * import { lstm } from "lib/cells/lstm.ts";
 * import { parity } from "lib/tasks/parity.ts";
 * import { runAll } from "lib/experiments/pool.ts";
 *
 * const model = { cell: lstm, hiddenSize: 8 };
 * const results = await runAll(
 *   [0, 1, 2, 3, 4].map((seed) => ({ task: parity(), model, seed, updates: 5 })),
 * );
 * console.log(results.map(({ evaluations }) => evaluations.test.accuracy));
 * ```
 */
export async function runAll(
  experiments: readonly Experiment[],
  options: RunAllOptions = {},
): Promise<ExperimentResult[]> {
  checkOptions<RunAllOptions>("run experiments", options, {
    workers: someWorkers,
    signal: aSignal,
    onProgress: aFunction(),
  });
  checkExperiments(experiments);
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const results = new Array<ExperimentResult>(experiments.length);
  let done = 0;
  const put = (index: number, result: ExperimentResult) => {
    results[index] = result;
    onProgress?.(++done, experiments.length);
  };
  const queue: { index: number; sent: SentExperiment; experiment: Experiment }[] = [];
  const here: number[] = [];
  const canSend = typeof Worker === "function" && options.workers !== 0;
  experiments.forEach((experiment, index) => {
    const sent = canSend ? toSend(experiment) : null;
    if (sent) queue.push({ index, sent, experiment });
    else here.push(index);
  });

  // One failure, or the caller's signal, stops all.
  const stop = new AbortController();
  const onAbort = () => stop.abort(signal!.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const cores = options.workers ?? (globalThis.navigator?.hardwareConcurrency || 1);
  const jobs: Promise<void>[] = Array.from(
    { length: Math.min(cores, queue.length) },
    () => runOnWorker(() => queue.shift(), put, stop.signal),
  );
  if (here.length > 0) {
    jobs.push((async () => {
      for (const index of here) {
        let result: ExperimentResult;
        try {
          result = await runHere(experiments[index], stop.signal);
        } catch (cause) {
          if (stop.signal.aborted || !(cause instanceof Error)) throw cause;
          throw new Error(
            `Cannot run the experiment (${describe(experiments[index])}): ${cause.message}`,
            { cause },
          );
        }
        put(index, result);
      }
    })());
  }
  try {
    await Promise.all(jobs);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(jobs);
    throw error;
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
  return results;
}
