/**
 * A number to predict: what a recurrent cell has to learn, whatever the length.
 *
 * @module
 */

import { numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const said = (found: number) =>
  `counted: W_x has 6 × 4, W_h has 6 × 6 and b has 6 numbers, after 30 words as before; you said ${found}`;

/** The exercise. */
export const countWeights: Exercise = {
  id: "03.count-weights",
  kind: "predict the number",
  title: "what a cell has to learn",
  goal:
    "Predict how many numbers training can change in a cell of 6 units that reads 4 inputs, over 30 words.",
  text:
    "`myCell` with `inputSize: 4` and `hiddenSize: 6` reads a sentence of 30 words. How many numbers are there " +
    "in it that training can change?",
  answer: "numbersToLearn",
  stub: `const numbersToLearn: number = yourTurn; // YOUR TURN`,
  begin: [
    "Write down the shapes of W_x, W_h and b",
    "How many rows has W_h, and how many columns?",
  ],
  check(answer) {
    const found = numberOf(answer, "your prediction");
    if (found === 66) return "counted: 6 × 4 + 6 × 6 + 6 = 66, for 30 words as for 3";
    if (found % 30 === 0 && found >= 30 * 24) throw new Finding("each-step", said(found));
    const name = ({
      72: "library",
      30: "no-recurrence",
      24: "no-recurrence",
      60: "no-bias",
      36: "no-input",
      42: "no-input",
    } as Record<number, string>)[found];
    if (name) throw new Finding(name, said(found));
    throw new Finding(found > 66 ? "each-step" : "other", said(found));
  },
  learned:
    "One small net is used at every step: the length of the sentence does not occur in the count.",
  misconceptions: {
    "each-step": {
      idea:
        "Does each step have weights of its own? No: one small net's weights are used at every step",
      hint: "Does `step` know which word it is at?",
      stronger: "W_x, W_h and b have no t in the equation: count each once",
    },
    "no-recurrence": {
      idea:
        "The weights from memory to memory are missing; without them the net could not remember",
      hint: "What multiplies h in the equation, and what is its shape?",
      stronger: "W_h is [6, 6]",
    },
    "no-bias": {
      idea: "The bias is learned too",
      hint: "What stands beside the two products in the equation?",
      stronger: "b has one number for each unit",
    },
    "no-input": {
      idea: "The weights from the input are missing",
      hint: "What multiplies x in the equation, and what is its shape?",
      stronger: "W_x is [6, 4]",
    },
    "library": {
      idea: "That is the library's cell, which has two bias rows. `myCell` has one",
      hint: "How many biases does the equation have?",
      stronger: "Take one row of 6 away",
    },
  },
  solution: {
    source: `const numbersToLearn: number = 6 * 4 + 6 * 6 + 6;`,
    why:
      "W_x takes 4 inputs to 6 units, W_h takes 6 units to 6 units, b is one number a unit: 24 + 36 + 6 = 66. " +
      "Thirty words use these 66 numbers thirty times.",
  },
  wrong: [
    ["new weights at each step", "each-step", "30 * (6 * 4 + 6 * 6 + 6)"],
    ["new inputs at each step", "each-step", "30 * 6 * 4 + 6 * 6 + 6"],
    ["a feedforward layer", "no-recurrence", "6 * 4 + 6"],
    ["no bias", "no-bias", "6 * 4 + 6 * 6"],
    ["memory alone", "no-input", "6 * 6 + 6"],
    ["the library's two biases", "library", "6 * 4 + 6 * 6 + 6 + 6"],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const numbersToLearn: number = ${value};`,
  })),
};
