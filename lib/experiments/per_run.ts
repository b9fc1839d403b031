/**
 * What is measured of a trained net, once, however often it is asked for.
 *
 * @module
 */

import { aFunction, checkValue } from "../options.ts";
import { aGrid, type Grid, type Run } from "./grid.ts";

/**
 * Remembers what a measurement finds of each run, so that a picture and several claims can share it.
 *
 * @param runs the grid
 * @param measure what to find out of a run
 * @returns what was found of the run of that name
 *
 * @example
 * ```ts
 * import { rnn } from "lib/cells/rnn.ts";
 * import { countParameters } from "lib/cells/cell.ts";
 * import { grid } from "lib/experiments/grid.ts";
 * import { perRun } from "lib/experiments/per_run.ts";
 * import { parity } from "lib/tasks/parity.ts";
 *
 * const model = { cell: rnn, hiddenSize: 4 };
 * const runs = await grid({ seed: [0, 1] }, () => ({ task: parity(), model, updates: 5 }));
 * const sizes = perRun(runs, (run) => countParameters(run.model().params));
 * console.log(sizes({ seed: 0 }), sizes({ seed: 1 }));
 * ```
 */
export function perRun<Names, Found>(
  runs: Grid<Names>,
  measure: (run: Run<Names>) => Found,
): (names: Names) => Found {
  checkValue("measure each run once", "runs", runs, aGrid);
  checkValue("measure each run once", "what measures a run", measure, aFunction());
  const found = new Map<Run<Names>, Found>();
  return (names) => {
    const run = runs.at(names); // each time: who watches what is read hears of it
    if (!found.has(run)) found.set(run, measure(run));
    return found.get(run)!;
  };
}
