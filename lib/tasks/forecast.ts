/**
 * Forecast: read a series of numbers, say at every step what one of them will be some steps later.
 *
 * The series is given as rows, one a time step, one number a variable; scale it first (mean 0, standard
 * deviation 1 over the training part). `sample` cuts windows at random places, `streams` reads the whole
 * series once in order.
 *
 * @module
 */

import type { Batch } from "../batch.ts";
import { anyStorable, count, type Rule, wholeNumber } from "../options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

/** Options of {@link forecast}. */
export interface ForecastOptions {
  /** The series: rows[t][variable]. */
  readonly rows: readonly (readonly number[])[];
  /** Which variable is to be forecast. */
  readonly variable: number;
  /** How many steps ahead, at least 1. */
  readonly horizon: number;
  /** Length of a window. */
  readonly timeSteps: number;
}

const rowsOfNumbers: Rule = {
  wanted: "rows of numbers, each at most 1e38 in size, all equally long,",
  holds: (value) =>
    Array.isArray(value) &&
    value.every((row) =>
      Array.isArray(row) && row.length === value[0].length &&
      row.length > 0 && row.every(anyStorable.holds)
    ),
};

/**
 * Makes the task; by default one step ahead, in windows of 32.
 *
 * @example
 * ```ts
 * import { forecast } from "lib/tasks/forecast.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = forecast({ rows: [[1], [2], [4], [8]], timeSteps: 3 });
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe("1.00→2.00 2.00→4.00 4.00→8.00");
 * ```
 */
export const forecast: TaskFactory<ForecastOptions> = defineTask<ForecastOptions>({
  name: "forecast",
  defaults: { rows: [], variable: 0, horizon: 1, timeSteps: 32 },
  rules: {
    rows: rowsOfNumbers,
    variable: wholeNumber(0),
    horizon: count(1),
    timeSteps: count(1),
  },
  changeable: ["timeSteps"],
  together: ({ rows, variable, horizon, timeSteps }) => {
    if (rows.length < timeSteps + horizon) {
      return `found ${rows.length} rows, wanted at least timeSteps + horizon, ${
        timeSteps + horizon
      }`;
    }
    if (variable >= rows[0].length) {
      return `found variable ${variable}, wanted 0 to ${rows[0].length - 1}`;
    }
  },
  create: ({ rows, variable, horizon, timeSteps: defaultSteps }) => {
    const size = rows[0].length;
    const askable = rows.length - horizon; // steps whose answer is in the series
    const values = Float32Array.from(rows.flat());
    const answers = rows.slice(horizon).map((row) => row[variable]);
    const mean = answers.reduce((sum, y) => sum + y, 0) / askable;

    function cut(starts: readonly number[], timeSteps: number): Batch {
      const batch = starts.length;
      const inputs = new Float32Array(timeSteps * batch * size);
      const targets = new Float32Array(timeSteps * batch);
      for (let t = 0; t < timeSteps; t++) {
        for (let b = 0; b < batch; b++) {
          const at = t * batch + b;
          const from = starts[b] + t;
          for (let i = 0; i < size; i++) inputs[at * size + i] = values[from * size + i];
          targets[at] = answers[from];
        }
      }
      return { timeSteps, batch, inputs, targets };
    }

    return {
      input: { kind: "vectors", size },
      outputSize: 1,
      loss: "meanSquaredError",
      chance: answers.reduce((sum, y) => sum + (y - mean) ** 2, 0) / askable,
      sample: (random, batch, { timeSteps }) =>
        cut(
          Array.from({ length: batch }, () => random.integer(0, askable - timeSteps + 1)),
          timeSteps,
        ),
      *streams(batch, timeSteps = defaultSteps) {
        const lane = Math.floor(askable / batch);
        if (lane < 1) {
          throw new RangeError(
            `Cannot read a series in ${batch} lanes: found ${rows.length} rows, wanted more than lanes`,
          );
        }
        for (let t = 0; t < lane; t += timeSteps) {
          const starts = Array.from({ length: batch }, (_, b) => b * lane + t);
          yield { ...cut(starts, Math.min(timeSteps, lane - t)), continues: t > 0 };
        }
      },
    };
  },
});
