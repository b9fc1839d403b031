/**
 * Next in line: many short texts, such as names; each is read from its beginning, letter by letter, to
 * its end.
 *
 * A line is read as "↵emma" and asked for "emma↵": the break says both "begin" and "that was all", so a
 * trained net can make up lines of its own.
 *
 * @module
 */

import { type Rule } from "./options.ts";
import { defineTask, symbolBatch, type TaskFactory } from "./task.ts";
import { encode } from "./next_symbol.ts";

/** The symbol before and after each line. */
export const LINE_BREAK = "↵";

/** Options of {@link nextInLine}. */
export interface NextInLineOptions {
  /** The lines to draw from. */
  readonly lines: readonly string[];
  /** Every character that may occur, with `↵`; if empty, those of the lines, sorted, after `↵`. */
  readonly vocab: readonly string[];
}

const texts: Rule = {
  wanted: "a list of texts, none of them empty",
  holds: (value) =>
    Array.isArray(value) && value.every((line) => typeof line === "string" && line !== ""),
};

/**
 * Makes the task.
 *
 * @example
 * ```ts
 * import { nextInLine } from "lib/tasks/next_in_line.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = nextInLine({ lines: ["emma"] });
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe("↵→e e→m m→m m→a a→↵");
 * ```
 */
export const nextInLine: TaskFactory<NextInLineOptions> = defineTask<NextInLineOptions>({
  name: "nextInLine",
  defaults: { lines: [], vocab: [] },
  rules: { lines: texts, vocab: { ...texts, wanted: "a list of characters" } },
  changeable: ["lines"],
  together: ({ lines, vocab }) => {
    if (lines.length === 0) return "found no lines, wanted at least one";
    if (vocab.length > 0 && !vocab.includes(LINE_BREAK)) {
      return `found vocab without ${LINE_BREAK}, wanted it for the ends of lines`;
    }
  },
  create: (options) => {
    const vocab = options.vocab.length > 0
      ? options.vocab
      : [LINE_BREAK, ...[...new Set(options.lines.join(""))].sort()];
    const end = vocab.indexOf(LINE_BREAK);
    const encodeAll = (lines: readonly string[]) => lines.map((line) => encode([...line], vocab));
    const trained = encodeAll(options.lines);
    const counts = new Array(vocab.length).fill(0);
    for (const line of trained) for (const id of [...line, end]) counts[id] += 1;
    const asked = trained.reduce((sum, line) => sum + line.length + 1, 0);
    return {
      input: { kind: "symbols", vocab },
      outputSize: vocab.length,
      labels: vocab,
      chance: Math.max(...counts) / asked,
      padding: end,
      sample(random, batch, { lines }) {
        const encoded = lines === options.lines ? trained : encodeAll(lines);
        return symbolBatch(batch, () => {
          const line = random.pick(encoded);
          return { inputs: [end, ...line], targets: [...line, end] };
        }, end);
      },
    };
  },
});
