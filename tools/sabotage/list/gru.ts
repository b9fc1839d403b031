/**
 * Ways to break the gates of the GRU, as equations and as the kernels that training uses.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

const GRU = "lib/cells/gru.ts";
const GRU_KERNEL = "lib/tensor/simd/assembly/gru.ts";
const BOTH = ["tests/cells/cells_test.ts", "tests/cells/pytorch_test.ts"];

export const gru: readonly Sabotage[] = [
  {
    name: "update-gate-turned-round",
    breaks: "A GRU keeps where it should write, and writes where it should keep",
    edits: [
      {
        file: GRU,
        find: "add(multiply(subtract(1, z), n), multiply(z, h));",
        replace: "add(multiply(subtract(1, z), h), multiply(z, n));",
      },
      {
        file: GRU_KERNEL,
        find: "f32x4.mul(f32x4.sub(f32x4.splat(1), z), n), f32x4.mul(z, h));",
        replace: "f32x4.mul(f32x4.sub(f32x4.splat(1), z), h), f32x4.mul(z, n));",
      },
      {
        file: GRU_KERNEL,
        find: "f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)),",
        replace: "f32x4.mul(f32x4.mul(dh, z),",
      },
      {
        file: GRU_KERNEL,
        find: "f32x4.mul(dh, f32x4.sub(h, n))",
        replace: "f32x4.mul(dh, f32x4.sub(n, h))",
      },
      {
        file: GRU_KERNEL,
        find: "v128.store(dH, f32x4.mul(h1, z1), VECTOR);\n    v128.store(dH, f32x4.mul(h0, z0));",
        replace:
          "v128.store(dH, f32x4.mul(h1, f32x4.sub(f32x4.splat(1), z1)), VECTOR);\n    v128.store(dH, f32x4.mul(h0, f32x4.sub(f32x4.splat(1), z0)));",
      },
      {
        file: GRU_KERNEL,
        find: "storeSome(dH, f32x4.mul(dh, z), count);",
        replace: "storeSome(dH, f32x4.mul(dh, f32x4.sub(f32x4.splat(1), z)), count);",
      },
    ],
    claims: [
      "08.equals-library",
      "08.gru-is-a-tied-lstm",
      "08.gru-without-gates-is-an-rnn",
      "08.z-near-one-keeps",
      "13.typed-gru-is-the-gru",
    ],
    tests: BOTH,
  },
  {
    name: "reset-gate-stuck",
    breaks: "A GRU's reset gate is stuck at 1",
    edits: [
      {
        file: GRU,
        find: "multiply(r, block(fromMemory, 2))",
        replace: "block(fromMemory, 2)",
      },
      {
        file: GRU_KERNEL,
        find: "return tanh(f32x4.add(x, f32x4.mul(r, u)));",
        replace: "return tanh(f32x4.add(x, u));",
      },
    ],
    claims: ["08.equals-library", "08.gru-is-a-tied-lstm"],
    tests: BOTH,
  },
  {
    name: "gru-without-tanh",
    breaks: "What a GRU writes is not squashed",
    edits: [{
      file: GRU,
      find: "const n = tanh(add(block(fromInput, 2), multiply(r, block(fromMemory, 2))));",
      replace: "const n = add(block(fromInput, 2), multiply(r, block(fromMemory, 2)));",
    }, {
      file: GRU_KERNEL,
      find: "return tanh(f32x4.add(x, f32x4.mul(r, u)));",
      replace: "return f32x4.add(x, f32x4.mul(r, u));",
    }, {
      file: GRU_KERNEL,
      find: "f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));",
      replace: "f32x4.mul(dh, f32x4.sub(one, z));",
    }],
    claims: ["08.gru-stays-between", "08.gru-without-gates-is-an-rnn"],
    tests: ["tests/cells/pytorch_test.ts"],
  },
];
