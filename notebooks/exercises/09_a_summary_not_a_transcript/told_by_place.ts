/**
 * Reading a memory with probes: one memory, a reader of its own for each place.
 *
 * @module
 */

import { probe } from "lib/checks/probe.ts";
import { count as counted } from "lib/exercises/differ.ts";
import { proportional } from "lib/exercises/does.ts";
import { numbersOf, type Shown } from "lib/exercises/diagnose.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { createRandom } from "lib/random.ts";

/** For each place, the share of sequences whose letter there is told by the place's probe. */
function toldBy(
  states: readonly (readonly number[])[], // [sequence][unit]: the memory after the last letter
  probes: readonly { W: number[][]; b: number[] }[], // one a place: W is [unit][letter], b is [letter]
  letters: readonly (readonly number[])[], // [sequence][place]: which letter stood there, as 0, 1, 2, …
): number[] {
  return probes.map(({ W, b }, t) => {
    const right = states.filter((h, n) => {
      const scores = b.map((add, letter) =>
        h.reduce((sum, x, unit) => sum + x * W[unit][letter], add)
      );
      return scores.indexOf(Math.max(...scores)) === letters[n][t];
    });
    return right.length / states.length;
  });
}

type Read = typeof toldBy;
type Probes = Parameters<Read>[1];
type States = Parameters<Read>[0];

const scoresOf = ({ W, b }: Probes[number], h: readonly number[], bias = 1) =>
  b.map((add, letter) => h.reduce((sum, x, unit) => sum + x * W[unit][letter], bias * add));
const highest = (scores: readonly number[]) => scores.indexOf(Math.max(...scores));
const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
type Told = (probes: Probes, t: number, h: readonly number[], letter: number, n: number) => boolean;
const rightly: Told = (probes, t, h, letter) => highest(scoresOf(probes[t], h)) === letter;

/** Which probe told what, by some reader: [sequence][place], 1 for right. */
const hits = (states: States, probes: Probes, letters: States, told = rightly): number[][] =>
  states.map((h, n) => probes.map((_, t) => Number(told(probes, t, h, letters[n][t], n))));
const perPlace = (table: number[][]) => table[0].map((_, t) => mean(table.map((row) => row[t])));
/** Shares by place, told in another way. */
const reading = (told: Told): Read => (states, probes, letters) =>
  perPlace(hits(states, probes, letters, told));

/** The exercise. */
export default functionExercise<Read>({
  id: "09.told-by-place",
  kind: "fill in the equation",
  title: "read a memory with probes",
  goal: "Let each place's probe read the memory, and return how often it tells the letter there.",
  text: "The probes are fitted; now use them. The probe of place $t$ gives each letter the score " +
    "$h\\,W_t + b_t$ and tells the letter with the highest. All probes read the _same_ memory $h$: the one " +
    "after the last letter. For each place, return the share of sequences in which its probe is right.",
  begin: [
    "Begin with one sequence and one place: a score for each letter, then the highest",
    "The outer loop goes over the places, the inner one over the sequences: the memory is states[n], the probe probes[t]",
  ],
  from: import.meta.url,
  solution: toldBy,
  why:
    "For each place its own W and b, for each sequence the same h. The scores are a weighted sum and a bias, the " +
    "highest one is what the probe says, and the share is counted over the sequences.",
  learned:
    "One memory, many readers: what differs from place to place is only the question that is put to it. This is " +
    "how the curves below were made.",
  notBy: [probe],
  cases: () =>
    [[60, 5, 4, 6], [7, 3, 2, 3], [1, 1, 1, 2], [5, 2, 6, 2], [20, 1, 3, 8], [3, 2, 3, 4]].map((
      [count, units, places, classes],
      i,
    ) => ({
      given: made(count, units, places, classes, i),
      said: `with ${counted(count, "sequence")}, ${counted(units, "unit")} and ${
        counted(places, "place")
      }`,
    })),
  found: (_, cases) =>
    `${cases.length} memories of 1 to 5 units, read by up to 6 probes each: every share as wanted`,
  ideas: {
    "one-probe": {
      idea: "One probe reads for all places, so it tells the first letter, whatever was asked",
      hint: "Which probe was fitted to the letter at place 3?",
      stronger: "Take probes[t] for place t; the memory stays the same",
      answers: [
        reading((probes, _, h, letter) => highest(scoresOf(probes[0], h)) === letter),
        (states, probes, letters) => toldBy(states, probes.map(() => probes[0]), letters),
        reading((probes, _, h, letter) => highest(scoresOf(probes.at(-1)!, h)) === letter),
        (states, probes, letters) =>
          toldBy(states, probes, letters.map((row) => row.map(() => row[0]))),
      ],
      does: (shown) =>
        !falls(shown) &&
        [0, -1].some((place) =>
          numbersOf(shown).every(({ found, wanted }) => found.at(place) === wanted.at(place))
        ),
    },
    "no-bias": {
      idea: "The bias is left out; it says which letters are likely before the memory is looked at",
      hint: "A score is a weighted sum of the units, plus something",
      stronger: "Start the sum of each letter at b[letter]",
      answers: [
        reading((probes, t, h, letter) => highest(scoresOf(probes[t], h, 0)) === letter),
        (states, probes, letters) =>
          toldBy(states, probes.map(({ W, b }) => ({ W, b: b.map(() => 0) })), letters),
        reading((probes, t, h, letter) => highest(scoresOf(probes[t], h, -1)) === letter),
        reading((probes, t, h, letter) => highest(scoresOf(probes[t], h, 2)) === letter),
      ],
    },
    "above-zero": {
      idea: "A score above 0 is no answer: several letters can have one, and one letter is told",
      hint: "Which of its scores does a probe go by?",
      stronger: "It tells the letter with the highest score; compare that with the right one",
      answers: [
        reading((probes, t, h, letter) => scoresOf(probes[t], h)[letter] > 0),
        reading((probes, t, h, letter) => scoresOf(probes[t], h)[letter] >= 0),
        reading((probes, t, h, letter) =>
          scoresOf(probes[t], h)[letter] > mean(scoresOf(probes[t], h))
        ),
      ],
    },
    "lowest": {
      idea: "The lowest score is taken, or the score itself is compared with a letter",
      hint: "Which of its scores does a probe go by?",
      stronger: "scores.indexOf(Math.max(...scores)) is the letter that it tells",
      answers: [
        reading((probes, t, h, letter) => {
          const scores = scoresOf(probes[t], h);
          return scores.indexOf(Math.min(...scores)) === letter;
        }),
        reading((probes, t, h, letter) => Math.max(...scoresOf(probes[t], h)) === letter),
        reading((probes, t, h, letter) =>
          highest(scoresOf(probes[t], h).map((x) => -x)) === letter
        ),
        reading((probes, t, h, letter) => highest(scoresOf(probes[t], h)) + 1 === letter),
      ],
    },
    "by-sequence": {
      idea:
        "This is a share for each sequence: how much of it is told. Wanted is one for each place",
      hint: "What is averaged over, and what stays?",
      stronger: "Average over the sequences, once for each place",
      answers: [
        (states, probes, letters) => hits(states, probes, letters).map(mean),
        (states, probes, letters) =>
          states.map((h, n) =>
            toldBy([h], probes, [letters[n]]).reduce((a, b) => a + b) / probes.length
          ),
      ],
      anyShape: true,
      does: ({ cases, found }) =>
        found.every((one, i) =>
          "parts" in one && one.parts.result.leaves.length === (cases[i].given[0] as States).length
        ),
    },
    "all-or-nothing": {
      idea:
        "A letter counts although another one was missed before it: each place is asked by itself",
      hint: "Does the probe of place 5 know what the probe of place 2 said?",
      stronger: "Judge each place alone, without looking at the others",
      answers: [
        (states, probes, letters) =>
          perPlace(
            hits(states, probes, letters).map((row) =>
              row.map((_, t) => Number(row.slice(0, t + 1).every(Boolean)))
            ),
          ),
        (states, probes, letters) =>
          perPlace(
            hits(states, probes, letters).map((row) => row.map(() => Number(row.every(Boolean)))),
          ),
        (states, probes, letters) => {
          const table = hits(states, probes, letters);
          for (const row of table) for (let t = 1; t < row.length; t++) row[t] *= row[t - 1];
          return perPlace(table);
        },
      ],
      does: falls,
    },
    "one-number": {
      idea:
        "Averaged over everything, the places can no longer be compared: which letters are lost?",
      hint: "How many shares are wanted, if there are 12 places?",
      stronger: "Return a list with one share a place",
      answers: [
        (states, probes, letters) => [mean(toldBy(states, probes, letters))],
        (states, probes, letters) => mean(toldBy(states, probes, letters)) as never,
        (states, probes, letters) => probes.map(() => mean(toldBy(states, probes, letters))),
      ],
      anyShape: true,
      does: ({ found }) =>
        found.every((one) =>
          "parts" in one && new Set(one.parts.result.leaves).size === 1 &&
          typeof one.parts.result.leaves[0] === "number" && one.parts.result.leaves[0] <= 1
        ),
    },
    "counted": {
      idea: "These are counts; a share does not grow with the number of sequences",
      hint: "What is the largest value that a share can have?",
      stronger: "Divide by the number of sequences",
      answers: [
        (states, probes, letters) => toldBy(states, probes, letters).map((x) => x * states.length),
        (states, probes, letters) =>
          toldBy(states, probes, letters).map((x) => Math.round(x * states.length)),
        (states, probes, letters) =>
          toldBy(states, probes, letters).map((x) => x * states.length / probes.length),
        (states, probes, letters) => toldBy(states, probes, letters).map((x) => 100 * x),
      ],
      does: proportional,
    },
    "missed": {
      idea: "That is the share that is not told: what is wrong is counted, not what is right",
      hint: "What should come out if every probe is always right?",
      stronger: "Count the sequences in which the told letter is the one that stood there",
      answers: [
        (states, probes, letters) => toldBy(states, probes, letters).map((x) => 1 - x),
        reading((...given) => !rightly(...given)),
      ],
    },
  },
  faults: {
    kind: [
      (states) => void states.map((h) => h[0]) as never,
      (states, probes, letters) => new Array<number>(toldBy(states, probes, letters).length),
    ],
    shape: [(states, probes, letters) => hits(states, probes, letters) as never],
    "not-finite": [
      (states, probes, letters) =>
        toldBy(states, probes, letters).map((x) => x / (states.length - 1) * 0 / 0),
    ],
    mutates: [
      (states, probes, letters) => {
        const shares = toldBy(states, probes, letters);
        for (const { b } of probes) b.sort();
        return shares;
      },
    ],
    throws: [(states, probes, letters) => toldBy(states, probes, letters.slice(1))],
  },
});

/** Memories, probes, and letters of which the probes tell about half. */
function made(
  count: number,
  units: number,
  places: number,
  classes: number,
  seed: number,
): Parameters<Read> {
  const random = createRandom(seed).fork("probes");
  const normals = (length: number, size = 1) =>
    Array.from({ length }, () => random.normal(0, size));
  const states = Array.from({ length: count }, () => normals(units));
  const probes = Array.from({ length: places }, () => ({
    W: Array.from({ length: units }, () => normals(classes)),
    b: normals(classes),
  }));
  const letters = states.map((h) =>
    probes.map((probe) =>
      random.next() < 0.4 ? highest(scoresOf(probe, h)) : random.integer(0, classes)
    )
  );
  return [states, probes, letters];
}

/** From place to place fewer are right, and never more than should be. */
function falls(shown: Shown): boolean {
  return numbersOf(shown).every(({ found, wanted }) =>
    found.every((x, t) => x <= wanted[t] && (t === 0 || x <= found[t - 1]))
  );
}
