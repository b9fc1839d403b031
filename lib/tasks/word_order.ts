/**
 * Word order: "dog bites man" and "man bites dog" hold the same words. Who acts?
 *
 * Sentences come in mirror images: sequence 2k + 1 has the words of sequence 2k with its two nouns
 * swapped, hence the other answer. A bag of words gives both the same logits, so it is right on
 * exactly one of the two, in every batch of even size. The answer is asked at the mark `?`, which says
 * nothing, so the last word alone is no help either.
 *
 * Why: in a sequence the order is the meaning. Control: `shuffled` reads the same words in random order.
 *
 * @module
 */

import { symbolBatch } from "../batch.ts";
import { yesOrNo } from "../options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const PEOPLE = ["man", "woman", "child", "king"];
const ANIMALS = ["dog", "cat", "horse", "goose"];
const VERBS = ["bites", "follows", "sees", "wakes"];
const VOCAB = [...PEOPLE, ...ANIMALS, ...VERBS, "?"];

/** Options of {@link wordOrder}. */
export interface WordOrderOptions {
  /** Whether the three words are put in random order before they are read; the answer stays. */
  readonly shuffled: boolean;
}

/**
 * Makes the task: four steps, asked at the last whether a person or an animal acts.
 *
 * @example
 * ```ts
 * import { wordOrder } from "lib/tasks/word_order.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = wordOrder();
 * const batch = task.sample(createRandom(0), 2);
 * expect(task.describe(batch, 0)).toBe("cat sees woman ?→an animal");
 * expect(task.describe(batch, 1)).toBe("woman sees cat ?→a person");
 * ```
 */
export const wordOrder: TaskFactory<WordOrderOptions> = defineTask<WordOrderOptions>({
  name: "wordOrder",
  defaults: { shuffled: false },
  rules: { shuffled: yesOrNo },
  changeable: ["shuffled"],
  create: () => ({
    input: { kind: "symbols", vocab: VOCAB },
    outputSize: 2,
    labels: ["a person", "an animal"],
    chance: 1 / 2,
    sample(random, batch, { shuffled }) {
      let person = 0, animal = 0, verb = 0, first = 0;
      return symbolBatch(batch, (index) => {
        const mirror = index % 2 === 1;
        if (!mirror) {
          person = random.integer(0, PEOPLE.length);
          animal = PEOPLE.length + random.integer(0, ANIMALS.length);
          verb = PEOPLE.length + ANIMALS.length + random.integer(0, VERBS.length);
          first = random.integer(0, 2);
        }
        const animalActs = mirror ? 1 - first : first;
        const words = animalActs ? [animal, verb, person] : [person, verb, animal];
        const read = shuffled ? Array.from(random.permutation(3), (i) => words[i]) : words;
        return { inputs: [...read, VOCAB.length - 1], targets: [-1, -1, -1, animalActs] };
      });
    },
  }),
});
