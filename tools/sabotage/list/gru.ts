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
        find: "  storeSome(next, f32x4.add(fresh, f32x4.mul(z, loadSome(h, count))), count);",
        replace:
          "  const old = f32x4.mul(f32x4.sub(f32x4.splat(1), z), loadSome(h, count));\n  storeSome(next, f32x4.add(f32x4.mul(z, n), old), count);",
      },
      {
        file: GRU_KERNEL,
        find: "const dN = f32x4.mul(f32x4.mul(dh, rest),",
        replace: "const dN = f32x4.mul(f32x4.mul(dh, z),",
      },
      {
        file: GRU_KERNEL,
        find: "const change = f32x4.sub(loadSome(h, count), n);",
        replace: "const change = f32x4.sub(n, loadSome(h, count));",
      },
      {
        file: GRU_KERNEL,
        find: "storeSome(dH, f32x4.mul(dh, z), count);",
        replace: "storeSome(dH, f32x4.mul(dh, rest), count);",
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
        find: "  const r = sigmoid(loadSome(pr, count));\n",
        replace: "  const r = f32x4.splat(1);\n",
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
      find: "const n = tanh(loadSome(pn, count));",
      replace: "const n = loadSome(pn, count);",
    }, {
      file: GRU_KERNEL,
      find: "f32x4.mul(f32x4.mul(dh, rest), f32x4.sub(one, f32x4.mul(n, n)));",
      replace: "f32x4.mul(dh, rest);",
    }],
    claims: ["08.gru-stays-between", "08.gru-without-gates-is-an-rnn"],
    tests: ["tests/cells/pytorch_test.ts"],
  },
];
