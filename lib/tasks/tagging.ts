/**
 * Tagging: does the action happen? A verb says so at once, unless "not" stands right before it.
 *
 * Each verb has a meaning of its own ("go": it moves, "stay": it does not) and "not" turns it round. Every
 * verb is asked about at its own step. `slots` says at which steps verbs may stand, so that a net can
 * be trained on some positions and asked on others: "not" and filler stand everywhere, verbs only there.
 *
 * Half of the verbs follow "not", and half of them move: the verb alone, or "not" alone, is a coin. (At
 * step 0 nothing can stand before a verb; the default slots leave it out.)
 *
 * Why: a net with one set of weights a position must learn a verb again for every position; a
 * recurrent net uses the same weights at every step.
 *
 * @module
 */

import { symbolBatch } from "../batch.ts";
import { count } from "../options.ts";
import { ends, type Range, range } from "./options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const MOVING = ["go", "run", "jump", "climb"];
const STILL = ["stay", "wait", "rest", "sleep"];
const FILLERS = ["we", "and", "now", "then"];
const VERBS = MOVING.length + STILL.length;
const NOT = VERBS;
const VOCAB = [...MOVING, ...STILL, "not", ...FILLERS];

/** Options of {@link tagging}. */
export interface TaggingOptions {
  /** Length of a sentence. */
  readonly timeSteps: number;
  /** Steps at which verbs may stand, [first, last], counted from 0. */
  readonly slots: Range;
}

/**
 * Makes the task; by default sentences of 12 words with verbs in slots 1 to 5.
 *
 * @example
 * ```ts
 * import { tagging } from "lib/tasks/tagging.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = tagging();
 * const random = createRandom(0);
 * expect(task.describe(task.sample(random, 1), 0)).toBe("now wait→still not go→still not run→still then not not not now we");
 * // The same words at positions never trained on:
 * expect(task.describe(task.sample(random, 1, { slots: [6, 11] }), 0)).toBe("not not not not then not then run→moves we then not wait→moves");
 * ```
 */
export const tagging: TaskFactory<TaggingOptions> = defineTask<TaggingOptions>({
  name: "tagging",
  defaults: { timeSteps: 12, slots: [1, 5] },
  rules: { timeSteps: count(2), slots: range(0) },
  changeable: ["timeSteps", "slots"],
  together: ({ timeSteps, slots }) =>
    ends(slots)[1] >= timeSteps
      ? `found slots ${JSON.stringify(slots)}, wanted slots below timeSteps, ${timeSteps}`
      : undefined,
  create: () => ({
    input: { kind: "symbols", vocab: VOCAB },
    outputSize: 2,
    labels: ["still", "moves"],
    chance: 1 / 2,
    sample(random, batch, { timeSteps, slots }) {
      const [first, last] = ends(slots);
      const filler = () => NOT + 1 + random.integer(0, FILLERS.length);
      return symbolBatch(batch, () => {
        const inputs: number[] = [];
        const targets: number[] = new Array(timeSteps).fill(-1);
        // One verb stands in each sentence for certain, others by chance, never two in a row.
        const certain = random.integer(first, last + 1);
        for (let t = 0; t < timeSteps; t++) {
          const afterVerb = t > 0 && inputs[t - 1] < VERBS;
          const mayBeVerb = t >= first && t <= last && t !== certain - 1 && !afterVerb;
          if (t === certain || mayBeVerb && random.integer(0, 3) === 0) {
            const verb = random.integer(0, VERBS);
            const negated = t > 0 && inputs[t - 1] === NOT;
            inputs.push(verb);
            targets[t] = Number(verb < MOVING.length !== negated);
          } else {
            inputs.push(random.integer(0, 2) === 0 ? NOT : filler());
          }
        }
        return { inputs, targets };
      });
    },
  }),
});
