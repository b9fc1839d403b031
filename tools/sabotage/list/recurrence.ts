/**
 * Ways to break recurrence: what is handed on from step to step, and what goes back along it.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

export const recurrence: readonly Sabotage[] = [
  {
    name: "no-recurrence",
    breaks: "An RNN's memory is not handed on: each step starts from nothing",
    edits: [
      {
        file: "lib/cells/rnn.ts",
        find: "linear(h, weight_hh, bias_hh)",
        replace: "linear(zeros(h.shape, { backend }), weight_hh, bias_hh)",
      },
      {
        file: "lib/tensor/simd/assembly/layers.ts",
        find: "    hiddenPart(h, g, count, address(weightHh));\n",
        replace: "    if (cell > RELU_RNN) hiddenPart(h, g, count, address(weightHh));\n",
      },
    ],
    claims: [
      "02.one-bit-of-memory",
      "03.equals-library",
      "03.same-word-other-memory",
      "03.temporal-xor",
      "05.same-memory",
      "08.gru-without-gates-is-an-rnn",
      "08.lstm-without-gates-is-an-rnn",
    ],
    tests: ["tests/cells/cells_test.ts", "tests/cells/pytorch_test.ts"],
  },
  {
    name: "gradient-cut",
    breaks: "An RNN's gradient goes back one step and no further",
    edits: [
      {
        file: "lib/cells/rnn.ts",
        find: "linear(h, weight_hh, bias_hh)",
        replace: "linear(detach(h), weight_hh, bias_hh)",
      },
      {
        file: "lib/cells/rnn.ts",
        find: "  type Backend,\n",
        replace: "  type Backend,\n  detach,\n",
      },
      {
        file: "lib/tensor/simd/assembly/layers.ts",
        find: "    multiplyPacked(d, gateRow, packed, dH, row, count, width, hiddenSize, 0);\n",
        replace:
          "    if (kind <= RELU_RNN) memory.fill(dH, 0, <usize>count * row);\n    else multiplyPacked(d, gateRow, packed, dH, row, count, width, hiddenSize, 0);\n",
      },
    ],
    claims: ["03.equals-library", "05.exploding", "05.library"],
    tests: ["tests/cells/cells_test.ts", "tests/tensor/simd_sequence_test.ts"],
  },
  {
    name: "time-reversed",
    breaks: "A layer reads its sequence from the end to the beginning",
    edits: [{
      file: "lib/cells/layer.ts",
      find: "const result = unroll(cell, outputs, {",
      replace: "const result = unroll(cell, i === 0 ? reverseTime(outputs) : outputs, {",
    }],
    claims: ["03.evidence-moves-it", "09.lets-the-rest-go", "09.untrained-fades"],
    tests: ["tests/cells/pytorch_test.ts"],
  },
  {
    name: "memory-dropped",
    breaks: "The memory that is handed in is thrown away: each piece of a sequence starts empty",
    edits: [{
      file: "lib/cells/unroll.ts",
      find: "options.state ?? empty",
      replace: "empty",
    }],
    claims: [
      "05.carried-memory",
      "05.same-memory",
      "08.z-near-one-keeps",
      "14.factors-commute",
      "14.scan-is-the-loop",
      "15.reads-then-writes",
      "15.teacher-forcing-flatters",
    ],
    tests: ["tests/cells/properties_test.ts", "tests/training/training_test.ts"],
  },
  {
    name: "memory-is-a-transcript",
    breaks: "The memory that is handed on holds what was shown at every step, not at the last",
    edits: [{
      file: "lib/cells/unroll.ts",
      find: "return { outputs: states.h, state: last,",
      replace: "return { outputs: states.h, state: { ...last, h: states.h },",
    }],
    claims: ["09.fixed-size"],
    tests: ["tests/cells/cells_test.ts"],
  },
  {
    name: "answers-a-step-early",
    breaks: "Where only the last answers are asked for, each is that of the step before",
    edits: [{
      file: "lib/cells/sequence_model.ts",
      find: "slice(hidden, 0, from)",
      replace: "slice(hidden, 0, from - 1, batch.timeSteps - 1)",
    }],
    claims: [],
    tests: ["tests/cells/from_test.ts"],
  },
  {
    name: "hidden-size-ignored",
    breaks: "Whatever hidden size is asked for, a cell has eight units",
    edits: [{
      file: "lib/cells/sequence_model.ts",
      find: "inputSize, hiddenSize, random, backend });",
      replace: "inputSize, hiddenSize: 8, random, backend });",
    }],
    claims: [],
    tests: ["tests/cells/nets_test.ts"],
  },
  {
    name: "orthogonal-is-not",
    breaks: "An orthogonal start is a matrix of random rows, at no right angle to each other",
    edits: [{
      file: "lib/cells/initialize.ts",
      find: "current[k] -= overlap * earlier[k];",
      replace: "current[k] -= 0 * overlap * earlier[k];",
    }],
    claims: ["06.default-start-fades", "06.fate-of-a-signal"],
    tests: ["tests/cells/properties_test.ts"],
  },
  {
    name: "usual-start-too-wide",
    breaks: "The usual start of an RNN draws from ±1 instead of ±1/√hiddenSize",
    edits: [{
      file: "lib/cells/rnn.ts",
      find: "const bound = 1 / Math.sqrt(hiddenSize);",
      replace: "const bound = 1;",
    }],
    claims: ["06.default-start-fades", "06.gradient-fades", "12.one-step-path"],
    tests: ["tests/cells/nets_test.ts"],
  },
  {
    name: "identity-is-zero",
    breaks: "The identity start of a loop is a matrix of zeros",
    edits: [{
      file: "lib/cells/rnn.ts",
      find: "hh: identity(hiddenSize),",
      replace: "hh: identity(hiddenSize, 0),",
    }],
    claims: [],
    tests: ["tests/cells/nets_test.ts"],
  },
  {
    name: "cut-does-not-cut",
    breaks: "A tensor that is detached still passes its gradient back",
    edits: [{
      file: "lib/tensor/arena.ts",
      find: "export function detach(x: Tensor): Tensor {\n",
      replace: "export function detach(x: Tensor): Tensor {\n  if (x.requiresGrad) return x;\n",
    }],
    claims: ["05.truncation"],
    tests: ["tests/tensor/tensor_test.ts"],
  },
  {
    name: "orthogonal-stretches",
    breaks: "An orthogonal start makes a signal half as long again at each step",
    edits: [{
      file: "lib/cells/initialize.ts",
      find: "  return matrix;\n}\n\n/**\n * Chrono",
      replace: "  return matrix.map((x) => 1.5 * x);\n}\n\n/**\n * Chrono",
    }],
    claims: ["05.exploding"],
    tests: ["tests/cells/properties_test.ts"],
  },
];
