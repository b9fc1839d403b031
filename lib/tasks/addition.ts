/**
 * Addition of numbers written as digits: "56+7" is read, "63" is to be written, digit by digit.
 *
 * The sum is read **reversed** (as "7+65"), which brings the digits that matter first close to the
 * answer; then each `_` asks for the next character of the result, filled up with blanks at the end.
 *
 * Why: read all, then write: two passes through one fixed-size state.
 * Source: the task of the Keras example addition_rnn (numbers of 1 to `digits` digits, result in reading
 * order), after Sutskever, Vinyals and Le (2014) and Zaremba and Sutskever, "Learning to execute" (2014).
 *
 * @module
 */

import { greatest } from "../statistics.ts";
import { symbolBatch } from "../batch.ts";
import { wholeNumber, yesOrNo } from "../options.ts";
import type { Random } from "../random.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const RESULT = "0123456789 ";
const VOCAB = [...RESULT, "+", "_"];

/** Options of {@link addition}. */
export interface AdditionOptions {
  /** Most digits of each number, 1 to 3. */
  readonly digits: number;
  /** Whether the sum is read from its end. */
  readonly reversed: boolean;
}

/**
 * Makes the task; by default two digits, reversed.
 *
 * @example
 * ```ts
 * import { addition } from "lib/tasks/addition.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = addition();
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe(" 5+16_→6_→6_→ ");
 * ```
 */
export const addition: TaskFactory<AdditionOptions> = defineTask<AdditionOptions>({
  name: "addition",
  defaults: { digits: 2, reversed: true },
  rules: { digits: wholeNumber(1, 3), reversed: yesOrNo },
  changeable: [],
  create: ({ digits, reversed }) => ({
    input: { kind: "symbols", vocab: VOCAB },
    outputSize: RESULT.length,
    labels: [...RESULT],
    chance: mostFrequentCharacter(digits),
    separator: "",
    sample: (random, batch) =>
      symbolBatch(batch, () => {
        const [a, b] = [drawNumber(random, digits), drawNumber(random, digits)];
        const question = `${a}+${b}`.padEnd(2 * digits + 1);
        const read = reversed ? [...question].reverse() : [...question];
        const answer = [...`${a + b}`.padEnd(digits + 1)];
        return {
          inputs: [...read, ...answer.map(() => "_")].map((character) => VOCAB.indexOf(character)),
          targets: [...read.map(() => -1), ...answer.map((c) => RESULT.indexOf(c))],
        };
      }),
  }),
});

/** A number of 1 to `digits` random digits; leading zeros count for nothing. */
function drawNumber(random: Random, digits: number): number {
  return random.integer(0, 10 ** random.integer(1, digits + 1));
}

/** The share of the most frequent character among all characters of results, by counting all sums. */
function mostFrequentCharacter(digits: number): number {
  const size = 10 ** digits;
  const probability = new Float64Array(size); // of each number
  for (let n = 1; n <= digits; n++) {
    for (let a = 0; a < 10 ** n; a++) probability[a] += 1 / digits / 10 ** n;
  }
  const sums = new Float64Array(2 * size - 1);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) sums[a + b] += probability[a] * probability[b];
  }
  const counts = new Float64Array(RESULT.length);
  sums.forEach((p, sum) => {
    for (const character of `${sum}`.padEnd(digits + 1)) counts[RESULT.indexOf(character)] += p;
  });
  return greatest(counts) / (digits + 1);
}
