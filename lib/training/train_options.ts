/**
 * How to train: what the options are, and what is refused before anything is trained.
 *
 * @module
 */

import type { Batch, BatchSource } from "../batch.ts";
import { aModel, type Model } from "../cells/model.ts";
import {
  anything,
  aSignal,
  checkOptions,
  checkValue,
  count,
  having,
  named,
  needed,
  type OptionRules,
  orNull,
  realNumber,
  type Rule,
  storable,
  wholeNumber,
  yesOrNo,
} from "../options.ts";
import { checkEvaluateOptions, type EvaluateOptions } from "./evaluate.ts";
import type { Optimizer } from "./optimizer.ts";
import { batchesOrTask, isTask } from "./source.ts";

/** How to train. */
export interface TrainOptions {
  /** What is trained: its parameters change in place. */
  readonly model: Model;
  /** A task, or batches one after another, such as a text read from beginning to end. */
  readonly task: BatchSource | Iterable<Batch>;
  /**
   * Whether the memory goes on from each batch to the next, as in a text read from beginning to end.
   * Default: only where a batch says that it `continues`.
   */
  readonly stateful?: boolean;
  /** How many times the parameters change. */
  readonly updates: number;
  /** Sequences in a batch. Default 32. */
  readonly batch?: number;
  /** Of Adam. Default 0.005. */
  readonly learningRate?: number;
  /** In place of Adam with `learningRate`. */
  // deno-lint-ignore no-explicit-any
  readonly optimizer?: Optimizer<any>;
  /** The most that the global norm of the gradient may be. Default 1; null: no clipping. */
  readonly clip?: number | null;
  /** Seed of the training sequences. */
  readonly seed: number;
  /** Task options to change while training. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Evaluate every so many updates, and after the last. Default: never. */
  readonly evaluateEvery?: number;
  /** How to evaluate; what on, if not the task (`on`). */
  readonly evaluation?: EvaluateOptions & { readonly on?: BatchSource };
  /** Stops the training when it aborts. */
  readonly signal?: AbortSignal;
}

/** What gives its batches only once would be used up by the first evaluation. */
const againAndAgain: Rule = {
  wanted:
    "a task, or a list of batches, such as [...task.streams(32)], that lasts for every evaluation,",
  holds: (on) => !("next" in (on as object)),
};

const rules: OptionRules<TrainOptions> = {
  model: needed(aModel),
  task: needed(batchesOrTask),
  stateful: yesOrNo,
  updates: needed(count()),
  batch: count(),
  learningRate: realNumber(0, 1e38),
  optimizer: having("an optimizer, such as adam({ learningRate: 0.005 }),", "init", "update"),
  clip: orNull(storable),
  seed: needed(wholeNumber()),
  overrides: named(anything),
  evaluateEvery: count(),
  evaluation: named(anything),
  signal: aSignal,
};

/** What is wrong with options that are all right one by one. */
function together(options: TrainOptions): string | undefined {
  const { task, stateful, batch, overrides, learningRate, optimizer } = options;
  const { evaluateEvery, evaluation } = options;
  if (optimizer && learningRate !== undefined) {
    return "found learningRate beside optimizer, which has its own, and one of them is wanted";
  }
  if (evaluation && evaluateEvery === undefined) {
    return "found evaluation without evaluateEvery, and both are wanted";
  }
  if (isTask(task)) {
    return stateful
      ? `found stateful, but the batches of the task ${task.name} have nothing to do with one another, and batches that continue each other are wanted, such as [...task.streams(32)]`
      : undefined;
  }
  if (batch !== undefined || overrides) {
    return `found ${
      overrides ? "overrides" : "batch"
    }, which given batches do not ask for, and a task is wanted with it`;
  }
  if (evaluateEvery && !evaluation?.on) {
    return "found evaluateEvery while training on batches, and evaluation: { on: task } is wanted with it";
  }
}

/** Throws unless they are options to train with. */
export function checkTrainOptions(options: TrainOptions): void {
  checkOptions<TrainOptions>("train", options, rules, { together });
  const { model, task, evaluation } = options;
  if (Object.keys(model.params).length === 0) {
    throw new TypeError("Cannot train: the model has no parameters (its params are empty)");
  }
  if (!evaluation) return;
  const { on = task, ...rest } = evaluation;
  checkValue("evaluate while training", "on", on, batchesOrTask);
  checkValue("evaluate while training", "on", on, againAndAgain);
  checkEvaluateOptions("evaluate while training", rest, on);
}
