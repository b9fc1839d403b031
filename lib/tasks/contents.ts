/**
 * Whether every symbol, number and class of a batch is one that its task promises.
 *
 * @module
 */

import { checkValue, having } from "../options.ts";
import { type Batch, checkBatch, type InputKind } from "../batch.ts";

/** What a task promises about its batches. */
export interface Promised {
  /** For messages. */
  readonly name: string;
  /** What stands at each step. */
  readonly input: InputKind;
  /** How many classes there are, or numbers in an answer. */
  readonly outputSize: number;
  /** Whether answers are classes or numbers. */
  readonly loss: "crossEntropy" | "meanSquaredError";
}

/**
 * Throws unless a batch has the shape, symbols and classes that its task promises. It looks at every number, for
 * tests and for tasks of one's own.
 *
 * @throws RangeError that names the first thing wrong
 */
export function checkContents(task: Promised, batch: Batch): void {
  checkValue(
    "use a batch",
    "the task",
    task,
    having("a task", "name", "input", "outputSize", "loss"),
  );
  const doing = `use a batch of ${task.name}`;
  checkBatch(doing, batch, task.input);
  const { timeSteps, batch: members, inputs, targets, mask } = batch;
  const wrong = (found: string, wanted: string) => {
    throw new RangeError(`Cannot ${doing}: found ${found}, and ${wanted} is wanted`);
  };
  if (task.input.kind === "symbols") {
    const size = task.input.vocab.length;
    const bad = inputs.find((symbol) => symbol < 0 || symbol >= size);
    if (bad !== undefined) wrong(`the symbol ${bad}`, `0 to ${size - 1}`);
  } else if (!inputs.every(Number.isFinite)) wrong("an input that is no number", "a number");
  const classes = task.loss === "crossEntropy";
  if (classes !== targets instanceof Int32Array) {
    wrong(`targets in ${targets.constructor.name}`, classes ? "Int32Array" : "Float32Array");
  }
  const length = timeSteps * members * (classes ? 1 : task.outputSize);
  if (targets.length !== length) wrong(`${targets.length} targets`, `${length}`);
  if (classes) {
    const bad = targets.find((target) => target < -1 || target >= task.outputSize);
    if (bad !== undefined) wrong(`the class ${bad}`, `−1 to ${task.outputSize - 1}`);
  } else if (!targets.every(Number.isFinite)) wrong("a target that is no number", "a number");
  const nothing = classes ? targets.every((target) => target === -1) : mask?.every((m) => m === 0);
  if (nothing) wrong("nothing asked", "a target at some step");
}
