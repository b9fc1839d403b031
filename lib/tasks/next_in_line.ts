/**
 * Next in line: many short texts, such as names; each is read from its beginning, letter by letter, to
 * its end.
 *
 * A line is read as "↵emma" and asked for "emma↵": the break says both "begin" and "that was all", so a
 * trained net can make up lines of its own.
 *
 * @module
 */

import { greatest } from "../statistics.ts";
import { symbolBatch } from "../batch.ts";
import { differentTexts, wholeNumbersInRows } from "./options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

/** The symbol before and after each line. */
export const LINE_BREAK = "↵";

/** Options of {@link nextInLine}. */
export interface NextInLineOptions {
  /** The lines to draw from, each as indices into the vocabulary. */
  readonly lines: readonly ArrayLike<number>[];
  /** Every character that may occur, and `↵`. */
  readonly vocab: readonly string[];
}

/**
 * Makes the task.
 *
 * @example
 * ```ts
 * import { LINE_BREAK, nextInLine } from "lib/tasks/next_in_line.ts";
 * import { vocabulary } from "lib/data/vocabulary.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const names = ["emma", "liv"];
 * const { symbols, encode } = vocabulary([LINE_BREAK, ...names.join("")]);
 * const task = nextInLine({ lines: names.map(encode), vocab: symbols });
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe("↵→l l→i i→v v→↵");
 * ```
 */
export const nextInLine: TaskFactory<NextInLineOptions> = defineTask<NextInLineOptions>({
  name: "nextInLine",
  defaults: { lines: [], vocab: [] },
  rules: { lines: wholeNumbersInRows, vocab: differentTexts },
  changeable: ["lines"],
  together: ({ lines, vocab }) => {
    if (lines.length === 0) return "found no lines, wanted at least one";
    if (!vocab.includes(LINE_BREAK)) {
      return `found no ${LINE_BREAK} in vocab, wanted it for the ends`;
    }
    const all = lines.flatMap((line) => Array.from(line));
    const strange = all.find((id) => id >= vocab.length);
    if (strange !== undefined) {
      return `found the symbol ${strange}, wanted an index below ${vocab.length}`;
    }
  },
  create: ({ lines: trained, vocab }) => {
    const end = vocab.indexOf(LINE_BREAK);
    const counts = new Array(vocab.length).fill(0);
    for (const line of trained) for (const id of [...Array.from(line), end]) counts[id] += 1;
    return {
      input: { kind: "symbols", vocab },
      outputSize: vocab.length,
      labels: vocab,
      chance: greatest(counts) / counts.reduce((sum, count) => sum + count, 0),
      padding: end,
      sample: (random, batch, { lines }) =>
        symbolBatch(batch, () => {
          const line = Array.from(random.pick(lines));
          return { inputs: [end, ...line], targets: [...line, end] };
        }, end),
    };
  },
});
