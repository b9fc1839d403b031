/**
 * Answers to the open exercise: one of many right ones, and wrong ones.
 *
 * @module
 */

import type { Exercise } from "../definition.ts";

/** A cell's source from its parameters and its step. */
function source(
  params: readonly string[],
  step: readonly string[],
  { units = "hiddenSize", before = "" } = {},
): string {
  return `/** My own cell. */
const ownCell: CellFactory = ({ inputSize, hiddenSize, random }) => {
  const drawn = (rows: number, columns: number) =>
    parameter(Array.from({ length: rows * columns }, () => random.uniform(-0.25, 0.25)), {
      shape: [rows, columns],
    });
  const params = {
${params.map((line) => `    ${line},\n`).join("")}  };
${before}  return {
    kind: "my own",
    inputSize,
    hiddenSize,
    params,
    initialState: (batch: number) => ({ h: zeros([batch, ${units}]) }),
    step(x: Tensor, { h }: { h: Tensor }) {
${step.map((line) => `      ${line}\n`).join("")}    },
  };
};`;
}

const W = "W: drawn(hiddenSize, inputSize)";
const U = "U: drawn(hiddenSize, hiddenSize)";
const b = "b: parameter(new Array(hiddenSize).fill(0))";
const W_z = "W_z: drawn(hiddenSize, inputSize)";
const U_z = "U_z: drawn(hiddenSize, hiddenSize)";
const b_z = (bias: number) => `b_z: parameter(new Array(hiddenSize).fill(${bias}))`;
const sum = "add(linear(x, params.W, params.b), linear(h, params.U))";
const wordGate = "const z = sigmoid(linear(x, params.W_z, params.b_z));";
const mixed =
  "return { state: { h: add(multiply(z, h), multiply(subtract(1, z), n)) }, gates: { z } };";
const returned = (memory: string) => `return { state: { h: ${memory} }, gates: {} };`;

/** The solution and the wrong answers. */
export const ownCellAnswers: Pick<Exercise, "solution" | "wrong"> = {
  solution: {
    source: source([
      W,
      U,
      b,
      W_z,
      "b_z: parameter(Array.from({ length: hiddenSize }, (_, unit) => 1 + (3 * unit) / hiddenSize))",
    ], [`${wordGate} // by the word alone`, `const n = tanh(${sum});`, mixed]),
    why:
      "One of many. The gate sees the word and not the memory, and each unit starts at a bias of its own, from 1 to 4: " +
      "some forget within a few words, some keep for fifty.",
  },
  wrong: [
    {
      label: "the library's",
      misconception: "reference",
      source: `const ownCell: CellFactory = (options) => ({ ...gru(options), kind: "mine" });`,
    },
    {
      label: "a plain RNN under another name",
      misconception: "known",
      source: source([W, U, b], [returned(`tanh(${sum})`)]),
    },
    {
      label: "the example",
      misconception: "example",
      source: source([W, U, b, W_z, U_z, b_z(2)], [
        "const z = sigmoid(add(linear(x, params.W_z, params.b_z), linear(h, params.U_z)));",
        `const n = tanh(${sum});`,
        mixed,
      ]),
    },
    {
      label: "a gate that starts out closed, and no other way",
      misconception: "forgets",
      source: source([W, b, W_z, b_z(-6)], [
        wordGate,
        "const n = tanh(linear(x, params.W, params.b));",
        mixed,
      ]),
    },
    {
      label: "a snapshot",
      misconception: "no-memory",
      source: source([W, b, W_z, b_z(2)], [
        wordGate,
        "const n = tanh(linear(x, params.W, params.b));",
        returned("add(multiply(0, h), multiply(z, n))"),
      ]),
    },
    {
      label: "reads nothing",
      misconception: "does-not-read",
      source: source([W, U, b], [
        "const nothing = linear(multiply(0, x), params.W, params.b);",
        returned("tanh(add(nothing, linear(h, params.U)))"),
      ]),
    },
    {
      label: "a gate that is drawn and not used",
      misconception: "untrained",
      source: source([W, U, b, W_z, b_z(2)], [
        `const n = tanh(${sum});`,
        returned("add(multiply(0.8, h), multiply(0.2, n))"),
      ]),
    },
    {
      label: "squares without a squish",
      misconception: "grows",
      source: source([W, U, b], [returned(`add(${sum}, multiply(h, h), 2)`)]),
    },
    {
      label: "five units, always",
      misconception: "sizes",
      source: source([W, U, b], [returned(`tanh(${sum})`)], { units: "5" }),
    },
    {
      label: "a memory of its own",
      misconception: "memory-elsewhere",
      source: source([W, U, b], ["count += 1;", returned(`tanh(add(${sum}, count))`)], {
        before: "  let count = 0;\n",
      }),
    },
    {
      label: "no initial state",
      misconception: "not-a-cell",
      source: `const ownCell = (({ inputSize, hiddenSize }) => ({
  kind: "mine",
  inputSize,
  hiddenSize,
  params: { b: parameter([0]) },
  step: (x: Tensor) => ({ state: { h: x }, gates: {} }),
})) as CellFactory;`,
    },
  ],
};
