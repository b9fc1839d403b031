/**
 * Many experiments at once: on workers, one a core, results in the order asked for.
 *
 * What a worker gets is a description in plain data. A learner's own cell or task, typed in a notebook, is a
 * function, which cannot be sent; such an experiment runs here, in turn, between the others. The call is the
 * same, and so are the bits.
 *
 * One that fails costs no other: all are run, and then the error says which failed and holds what the others found.
 *
 * @module
 */

import {
  aFunction,
  aSignal,
  checkOptions,
  checkValue,
  type OptionRules,
  type Rule,
  wholeNumber,
} from "../options.ts";
import { simd } from "../tensor/mod.ts";
import {
  checkExperiment,
  type Experiment,
  type ExperimentResult,
  runExperiment,
} from "./experiment.ts";
import { runOnWorker, type Waiting } from "./on_worker.ts";
import { toSend } from "./sending.ts";

/** How to run many experiments. */
export interface RunAllOptions {
  /** How many workers. Default: one a core. 0: none, all in turn. */
  readonly workers?: number;
  /** Stops everything when it aborts. */
  readonly signal?: AbortSignal;
  /** Called as each experiment ends, also when it failed. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** How many workers there may be. */
export const someWorkers: Rule = wholeNumber(0, 256);

/** Throws unless they are descriptions of experiments, each of which can be run. */
export function checkExperiments(experiments: readonly Experiment[]): void {
  const list: Rule = { wanted: "a list of experiments", holds: Array.isArray };
  checkValue("run experiments", "what is run", experiments, list);
  for (const experiment of experiments) checkExperiment(experiment);
}

const RULES: OptionRules<RunAllOptions> = {
  workers: someWorkers,
  signal: aSignal,
  onProgress: aFunction("a function of how many are done, and of how many"),
};

/** Some experiments failed, or what was told of their progress; the others' results are here. */
export class ExperimentsFailed extends Error {
  /** What the others found, each at the place of its description; undefined where one failed. */
  readonly results: readonly (ExperimentResult | undefined)[];

  /** @ignore */
  constructor(message: string, results: readonly (ExperimentResult | undefined)[]) {
    super(message);
    this.name = "ExperimentsFailed";
    this.results = results;
  }
}

/** Milliseconds for which work in turn holds on to the thread. */
const PATIENCE = 50;

/** An experiment in a few words, for messages. */
function describe({ task, model, seed }: Experiment): string {
  const what = "cell" in model
    ? model.cell.name || "a cell"
    : "attention" in model
    ? "attention"
    : "convolution" in model
    ? "a convolution"
    : "a feedforward net";
  return `${what} on ${task.name}, seed ${seed}`;
}

/** Runs one experiment on this thread, giving others a turn now and then. */
async function runHere(experiment: Experiment, signal: AbortSignal): Promise<ExperimentResult> {
  const events = runExperiment(experiment);
  let since = performance.now();
  for (;;) {
    signal.throwIfAborted();
    const { value, done } = events.next();
    if (done) return value;
    if (performance.now() - since > PATIENCE) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      since = performance.now();
    }
  }
}

/**
 * Runs experiments, as many at once as there are cores.
 *
 * @returns their results, in the order of the descriptions
 * @throws {ExperimentsFailed} when all have been run and some failed, saying which; it holds the others' results
 * @throws the signal's reason, at once
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
  asked: readonly Experiment[],
  options: RunAllOptions = {},
): Promise<ExperimentResult[]> {
  checkOptions<RunAllOptions>("run experiments", options, RULES);
  checkExperiments(asked);
  const experiments = [...asked]; // who asked may change the list while they run
  const { signal, onProgress, workers = globalThis.navigator?.hardwareConcurrency || 1 } = options;
  signal?.throwIfAborted();

  const results = new Array<ExperimentResult | undefined>(experiments.length).fill(undefined);
  const faults: string[] = [];
  let tell = onProgress;
  let done = 0;
  let toldLater = false;
  const notTold = (error: unknown) => {
    if (tell === undefined) return; // once is enough
    tell = undefined;
    faults.push(`Cannot tell how many experiments are done: ${messageOf(error)}`);
  };
  const ended = () => {
    done++;
    try {
      // An asynchronous function fails later, and would then end the process.
      const told: unknown = tell?.(done, experiments.length);
      if (told instanceof Promise) {
        toldLater = true;
        told.catch(notTold);
      }
    } catch (error) {
      notTold(error);
    }
  };
  const put = (index: number, result: ExperimentResult) => {
    results[index] = result;
    ended();
  };
  const fail = (index: number, reason: string) => {
    faults.push(`Cannot run the experiment (${describe(experiments[index])}): ${reason}`);
    ended();
  };

  const queue: Waiting[] = [];
  const here: number[] = [];
  const canSend = typeof Worker === "function" && workers > 0;
  experiments.forEach((experiment, index) => {
    const sent = canSend ? toSend(experiment) : null;
    if (sent) queue.push({ index, sent, task: experiment.task });
    else here.push(index);
  });
  const stop = new AbortController(); // one that is never let go would collect listeners of many calls
  const onAbort = () => stop.abort(signal!.reason);
  signal?.addEventListener("abort", onAbort, { once: true });

  const inTurn = async (take: () => number | undefined) => {
    for (let index = take(); index !== undefined; index = take()) {
      try {
        put(index, await runHere(experiments[index], stop.signal));
      } catch (error) {
        stop.signal.throwIfAborted();
        fail(index, messageOf(error));
      }
    }
  };
  // Each core has a training of its own then; those on this thread must not share theirs.
  const team = queue.length > 0 ? simd.team : null;
  team?.rest();
  const jobs = Array.from({ length: Math.min(workers, queue.length) }, async () => {
    const started = await runOnWorker({ queue, put, fail, signal: stop.signal });
    if (!started) await inTurn(() => queue.shift()?.index);
  });
  jobs.push(inTurn(() => here.shift()));
  try {
    await Promise.all(jobs);
  } finally {
    signal?.removeEventListener("abort", onAbort);
    stop.abort();
    await Promise.allSettled(jobs);
    if (toldLater) await new Promise((resolve) => setTimeout(resolve, 0)); // what was told last may fail now
    team?.resume();
  }
  if (faults.length > 0) throw new ExperimentsFailed(summaryOf(faults, results), results);
  return results as ExperimentResult[];
}

function summaryOf(faults: readonly string[], results: readonly unknown[]): string {
  const kept = results.filter((result) => result !== undefined).length;
  const rest = kept === 0 ? "" : ` (${kept} of ${results.length} results are kept in this error)`;
  const shown = faults.slice(0, 3).join("; ");
  return `${shown}${faults.length > 3 ? `; and ${faults.length - 3} more` : ""}${rest}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
