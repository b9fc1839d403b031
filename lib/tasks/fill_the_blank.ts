/**
 * Fill the blank: "the clouds are in the ___".
 *
 * A small grammar writes sentences about six places. The noun settles which one is meant; an adjective
 * before it is a hint that leaves two places open; everything else could be said of any. The last two
 * words are always "in the", so the answer is in the words before them, 3 to 30 words back and more.
 *
 * Why: memory carries context. What a perfect reader would believe after each word is known exactly
 * ({@link beliefs}), so a net's belief can be laid beside it.
 *
 * @module
 */

import { symbolBatch } from "../batch.ts";
import { checkValue, oneOf, someText } from "../options.ts";
import type { Random } from "../random.ts";
import { drawFrom, type Range, range } from "./options.ts";
import { defineTask, type TaskFactory } from "./task.ts";

/** Each place with the nouns that settle it, and hints that it shares with the next place. */
const PLACES = [
  { answer: "sky", nouns: ["clouds", "stars"], hints: ["blue", "shining"] },
  { answer: "sea", nouns: ["whales", "ships"], hints: ["wild", "dark"] },
  { answer: "forest", nouns: ["oaks", "wolves"], hints: ["green", "tall"] },
  { answer: "garden", nouns: ["roses", "benches"], hints: ["clean", "pretty"] },
  { answer: "kitchen", nouns: ["pots", "spoons"], hints: ["noisy", "hot"] },
  { answer: "city", nouns: ["trams", "towers"], hints: ["grey", "distant"] },
];
const PLAIN = ["old", "quiet", "big", "lovely"]; // adjectives that hint at nothing
const VERBS = ["are", "wait", "stay", "remain"];
const FILLERS = [ // before the subject, after the noun, after the verb
  phrases("today", "perhaps", "after lunch", "as ever", "when we came home", "on most days"),
  phrases("here", "we like", "everyone knows", "of which we spoke", "my brother saw yesterday"),
  phrases("still", "together", "all day", "for now", "without a sound", "side by side"),
];

const ANSWERS = PLACES.map(({ answer }) => answer);
const PADDING = ".";
const VOCAB = [
  ...new Set([
    ...PLACES.flatMap(({ nouns }) => nouns),
    ...PLACES.flatMap(({ hints }) => hints),
    ...PLAIN,
    ...VERBS,
    ...FILLERS.flat(2),
    "the",
    "in",
    PADDING,
  ]),
];

/** Options of {@link fillTheBlank}. */
export interface FillTheBlankOptions {
  /** How many words are read before the blank, at least 3; a pair [from, to] draws it. */
  readonly words: Range;
  /** After which words the answer is asked: every one (a guess, at first), or the last alone. */
  readonly asked: "every step" | "blank";
}

/**
 * Makes the task; by default sentences of 3 to 30 words, asked after every word.
 *
 * @example
 * ```ts
 * import { fillTheBlank } from "lib/tasks/fill_the_blank.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = fillTheBlank({ asked: "blank" });
 * const random = createRandom(0);
 * expect(task.describe(task.sample(random, 1, { words: 3 }), 0)).toBe("whales in the→sea");
 * expect(task.describe(task.sample(random, 1, { words: 11 }), 0)).toBe("when we came home the old pretty benches stay in the→garden");
 * ```
 */
export const fillTheBlank: TaskFactory<FillTheBlankOptions> = defineTask<FillTheBlankOptions>({
  name: "fillTheBlank",
  defaults: { words: [3, 30], asked: "every step" },
  rules: { words: range(3), asked: oneOf("every step", "blank") },
  changeable: ["words", "asked"],
  create: () => ({
    input: { kind: "symbols", vocab: VOCAB },
    outputSize: ANSWERS.length,
    labels: ANSWERS,
    chance: 1 / ANSWERS.length,
    padding: VOCAB.indexOf(PADDING),
    sample: (random, batch, { words, asked }) =>
      symbolBatch(batch, () => {
        const place = random.integer(0, PLACES.length);
        const inputs = sentence(random, place, drawFrom(random, words))
          .map((word) => VOCAB.indexOf(word));
        const targets = inputs.map((_, t) =>
          asked === "every step" || t === inputs.length - 1 ? place : -1
        );
        return { inputs, targets };
      }, VOCAB.indexOf(PADDING)),
  }),
});

/** A sentence of exactly `length` words about a place, up to the blank. */
function sentence(random: Random, place: number, length: number): string[] {
  let left = length - 3; // "… noun … in the"
  const take = (words: number) => left >= words && (left -= words, true);
  const article = take(1) ? ["the"] : [];
  const verb = take(1) ? [random.pick(VERBS)] : [];
  const adjectives: string[] = [];
  for (let n = random.integer(0, 4); n > 0 && take(1); n--) {
    adjectives.push(random.integer(0, 2) === 0 ? random.pick(PLAIN) : random.pick(hintsOf(place)));
  }
  const parts: string[][] = [[], [], []];
  let unused: [part: string[], phrase: string[]][] = [];
  while (left > 0) {
    let fitting = unused.filter(([, phrase]) => phrase.length <= left);
    if (fitting.length === 0) { // say all of them once before one comes again
      unused = FILLERS.flatMap((fillers, i) =>
        fillers.map((phrase): [string[], string[]] => [parts[i], phrase])
      );
      fitting = unused.filter(([, phrase]) => phrase.length <= left);
    }
    const chosen = random.pick(fitting);
    unused.splice(unused.indexOf(chosen), 1);
    take(chosen[1].length);
    chosen[0].push(...chosen[1]);
  }
  const [before, afterNoun, afterVerb] = parts;
  const subject = [...article, ...adjectives, random.pick(PLACES[place].nouns)];
  return [...before, ...subject, ...afterNoun, ...verb, ...afterVerb, "in", "the"];
}

/**
 * What a perfect reader believes after these words: the probability of each answer, in the order of
 * the task's labels. By Bayes' rule, from how the grammar draws adjectives and nouns.
 *
 * @example
 * ```ts
 * import { beliefs, fillTheBlank } from "lib/tasks/fill_the_blank.ts";
 * import { expect } from "vitest";
 *
 * const sky = fillTheBlank().labels!.indexOf("sky");
 * expect(beliefs("the").at(sky)).toBeCloseTo(1 / 6);
 * expect(beliefs("the blue").at(sky)).toBeCloseTo(1 / 2);
 * expect(beliefs("the blue clouds").at(sky)).toBe(1);
 * ```
 */
export function beliefs(words: string): number[] {
  checkValue("weigh a sentence", "words", words, someText);
  const likelihoods = PLACES.map((_, place) =>
    words.split(" ").reduce((product, word) => product * likelihood(word, place), 1)
  );
  const total = likelihoods.reduce((sum, likelihood) => sum + likelihood, 0);
  return likelihoods.map((likelihood) => likelihood / total);
}

/** How likely a word is when this place is meant, up to a factor that is the same for all places. */
function likelihood(word: string, place: number): number {
  if (PLACES.some(({ nouns }) => nouns.includes(word))) {
    return Number(PLACES[place].nouns.includes(word));
  }
  if (PLACES.some(({ hints }) => hints.includes(word))) {
    return Number(hintsOf(place).includes(word));
  }
  return 1;
}

/** The hints of a place: those it shares with the next place, and with the one before. */
function hintsOf(place: number): string[] {
  const before = PLACES[(place + PLACES.length - 1) % PLACES.length];
  return [...PLACES[place].hints, ...before.hints];
}

function phrases(...texts: string[]): string[][] {
  return texts.map((text) => text.split(" "));
}
