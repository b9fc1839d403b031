/**
 * A whole sequence in one call, against the equations in float64, value by value: here written once more, forward
 * and backward, as plain loops over one sequence at a time.
 */

import { describe, expect, it } from "vitest";
import type { Offset } from "lib/tensor/kernels.ts";
import * as numeric from "lib/numeric.ts";
import { createRandom, type Random } from "lib/random.ts";
import { createSimdKernels, RESERVED_ELEMENTS } from "lib/tensor/simd/simd.ts";
import { gap } from "./simd_support.ts";

interface Sizes {
  readonly timeSteps: number;
  readonly batch: number;
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** 0: inputs are vectors. */
  readonly vocabSize: number;
}

type Kind = "tanh" | "relu" | "lstm" | "gru";

/** Named blocks of float64, and the same as float32 in the memory of the kernels. */
type Blocks = Record<string, Float64Array>;

const GATES = { tanh: 1, relu: 1, lstm: 4, gru: 3 } as const;

const memory = new WebAssembly.Memory({ initial: 64 });
const floats = new Float32Array(memory.buffer);
const { kernels } = createSimdKernels(memory);

function draw(random: Random, size: number, spread: number): Float64Array {
  return Float64Array.from({ length: size }, () => Math.fround(random.normal(0, spread)));
}

/** Inputs, weights, and the derivatives that come in from behind. */
function problem(kind: Kind, sizes: Sizes, seed: number): Blocks {
  const { timeSteps: T, batch: B, inputSize: I, hiddenSize: H, vocabSize: V } = sizes;
  const random = createRandom(seed);
  const G = GATES[kind];
  // Small enough that no unit is saturated, where 1 − h² would have lost its digits.
  const spread = 0.7 / Math.sqrt(H + I);
  const symbols = Float64Array.from({ length: V ? T * B : 0 }, () => random.integer(0, V));
  return {
    x: draw(random, V ? V * I : T * B * I, 1),
    symbols,
    weightIh: draw(random, G * H * I, spread),
    weightHh: draw(random, G * H * H, spread),
    biasIh: draw(random, G * H, spread),
    biasHh: draw(random, G * H, spread),
    h0: draw(random, B * H, 0.5),
    c0: draw(random, B * H, 0.5),
    dHs: draw(random, T * B * H, 1),
    dCs: draw(random, T * B * H, 1),
    dGates: draw(random, T * B * 4 * H, 1),
    dWeightIh: draw(random, G * H * I, 1),
    dWeightHh: draw(random, G * H * H, 1),
    dBiasIh: draw(random, G * H, 1),
    dBiasHh: draw(random, G * H, 1),
  };
}

/** The equations: hs, and all derivatives. */
function byEquations(kind: Kind, sizes: Sizes, p: Blocks): Blocks {
  const { timeSteps: T, batch: B, inputSize: I, hiddenSize: H, vocabSize: V } = sizes;
  const G = GATES[kind];
  const { sigmoid, tanh } = numeric;
  const hs = new Float64Array((T + 1) * B * H);
  const cs = new Float64Array((T + 1) * B * H);
  const inner = new Float64Array(T * B * G * H); // W x + b
  const outer = new Float64Array(T * B * G * H); // U h + c
  hs.set(p.h0);
  cs.set(p.c0);
  const inputRow = (tb: number) => (V ? p.symbols[tb] : tb) * I;

  /** The gates of unit j, from their sums. */
  const gatesOf = (tb: number, j: number): Record<string, number> => {
    const a = (gate: number) => inner[(tb * G + gate) * H + j];
    const u = (gate: number) => outer[(tb * G + gate) * H + j];
    if (kind === "lstm") {
      const [i, f, o] = [0, 1, 3].map((gate) => sigmoid(a(gate) + u(gate)));
      return { i, f, g: tanh(a(2) + u(2)), o };
    }
    const [r, z] = [0, 1].map((gate) => sigmoid(a(gate) + u(gate)));
    return { r, z, n: tanh(a(2) + r * u(2)), u: u(2) };
  };

  for (let t = 0; t < T; t++) {
    for (let b = 0; b < B; b++) {
      const tb = t * B + b;
      for (let row = 0; row < G * H; row++) {
        let sum = p.biasIh[row];
        for (let k = 0; k < I; k++) sum += p.weightIh[row * I + k] * p.x[inputRow(tb) + k];
        inner[tb * G * H + row] = sum;
        sum = p.biasHh[row];
        for (let k = 0; k < H; k++) sum += p.weightHh[row * H + k] * hs[tb * H + k];
        outer[tb * G * H + row] = sum;
      }
      for (let j = 0; j < H; j++) {
        const now = tb * H + j;
        const next = now + B * H;
        if (kind === "lstm") {
          const { i, f, g, o } = gatesOf(tb, j);
          cs[next] = f * cs[now] + i * g;
          hs[next] = o * tanh(cs[next]);
        } else if (kind === "gru") {
          const { z, n } = gatesOf(tb, j);
          hs[next] = (1 - z) * n + z * hs[now];
        } else {
          const sum = inner[now] + outer[now];
          hs[next] = kind === "tanh" ? tanh(sum) : Math.max(sum, 0);
        }
      }
    }
  }

  const dWeightIh = p.dWeightIh.slice();
  const dWeightHh = p.dWeightHh.slice();
  const dBiasIh = p.dBiasIh.slice();
  const dBiasHh = p.dBiasHh.slice();
  const dX = new Float64Array(p.x.length);
  let dH: Float64Array = new Float64Array(B * H);
  const dC = new Float64Array(B * H);
  for (let t = T - 1; t >= 0; t--) {
    const dInner = new Float64Array(B * G * H);
    const dOuter = new Float64Array(B * G * H);
    const before = new Float64Array(B * H);
    for (let b = 0; b < B; b++) {
      const tb = t * B + b;
      const put = (gate: number, j: number, value: number, hidden = value) => {
        dInner[(b * G + gate) * H + j] = value;
        dOuter[(b * G + gate) * H + j] = hidden;
      };
      for (let j = 0; j < H; j++) {
        const now = tb * H + j;
        const next = now + B * H;
        const dh = dH[b * H + j] + p.dHs[now];
        const given = (gate: number) => p.dGates[(tb * 4 + gate) * H + j];
        if (kind === "lstm") {
          dC[b * H + j] += p.dCs[now];
          const { i, f, g, o } = gatesOf(tb, j);
          const squashed = tanh(cs[next]);
          const dc = dC[b * H + j] + dh * o * (1 - squashed * squashed);
          put(0, j, (dc * g + given(0)) * i * (1 - i));
          put(1, j, (dc * cs[now] + given(1)) * f * (1 - f));
          put(2, j, (dc * i + given(2)) * (1 - g * g));
          put(3, j, (dh * squashed + given(3)) * o * (1 - o));
          dC[b * H + j] = dc * f;
        } else if (kind === "gru") {
          const { r, z, n, u } = gatesOf(tb, j);
          const dn = (dh * (1 - z) + given(2)) * (1 - n * n);
          put(0, j, (dn * u + given(0)) * r * (1 - r));
          put(1, j, (dh * (hs[now] - n) + given(1)) * z * (1 - z));
          put(2, j, dn, dn * r);
          before[b * H + j] = dh * z;
        } else {
          const h = hs[next];
          put(0, j, dh * (kind === "tanh" ? 1 - h * h : h > 0 ? 1 : 0));
        }
      }
      for (let row = 0; row < G * H; row++) {
        const di = dInner[b * G * H + row];
        const d = dOuter[b * G * H + row];
        dBiasIh[row] += di;
        dBiasHh[row] += d;
        for (let k = 0; k < I; k++) {
          dWeightIh[row * I + k] += di * p.x[inputRow(tb) + k];
          dX[inputRow(tb) + k] += di * p.weightIh[row * I + k];
        }
        for (let k = 0; k < H; k++) {
          dWeightHh[row * H + k] += d * hs[tb * H + k];
          before[b * H + k] += d * p.weightHh[row * H + k];
        }
      }
    }
    dH = before;
  }
  return { hs, cs, dX, dWeightIh, dWeightHh, dBiasIh, dBiasHh, dH0: dH, dC0: dC };
}

/** The same by the kernels. `withDX` false asks for no derivative of the input. */
function byKernels(kind: Kind, sizes: Sizes, p: Blocks, withDX = true): Blocks {
  const { timeSteps: T, batch: B, inputSize: I, hiddenSize: H, vocabSize: V } = sizes;
  const G = GATES[kind];
  let end = RESERVED_ELEMENTS;
  const at: Record<string, Offset> = {};
  const sized: Record<string, number> = {};
  const place = (name: string, size: number) => {
    at[name] = end + 1; // not aligned, on purpose
    sized[name] = size;
    end += size + 2;
    floats.fill(NaN, at[name] - 1, end); // what is not written shows
    return at[name];
  };
  for (const [name, values] of Object.entries(p)) floats.set(values, place(name, values.length));
  floats.set(p.h0, place("hs", (T + 1) * B * H));
  floats.set(p.c0, place("cs", (2 * T + 1) * B * H));
  place("gates", T * B * 4 * H);
  place("dX", p.x.length);
  place("dH0", B * H);
  place("dC0", B * H);
  const scratchSize = kernels.sequenceScratch(T, B, I, H, V, G);
  const scratch = place("scratch", scratchSize);

  const input = [at.x, V ? at.symbols : -1, V] as const;
  const weights = [at.weightIh, at.weightHh] as const;
  const biases = [at.biasIh, at.biasHh] as const;
  const dWeights = [at.dWeightIh, at.dWeightHh, at.dBiasIh, at.dBiasHh] as const;
  const size = [T, B, I, H] as const;
  const dX = withDX ? at.dX : -1;
  if (kind === "lstm") {
    const states = [at.hs, at.cs, at.gates] as const;
    kernels.lstmForward(...input, ...weights, ...biases, ...states, scratch, ...size);
    const incoming = [at.dHs, at.dCs, at.dGates, dX] as const;
    const initial = [at.dH0, at.dC0] as const;
    kernels.lstmBackward(
      ...input,
      ...weights,
      ...states,
      ...incoming,
      ...dWeights,
      ...initial,
      scratch,
      ...size,
    );
  } else if (kind === "gru") {
    kernels.gruForward(...input, ...weights, ...biases, at.hs, at.gates, scratch, ...size);
    const back = [at.hs, at.gates, at.dHs, at.dGates, dX] as const;
    kernels.gruBackward(...input, ...weights, ...back, ...dWeights, at.dH0, scratch, ...size);
  } else {
    const activation = kind === "relu" ? 1 : 0;
    kernels.rnnForward(...input, ...weights, ...biases, at.hs, scratch, ...size, activation);
    const back = [at.hs, at.dHs, dX] as const;
    kernels.rnnBackward(
      ...input,
      ...weights,
      ...back,
      ...dWeights,
      at.dH0,
      scratch,
      ...size,
      activation,
    );
  }
  // Scratch was enough: the guard behind it is untouched, and so is the one before.
  expect(floats[scratch - 1]).toBeNaN();
  expect(floats[scratch + scratchSize]).toBeNaN();
  return Object.fromEntries(
    Object.keys(at).map((name) => [
      name,
      Float64Array.from(floats.subarray(at[name], at[name] + sized[name])),
    ]),
  );
}

/** The largest difference, relative to the largest value of a block, or to 1, the size of what comes in. */
function difference(found: Blocks, wanted: Blocks, names: string[]): number {
  let largest = 0;
  for (const name of names) {
    const scale = wanted[name].reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    wanted[name].forEach((value, i) => {
      largest = Math.max(largest, gap(found[name][i], value, scale));
    });
  }
  return largest;
}

const COMMON = ["hs", "dWeightIh", "dWeightHh", "dBiasIh", "dBiasHh", "dH0"];
const ALL_SIZES: Sizes[] = [];
for (const hiddenSize of [1, 2, 3, 4, 5, 7, 8, 16, 17, 33]) {
  for (const inputSize of [1, 2, 5, 8]) {
    const batch = 1 + (hiddenSize * 3 + inputSize) % 6;
    const timeSteps = 1 + (hiddenSize + inputSize) % 5;
    ALL_SIZES.push({ timeSteps, batch, inputSize, hiddenSize, vocabSize: 0 });
    ALL_SIZES.push({ timeSteps, batch, inputSize, hiddenSize, vocabSize: 1 + hiddenSize % 7 });
  }
}
ALL_SIZES.push({ timeSteps: 20, batch: 17, inputSize: 30, hiddenSize: 40, vocabSize: 28 });
ALL_SIZES.push({ timeSteps: 20, batch: 17, inputSize: 30, hiddenSize: 40, vocabSize: 0 });
// So short that nothing is packed beforehand, and just longer.
for (const timeSteps of [1, 2, 3, 4]) {
  for (const vocabSize of [0, 9]) {
    ALL_SIZES.push({ timeSteps, batch: 1, inputSize: 6, hiddenSize: 11, vocabSize });
  }
}
// Longer than the steps that are taken at once.
ALL_SIZES.push({ timeSteps: 300, batch: 1, inputSize: 2, hiddenSize: 3, vocabSize: 4 });
ALL_SIZES.push({ timeSteps: 3, batch: 300, inputSize: 2, hiddenSize: 3, vocabSize: 0 });

for (const kind of ["tanh", "relu", "lstm", "gru"] as const) {
  const names = kind === "lstm" ? [...COMMON, "cs", "dC0"] : COMMON;

  describe(`${kind} over a whole sequence`, () => {
    it("values and derivatives are those of the equations", () => {
      ALL_SIZES.forEach((sizes, seed) => {
        const p = problem(kind, sizes, seed);
        const wanted = byEquations(kind, sizes, p);
        const found = byKernels(kind, sizes, p);
        expect(difference(found, wanted, [...names, "dX"])).toBeLessThan(2e-6);
      });
    });

    it("asked for no derivative of the input, gives the same others", () => {
      for (const vocabSize of [0, 6]) {
        const sizes = { timeSteps: 4, batch: 3, inputSize: 5, hiddenSize: 7, vocabSize };
        const p = problem(kind, sizes, 1);
        const wanted = byKernels(kind, sizes, p);
        const found = byKernels(kind, sizes, p, false);
        for (const name of names) expect(found[name]).toEqual(wanted[name]);
        expect(found.dX.every(Number.isNaN)).toBe(true);
      }
    });

    it("no steps at all leave the state and its derivative as they are", () => {
      const sizes = { timeSteps: 0, batch: 3, inputSize: 5, hiddenSize: 6, vocabSize: 0 };
      const p = problem(kind, sizes, 1);
      const found = byKernels(kind, sizes, p);
      expect(found.hs).toEqual(p.h0);
      expect(found.dWeightHh).toEqual(p.dWeightHh);
      expect(found.dH0.every((value) => value === 0)).toBe(true);
    });

    it("a sequence is the same bits in whatever batch it stands", () => {
      const large = { timeSteps: 6, batch: 7, inputSize: 3, hiddenSize: 10, vocabSize: 0 };
      const p = problem(kind, large, 2);
      const inBatch = byKernels(kind, large, p);
      const one = { ...large, batch: 1 };
      for (let b = 0; b < large.batch; b++) {
        const pick = (block: Float64Array, width: number) =>
          block.filter((_, i) => Math.floor(i / width) % large.batch === b);
        const alone = byKernels(kind, one, {
          ...p,
          x: pick(p.x, large.inputSize),
          h0: pick(p.h0, large.hiddenSize),
          c0: pick(p.c0, large.hiddenSize),
          dHs: pick(p.dHs, large.hiddenSize),
          dCs: pick(p.dCs, large.hiddenSize),
          dGates: pick(p.dGates, 4 * large.hiddenSize),
        });
        expect(alone.hs).toEqual(pick(inBatch.hs, large.hiddenSize));
        expect(alone.dX).toEqual(pick(inBatch.dX, large.inputSize));
      }
    });
  });
}
