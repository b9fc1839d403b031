/**
 * Marked recall: "I visited Spain, I grew up in France, I saw Italy … I speak fluent ___".
 *
 * Every step names a country; exactly one early step is marked "grew up in"; asked at the end is the
 * language of that one. Unlike {@link latch}, the steps in between speak of countries too, so a memory
 * must be *selective*: write at the mark, keep, and let the rest pass by. With several marks the latest
 * counts: then it must also overwrite.
 *
 * A step is a vector: one place for each country, 1 for the one named, and a last place for the mark. A
 * marked France thus looks like any France but for that one number: the country must be let in *because*
 * of the mark, which is a product of the two.
 *
 * Why: plain tanh recurrence trained by gradient descent loses this; gates that start out keeping hold it.
 *
 * @module
 */

import { count, wholeNumber } from "../options.ts";
import { ends, type Range, range } from "./options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

/** Countries and the languages asked for, in the order in which tasks use them. */
export const COUNTRIES: readonly (readonly [country: string, language: string])[] = [
  ["France", "French"],
  ["Spain", "Spanish"],
  ["Italy", "Italian"],
  ["Japan", "Japanese"],
  ["Poland", "Polish"],
  ["Greece", "Greek"],
  ["Turkey", "Turkish"],
  ["Finland", "Finnish"],
];

/** Options of {@link markedRecall}. */
export interface MarkedRecallOptions {
  /** Length of a sequence. */
  readonly timeSteps: number;
  /** How many countries there are, 2 to 8. */
  readonly countries: number;
  /** Steps at which a mark may stand, [first, last], counted from 0. */
  readonly marked: Range;
  /** How many steps are marked; the latest counts. */
  readonly marks: number;
}

/**
 * Makes the task; by default 40 steps, four countries, one mark within the first ten steps.
 *
 * @example
 * ```ts
 * import { markedRecall } from "lib/tasks/marked_recall.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = markedRecall({ timeSteps: 5, marked: [0, 1] });
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe("Spain grew-up-in-Spain Italy Spain Italy→Spanish");
 * ```
 */
export const markedRecall: TaskFactory<MarkedRecallOptions> = defineTask<MarkedRecallOptions>({
  name: "markedRecall",
  defaults: { timeSteps: 40, countries: 4, marked: [0, 9], marks: 1 },
  rules: {
    timeSteps: count(1),
    countries: wholeNumber(2, COUNTRIES.length),
    marked: range(0),
    marks: wholeNumber(1),
  },
  changeable: ["timeSteps", "marked", "marks"],
  together: ({ timeSteps, marked, marks }) => {
    const [first, last] = ends(marked);
    if (last >= timeSteps) {
      return `found marked ${JSON.stringify(marked)}, wanted steps below timeSteps, ${timeSteps}`;
    }
    if (marks > last - first + 1) {
      return `found marks ${marks}, wanted at most the ${last - first + 1} steps of marked`;
    }
  },
  create: ({ countries }) => {
    const names = COUNTRIES.slice(0, countries);
    const size = countries + 1; // one place a country, and the mark
    return {
      input: { kind: "vectors", size },
      outputSize: countries,
      labels: names.map(([, language]) => language),
      chance: 1 / countries,
      sample(random, batch, { timeSteps, marked, marks }) {
        const [first, last] = ends(marked);
        const inputs = new Float32Array(timeSteps * batch * size);
        const targets = new Int32Array(timeSteps * batch).fill(-1);
        const visited = new Int32Array(timeSteps);
        for (let b = 0; b < batch; b++) {
          for (let t = 0; t < timeSteps; t++) visited[t] = random.integer(0, countries);
          const steps = random.permutation(last - first + 1);
          for (let t = 0; t < timeSteps; t++) inputs[(t * batch + b) * size + visited[t]] = 1;
          let latest = first;
          for (let i = 0; i < marks; i++) {
            const marked = first + steps[i];
            inputs[(marked * batch + b) * size + countries] = 1;
            latest = Math.max(latest, marked);
          }
          targets[(timeSteps - 1) * batch + b] = visited[latest];
        }
        return { timeSteps, batch, inputs, targets };
      },
      describe({ timeSteps, batch, inputs, targets }, index) {
        const words = Array.from({ length: timeSteps }, (_, t) => {
          const at = (t * batch + index) * size;
          const country = names[inputs.subarray(at, at + countries).indexOf(1)][0];
          return inputs[at + countries] === 1 ? `grew-up-in-${country}` : country;
        });
        return `${words.join(" ")}→${names[targets[targets.length - batch + index]][1]}`;
      },
    };
  },
});
