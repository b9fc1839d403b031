/**
 * Human numbers: "one . two . three . … nine thousand nine hundred ninety nine", next word.
 *
 * The numbers from 1 to 9,999 written out in English, with a full stop between two of them: 63,095 words
 * out of 30. The first four fifths are for training, the rest is held out. The published text happens to
 * lack the number 8,000; to keep its figures comparable, so does this one.
 *
 * Why: which word comes next depends on the number before, four to eight words back: a window of three
 * words cannot see it. The task on which a ladder of models (mode, window, simple, stateful, two layers,
 * LSTM) has published accuracies: Howard and Gugger, "Deep Learning for Coders with fastai and PyTorch"
 * (2020), chapter 12.
 *
 * @module
 */

import { checkValue, oneOf, wholeNumber } from "../options.ts";
import { defineTask, type TaskFactory } from "./task.ts";
import { textBody } from "./next_symbol.ts";

const SMALL = [
  ..."one two three four five six seven eight nine ten".split(" "),
  ..."eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" "),
];
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const VOCAB = [...SMALL, ...TENS, "hundred", "thousand", "."];
const HELD_OUT = 0.2;

/** Options of {@link humanNumbers}. */
export interface HumanNumbersOptions {
  /** Which part of the text. */
  readonly part: "training" | "held out";
  /** Length of a window. */
  readonly timeSteps: number;
  /** Where the next word is asked. */
  readonly asked: "every step" | "end";
}

/**
 * Makes the task; by default windows of 16 words of the training part, asked at every step.
 *
 * @example
 * ```ts
 * import { humanNumbers } from "lib/tasks/human_numbers.ts";
 * import { expect } from "vitest";
 *
 * const task = humanNumbers({ asked: "end" });
 * const [first] = task.streams!(1, 5);
 * expect(task.describe(first, 0)).toBe("one . two . three→.");
 * ```
 */
export const humanNumbers: TaskFactory<HumanNumbersOptions> = defineTask<HumanNumbersOptions>({
  name: "humanNumbers",
  defaults: { part: "training", timeSteps: 16, asked: "every step" },
  rules: {
    part: oneOf("training", "held out"),
    timeSteps: wholeNumber(1, 10_000),
    asked: oneOf("every step", "end"),
  },
  changeable: ["timeSteps"],
  create: (options) => {
    const numbers = Array.from({ length: 9999 }, (_, i) => i + 1).filter((n) => n !== 8000);
    const words = numbers.map(inWords).join(" . ").split(" ");
    const ids = Int32Array.from(words, (word) => VOCAB.indexOf(word));
    const cut = Math.floor(ids.length * (1 - HELD_OUT));
    const ours = options.part === "training" ? ids.subarray(0, cut) : ids.subarray(cut);
    return textBody<HumanNumbersOptions>(ours, VOCAB, options);
  },
});

/**
 * A number from 1 to 9,999 in English words.
 *
 * @example
 * ```ts
 * import { inWords } from "lib/tasks/human_numbers.ts";
 * import { expect } from "vitest";
 * expect(inWords(4216)).toBe("four thousand two hundred sixteen");
 * ```
 */
export function inWords(n: number): string {
  checkValue("write a number in words", "it", n, wholeNumber(1, 9999));
  if (n < 20) return SMALL[n - 1];
  const [word, unit, rest] = n < 100
    ? [TENS[Math.floor(n / 10) - 2], "", n % 10]
    : n < 1000
    ? [SMALL[Math.floor(n / 100) - 1], " hundred", n % 100]
    : [SMALL[Math.floor(n / 1000) - 1], " thousand", n % 1000];
  return word + unit + (rest > 0 ? ` ${inWords(rest)}` : "");
}
