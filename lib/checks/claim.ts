/**
 * Claims: sentences that are put to the test where they stand.
 *
 * A claim is an experiment that could fail, run on at least five seeds, with a control that could refute
 * it: the same measurement where the claimed cause is taken away, or the rival is given what it lacked. Both have a threshold
 * (`measurement.ts` says how seeds become one judgement). The verdict is shown where the claim is made,
 * and a claim that does not hold throws, so that a notebook that runs to its end is one in which every
 * sentence held.
 *
 * @module
 */

import { checkValue, listOf, wholeNumber } from "../options.ts";
import {
  currentScreen,
  inNotebook,
  openDisplay,
  plainText,
  type Screen,
  silentScreen,
} from "../notebook/display.ts";
import { watchReadings } from "../experiments/readings.ts";
import { withSingulars } from "../notebook/format.ts";
import { breathe, Interrupted, interruptSignal } from "../notebook/interrupt.ts";
import { type Progress, progress } from "../notebook/progress.ts";
import { seeds as defaultSeeds } from "../notebook/seeds.ts";
import { type Asked, checked, type ClaimOptions, type Experiment } from "./claim_options.ts";
import { measure, type Measurement } from "./measurement.ts";
import { Verdict } from "./verdict.ts";

export type { Asked, ClaimOptions, Control, Experiment } from "./claim_options.ts";

/** What a claim throws that does not hold, or that holds though it should fail. */
export class ClaimError extends Error {
  /** The verdict with all values. */
  readonly verdict: Verdict;

  /**
   * Says in one sentence what the verdict says in full.
   *
   * @param verdict of the claim that surprised
   */
  constructor(verdict: Verdict) {
    super(
      verdict.holds
        ? `${verdict.id} holds, though it was expected to fail`
        : `${verdict.id} does not hold: ${verdict.reason}`,
    );
    this.name = "ClaimError";
    this.verdict = verdict;
    if (inNotebook()) this.stack = `ClaimError: ${this.message}`; // the verdict above says the rest
  }
}

/** What a claim throws whose results are older than what stands above it: there is no verdict. */
export class StaleError extends Error {
  /**
   * Says which results, and what to do.
   *
   * @param id of the claim
   * @param reasons why its results are stale
   */
  constructor(id: string, reasons: readonly string[]) {
    super(
      `Cannot judge ${id}: its results are stale (${
        reasons.join("; ")
      }); run the cells above again, and then this one`,
    );
    this.name = "StaleError";
    if (inNotebook()) this.stack = `StaleError: ${this.message}`;
  }
}

/**
 * Puts a claim to the test and shows the verdict.
 *
 * @param options the sentence, its experiment, its control, and where both must lie
 * @throws {ClaimError} if it does not hold (or holds, where `expected` is `"fails"`)
 * @throws {TypeError} if something that a claim needs is missing
 * @throws {RangeError} if there are fewer than five seeds
 * @throws {StaleError} if it read results of a grid that is described otherwise now, or was begun again
 * @throws {Interrupted} if the reader presses stop
 *
 * @example
 * ```ts
 * import { above, below } from "lib/checks/threshold.ts";
 * import { claim } from "lib/checks/claim.ts";
 *
 * await claim({
 *   id: "00.example",
 *   claim: "A coin that always shows heads is right more often than a fair one",
 *   experiment: (seed) => 0.9 + seed / 1000,
 *   holds: above(0.8),
 *   control: {
 *     claim: "A fair coin is not",
 *     experiment: (seed) => 0.5 + seed / 1000,
 *     holds: below(0.8),
 *   },
 * });
 * ```
 */
export async function claim(options: ClaimOptions): Promise<void> {
  const screen = options?.screen ?? currentScreen();
  const verdict = await run(options, screen);
  if (!verdict.asExpected) throw new ClaimError(verdict);
}

/**
 * Puts a claim to the test and returns the verdict: shows nothing, and throws nothing if it does not hold.
 *
 * @param options as for `claim`
 * @returns the verdict; as the last expression of a cell it shows itself
 *
 * @example
 * ```ts
 * import { judge } from "lib/checks/claim.ts";
 * import { above } from "lib/checks/threshold.ts";
 *
 * const verdict = await judge({
 *   id: "00.example",
 *   claim: "Seeds are large",
 *   experiment: (seed) => seed,
 *   holds: above(100),
 *   control: null,
 *   noControl: "it is an example of a claim that does not hold",
 * });
 * verdict.holds; // false
 * ```
 */
export async function judge(options: ClaimOptions): Promise<Verdict> {
  return await run(options, options?.screen ?? silentScreen);
}

async function run(options: ClaimOptions, screen: Screen): Promise<Verdict> {
  const { id, control, noControl = null, unit, expected = "holds" } = checked(options);
  const signal = options.signal ?? interruptSignal();
  const seeds = options.seeds ?? defaultSeeds();
  checkValue(`test the claim ${id}`, "seeds", seeds, listOf(wholeNumber()));
  if (seeds.length < 5) {
    throw new RangeError(
      `Cannot test the claim ${id}: found ${
        withSingulars(`${seeds.length} seeds`)
      }, wanted at least five`,
    );
  }
  const display = openDisplay(plainText(""), { screen });
  const counted = progress({
    total: seeds.length * (control === null ? 1 : 2),
    label: `testing ${id}`,
    display,
    screen,
  });
  try {
    const { value: [main, other], stale } = await watchReadings(async () =>
      [
        await measured(options, options.claim, { seeds, signal, counted }),
        control === null ? null : await measured(
          { summary: options.summary, ...control },
          control.claim ?? "",
          { seeds, signal, counted },
        ),
      ] as const
    );
    if (stale.length > 0) throw new StaleError(id, stale);
    const controlUnit = control?.unit ?? unit;
    const verdict = new Verdict({
      ...{ id, seeds, main, control: other, noControl, unit, controlUnit, expected },
    });
    await display.finish(verdict);
    return verdict;
  } catch (error) {
    const how = error instanceof Interrupted
      ? "stopped before its end"
      : error instanceof StaleError
      ? "STALE, no verdict: it stands on results that are older than the cells above it"
      : "its experiment threw an error";
    await display.finish(plainText(`${id}: ${how}`));
    throw error;
  }
}

/** Runs one experiment on all seeds and judges it. */
async function measured(
  asked: Experiment & Asked,
  claim: string,
  { seeds, signal, counted }: { seeds: readonly number[]; signal: AbortSignal; counted: Progress },
): Promise<Measurement> {
  let values: number[] = [];
  await breathe(signal);
  if (asked.experimentAll) {
    values = Array.from(await asked.experimentAll(seeds, signal));
    for (const _ of values) counted.step();
  } else {
    for (const seed of seeds) {
      values.push(await asked.experiment(seed, signal));
      counted.step();
      await breathe(signal);
    }
  }
  const { holds, summary = "median", deterministic = false } = asked;
  return measure(values, { claim: withSingulars(claim), seeds, holds, summary, deterministic });
}
