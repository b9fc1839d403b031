/**
 * Batches: laying sequences side by side, checking them, showing them.
 *
 * @module
 */

import { createRandom } from "../random.ts";
import type { Batch, Task, TaskBody, TaskInput } from "./task.ts";

/**
 * Some sequences of a task in readable form, to see what it is like.
 *
 * @example
 * ```ts
 * import { examples } from "lib/tasks/task.ts";
 * import { anBn } from "lib/tasks/an_bn.ts";
 * import { expect } from "vitest";
 *
 * expect(examples(anBn({ n: 2 }), { count: 1 })).toEqual(["|aab→bb→|"]);
 * ```
 */
export function examples<Options extends object>(
  task: Task<Options>,
  { count = 4, seed = 0, overrides }: {
    readonly count?: number;
    readonly seed?: number;
    readonly overrides?: Partial<Options>;
  } = {},
): string[] {
  const batch = task.sample(createRandom(seed), count, overrides);
  return Array.from({ length: count }, (_, index) => task.describe(batch, index));
}

/** One sequence of symbols and what is asked at each of its steps (−1: nothing). */
export interface LabelledSymbols {
  /** The symbols. */
  readonly inputs: ArrayLike<number>;
  /** The class asked for at each step, or −1. */
  readonly targets: ArrayLike<number>;
}

/**
 * Draws `batch` sequences of symbols and lays them side by side, time-major.
 *
 * Shorter sequences are filled up with the symbol `padding`, about which nothing is asked.
 */
export function symbolBatch(
  batch: number,
  draw: (index: number) => LabelledSymbols,
  padding = 0,
): Batch {
  const sequences = Array.from({ length: batch }, (_, index) => draw(index));
  const timeSteps = Math.max(...sequences.map((sequence) => sequence.inputs.length));
  const inputs = new Int32Array(timeSteps * batch).fill(padding);
  const targets = new Int32Array(timeSteps * batch).fill(-1);
  sequences.forEach((sequence, b) => {
    const { inputs: read, targets: asked } = sequence;
    for (let t = 0, at = b; t < read.length; t++, at += batch) {
      inputs[at] = read[t];
      targets[at] = asked[t];
    }
  });
  return { timeSteps, batch, inputs, targets };
}

/** One sequence as `word word→answer word …`, for tasks that do not say otherwise. */
export function describeSymbols<Options>(
  body: TaskBody<Options>,
  batch: Batch,
  index: number,
): string {
  const { input, outputSize, labels, padding, separator = " " } = body;
  const words: string[] = [];
  for (let t = 0; t < batch.timeSteps; t++) {
    const at = t * batch.batch + index;
    const word = input.kind === "symbols" ? input.vocab[batch.inputs[at]] : numbers(at, input.size);
    words.push(word + answerAt(at));
  }
  while (padding !== undefined && words.at(-1) === vocabOf(input)[padding]) words.pop();
  return words.join(separator);

  function answerAt(at: number): string {
    const { targets, mask } = batch;
    if (targets instanceof Int32Array) {
      return targets[at] < 0 ? "" : `→${labels ? labels[targets[at]] : targets[at]}`;
    }
    if (mask?.[at] === 0) return "";
    return `→${shown(targets.subarray(at * outputSize, (at + 1) * outputSize))}`;
  }
  function numbers(at: number, size: number): string {
    const values = batch.inputs.subarray(at * size, (at + 1) * size);
    return shown(values);
  }
}

function shown(values: Int32Array | Float32Array): string {
  const texts = Array.from(values, (value) => value.toFixed(2));
  return texts.length === 1 ? texts[0] : `(${texts.join(" ")})`;
}

function vocabOf(input: TaskInput): readonly string[] {
  return input.kind === "symbols" ? input.vocab : [];
}

/**
 * Throws unless a batch has the shape, symbols and classes that its task promises.
 *
 * @throws RangeError that names the first thing wrong
 */
export function checkBatch<Options extends object>(task: Task<Options>, batch: Batch): void {
  const { timeSteps, batch: width, inputs, targets, mask } = batch;
  const wrong = (found: string, wanted: string) => {
    throw new RangeError(`Cannot use a batch of ${task.name}: found ${found}, wanted ${wanted}`);
  };
  const lengthOf = (
    what: string,
    array: Int32Array | Float32Array,
    whole: boolean,
    size: number,
  ) => {
    const kind = whole ? Int32Array : Float32Array;
    if (array instanceof kind && array.length === timeSteps * width * size) return;
    wrong(
      `${what} in ${array.constructor.name} of ${array.length}`,
      `${kind.name} of ${timeSteps} time steps × ${width} sequences × ${size}`,
    );
  };
  if (task.input.kind === "symbols") {
    const size = task.input.vocab.length;
    lengthOf("inputs", inputs, true, 1);
    const bad = inputs.find((symbol) => symbol < 0 || symbol >= size);
    if (bad !== undefined) wrong(`the symbol ${bad}`, `0 to ${size - 1}`);
  } else {
    lengthOf("inputs", inputs, false, task.input.size);
    if (!inputs.every(Number.isFinite)) wrong("an input that is no number", "numbers");
  }
  const classes = task.loss === "crossEntropy";
  lengthOf("targets", targets, classes, classes ? 1 : task.outputSize);
  if (classes) {
    const bad = targets.find((target) => target < -1 || target >= task.outputSize);
    if (bad !== undefined) wrong(`the class ${bad}`, `−1 to ${task.outputSize - 1}`);
  } else if (!targets.every(Number.isFinite)) wrong("a target that is no number", "numbers");
  if (mask) lengthOf("mask", mask, false, 1);
  const nothing = classes ? targets.every((target) => target === -1) : mask?.every((m) => m === 0);
  if (nothing) wrong("nothing asked", "a target at some step");
}
