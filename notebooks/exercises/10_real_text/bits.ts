/**
 * The measure of this notebook: bits per character.
 *
 * @module
 */

import type { Shown } from "lib/exercises/diagnose.ts";
import type { Outcome } from "lib/exercises/observe.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { log } from "lib/numeric.ts";
import { createRandom } from "lib/random.ts";

/** Bits per character of a reader, on a text. */
function bitsPer(
  probabilities: readonly (readonly number[])[], // [place][character]: what it expected at each place
  came: readonly number[], // [place]: the character that came, as 0, 1, 2, …
): number {
  const costs = came.map((character, t) => -Math.log2(probabilities[t][character]));
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

type Reader = typeof bitsPer;
type Rows = readonly (readonly number[])[];
const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
const log2 = (x: number) => log(x) / Math.LN2;
/** The mean over all places of a cost. */
const costing =
  (cost: (row: readonly number[], character: number) => number): Reader => (all, came) =>
    mean(came.map((character, t) => cost(all[t], character)));
const right = bitsPer;

/** The exercise. */
export default functionExercise<Reader>({
  id: "10.bits",
  kind: "fill in the equation",
  title: "bits per character",
  goal: "Work out bits per character from what a reader expected and what came.",
  text:
    "A reader gives each character a probability before it sees which one comes. Return its bits per character: the " +
    "mean, over all places, of $-\\log_2 P(\\text{the character that came})$.",
  begin: [
    "Of each place's probabilities only one is needed: which?",
    "The probability at place t is probabilities[t][came[t]]; Math.log2 gives its logarithm",
  ],
  from: import.meta.url,
  solution: bitsPer,
  why:
    "At each place one probability counts, that of the character which came. Its negative logarithm to base two is what the " +
    "place costs; the mean makes texts of different length comparable.",
  learned:
    "Who expected the character that came pays little, who called it unlikely pays much, and nobody is paid for having been sure. " +
    "Divided by ln 2, the loss that training lowers is this very number.",
  cases: () => {
    const drawn = [[40, 6, 2], [1, 3, 1], [5, 2, 4], [300, 81, 1]].map(
      ([places, size, sharpness]) => {
        const random = createRandom(places).fork("reader");
        const all = Array.from({ length: places }, () => {
          const weights = Array.from(
            { length: size },
            () => (0.05 + random.next()) ** sharpness,
          );
          const total = weights.reduce((sum, w) => sum + w, 0);
          return weights.map((w) => w / total);
        });
        return { given: [all, all.map(() => random.integer(0, size))] };
      },
    );
    return [
      ...drawn,
      { given: [[[1, 0], [0.25, 0.75]], [0, 0]] }, // sure and right: no bits; an impossible one beside it
      { given: [[[0.25, 0.75], [0.5, 0.5]], [1, 0]] },
      { given: [[[0.25, 0.75]], [0]] },
      { given: [[[0.25, 0.75]], [1]] },
      { given: [[[1e-6, 1 - 1e-6]], [0]] }, // a great surprise
    ];
  },
  found: (_, cases) =>
    `${cases.length} texts of 1 to 300 characters: every value as wanted, from 1 bit where it was sure at one of two places to 20 bits for a surprise`,
  ideas: {
    "no-logarithm": {
      idea: "No logarithm is taken: that is a mean of probabilities, or of what is missing to 1",
      hint: "What does a character cost that was expected with probability 1/4?",
      stronger: "-Math.log2 of the probability",
      answers: [
        costing((row, character) => row[character]),
        costing((row, character) => 1 - row[character]),
        costing((row, character) => 1 / row[character]),
        costing((row, character) => -row[character]),
      ],
      does: (shown) =>
        [[0.25, 0.75], [0.75, 0.25], [4, 4 / 3], [-0.25, -0.75], [-0.75, -0.25]].some((pair) =>
          near(single(shown), pair)
        ),
    },
    "mean-first": {
      idea:
        "The logarithm of the mean forgives one great surprise if the others were sure; the mean of logarithms does not",
      hint: "What does one character cost to which it gave a probability of nearly 0?",
      stronger: "First the logarithm at each place, then the mean",
      answers: [
        (all, came) => -log2(mean(came.map((character, t) => all[t][character]))),
        (all, came) => -log(mean(came.map((character, t) => all[t][character]))),
        (all, came) =>
          Math.log2(came.length / came.reduce((sum, character, t) => sum + all[t][character], 0)),
      ],
      does: (shown) =>
        [1, Math.LN2].some((factor) =>
          shown.cases.every(({ given }, i) => {
            const [all, came] = given as [Rows, number[]];
            const cost = -log2(mean(came.map((character, t) => all[t][character])));
            return Math.abs(numberIn(shown.found[i]) - factor * cost) < 1e-4 * (1 + cost);
          })
        ),
    },
    "the-others": {
      idea: "What is taken, or taken as well, is the chance that the character does not come",
      hint: "What should a reader pay that gave the character that came a probability of 1?",
      stronger: "One logarithm a place: that of the probability at came[t]",
      answers: [
        costing((row, character) => -log2(1 - row[character])),
        costing((row, character) =>
          -log2(row.reduce((sum, p, other) => other === character ? sum : sum + p, 0))
        ),
        costing((row, character) => -log2(row[character]) - log2(1 - row[character])),
        costing((row, character) =>
          row.reduce((sum, p, other) => sum - log2(other === character ? p : 1 - p), 0)
        ),
      ],
    },
    "next-character": {
      idea:
        "The probabilities of another place are used, or those of another character than the one that came",
      hint: "At place t, which row of `probabilities` is it, and which number in it?",
      stronger: "The one that counts is probabilities[t][came[t]]",
      answers: [
        (all, came) => mean(came.slice(1).map((character, t) => -log2(all[t][character]))),
        (all, came) => mean(came.map((_, t) => -log2(all[t][came[(t + 1) % came.length]]))),
        (all, came) => mean(came.map((_, t) => -log2(all[t][0]))),
        costing((row, character) => -Math.log2(row[character + 1])),
        (all, came) => mean(came.map((character) => -log2(all[0][character]))),
        (all, came) =>
          mean(came.map((character, t) => -log2(all[t][(character + 1) % all[t].length]))),
        (all, came) => mean(came.map((_, t) => -log2(all[t][came[t + 1] ?? came[0]]))),
        (all, came) => mean(came.map((_, t) => -log2(all[t][came[0]]))),
        (all, came) => mean(came.map((_, t) => -log2(all[t][all[t].length - 1]))),
        (all, came) => mean(came.map((character) => -log2(all.at(-1)![character]))),
        (all, came) =>
          mean(came.map((character, t) => -log2(all[Math.min(t + 1, all.length - 1)][character]))),
      ],
      does: anotherEntry,
    },
    "surest": {
      idea:
        "That looks at the character it thought likeliest, whether or not it came: being sure would be enough",
      hint: "What should a reader pay that was sure, and wrong?",
      stronger: "Take the probability of came[t]",
      answers: [
        costing((row) => -log2(Math.max(...row))),
        (all) => mean(all.map((row) => -Math.log2(Math.max(...row)))),
        costing((row, character) => -log2(row[character] / Math.max(...row))),
      ],
      does: (shown) => {
        const [one, other] = single(shown);
        return near([one], [0.415]) || (near([other], [0]) && one > 0.1);
      },
    },
    "entropy": {
      idea: "That is how unsure it felt, not how wrong it was: what came does not occur in it",
      hint: "Would your number change if other characters had come?",
      stronger: "Take the logarithm of the one probability at came[t]",
      answers: [
        (all) =>
          mean(all.map((row) => -row.reduce((sum, p) => sum + (p > 0 ? p * log2(p) : 0), 0))),
        costing((row, character) => -row[character] * log2(row[character])),
        (all) => mean(all.map((row) => mean(row.map((p) => p > 0 ? -log2(p) : 0)))),
        (all) => mean(all.map((row) => -row.reduce((sum, p) => sum + p * Math.log2(p), 0))),
      ],
      does: (shown) => {
        const [one, other] = single(shown);
        return (one === other && one > 0.1) || near([one, other], [0.5, 0.3113]);
      },
    },
    "nats": {
      idea:
        "Natural logarithms give nats, the unit of the loss in training; a bit is ln 2 of a nat",
      hint: "How many bits has a fair coin, and what is ln 2?",
      stronger: "Use Math.log2, or divide by Math.LN2",
      answers: [
        costing((row, character) => -log(row[character])),
        (all, came) => right(all, came) * Math.LN2,
        (all, came) => -mean(came.map((character, t) => Math.log(all[t][character]))),
      ],
      does: (shown) => factorOf(shown, Math.LN2),
    },
    "ten": {
      idea: "Logarithms to base 10 count digits; bits are counted in powers of two",
      hint: "How many bits has a fair coin?",
      stronger: "Use Math.log2 in place of the logarithm to base 10",
      answers: [
        costing((row, character) => -Math.log10(row[character])),
        (all, came) => right(all, came) * Math.LN2 / Math.LN10,
      ],
      does: (shown) => factorOf(shown, Math.LN2 / Math.LN10),
    },
    "twice-converted": {
      idea: "The unit is converted the wrong way, or once too often: a bit is ln 2 of a nat",
      hint: "How many bits has a fair coin, by your function?",
      stronger: "Math.log2 alone; or Math.log divided by Math.LN2, once",
      answers: [
        (all, came) => right(all, came) / Math.LN2,
        costing((row, character) => -log(row[character]) * Math.LN2),
        costing((row, character) => -log2(row[character]) * Math.LN2 * Math.LN2),
      ],
      does: (shown) =>
        [1 / Math.LN2, Math.LN2 ** 2, 1 / Math.LN2 ** 2].some((factor) => factorOf(shown, factor)),
    },
    "sign": {
      idea: "The logarithm of a probability is negative; bits are what it costs, so the sign turns",
      hint: "Can a text cost less than nothing?",
      stronger: "Put a minus in front of the logarithm",
      answers: [
        costing((row, character) => log2(row[character])),
        (all, came) => -right(all, came),
        costing((row, character) => log(row[character])),
      ],
      does: (shown) => shown.found.every((one) => numberIn(one) <= 0),
    },
    "sum": {
      idea: "That is the cost of the whole text; a longer one would look worse",
      hint: "It is bits _per_ character",
      stronger: "Divide by the number of places",
      answers: [
        (all, came) => right(all, came) * came.length,
        (all, came) => came.reduce((sum, character, t) => sum - Math.log2(all[t][character]), 0),
        (all, came) => right(all, came) * came.length / (came.length + 1),
      ],
      does: (shown) => !factorOf(shown, 1) && byLength(shown),
    },
    "by-alphabet": {
      idea: "It is divided by the number of characters there are, not of those that came",
      hint: "Over how many places is the mean taken?",
      stronger: "Divide by came.length",
      answers: [
        (all, came) => right(all, came) * came.length / all[0].length,
        (all, came) => right(all, came) / all[0].length,
        costing((row, character) => -log2(row[character]) / row.length),
      ],
      does: proportionalPerCase,
    },
    "perplexity": {
      idea:
        "That is the perplexity: among how many equally likely characters it hesitates. Bits are its logarithm",
      hint: "Hesitating between four costs how many bits?",
      stronger: "Leave out the power of two at the end",
      answers: [
        (all, came) => 2 ** right(all, came),
        (all, came) => Math.E ** (right(all, came) * Math.LN2),
        (all, came) => Math.E ** right(all, came),
      ],
    },
    "one-missing": {
      idea: "A place is left out: the loop begins too late or ends too early",
      hint: "What comes out for a text of a single character?",
      stronger: "Go through all of `came`, from place 0 on",
      answers: [
        (all, came) => right(all.slice(1), came.slice(1)),
        (all, came) => right(all.slice(0, -1), came.slice(0, -1)),
        (all, came) => came.length < 2 ? 0 : right(all.slice(1), came.slice(1)),
        (all, came) => came.length < 2 ? 0 : right(all.slice(0, -1), came.slice(0, -1)),
      ],
      does: ({ cases, found }) =>
        Number.isFinite(numberIn(found[0])) &&
        found.every((one, i) =>
          (cases[i].given[1] as number[]).length !== 1 || ("parts" in one &&
            [0, "NaN"].includes(
              one.parts.result.leaves[0] === 0 ? 0 : String(one.parts.result.leaves[0]),
            ))
        ),
    },
  },
  faults: {
    kind: [
      (all, came) => came.map((character, t) => -Math.log2(all[t][character])) as never,
      (all, came) => right(all, came).toFixed(2) as never,
    ],
    throws: [(all, came) => right(all, [...came, 0])],
  },
});

const numberIn = (one: Outcome) => "fault" in one ? NaN : one.parts.result.leaves[0] as number;
const near = (list: readonly number[], wanted: readonly number[]) =>
  wanted.every((x, i) => Math.abs(list[i] - x) < 1e-3);

/** Whether every place pays for another number of the table than that of the character which came there. */
function anotherEntry({ cases, found }: Shown): boolean {
  const [all, came] = cases[0].given as [Rows, number[]];
  const [places, size] = [came.length, all[0].length];
  const clamped = (t: number) => Math.min(Math.max(t, 0), places - 1);
  const rows = [
    (t: number) => t,
    (t: number) => clamped(t + 1),
    (t: number) => clamped(t - 1),
    () => 0,
    () => -1,
  ];
  const entries = [
    (t: number) => came[t],
    (t: number) => came[(t + 1) % places],
    (t: number) => came[clamped(t - 1)],
    (t: number) => (came[t] + 1) % size,
    (t: number) => came[t] + 1,
    () => came[0],
    () => 0,
    () => size - 1,
  ];
  return rows.some((row, i) =>
    entries.some((entry, k) => {
      const bits = came.map((_, t) => -log2(all.at(row(t))![entry(t)] ?? NaN));
      const isRight = i === k && i < 3; // the same place for both
      return !isRight &&
        [0, 1].some((off) =>
          Math.abs(mean(bits.slice(0, places - off)) - numberIn(found[0])) < 1e-6
        );
    })
  );
}

/** What a single character costs that was expected with probability 1/4, and with 3/4. */
function single({ cases, found }: Shown): [number, number] {
  const at = cases.findIndex(({ given }) => JSON.stringify(given[0]) === "[[0.25,0.75]]");
  return [numberIn(found[at]), numberIn(found[at + 1])];
}

/** Whether every case is the right number times this one. */
function factorOf({ found, wanted }: Shown, factor: number): boolean {
  return found.every((one, i) => {
    const [came, right] = [one, wanted[i]].map((each) =>
      "fault" in each ? NaN : each.parts.result.leaves[0] as number
    );
    return Math.abs(came - factor * right) <= 1e-4 * Math.abs(right);
  });
}

/** Whether the factor to the right number goes by the length of the text. */
function byLength({ cases, found, wanted }: Shown): boolean {
  return [0, 1].some((more) =>
    found.every((one, i) => {
      const length = (cases[i].given[1] as number[]).length;
      const [came, right] = [one, wanted[i]].map((each) =>
        "fault" in each ? NaN : each.parts.result.leaves[0] as number
      );
      return Math.abs(came * (length + more) - right * length) < 1e-3 * came ||
        Math.abs(came - right * length) < 1e-3 * came;
    })
  );
}

/** Whether the factor to the right number goes by the size of the alphabet. */
function proportionalPerCase({ cases, found, wanted }: Shown): boolean {
  return found.every((one, i) => {
    const [all, came] = cases[i].given as [Rows, number[]];
    const [said, right] = [one, wanted[i]].map((each) =>
      "fault" in each ? NaN : each.parts.result.leaves[0] as number
    );
    return [1, came.length].some((length) =>
      Math.abs(said * all[0].length - right * length) < 1e-3 * Math.abs(said)
    );
  });
}
