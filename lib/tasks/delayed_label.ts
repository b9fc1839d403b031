/**
 * Delayed label: one word, some steps back, sets the answer; everything after it is filler.
 *
 * Steps are counted from the end: at distance 1 the cue is the last word itself. A net that sees the
 * last W words therefore sees the cue exactly when W ≥ distance.
 *
 * Why: a feedforward net has a fixed number of input slots, and what falls outside them does not exist
 * for it. Control: the same net with enough slots succeeds.
 *
 * @module
 */

import { symbolBatch } from "../batch.ts";
import { count } from "../options.ts";
import { drawFrom, ends, type Range, range } from "./options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const CUES = ["north", "south", "east", "west"];
const FILLERS = ["walk", "on", "past", "the", "old", "mill", "and", "rest"];

/** Options of {@link delayedLabel}. */
export interface DelayedLabelOptions {
  /** Where the cue stands, counted from the end: 1 is the last word. A pair [from, to] draws it. */
  readonly distance: Range;
  /** Length of a sequence. */
  readonly timeSteps: number;
}

/**
 * Makes the task; the defaults are a cue 8 words from the end of 10.
 *
 * @example
 * ```ts
 * import { delayedLabel } from "lib/tasks/delayed_label.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = delayedLabel({ distance: 4, timeSteps: 6 });
 * const batch = task.sample(createRandom(0), 1);
 * expect(task.describe(batch, 0)).toBe("mill past south past and walk→south");
 * ```
 */
export const delayedLabel: TaskFactory<DelayedLabelOptions> = defineTask<DelayedLabelOptions>({
  name: "delayedLabel",
  defaults: { distance: 8, timeSteps: 10 },
  rules: { distance: range(1), timeSteps: count(1) },
  changeable: ["distance", "timeSteps"],
  together: ({ distance, timeSteps }) =>
    ends(distance)[1] > timeSteps
      ? `found distance ${JSON.stringify(distance)}, wanted at most timeSteps, ${timeSteps}`
      : undefined,
  create: () => ({
    input: { kind: "symbols", vocab: [...CUES, ...FILLERS] },
    outputSize: CUES.length,
    labels: CUES,
    chance: 1 / CUES.length,
    sample: (random, batch, { distance, timeSteps }) =>
      symbolBatch(batch, () => {
        const cue = random.integer(0, CUES.length);
        const inputs: number[] = [];
        const targets: number[] = [];
        for (let t = 0; t < timeSteps; t++) {
          inputs.push(CUES.length + random.integer(0, FILLERS.length));
          targets.push(-1);
        }
        inputs[timeSteps - drawFrom(random, distance)] = cue;
        targets[timeSteps - 1] = cue;
        return { inputs, targets };
      }),
  }),
});
