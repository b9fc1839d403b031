/**
 * Ways to break the gates of the LSTM and gates in general, as equations and as the kernels that training uses.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

const LSTM = "lib/cells/lstm.ts";
const LSTM_KERNEL = "lib/tensor/simd/assembly/lstm.ts";
const BOTH = ["tests/cells/cells_test.ts", "tests/cells/pytorch_test.ts"];

export const gates: readonly Sabotage[] = [
  {
    name: "forget-gate-open",
    breaks: "An LSTM's forget gate is stuck at 1: it cannot forget",
    edits: [
      {
        file: LSTM,
        find: "const f = sigmoid(block(1));",
        replace: "const f = add(multiply(block(1), 0), 1);",
      },
      {
        file: LSTM_KERNEL,
        find: "  squash(gates + 3 * gap, n);\n",
        replace:
          "  squash(gates + 3 * gap, n);\n  for (let j = 0; j < n; j++) store<f32>(gates + gap + (<usize>j << 2), 1);\n",
      },
    ],
    claims: ["07.forget-gate", "07.same-as-library"],
    tests: ["tests/cells/pytorch_test.ts"],
  },
  {
    name: "forget-gate-shut",
    breaks: "An LSTM's forget gate is stuck at 0: it keeps nothing",
    edits: [
      {
        file: LSTM,
        find: "const f = sigmoid(block(1));",
        replace: "const f = multiply(block(1), 0);",
      },
      {
        file: LSTM_KERNEL,
        find: "  squash(gates + 3 * gap, n);\n",
        replace:
          "  squash(gates + 3 * gap, n);\n  for (let j = 0; j < n; j++) store<f32>(gates + gap + (<usize>j << 2), 0);\n",
      },
    ],
    claims: ["07.adding", "08.gru-stays-between"],
    tests: BOTH,
  },
  {
    name: "input-gate-open",
    breaks: "An LSTM's input gate is stuck at 1: it writes whatever comes",
    edits: [
      {
        file: LSTM,
        find: "const i = sigmoid(block(0));",
        replace: "const i = add(multiply(block(0), 0), 1);",
      },
      {
        file: LSTM_KERNEL,
        find: "  squash(gates + 3 * gap, n);\n",
        replace:
          "  squash(gates + 3 * gap, n);\n  for (let j = 0; j < n; j++) store<f32>(gates + (<usize>j << 2), 1);\n",
      },
    ],
    claims: ["07.adding"],
    tests: BOTH,
  },
  {
    name: "lstm-gates-swapped",
    breaks: "An LSTM's input and forget gates have changed places",
    edits: [
      { file: LSTM, find: "sigmoid(block(0));", replace: "sigmoid(block( 1));" },
      { file: LSTM, find: "sigmoid(block(1));", replace: "sigmoid(block(0));" },
      {
        file: LSTM_KERNEL,
        find: "  let pi = gates;\n  let pf = gates + gap;\n  let pg = pf + gap;\n",
        replace: "  let pi = gates + gap;\n  let pf = gates;\n  let pg = gates + 2 * gap;\n",
      },
    ],
    claims: ["07.same-as-library", "08.lid-off"],
    tests: BOTH,
  },
  {
    name: "lstm-without-its-last-tanh",
    breaks: "An LSTM shows its cell state as it is, not squashed",
    edits: [
      {
        file: LSTM,
        find: "const hNext = multiply(o, tanh(cNext));",
        replace: "const hNext = multiply(o, cNext);",
      },
      { file: LSTM_KERNEL, find: "const s0 = tanh(c0);", replace: "const s0 = c0;" },
      { file: LSTM_KERNEL, find: "const s1 = tanh(c1);", replace: "const s1 = c1;" },
      {
        file: LSTM_KERNEL,
        find: "const s = tanh(loadSome(c, count));",
        replace: "const s = loadSome(c, count);",
      },
    ],
    claims: ["07.same-as-library", "08.lid-off"],
    tests: BOTH,
  },
  {
    name: "gate-bias-ignored",
    breaks: "The bias with which a gate should start is not set",
    edits: [{
      file: "lib/cells/gates.ts",
      find: "  ih.set(biases, gate * biases.length);\n",
      replace: "",
    }],
    claims: ["07.frozen-is-frozen", "08.lag-200"],
    tests: ["tests/cells/cells_test.ts"],
  },
  {
    name: "gate-bias-misplaced",
    breaks: "The bias of the forget gate goes to the output gate",
    edits: [{
      file: LSTM,
      find: "setGateBias(params, 1, forget);",
      replace: "setGateBias(params, 3, forget);",
    }],
    claims: ["07.frozen-is-frozen"],
    tests: ["tests/cells/cells_test.ts"],
  },
  {
    name: "gates-are-switches",
    breaks: "A gate is open or shut, and nothing in between",
    edits: [
      {
        file: "lib/numeric.ts",
        find: "  if (x >= 0) return 1 / (1 + exp(-x));\n",
        replace: "  if (x === x) return x >= 0 ? 1 : 0;\n",
      },
      {
        file: "lib/tensor/simd/assembly/functions.ts",
        find: "  return f32x4.div(numerator, f32x4.add(c(ONE), e));\n",
        replace: "  return v128.bitselect(f32x4.splat(0), c(ONE), i32x4.shr_s(x, 31));\n",
      },
    ],
    claims: ["07.frozen-is-frozen"],
    tests: ["tests/numeric_test.ts", "tests/cells/pytorch_test.ts"],
  },
];
