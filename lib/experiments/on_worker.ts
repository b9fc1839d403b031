/**
 * A worker that runs experiments one after another, and what happens when it does not: an experiment that fails is
 * named and the worker goes on; a worker that crashes or is gone costs the experiment it had, and the next takes its
 * place; where none can be started, its experiments are left to others.
 *
 * @module
 */

import type { Experiment, ExperimentResult } from "./experiment.ts";

/** An experiment as it is sent to a worker: names in place of functions. */
export interface SentExperiment {
  /** Null: the task of the experiment before. A task on a novel holds the novel, which is sent once. */
  readonly task: { readonly name: string; readonly options: object } | null;
  /** The model, its cell by name. */
  readonly model: Readonly<Record<string, unknown>>;
  /** Everything else. */
  readonly rest: Omit<Experiment, "task" | "model">;
}

/** What a worker says: that it is there, then what came of each experiment. */
export type WorkerAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "result"; readonly result: ExperimentResult }
  | { readonly kind: "error"; readonly message: string };

/** An experiment on its way to a worker. */
export interface Waiting {
  /** Its place among all. */
  readonly index: number;
  /** What is sent. */
  readonly sent: SentExperiment;
  /** Its task, to see whether the worker has it already. */
  readonly task: Experiment["task"];
}

/** What a worker is given to do, and whom it tells. */
export interface WorkerJob {
  /** Experiments that wait, first come first served. */
  readonly queue: Waiting[];
  /** Takes a result. */
  put(index: number, result: ExperimentResult): void;
  /** Takes a failure. */
  fail(index: number, reason: string): void;
  /** Ends everything when it aborts. */
  readonly signal: AbortSignal;
  /** The module that the worker runs. */
  readonly module?: URL;
}

/**
 * Runs experiments from the queue until there is none.
 *
 * @ignore For the library itself.
 * @returns false if no worker could be started, and the queue is left as it was
 * @throws the signal's reason
 */
export async function runOnWorker(job: WorkerJob): Promise<boolean> {
  for (;;) {
    const end = await oneWorker(job);
    if (end !== "crashed") return end === "done";
    if (job.queue.length === 0) return true;
  }
}

/** Milliseconds in which a worker that is gone may still say why. */
const PATIENCE = 100;

/** The life of one worker. */
function oneWorker(
  { queue, put, fail, signal, module }: WorkerJob,
): Promise<"done" | "crashed" | "never started"> {
  let worker: Worker;
  try {
    worker = module
      ? new Worker(module, { type: "module" })
      : new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }); // so written, bundlers find it
  } catch {
    return Promise.resolve("never started");
  }
  const line = new MessageChannel(); // its end here closes when the worker is gone, however it went
  return new Promise<"done" | "crashed" | "never started">((resolve, reject) => {
    let ready = false;
    let current: Waiting | undefined;
    let before: Experiment["task"] | null = null;
    const next = () => {
      current = queue.shift();
      if (current === undefined) return resolve("done");
      worker.postMessage(current.task === before ? { ...current.sent, task: null } : current.sent);
      before = current.task;
    };
    const crash = (reason: string) => {
      if (current !== undefined) fail(current.index, reason);
      current = undefined;
      resolve(ready ? "crashed" : "never started");
    };
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      if (data.kind === "ready") ready = true;
      else if (data.kind === "result") put(current!.index, data.result);
      else fail(current!.index, data.message);
      next();
    };
    worker.onmessageerror = () => crash("its result could not be read");
    worker.onerror = (event) => {
      event.preventDefault();
      crash(`the worker crashed: ${event.message}`);
    };
    line.port1.addEventListener("close", () => {
      setTimeout(() => crash("the worker has gone"), PATIENCE); // an error that it died of comes a little later
    });
    line.port1.start();
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.postMessage({ line: line.port2 }, [line.port2]);
  }).finally(() => {
    worker.terminate();
    line.port1.close();
  });
}
