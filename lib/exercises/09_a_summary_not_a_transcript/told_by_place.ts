/**
 * Reading a memory with probes: one memory, a reader of its own for each place.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import { apart, call, functionOf, kindOf, numbersOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

interface Probe {
  readonly W: readonly (readonly number[])[];
  readonly b: readonly number[];
}

const header =
  `/** For each place, the share of sequences whose letter there is told by the place's probe. */
function toldBy(
  states: readonly (readonly number[])[], // [sequence][unit]: the memory after the last letter
  probes: readonly { W: number[][]; b: number[] }[], // one a place: W is [unit][letter], b is [letter]
  letters: readonly (readonly number[])[], // [sequence][place]: which letter stood there, as 0, 1, 2, …
): number[]`;

type Case = [states: number[][], probes: Probe[], letters: number[][]];

const scoresOf = ({ W, b }: Probe, h: readonly number[], bias = 1) =>
  b.map((add, letter) => h.reduce((sum, x, unit) => sum + x * W[unit][letter], bias * add));
const highest = (scores: readonly number[]) => scores.indexOf(Math.max(...scores));
const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;

/** Which probe told what, by some reader: [sequence][place], 1 for right. */
function hits(
  [states, probes, letters]: Case,
  told = (probe: number, h: readonly number[], letter: number) =>
    highest(scoresOf(probes[probe], h)) === letter,
): number[][] {
  return states.map((h, n) => probes.map((_, t) => Number(told(t, h, letters[n][t]))));
}
const perPlace = (table: number[][]) => table[0].map((_, t) => mean(table.map((row) => row[t])));

/** Likely readings that are wrong. */
const likely: Readonly<Record<string, (given: Case) => number[]>> = {
  "one-probe": (given) =>
    perPlace(hits(given, (_, h, letter) => highest(scoresOf(given[1][0], h)) === letter)),
  "no-bias": (given) =>
    perPlace(hits(given, (t, h, letter) => highest(scoresOf(given[1][t], h, 0)) === letter)),
  "above-zero": (given) =>
    perPlace(hits(given, (t, h, letter) => scoresOf(given[1][t], h)[letter] > 0)),
  "by-sequence": (given) => hits(given).map(mean),
  "one-number": (given) => [mean(hits(given).map(mean))],
  "all-or-nothing": (given) =>
    perPlace(
      hits(given).map((row) => row.map((_, t) => Number(row.slice(0, t + 1).every(Boolean)))),
    ),
  "counted": (given) => perPlace(hits(given)).map((share) => share * given[0].length),
};

/** The exercise. */
export const toldByPlace: Exercise = {
  id: "09.told-by-place",
  kind: "fill in the equation",
  title: "read a memory with probes",
  goal: "Let each place's probe read the memory, and return how often it tells the letter there.",
  text: "The probes are fitted; now use them. The probe of place $t$ gives each letter the score " +
    "$h\\,W_t + b_t$ and tells the letter with the highest. All probes read the _same_ memory $h$: the one " +
    "after the last letter. For each place, return the share of sequences in which its probe is right.",
  answer: "toldBy",
  stub: `${header} {
  return yourTurn; // YOUR TURN
}`,
  begin: [
    "Begin with one sequence and one place: a score for each letter, then the highest",
    "The outer loop goes over the places, the inner one over the sequences: the memory is states[n], the probe probes[t]",
  ],
  check(answer) {
    const f = functionOf(answer, ["probe"]);
    const cases = [[60, 5, 4, 6], [7, 3, 2, 3], [1, 1, 1, 2], [5, 2, 6, 2], [20, 1, 3, 8]].map(
      ([count, units, places, classes], i) => made(count, units, places, classes, i),
    );
    for (const given of cases) {
      const [states, probes] = given;
      const wanted = perPlace(hits(given));
      const when = `with ${states.length} sequences, ${
        states[0].length
      } units and ${probes.length} places`;
      const result = call(f, given, when);
      const found = typeof result === "number" ? [result] : result;
      if (Array.isArray(found) && near(found, wanted) && Array.isArray(result)) continue;
      const said = `${when} it gave ${
        Array.isArray(found) ? round(found) : kindOf(found)
      }; wanted is ${round(wanted)}`;
      const name = Array.isArray(found) &&
        Object.keys(likely).find((name) => near(found, likely[name](given)));
      if (name) throw new Finding(name, said);
      numbersOf(result, wanted.length, when);
      throw new Finding("other", said);
    }
    return `${cases.length} memories of 1 to 5 units, read by up to 6 probes each: every share as wanted`;
  },
  learned:
    "One memory, many readers: what differs from place to place is only the question that is put to it. This is " +
    "how the curves below were made.",
  misconceptions: {
    "one-probe": {
      idea: "One probe reads for all places, so it tells the first letter, whatever was asked",
      hint: "Which probe was fitted to the letter at place 3?",
      stronger: "Take probes[t] for place t; the memory stays the same",
    },
    "no-bias": {
      idea: "The bias is left out; it says which letters are likely before the memory is looked at",
      hint: "A score is a weighted sum of the units, plus something",
      stronger: "Start the sum of each letter at b[letter]",
    },
    "above-zero": {
      idea: "A score above 0 is no answer: several letters can have one, and one letter is told",
      hint: "Which of its scores does a probe go by?",
      stronger: "It tells the letter with the highest score; compare that with the right one",
    },
    "by-sequence": {
      idea:
        "This is a share for each sequence: how much of it is told. Wanted is one for each place",
      hint: "What is averaged over, and what stays?",
      stronger: "Average over the sequences, once for each place",
    },
    "one-number": {
      idea:
        "Averaged over everything, the places can no longer be compared: which letters are lost?",
      hint: "How many shares are wanted, if there are 12 places?",
      stronger: "Return a list with one share a place",
    },
    "all-or-nothing": {
      idea:
        "A letter counts although another one was missed before it: each place is asked by itself",
      hint: "Does the probe of place 5 know what the probe of place 2 said?",
      stronger: "Judge each place alone, without looking at the others",
    },
    "counted": {
      idea: "These are counts; a share does not grow with the number of sequences",
      hint: "What is the largest value that a share can have?",
      stronger: "Divide by the number of sequences",
    },
  },
  solution: {
    source: `${header} {
  return probes.map(({ W, b }, t) => {
    const right = states.filter((h, n) => {
      const scores = b.map((add, letter) =>
        h.reduce((sum, x, unit) => sum + x * W[unit][letter], add)
      );
      return scores.indexOf(Math.max(...scores)) === letters[n][t];
    });
    return right.length / states.length;
  });
}`,
    why:
      "For each place its own W and b, for each sequence the same h. The scores are a weighted sum and a bias, the " +
      "highest one is what the probe says, and the share is counted over the sequences.",
  },
  wrong: [
    ["the first probe for all", "one-probe", answered("probes[0]", "")],
    ["no bias", "no-bias", answered("probes[t]", "", "0")],
    [
      "any score above zero",
      "above-zero",
      `${header} {
  return probes.map(({ W, b }, t) =>
    states.filter((h, n) =>
      h.reduce((sum, x, unit) => sum + x * W[unit][letters[n][t]], b[letters[n][t]]) > 0
    ).length / states.length
  );
}`,
    ],
    [
      "a share a sequence",
      "by-sequence",
      answered(
        "probes[t]",
        "\n  return right.map((row) => row.reduce((a, x) => a + x, 0) / row.length);",
      ),
    ],
    [
      "one share for everything",
      "one-number",
      answered(
        "probes[t]",
        "\n  const all = right.flat();\n  return [all.reduce((a, x) => a + x, 0) / all.length];",
      ),
    ],
    [
      "only as long as nothing was missed",
      "all-or-nothing",
      answered(
        "probes[t]",
        `
  for (const row of right) {
    for (let t = 1; t < row.length; t++) row[t] *= row[t - 1];
  }`,
      ),
    ],
    ["counts", "counted", answered("probes[t]", "", "add", "")],
    [
      "no return",
      "kind",
      `${header} {\n  states.map((h) => h[0]);\n  return undefined as never;\n}`,
    ],
  ].map(([label, misconception, source]) => ({ label, misconception, source })),
};

/** An answer in two loops, with other lines here and there. */
function answered(probe: string, more: string, add = "add", share = " / states.length"): string {
  return `${header} {
  const right = states.map((h, n) =>
    probes.map((_, t) => {
      const { W, b } = ${probe};
      const scores = b.map((${add === "add" ? "add" : "_"}, letter) =>
        h.reduce((sum, x, unit) => sum + x * W[unit][letter], ${add})
      );
      return scores.indexOf(Math.max(...scores)) === letters[n][t] ? 1 : 0;
    })
  ) as number[][];${more}
  return probes.map((_, t) => right.reduce((sum, row) => sum + row[t], 0)${share});
}`;
}

/** Memories, probes, and letters of which the probes tell about half. */
function made(count: number, units: number, places: number, classes: number, seed: number): Case {
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

function near(a: readonly unknown[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x) => typeof x === "number") &&
    apart(a as number[], b) < 1e-9;
}

function round(list: readonly unknown[]): string {
  const said = list.slice(0, 6).map((x) => typeof x === "number" ? x.toFixed(2) : String(x));
  return `[${said.join(", ")}${list.length > 6 ? ", …" : ""}]`;
}
