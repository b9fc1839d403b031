/**
 * Following many trainings at once: experiments on all cores, with progress and a working stop button.
 *
 * @module
 */

import { anyText, aSignal, checkOptions, type OptionRules } from "../options.ts";
import type { Experiment, ExperimentResult } from "../experiments/experiment.ts";
import { checkExperiments, ExperimentsFailed, runAll, someWorkers } from "../experiments/pool.ts";
import { aScreen, type Screen } from "./display.ts";
import { interruptSignal } from "./interrupt.ts";
import { progress } from "./progress.ts";

/** How to follow experiments. */
export interface FollowAllOptions {
  /** What is being done; "training" if not given. */
  readonly label?: string;
  /** Stops everything when it aborts; the stop button's signal if not given. */
  readonly signal?: AbortSignal;
  /** How many workers; one a core if not given, 0 for none. */
  readonly workers?: number;
  /** Where to show it, if not in this process's own output. */
  readonly screen?: Screen;
}

/** What each of them may be. */
export const followAllRules: OptionRules<FollowAllOptions> = {
  label: anyText,
  signal: aSignal,
  workers: someWorkers,
  screen: aScreen,
};

/**
 * Runs experiments, as many at once as there are cores, while showing how many are done.
 *
 * @param experiments described as plain data
 * @param options `label`
 * @returns their results, in the order of the descriptions
 * @throws {Interrupted} if the reader presses stop
 * @throws {ExperimentsFailed} when all were run and some failed; it holds the others' results
 *
 * @example
 * ```ts ignore
 * const results = await followAll(
 *   seeds().map((seed) => ({ task: parity(), model: { cell: rnn, hiddenSize: 16 }, seed, updates: 500 })),
 * );
 * ```
 */
export async function followAll(
  experiments: readonly Experiment[],
  options: FollowAllOptions = {},
): Promise<ExperimentResult[]> {
  checkOptions<FollowAllOptions>("follow experiments", options, followAllRules);
  checkExperiments(experiments);
  const { label = "training", signal = interruptSignal(), workers, screen } = options;
  const total = experiments.length;
  const nets = total === 1 ? "1 net" : `${total} nets`;
  const counted = progress({ total, label, screen });
  try {
    const results = await runAll(experiments, {
      signal,
      workers,
      onProgress: (done) => counted.update(done),
    });
    await counted.finish(`${label}: ${nets}`);
    return results;
  } catch (error) {
    const failed = error instanceof ExperimentsFailed;
    await counted.finish(
      failed
        ? `${label}: not all ${nets} succeeded`
        : `${label}: stopped before all ${nets} were done`,
    );
    throw error;
  }
}
