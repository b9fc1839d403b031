/**
 * A GRU of the other convention is to be read in: what must become of its weights?
 *
 * @module
 */

import type { Shown } from "lib/exercises/diagnose.ts";
import { count } from "lib/exercises/differ.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import type { Case } from "lib/exercises/observe.ts";
import { sigmoid, tanh } from "lib/numeric.ts";
import { createRandom } from "lib/random.ts";

/** Weights of r, z and n of one unit, from a GRU in which z overwrites, for one in which z keeps. */
function turnRound(r: readonly number[], z: readonly number[], n: readonly number[]): number[][] {
  return [[...r], z.map((w) => -w), [...n]];
}

/** Weights of r, z and n of one unit, from a GRU in which z overwrites, for one in which z keeps. */
function broken(r: readonly number[], z: readonly number[], n: readonly number[]): number[][] {
  return [[...r], z.map((w) => 1 - w), [...n]]; // YOUR TURN: mend this line
}

type Turn = typeof turnRound;
type Weights = readonly (readonly number[])[];
const minus = (list: readonly number[]) => list.map((w) => -w);
/** Changes the weights of z alone, place by place. */
const ofZ = (change: (w: number, i: number, z: readonly number[]) => number): Turn => (r, z, n) => [
  [...r],
  z.map(change),
  [...n],
];

/** The exercise. */
export default functionExercise<Turn>({
  id: "08.turn-round",
  kind: "find the bug",
  title: "weights from the other convention",
  goal:
    "Mend the conversion: a trained GRU whose z overwrites should say the same in ours, whose z keeps.",
  text:
    "You found a trained GRU, but it is one of those that say $h_t = (1 - z_t) \\circ h_{t-1} + z_t \\circ n_t$. Its " +
    "weights have to be changed so that **our** equation does the same with them. For one unit the three lists hold the " +
    "weights of r, z and n (for each input, for h, and the bias last). Where theirs has $z$, ours needs $1 - z$, so " +
    "somebody wrote `1 - w`. What comes out is no GRU anybody trained. Mend it.",
  begin: [
    "It is the gate that must become 1 − z. Is a weight the gate?",
    "σ(a) and σ(−a): what is their sum?",
  ],
  from: import.meta.url,
  broken,
  solution: turnRound,
  why:
    "The gate is σ(a), where a is the weighted sum. 1 − σ(a) = σ(−a), and −a is the sum with all signs changed.",
  learned:
    "Both conventions are one cell: 1 − σ(a) is σ(−a), so the weights of z change their sign and nothing else does. " +
    "Nothing crashes if you forget it, which is why one compares memories before one trusts weights.",
  cases: () =>
    [2, 1, 4, 0].map((inputs) => {
      const random = createRandom(inputs).fork("weights");
      const draw = () => Array.from({ length: inputs + 2 }, () => random.normal());
      return { given: [draw(), draw(), draw()], said: `for ${count(inputs, "input")}` };
    }),
  found: () => "with 0, 1, 2 and 4 inputs, over 20 steps, both GRUs keep the same memories",
  said: (f, one) =>
    `${one.said}, over 20 steps the memory is off by up to ${memoryOff(f, one).toPrecision(2)}`,
  ideas: {
    "as-it-is": {
      idea: "Taken over as they are: now the cell keeps what it learned to overwrite",
      hint: "With z = 1, what did their cell do, and what does ours?",
      stronger: "Ours needs 1 − σ(a), and that is σ(−a)",
      answers: [
        (r, z, n) => [[...r], [...z], [...n]],
        ofZ((w) => w),
        ofZ((w) => 1 - (1 - w)),
      ],
    },
    "bias-left": {
      idea: "The bias is a part of the sum that goes into the sigmoid, too",
      hint: "−(w x + b) is not −w x + b",
      stronger: "All of the list of z changes its sign, the last number as well",
      answers: [
        ofZ((w, i, z) => i < z.length - 1 ? -w : w),
        (r, z, n) => [[...r], [...minus(z.slice(0, -1)), z.at(-1)!], [...n]],
        ofZ((w, i, z) => i < z.length - 1 ? -w : 1 - w),
        ofZ((w, i, z) => i < z.length - 1 ? -w : w - 1),
      ],
      does: (shown) => turned(shown, (i, length) => i < length - 1),
    },
    "bias-only": {
      idea: "Only the bias is turned round; what z does in answer to what is read is not",
      hint: "−(w x + b) is not w x − b",
      stronger: "All of the list of z changes its sign",
      answers: [
        ofZ((w, i, z) => i < z.length - 1 ? w : -w),
        (r, z, n) => [[...r], [...z.slice(0, -1), -z.at(-1)!], [...n]],
        ofZ((w, i, z) => i < z.length - 1 ? w : 1 - w),
      ],
      does: (shown) => turned(shown, (i, length) => i === length - 1),
    },
    "part-of-it": {
      idea: "Only some weights of z change their sign: the sum in the gate has them all",
      hint:
        "The list holds the weights of the inputs, then that of h, then the bias. Which have you turned?",
      stronger: "All of the list of z changes its sign",
      answers: [
        ofZ((w, i, z) => i < z.length - 2 ? -w : w),
        ofZ((w, i, z) => i === z.length - 2 ? -w : w),
        ofZ((w, i) => i === 0 ? -w : w),
        ofZ((w, i, z) => i === z.length - 2 ? w : -w),
      ],
      does: ({ cases, found }) =>
        found.every((one, k) => {
          if ("fault" in one) return false;
          const [r, z, n] = cases[k].given as number[][];
          const came = one.values.result as number[][];
          return came?.length === 3 && String(came[0]) === String(r) &&
            String(came[2]) === String(n) &&
            z.every((w, i) => Math.abs(came[1][i]) === Math.abs(w));
        }),
    },
    "all-turned": {
      idea: "r and n mean the same in these two conventions; only z does not",
      hint: "In which of the four equations do the conventions differ?",
      stronger: "Leave r and n as they are",
      answers: [
        (r, z, n) => [r, z, n].map(minus),
        (r, z, n) => [minus(r), minus(z), [...n]],
        (r, z, n) => [[...r], minus(z), minus(n)],
      ],
    },
    "wrong-gate": {
      idea: "The reset gate was turned round; it is the update gate, z, that differs",
      hint: "In which of the four equations do the conventions differ?",
      stronger: "The second list",
      answers: [
        (r, z, n) => [minus(r), [...z], [...n]],
        (r, z, n) => [[...r], [...z], minus(n)],
        (r, z, n) => [r.map((w) => 1 - w), [...z], [...n]],
      ],
      does: ({ cases, found }) =>
        found.every((one, k) =>
          !("fault" in one) &&
          String((one.values.result as number[][])[1]) === String(cases[k].given[1])
        ),
    },
    "exchanged": {
      idea: "The two gates have changed places; they are in the same order in both",
      hint: "What does r do in either convention?",
      stronger: "Leave the order; change the sign of all of z",
      answers: [
        (r, z, n) => [[...z], [...r], [...n]],
        (r, z, n) => [minus(z), [...r], [...n]],
        (r, z, n) => [[...n], minus(z), [...r]],
        (r, z, n) => [[...r], [...n], minus(z)],
        (r, z, n) => [minus(z), minus(r), [...n]],
      ],
      does: ({ cases, found }) =>
        found.every((one, k) => {
          if ("fault" in one) return false;
          const sizes = (list: readonly number[]) => String(list.map(Math.abs));
          const [came, given] = [one.values.result as number[][], cases[k].given as number[][]];
          return came?.length === 3 && came.some((list, i) => sizes(list) !== sizes(given[i])) &&
            came.map(sizes).toSorted().join() === given.map(sizes).toSorted().join();
        }),
    },
    "reciprocal": {
      idea: "One over a weight turns no gate round",
      hint: "What becomes of a weight of 0, or of one near it?",
      stronger: "σ(−a) = 1 − σ(a): minus each weight of z",
      answers: [
        ofZ((w) => 1 / w),
        ofZ((w) => -1 / w),
        ofZ((w) => 1 / (1 + Math.abs(w))),
      ],
      does: ({ cases, found }) =>
        found.every((one, k) => { // larger weights become smaller ones
          if ("fault" in one) return false;
          const given = (cases[k].given[1] as number[]).map(Math.abs);
          const came = (one.values.result as number[][])[1].map(Math.abs);
          return given.every((x, i) => given.every((y, j) => x >= y || came[i] > came[j]));
        }),
    },
    "gate-made-of-weights": {
      idea:
        "A weight is put through the sigmoid, or taken from 1: it is the gate that lies between 0 and 1, not its weights",
      hint: "1 − σ(a) is σ of what?",
      stronger: "σ(−a) = 1 − σ(a): minus each weight of z",
      answers: [
        ofZ((w) => 1 - sigmoid(w)),
        ofZ((w) => sigmoid(-w)),
        ofZ((w) => -1 - w),
        ofZ((w) => w - 1),
        ofZ((w) => 1 + w),
        ofZ((w) => -sigmoid(w)),
      ],
      does: ({ cases, found }) =>
        found.every((one, k) => { // a number between 0 and 1, or one more or less than the weight
          if ("fault" in one) return false;
          const given = cases[k].given[1] as number[];
          const came = (one.values.result as number[][])[1];
          return came.every((x) => x > 0 && x < 1) || came.every((x) => x < 0 && x > -1) ||
            [1, -1].some((sign) =>
              given.every((w, i) => Math.abs(Math.abs(came[i] - sign * w) - 1) < 1e-9)
            );
        }),
    },
  },
  faults: {
    shape: [
      (_r, z) => [minus(z)],
      (r, z, n) => [[...r], minus(z).slice(0, -1), [...n]],
      (r, z, n) => [...r, ...minus(z), ...n] as never,
    ],
    kind: [(_r, z) => ({ z: minus(z) }) as never, (r, z, n) => ({ r, z: minus(z), n }) as never],
    "not-finite": [ofZ((w) => Math.log(-Math.abs(w) - 1))],
    mutates: [
      (r, z, n) => {
        (z as number[]).forEach((w, i) => (z as number[])[i] = -w);
        return [[...r], [...z], [...n]];
      },
    ],
  },
});

/** Whether just these places of z have changed their sign, or been taken from 1. */
function turned({ cases, found }: Shown, where: (i: number, length: number) => boolean): boolean {
  return found.every((one, k) => {
    if ("fault" in one) return false;
    const z = cases[k].given[1] as number[];
    const came = (one.values.result as number[][])[1];
    return z.every((w, i) =>
      where(i, z.length) ? came[i] === -w || Math.abs(came[i] - (1 - w)) < 1e-9 : came[i] !== -w
    );
  });
}

/** How far the memories of both GRUs are apart. */
function memoryOff(f: Turn, { given }: Case): number {
  const theirs = given as number[][];
  const inputs = theirs[0].length - 2;
  const random = createRandom(inputs).fork("words");
  const words = Array.from(
    { length: 20 },
    () => Array.from({ length: inputs }, () => random.normal()),
  );
  const [r, z, n] = theirs;
  const ours = memories(f(r, z, n), words, "keeps");
  return Math.max(...memories(theirs, words, "overwrites").map((h, t) => Math.abs(h - ours[t])));
}

/** The memories of one GRU unit over some words, in either convention. */
function memories(
  [r, z, n]: Weights,
  words: readonly (readonly number[])[],
  convention: "keeps" | "overwrites",
): number[] {
  let h = 0;
  return words.map((x) => {
    const at = x.length;
    const input = (w: readonly number[]) =>
      x.reduce((sum, one, i) => sum + one * w[i], 0) + w[at + 1];
    const reset = sigmoid(input(r) + r[at] * h);
    const update = sigmoid(input(z) + z[at] * h);
    const candidate = tanh(input(n) + reset * n[at] * h);
    const keep = convention === "keeps" ? update : 1 - update;
    return h = keep * h + (1 - keep) * candidate;
  });
}
