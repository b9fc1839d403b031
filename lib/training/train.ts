/**
 * Training: draw a batch, go forward, go backward, clip, change the parameters; again.
 *
 * `train` is a generator: it does one update each time it is asked for the next event, and decides nothing
 * about what is shown. Whoever asks may stop asking at any time.
 *
 * @module
 */

import { type Batch, type BatchSource, checkBatch } from "../batch.ts";
import { checkValue, described, having } from "../options.ts";
import { createRandom, type Random } from "../random.ts";
import { evaluate, type Evaluation } from "./evaluate.ts";
import { encodeCheckpoint, readCheckpoint, type Resumable, type Standing } from "./checkpoint.ts";
import { type LastRead, readAfter } from "./fingerprint.ts";
import { adam } from "./optimizer.ts";
import { drawn, isTask } from "./source.ts";
import { checkTrainOptions, type TrainOptions } from "./train_options.ts";
import { checkGoesOn, makeUpdate, notFinite } from "./update.ts";

export type { TrainOptions } from "./train_options.ts";

/** One update was made. */
export interface UpdateEvent {
  /** What happened. */
  readonly kind: "update";
  /** Which, counted from 1. */
  readonly update: number;
  /** How many there will be. */
  readonly updates: number;
  /** Before the update, on the batch it was made with. */
  readonly loss: number;
  /** Global norm of the gradient before clipping. */
  readonly gradientNorm: number;
}

/** The model was evaluated. */
export interface EvaluationEvent extends Evaluation {
  /** What happened. */
  readonly kind: "evaluation";
  /** How many updates were made. */
  readonly update: number;
  /** How many there will be. */
  readonly updates: number;
}

/** All updates were made. */
export interface DoneEvent {
  /** What happened. */
  readonly kind: "done";
  /** How many updates were made. */
  readonly update: number;
  /** How many there will be. */
  readonly updates: number;
  /** Of the last update. */
  readonly loss: number;
  /** The last evaluation, if any was asked for. */
  readonly evaluation: Evaluation | null;
}

/** What a training says, one after another. */
export type TrainEvent = UpdateEvent | EvaluationEvent | DoneEvent;

/** A training: its events one after another, and where it stands between two of them. */
export interface Training extends Generator<TrainEvent, DoneEvent, void> {
  /**
   * Where it stands, as bytes: all that is needed to go on with the bits it would have had.
   *
   * @param more plain data to keep with it
   */
  checkpoint(more?: unknown): Uint8Array<ArrayBuffer>;
  /**
   * Goes on from a checkpoint of the same training, before its first event: the weights become those of the
   * checkpoint, and the next event is the one that came after it. Batches given one after another are read up to
   * that place. Only `updates` may differ.
   *
   * @returns how many updates were made, how many there will be, and the plain data kept with it
   * @throws {TypeError} if it is of another training; nothing is changed then
   */
  goOn(
    checkpoint: Uint8Array,
  ): { readonly update: number; readonly updates: number; readonly more: unknown };
}

/**
 * Trains a model.
 *
 * @throws if the loss or the gradient is no finite number, naming the update and the operation
 *
 * @example
 * ```ts
 * import { rnn } from "lib/cells/rnn.ts";
 * import { sequenceModel } from "lib/cells/sequence_model.ts";
 * import { createRandom } from "lib/random.ts";
 * import { train } from "lib/training/train.ts";
 *
 * // Say again what was said one step before.
 * const echo = {
 *   name: "echo",
 *   sample(random: ReturnType<typeof createRandom>, batch: number) {
 *     const inputs = Int32Array.from({ length: 5 * batch }, () => random.integer(0, 2));
 *     const targets = inputs.map((_, i) => (i < batch ? -1 : inputs[i - batch]));
 *     return { timeSteps: 5, batch, inputs, targets };
 *   },
 * };
 * const model = sequenceModel({
 *   input: { kind: "symbols", vocab: ["0", "1"] },
 *   outputSize: 2,
 *   cell: rnn,
 *   hiddenSize: 8,
 *   random: createRandom(0),
 * });
 * for (const event of train({ model, task: echo, updates: 100, seed: 0 })) {
 *   if (event.kind === "done") console.log(event.loss < 0.1); // true
 * }
 * ```
 */
export function train(options: TrainOptions): Training {
  checkTrainOptions(options); // now, and not when the first event is asked for
  const { model, task, learningRate = 0.005, seed } = options;
  const optimizer = options.optimizer ?? adam({ learningRate });
  const run: Run = {
    options,
    optimizer,
    random: createRandom(seed).fork("training"),
    given: isTask(task) ? null : task[Symbol.iterator](),
    between: true,
    last: null,
    standing: {
      update: 0,
      evaluatedAt: 0,
      loss: NaN,
      evaluation: null,
      memory: optimizer.init(model.params),
      state: undefined,
    },
  };
  let begun = false;
  function* begin() {
    begun = true;
    return yield* eventsOf(run);
  }
  return Object.assign(begin(), {
    checkpoint(more: unknown = null) {
      if (run.between) return encodeCheckpoint(run, more);
      throw new TypeError(
        `Cannot take a checkpoint: update ${
          run.standing.update + 1
        } failed half way; take one before it`,
      );
    },
    goOn(checkpoint: Uint8Array) {
      if (begun) {
        throw new TypeError(
          "Cannot go on from the checkpoint: this training has begun, and a new one is wanted",
        );
      }
      const { update, position, more, apply } = readCheckpoint(run, checkpoint);
      let last: LastRead | null = null;
      if (run.given) {
        for (let read = 1; read <= update; read++) last = readAfter(last, next(run.given, read));
      } else if (position !== null) {
        const then = createRandom(0);
        then.goTo(position);
        last = { batch: draw(options, "go on from the checkpoint", then), position, before: 0 };
      }
      apply(last);
      begun = true;
      return { update, updates: options.updates, more };
    },
  });
}

/** A training under way. */
interface Run extends Resumable {
  /** Batches one after another; null where a task draws them. */
  readonly given: Iterator<Batch> | null;
  /** Whether it stands between two updates, as always but when one has failed. */
  between: boolean;
}

/** All events, while the back end's threads are ready to share the work. */
function* eventsOf(run: Run): Generator<TrainEvent, DoneEvent, void> {
  const [{ backend }] = Object.values(run.options.model.params);
  backend.team?.hold();
  try {
    return yield* updatesOf(run);
  } finally {
    backend.team?.release();
  }
}

function* updatesOf(run: Run): Generator<TrainEvent, DoneEvent, void> {
  const { options, optimizer, random, given, standing } = run;
  const { model, task, updates, clip = 1, evaluateEvery, signal } = options;
  const isDue = ({ update, evaluatedAt }: Standing) =>
    evaluateEvery !== undefined && update > evaluatedAt &&
    (update % evaluateEvery === 0 || update === updates);

  for (;;) {
    if (isDue(standing)) {
      const { update } = standing;
      const { on = task, ...evaluating } = options.evaluation ?? {};
      const evaluation = evaluate(model, on, evaluating);
      Object.assign(standing, { evaluation, evaluatedAt: update });
      yield { kind: "evaluation", update, updates, ...evaluation };
    }
    if (standing.update === updates) break;
    signal?.throwIfAborted();
    const update = standing.update + 1;
    const doing = `make update ${update}`;
    run.between = false;
    const position = given ? null : random.position();
    const batch = given ? next(given, update) : draw(options, doing, random);
    checkBatch(doing, batch);
    const goesOn = options.stateful ?? batch.continues;
    const { loss, norm, state } = makeUpdate(
      model,
      batch,
      goesOn ? standing.state : undefined,
      {
        optimizer,
        memory: standing.memory,
        clip,
        update,
        keepState: given !== null,
      },
    );
    if (goesOn) checkGoesOn(model, state ?? {}, options.stateful === true);
    Object.assign(standing, { update, loss, state });
    run.last = given ? readAfter(run.last, batch) : { batch, position, before: 0 };
    run.between = true;
    yield { kind: "update", update, updates, loss, gradientNorm: norm };
  }
  const [broken] = notFinite(model.params, (param) => param);
  if (broken !== undefined) {
    throw new RangeError(
      `Cannot end the training of the ${model.kind} model: after update ${updates} ${broken} holds what is no finite number; lower the learning rate`,
    );
  }
  const { loss, evaluation } = standing;
  const done: DoneEvent = { kind: "done", update: updates, updates, loss, evaluation };
  yield done;
  return done;
}

function draw({ task, batch = 32, overrides }: TrainOptions, doing: string, random: Random): Batch {
  return drawn(doing, task as BatchSource, random, batch, overrides);
}

function next(batches: Iterator<Batch>, update: number): Batch {
  const { value, done } = batches.next();
  if (done) {
    throw new RangeError(
      `Cannot make update ${update}: there are only ${
        update - 1
      } batches; give more, or repeat them`,
    );
  }
  return value;
}

/**
 * Runs a training, or anything that goes step by step, to its end at once, and returns what it returns.
 *
 * @example
 * ```ts
 * import { rnn } from "lib/cells/rnn.ts";
 * import { sequenceModel } from "lib/cells/sequence_model.ts";
 * import { createRandom } from "lib/random.ts";
 * import { parity } from "lib/tasks/parity.ts";
 * import { finish, train } from "lib/training/train.ts";
 *
 * const task = parity({ timeSteps: 4 });
 * const model = sequenceModel({ ...task, cell: rnn, hiddenSize: 8, random: createRandom(0) });
 * const { loss } = finish(train({ model, task, updates: 5, seed: 0 }));
 * console.log(loss); // ≈ 0.7: near ln 2, the loss of guessing
 * ```
 */
export function finish<Result>(events: Iterator<unknown, Result, void>): Result {
  checkValue("run to the end", "what is run", events, aGenerator);
  for (;;) {
    const told = events.next();
    if (typeof told !== "object" || told === null || told instanceof Promise) {
      throw new TypeError(
        `Cannot run to the end: its next() gave ${
          described(told)
        }, and { value, done } is wanted, as a generator gives it at once`,
      );
    }
    if (told.done) return told.value;
  }
}

const aGenerator = having("a generator, such as train({ … }),", "next");
