/**
 * Which experiments can be sent to a worker, and as what: names in place of the library's functions.
 *
 * @module
 */

import { gru } from "../cells/gru.ts";
import { linearMemory } from "../cells/linear_memory.ts";
import { lstm } from "../cells/lstm.ts";
import { minGru } from "../cells/min_gru.ts";
import { rnn } from "../cells/rnn.ts";
import type { CellFactory } from "../cells/sequence_model.ts";
import { isLibraryTask } from "../tasks/mod.ts";
import type { Experiment } from "./experiment.ts";
import type { SentExperiment } from "./on_worker.ts";

/** Cells that a worker knows by name. */
export const CELLS: Readonly<Record<string, CellFactory>> = {
  rnn,
  lstm,
  gru,
  minGru,
  linearMemory,
};

/**
 * What is sent of an experiment.
 *
 * @ignore For the library itself.
 * @returns null if it holds what cannot be sent, such as a learner's own cell or task
 */
export function toSend(experiment: Experiment): SentExperiment | null {
  const { task, model, ...rest } = experiment;
  if (!isLibraryTask(task) || !isPlain(rest)) return null;
  const sentTask = { name: task.name, options: task.options };
  if (!("cell" in model)) {
    return isPlain(model) ? { task: sentTask, model: { ...model }, rest } : null;
  }
  const cell = Object.keys(CELLS).find((name) => CELLS[name] === model.cell);
  const sent = { ...model, cell };
  return cell === undefined || !isPlain(sent) ? null : { task: sentTask, model: sent, rest };
}

/** Whether data can be sent; a function in it, such as a way to initialize, cannot. */
function isPlain(data: unknown): boolean {
  try {
    structuredClone(data);
    return true;
  } catch {
    return false;
  }
}
