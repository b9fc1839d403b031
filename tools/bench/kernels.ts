/**
 * How fast the kernels are, each alone: products in GFLOP/s, the rest in nanoseconds an element, whole sequences
 * in milliseconds. Minima over several rounds, on one core.
 *
 * ```sh
 * deno run --allow-read --allow-env tools/bench/kernels.ts [matmul | elements | sequences | ceiling]
 * ```
 *
 * @module
 */

import { createRandom } from "lib/random.ts";
import type { Offset } from "lib/tensor/kernels.ts";
import { createSimdKernels, RESERVED_ELEMENTS } from "lib/tensor/simd/simd.ts";

const memory = new WebAssembly.Memory({ initial: 1024 });
const floats = new Float32Array(memory.buffer);
const { kernels } = createSimdKernels(memory);
const random = createRandom(1);
let end = RESERVED_ELEMENTS;

/** A block of numbers near 0, on a cache line of its own. */
function block(size: number, spread = 0.5): Offset {
  const start = end;
  end = (end + size + 15) & ~15;
  for (let i = start; i < start + size; i++) floats[i] = random.uniform(-spread, spread);
  return start;
}

/** Least milliseconds that one call takes, over rounds of about 5 ms each. */
function time(call: () => void): number {
  let calls = 1;
  const round = () => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) call();
    return (performance.now() - start) / calls;
  };
  for (let i = 0; i < 10; i++) calls = Math.max(1, Math.min(1e5, Math.round(5 / round())));
  let least = Infinity;
  for (let i = 0; i < 30; i++) least = Math.min(least, round());
  return least;
}

function products(): void {
  console.log("matmul   m    k    n   GFLOP/s: plain  A turned  B turned  both");
  const shapes = [
    [16, 64, 16],
    [32, 32, 128],
    [32, 64, 256],
    [32, 256, 64],
    [1024, 64, 28],
    [1024, 32, 256],
    [256, 1024, 64],
    [128, 128, 128],
    [512, 512, 512],
    [1, 64, 256],
  ];
  for (const [m, k, n] of shapes) {
    end = RESERVED_ELEMENTS;
    const [a, b, out] = [block(m * k), block(k * n), block(m * n)];
    const rates = ([[0, 0], [1, 0], [0, 1], [1, 1]] as const).map(([transposeA, transposeB]) => {
      const ms = time(() => kernels.matmul(a, b, out, m, k, n, transposeA, transposeB, 0));
      return (2 * m * k * n / ms / 1e6).toFixed(1).padStart(9);
    });
    console.log([m, k, n].map((size) => `${size}`.padStart(5)).join("").padEnd(24), rates.join(""));
  }
}

function elements(): void {
  console.log("nanoseconds an element, of 16,384");
  const n = 16384;
  end = RESERVED_ELEMENTS;
  const [a, b, out, m, v] = [block(n), block(n), block(n), block(n), block(n)];
  const probabilities = block(n);
  const targets = block(512, 0);
  const show = (name: string, call: () => void) =>
    console.log(name.padEnd(24), (time(call) * 1e6 / n).toFixed(3));
  show("add", () => kernels.add(a, b, out, n, n));
  show("add [512, 32] + [32]", () => kernels.add(a, b, out, n, 32));
  show("copy", () => kernels.copy(a, out, n, 0));
  for (const name of ["exp", "log", "tanh", "sigmoid"] as const) {
    show(name, () => kernels[name](a, out, n));
  }
  show("tanhBackward", () => kernels.tanhBackward(a, b, out, n, 0));
  show("transpose", () => kernels.transpose(a, out, 128, 128, 0));
  show("sumAxis 512 rows", () => kernels.sumAxis(a, out, 1, 512, 32, 0));
  show("sumAxis 32 columns", () => kernels.sumAxis(a, out, 512, 32, 1, 0));
  show("softmax of 32", () => kernels.softmax(a, out, 512, 32));
  show("crossEntropy of 32", () => kernels.crossEntropy(a, targets, probabilities, out, 512, 32));
  show(
    "  backward",
    () => kernels.crossEntropyBackward(probabilities, targets, b, out, 512, 32, 0),
  );
  show("sumOfSquares", () => kernels.sumOfSquares(a, n));
  show("adam", () => kernels.adam(a, b, m, v, n, 1, 1e-4, 0.9, 0.999, 0.5, 1e-8));
}

function sequences(): void {
  console.log(
    "28 symbols into 32, milliseconds: forward, backward, GFLOP/s of both (hidden products)",
  );
  const [vocabSize, inputSize] = [28, 32];
  for (const [hiddenSize, batch, timeSteps] of [[16, 16, 16], [32, 32, 32], [64, 32, 32]]) {
    for (const [kind, gates] of [["rnn", 1], ["gru", 3], ["lstm", 4]] as const) {
      end = RESERVED_ELEMENTS;
      const width = gates * hiddenSize;
      const steps = timeSteps * batch;
      const x = block(vocabSize * inputSize);
      const symbols = block(steps);
      for (let i = 0; i < steps; i++) floats[symbols + i] = random.integer(0, vocabSize);
      const weights = [block(width * inputSize), block(width * hiddenSize)] as const;
      const biases = [block(width), block(width)] as const;
      const hs = block((timeSteps + 1) * batch * hiddenSize);
      const cs = block((2 * timeSteps + 1) * batch * hiddenSize);
      const saved = block(4 * steps * hiddenSize);
      const dHs = block(steps * hiddenSize);
      const dX = block(vocabSize * inputSize);
      const dWeights = [block(width * inputSize), block(width * hiddenSize)] as const;
      const dBiases = [block(width), block(width)] as const;
      const dH0 = block(batch * hiddenSize);
      const dC0 = block(batch * hiddenSize);
      const scratch = block(
        kernels.sequenceScratch(timeSteps, batch, inputSize, hiddenSize, vocabSize, gates),
      );
      const given = [x, symbols, vocabSize, ...weights] as const;
      const size = [timeSteps, batch, inputSize, hiddenSize] as const;
      const out = [...dWeights, ...dBiases] as const;
      const [forward, backward] = {
        rnn: [
          () => kernels.rnnForward(...given, ...biases, hs, scratch, ...size, 0),
          () => kernels.rnnBackward(...given, hs, dHs, dX, ...out, dH0, scratch, ...size, 0),
        ],
        gru: [
          () => kernels.gruForward(...given, ...biases, hs, saved, scratch, ...size),
          () =>
            kernels.gruBackward(...given, hs, saved, dHs, -1, dX, ...out, dH0, scratch, ...size),
        ],
        lstm: [
          () => kernels.lstmForward(...given, ...biases, hs, cs, saved, scratch, ...size),
          () =>
            kernels.lstmBackward(
              ...given,
              hs,
              cs,
              saved,
              dHs,
              -1,
              -1,
              dX,
              ...out,
              dH0,
              dC0,
              scratch,
              ...size,
            ),
        ],
      }[kind];
      const [f, b] = [time(forward), time(backward)];
      const rate = 6 * steps * hiddenSize * width / (f + b) / 1e6;
      console.log(
        `${kind} ${hiddenSize}/${batch}/${timeSteps}`.padEnd(16),
        [f.toFixed(3), b.toFixed(3), rate.toFixed(1)].map((text) => text.padStart(8)).join(""),
      );
    }
  }
}

async function ceiling(): Promise<void> {
  // Not loaded before it is needed: see below.
  const { ceilingLoop } = await import("./ceiling.ts");
  const loop = await ceilingLoop();
  const n = 20_000;
  // V8 compiles in haste first, and takes its time for what is called often. The compiler that made the loop is
  // WebAssembly itself and stands in the same queue: hence some seconds of patience.
  let least = Infinity;
  for (let i = 0; i < 20; i++) {
    least = Math.min(least, time(() => loop(n)));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const rate = loop(n) / least / 1e6;
  console.log(`products and sums alone, all in registers: ${rate.toFixed(1)} GFLOP/s`);
}

const benches = { matmul: products, elements, sequences, ceiling };
for (const [name, bench] of Object.entries(benches)) {
  if (Deno.args.length === 0 || Deno.args.includes(name)) await bench();
}
