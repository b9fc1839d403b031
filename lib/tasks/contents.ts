/**
 * Whether every symbol, number and class of a batch is one that its task promises.
 *
 * @module
 */

import { checkValue, described, having, realNumber, wholeNumber } from "../options.ts";
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
 * Throws unless one sequence of a batch has the symbols, numbers and classes that its task promises.
 *
 * @ignore For the library itself.
 * @param doing what is being done, after "Cannot "
 * @param index of the sequence
 * @throws {RangeError} that names the first thing wrong
 */
export function checkSequence(
  doing: string,
  { input, outputSize, loss }: Omit<Promised, "name">,
  batch: Batch,
  index: number,
): void {
  checkBatch(doing, batch, input);
  const { timeSteps, batch: members, inputs, targets } = batch;
  checkValue(doing, "index", index, wholeNumber(0, members - 1));
  checkTargets(doing, { outputSize, loss }, batch);
  const classes = loss === "crossEntropy";
  const symbol = input.kind === "symbols" ? wholeNumber(0, input.vocab.length - 1) : realNumber();
  const answer = classes ? wholeNumber(-1, outputSize - 1) : realNumber();
  const width = input.kind === "symbols" ? 1 : input.size;
  const numbers = classes ? 1 : outputSize;
  for (let t = 0; t < timeSteps; t++) {
    const row = t * members + index;
    for (let i = row * width; i < (row + 1) * width; i++) {
      checkValue(doing, `inputs[${i}]`, inputs[i], symbol);
    }
    for (let i = row * numbers; i < (row + 1) * numbers; i++) {
      checkValue(doing, `targets[${i}]`, targets[i], answer);
    }
  }
}

/** Throws unless the targets are of the kind that the loss compares, and as many as the task promises. */
function checkTargets(
  doing: string,
  { outputSize, loss }: Pick<Promised, "outputSize" | "loss">,
  { timeSteps, batch, targets }: Batch,
): void {
  const classes = loss === "crossEntropy";
  const wanted = timeSteps * batch * (classes ? 1 : outputSize);
  if (classes === targets instanceof Int32Array && targets.length === wanted) return;
  throw new RangeError(
    `Cannot ${doing}: targets is ${described(targets)}, and ${
      classes ? "an Int32Array" : "a Float32Array"
    } of ${wanted} is wanted`,
  );
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
  const { inputs, targets, mask } = batch;
  const wrong = (found: string, wanted: string) => {
    throw new RangeError(`Cannot ${doing}: found ${found}, and ${wanted} is wanted`);
  };
  if (task.input.kind === "symbols") {
    const size = task.input.vocab.length;
    const bad = inputs.find((symbol) => symbol < 0 || symbol >= size);
    if (bad !== undefined) wrong(`the symbol ${bad}`, `0 to ${size - 1}`);
  } else if (!inputs.every(Number.isFinite)) wrong("an input that is no number", "a number");
  checkTargets(doing, task, batch);
  const classes = task.loss === "crossEntropy";
  if (classes) {
    const bad = targets.find((target) => target < -1 || target >= task.outputSize);
    if (bad !== undefined) wrong(`the class ${bad}`, `−1 to ${task.outputSize - 1}`);
  } else if (!targets.every(Number.isFinite)) wrong("a target that is no number", "a number");
  const nothing = classes ? targets.every((target) => target === -1) : mask?.every((m) => m === 0);
  if (nothing) wrong("nothing asked", "a target at some step");
}
