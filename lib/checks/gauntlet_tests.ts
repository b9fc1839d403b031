/**
 * The tests of the gauntlet: what every cell has to train on, and what is read off it afterwards.
 *
 * Each training is one of the course's tasks, made small enough that a board over several seeds takes seconds.
 *
 * @module
 */

import { readNames } from "../data/names.ts";
import { vocabulary } from "../data/vocabulary.ts";
import { formatNumber } from "../notebook/format.ts";
import { log } from "../numeric.ts";
import { checkValue, numberBetween } from "../options.ts";
import { adding } from "../tasks/adding.ts";
import { copy } from "../tasks/copy.ts";
import { markedRecall } from "../tasks/marked_recall.ts";
import { LINE_BREAK, nextInLine } from "../tasks/next_in_line.ts";
import { parity } from "../tasks/parity.ts";
import type { Experiment, ExperimentResult } from "../experiments/experiment.ts";

/** A training that every cell goes through. */
export type Training = Omit<Experiment, "model" | "seed">;

/** What came of all trainings of one cell with one seed, by their names. */
export type Found = Readonly<Record<string, ExperimentResult>>;

/** Something read off the trainings. */
export interface GauntletTest {
  /** A short name, such as "parity". */
  readonly id: string;
  /** What is measured, with its unit. */
  readonly label: string;
  /** Which way is better, and what else a reader should know. */
  readonly detail: string;
  /** The figure for one cell and one seed. */
  measure(found: Found): number;
  /** From 0 (as good as guessing) to 1 (nothing left to wish for). */
  goodness(value: number): number;
  /** The figure as it is to be read. */
  text(value: number): string;
  /** Whether that counts as passed; null where there is no such line. */
  readonly passes: ((value: number) => boolean) | null;
}

/** Gaps at which marked recall is trained, in steps. */
export const LAGS: readonly number[] = [10, 20, 40, 80];

/** Accuracy from which a task counts as solved. */
const SOLVED = 0.95;

/** Squared error at which training on the adding problem stops. */
const LEARNED = 0.005;

/**
 * All trainings by name.
 *
 * @param patience a factor of the number of updates of each
 *
 * @example
 * ```ts
 * import { trainings } from "lib/checks/gauntlet_tests.ts";
 *
 * console.log(Object.keys(await trainings())); // ["parity", "recall 10", …, "adding", "copy", "names"]
 * ```
 */
export async function trainings(patience = 1): Promise<Readonly<Record<string, Training>>> {
  checkValue("describe the trainings", "patience", patience, numberBetween(0));
  const names = await readNames();
  const { encode, symbols } = vocabulary([LINE_BREAK, ...names.training.join("")]);
  const updates = (count: number) => Math.max(1, Math.round(count * patience));
  const test = { sequences: 512 };
  return {
    parity: {
      task: parity(),
      updates: updates(1000),
      until: { accuracy: 0.99, every: 25 },
      evaluate: { test },
    },
    ...Object.fromEntries(LAGS.map((lag): [string, Training] => [`recall ${lag}`, {
      task: markedRecall({ timeSteps: lag, marked: [0, 4] }),
      updates: updates(700),
      until: { accuracy: 0.99, every: 50 },
      keepWeights: lag === 40, // for the gradient by lag
      evaluate: { test },
    }])),
    adding: {
      task: adding({ timeSteps: 30 }),
      updates: updates(1000),
      until: { loss: LEARNED, every: 50 },
      evaluate: { test },
    },
    copy: {
      task: copy({ length: 6 }),
      updates: updates(800),
      until: { accuracy: 0.99, every: 50 },
      evaluate: { test },
    },
    names: {
      task: nextInLine({ lines: names.training.map(encode), vocab: symbols }),
      updates: updates(500),
      learningRate: 0.01,
      evaluate: { test: { sequences: 842, overrides: { lines: names.heldOut.map(encode) } } },
    },
  };
}

const accuracy = (value: number) => value.toFixed(2);

/** What is read off, from top to bottom of the board. */
export const gauntletTests: readonly GauntletTest[] = [
  {
    id: "parity",
    label: "parity: updates to solve",
    detail: "lower is better",
    measure: ({ parity }) => parity.reached ? parity.updates : Infinity,
    goodness: (value) => value === Infinity ? 0 : 1 - value / 1000,
    text: (value) => value === Infinity ? "not solved" : formatNumber(value),
    passes: (value) => value < Infinity,
  },
  {
    id: "recall",
    label: "marked recall, 40 words: accuracy",
    detail: "higher is better; guessing 0.25",
    measure: (found) => found["recall 40"].evaluations.test.accuracy,
    goodness: (value) => (value - 0.25) / 0.75,
    text: accuracy,
    passes: (value) => value >= SOLVED,
  },
  {
    id: "lag",
    label: "longest marked recall solved: words",
    detail: `higher is better; tried ${LAGS.join(", ")}`,
    measure: (found) =>
      Math.max(
        0,
        ...LAGS.filter((lag) => found[`recall ${lag}`].evaluations.test.accuracy >= SOLVED),
      ),
    goodness: (value) => LAGS.filter((lag) => lag <= value).length / LAGS.length,
    text: (value) => value === 0 ? "none" : formatNumber(value),
    passes: (value) => value >= LAGS[LAGS.length - 1],
  },
  {
    id: "adding",
    label: "adding, 30 steps: squared error",
    detail: `answering 1 is 0.167; learned at ${LEARNED}`,
    measure: ({ adding }) => adding.evaluations.test.loss,
    goodness: (value) => 1 - value * 6, // always answering 1 has an error of 1/6
    text: (value) => value.toFixed(3),
    passes: (value) => value <= 0.01,
  },
  {
    id: "copy",
    label: "copy 6 letters: accuracy",
    detail: "higher is better; guessing 0.13",
    measure: ({ copy }) => copy.evaluations.test.accuracy,
    goodness: (value) => (value - 1 / 8) / (7 / 8),
    text: accuracy,
    passes: (value) => value >= SOLVED,
  },
  {
    id: "names",
    label: "new names: bits per character",
    detail: "lower is better",
    measure: ({ names }) => names.evaluations.test.loss / Math.LN2,
    goodness: (value) => (log(27) / Math.LN2 - value) / 2.5, // 27 letters drawn blindly: log₂ 27 bits
    text: accuracy,
    passes: null,
  },
];
