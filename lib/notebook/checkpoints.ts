/**
 * Trainings that outlive the kernel: checkpoints in files, and going on from them.
 *
 * A checkpoint has a name and lies in the folder `.checkpoints` beside the notebook, the latest and the one before.
 * A damaged file, or one of another training, is put aside and the one before is used. If what there is belongs to
 * another training alone, nothing is begun: its hours would be overwritten.
 *
 * @module
 */

import { type KeptBytes, type KeptFile, keptFile } from "../data/kept_file.ts";
import { checkValue, type Rule } from "../options.ts";
import type { DoneEvent, EvaluationEvent, TrainEvent, Training } from "../training/train.ts";

/** A training's checkpoint under a name. */
export interface NamedCheckpoint {
  /** Events that came before the kernel ended. */
  readonly history: readonly TrainEvent[];
  /** What a reader has to know, such as from where the training goes on; undefined if it begins. */
  readonly told: string | undefined;
  /**
   * Keeps where the training stands, with its events so far. It never throws: a full disk must not end a training.
   *
   * @returns why it could not be kept; undefined if it was
   */
  keep(history: readonly unknown[]): string | undefined;
  /** The same, if the last time is long ago. */
  keepNowAndThen(history: readonly unknown[]): void;
}

const NAME: Rule = {
  wanted: 'a name of letters, digits, "-" and "_"',
  holds: (value) => typeof value === "string" && /^[\p{L}\p{N}_-]{1,100}$/u.test(value),
};

/** Where checkpoints lie: beside the notebook, which is where its kernel runs. */
const FOLDER = ".checkpoints";

function fileOf(name: string): KeptFile {
  checkValue("use a checkpoint", "checkpoint", name, NAME);
  if (!("Deno" in globalThis)) {
    throw new TypeError("Cannot use a checkpoint here: a page keeps no files; leave it out");
  }
  return keptFile(`${FOLDER}/${name}`);
}

/** Events without what is said again in each: a number for each loss, and the few others as they are. */
interface PackedHistory {
  readonly losses: Float64Array;
  readonly norms: Float64Array;
  readonly others: readonly (EvaluationEvent | DoneEvent)[];
}

function pack(history: readonly TrainEvent[]): PackedHistory {
  const made = history.filter((event) => event.kind === "update");
  return {
    losses: Float64Array.from(made, ({ loss }) => loss),
    norms: Float64Array.from(made, ({ gradientNorm }) => gradientNorm),
    others: history.filter((event) => event.kind === "evaluation"),
  };
}

function unpack({ losses, norms, others }: PackedHistory, updates: number): TrainEvent[] {
  const evaluated = new Map(others.map((event) => [event.update, { ...event, updates }]));
  return Array.from(losses).flatMap((loss, i): TrainEvent[] => {
    const update = i + 1;
    const made = { kind: "update", update, updates, loss, gradientNorm: norms[i] } as const;
    const evaluation = evaluated.get(update);
    return evaluation === undefined ? [made] : [made, evaluation];
  });
}

/**
 * Takes a training to where it stood when the kernel ended, if it has run before under this name.
 *
 * @ignore For the library itself.
 * @param name of the checkpoint
 * @param events what `train` returned, before its first event
 * @param every milliseconds between two times that it is written now and then; if not given 5,000, and more where it
 * would take a twentieth of the time
 * @throws {TypeError} if all there is belongs to another training
 */
export function openCheckpoint(name: string, events: unknown, every?: number): NamedCheckpoint {
  const file = fileOf(name);
  const training = events as Training;
  if (typeof training?.goOn !== "function") {
    throw new TypeError(
      `Cannot keep the checkpoint ${name}: found other events than a training's, and what train(…) returns is wanted`,
    );
  }
  const keeping = keeper(name, file, training, every);
  const faults: string[] = [];
  const damaged: KeptBytes[] = [];
  let other: unknown;
  for (const kept of file.read()) {
    let { fault } = kept;
    try {
      if (kept.bytes !== undefined) {
        const { update, updates, more } = training.goOn(kept.bytes);
        damaged.forEach(file.refuse);
        faults.push(`${name}: the training goes on after update ${update.toLocaleString("en")}`);
        return {
          history: unpack(more as PackedHistory, updates),
          told: faults.join("; "),
          ...keeping,
        };
      }
    } catch (error) {
      other ??= error;
      fault = error instanceof Error ? error.message : String(error);
    }
    damaged.push(kept);
    faults.push(`${kept.path} is of no use: ${fault}`);
  }
  if (other !== undefined) {
    throw new TypeError(
      `Cannot go on with the checkpoint ${name}: ${
        faults.join("; ")
      }. Take another name, or say forgetCheckpoint("${name}") to begin anew`,
    );
  }
  damaged.forEach(file.refuse);
  const told = faults.length === 0 ? undefined : `${faults.join("; ")}; the training begins anew`;
  return { history: [], told, ...keeping };
}

/** Writes a checkpoint, always or now and then. */
function keeper(name: string, file: KeptFile, training: Training, every?: number) {
  let last = performance.now();
  let cost = 0;
  const keep = (history: readonly unknown[]) => {
    const start = performance.now();
    try {
      file.write(training.checkpoint(pack(history as readonly TrainEvent[])));
    } catch (error) {
      return `${name} could not be kept: ${error instanceof Error ? error.message : error}`;
    } finally {
      last = performance.now();
      cost = last - start;
    }
  };
  return {
    keep,
    keepNowAndThen(history: readonly unknown[]) {
      if (performance.now() - last >= (every ?? Math.max(5000, 20 * cost))) keep(history);
    },
  };
}

/**
 * Removes a checkpoint, so that a training of that name begins anew.
 *
 * @param name of the checkpoint
 *
 * @example
 * ```ts
 * import { forgetCheckpoint } from "lib/notebook/checkpoints.ts";
 *
 * forgetCheckpoint("long-training");
 * ```
 */
export function forgetCheckpoint(name: string): void {
  fileOf(name).remove();
}
