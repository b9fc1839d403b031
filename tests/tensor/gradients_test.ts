import { describe, expect, it } from "vitest";
import { gradientCheck } from "../../lib/checks/gradient_check.ts";
import { createRandom } from "../../lib/random.ts";
import * as t from "../../lib/tensor/mod.ts";
import type { Nested, Tensor } from "../../lib/tensor/mod.ts";

/** Numbers away from 0, where relu and log have no derivative. */
function numbers(shape: readonly number[], seed: number, positive = false): Nested {
  const random = createRandom(seed);
  const draw = (axis: number): Nested =>
    axis === shape.length
      ? (positive || random.next() < 0.5 ? 1 : -1) * random.uniform(0.2, 2)
      : Array.from({ length: shape[axis] }, () => draw(axis + 1));
  return draw(0);
}

/** Weighs every number of the result differently, so that no two derivatives can be mixed up. */
function weigh(y: Tensor): Tensor {
  const weights = Float64Array.from({ length: y.size }, (_, i) => Math.cos(1 + i));
  return t.sum(t.multiply(y, t.tensor(weights, { shape: y.shape, backend: t.reference })));
}

const shapes = [[], [1], [3], [1, 1], [2, 3], [5, 4], [2, 3, 4]];

const unary: Record<string, (x: Tensor) => Tensor> = {
  exp: t.exp,
  log: t.log,
  sqrt: t.sqrt,
  square: t.square,
  negate: t.negate,
  tanh: t.tanh,
  sigmoid: t.sigmoid,
  relu: t.relu,
  scale: (x) => t.scale(x, -0.7),
  sum: (x) => t.sum(x),
  mean: (x) => t.mean(x),
  reshape: (x) => t.reshape(x, [x.size, 1]),
};

const binary = { add: t.add, subtract: t.subtract, multiply: t.multiply, divide: t.divide };

const pairs = [
  [[3], [3]],
  [[2, 3], [3]],
  [[3], [2, 3]],
  [[2, 3], []],
  [[], [2, 3]],
  [[2, 3], [1, 3]],
  [[2, 3], [2, 1]],
  [[2, 1], [1, 3]],
  [[4, 1, 2], [3, 1]],
  [[1], [1, 1]],
];

describe("derivatives against finite differences in float64", () => {
  for (const [name, f] of Object.entries(unary)) {
    it.each(shapes.map((shape) => [shape] as const))(`${name} of shape %j`, (shape) => {
      const x = numbers(shape, 1, name === "log" || name === "sqrt");
      expect(gradientCheck((x) => weigh(f(x)), [x]).largestError).toBeLessThan(1e-8);
    });
  }

  for (const [name, f] of Object.entries(binary)) {
    it.each(pairs.map(([a, b]) => [a, b] as const))(`${name} of shapes %j and %j`, (a, b) => {
      const inputs = [numbers(a, 2), numbers(b, 3)];
      expect(gradientCheck((a, b) => weigh(f(a, b)), inputs).largestError).toBeLessThan(1e-8);
    });
  }

  it("a tensor used twice gets both contributions", () => {
    const f = (x: Tensor) => weigh(t.multiply(t.add(x, x), t.subtract(t.tanh(x), x)));
    expect(gradientCheck(f, [numbers([2, 3], 4)]).largestError).toBeLessThan(1e-8);
  });

  it.each([[[2, 3], [3, 4]], [[1, 1], [1, 1]], [[2, 2, 3], [3, 2]], [[2, 3, 2], [2, 2, 4]]])(
    "matmul of shapes %j and %j",
    (a, b) => {
      const inputs = [numbers(a, 5), numbers(b, 6)];
      expect(gradientCheck((a, b) => weigh(t.matmul(a, b)), inputs).largestError).toBeLessThan(
        1e-8,
      );
    },
  );

  it.each([[[4, 3]], [[2, 2, 3]], [[3]]])("linear of shape %j", (shape) => {
    const inputs = [numbers(shape, 7), numbers([5, 3], 8), numbers([5], 9)];
    expect(gradientCheck((x, w, b) => weigh(t.linear(x, w, b)), inputs).largestError)
      .toBeLessThan(1e-8);
  });

  it.each([[0], [1], [2], [-1]])(
    "along axis %i: sum, mean, softmax, logSoftmax, slice, concat, stack",
    (axis) => {
      for (
        const f of [
          (x: Tensor) => t.sum(x, axis),
          (x: Tensor) => t.mean(x, axis),
          (x: Tensor) => t.softmax(x, axis),
          (x: Tensor) => t.logSoftmax(x, axis),
          (x: Tensor) => t.slice(x, axis, 1, 2),
          (x: Tensor) => t.concat([x, t.tanh(x), x], axis),
          (x: Tensor) => t.stack([x, t.tanh(x)], axis),
        ]
      ) {
        expect(gradientCheck((x) => weigh(f(x)), [numbers([2, 3, 2], 10)]).largestError)
          .toBeLessThan(1e-8);
      }
    },
  );

  it.each([[undefined], [[0, 2, 1]], [[2, 0, 1]], [[1, 0, 2]], [[2, 1, 0]]])(
    "transpose to axes %j",
    (axes) => {
      const f = (x: Tensor) => weigh(t.transpose(x, axes));
      expect(gradientCheck(f, [numbers([2, 3, 4], 11)]).largestError).toBeLessThan(1e-8);
    },
  );

  it("gather, with rows used several times and not at all", () => {
    const f = (table: Tensor) => weigh(t.gather(table, [2, 0, 2, 2], [2, 2]));
    expect(gradientCheck(f, [numbers([4, 3], 12)]).largestError).toBeLessThan(1e-8);
  });

  it("losses", () => {
    const logits = numbers([5, 3], 13);
    expect(gradientCheck((x) => t.crossEntropy(x, [0, 2, -1, 1, -1]), [logits]).largestError)
      .toBeLessThan(1e-8);
    expect(
      gradientCheck((a, b) => t.meanSquaredError(a, b), [logits, numbers([5, 3], 14)]).largestError,
    ).toBeLessThan(1e-8);
  });

  it("goes red when a derivative is wrong", () => {
    const wrong = (x: Tensor) =>
      t.operation(
        "take a wrong square of",
        [x],
        x.shape,
        (k, y, [x]) => k.multiply(x, x, y, 3, 3, 0),
        (k, d) => k.multiply(d.dOut, d.input(0), d.into(0), 3, 3, d.accumulate), // the 2 is missing
      );
    expect(gradientCheck((x) => weigh(wrong(x)), [[1, 2, 3]]).largestError).toBeGreaterThan(0.1);
  });
});

describe("inside an arena, where tensors share memory", () => {
  it.each([["reference", t.reference], ["simd", t.simd]] as const)(
    "derivatives are those outside it, on %s",
    (_, backend) => {
      const values = numbers([4, 3], 15);
      const run = (): number[] => {
        const x = t.parameter(values, { backend });
        const w = t.parameter(numbers([2, 3], 16), { backend });
        const rows = t.slice(x, 0, 1, 3); // a view
        const flat = t.reshape(t.tanh(t.linear(rows, w)), [4]); // a view
        t.backward(t.add(t.sum(t.square(flat)), t.sum(t.slice(x, 0, 2, 4))));
        return [...x.grad!.values(), ...w.grad!.values()];
      };
      expect(t.inArena(run, { backend })).toEqual(run());
    },
  );
});
