/**
 * The learning rate that suits each net best, from a grid of short trainings.
 *
 * @module
 */

import { aFunction, checkValue } from "../options.ts";
import { aGrid, type Grid, type Run } from "./grid.ts";

/** What a short training is called. */
export interface Pilot {
  /** The net. */
  readonly net: string;
  /** Its learning rate. */
  readonly rate: number;
}

/**
 * Chooses a learning rate for each net.
 *
 * @param runs one short training for each net and rate
 * @param error what to judge by, the less the better: never by what the nets are measured on afterwards
 * @returns the best rate, by the net's name; the first of those that are equal
 * @throws {RangeError} if an error is no number
 *
 * @example
 * ```ts
 * import { rnn } from "lib/cells/rnn.ts";
 * import { bestRates } from "lib/experiments/best_rates.ts";
 * import { grid } from "lib/experiments/grid.ts";
 * import { parity } from "lib/tasks/parity.ts";
 *
 * const nets = { RNN: { cell: rnn, hiddenSize: 4 } };
 * const runs = await grid(
 *   { net: nets, rate: [0.001, 0.01] },
 *   ({ net, rate }) => ({ task: parity(), model: net, learningRate: rate, seed: 7, updates: 5 }),
 * );
 * const { RNN } = bestRates(runs, ({ loss }) => loss);
 * console.log(RNN === 0.001 || RNN === 0.01); // true
 * ```
 */
export function bestRates<Name extends Pilot>(
  runs: Grid<Name>,
  error: (run: Run<Name>) => number,
): Record<string, number> {
  checkValue("choose learning rates", "runs", runs, aGrid);
  checkValue("choose learning rates", "what says the error", error, aFunction());
  const best = new Map<string, { rate: number; error: number }>();
  for (const run of runs) {
    const found = error(run);
    const { net, rate } = run.at;
    if (typeof rate !== "number" || net === undefined) {
      throw new TypeError(
        `Cannot choose learning rates: found runs by ${
          Object.keys(run.at).join(", ")
        }, and a grid with the axes net and rate is wanted`,
      );
    }
    if (Number.isNaN(found)) {
      throw new RangeError(
        `Cannot choose a learning rate for ${net}: found the error NaN at ${rate}, and a number is wanted`,
      );
    }
    if (found < (best.get(net)?.error ?? Infinity) || !best.has(net)) {
      best.set(net, { rate, error: found });
    }
  }
  return Object.fromEntries(Array.from(best, ([net, { rate }]) => [net, rate]));
}
