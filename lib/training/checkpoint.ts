/**
 * Checkpoints: where a training stands, as bytes, so that it can go on later with the bits it would have had.
 *
 * Everything that decides what comes next is in it: the weights, what the optimizer remembers, the place in the stream
 * of random numbers, the place in the row of batches, memory carried from batch to batch, and the count. With it
 * stands how the training was set up; another training refuses it. The bytes are a safetensors file.
 *
 * Nothing here knows of files: `lib/notebook/checkpoints.ts` keeps the bytes in one.
 *
 * @module
 */

import type { Random, RandomPosition } from "../random.ts";
import { describeShape, type Tensor, tensor } from "../tensor/mod.ts";
import { lasting } from "../tensor/making.ts";
import type { Evaluation } from "./evaluate.ts";
import { type Fingerprint, fingerprint, type LastRead } from "./fingerprint.ts";
import type { Optimizer } from "./optimizer.ts";
import { decodePlain, encodePlain } from "./plain.ts";
import type { TrainOptions } from "./train_options.ts";

/** What changes as a training goes on, but for the weights and the stream of random numbers. */
export interface Standing {
  /** Updates made. */
  update: number;
  /** How many had been made at the last evaluation. */
  evaluatedAt: number;
  /** Of the last update; NaN before the first. */
  loss: number;
  /** The last, if any. */
  evaluation: Evaluation | null;
  /** What the optimizer remembers. */
  memory: unknown;
  /** Memory that the next batch may continue. */
  state: Readonly<Record<string, Tensor>> | undefined;
}

/** A training, as far as a checkpoint needs to know it. */
export interface Resumable {
  /** How it was set up. */
  readonly options: TrainOptions;
  /** The one that the options mean. */
  // deno-lint-ignore no-explicit-any
  readonly optimizer: Optimizer<any>;
  /** From which batches are drawn. */
  readonly random: Random;
  /** Where it stands. */
  readonly standing: Standing;
  /** What it has read last; null before the first update. */
  last: LastRead | null;
}

/** What the bytes are; the number changes with what stands in them. */
const KIND = "checkpoint of form 2";

/**
 * @ignore The bytes of a checkpoint.
 *
 * @param more plain data to keep with it
 * @throws {TypeError} if the optimizer has no settings, or remembers what is no plain data
 */
export function encodeCheckpoint(training: Resumable, more: unknown): Uint8Array<ArrayBuffer> {
  const { model: { params } } = training.options;
  const { name, settings } = training.optimizer;
  if (settings === undefined) {
    throw new TypeError(
      `Cannot take a checkpoint: the optimizer ${name} does not say how it was made, and settings: { … } beside its name, {} if there are none, are wanted, so that another one is told from it`,
    );
  }
  return encodePlain(KIND, {
    settings: settingsOf(training),
    random: training.random.position(),
    weights: Object.entries(params).map(([, param]) => param.values()),
    last: training.last && {
      ...fingerprint(training.options.model, training.last),
      position: training.last.position,
    },
    standing: training.standing,
    more,
  }, params);
}

/** A checkpoint that fits. */
export interface FittingCheckpoint {
  /** Updates made. */
  readonly update: number;
  /** Plain data kept with it. */
  readonly more: unknown;
  /** Where chance stood before the last batch was drawn; null if none was. */
  readonly position: RandomPosition | null;
  /**
   * Takes the training there.
   *
   * @param last what was read last before, drawn or read again; null if nothing was
   * @throws {TypeError} with nothing changed, if it is another, or the net answers otherwise
   */
  apply(last: LastRead | null): void;
}

/**
 * @ignore Reads the checkpoint of a training, and changes nothing yet.
 *
 * @throws {TypeError} if the bytes are no checkpoint of such a training, saying what differs
 */
export function readCheckpoint(training: Resumable, bytes: Uint8Array): FittingCheckpoint {
  const { model: { params }, updates } = training.options;
  const { backend } = Object.values(params)[0];
  const found = decodePlain(KIND, bytes, {
    known: params,
    tensorOf({ shape, values }, inMemory) {
      if (!inMemory) return tensor(values, { shape, backend });
      const result = lasting(backend, shape);
      result.assign(values);
      return result;
    },
  }) as {
    readonly settings: Readonly<Record<string, string>>;
    readonly random: RandomPosition;
    readonly weights: readonly (Float32Array | Float64Array)[];
    readonly last: Fingerprint & Pick<LastRead, "position"> | null;
    readonly standing: Standing;
    readonly more: unknown;
  };
  refuseOther(found.settings, settingsOf(training));
  if (found.standing.update > updates) {
    throw new RangeError(
      `Cannot go on from the checkpoint: ${found.standing.update} updates were made, and at most ${updates} are wanted`,
    );
  }
  const put = (weights: typeof found.weights) =>
    Object.values(params).forEach((param, i) => param.assign(weights[i]));
  return {
    update: found.standing.update,
    position: found.last?.position ?? null,
    more: found.more,
    apply(last) {
      if (last !== null && found.last !== null) {
        const before = Object.values(params).map((param) => param.values());
        put(found.weights);
        try {
          refuseOtherPrint(found.last, fingerprint(training.options.model, last));
        } catch (error) {
          put(before);
          throw error;
        }
        training.last = last;
      }
      training.random.goTo(found.random);
      put(found.weights);
      Object.assign(training.standing, found.standing);
    },
  };
}

/** All that must be the same for the bits to be the same, in words. How long to train is not among it. */
function settingsOf({ options, optimizer }: Resumable): Record<string, string> {
  const {
    model,
    task,
    seed,
    batch = 32,
    clip = 1,
    overrides,
    stateful,
    evaluateEvery,
    evaluation,
  } = options;
  const [{ backend }] = Object.values(model.params);
  const given = {
    model: `${model.kind}, ${backend.dtype}, ${
      Object.entries(model.params).map(([name, { shape }]) => `${name} ${describeShape(shape)}`)
        .join(", ")
    }`,
    task: "sample" in task
      ? { name: task.name, ...(task as { options?: object }).options }
      : "batches",
    optimizer: { name: optimizer.name, ...optimizer.settings },
    ...{ seed, batch, clip, overrides, stateful, evaluateEvery },
    evaluation: evaluation && { ...evaluation, on: evaluation.on && inWords(evaluation.on) },
  };
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, inWords(value)]),
  );
}

/** A value as text; a long one, such as a novel, as its beginning and a number that depends on all of it. */
function inWords(value: unknown): string {
  const text = typeof value === "string"
    ? value
    : JSON.stringify(value, (_, item) =>
      ArrayBuffer.isView(item) ? Array.from(item as Uint8Array) : item) ??
      "none";
  if (text.length <= 2000) return text;
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${text.slice(0, 80)}… (${text.length} letters, ${hash >>> 0})`;
}

function refuseOther(was: Readonly<Record<string, string>>, is: Record<string, string>): void {
  const [name] = Object.keys(is).filter((name) => was[name] !== is[name]);
  if (name === undefined) return;
  throw new TypeError(
    `Cannot go on from the checkpoint: it is of another training, whose ${name} was ${
      was[name]
    } and is ${is[name]}`,
  );
}

function refuseOtherPrint(was: Fingerprint, is: Fingerprint): void {
  const wrong = was.sequences !== is.sequences
    ? "which read other sequences, or was asked something else about them; the same task or batches are wanted"
    : was.answers !== is.answers
    ? "whose net answers otherwise with these weights; the same cell is wanted, with the same options"
    : undefined;
  if (wrong === undefined) return;
  throw new TypeError(`Cannot go on from the checkpoint: it is of another training, ${wrong}`);
}
