/**
 * Rules for the options that cells and models share.
 *
 * @module
 */

import { anInput } from "../batch.ts";
import {
  aFunction,
  count,
  having,
  type Needed,
  needed,
  type Rule,
  wholeNumber,
} from "../options.ts";
import { aRandom } from "../random.ts";

/** What computes. */
export const aBackend: Rule = having("a back end, simd or reference,", "kernels", "memory");

/** What makes cells. */
export const aCellFactory: Rule = {
  ...aFunction("a function that makes cells, such as lstm or gru,"),
  holds: (value) => typeof value === "function" && !isClass(value),
  tooMuch: (value) =>
    typeof value === "function"
      ? "a function that makes cells of it, (options) => new …,"
      : undefined,
};

/** Classes are told by how they are written; bound and built-in functions hide it, and are taken for functions. */
function isClass(made: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(made));
}

/** What every cell is made from. */
export const cellRules = {
  inputSize: needed(count()),
  hiddenSize: needed(count()),
  random: needed(aRandom),
  backend: aBackend,
};

/** What every model is made from. */
export const modelRules: Readonly<
  Record<"input" | "outputSize" | "hiddenSize" | "random", Needed> & {
    layers: Rule;
    backend: Rule;
  }
> = {
  input: needed(anInput),
  outputSize: needed(count()),
  hiddenSize: needed(count()),
  random: needed(aRandom),
  layers: wholeNumber(1, 1000),
  backend: aBackend,
};

/** The parts of a task that no model reads: a task may be spread into a model's options. */
export const taskParts: readonly string[] = [
  "name",
  "options",
  "labels",
  "loss",
  "chance",
  "sample",
  "describe",
  "streams",
];

/** A cell, of the library or of one's own. */
export const aCell: Rule = having(
  "a cell",
  "params",
  "inputSize",
  "hiddenSize",
  "initialState",
  "step",
);
