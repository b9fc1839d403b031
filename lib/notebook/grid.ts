/**
 * A grid of experiments in a notebook: runs them on all cores, shows how many are done, and hears the stop button.
 *
 * @module
 */

import {
  type Axes,
  type Grid,
  grid as gridOf,
  type GridExperiment,
  type NamesAt,
  type RunExperiments,
  type ValuesAt,
} from "../experiments/grid.ts";
import { checkOptions } from "../options.ts";
import { followAll, type FollowAllOptions, followAllRules } from "./follow_all.ts";

/** The newest results under each label: those before them are of cells as they were. */
const newest = new Map<string, { retire(reason: string): void }>();

/**
 * Runs an experiment for every combination of what is varied; `runs.at({ net: "GRU", seed })` is one of them.
 *
 * @param axes what is varied: lists, or records of what each name stands for
 * @param describe the experiment for one value of each axis; its names come second. The seed may be left out where
 * it is an axis
 * @param options `label`: what is being done. Results of an earlier grid of the same label are stale from now on, also
 * if this one is stopped before its end
 * @returns the runs, found by what they are
 * @throws {Interrupted} if the reader presses stop
 *
 * @example
 * ```ts
 * import { gru } from "lib/cells/gru.ts";
 * import { silentScreen } from "lib/notebook/display.ts";
 * import { grid } from "lib/notebook/grid.ts";
 * import { seeds } from "lib/notebook/seeds.ts";
 * import { parity } from "lib/tasks/parity.ts";
 *
 * const runs = await grid(
 *   { width: [4, 8], seed: seeds() },
 *   ({ width }) => ({ task: parity(), model: { cell: gru, hiddenSize: width }, updates: 5 }),
 *   { label: "narrow and wide nets", screen: silentScreen },
 * );
 * runs.points({ x: "width", y: (run) => run.evaluations.test.accuracy }); // for lineChart
 * ```
 */
export async function grid<A extends Axes>(
  axes: A,
  describe: (values: ValuesAt<A>, names: NamesAt<A>) => GridExperiment,
  options: FollowAllOptions = {},
): Promise<Grid<NamesAt<A>>> {
  checkOptions<FollowAllOptions>("make a grid", options, followAllRules);
  const { label } = options;
  const before = label === undefined ? undefined : newest.get(label);
  const run: RunExperiments = (experiments) => {
    before?.retire(`"${label}" was begun again, and has not come to its end`);
    return followAll(experiments, options);
  };
  const runs = await gridOf(axes, describe, run);
  before?.retire(`"${label}" was run again`);
  if (label !== undefined) newest.set(label, runs);
  return runs;
}
