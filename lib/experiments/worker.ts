/**
 * What runs on each worker of the pool: an experiment comes in as plain data, its result goes back.
 *
 * @module
 */

import { task } from "../tasks/mod.ts";
import { type Experiment, finish, type ModelDescription, runExperiment } from "./experiment.ts";
import { CELLS, type SentExperiment, type WorkerAnswer } from "./pool.ts";

/** The part of a worker's global scope that is used here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<SentExperiment>) => void) | null;
  postMessage(answer: WorkerAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;

let latest: Experiment["task"];

scope.onmessage = ({ data: sent }) => {
  try {
    const model = typeof sent.model.cell === "string"
      ? { ...sent.model, cell: CELLS[sent.model.cell] }
      : sent.model;
    if (sent.task) latest = task(sent.task.name, sent.task.options);
    const experiment: Experiment = {
      ...sent.rest,
      task: latest,
      model: model as unknown as ModelDescription,
    };
    scope.postMessage({ kind: "result", result: finish(runExperiment(experiment)) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    scope.postMessage({ kind: "error", message });
  }
};
