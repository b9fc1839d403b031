/**
 * What a task is: sequences to read, and what is asked about them.
 *
 * A task is made from plain data, so that the same task can be made again elsewhere (in a worker, in
 * a report), and it draws its sequences from a given random stream, so that the same seed gives the
 * same sequences. Arrays are **time-major**: step t of sequence b stands at index t·batch + b.
 *
 * @module
 */

import type { Batch, InputKind } from "../batch.ts";
import {
  aFunction,
  anything,
  checkOptions,
  checkValue,
  count,
  having,
  listOf,
  MOST,
  named,
  needed,
  someText,
  wholeNumber,
} from "../options.ts";
import { aRandom, createRandom, type Random } from "../random.ts";
import { checkSequence } from "./contents.ts";
import { describeSymbols } from "./describe.ts";
import { changed, type Checked, completed } from "./options.ts";

/** A source of labelled sequences. */
export interface Task<Options extends object = object> {
  /** The name under which `task(name, options)` makes it again. */
  readonly name: string;
  /** All options, defaults included: plain data. */
  readonly options: Readonly<Options>;
  /** What stands at each step. */
  readonly input: InputKind;
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

const atLeastOne = count();

/** Which factory made a task; a copy of a task with something changed has none. */
const makers = new WeakMap<object, unknown>();

/** The factory that made this very task, or undefined. */
export function makerOf(task: object): unknown {
  return makers.get(task);
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
  readonly input: InputKind;
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

const aBody = having("{ input, outputSize, chance, sample }", "input", "outputSize", "sample");

/**
 * Makes a kind of task, with its options checked.
 *
 * @example A task of one's own: is the latest symbol the same as the one before?
 * ```ts
 * import { symbolBatch } from "lib/batch.ts";
 * import { defineTask } from "lib/tasks/task.ts";
 * import { count } from "lib/options.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const repeats = defineTask({
 *   name: "repeats",
 *   defaults: { timeSteps: 5 },
 *   rules: { timeSteps: count(2) },
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
 *   "Cannot make the task repeats: timeSteps is 1, and a whole number of at least 2 is wanted",
 * );
 * ```
 */
export function defineTask<Options extends object>(
  definition: TaskDefinition<Options>,
): TaskFactory<Options> {
  checkOptions<TaskDefinition<object>>("define a task", definition, {
    name: needed(someText),
    create: needed(aFunction()),
    defaults: needed(named(anything)),
    rules: needed(named(having("a rule { wanted, holds }", "wanted", "holds"))),
    changeable: needed(listOf(someText)),
    together: aFunction(),
  });
  const { name, create } = definition;
  const factory = (given: Partial<Options> = {}): Task<Options> => {
    const options = completed(`make the task ${name}`, definition, given);
    const body = create(options);
    checkValue(`make the task ${name}`, "what create returned", body, aBody);
    const { outputSize, labels, loss = "crossEntropy", chance, sample, describe, streams } = body;
    const input: InputKind = body.input.kind === "symbols"
      ? { kind: "symbols", vocab: [...body.input.vocab] } // who gave it may change it
      : body.input;
    const task: Task<Options> = {
      name,
      options,
      input,
      outputSize,
      ...(labels && { labels }),
      loss,
      chance,
      ...(streams && {
        streams(batch: number, timeSteps?: number) {
          const doing = `read all of the task ${name} in order`;
          checkValue(doing, "batch", batch, atLeastOne);
          if (timeSteps !== undefined && timeSteps !== Infinity) { // Infinity: all in one piece
            checkValue(doing, "timeSteps", timeSteps, atLeastOne);
          }
          return streams(batch, timeSteps);
        },
      }),
      sample(random, batch, overrides) {
        const doing = `sample the task ${name}`;
        checkValue(doing, "random", random, aRandom);
        checkValue(doing, "batch", batch, atLeastOne);
        const current = overrides !== undefined
          ? changed(doing, definition, options, overrides)
          : options;
        checkSize(doing, batch, current);
        return sample(random, batch, current);
      },
      describe(batch, index) {
        const doing = `describe a sequence of ${name}`;
        checkSequence(doing, { input, outputSize, loss }, batch, index);
        return describe ? describe(batch, index) : describeSymbols(body, batch, index);
      },
    };
    makers.set(task, maker);
    return task;
  };
  const maker = Object.assign(factory, { taskName: name });
  return maker;
}

/** Throws if that many sequences of that many steps, where an option says how many, are more than fit. */
function checkSize(doing: string, batch: number, options: { timeSteps?: unknown }): void {
  const { timeSteps = 1 } = options;
  const longest = Array.isArray(timeSteps) ? timeSteps[1] : timeSteps;
  if (!(batch * longest > MOST)) return;
  throw new RangeError(
    `Cannot ${doing}: found ${longest} time steps × ${batch} sequences, and at most ${
      MOST.toLocaleString("en")
    } steps together are wanted`,
  );
}

/** Sequences that are shown at most; nobody reads more. */
const MOST_EXAMPLES = 10_000;

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
  options: {
    readonly count?: number;
    readonly seed?: number;
    readonly overrides?: Partial<Options>;
  } = {},
): string[] {
  checkValue(
    "show examples",
    "the task",
    task,
    having("a task, such as parity(),", "sample", "describe"),
  );
  checkOptions<typeof options>("show examples", options, {
    count: wholeNumber(1, MOST_EXAMPLES),
    seed: wholeNumber(),
    overrides: named(anything),
  });
  const { count: wanted = 4, seed = 0, overrides } = options;
  const batch = task.sample(createRandom(seed), wanted, overrides);
  return Array.from({ length: wanted }, (_, index) => task.describe(batch, index));
}
