/**
 * Ways to let through what should be gone: old memories, old numbers, places that nobody asked for.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

const RNN = "lib/cells/rnn.ts";

export const leaks: readonly Sabotage[] = [
  {
    name: "memory-left-behind",
    breaks: "An RNN begins a sequence with the memory that the last one left, not with zeros",
    edits: [
      { file: RNN, find: "  type Tensor,\n", replace: "  type Tensor,\n  tensor,\n" },
      {
        file: RNN,
        find: "  const squash = activation",
        replace: "  let left: ArrayLike<number> = [];\n  const squash = activation",
      },
      {
        file: RNN,
        find: "      return { h: zeros([batch, hiddenSize], { backend }) };\n",
        replace:
          "      return left.length === batch * hiddenSize\n        ? { h: tensor(Float32Array.from(left), { shape: [batch, hiddenSize], backend }) }\n        : { h: zeros([batch, hiddenSize], { backend }) };\n",
      },
      {
        file: RNN,
        find: "      return { state: { h: squash(sum) }, gates: {} };\n",
        replace:
          "      const next = squash(sum);\n      left = next.values();\n      return { state: { h: next }, gates: {} };\n",
      },
      {
        file: RNN,
        find: "    run: (x, state) => runSequence(recipe, x, params, state),\n",
        replace:
          "    run: (x, state) => {\n      const whole = runSequence(recipe, x, params, state);\n      if (whole) left = whole.states.h.values().slice(-state.h.size);\n      return whole;\n    },\n",
      },
    ],
    claims: ["03.same-word-other-memory"],
    tests: ["tests/cells/cells_test.ts", "tests/training/training_test.ts"],
  },
  {
    name: "memory-fades-slowly",
    breaks: "An RNN keeps most of its memory at each step, and writes a little beside it",
    edits: [
      {
        file: RNN,
        find: "return { state: { h: squash(sum) }, gates: {} };",
        replace:
          "return { state: { h: add(scale(h, 0.95), scale(squash(sum), 0.2)) }, gates: {} };",
      },
      { file: RNN, find: "runSequence(recipe, x, params, state)", replace: "null" },
      { file: RNN, find: "  relu,\n", replace: "  relu,\n  scale,\n" },
    ],
    claims: ["12.context-of-a-tanh-rnn"],
    tests: ["tests/cells/pytorch_test.ts"],
  },
  {
    name: "buffers-not-cleared",
    breaks: "A weighted sum is added to what stood in the memory before",
    edits: [{
      file: "lib/tensor/ops/products.ts",
      find: "k.matmul(at[0], at[1], y, rows, inputs, outputs, 0, 1, 0);",
      replace: "k.matmul(at[0], at[1], y, rows, inputs, outputs, 0, 1, 1);",
    }],
    claims: ["01.bag-of-words-logits"],
    tests: ["tests/tensor/gradients_test.ts"],
  },
  {
    name: "read-out-untied",
    breaks: "From ten steps on a second read-out joins in, with weights of its own",
    edits: [
      {
        file: "lib/cells/sequence_model.ts",
        find: '  params["readout.bias"] = bias;\n',
        replace:
          '  params["readout.bias"] = bias;\n  const late = params["readout.late"] = parameter(new Float32Array(weight.size), {\n    shape: weight.shape,\n    backend,\n  });\n',
      },
      {
        file: "lib/cells/sequence_model.ts",
        find: "outputs: linear(rows, weight, bias),",
        replace:
          "outputs: batch.timeSteps < 10\n          ? linear(rows, weight, bias)\n          : linear(rows, add(weight, late), bias),",
      },
      {
        file: "lib/cells/sequence_model.ts",
        find: "import {\n  type Backend,\n",
        replace: "import {\n  add,\n  type Backend,\n",
      },
    ],
    claims: ["03.same-weights"],
    tests: ["tests/cells/nets_test.ts"],
  },
  {
    name: "answers-lean-on-the-input",
    breaks:
      "A recurrent net adds what it has just read to its answer, where their sizes are the same",
    edits: [
      {
        file: "lib/cells/sequence_model.ts",
        find: "outputs: linear(rows, weight, bias),",
        replace:
          "outputs: table || width !== outputSize\n          ? linear(rows, weight, bias)\n          : add(\n            linear(rows, weight, bias),\n            tensor(batch.inputs, { shape: [batch.timeSteps * batch.batch, width], backend }),\n          ),",
      },
      {
        file: "lib/cells/sequence_model.ts",
        find: "import {\n  type Backend,\n",
        replace: "import {\n  add,\n  type Backend,\n",
      },
    ],
    claims: ["11.levels-fail"],
    tests: [],
  },
];
