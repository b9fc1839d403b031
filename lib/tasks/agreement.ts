/**
 * Agreement: "the old key near the red doors … is". The verb's number is that of the subject, the first noun, however
 * many nouns of the other number stand between (the idea is that of Linzen, Dupoux & Goldberg 2016, who asked it of real
 * sentences).
 *
 * A sentence is a subject, then `phrases` times a preposition and a noun, each noun with an article and an adjective;
 * asked at its last word is whether "is" or "are" goes on. The nouns between are singular or plural by chance; with
 * `attractors: "all"` each is of the other number than the subject, so that who goes by the nearest noun is not
 * guessing but fooled: wrong every time.
 *
 * Why: a dependency of language that is really one. Control: `phrases: 0`, where the nearest noun is the subject.
 *
 * @module
 */

import { oneOf } from "../options.ts";
import { symbolBatch } from "../batch.ts";
import { drawFrom, type Range, range } from "./options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const NOUNS = ["key", "door", "box", "lamp", "cup", "tree"];
const PLURALS = ["keys", "doors", "boxes", "lamps", "cups", "trees"];
const ADJECTIVES = ["old", "red", "small", "heavy"];
const PREPOSITIONS = ["near", "behind", "under", "beside"];
const VOCAB = ["the", ...NOUNS, ...PLURALS, ...ADJECTIVES, ...PREPOSITIONS];
const [NOUN, ADJECTIVE, PREPOSITION] = ["key", "old", "near"].map((word) => VOCAB.indexOf(word));

/** Options of {@link agreement}. */
export interface AgreementOptions {
  /** Nouns between the subject and its verb; a pair [from, to] draws one number a batch. */
  readonly phrases: Range;
  /** The number of the nouns between: drawn for each ("some"), or the other than the subject's ("all"). */
  readonly attractors: "some" | "all";
}

/**
 * Makes the task; by default 0 to 2 nouns between, of either number.
 *
 * @example
 * ```ts
 * import { agreement } from "lib/tasks/agreement.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = agreement();
 * const batch = task.sample(createRandom(0), 1, { phrases: 1, attractors: "all" });
 * expect(task.describe(batch, 0)).toBe(
 *   "the red boxes behind the small key→are",
 * );
 * ```
 */
export const agreement: TaskFactory<AgreementOptions> = defineTask<AgreementOptions>({
  name: "agreement",
  defaults: { phrases: [0, 2], attractors: "some" },
  rules: { phrases: range(0), attractors: oneOf("some", "all") },
  changeable: ["phrases", "attractors"],
  create: () => ({
    input: { kind: "symbols", vocab: VOCAB },
    outputSize: 2,
    labels: ["is", "are"],
    chance: 1 / 2,
    sample(random, batch, { phrases, attractors }) {
      const between = drawFrom(random, phrases);
      return symbolBatch(batch, () => {
        const plural = random.integer(0, 2);
        const inputs: number[] = [];
        const noun = (number: number) => {
          inputs.push(0, ADJECTIVE + random.integer(0, ADJECTIVES.length)); // "the", then an adjective
          inputs.push(NOUN + number * NOUNS.length + random.integer(0, NOUNS.length));
        };
        noun(plural);
        for (let i = 0; i < between; i++) {
          inputs.push(PREPOSITION + random.integer(0, PREPOSITIONS.length));
          noun(attractors === "all" ? 1 - plural : random.integer(0, 2));
        }
        const targets = inputs.map((_, t) => t === inputs.length - 1 ? plural : -1);
        return { inputs, targets };
      });
    },
  }),
});
