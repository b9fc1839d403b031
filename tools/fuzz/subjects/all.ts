/**
 * Every public function of the library; `tests/fuzz` fails when one is missing.
 *
 * @module
 */

import type { Subject } from "../subject.ts";
import { cells } from "./cells.ts";
import { optionChecks } from "./options.ts";
import { tasksAndData } from "./tasks.ts";
import { tensors } from "./tensors.ts";
import { training } from "./training.ts";

/** All of them. */
export const subjects: readonly Subject[] = [
  ...tensors,
  ...cells,
  ...tasksAndData,
  ...training,
  ...optionChecks,
];

/** What is exported and not called, and why. */
export const notCalled: Readonly<Record<string, string>> = {
  ExperimentsFailed: "an error, which runAll throws",
  bestRates: "reads the runs of a grid, which another subject makes; tests/experiments",
  perRun: "reads the runs of a grid, which another subject makes; tests/experiments",
  runEach: "a grid along seeds, which another subject makes; tests/experiments",
  testAccuracy: "reads a result of runExperiment, which another subject makes; tests/experiments",
  Tensor: "a class that only `tensor` and operations construct",
};
