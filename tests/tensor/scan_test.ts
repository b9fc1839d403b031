import { describe, expect, it } from "vitest";
import { gradientCheck } from "../../lib/checks/gradient_check.ts";
import { createRandom } from "../../lib/random.ts";
import {
  linearScan,
  multiply,
  type Nested,
  reference,
  sum,
  tensor,
  zeros,
} from "../../lib/tensor/mod.ts";

const lengths = [1, 2, 3, 4, 5, 8, 13, 32, 33];

/** Numbers in three axes, between −1 and 1. */
function numbers(seed: number, ...shape: number[]): Nested {
  const random = createRandom(seed);
  const draw = (axis: number): Nested =>
    axis === shape.length
      ? random.uniform(-1, 1)
      : Array.from({ length: shape[axis] }, () => draw(axis + 1));
  return draw(0);
}

describe("linearScan", () => {
  it.each(lengths)("is the loop, from a start that is not zero, over %d steps", (timeSteps) => {
    const [batch, size] = [2, 3];
    const of = (values: Nested) => tensor(values, { backend: reference });
    const factors = of(numbers(1, timeSteps, batch, size));
    const writes = of(numbers(2, timeSteps, batch, size));
    const start = of(numbers(3, batch, size));
    const [a, b, h] = [factors.values(), writes.values(), start.values()];
    const wanted: number[] = [];
    for (let t = 0; t < timeSteps; t++) {
      for (let i = 0; i < h.length; i++) {
        h[i] = a[t * h.length + i] * h[i] + b[t * h.length + i];
        wanted.push(h[i]);
      }
    }
    const found = linearScan(factors, writes, start).values();
    expect(found.length).toBe(wanted.length);
    wanted.forEach((value, i) => expect(Math.abs(found[i] - value)).toBeLessThan(1e-14));
  });

  it.each(lengths)("has the derivatives of finite differences over %d steps", (timeSteps) => {
    const inputs = [numbers(4, timeSteps, 2, 2), numbers(5, timeSteps, 2, 2), numbers(6, 2, 2)];
    const { largestError } = gradientCheck((a, b, start) => {
      const h = linearScan(a, b, start);
      const weights = Float64Array.from({ length: h.size }, (_, i) => 1 + (i % 5) / 3);
      return sum(multiply(h, tensor(weights, { shape: h.shape, backend: reference })));
    }, inputs);
    expect(largestError).toBeLessThan(1e-8);
  });

  it("says what does not fit", () => {
    const x = zeros([4, 2, 3]);
    expect(() => linearScan(zeros([2, 3]), x, zeros([2, 3]))).toThrow(
      "Cannot scan factors of shape [2, 3]: [timeSteps, batch, size] with at least one step is wanted",
    );
    expect(() => linearScan(x, zeros([3, 2, 3]), zeros([2, 3]))).toThrow(
      "Cannot scan writes of shape [3, 2, 3] from a start of shape [2, 3]",
    );
    expect(() => linearScan(x, x, zeros([1, 3]))).toThrow("from a start of shape [1, 3]");
  });
});
