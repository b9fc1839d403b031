/**
 * All tasks, in the order in which the notebooks meet them, and how to make one from plain data.
 *
 * @module
 */

import { described, wantedOf } from "../options.ts";
import { addition } from "./addition.ts";
import { adding } from "./adding.ts";
import { agreement } from "./agreement.ts";
import { anBn } from "./an_bn.ts";
import { article } from "./article.ts";
import { copy } from "./copy.ts";
import { delayedLabel } from "./delayed_label.ts";
import { fillTheBlank } from "./fill_the_blank.ts";
import { forecast } from "./forecast.ts";
import { humanNumbers } from "./human_numbers.ts";
import { latch } from "./latch.ts";
import { markedRecall } from "./marked_recall.ts";
import { matching } from "./matching.ts";
import { nextInLine } from "./next_in_line.ts";
import { nextSymbol } from "./next_symbol.ts";
import { parity } from "./parity.ts";
import { reber } from "./reber.ts";
import { reversal } from "./reversal.ts";
import { shellGame } from "./shell_game.ts";
import { tagging } from "./tagging.ts";
import { makerOf, type Task, type TaskFactory } from "./task.ts";
import { temporalXor } from "./temporal_xor.ts";
import { tones } from "./tones.ts";
import { wordOrder } from "./word_order.ts";

export {
  adding,
  addition,
  agreement,
  anBn,
  article,
  copy,
  delayedLabel,
  fillTheBlank,
  forecast,
  humanNumbers,
  latch,
  markedRecall,
  matching,
  nextInLine,
  nextSymbol,
  parity,
  reber,
  reversal,
  shellGame,
  tagging,
  temporalXor,
  tones,
  wordOrder,
};
export { beliefs } from "./fill_the_blank.ts";
export { inWords } from "./human_numbers.ts";
export { LINE_BREAK } from "./next_in_line.ts";
export { legalNext } from "./reber.ts";
export { after, SHUFFLES } from "./shell_game.ts";
export { note, SAMPLE_RATE, waveform } from "./tones.ts";
export type { AddingOptions } from "./adding.ts";
export type { AdditionOptions } from "./addition.ts";
export type { AgreementOptions } from "./agreement.ts";
export type { AnBnOptions } from "./an_bn.ts";
export type { ArticleOptions } from "./article.ts";
export type { CopyOptions } from "./copy.ts";
export type { DelayedLabelOptions } from "./delayed_label.ts";
export type { FillTheBlankOptions } from "./fill_the_blank.ts";
export type { ForecastOptions } from "./forecast.ts";
export type { HumanNumbersOptions } from "./human_numbers.ts";
export type { LatchOptions } from "./latch.ts";
export type { MarkedRecallOptions } from "./marked_recall.ts";
export type { MatchingOptions } from "./matching.ts";
export type { NextInLineOptions } from "./next_in_line.ts";
export type { NextSymbolOptions } from "./next_symbol.ts";
export type { ParityOptions } from "./parity.ts";
export type { ReberOptions } from "./reber.ts";
export type { ReversalOptions } from "./reversal.ts";
export type { ShellGameOptions } from "./shell_game.ts";
export type { TaggingOptions } from "./tagging.ts";
export type { TemporalXorOptions } from "./temporal_xor.ts";
export type { TonesOptions } from "./tones.ts";
export type { WordOrderOptions } from "./word_order.ts";
export type { Rule } from "../options.ts";
export type { Checked, Range, Rules } from "./options.ts";
export { checkContents, type Promised } from "./contents.ts";
export { defineTask, examples } from "./task.ts";
export type { Task, TaskBody, TaskDefinition, TaskFactory } from "./task.ts";

const FACTORIES = [
  wordOrder,
  tones,
  delayedLabel,
  temporalXor,
  tagging,
  fillTheBlank,
  parity,
  shellGame,
  agreement,
  markedRecall,
  latch,
  adding,
  copy,
  anBn,
  reber,
  addition,
  humanNumbers,
  nextSymbol,
  nextInLine,
  forecast,
  article,
  matching,
  reversal,
] as unknown as readonly TaskFactory<object>[];

/**
 * Whether {@link task} would make this very task again from its name and options. A task of one's own is not one
 * of them, whatever its name, and neither is a copy with something changed.
 */
export function isLibraryTask(task: object): boolean {
  return (FACTORIES as readonly unknown[]).includes(makerOf(task));
}

/** The names that {@link task} knows. */
export const taskNames: readonly string[] = FACTORIES.map(({ taskName }) => taskName);

/**
 * Makes a task from its name and options, as a worker does that was sent `{ name, options }`.
 *
 * @throws RangeError for a name that no task has
 *
 * @example
 * ```ts
 * import { parity, task } from "lib/tasks/mod.ts";
 * import { expect } from "vitest";
 *
 * const { name, options } = parity({ timeSteps: 7 });
 * expect(task(name, options).options).toEqual({ timeSteps: 7, asked: "every step" });
 * ```
 */
export function task(name: string, options: object = {}): Task {
  const factory = FACTORIES.find(({ taskName }) => taskName === name);
  if (!factory) {
    throw new RangeError(
      `Cannot make a task: found the name ${
        typeof name === "string" ? name : described(name)
      }, and ${wantedOf(typeof name === "string" ? name : "", taskNames, "task")}`,
    );
  }
  return factory(options);
}
