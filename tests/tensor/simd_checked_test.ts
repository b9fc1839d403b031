/** Every kernel refuses to read or write outside its memory, however it is told to, and changes nothing then. */

import { describe, expect, it } from "vitest";
import type { Kernels, SequenceKernels } from "lib/tensor/kernels.ts";
import { createSimdKernels, RESERVED_ELEMENTS } from "lib/tensor/simd/simd.ts";

const PAGES = 8;
const memory = new WebAssembly.Memory({ initial: PAGES });
const { kernels } = createSimdKernels(memory);
const start = RESERVED_ELEMENTS;
const end = PAGES * 65536 / 4;

/** Arguments of a call that fits: blocks by name of a letter, everything else a number. */
type Call = readonly (string | number)[];

const [T, B, I, H, V] = [2, 3, 4, 5, 6];
const given = ["x", "symbols", V, "wIh", "wHh"] as const;
const biases = ["bIh", "bHh"] as const;
const out = ["dWIh", "dWHh", "dBIh", "dBHh", "dH0"] as const;
const sizes = [T, B, I, H] as const;

/** One good call of each kernel; every text is a block. */
const calls: Record<Exclude<keyof (Kernels & SequenceKernels), "sequenceScratch">, Call> = {
  add: ["a", "b", "out", 12, 4],
  subtract: ["a", "b", "out", 12, 4],
  divide: ["a", "b", "out", 12, 4],
  multiply: ["a", "b", "out", 12, 4, 1],
  exp: ["x", "out", 9],
  log: ["x", "out", 9],
  sqrt: ["x", "out", 9],
  tanh: ["x", "out", 9],
  sigmoid: ["x", "out", 9],
  relu: ["x", "out", 9],
  scale: ["x", 2, "out", 9, 0],
  fill: ["out", 2, 9],
  copy: ["x", "out", 9, 0],
  expBackward: ["y", "dOut", "dx", 9, 0],
  logBackward: ["y", "dOut", "dx", 9, 0],
  sqrtBackward: ["y", "dOut", "dx", 9, 0],
  tanhBackward: ["y", "dOut", "dx", 9, 0],
  sigmoidBackward: ["y", "dOut", "dx", 9, 0],
  reluBackward: ["y", "dOut", "dx", 9, 0],
  matmul: ["a", "b", "out", 3, 4, 5, 0, 0, 0],
  sumAxis: ["x", "out", 2, 3, 4, 0],
  spreadAxis: ["x", 1, "out", 2, 3, 4, 0],
  copyBlock: ["x", 7, "out", 5, 3, 4, 0],
  transpose: ["x", "out", 3, 4, 0],
  gatherRows: ["table", "indices", "out", 3, 4, 5],
  scatterAddRows: ["dOut", "indices", "dTable", 3, 4, 5],
  softmax: ["x", "out", 3, 4],
  softmaxBackward: ["y", "dOut", "dx", 3, 4, 0],
  logSoftmax: ["x", "out", 3, 4],
  logSoftmaxBackward: ["y", "dOut", "dx", 3, 4, 0],
  crossEntropy: ["logits", "targets", "probabilities", "loss", 3, 4],
  crossEntropyBackward: ["probabilities", "targets", "dLoss", "dLogits", 3, 4, 0],
  sumOfSquares: ["x", 9],
  sgd: ["p", "g", "velocity", 9, 0.1, 0.9],
  adam: ["p", "g", "m", "v", 9, 1, 0.1, 0.9, 0.99, 1, 1e-8],
  firstNonFinite: ["x", 9],
  rnnForward: [...given, ...biases, "hs", "scratch", ...sizes, 0],
  rnnBackward: [...given, "hs", "dHs", "dX", ...out, "scratch", ...sizes, 0],
  lstmForward: [...given, ...biases, "hs", "cs", "gates", "scratch", ...sizes],
  lstmBackward: [
    ...given,
    ...["hs", "cs", "gates", "dHs", "dCs", "dGates", "dX"],
    ...[...out, "dC0", "scratch"],
    ...sizes,
  ],
  gruForward: [...given, ...biases, "hs", "gates", "scratch", ...sizes],
  gruBackward: [...given, "hs", "gates", "dHs", "dGates", "dX", ...out, "scratch", ...sizes],
};

/** Where block number `i` is. */
const place = (i: number) => start + 3000 * i;

describe("kernels look where they are told to read and write", () => {
  for (const [name, call] of Object.entries(calls)) {
    it(name, () => {
      const floats = new Float32Array(memory.buffer);
      floats.fill(1);
      const run = (kernels as unknown as Record<string, (...args: number[]) => unknown>)[name];
      const good = call.map((arg, i) => typeof arg === "string" ? place(i) : arg);
      expect(() => run(...good)).not.toThrow();
      floats.fill(1);
      const before = floats.slice(start);
      call.forEach((arg, i) => {
        if (typeof arg !== "string") return;
        for (const bad of [end - 1, end, 2 ** 31, 2 ** 32, start - 1, 0, -2, NaN, Infinity]) {
          // One number fits into the last place.
          if (bad === end - 1 && ["loss", "dLoss"].includes(arg)) continue;
          expect(() => run(...good.with(i, bad)), `${arg} at ${bad}`).toThrow(
            /^Cannot run \w+: found a block of \d+ numbers at /,
          );
        }
      });
      expect(before.every((value, i) => floats[start + i] === value)).toBe(true);
    });
  }

  it("and at what numbers in memory name", () => {
    const floats = new Float32Array(memory.buffer);
    for (const bad of [-1, 5, 1.5, NaN, Infinity, 2 ** 30]) {
      floats.set([0, 4, bad, 0], start);
      const message = "Cannot run gatherRows: index 2 is no whole number from 0 to 4";
      expect(() => kernels.gatherRows(place(1), start, place(2), 4, 3, 5)).toThrow(message);
      if (bad === -1) continue; // a row without a target
      expect(() => kernels.crossEntropy(place(1), start, place(2), place(3), 4, 5)).toThrow(
        "Cannot run crossEntropy: index 2 is no whole number from -1 to 4",
      );
    }
  });

  it("and see memory that has grown", () => {
    const growing = new WebAssembly.Memory({ initial: 4, maximum: 6 });
    const { kernels: own } = createSimdKernels(growing);
    expect(() => own.fill(start, 1, 1)).toThrow("one between 65536 and 65536 is wanted");
    growing.grow(1);
    own.fill(start, 1, 16384);
    expect(() => own.fill(start, 1, 16385)).toThrow("Cannot run fill");
  });
});
