/**
 * The measure of this notebook: bits per character.
 *
 * @module
 */

import { log } from "../../numeric.ts";
import { createRandom } from "../../random.ts";
import { call, functionOf, numberOf, shortly } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const header = `/** Bits per character of a reader, on a text. */
function bitsPer(
  probabilities: readonly (readonly number[])[], // [place][character]: what it expected at each place
  came: readonly number[], // [place]: the character that came, as 0, 1, 2, …
): number`;

type Reader = (probabilities: readonly (readonly number[])[], came: readonly number[]) => number;

const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
const log2 = (x: number) => log(x) / Math.LN2;
const right: Reader = (all, came) => mean(all.map((row, t) => -log2(row[came[t]])));

/** Likely measures that are wrong. */
const likely: Readonly<Record<string, Reader>> = {
  "nats": (all, came) => right(all, came) * Math.LN2,
  "ten": (all, came) => right(all, came) * Math.LN2 / Math.LN10,
  "sign": (all, came) => -right(all, came),
  "sum": (all, came) => right(all, came) * came.length,
  "perplexity": (all, came) => 2 ** right(all, came),
  "mean-first": (all, came) => -log2(mean(all.map((row, t) => row[came[t]]))),
  "surest": (all) => mean(all.map((row) => -log2(Math.max(...row)))),
  "entropy": (all) => mean(all.map((row) => -row.reduce((sum, p) => sum + p * log2(p), 0))),
};

/** The exercise. */
export const bits: Exercise = {
  id: "10.bits",
  kind: "fill in the equation",
  title: "bits per character",
  goal: "Work out bits per character from what a reader expected and what came.",
  text:
    "A reader gives each character a probability before it sees which one comes. Return its bits per character: the " +
    "mean, over all places, of $-\\log_2 P(\\text{the character that came})$.",
  answer: "bitsPer",
  stub: `${header} {
  return yourTurn; // YOUR TURN
}`,
  begin: [
    "Of each place's probabilities only one is needed: which?",
    "The probability at place t is probabilities[t][came[t]]; Math.log2 gives its logarithm",
  ],
  check(answer) {
    const f = functionOf(answer, ["bitsPerSymbol"]) as Reader;
    const cases = [[40, 6, 2], [1, 3, 1], [5, 2, 4], [300, 81, 1]] as const;
    for (const [places, size, sharpness] of cases) {
      const random = createRandom(places).fork("reader");
      const all = Array.from({ length: places }, () => {
        const weights = Array.from(
          { length: size },
          () => (0.05 + random.next()) ** sharpness,
        );
        const total = weights.reduce((sum, w) => sum + w, 0);
        return weights.map((w) => w / total);
      });
      compare(f, all, all.map(() => random.integer(0, size)));
    }
    compare(f, [[1, 0], [0.25, 0.75]], [0, 0]); // sure and right: no bits; an impossible one beside it
    compare(f, [[1e-12, 1 - 1e-12]], [0]); // a great surprise
    return "six texts of 1 to 300 characters: every value as wanted, from 1 bit where it was sure at one of two places to 40 bits for a surprise";
  },
  learned:
    "Who expected the character that came pays little, who called it unlikely pays much, and nobody is paid for having been sure. " +
    "Divided by ln 2, the loss that training lowers is this very number.",
  misconceptions: {
    "nats": {
      idea:
        "Natural logarithms give nats, the unit of the loss in training; a bit is ln 2 of a nat",
      hint: "How many bits has a fair coin, and what is ln 2?",
      stronger: "Use Math.log2, or divide by Math.LN2",
    },
    "ten": {
      idea: "Logarithms to base 10 count digits; bits are counted in powers of two",
      hint: "How many bits has a fair coin?",
      stronger: "Use Math.log2",
    },
    "sign": {
      idea: "The logarithm of a probability is negative; bits are what it costs, so the sign turns",
      hint: "Can a text cost less than nothing?",
      stronger: "Put a minus in front of the logarithm",
    },
    "sum": {
      idea: "That is the cost of the whole text; a longer one would look worse",
      hint: "It is bits _per_ character",
      stronger: "Divide by the number of places",
    },
    "perplexity": {
      idea:
        "That is the perplexity: among how many equally likely characters it hesitates. Bits are its logarithm",
      hint: "Hesitating between four costs how many bits?",
      stronger: "Leave out the power of two at the end",
    },
    "mean-first": {
      idea:
        "The logarithm of the mean forgives one great surprise if the others were sure; the mean of logarithms does not",
      hint: "What does one character cost to which it gave a probability of nearly 0?",
      stronger: "First the logarithm at each place, then the mean",
    },
    "surest": {
      idea:
        "That looks at the character it thought likeliest, whether or not it came: being sure would be enough",
      hint: "What should a reader pay that was sure, and wrong?",
      stronger: "Take the probability of came[t]",
    },
    "entropy": {
      idea: "That is how unsure it felt, not how wrong it was: what came does not occur in it",
      hint: "Would your number change if other characters had come?",
      stronger: "Take the logarithm of the one probability at came[t]",
    },
  },
  solution: {
    source: `${header} {
  const costs = came.map((character, t) => -Math.log2(probabilities[t][character]));
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}`,
    why:
      "At each place one probability counts, that of the character which came. Its negative logarithm to base two is what the " +
      "place costs; the mean makes texts of different length comparable.",
  },
  wrong: [
    ["natural logarithm", "nats", "-Math.log(P)", "sum / came.length"],
    ["logarithm to base 10", "ten", "-Math.log10(P)", "sum / came.length"],
    ["no minus", "sign", "Math.log2(P)", "sum / came.length"],
    ["no mean", "sum", "-Math.log2(P)", "sum"],
    ["perplexity", "perplexity", "-Math.log2(P)", "2 ** (sum / came.length)"],
    ["logarithm of the mean", "mean-first", "P", "-Math.log2(sum / came.length)"],
    [
      "the likeliest character",
      "surest",
      "-Math.log2(Math.max(...probabilities[t]))",
      "sum / came.length",
    ],
    [
      "how unsure it felt",
      "entropy",
      "-probabilities[t].reduce((all, p) => all + (p > 0 ? p * Math.log2(p) : 0), 0)",
      "sum / came.length",
    ],
    [
      "a place too far",
      "not-finite",
      "-Math.log2(probabilities[t][character + 1])",
      "sum / came.length",
    ],
  ].map(([label, misconception, cost, result]) => ({
    label,
    misconception,
    source: `${header} {
  let sum = 0;
  came.forEach((character, t) => {
    void [character, t];
    sum += ${cost.replace("P", "probabilities[t][character]")};
  });
  return ${result};
}`,
  })),
};

function compare(f: Reader, all: number[][], came: number[]): void {
  const wanted = right(all, came);
  const when = `with probabilities ${shortly(all)} and came = ${shortly(came)}`;
  const found = numberOf(call(f as never, [all, came], when), `${when}, the result`);
  if (close(found, wanted)) return;
  const name = Object.keys(likely).find((name) => close(found, likely[name](all, came)));
  throw new Finding(
    name ?? "other",
    `${when} it gave ${found.toFixed(4)}, wanted ${wanted.toFixed(4)} bits per character`,
  );
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
}
