/**
 * What runs on each worker of the pool: an experiment comes in as plain data, its result goes back.
 *
 * @module
 */

import { task } from "../tasks/mod.ts";
import { type Experiment, finish, type ModelDescription, runExperiment } from "./experiment.ts";
import type { SentExperiment, WorkerAnswer } from "./on_worker.ts";
import { CELLS } from "./sending.ts";

/** The part of a worker's global scope that is used here. */
interface WorkerScope {
  onmessage:
    | ((event: MessageEvent<SentExperiment | { readonly line: MessagePort }>) => void)
    | null;
  postMessage(answer: WorkerAnswer): void;
  /** Held as long as the worker lives. */
  line?: MessagePort;
}

const scope = globalThis as unknown as WorkerScope;

let latest: Experiment["task"];

scope.onmessage = ({ data }) => {
  if ("line" in data) {
    scope.line = data.line;
    scope.postMessage({ kind: "ready" });
    return;
  }
  try {
    scope.postMessage({ kind: "result", result: finish(runExperiment(received(data))) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    scope.postMessage({ kind: "error", message });
  }
};

function received(sent: SentExperiment): Experiment {
  const model = typeof sent.model.cell === "string"
    ? { ...sent.model, cell: CELLS[sent.model.cell] }
    : sent.model;
  if (sent.task) latest = task(sent.task.name, sent.task.options);
  return { ...sent.rest, task: latest, model: model as unknown as ModelDescription };
}
