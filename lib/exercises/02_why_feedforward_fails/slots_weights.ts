/**
 * How many weights a net with a slot for each position has.
 *
 * @module
 */

import { countParameters } from "../../cells/cell.ts";
import { feedforwardSlots } from "../../cells/feedforward.ts";
import { formatNumber } from "../../notebook/format.ts";
import { createRandom } from "../../random.ts";
import { call, functionOf, numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const header =
  `/** Weights and biases of a net with \`slots\` slots of \`inputSize\` numbers each. */
function slotsWeights(
  slots: number,
  inputSize: number,
  hiddenSize: number,
  outputSize: number, // scores for each slot
): number`;

/** Likely formulas that are wrong. */
const likely: Readonly<
  Record<string, readonly ((T: number, I: number, H: number, O: number) => number)[]>
> = {
  "shared": [
    (_, I, H, O) => I * H + H + H * O + O,
    (T, I, H, O) => I * H + H + T * (H * O + O),
  ],
  "biases": [
    (T, I, H, O) => T * I * H + H * T * O,
    (T, I, H, O) => T * I * H + H + H * T * O,
    (T, I, H, O) => T * I * H + H * T * O + T * O,
  ],
  "one-answer": [(T, I, H, O) => T * I * H + H + H * O + O],
  "each-slot-a-net": [(T, I, H, O) => T * (I * H + H + H * O + O)],
  "added": [
    (T, I, H, O) => (T + I) * H + H + H * (T + O) + T * O,
    (T, I, H, O) => (T + I) * H + H + H * (T + O) + T + O,
    (T, I, H, O) => T + I + H + O,
  ],
};

/** The exercise. */
export const slotsWeights: Exercise = {
  id: "02.slots-weights",
  kind: "fill in the equation",
  title: "the price of slots",
  goal: "Write the number of weights and biases of a net with one slot for each position.",
  text:
    "What does a slot for each position cost? The net reads `slots` × `inputSize` numbers at once into one " +
    "hidden layer, and answers with `outputSize` scores for each slot, also at once. Count all its weights and " +
    "biases. (The check builds such nets of many sizes and counts theirs.)",
  answer: "slotsWeights",
  stub: `${header} {
  return yourTurn; // YOUR TURN
}`,
  begin: [
    "Between two layers there is a weight for each pair of an input and an output, and a bias for each output",
    "How many numbers does the hidden layer read in all, and how many scores does the last one give in all?",
  ],
  check(answer) {
    const f = functionOf(answer, ["countParameters", "feedforwardSlots"]);
    const sizes = [[3, 5, 7, 2], [1, 1, 1, 1], [12, 2, 4, 3], [2, 9, 3, 5], [30, 4, 6, 1]];
    for (const [slots, inputSize, hiddenSize, outputSize] of sizes) {
      const given = [slots, inputSize, hiddenSize, outputSize];
      const wanted = count(slots, inputSize, hiddenSize, outputSize);
      const what = `slotsWeights(${given.join(", ")})`;
      const found = numberOf(call(f, given), what);
      if (found === wanted) continue;
      const name = Object.keys(likely).find((name) =>
        likely[name].some((formula) => formula(slots, inputSize, hiddenSize, outputSize) === found)
      );
      const said = `${what} gave ${formatNumber(found)}, and the net of that size has ${
        formatNumber(wanted)
      }`;
      throw new Finding(name ?? "other", said);
    }
    return `five nets counted: with 4 inputs, 6 hidden units and 1 score, 3 slots take ${
      formatNumber(count(3, 4, 6, 1))
    } weights and biases, 30 slots ${formatNumber(count(30, 4, 6, 1))}`;
  },
  learned:
    "The number grows with the length of the sequence, and each slot's weights are numbers of their own: " +
    "paid for one by one, and learned one by one.",
  misconceptions: {
    "shared": {
      idea:
        "The number must grow with the slots at both ends: here no slot shares its weights with another",
      hint: "What is learned in slot 2 does nothing for slot 9: so slot 9 has weights of its own",
      stronger: "The hidden layer reads slots × inputSize numbers",
    },
    "biases": {
      idea: "A layer adds a bias to each of its outputs, and some of these are missing",
      hint: "How many numbers are in b₁, and how many in b₂?",
      stronger: "b₁ has one for each hidden unit, b₂ one for each score of each slot",
    },
    "one-answer": {
      idea: "The net answers for every slot at once, not only for one",
      hint: "How many scores come out in all?",
      stronger: "The last layer gives slots × outputSize scores",
    },
    "each-slot-a-net": {
      idea:
        "That would be a net of its own for each slot, blind to all others. Here one hidden layer reads all slots",
      hint: "How many hidden units are there in all, and how many biases do they have?",
      stronger:
        "Each score of each slot has a weight from each hidden unit; the hidden biases count once",
    },
    "added": {
      idea:
        "Weights connect each input with each output: numbers of inputs and outputs are multiplied, not added",
      hint: "Draw 2 inputs and 3 outputs, and count the lines",
      stronger:
        "slots × inputSize inputs, times hiddenSize, plus the biases; then the same for the last layer",
    },
  },
  solution: {
    source: `${header} {
  const hidden = slots * inputSize * hiddenSize + hiddenSize; // W₁ and b₁
  const scores = hiddenSize * slots * outputSize + slots * outputSize; // W₂ and b₂
  return hidden + scores;
}`,
    why:
      "Inputs times outputs, plus a bias for each output, twice. `slots` stands in both layers; in a recurrent net " +
      "it stands nowhere.",
  },
  wrong: [
    [
      "shares the weights",
      "shared",
      "inputSize * hiddenSize + hiddenSize + hiddenSize * outputSize + outputSize",
    ],
    [
      "without biases",
      "biases",
      "slots * inputSize * hiddenSize + hiddenSize * slots * outputSize",
    ],
    [
      "one answer",
      "one-answer",
      "slots * inputSize * hiddenSize + hiddenSize + hiddenSize * outputSize + outputSize",
    ],
    [
      "a net for each slot",
      "each-slot-a-net",
      "slots *\n    (inputSize * hiddenSize + hiddenSize + hiddenSize * outputSize + outputSize)",
    ],
    [
      "adds where it should multiply",
      "added",
      "(slots + inputSize) * hiddenSize + hiddenSize +\n    hiddenSize * (slots + outputSize) + slots + outputSize",
    ],
  ].map(([label, misconception, expression]) => ({
    label,
    misconception,
    source: `${header} {\n  return ${expression};\n}`,
  })),
};

function count(slots: number, size: number, hiddenSize: number, outputSize: number): number {
  const random = createRandom(0);
  const input = { kind: "vectors", size } as const;
  return countParameters(feedforwardSlots({ slots, input, hiddenSize, outputSize, random }).params);
}
