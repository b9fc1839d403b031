/**
 * Long sums keep their digits. The bounds are the errors of PyTorch 2.13 on the same numbers, on one thread, rounded up
 * in the third digit; those for float64 are a few of its roundings.
 */

import { describe, expect, it } from "vitest";
import { createRandom } from "lib/random.ts";
import {
  backward,
  crossEntropy,
  full,
  linear,
  logSoftmax,
  mean,
  multiply,
  parameter,
  reference,
  simd,
  softmax,
  sum,
  tensor,
} from "lib/tensor/mod.ts";

/** The largest error allowed, relative, by back end. */
const within = { simd: 0, reference: 4e-16 };

/** Neumaier's sum, in float64. */
function exactSum(values: ArrayLike<number>): number {
  let [total, rest] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const next = total + values[i];
    rest += Math.abs(total) >= Math.abs(values[i])
      ? (total - next) + values[i]
      : (values[i] - next) + total;
    total = next;
  }
  return total + rest;
}

for (const backend of [simd, reference]) {
  const tenth = backend === simd ? Math.fround(0.1) : 0.1;
  const tenths = (n: number) => new Float64Array(n).fill(0.1);
  const close = (found: number, wanted: number, float32: number) =>
    expect(Math.abs(found - wanted) / Math.abs(wanted)).toBeLessThanOrEqual(
      backend === simd ? float32 : within.reference,
    );

  describe(`sums in ${backend.name}`, () => {
    it("mean and sum of 4,000,000 tenths", () => {
      const x = tensor(tenths(4e6), { backend });
      close(mean(x).item(), tenth, 7.46e-8);
      close(sum(x).item(), 4e6 * tenth, 6.33e-8);
    });

    it("sums of columns of 100,000 tenths, of any width", () => {
      for (const width of [1, 3, 4, 17]) {
        const x = tensor(tenths(1e5 * width), { shape: [1e5, width], backend });
        for (const found of sum(x, 0).values()) close(found, 1e5 * tenth, 8.28e-8);
      }
    });

    it("sums of a million numbers drawn from 0 … 1, and of 70,001 rows", () => {
      const random = createRandom(3);
      const draw = (n: number) => Float32Array.from({ length: n }, () => random.uniform(0, 1));
      const values = draw(1_000_003);
      close(sum(tensor(values, { backend })).item(), exactSum(values), 6e-8);
      const table = draw(70_001 * 5);
      sum(tensor(table, { shape: [70_001, 5], backend }), 0).values().forEach((found, column) => {
        close(found, exactSum(table.filter((_, i) => i % 5 === column)), 1.2e-7);
      });
    });

    it("an infinity among the numbers is the sum", () => {
      const values = tenths(1000);
      values[500] = Infinity;
      expect(sum(tensor(values, { backend })).item()).toBe(Infinity);
    });

    it("softmax over 50,000 scores", () => {
      const ramp = Float64Array.from(
        { length: 50_000 },
        (_, i) => Math.fround((37 * i % 101) / 17),
      );
      for (const [scores, bound] of [[tenths(50_000), 2.6e-8], [ramp, 2.97e-6]] as const) {
        const x = tensor(scores, { backend });
        const total = exactSum(softmax(x).values());
        expect(Math.abs(total - 1)).toBeLessThanOrEqual(backend === simd ? bound : 2e-12);
        const logs = logSoftmax(x).values();
        const largest = Math.max(...scores);
        const wanted = scores[0] - largest -
          Math.log(exactSum(scores.map((score) => Math.exp(score - largest))));
        close(logs[0], wanted, 1.2e-7);
      }
    });

    it("the mean of 50,000 cross-entropies", () => {
      const scores = Float64Array.from(
        { length: 100_000 },
        (_, i) => (i >> 1) % 7 / 10 + (i % 2 ? 0 : 0.1),
      );
      const logits = tensor(scores, { shape: [50_000, 2], backend });
      const loss = crossEntropy(logits, new Int32Array(50_000));
      close(loss.item(), Math.log1p(Math.exp(-0.1)), 1.95e-7);
    });

    it("derivatives of a bias and of a weight that 100,000 rows share", () => {
      const weight = parameter(tenths(6), { shape: [3, 2], backend });
      const bias = parameter([0, 0, 0], { backend });
      const x = tensor(tenths(2e5), { shape: [1e5, 2], backend });
      backward(sum(multiply(linear(x, weight, bias), full([3], 0.1, { backend }))));
      close(bias.grad!.values()[0], 1e5 * tenth, 8.28e-8);
      // A product adds up its terms in float32, one after another: as PyTorch's is, ours is off by 6.7e-4.
      const found = weight.grad!.values()[0];
      const wanted = 1e5 * tenth * tenth;
      expect(Math.abs(found - wanted) / wanted).toBeLessThan(backend === simd ? 6.7e-4 : 1e-10);
    });
  });
}
