/**
 * Next symbol: read a text, predict what comes next at every step. Symbols may be characters or words.
 *
 * `sample` cuts windows at random places; `streams` reads the whole text once, in order, in several
 * lanes side by side, so that the hidden state can be carried from one batch to the next.
 *
 * Why: the one task of which there is real data without end; its loss in bits per symbol is nats / ln 2.
 *
 * @module
 */

import { greatest } from "../statistics.ts";
import { type Batch, symbolBatch } from "../batch.ts";
import { count, oneOf } from "../options.ts";
import type { Random } from "../random.ts";
import { differentTexts, wholeNumbers } from "./options.ts";
import { defineTask, type TaskBody, type TaskFactory } from "./task.ts";

/** Options of {@link nextSymbol}. */
export interface NextSymbolOptions {
  /** The text, as indices into the vocabulary. */
  readonly ids: ArrayLike<number>;
  /** Every symbol that may occur, in order. */
  readonly vocab: readonly string[];
  /** Length of a window. */
  readonly timeSteps: number;
  /** Where the next symbol is asked. */
  readonly asked: "every step" | "end";
}

/**
 * Makes the task; by default windows of 32 symbols, asked at every step.
 *
 * @example
 * ```ts
 * import { nextSymbol } from "lib/tasks/next_symbol.ts";
 * import { vocabulary } from "lib/data/vocabulary.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const text = "to be or not to be";
 * const { symbols, encode } = vocabulary(text);
 * const task = nextSymbol({ ids: encode(text), vocab: symbols, timeSteps: 3 });
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe('"ot "→"t t"');
 * // Two lanes: "to be or" and " not to "; the second batch goes on where the first stopped.
 * const [first, second] = task.streams!(2);
 * expect(task.describe(first, 1)).toBe('" no"→"not"');
 * expect(task.describe(second, 1)).toBe('"t t"→" to"');
 * ```
 */
export const nextSymbol: TaskFactory<NextSymbolOptions> = defineTask<NextSymbolOptions>({
  name: "nextSymbol",
  defaults: { ids: [], vocab: [], timeSteps: 32, asked: "every step" },
  rules: {
    ids: wholeNumbers,
    vocab: differentTexts,
    timeSteps: count(1),
    asked: oneOf("every step", "end"),
  },
  changeable: ["timeSteps"],
  create: (options) =>
    textBody<NextSymbolOptions>(Int32Array.from(options.ids), options.vocab, options),
});

/**
 * The parts of a task that reads a text given as indices into a vocabulary.
 *
 * @ignore For the library itself.
 * @throws RangeError when the text is too short for the windows
 */
export function textBody<Options extends Pick<NextSymbolOptions, "timeSteps" | "asked">>(
  ids: Int32Array,
  vocab: readonly string[],
  { timeSteps: usualSteps, asked }: Options,
): TaskBody<Options> {
  placesFor(usualSteps);
  const strange = ids.find((id) => id < 0 || id >= vocab.length);
  if (strange !== undefined) {
    throw new RangeError(
      `Cannot read a text: found the symbol ${strange}, wanted an index below ${vocab.length}`,
    );
  }
  const counts = new Array(vocab.length).fill(0);
  for (const id of ids.subarray(1)) counts[id] += 1;

  /** At how many places a window can begin: the symbol after it must exist, too. */
  function placesFor(timeSteps: number): number {
    if (timeSteps < ids.length) return ids.length - timeSteps;
    throw new RangeError(
      `Cannot cut windows out of a text: found timeSteps ${timeSteps}, wanted fewer than its ${ids.length} symbols`,
    );
  }

  /** What follows each symbol of a piece, where it is asked for. */
  function targetsOf(following: Int32Array): Int32Array {
    if (asked === "every step") return following;
    const targets = new Int32Array(following.length).fill(-1);
    targets[targets.length - 1] = following[targets.length - 1];
    return targets;
  }

  /** Pieces of the text, side by side; piece b begins at starts[b]. */
  function cut(starts: readonly number[], timeSteps: number): Batch {
    return symbolBatch(starts.length, (b) => ({
      inputs: ids.subarray(starts[b], starts[b] + timeSteps),
      targets: targetsOf(ids.subarray(starts[b] + 1, starts[b] + 1 + timeSteps)),
    }));
  }

  const characters = vocab.every((symbol) => symbol.length === 1);

  /** "to be"→"o be " */
  function describeCharacters({ inputs, targets, batch }: Batch, index: number): string {
    const column = (ids: Batch["inputs"]) =>
      Array.from(ids.filter((_, at) => at % batch === index), (id) => vocab[id] ?? "").join("");
    return `${JSON.stringify(column(inputs))}→${JSON.stringify(column(targets))}`;
  }

  return {
    ...(characters && { describe: describeCharacters }),
    input: { kind: "symbols", vocab },
    outputSize: vocab.length,
    labels: vocab,
    chance: greatest(counts) / (ids.length - 1),
    sample(random: Random, batch: number, { timeSteps }: Options) {
      const places = placesFor(timeSteps);
      return cut(Array.from({ length: batch }, () => random.integer(0, places)), timeSteps);
    },
    *streams(batch, timeSteps = usualSteps) {
      const lane = Math.floor((ids.length - 1) / batch);
      if (lane < 1) {
        throw new RangeError(
          `Cannot read a text in ${batch} lanes: found ${ids.length} symbols, wanted more than lanes`,
        );
      }
      const starts = Array.from({ length: batch }, (_, b) => b * lane);
      for (let t = 0; t < lane; t += timeSteps) {
        const piece = cut(starts.map((start) => start + t), Math.min(timeSteps, lane - t));
        yield { ...piece, continues: t > 0 };
      }
    },
  };
}
