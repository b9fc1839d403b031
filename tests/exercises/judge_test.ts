import { expect, it } from "vitest";
import type { CellFactory } from "lib/cells/sequence_model.ts";
import { judge, misconceptionNamed } from "lib/exercises/judge.ts";
import { exerciseIds, exerciseNamed } from "lib/exercises/load.ts";
import { isBlank, StillToDo, yourTurn } from "lib/exercises/your_turn.ts";
import { Interrupted } from "lib/notebook/interrupt.ts";
import {
  add,
  concat,
  divide,
  exp,
  linear,
  matmul,
  multiply,
  parameter,
  slice,
  subtract,
  tanh,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from "lib/tensor/mod.ts";
import { needs } from "../support/permissions.ts";

const judged = async (id: string, answer: unknown) => judge(await exerciseNamed(id), answer);
/** Exercises are read from their files. */
const { describe, missing } = needs({ read: true });
const exercises = missing.length > 0 ? [] : await Promise.all(exerciseIds().map(exerciseNamed));
const bag = (f: (words: string[], vocab: string[]) => unknown) => judged("01.bag", f);
const right = (words: string[], vocab: string[]) =>
  vocab.map((word) => words.filter((other) => other === word).length);

describe("the blank", () => {
  it("says still to do whatever is done with it", () => {
    const blank = yourTurn as unknown as { x: number } & (() => number);
    for (
      const use of [
        () => blank.x,
        () => blank(),
        () => `${blank}`,
        () => +blank,
        () => [...blank as never],
      ]
    ) {
      expect(use).toThrow(StillToDo);
    }
    expect(isBlank({ w: [1, yourTurn] })).toBe(true);
    expect(isBlank({ w: [1, undefined] })).toBe(false);
  });

  it("makes an exercise to do, handed in, returned, inside, or computed with", async () => {
    const unfinished = [
      undefined,
      yourTurn,
      () => yourTurn,
      () => [yourTurn, yourTurn, yourTurn],
      (words: string[]) => words.map((word) => (yourTurn as string) + word),
    ];
    for (const answer of unfinished) {
      expect(await judged("01.bag", answer)).toMatchObject({ state: "todo", misconception: null });
    }
  });
});

describe("any right answer is right", () => {
  it("with loops, other names, a typed array, an arrow, a method", async () => {
    const answers = [
      right,
      function (sentence: readonly string[], known: readonly string[]) {
        const counts = new Float64Array(known.length);
        for (const word of sentence) if (known.includes(word)) counts[known.indexOf(word)] += 1;
        return counts;
      },
      (words: string[], vocab: string[]) =>
        vocab.map((word) => words.reduce((sum, other) => sum + Number(other === word), 0)),
    ];
    for (const answer of answers) expect((await bag(answer as never)).state).toBe("right");
    expect((await judged("03.count-weights", 66)).state).toBe("right");
    for (const w_h of [1.3, 2, 5]) {
      expect((await judged("03.latch", { w_x: 0.7, w_h, b: 0 })).state).toBe("right");
    }
    for (const twins of [["a b a c a", "a c a b a"], ["a b a", "b a b"]]) {
      expect((await judged("01.twins", twins)).state).toBe("right");
    }
  });

  // Its experiment trains on workers, for which a file is read.
  it("a choice, however it is written", async () => {
    expect((await judged("01.why-shuffled", " D ")).state).toBe("right");
  });
});

describe("other right answers", () => {
  it("a formula in other terms, other sentences, another order of the same loop", async () => {
    const slots = (T: number, I: number, H: number, O: number) => (T * I + 1) * H + (H + 1) * T * O;
    expect((await judged("02.slots-weights", slots)).state).toBe("right");
    const pair = ["and and east rest rest rest rest mill mill mill"];
    expect((await judged("02.fool-window", [...pair, pair[0].replace("east", "west")])).state)
      .toBe("right");
    const read = (step: (x: number, h: number) => number, xs: number[], start: number): number[] =>
      xs.length === 0 ? [] : [step(xs[0], start), ...read(step, xs.slice(1), step(xs[0], start))];
    expect((await judged("03.read-on", read)).state).toBe("right");
    const last = (text: string, count: number) =>
      [...text].reverse().slice(0, count).reverse().join("");
    expect((await judged("00.last-letters", last)).state).toBe("right");
  });

  it("the leaking cell mended in another way, with other names", async () => {
    const mended: CellFactory = ({ inputSize, hiddenSize, random }) => {
      const draw = (...shape: number[]) =>
        parameter(
          Array.from({ length: shape[0] * (shape[1] ?? 1) }, () => random.uniform(-0.4, 0.4)),
          {
            shape,
          },
        );
      const [input, memory, bias] = [
        draw(hiddenSize, inputSize),
        draw(hiddenSize, hiddenSize),
        draw(hiddenSize),
      ];
      return {
        kind: "mine",
        inputSize,
        hiddenSize,
        params: { input, memory, bias },
        initialState: (batch) => ({ h: zeros([batch, hiddenSize]) }),
        step: (x, state) => ({
          state: { h: tanh(add(linear(state.h, memory, bias), linear(x, input))) },
          gates: {},
        }),
      };
    };
    expect(await judged("03.leaky-cell", mended)).toMatchObject({ state: "right" });
  });
});

describe("combine in other words", () => {
  it("is right if it means the same: one product of both, turned matrices, sums by hand", async () => {
    const answers: ((x: Tensor, h: Tensor, W_x: Tensor, W_h: Tensor, b: Tensor) => Tensor)[] = [
      (x, h, W_x, W_h, b) => tanh(linear(concat([x, h], 1), concat([W_x, W_h], 1), b)),
      (x, h, U, V, c) => tanh(add(add(c, matmul(x, transpose(U))), matmul(h, transpose(V)))),
      (x, h, W_x, W_h, b) => { // 1 − 2 / (exp(2 s) + 1) is tanh
        const s = add(linear(x, W_x, b), linear(h, W_h));
        return subtract(1, divide(2, add(exp(multiply(2, s)), 1)));
      },
      (x, h, W_x, W_h, b) =>
        concat(
          Array.from({ length: W_h.shape[0] }, (_, i) =>
            tanh(
              add(
                linear(x, slice(W_x, 0, i, i + 1)),
                linear(h, slice(W_h, 0, i, i + 1)),
                slice(b, 0, i, i + 1),
              ),
            )),
          1,
        ),
    ];
    for (const answer of answers) {
      expect(await judged("03.combine", answer)).toMatchObject({ state: "right" });
    }
  });

  it("is wrong if it learns something else, or changes what it is given", async () => {
    const half = (x: Tensor, h: Tensor, W_x: Tensor, W_h: Tensor, b: Tensor) =>
      tanh(add(linear(x, W_x), linear(h, tensor(W_h.values(), { shape: W_h.shape })), b));
    expect(await judged("03.combine", half)).toMatchObject({ misconception: "cut-off" });
    const into = (x: Tensor, h: Tensor, W_x: Tensor, W_h: Tensor, b: Tensor) => {
      const next = tanh(add(linear(x, W_x), linear(h, W_h), b));
      h.assign(next.values());
      return next;
    };
    expect(await judged("03.combine", into)).toMatchObject({ misconception: "mutates" });
  });
});

describe("a wrong answer never throws, and says what it did", () => {
  it("when it throws, or returns nothing, a promise, NaN, too little, or another kind of thing", async () => {
    const found: [(words: string[], vocab: string[]) => unknown, string][] = [
      [() => {
        throw new TypeError("no");
      }, "throws"],
      [() => {
        throw "a string";
      }, "throws"],
      [() => undefined, "kind"],
      [(words, vocab) => Promise.resolve(right(words, vocab)), "kind"],
      [() => Promise.reject(new Error("no")), "kind"],
      [(_, vocab) => vocab.map(() => NaN), "not-finite"],
      [(words, vocab) => right(words, vocab).slice(1), "shape"],
      [(words, vocab) => right(words, vocab).map(String), "kind"],
      [(words, vocab) => (words.sort(), right(words, vocab)), "mutates"],
      [(_, vocab) => vocab.map(() => 7), "other"],
    ];
    for (const [answer, misconception] of found) {
      const judgement = await bag(answer);
      expect(judgement).toMatchObject({ state: "wrong", misconception });
      expect(judgement.observed.length).toBeGreaterThan(10);
    }
    for (const answer of [3, "text", null, {}, []]) {
      expect(await judged("01.bag", answer)).toMatchObject({
        state: "wrong",
        misconception: "kind",
      });
    }
  });

  it("for every exercise and any odd answer", async () => {
    const odd = [null, NaN, -1, "", "zebra", [], {}, () => ({}), () => NaN, Symbol("x"), 10n];
    for (const exercise of exercises) {
      for (const answer of odd) {
        const { state, misconception } = await judge(exercise, answer);
        expect([exercise.id, state]).toEqual([exercise.id, "wrong"]);
        expect(misconceptionNamed(exercise, misconception!).hint).not.toBe("");
      }
    }
  });

  it("lets the stop button through", async () => {
    const check = () => Promise.reject(new Interrupted());
    const bag = await exerciseNamed("01.bag");
    await expect(judge({ ...bag, check }, right)).rejects.toThrow(Interrupted);
  });
});

describe("the exercises", () => {
  it("have ids of their own, in the order of the notebooks", () => {
    const ids = exercises.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const numbers = ids.map((id) => id.slice(0, 2));
    expect(numbers).toEqual([...numbers].sort());
    for (let number = 0; number <= 15; number++) {
      const here = numbers.filter((one) => Number(one) === number).length;
      expect([number, here >= 3]).toEqual([number, true]);
    }
  });

  it("have wrong answers, and each idea its own hints", () => {
    for (const { id, ideas, faults, begin, stub, goal } of exercises) {
      const wrong = [
        ...Object.values(ideas).map(({ answers }) => answers),
        ...Object.values(faults),
      ];
      expect([id, wrong.flat().length >= 4]).toEqual([id, true]);
      expect([id, stub.includes("YOUR TURN"), goal.endsWith(".")]).toEqual([id, true, true]);
      for (const { idea, hint, stronger } of Object.values(ideas)) {
        expect(new Set([idea, hint, stronger, ...begin]).size).toBe(5);
      }
    }
  });

  it("are named in the error for an id that is none", async () => {
    await expect(exerciseNamed("03.combin")).rejects.toThrow(/03\.combine/);
    const combine = await exerciseNamed("03.combine");
    expect(() => misconceptionNamed(combine, "nothing")).toThrow(/no-squish/);
  });
});
