/**
 * Experiments: one training described as plain data, so that it can be repeated anywhere.
 *
 * A description says which task, which model, which seed, and what to evaluate when training is over. The
 * same description gives the same bits wherever it runs: here, in a worker, on another machine.
 *
 * @module
 */

import type { BatchSource, InputKind } from "../batch.ts";
import { attention } from "../cells/attention.ts";
import { countParameters } from "../cells/cell.ts";
import { convolution } from "../cells/convolution.ts";
import { feedforwardSlots, feedforwardWindow } from "../cells/feedforward.ts";
import type { Model } from "../cells/model.ts";
import { type CellFactory, sequenceModel } from "../cells/sequence_model.ts";
import {
  aFunction,
  anything,
  checkOptions,
  checkValue,
  count,
  having,
  named,
  needed,
  nested,
  oneOf,
  type OptionRules,
  orNull,
  realNumber,
  type Rule,
  storable,
  wholeNumber,
  yesOrNo,
} from "../options.ts";
import { createRandom } from "../random.ts";
import {
  checkEvaluateOptions,
  evaluate,
  type EvaluateOptions,
  type Evaluation,
} from "../training/evaluate.ts";
import { adam, sgd } from "../training/optimizer.ts";
import { makerOf } from "../tasks/task.ts";
import { answersPrint } from "../training/fingerprint.ts";
import { loadParams } from "../training/load_params.ts";
import { decodeSafetensors, encodeSafetensors } from "../training/safetensors.ts";
import { train, type TrainEvent } from "../training/train.ts";

export { finish } from "../training/train.ts";

/** What a task must have for an experiment; those of `lib/tasks` do. */
export interface ExperimentTask extends BatchSource {
  /** Plain data from which it can be made again. */
  readonly options: object;
  /** What is read at each step. */
  readonly input: InputKind;
  /** How many scores at each step. */
  readonly outputSize: number;
}

/** Which model an experiment trains. */
export type ModelDescription =
  | {
    /** `rnn`, `lstm`, `gru`, or a learner's own. */
    readonly cell: CellFactory;
    readonly hiddenSize: number;
    readonly cellOptions?: Readonly<Record<string, unknown>>;
    readonly layers?: number;
    readonly bidirectional?: boolean;
    readonly embeddingSize?: number;
  }
  | { readonly window: number; readonly hiddenSize: number; readonly layers?: number }
  | { readonly slots: number; readonly hiddenSize: number; readonly layers?: number }
  | {
    /** Nothing more to say of it: what it sees is 2 to the power of `layers`. */
    readonly convolution: Readonly<Record<string, never>>;
    readonly hiddenSize: number;
    readonly layers?: number;
  }
  | {
    readonly attention: { readonly positions?: boolean };
    readonly hiddenSize: number;
    readonly layers?: number;
  };

/** One training, described. */
export interface Experiment {
  /** What is learned. */
  readonly task: ExperimentTask;
  /** What learns it. */
  readonly model: ModelDescription;
  /** Of the starting weights and of the training sequences. */
  readonly seed: number;
  /** How many times the parameters change, at the most. */
  readonly updates: number;
  /** Sequences in a batch. Default 32. */
  readonly batch?: number;
  /** Default 0.005. */
  readonly learningRate?: number;
  /** Default "adam". */
  readonly optimizer?: "adam" | "sgd";
  /** The most that the gradient's norm may be. Default 1; null: no clipping. */
  readonly clip?: number | null;
  /** Task options to change while training. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** What to evaluate when training is over, by name. Default: `{ test: {} }`. */
  readonly evaluate?: Readonly<Record<string, EvaluateOptions>>;
  /**
   * Stop as soon as an evaluation on 256 sequences, made every `every` updates, is at least this accurate, or its
   * loss is at most that small.
   */
  readonly until?: {
    readonly accuracy?: number;
    readonly loss?: number;
    readonly every: number;
  };
  /** Whether to return the trained weights, for {@linkcode restore}. Default false. */
  readonly keepWeights?: boolean;
  /** Whether to return the loss of every update. Default false. */
  readonly keepLosses?: boolean;
}

/** A training, but for its seed. */
export type TrainingPlan = Omit<Experiment, "seed">;

/** What an experiment found. */
export interface ExperimentResult {
  /** By the names given in `evaluate`. */
  readonly evaluations: Readonly<Record<string, Evaluation>>;
  /** Updates made; fewer than asked for if `until` was reached. */
  readonly updates: number;
  /** Whether `until` was reached; false where there was none. */
  readonly reached: boolean;
  /** Numbers that training changed. */
  readonly parameters: number;
  /** Loss of the last update. */
  readonly loss: number;
  /** Of every update, if asked for. */
  readonly losses: readonly number[];
  /** Trained weights as safetensors, if asked for. */
  readonly weights: Uint8Array | null;
  /** A number that is another for a net that answers otherwise with these weights; null without weights. */
  readonly answers?: number | null;
}

const rules: OptionRules<Experiment> = {
  task: needed(
    having("a task, such as parity(),", "name", "options", "input", "outputSize", "sample"),
  ),
  model: needed(named(anything)),
  seed: needed(wholeNumber()),
  updates: needed(count()),
  batch: count(),
  learningRate: realNumber(0, 1e38),
  optimizer: oneOf("adam", "sgd"),
  clip: orNull(storable),
  overrides: named(anything),
  evaluate: named(named(anything)),
  until: nested<NonNullable<Experiment["until"]>>({
    accuracy: realNumber(0, 1),
    loss: realNumber(),
    every: needed(count()),
  }),
  keepWeights: yesOrNo,
  keepLosses: yesOrNo,
};

/** What is wrong with a description whose parts are all right one by one. */
function together({ model, until }: Experiment): string | undefined {
  const kinds = ["cell", "window", "slots", "convolution", "attention"];
  const found = kinds.filter((kind) => (model as Record<string, unknown>)[kind] !== undefined);
  if (found.length === 0) return `found no ${kinds.join(", ")} in model, and one of them is wanted`;
  if (found.length > 1) {
    return `found ${found.join(" beside ")} in model, and one of them is wanted`;
  }
  return until && until.accuracy === undefined && until.loss === undefined
    ? "found neither accuracy nor loss in until, and one of them is wanted"
    : undefined;
}

/** What is said of a model; the values are looked at by those who make it. */
const sizes = { hiddenSize: needed(count()) as Rule, layers: anything };
const MODELS: Readonly<Record<string, OptionRules<Record<string, unknown>>>> = {
  cell: {
    ...sizes,
    cell: aFunction("a cell, such as lstm,"),
    cellOptions: anything,
    bidirectional: anything,
    embeddingSize: anything,
  },
  attention: {
    ...sizes,
    attention: nested<{ positions?: boolean }>({ positions: yesOrNo }),
  },
  convolution: { ...sizes, convolution: nested({}) },
  other: { ...sizes, window: anything, slots: anything },
};

/** Throws unless it describes an experiment. */
export function checkExperiment(experiment: Experiment): void {
  checkOptions<Experiment>("run the experiment", experiment, rules, {
    together,
    kind: "experiment's",
    whole: "the experiment is",
  });
  const { model } = experiment;
  const kind = Object.keys(MODELS).find((kind) => kind in model) ?? "other";
  checkOptions("run the experiment", model, MODELS[kind]);
  for (const [name, options] of Object.entries(experiment.evaluate ?? {})) {
    checkEvaluateOptions(`evaluate ${name}`, options, experiment.task);
  }
}

/** The model of an experiment, before training. */
export function buildModel(experiment: Experiment): Model {
  checkExperiment(experiment);
  const { task, model, seed } = experiment;
  const random = createRandom(seed).fork("weights");
  const { input, outputSize } = task;
  if ("cell" in model) return sequenceModel({ ...model, input, outputSize, random });
  if ("attention" in model) {
    const { attention: more, ...sizes } = model;
    return attention({ ...sizes, ...more, input, outputSize, random });
  }
  if ("convolution" in model) {
    const { convolution: more, ...sizes } = model;
    return convolution({ ...sizes, ...more, input, outputSize, random });
  }
  if ("window" in model) return feedforwardWindow({ ...model, input, outputSize, random });
  return feedforwardSlots({ ...model, input, outputSize, random });
}

/** The model of an experiment, after training: from the weights it returned. */
export function restore(experiment: Experiment, result: ExperimentResult): Model {
  checkValue("restore the model", "the result", result, aResult);
  if (result.weights === null) {
    throw new TypeError(
      "Cannot restore the model: the experiment did not return its weights; describe it with keepWeights: true",
    );
  }
  const model = buildModel(experiment);
  loadParams(model.params, decodeSafetensors(result.weights));
  if (Number.isInteger(result.answers) && result.answers !== answersTo(experiment, model)) {
    throw new TypeError(
      "Cannot restore the model: with these weights it answers otherwise than the one that was trained, and the experiment that gave the result is wanted, with the same cell and options",
    );
  }
  return model;
}

/** How a model answers to what its task draws; null for one's own task, which may count what it draws. */
function answersTo({ task, overrides }: Experiment, model: Model): number | null {
  if (makerOf(task) === undefined) return null;
  return answersPrint(model, task.sample(createRandom(0), 2, overrides));
}

/** Seed of the sequences on which `until` is tested: others than those of the final evaluation. */
const UNTIL_SEED = 1;

/**
 * Runs an experiment, one training event at a time; its return value is the result.
 *
 * @example
 * ```ts
 * import { gru } from "lib/cells/gru.ts";
 * import { parity } from "lib/tasks/parity.ts";
 * import { finish, runExperiment } from "lib/experiments/experiment.ts";
 *
 * const experiment = { task: parity(), model: { cell: gru, hiddenSize: 8 }, seed: 0, updates: 5 };
 * const result = finish(runExperiment(experiment));
 * console.log(result.evaluations.test.accuracy);
 * ```
 */
export function runExperiment(
  experiment: Experiment,
): Generator<TrainEvent, ExperimentResult, void> {
  checkExperiment(experiment); // now, and not when the first event is asked for
  return running(experiment);
}

function* running(experiment: Experiment): Generator<TrainEvent, ExperimentResult, void> {
  const { task, seed, updates, until, learningRate = 0.005 } = experiment;
  const model = buildModel(experiment);
  const losses: number[] = [];
  let made = 0;
  let loss = NaN;
  let reached = false;
  const events = train({
    model,
    task,
    updates,
    batch: experiment.batch,
    optimizer: (experiment.optimizer === "sgd" ? sgd : adam)({ learningRate }),
    clip: experiment.clip,
    seed,
    overrides: experiment.overrides,
    evaluateEvery: until?.every,
    evaluation: until && { sequences: 256, seed: UNTIL_SEED, overrides: experiment.overrides },
  });
  for (const event of events) {
    yield event;
    if (event.kind === "update") {
      ({ loss, update: made } = event);
      if (experiment.keepLosses) losses.push(loss);
    } else if (event.kind === "evaluation" && until) {
      const { accuracy = Infinity, loss: low = -Infinity } = until;
      if (until.accuracy !== undefined && Number.isNaN(event.accuracy)) {
        throw new RangeError(
          `Cannot train until an accuracy of ${accuracy}: the task ${task.name} asks for numbers, not classes, and until: { loss: … } is wanted`,
        );
      }
      reached = event.accuracy >= accuracy || event.loss <= low;
      if (reached) break;
    }
  }
  const wanted = experiment.evaluate ?? { test: {} };
  return {
    evaluations: Object.fromEntries(
      Object.entries(wanted).map(([name, options]) => [name, evaluate(model, task, options)]),
    ),
    updates: made,
    reached,
    parameters: countParameters(model.params),
    loss,
    losses,
    weights: experiment.keepWeights ? encodeSafetensors(model.params) : null,
    answers: experiment.keepWeights ? answersTo(experiment, model) : null,
  };
}

const aResult = having("what runExperiment or runAll gave,", "weights");
