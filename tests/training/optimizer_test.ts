/** What an optimizer changes, and what it was told to: an update is made whole, of numbers that are some, or not at all. */

import { describe, expect, it } from "vitest";
import * as t from "../../lib/tensor/mod.ts";
import {
  adam,
  clipScale,
  gradientNorm,
  type Optimizer,
  sgd,
} from "../../lib/training/optimizer.ts";

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

    it("refuses a derivative by which a parameter would be infinite, and changes none", () => {
      const beside = withGradient(1);
      const w = t.parameter([1, 0], { backend });
      t.backward(t.sum(t.sqrt(w))); // 1 / (2 √0) is infinite
      const memory = optimizer.init({ beside, w });
      expect(() => optimizer.update({ beside, w }, memory)).toThrow(
        /^Cannot update w of shape \[2\]: the norm of its derivative is Infinity.* clip the gradient/,
      );
      expect([beside.item(), ...w.values()]).toEqual([1, 1, 0]);
      t.backward(t.sum(t.multiply(w, w)));
      optimizer.update({ w }, memory); // and the next one goes on
      expect(w.values()[0]).toBeCloseTo(optimizer.name === "sgd" ? 0 : 0.5, 5);
    });

    it("refuses one parameter under two names", () => {
      const w = withGradient(1);
      expect(() => optimizer.init({ a: w, b: w })).toThrow("a and b are one parameter");
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
    for (const step of [NaN, 0.5, -1, Infinity]) {
      const memory = { ...optimizer.init({ w }), step };
      expect(() => optimizer.update({ w }, memory)).toThrow(`step is ${step}, and a whole number`);
    }
  });
});

describe("derivatives of an earlier loss", () => {
  const steps = (make: () => ReturnType<typeof sgd> | ReturnType<typeof adam>) => {
    const [a, b] = [t.parameter(1), t.parameter(1)];
    const optimizer = make() as Optimizer<unknown>;
    const memory = optimizer.init({ a, b });
    return { a, b, update: () => optimizer.update({ a, b }, memory) };
  };

  it("move a parameter once", () => {
    const { a, b, update } = steps(() => sgd({ learningRate: 0.1 }));
    for (let k = 0; k < 4; k++) {
      t.backward(k % 2 === 0 ? t.multiply(b, 2) : t.multiply(a, 2));
      update();
    }
    expect([a.item(), b.item()]).toEqual([expect.closeTo(0.6, 6), expect.closeTo(0.6, 6)]);
    t.backward(a);
    expect(gradientNorm({ a, b })).toBe(1);
  });

  it("of two losses are taken together, and again if there is no newer one", () => {
    const { a, b, update } = steps(() => sgd({ learningRate: 0.25 }));
    t.backward(a);
    t.backward(t.multiply(b, 2));
    update();
    expect([a.item(), b.item()]).toEqual([0.75, 0.5]);
    update();
    expect(b.item()).toBe(0);
    a.grad = t.tensor(1);
    t.backward(b);
    update();
    update();
    expect(a.item()).toBe(0.25); // a derivative that was set stays
  });

  it("move it once by Adam", () => {
    const { a, b, update } = steps(() => adam({ learningRate: 0.1 }));
    t.backward(b);
    update();
    const once = b.item();
    t.backward(a);
    update();
    expect(b.item()).toBe(once);
    expect(a.item()).toBeLessThan(1);
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
        "epsilon is 1e-50, and a number above 0, from 1e-38",
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

describe("what float32 cannot hold on the way", () => {
  it.each([[2e19, false], [1e19, true]])("Adam, a derivative of %s: %s", (gradient, isFine) => {
    const w = t.parameter(1);
    const optimizer = adam({ learningRate: 0.5 });
    const memory = optimizer.init({ w });
    const step = (of: t.Tensor) => {
      t.backward(of);
      optimizer.update({ w }, memory);
    };
    const large = () => step(t.multiply(w, gradient));
    if (isFine) large();
    else expect(large).toThrow("the norm of its derivative is 1999"); // its square is beyond float32
    expect(w.item()).toBe(isFine ? 0.5 : 1);
    expect(memory.step).toBe(isFine ? 1 : 0);
    // A derivative that reference can square is taken there.
    const v = t.parameter(1, { backend: t.reference });
    const there = optimizer.init({ w: v });
    t.backward(t.multiply(v, gradient));
    optimizer.update({ w: v }, there);
    expect(v.item()).toBeCloseTo(0.5);
  });

  it("SGD whose momentum piles up stops before it is infinite", () => {
    const w = t.parameter(1);
    const optimizer = sgd({ learningRate: 1, momentum: 1e30 });
    const memory = optimizer.init({ w });
    const step = () => {
      t.backward(t.multiply(w, 2));
      optimizer.update({ w }, memory);
    };
    step();
    step();
    const before = w.item();
    expect(Number.isFinite(before)).toBe(true);
    expect(step).toThrow(/^Cannot update w of shape \[\]/);
    expect(w.item()).toBe(before);
  });

  it("a norm that is known is looked at, and believed", () => {
    const w = t.parameter(1);
    const optimizer = sgd({ learningRate: 0.5 });
    const memory = optimizer.init({ w });
    t.backward(t.multiply(w, 1));
    expect(() => optimizer.update({ w }, memory, 1, NaN)).toThrow("the norm is NaN, and a number");
    optimizer.update({ w }, memory, 1, gradientNorm({ w }));
    expect(w.item()).toBe(0.5);
  });

  it("a limit of clipping that float32 takes for 0 is refused", () => {
    expect(() => clipScale(3, 1e-50)).toThrow(
      "the limit is 1e-50, and a number above 0, from 1e-38",
    );
  });
});

describe("a parameter near the largest number", () => {
  const wild: [string, Optimizer<Given>, number, number][] = [
    ["sgd", sgd({ learningRate: 1 }), 3.4028e38, -3e37],
    ["adam", adam({ learningRate: 3e34 }), 3.4028e38, -1],
  ];
  it.each(wild)("is not made infinite by %s", (_, optimizer, value, gradient) => {
    const w = t.parameter([value]);
    const memory = optimizer.init({ w });
    w.grad = t.tensor([gradient]);
    const before = w.item();
    expect(() => optimizer.update({ w }, memory)).toThrow("nothing was changed");
    expect(w.item()).toBe(before);
  });
});

describe("parameters in a Map", () => {
  it("are not taken for none", () => {
    const map: Given = new Map([["w", t.parameter([1])]]);
    expect(() => sgd({ learningRate: 1 }).init(map)).toThrow("an object { … } is wanted");
    expect(() => gradientNorm(map)).toThrow("an object { … } is wanted");
  });
});
