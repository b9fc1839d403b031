/**
 * The same bits everywhere: a small training, every kernel of it, must end in the committed number on every
 * machine. A change of this number is a change of every committed output in the notebooks.
 */

import { describe, expect, it } from "vitest";
import { createRandom } from "lib/random.ts";
import { createSimdKernels, RESERVED_ELEMENTS } from "lib/tensor/simd/simd.ts";

/** FNV-1a over the bits. */
function hash(bytes: Uint8Array): string {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}

const [VOCAB, INPUT, HIDDEN, BATCH, STEPS, OUTPUT] = [11, 6, 13, 5, 7, 9];
const ROWS = STEPS * BATCH;

/** Twelve updates of embedding, layer, read-out; all memory that was used, as a hash. */
function training(kind: "rnn" | "relu" | "lstm" | "gru"): string {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const floats = new Float32Array(memory.buffer);
  const { kernels } = createSimdKernels(memory);
  const random = createRandom(3);
  const gates = kind === "lstm" ? 4 : kind === "gru" ? 3 : 1;
  let end = RESERVED_ELEMENTS;
  const take = (size: number) => {
    end += size;
    return end - size;
  };
  const fill = (size: number, draw: () => number) => {
    const start = take(size);
    for (let i = 0; i < size; i++) floats[start + i] = draw();
    return start;
  };

  const sizes = [
    VOCAB * INPUT,
    gates * HIDDEN * INPUT,
    gates * HIDDEN * HIDDEN,
    gates * HIDDEN,
    gates * HIDDEN,
    OUTPUT * HIDDEN,
    OUTPUT,
  ];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const offsets = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const params = fill(total, () => random.normal(0, 0.3));
  const grads = take(total);
  const [m, v] = [take(total), take(total)];
  const p = offsets.map((offset) => params + offset);
  const g = offsets.map((offset) => grads + offset);
  const symbols = fill(ROWS, () => random.integer(0, VOCAB));
  const targets = fill(ROWS, () => random.integer(-1, OUTPUT));
  const state = BATCH * HIDDEN;
  const [hs, cs, saved] = [
    take(state + STEPS * state),
    take(state + (kind === "lstm" ? 2 : 1) * STEPS * state),
    take(4 * STEPS * state),
  ];
  const [logits, probabilities, dLogits] = [0, 1, 2].map(() => take(ROWS * OUTPUT));
  const [loss, one] = [take(1), fill(1, () => 1)];
  const [dHs, dH0, dC0] = [take(STEPS * state), take(state), take(state)];
  const size = [STEPS, BATCH, INPUT, HIDDEN] as const;
  const scratch = take(kernels.sequenceScratch(...size, VOCAB, gates));

  const given = [p[0], symbols, VOCAB, p[1], p[2]] as const;
  const biases = [p[3], p[4]] as const;
  const out = [g[1], g[2], g[3], g[4]] as const;
  for (let t = 1; t <= 12; t++) {
    kernels.fill(grads, 0, total);
    const act = kind === "relu" ? 1 : 0;
    if (kind === "lstm") kernels.lstmForward(...given, ...biases, hs, cs, saved, scratch, ...size);
    else if (kind === "gru") kernels.gruForward(...given, ...biases, hs, saved, scratch, ...size);
    else kernels.rnnForward(...given, ...biases, hs, scratch, ...size, act);
    const h = hs + state;
    kernels.matmul(h, p[5], logits, ROWS, HIDDEN, OUTPUT, 0, 1, 0);
    kernels.add(logits, p[6], logits, ROWS * OUTPUT, OUTPUT);
    kernels.crossEntropy(logits, targets, probabilities, loss, ROWS, OUTPUT);
    kernels.crossEntropyBackward(probabilities, targets, one, dLogits, ROWS, OUTPUT, 0);
    kernels.sumAxis(dLogits, g[6], 1, ROWS, OUTPUT, 0);
    kernels.matmul(dLogits, h, g[5], OUTPUT, ROWS, HIDDEN, 1, 0, 0);
    kernels.matmul(dLogits, p[5], dHs, ROWS, OUTPUT, HIDDEN, 0, 0, 0);
    if (kind === "lstm") {
      const back = [hs, cs, saved, dHs, -1, -1, g[0]] as const;
      kernels.lstmBackward(...given, ...back, ...out, dH0, dC0, scratch, ...size);
    } else if (kind === "gru") {
      kernels.gruBackward(...given, hs, saved, dHs, -1, g[0], ...out, dH0, scratch, ...size);
    } else kernels.rnnBackward(...given, hs, dHs, g[0], ...out, dH0, scratch, ...size, act);
    const norm = Math.sqrt(kernels.sumOfSquares(grads, total));
    const step = 0.05 / (1 - 0.9 ** t);
    const scale = Math.min(1, 1 / norm);
    kernels.adam(params, grads, m, v, total, scale, step, 0.9, 0.999, 1 - 0.999 ** t, 1e-8);
  }
  expect(kernels.firstNonFinite(params, total)).toBe(-1);
  return hash(new Uint8Array(memory.buffer, params * 4, (scratch - params) * 4));
}

describe("a training ends in the same bits everywhere", () => {
  const committed = { rnn: "1466b5b4", relu: "61470938", lstm: "1626642f", gru: "88f403f4" };
  for (const kind of ["rnn", "relu", "lstm", "gru"] as const) {
    it(kind, () => {
      const first = training(kind);
      expect(training(kind)).toBe(first);
      expect(first).toBe(committed[kind]);
    });
  }
});

describe("single kernels on fixed numbers", () => {
  const memory = new WebAssembly.Memory({ initial: 8 });
  const { kernels } = createSimdKernels(memory);
  const x = RESERVED_ELEMENTS;
  const out = x + 4096;
  const inputs = new Float32Array(memory.buffer, x * 4, 4096);
  for (let i = 0; i < 4096; i++) inputs[i] = (i - 2048) / 97;
  const committed = {
    exp: "d7e6172e",
    log: "8ee06603",
    tanh: "ad876bb0",
    sigmoid: "85d66b1f",
    softmax: "28030258",
    matmul: "27e77bee",
  };

  for (const name of Object.keys(committed) as (keyof typeof committed)[]) {
    it(name, () => {
      // log only of positive numbers: which bits a NaN has is left to the machine.
      if (name === "log") kernels.log(x + 2049, out, 2047);
      else if (name === "softmax") kernels.softmax(x, out, 273, 15);
      else if (name === "matmul") kernels.matmul(x, x, out, 60, 68, 60, 0, 1, 0);
      else kernels[name](x, out, 4096);
      const size = { log: 2047, softmax: 273 * 15, matmul: 3600 }[name as string] ?? 4096;
      expect(hash(new Uint8Array(memory.buffer, out * 4, size * 4))).toBe(committed[name]);
    });
  }
});
