/**
 * Long sums keep their digits. The bounds are the errors of PyTorch 2.13 on the same numbers, on one thread, rounded up
 * in the third digit; those for float64 are a few of its roundings.
 */

import { describe, expect, it } from "vitest";
import type { Cell } from "lib/cells/cell.ts";
import { gru } from "lib/cells/gru.ts";
import { lstm } from "lib/cells/lstm.ts";
import { rnn } from "lib/cells/rnn.ts";
import { unroll } from "lib/cells/unroll.ts";
import { createRandom } from "lib/random.ts";
import { relativeDifference } from "lib/statistics.ts";
import {
  backward,
  crossEntropy,
  full,
  gather,
  inArena,
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
      const [found, wanted] = [weight.grad!.values()[0], 1e5 * tenth * tenth];
      // numpy's error: it adds up in blocks too. PyTorch's is 6.7e-4.
      expect(Math.abs(found - wanted) / wanted).toBeLessThan(backend === simd ? 3e-5 : 1e-10);
    });
  });
}

describe("derivatives to which 100,000 steps add", () => {
  it.each([["rnn", rnn], ["lstm", lstm], ["gru", gru]] as const)(
    "by the weights of %s",
    (_, cell) => {
      const [found, wanted] = [simd, reference].map((backend) => {
        const sizes = { inputSize: 1, hiddenSize: 3, random: createRandom(0), backend };
        const made = cell(sizes);
        inArena(() => {
          const x = full([100, 1000, 1], 0.5, { backend });
          backward(sum(unroll(made as Cell, x).outputs));
        }, { backend });
        return Object.values(made.params).map(({ grad }) => grad!.values());
      });
      expect(relativeDifference(found, wanted)).toBeLessThan(1e-5); // 1e-3 in one plain sum
    },
  );

  it("by one row of a table", () => {
    const table = parameter([[0, 0], [0, 0]]);
    const rows = gather(table, new Int32Array(1e5));
    backward(sum(multiply(rows, full([1e5, 2], 0.1))));
    const tenth = Math.fround(0.1);
    const [used, other] = table.grad!.toArray() as number[][];
    expect(Math.abs(used[0] - 1e5 * tenth) / (1e5 * tenth)).toBeLessThan(1e-5); // 1.4e-4 in one plain sum
    expect([used[1], other]).toEqual([used[0], [0, 0]]);
  });
});

describe("products of many terms", () => {
  /** The largest error of out = 1 + A · B, relative to the number itself, of numbers between 0 and 1. */
  function error(m: number, k: number, n: number, transposeA: 0 | 1, transposeB: 0 | 1): number {
    const random = createRandom(5);
    const a = Float32Array.from({ length: m * k }, () => random.uniform(0, 1));
    const b = Float32Array.from({ length: k * n }, () => random.uniform(0, 1));
    const { memory, kernels } = simd;
    return inArena(() => {
      const [atA, atB, out] = [m * k, k * n, m * n].map((size) => memory.take(size));
      memory.floats.set(a, atA);
      memory.floats.set(b, atB);
      memory.floats.fill(1, out, out + m * n);
      kernels.matmul(atA, atB, out, m, k, n, transposeA, transposeB, 1);
      let largest = 0;
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let wanted = 1;
          for (let l = 0; l < k; l++) {
            wanted += a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j];
          }
          const found = memory.floats[out + i * n + j];
          largest = Math.max(largest, Math.abs(found - wanted) / wanted);
        }
      }
      return largest;
    });
  }

  for (const transposeA of [0, 1] as const) {
    for (const transposeB of [0, 1] as const) {
      it(`A ${transposeA ? "" : "not "}turned, B ${transposeB ? "" : "not "}turned`, () => {
        expect(error(33, 32_769, 3, transposeA, transposeB)).toBeLessThan(1e-6);
        expect(error(2, 40_000, 130, transposeA, transposeB)).toBeLessThan(1e-6);
      });
    }
  }

  it("a million", () => {
    expect(error(3, 1_000_000, 2, 1, 0)).toBeLessThan(3e-6);
  });
});
