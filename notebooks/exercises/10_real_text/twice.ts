/**
 * A number to predict: what the best reader of a text pays, whose letters all come in pairs.
 *
 * @module
 */

import { ngram } from "lib/data/ngram.ts";
import { numberOf } from "lib/exercises/common.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";
import { createRandom } from "lib/random.ts";

const bitsOfPairs: number = (3 + 0) / 2;

const near = (said: number, ...others: number[]) =>
  others.some((other) => Math.abs(said - other) < 0.01);

/** The exercise. */
export default valueExercise<number>({
  id: "10.twice",
  kind: "predict the number",
  title: "every letter twice",
  goal:
    "Predict the bits per character that the best possible reader needs for a text of doubled letters.",
  text:
    "A text is made like this: draw one of 8 letters with equal chance, write it twice; again and again, as in " +
    "_ffaacchhaa…_. The best possible reader knows this rule and remembers where it is. How many **bits per " +
    "character** does it need?",
  begin: [
    "What does the first letter of a pair cost the best reader, and what the second?",
    "One letter out of eight is 3 bits; bits per character are the mean over all characters",
  ],
  answer: "bitsOfPairs",
  from: import.meta.url,
  solution: bitsOfPairs,
  why:
    "The first letter of a pair is one out of eight, which costs log2(8) = 3 bits. The second is certain and costs nothing. " +
    "On average 1.5 bits per character.",
  learned:
    "No reader can do better, however large: below the entropy of what makes a text there is nothing to learn. And to reach " +
    "it takes memory: here of one letter, and of whether it was the first or the second. Counting few characters does not know that.",
  read: (answer) => numberOf(answer, "your prediction"),
  right: (said) => Math.abs(said - 1.5) < 0.005,
  said(said, idea) {
    const measured = atBest().toFixed(3);
    return idea === null
      ? `measured on 20,000 letters: the best reader needs ${measured} bits per character; counting needs ${
        [1, 2, 3, 4].map((order) => `${counting(order).toFixed(2)} (order ${order})`).join(", ")
      }`
      : `measured on 20,000 letters: ${measured}; you said ${Number(said.toFixed(4))}`;
  },
  ideas: {
    "no-memory": {
      idea:
        "3 bits is what each letter costs a reader without memory; half of these letters are no surprise",
      hint: "What does the second letter of a pair cost a reader that remembers the first?",
      stronger: "3 bits, 0 bits, 3 bits, 0 bits: take the mean",
      answers: [Math.log2(8), 3],
      does: (said) => near(said, 3),
    },
    "all-known": {
      idea: "The second letter of a pair is known, but the first is drawn: nobody can foresee it",
      hint: "What is the probability of the letter that comes after a finished pair?",
      stronger: "The first of each pair costs 3 bits; the mean is over both",
      answers: [0, 1],
      does: (said) => near(said, 0, 1),
    },
    "nats": {
      idea: "That is in nats; bits are logarithms to base two",
      hint: "How many questions with yes or no find one letter out of eight?",
      stronger: "Divide by ln 2",
      answers: [Math.log(8) / 2, Math.log(8), 1.5 / Math.LN2],
      does: (said) => near(said, 1.5 * Math.LN2, 3 * Math.LN2, 1.5 / Math.LN2),
    },
    "probability": {
      idea: "That is a probability; its cost in bits is the negative logarithm",
      hint: "What is −log2 of 1/8, and of 1?",
      stronger: "First the logarithms, 3 and 0, then the mean",
      answers: [(1 / 8 + 1) / 2, 1 / 8, 1 / 16, 1 / 64],
      does: (said) => said < 1,
    },
    "how-many": {
      idea: "That is a number of letters to choose from; bits are its logarithm to base two",
      hint: "How many questions with yes or no find one letter out of eight?",
      stronger: "log2(8) for the first of a pair, log2(1) for the second; then the mean",
      answers: [2 ** 1.5, 8, 4, 16, 64],
      does: (said) => near(said, 2 ** 1.5, 4) || said > 7,
    },
    "pair": {
      idea: "Both letters of a pair were charged in full, and added up",
      hint: "How much does the second letter cost whoever remembers the first?",
      stronger: "A pair costs 3 + 0 bits; divide by its two characters",
      answers: [2 * Math.log2(8), 6, 4.5],
      does: (said) => said > 3,
    },
    "half-known": {
      idea:
        "The second letter of a pair costs nothing, the first all of its 3 bits; neither more nor less",
      hint: "What does the first letter of a pair cost, one out of eight? And the second?",
      stronger: "(3 + 0) / 2",
      answers: [2, 2.5, (3 + 1) / 2, 1.75],
      does: () => true,
    },
  },
  faults: { "not-finite": [NaN, Math.log2(0)], kind: ["1.5", [3, 0]] },
});

function text(seed: number): number[] {
  const random = createRandom(seed).fork("pairs");
  return Array.from({ length: 10_000 }, () => random.integer(0, 8)).flatMap((one) => [one, one]);
}

/** What a reader pays that counts how often each letter is drawn, and knows the second of a pair. */
function atBest(): number {
  const drawn = text(1).filter((_, t) => t % 2 === 0);
  const counted = ngram(text(0).filter((_, t) => t % 2 === 0), { order: 1, vocabSize: 8 });
  return counted.bitsPerSymbol(drawn) / 2;
}

function counting(order: number): number {
  return ngram(text(0), { order, vocabSize: 8 }).bitsPerSymbol(text(1));
}
