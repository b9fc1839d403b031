import { expect, it } from "vitest";
import { common } from "lib/exercises/common.ts";
import type { Exercise } from "lib/exercises/definition.ts";
import { judge } from "lib/exercises/judge.ts";
import { exerciseNamed } from "lib/exercises/load.ts";
import {
  add,
  linear,
  multiply,
  sigmoid,
  subtract,
  tanh,
  type Tensor,
  transpose,
} from "lib/tensor/mod.ts";
import { needs } from "../support/permissions.ts";

/** Exercises are read from their files. */
const { describe } = needs({ read: true });
const judged = async (id: string, answer: unknown) => judge(await exerciseNamed(id), answer);

type Step = (step: (x: number, h: number) => number, xs: number[], start: number) => unknown;
type Combine = (x: Tensor, h: Tensor, W_x: Tensor, W_h: Tensor, b: Tensor) => Tensor;
type Weights = Record<"W" | "U" | "b" | "W_f" | "U_f" | "b_f", Tensor>;
const lengthOf = (list: readonly number[]) => Math.hypot(...list);

/** Written for this test alone: none is in the lists that diagnose. */
const told: readonly (readonly [id: string, what: string, answer: unknown, idea: string])[] = [
  [
    "03.combine",
    "h without its matrix",
    ((x, h, W_x, _, b) => tanh(add(b, h, linear(x, W_x)))) satisfies Combine,
    "bare",
  ],
  [
    "03.combine",
    "h by x's matrix",
    ((x, h, W_x, _, b) =>
      tanh(add(linear(x, W_x), linear(h, transpose(W_x)), b))) satisfies Combine,
    "bare",
  ],
  [
    "03.combine",
    "a minus before b",
    ((x, h, W_x, W_h, b) =>
      tanh(subtract(add(linear(x, W_x), linear(h, W_h)), b))) satisfies Combine,
    "multiplied",
  ],
  [
    "03.combine",
    "a product of three",
    ((x, h, W_x, W_h, b) =>
      tanh(multiply(linear(x, W_x), add(linear(h, W_h), b)))) satisfies Combine,
    "multiplied",
  ],
  [
    "13.minimal-gate",
    "1 − f inside U",
    (x: Tensor, h: Tensor, p: Weights) => {
      const f = sigmoid(add(linear(x, p.W_f), linear(h, p.U_f), p.b_f));
      const n = tanh(add(linear(x, p.W), linear(multiply(h, subtract(1, f)), p.U), p.b));
      return add(h, multiply(f, subtract(n, h)));
    },
    "sees-the-rest",
  ],
  [
    "03.read-on",
    "the round's number",
    ((step, xs, h) => xs.map((_, t) => h = step(t, h))) satisfies Step,
    "number-read",
  ],
  [
    "11.seasonal-forecast",
    "as many as are asked for",
    (known: number[], _: number, ahead: number) =>
      known.filter((_, i) => i >= known.length - ahead),
    "newest",
  ],
  [
    "02.slots-weights",
    "hidden units among themselves",
    (T: number, I: number, H: number, O: number) => H * (T * I + H + 1) + (H + 1) * T * O,
    "recurrent",
  ],
  [
    "07.step",
    "σ for what is written",
    (i: Tensor, f: Tensor, g: Tensor, o: Tensor, c: Tensor) => {
      const kept = add(multiply(sigmoid(f), c), multiply(sigmoid(g), sigmoid(i)));
      return { c: kept, h: multiply(sigmoid(o), tanh(kept)) };
    },
    "writes-one-way",
  ],
  [
    "07.step",
    "σ of what is written as the gate of what is shown",
    (i: Tensor, f: Tensor, g: Tensor, _: Tensor, c: Tensor) => {
      const kept = add(multiply(sigmoid(i), tanh(g)), multiply(sigmoid(f), c));
      return { c: kept, h: multiply(tanh(kept), sigmoid(g)) };
    },
    "other-gate",
  ],
  [
    "11.seasonal-forecast",
    "the very first values",
    (known: number[], _: number, ahead: number) => known.filter((_, i) => i < ahead),
    "first-season",
  ],
  [
    "05.clip",
    "the limit taken off",
    (g: number[][], m: number) => g.map((r) => r.map((x) => lengthOf(g.flat()) > m ? x - m : x)),
    "subtracted",
  ],
  [
    "10.pieces",
    "the next piece",
    (ids: number[], n: number) =>
      Array.from({ length: Math.ceil((ids.length - 1) / n) }, (_, k) => ({
        inputs: ids.slice(k * n, k * n + n),
        targets: ids.slice(k * n + n, k * n + 2 * n),
      })),
    "piece-ahead",
  ],
  [
    "12.mask",
    "rows of another length each",
    (scores: number[][]) =>
      scores.map((row, t) => {
        const list = row.filter((_, s) => s < t + 1).map((x) => Math.exp(x));
        return list.map((x) => x / list.reduce((a, b) => a + b, 0));
      }),
    "cut",
  ],
  [
    "04.tied-sets",
    "nothing where no step has been",
    (asked: number[][], picks: number[], sets: number) => {
      const all: number[][] = new Array(sets);
      picks.forEach((k, t) => all[k] = asked[t].map((x, i) => (all[k]?.[i] ?? 0) + x));
      return all;
    },
    "unused-left-out",
  ],
  ["12.twice-as-long", "nearly", { work: 4.001, kept: 2 }, "not-whole"],
];

describe("an idea is told of who has it", () => {
  it.each(told.map(([id, what, answer, idea]) => ({ id, what, answer, idea })))(
    "$id: $what",
    async ({ id, answer, idea }) => {
      expect(await judged(id, answer)).toMatchObject({ state: "wrong", misconception: idea });
    },
  );
});

describe("and of nobody else", () => {
  it.each(["03.combine", "05.clip", "07.fading-lstm", "12.attend"])(
    "in %s most answers whose own idea is unknown are told none, or one that is true of all",
    async (id) => {
      const exercise = await exerciseNamed(id);
      const all = exercise.ideas as
        & Exercise["ideas"]
        & Record<string, { does?: unknown; rest?: boolean }>;
      let [neutral, foreign] = [0, 0];
      for (const [name, kept] of Object.entries(all)) {
        if (kept.rest) continue;
        const ideas = all as Record<string, unknown>;
        ideas[name] = { ...kept, answers: [], does: undefined };
        for (const answer of kept.answers) {
          const { misconception } = await judge(exercise, answer);
          if (misconception! in common || all[misconception!].rest) neutral++;
          else foreign++;
        }
        ideas[name] = kept;
      }
      expect(foreign / (neutral + foreign)).toBeLessThan(0.5);
    },
  );
});

describe("a difference is shown where it is", () => {
  const step =
    (change: (h: Tensor, c: Tensor) => unknown) =>
    (i: Tensor, f: Tensor, g: Tensor, o: Tensor, c: Tensor) => {
      const kept = add(multiply(sigmoid(f), c), multiply(sigmoid(i), tanh(g)));
      return change(multiply(sigmoid(o), tanh(kept)), kept);
    };

  it("in a record of tensors, whatever the order of its fields", async () => {
    const { observed } = await judged("07.step", step((h, c) => ({ c, h: multiply(2, h) })));
    expect(observed).toMatch(
      /^for batch 3, hiddenSize 4, it gives a h that is off by up to 0\.\d+$/,
    );
  });

  it("and a field that nobody asked for is no part of it", async () => {
    const more = step((h, c) => ({ h, extra: multiply(3, c), c }));
    expect(await judged("07.step", more)).toMatchObject({ state: "right" });
    const wrong = step((h, c) => ({ h: c, extra: multiply(3, c), c: h }));
    expect(await judged("07.step", wrong)).toMatchObject({ misconception: "swapped-names" });
  });

  it("of two sentences that are none", async () => {
    const { observed } = await judged("01.twins", ["", ""]);
    expect(observed).toBe("two sentences in a list are wanted, and the first is empty");
  });
});
