/**
 * Ways to break the engine: values, derivatives, rounding.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

const REFERENCE = "lib/tensor/reference.ts";
const EQUAL = "tests/tensor/simd_equals_reference_test.ts";

export const arithmetic: readonly Sabotage[] = [
  {
    name: "wrong-slope-of-tanh",
    breaks: "The derivative of tanh is taken for 1 − y instead of 1 − y²",
    edits: [
      {
        file: REFERENCE,
        find: "tanhBackward: unaryBackward((y) => 1 - y * y),",
        replace: "tanhBackward: unaryBackward((y) => 1 - y),",
      },
      {
        file: "lib/tensor/simd/assembly/rnn.ts",
        find: "return f32x4.mul(d, f32x4.sub(one, f32x4.mul(h, h)));",
        replace: "return f32x4.mul(d, f32x4.sub(one, h));",
      },
      {
        file: "lib/tensor/simd/assembly/activations.ts",
        find: "if (f == TANH) return f32x4.mul(dOut, f32x4.sub(one, f32x4.mul(v, v)));",
        replace: "if (f == TANH) return f32x4.mul(dOut, f32x4.sub(one, v));",
      },
    ],
    claims: ["05.by-hand", "05.library"],
    tests: ["tests/tensor/gradients_test.ts", "tests/tensor/simd_sequence_test.ts"],
  },
  {
    name: "rough-tanh",
    breaks: "tanh is a fraction that comes near it, not tanh",
    edits: [{
      file: "lib/numeric.ts",
      find: "if (size > 22) return x > 0 ? 1 : -1;",
      replace: "if (size < 3) return x * (27 + x * x) / (27 + 9 * x * x);",
    }],
    claims: ["05.finite-differences"],
    tests: ["tests/numeric_test.ts"],
  },
  {
    name: "float-error",
    breaks: "The fast exp, tanh and sigmoid leave out the last two terms of their series",
    edits: [{
      file: "lib/tensor/simd/assembly/functions.ts",
      find: "  const middle = f32x4.add(c(P2), f32x4.mul(c(P3), r));\n",
      replace: "  const middle = c(P2);\n",
    }],
    claims: ["05.library"],
    tests: ["tests/tensor/simd_functions_test.ts", EQUAL],
  },
  {
    name: "gradients-overwritten",
    breaks: "Where a tensor is used twice, the second derivative takes the place of the first",
    edits: [{
      file: "lib/tensor/backward.ts",
      find: "    this.accumulate = 1;\n",
      replace: "    this.accumulate = 0;\n",
    }],
    claims: ["04.gradients-sum", "05.by-hand", "13.typed-gru-is-the-gru"],
    tests: ["tests/tensor/gradients_test.ts", "tests/tensor/shared_gradients_test.ts"],
  },
  {
    name: "bias-dropped",
    breaks: "A linear layer leaves out its bias",
    edits: [{
      file: "lib/tensor/ops/products.ts",
      find: "if (bias) k.add(",
      replace: "if (bias && false) k.add(",
    }],
    claims: ["08.equals-library"],
    tests: ["tests/cells/pytorch_test.ts", "tests/tensor/gradients_test.ts"],
  },
  {
    name: "softmax-without-max",
    breaks: "softmax does not take the largest score away first, and overflows",
    edits: [
      {
        file: REFERENCE,
        find: "row.reduce((most, x) => (x > most || x !== x ? x : most), -Infinity);",
        replace: "0 * row.length;",
      },
      {
        file: "lib/tensor/simd/assembly/softmax.ts",
        find: "store<f32>(maximaPlace() + <usize>row * FLOAT, maximumOfRow(p, columns));",
        replace: "store<f32>(maximaPlace() + <usize>row * FLOAT, 0);",
      },
    ],
    claims: [],
    tests: [EQUAL],
  },
  {
    name: "unlabelled-steps-count",
    breaks: "A step at which nothing is asked is taught the first class",
    edits: [
      {
        file: "lib/training/loss.ts",
        find: "return crossEntropy(outputs, asked);",
        replace: "return crossEntropy(outputs, asked.map((target) => Math.max(target, 0)));",
      },
    ],
    claims: [],
    tests: ["tests/experiments/told_test.ts"],
  },
  {
    name: "tanh-does-not-squash",
    breaks: "tanh gives back what it gets",
    edits: [{
      file: "lib/numeric.ts",
      find: "if (x !== x || x === 0) return x;\n  const size = Math.abs(x);\n  if (size > 22)",
      replace:
        "if (x !== x || x <= Infinity) return x;\n  const size = Math.abs(x);\n  if (size > 22)",
    }],
    claims: ["06.fate-of-a-signal"],
    tests: ["tests/numeric_test.ts"],
  },
];
