/**
 * A or an: "we saw _ old owl and _ fox". Which of the two goes where a gap is, the next word says.
 *
 * Words are nouns and adjectives that begin with a vowel or with another letter, half of each, and fillers. Every gap has
 * a word behind it that settles it; the words before it say nothing. With `asked: "a word later"` the same
 * questions are put one step on, when that word has been read.
 *
 * Why: a label may depend on what comes. A net that reads forward has not seen it yet, whatever its memory; one
 * that also reads backward has. Control: the same net asked a word later.
 *
 * @module
 */

import { symbolBatch } from "../batch.ts";
import { count, oneOf } from "../options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const OPEN = ["owl", "apple", "egg", "old", "empty", "orange"]; // "an"
const OTHER = ["fox", "pear", "bone", "new", "full", "green"]; // "a"
const FILLERS = ["we", "saw", "and", "then", "behind", "near"];
const GAP = "_";
const VOCAB = [GAP, ...OTHER, ...OPEN, ...FILLERS];
const [FIRST_WORD, FIRST_FILLER] = [1, 1 + OTHER.length + OPEN.length];

/** Options of {@link article}. */
export interface ArticleOptions {
  /** Length of a sentence. */
  readonly timeSteps: number;
  /** Where the answer is asked: at the gap, or at the word behind it. */
  readonly asked: "at the gap" | "a word later";
}

/**
 * Makes the task; by default sentences of 12 words, asked at the gap.
 *
 * @example
 * ```ts
 * import { article } from "lib/tasks/article.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = article({ timeSteps: 8 });
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe("and _→an owl _→a fox _→a fox then");
 * ```
 */
export const article: TaskFactory<ArticleOptions> = defineTask<ArticleOptions>({
  name: "article",
  defaults: { timeSteps: 12, asked: "at the gap" },
  rules: { timeSteps: count(2), asked: oneOf("at the gap", "a word later") },
  changeable: ["timeSteps", "asked"],
  create: () => ({
    input: { kind: "symbols", vocab: VOCAB },
    outputSize: 2,
    labels: ["a", "an"],
    chance: 1 / 2,
    sample(random, batch, { timeSteps, asked }) {
      return symbolBatch(batch, () => {
        const inputs: number[] = [];
        const targets: number[] = new Array(timeSteps).fill(-1);
        const certain = random.integer(0, timeSteps - 1); // a gap stands in each sentence, others by chance
        while (inputs.length < timeSteps) {
          const t = inputs.length;
          const room = t < timeSteps - 1 && t !== certain - 1;
          if (t === certain || room && random.integer(0, 3) === 0) {
            const word = random.integer(0, OTHER.length + OPEN.length);
            targets[asked === "at the gap" ? t : t + 1] = Number(word >= OTHER.length);
            inputs.push(0, FIRST_WORD + word);
          } else {
            inputs.push(FIRST_FILLER + random.integer(0, FILLERS.length));
          }
        }
        return { inputs, targets };
      });
    },
  }),
});
