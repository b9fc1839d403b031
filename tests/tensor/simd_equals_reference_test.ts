/** Kernel by kernel, the fast back end computes what the reference does, at every size. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Accumulate, Kernels } from "lib/tensor/kernels.ts";
import type { Random } from "lib/random.ts";
import { Pair, SIZES } from "./simd_support.ts";

/** Half the distance between neighbouring floats at 1. */
const ROUNDING = 2 ** -24;
const BOTH = [0, 1] as const;

const pair = new Pair();
const evenly = (random: Random) => random.uniform(-1, 1);

/** Both back ends do `call` on fresh memory; the difference must not exceed `roundings` roundings. */
function same(roundings: number, call: () => (kernels: Kernels) => void, absolute = 1): void {
  pair.clear();
  const kernel = call();
  pair.run(kernel);
  expect(pair.difference(absolute)).toBeLessThanOrEqual(roundings * ROUNDING);
}

describe("elementwise kernels with broadcasting", () => {
  for (const name of ["add", "subtract", "divide"] as const) {
    it(name, () => {
      for (const bSize of SIZES) {
        for (const times of [1, 2, 3]) {
          same(1, () => {
            const n = bSize * times;
            const [a, b, out] = [pair.fill(n), pair.fill(bSize), pair.fill(n)];
            return (kernels) => kernels[name](a, b, out, n, bSize);
          });
        }
      }
    });
  }

  it("multiply, with and without accumulating", () => {
    for (const bSize of SIZES) {
      for (const times of [1, 2, 3]) {
        for (const accumulate of BOTH) {
          same(3, () => {
            const n = bSize * times;
            const [a, b, out] = [pair.fill(n), pair.fill(bSize), pair.fill(n)];
            return (kernels) => kernels.multiply(a, b, out, n, bSize, accumulate);
          });
        }
      }
    }
  });

  it("scale, fill, copy", () => {
    for (const n of [0, ...SIZES]) {
      same(0, () => {
        const out = pair.fill(n);
        return (kernels) => kernels.fill(out, 0.25, n);
      });
      for (const accumulate of BOTH) {
        same(2, () => {
          const [x, out] = [pair.fill(n), pair.fill(n)];
          return (kernels) => kernels.scale(x, 0.3125, out, n, accumulate);
        });
        same(1, () => {
          const [x, out] = [pair.fill(n), pair.fill(n)];
          return (kernels) => kernels.copy(x, out, n, accumulate);
        });
      }
    }
  });
});

describe("functions and their derivatives", () => {
  for (const name of ["exp", "log", "sqrt", "tanh", "sigmoid", "relu"] as const) {
    const positive = name === "log" || name === "sqrt";
    it(name, () => {
      for (const n of [0, ...SIZES]) {
        same(8, () => {
          const x = pair.fill(n, (random) => positive ? random.uniform(0, 9) : random.normal(0, 3));
          const out = pair.fill(n);
          return (kernels) => kernels[name](x, out, n);
        }, 0.01);
      }
    });

    it(`${name}Backward`, () => {
      for (const n of [0, ...SIZES]) {
        for (const accumulate of BOTH) {
          same(6, () => {
            const v = pair.fill(n, (random) => random.uniform(positive ? 0.5 : -1, 1));
            const [dOut, dx] = [pair.fill(n), pair.fill(n)];
            return (kernels) => kernels[`${name}Backward`](v, dOut, dx, n, accumulate);
          });
        }
      }
    });
  }

  it("NaN goes through all of them", () => {
    pair.clear();
    const x = pair.put([NaN, NaN, NaN, NaN, NaN]);
    for (const name of ["exp", "log", "sqrt", "tanh", "sigmoid", "relu"] as const) {
      const out = pair.fill(5);
      pair.run((kernels) => kernels[name](x, out, 5));
      expect([...pair.floats.subarray(out, out + 5)]).toEqual([NaN, NaN, NaN, NaN, NaN]);
    }
  });
});

describe("matmul", () => {
  const product = (
    m: number,
    k: number,
    n: number,
    transposeA: 0 | 1,
    transposeB: 0 | 1,
    accumulate: Accumulate,
  ) =>
    same(2 + k, () => {
      const [a, b, out] = [m * k, k * n, m * n].map((size) => pair.fill(size, evenly));
      return (kernels) => kernels.matmul(a, b, out, m, k, n, transposeA, transposeB, accumulate);
    });
  /** The three bits of a number between 0 and 7. */
  const bits = (flags: number) => [flags & 1, flags >> 1 & 1, flags >> 2 & 1] as Accumulate[];

  it("every layout at sizes around the tiles", () => {
    for (const m of [1, 2, 3, 4, 5, 8, 17]) {
      for (const k of [1, 2, 3, 4, 7, 16, 33]) {
        for (const n of [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 33]) {
          const which = (m + k + n) % 8;
          for (const flags of [which, 7 - which]) {
            const [transposeA, transposeB, accumulate] = bits(flags);
            product(m, k, n, transposeA, transposeB, accumulate);
          }
        }
      }
    }
  });

  it("larger than its blocks", () => {
    for (const flags of [0, 1, 2, 3, 4, 7]) {
      const [transposeA, transposeB, accumulate] = bits(flags);
      product(70, 600, 140, transposeA, transposeB, accumulate);
      product(600, 70, 33, transposeA, transposeB, accumulate);
    }
  });

  it("no terms at all sum to 0", () => {
    product(3, 0, 5, 0, 0, 0);
    product(3, 0, 5, 0, 0, 1);
    product(0, 3, 5, 1, 0, 0);
    product(3, 3, 0, 0, 1, 0);
  });

  it("any sizes (property)", () => {
    const size = fc.integer({ min: 1, max: 70 });
    const flag = fc.constantFrom(0 as const, 1 as const);
    fc.assert(
      fc.property(size, size, size, flag, flag, flag, product),
      { seed: 7, numRuns: 200 },
    );
  });

  it("an element is the same bits in whatever product it appears", () => {
    // The same row and column, alone and inside larger products, in every layout.
    for (const k of [1, 5, 16, 300]) {
      pair.clear();
      const row = pair.fill(k);
      const column = pair.fill(k);
      const alone = pair.fill(1);
      pair.simd.matmul(row, column, alone, 1, k, 1, 0, 0, 0);
      const places = [[4, 8, 0, 0], [7, 13, 6, 12], [33, 40, 32, 39], [5, 9, 2, 8]];
      const inFewRows = [[1, 9, 0, 7], [2, 14, 1, 11], [3, 17, 2, 16], [3, 8, 0, 3]];
      for (const [m, n, i, j] of [...places, ...inFewRows]) {
        for (const flags of [0, 1, 2, 3]) {
          const [a, b, out] = [pair.fill(m * k), pair.fill(k * n), pair.fill(m * n)];
          for (let t = 0; t < k; t++) {
            pair.floats[a + (flags & 1 ? t * m + i : i * k + t)] = pair.floats[row + t];
            pair.floats[b + (flags & 2 ? j * k + t : t * n + j)] = pair.floats[column + t];
          }
          const [transposeA, transposeB] = bits(flags);
          pair.simd.matmul(a, b, out, m, k, n, transposeA, transposeB, 0);
          expect(pair.floats[out + i * n + j]).toBe(pair.floats[alone]);
        }
      }
    }
  });
});

describe("moving and summing", () => {
  it("sumAxis and spreadAxis", () => {
    for (const outer of [1, 2, 3]) {
      for (const axis of [0, ...SIZES]) {
        for (const inner of [1, 2, 4, 7, 16, 21, 37]) {
          for (const accumulate of BOTH) {
            same(2 + axis, () => {
              const x = pair.fill(outer * axis * inner);
              const out = pair.fill(outer * inner);
              return (kernels) => kernels.sumAxis(x, out, outer, axis, inner, accumulate);
            });
            same(2, () => {
              const x = pair.fill(outer * inner);
              const out = pair.fill(outer * axis * inner);
              return (kernels) => kernels.spreadAxis(x, 0.375, out, outer, axis, inner, accumulate);
            });
          }
        }
      }
    }
  });

  it("copyBlock", () => {
    for (const columns of [0, ...SIZES]) {
      for (const rows of [0, 1, 2, 5]) {
        for (const accumulate of BOTH) {
          same(1, () => {
            const x = pair.fill(rows * (columns + 3));
            const out = pair.fill(rows * (columns + 2));
            return (kernels) =>
              kernels.copyBlock(x, columns + 3, out, columns + 2, rows, columns, accumulate);
          });
        }
      }
    }
  });

  it("transpose", () => {
    for (const rows of SIZES) {
      for (const columns of SIZES) {
        const accumulate = (rows + columns) % 2 as Accumulate;
        same(1, () => {
          const [x, out] = [pair.fill(rows * columns), pair.fill(rows * columns)];
          return (kernels) => kernels.transpose(x, out, rows, columns, accumulate);
        });
      }
    }
  });

  it("gatherRows and scatterAddRows, the same row several times", () => {
    for (const n of [0, ...SIZES]) {
      for (const columns of [1, 3, 4, 9, 32]) {
        same(n, () => {
          const table = pair.fill(5 * columns);
          const indices = pair.fill(n, (random) => random.integer(0, 5));
          const rows = pair.fill(n * columns);
          const dTable = pair.fill(5 * columns);
          return (kernels) => {
            kernels.gatherRows(table, indices, rows, n, columns, 5);
            kernels.scatterAddRows(rows, indices, dTable, n, columns, 5);
          };
        });
      }
    }
  });
});

describe("softmax and losses", () => {
  const widely = (random: Random) => random.normal(0, 5);

  // x − maximum, here down to −30, is itself rounded, and exp carries that on: hence more roundings.
  it("softmax, logSoftmax", () => {
    for (const columns of SIZES) {
      for (const rows of [1, 2, 5]) {
        for (const name of ["softmax", "logSoftmax"] as const) {
          same(40, () => {
            const [x, out] = [pair.fill(rows * columns, widely), pair.fill(rows * columns)];
            return (kernels) => kernels[name](x, out, rows, columns);
          }, 0.1);
        }
      }
    }
  });

  it("softmax of large, equal and infinite numbers", () => {
    for (
      const row of [[1000, 999, -1000], [-1e6, -1e6], [3, -Infinity, 3], [Infinity, 1], [NaN, 1]]
    ) {
      same(8, () => {
        const x = pair.put(row);
        const [a, b] = [pair.fill(row.length), pair.fill(row.length)];
        return (kernels) => {
          kernels.softmax(x, a, 1, row.length);
          kernels.logSoftmax(x, b, 1, row.length);
        };
      });
    }
  });

  it("their derivatives", () => {
    for (const columns of SIZES) {
      for (const accumulate of BOTH) {
        same(8 + 4 * columns, () => {
          const y = pair.fill(3 * columns, (random) => random.uniform(-1, 1));
          const [dOut, dx] = [pair.fill(3 * columns), pair.fill(3 * columns)];
          const second = pair.fill(3 * columns);
          return (kernels) => {
            kernels.softmaxBackward(y, dOut, dx, 3, columns, accumulate);
            kernels.logSoftmaxBackward(y, dOut, second, 3, columns, accumulate);
          };
        });
      }
    }
  });

  it("crossEntropy and its derivative, some rows without a target", () => {
    for (const columns of SIZES) {
      for (const rows of [1, 2, 7, 16]) {
        for (const labelled of [0, 0.5, 1]) {
          for (const accumulate of BOTH) {
            same(20, () => {
              const logits = pair.fill(rows * columns, widely);
              const targets = pair.fill(
                rows,
                (random) => random.next() < labelled ? random.integer(0, columns) : -1,
              );
              const probabilities = pair.fill(rows * columns);
              const loss = pair.fill(1);
              const dLoss = pair.fill(1);
              const d = pair.fill(rows * columns);
              return (kernels) => {
                kernels.crossEntropy(logits, targets, probabilities, loss, rows, columns);
                kernels.crossEntropyBackward(
                  probabilities,
                  targets,
                  dLoss,
                  d,
                  rows,
                  columns,
                  accumulate,
                );
              };
            });
          }
        }
      }
    }
  });
});

describe("optimising", () => {
  it("sumOfSquares, exact to float64 and honest about NaN and infinity", () => {
    for (const n of [0, ...SIZES]) {
      pair.clear();
      const x = pair.fill(n, (random) => random.normal(0, 1e15));
      const { simd, reference } = pair.run((kernels) => kernels.sumOfSquares(x, n));
      expect(Math.abs(simd - reference)).toBeLessThanOrEqual(1e-14 * reference);
    }
    pair.clear();
    const x = pair.put([1, 2, 3, 4, NaN, 6]);
    expect(pair.simd.sumOfSquares(x, 6)).toBeNaN();
    expect(pair.simd.sumOfSquares(pair.put([1, 2, -Infinity]), 3)).toBe(Infinity);
  });

  it("sgd and adam over three updates", () => {
    for (const n of [0, ...SIZES]) {
      same(8, () => {
        const [p, g, velocity] = [pair.fill(n), pair.fill(n), pair.fill(n)];
        return (kernels) => {
          for (let i = 0; i < 3; i++) kernels.sgd(p, g, velocity, n, 0.125, 0.875);
        };
      });
      same(8, () => {
        const [p, g] = [pair.fill(n), pair.fill(n)];
        const m = pair.fill(n, () => 0);
        const v = pair.fill(n, () => 0);
        return (kernels) => {
          for (let t = 1; t <= 3; t++) {
            const step = 0.01 / (1 - 0.9 ** t);
            kernels.adam(p, g, m, v, n, 0.5, step, 0.9, 0.999, 1 - 0.999 ** t, 1e-8);
          }
        };
      });
    }
  });

  it("firstNonFinite finds NaN and infinities wherever they are", () => {
    for (const n of [0, ...SIZES]) {
      pair.clear();
      const x = pair.fill(n);
      expect(pair.simd.firstNonFinite(x, n)).toBe(-1);
      for (let i = n - 1; i >= 0; i--) {
        pair.floats[x + i] = [NaN, Infinity, -Infinity][i % 3];
        expect(pair.simd.firstNonFinite(x, n)).toBe(i);
      }
    }
  });
});
