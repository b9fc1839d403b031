/**
 * A number to predict: what the best reader of a text pays, whose letters all come in pairs.
 *
 * @module
 */

import { ngram } from "../../data/ngram.ts";
import { createRandom } from "../../random.ts";
import { numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

/** The exercise. */
export const twice: Exercise = {
  id: "10.twice",
  kind: "predict the number",
  title: "every letter twice",
  goal:
    "Predict the bits per character that the best possible reader needs for a text of doubled letters.",
  text:
    "A text is made like this: draw one of 8 letters with equal chance, write it twice; again and again, as in " +
    "_ffaacchhaa…_. The best possible reader knows this rule and remembers where it is. How many **bits per " +
    "character** does it need?",
  answer: "bitsOfPairs",
  stub: `const bitsOfPairs: number = yourTurn; // YOUR TURN`,
  begin: [
    "What does the first letter of a pair cost the best reader, and what the second?",
    "One letter out of eight is 3 bits; bits per character are the mean over all characters",
  ],
  check(answer) {
    const found = numberOf(answer, "your prediction");
    const measured = atBest();
    if (Math.abs(found - 1.5) < 1e-6) {
      return `measured on 20,000 letters: the best reader needs ${
        measured.toFixed(3)
      } bits per character; counting needs ${
        [1, 2, 3, 4].map((order) => `${counting(order).toFixed(2)} (order ${order})`).join(", ")
      }`;
    }
    const said = `measured on 20,000 letters: ${measured.toFixed(3)}; you said ${
      Number(found.toFixed(4))
    }`;
    const near = (value: number) => Math.abs(found - value) < 0.01;
    if (near(3)) throw new Finding("no-memory", said);
    if (near(0) || near(1)) throw new Finding("all-known", said);
    if (near(1.5 * Math.LN2) || near(3 * Math.LN2)) throw new Finding("nats", said);
    if (near(2 ** 1.5) || near(8) || near(4)) throw new Finding("how-many", said);
    if (near(1 / 8) || near(9 / 16)) throw new Finding("probability", said);
    if (near(6)) throw new Finding("pair", said);
    throw new Finding("other", said);
  },
  learned:
    "No reader can do better, however large: below the entropy of what makes a text there is nothing to learn. And to reach " +
    "it takes memory: here of one letter, and of whether it was the first or the second. Counting few characters does not know that.",
  misconceptions: {
    "no-memory": {
      idea:
        "3 bits is what each letter costs a reader without memory; half of these letters are no surprise",
      hint: "What does the second letter of a pair cost a reader that remembers the first?",
      stronger: "3 bits, 0 bits, 3 bits, 0 bits: take the mean",
    },
    "all-known": {
      idea: "The second letter of a pair is known, but the first is drawn: nobody can foresee it",
      hint: "What is the probability of the letter that comes after a finished pair?",
      stronger: "The first of each pair costs 3 bits; the mean is over both",
    },
    "nats": {
      idea: "That is in nats; bits are logarithms to base two",
      hint: "How many questions with yes or no find one letter out of eight?",
      stronger: "Divide by ln 2",
    },
    "how-many": {
      idea: "That is a number of letters to choose from; bits are its logarithm to base two",
      hint: "How many questions with yes or no find one letter out of eight?",
      stronger: "log2(8) for the first of a pair, log2(1) for the second; then the mean",
    },
    "probability": {
      idea: "That is a probability; its cost in bits is the negative logarithm",
      hint: "What is −log2 of 1/8, and of 1?",
      stronger: "First the logarithms, 3 and 0, then the mean",
    },
    "pair": {
      idea: "Both letters of a pair were charged in full, and added up",
      hint: "How much does the second letter cost whoever remembers the first?",
      stronger: "A pair costs 3 + 0 bits; divide by its two characters",
    },
  },
  solution: {
    source: `const bitsOfPairs: number = (3 + 0) / 2;`,
    why:
      "The first letter of a pair is one out of eight, which costs log2(8) = 3 bits. The second is certain and costs nothing. " +
      "On average 1.5 bits per character.",
  },
  wrong: [
    ["every letter is drawn", "no-memory", "Math.log2(8)"],
    ["the rule is known, so all is", "all-known", "0"],
    ["nats", "nats", "Math.log(8) / 2"],
    ["letters to choose from", "how-many", "2 ** 1.5"],
    ["all eight", "how-many", "8"],
    ["the mean of the probabilities", "probability", "(1 / 8 + 1) / 2"],
    ["both letters of the pair", "pair", "2 * Math.log2(8)"],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const bitsOfPairs: number = ${value};`,
  })),
};

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
