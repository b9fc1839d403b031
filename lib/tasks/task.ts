/**
 * What a task is: sequences to read, and what is asked about them.
 *
 * A task is made from plain data, so that the same task can be made again elsewhere (in a worker, in
 * a report), and it draws its sequences from a given random stream, so that the same seed gives the
 * same sequences. Arrays are **time-major**: step t of sequence b stands at index t·batch + b.
 *
 * @module
 */

import { createRandom, type Random } from "../random.ts";
import { changed, type Checked, completed } from "./options.ts";

/** What stands at each step: one symbol out of a vocabulary, or a vector of numbers. */
export type TaskInput =
  | { readonly kind: "symbols"; readonly vocab: readonly string[] }
  | { readonly kind: "vectors"; readonly size: number };

/** Several sequences of the same length, side by side. */
export interface Batch {
  /** How many steps. */
  readonly timeSteps: number;
  /** How many sequences. */
  readonly batch: number;
  /** Symbols [timeSteps × batch], or vectors [timeSteps × batch × size]. */
  readonly inputs: Int32Array | Float32Array;
  /**
   * Classes, Int32Array [timeSteps × batch], −1 where nothing is asked; or numbers, Float32Array
   * [timeSteps × batch × outputSize].
   */
  readonly targets: Int32Array | Float32Array;
  /** For numbers, [timeSteps × batch]: 1 where an answer is asked, 0 elsewhere. Not given: asked at every step. */
  readonly mask?: Float32Array;
  /** Whether the sequences go on where those of the batch before ended, so that the state may be carried over. */
  readonly continues?: boolean;
}

/** A source of labelled sequences. */
export interface Task<Options extends object = object> {
  /** The name under which `task(name, options)` makes it again. */
  readonly name: string;
  /** All options, defaults included: plain data. */
  readonly options: Readonly<Options>;
  /** What stands at each step. */
  readonly input: TaskInput;
  /** How many numbers the model answers with at each step: one a class, or the values themselves. */
  readonly outputSize: number;
  /** What each class means, in order. */
  readonly labels?: readonly string[];
  /** How an answer is judged: as one of several classes, or as numbers. */
  readonly loss: "crossEntropy" | "meanSquaredError";
  /**
   * What the best constant answer scores: the share of the most frequent class (accuracy), or the
   * variance of the target (mean squared error). A model has learned something when it beats this.
   */
  readonly chance: number;
  /**
   * Draws `batch` sequences.
   *
   * @param overrides options to change for these sequences alone, such as a length never trained on
   * @throws RangeError for an override that the task does not have or that would change its shape
   */
  sample(random: Random, batch: number, overrides?: Partial<Options>): Batch;
  /** One sequence of a batch in readable form: its inputs, with `→answer` where one is asked. */
  describe(batch: Batch, index: number): string;
  /**
   * One pass over a text or series in order, where the task has one: each batch continues where the
   * one before stopped, so the hidden state may be carried from batch to batch.
   */
  streams?(batch: number, timeSteps?: number): Iterable<Batch>;
}

/** A kind of task: called with options, it makes a task. */
export interface TaskFactory<Options extends object> {
  (options?: Partial<Options>): Task<Options>;
  /** The name of its tasks. */
  readonly taskName: string;
}

/** What `defineTask` needs to know. */
export interface TaskDefinition<Options extends object> extends Checked<Options> {
  /** The name under which it is known. */
  readonly name: string;
  /** Makes the parts of a task from complete, checked options. */
  readonly create: (options: Options) => TaskBody<Options>;
}

/** The parts of a task that are its own. */
export interface TaskBody<Options> {
  /** What stands at each step. */
  readonly input: TaskInput;
  /** How many numbers the model answers with at each step. */
  readonly outputSize: number;
  /** What each class means, in order. */
  readonly labels?: readonly string[];
  /** Cross-entropy if not given. */
  readonly loss?: "crossEntropy" | "meanSquaredError";
  /** What the best constant answer scores. */
  readonly chance: number;
  /** Draws sequences; `options` holds the overrides already. */
  readonly sample: (random: Random, batch: number, options: Options) => Batch;
  /** The symbol that fills up short sequences; `describe` leaves it out at the end. */
  readonly padding?: number;
  /** What stands between two symbols in `describe`; a space if not given. */
  readonly separator?: string;
  /** One sequence in readable form, if the usual form does not suit. */
  readonly describe?: (batch: Batch, index: number) => string;
  /** One pass over everything, in order. */
  readonly streams?: (batch: number, timeSteps?: number) => Iterable<Batch>;
}

/**
 * Makes a kind of task, with its options checked.
 *
 * @example A task of one's own: is the latest symbol the same as the one before?
 * ```ts
 * import { defineTask, symbolBatch } from "lib/tasks/task.ts";
 * import { wholeNumber } from "lib/tasks/options.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const repeats = defineTask({
 *   name: "repeats",
 *   defaults: { timeSteps: 5 },
 *   rules: { timeSteps: wholeNumber(2) },
 *   changeable: ["timeSteps"],
 *   create: () => ({
 *     input: { kind: "symbols", vocab: ["a", "b"] },
 *     outputSize: 2,
 *     labels: ["new", "again"],
 *     chance: 1 / 2,
 *     sample: (random, batch, { timeSteps }) =>
 *       symbolBatch(batch, () => {
 *         const inputs = Array.from({ length: timeSteps }, () => random.integer(0, 2));
 *         const targets = inputs.map((x, t) => t === 0 ? -1 : x === inputs[t - 1] ? 1 : 0);
 *         return { inputs, targets };
 *       }),
 *   }),
 * });
 *
 * const task = repeats();
 * const batch = task.sample(createRandom(1), 2);
 * expect(task.describe(batch, 0)).toBe("a b→new b→again b→again a→new");
 * expect(() => repeats({ timeSteps: 1 })).toThrow(
 *   "Cannot make the task repeats: found timeSteps 1, wanted a whole number of at least 2",
 * );
 * ```
 */
export function defineTask<Options extends object>(
  definition: TaskDefinition<Options>,
): TaskFactory<Options> {
  const { name, create } = definition;
  const factory = (given: Partial<Options> = {}): Task<Options> => {
    const options = completed(`make the task ${name}`, definition, given);
    const body = create(options);
    const { input, outputSize, labels, loss = "crossEntropy", chance, sample, describe, streams } =
      body;
    return {
      name,
      options,
      input,
      outputSize,
      ...(labels && { labels }),
      loss,
      chance,
      ...(streams && { streams }),
      sample(random, batch, overrides) {
        if (!Number.isSafeInteger(batch) || batch < 1) {
          throw new RangeError(
            `Cannot sample the task ${name}: found batch ${batch}, wanted a whole number of at least 1`,
          );
        }
        const current = overrides
          ? changed(`sample the task ${name}`, definition, options, overrides)
          : options;
        return sample(random, batch, current);
      },
      describe(batch, index) {
        if (!(index >= 0 && index < batch.batch)) {
          throw new RangeError(
            `Cannot describe a sequence of ${name}: found index ${index}, wanted 0 to ${
              batch.batch - 1
            }`,
          );
        }
        return describe ? describe(batch, index) : describeSymbols(body, batch, index);
      },
    };
  };
  return Object.assign(factory, { taskName: name });
}

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
  readonly inputs: readonly number[];
  /** The class asked for at each step, or −1. */
  readonly targets: readonly number[];
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
    for (let t = 0; t < sequence.inputs.length; t++) {
      inputs[t * batch + b] = sequence.inputs[t];
      targets[t * batch + b] = sequence.targets[t];
    }
  });
  return { timeSteps, batch, inputs, targets };
}

/** `word word→answer word …` */
function describeSymbols<Options>(body: TaskBody<Options>, batch: Batch, index: number): string {
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
