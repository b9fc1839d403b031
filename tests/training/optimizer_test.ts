/** What an optimizer changes, and what it was told to: an update is made whole, of numbers that are some, or not at all. */

import { describe, expect, it } from "vitest";
import * as t from "../../lib/tensor/mod.ts";
import { adam, gradientNorm, type Optimizer, sgd } from "../../lib/training/optimizer.ts";

/** What a public function is given, wrong as it may be. */
// deno-lint-ignore no-explicit-any
type Given = any;

// deno-lint-ignore no-explicit-any
const recipes: [string, Optimizer<any>][] = [
  ["sgd", sgd({ learningRate: 0.5, momentum: 0.5 })],
  ["adam", adam({ learningRate: 0.5 })],
];

describe.each([["simd", t.simd], ["reference", t.reference]] as const)("on %s", (_, backend) => {
  const withGradient = (size: number) => {
    const w = t.parameter(new Float64Array(size).fill(1), { backend });
    t.backward(t.sum(w));
    return w;
  };

  describe.each(recipes)("%s", (_, optimizer) => {
    it("refuses what is remembered of other parameters, and changes none", () => {
      const beside = withGradient(2);
      const wrong: Given[] = [
        optimizer.init({ w: withGradient(3) }),
        optimizer.init({ v: withGradient(1000) }),
        optimizer.init({
          w: t.parameter(new Float64Array(1000), {
            backend: backend === t.simd ? t.reference : t.simd,
          }),
        }),
        {},
        null,
        undefined,
      ];
      for (const memory of wrong) {
        const w = withGradient(1000);
        expect(() => optimizer.update({ beside, w }, memory)).toThrow("is wanted");
        expect([...beside.values(), ...w.values()].every((value) => value === 1)).toBe(true);
      }
    });

    it("changes parameters alone", () => {
      const x = t.tensor([1], { backend });
      x.grad = t.ones([1], { backend });
      expect(() => optimizer.init({ x })).toThrow(
        "the parameters.x is a Tensor, and a parameter is wanted",
      );
      const memory = optimizer.init({ x: withGradient(1) });
      expect(() => optimizer.update({ x }, memory)).toThrow("a parameter is wanted");
    });

    it("refuses a scale that the back end cannot store", () => {
      const w = withGradient(1);
      const memory = optimizer.init({ w });
      for (const scale of [1e39, Infinity, NaN, -1]) {
        expect(() => optimizer.update({ w }, memory, scale)).toThrow("gradientScale is");
      }
      expect(w.item()).toBe(1);
    });
  });

  it("a derivative from another back end is none of a tensor here", () => {
    const w = t.parameter([1, 2], { backend });
    const other = backend === t.simd ? t.reference : t.simd;
    expect(() => w.grad = t.ones([2], { backend: other })).toThrow(
      `found one of shape [2] on the back end ${other.name}, and a tensor of the same shape`,
    );
    expect(w.grad).toBe(null);
    expect(gradientNorm({ w })).toBe(0);
  });

  it("adam refuses to have made no whole number of steps", () => {
    const w = withGradient(1);
    const optimizer = adam({ learningRate: 0.1 });
    const memory = { ...optimizer.init({ w }), step: NaN };
    expect(() => optimizer.update({ w }, memory)).toThrow("step is NaN, and a whole number");
  });
});

describe("settings", () => {
  it("that float32 holds as infinite, or as 0 where that would divide by it, are refused", () => {
    const settings: [Given, string][] = [
      [() => sgd({ learningRate: 1e39 }), "learningRate is 1e+39, and a number from 0 to 1e+38"],
      [() => sgd({ learningRate: 1, momentum: 1e39 }), "momentum is 1e+39"],
      [() => adam({ learningRate: 1e39 }), "learningRate is 1e+39"],
      [
        () => adam({ learningRate: 1, epsilon: 1e-50 }),
        "epsilon is 1e-50, and a number from 1e-38",
      ],
      [() => adam({ learningRate: 1, epsilon: 1e39 }), "epsilon is 1e+39"],
    ];
    for (const [make, message] of settings) expect(make).toThrow(message);
  });

  it("the least epsilon still divides by more than 0", () => {
    const w = t.parameter([1, 2]);
    t.backward(t.sum(t.multiply(w, t.tensor([0, 1])))); // no derivative by the first
    const optimizer = adam({ learningRate: 0.5, epsilon: 1e-38 });
    optimizer.update({ w }, optimizer.init({ w }));
    expect(w.toArray()).toEqual([1, 1.5]);
  });
});
