/**
 * A number to predict: what a recurrent cell has to learn, whatever the length.
 *
 * @module
 */

import { numberOf } from "lib/exercises/common.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";

const numbersToLearn: number = 6 * 4 + 6 * 6 + 6;

/** The exercise. */
export default valueExercise<number>({
  id: "03.count-weights",
  kind: "predict the number",
  title: "what a cell has to learn",
  goal:
    "Predict how many numbers training can change in a cell of 6 units that reads 4 inputs, over 30 words.",
  text:
    "`myCell` with `inputSize: 4` and `hiddenSize: 6` reads a sentence of 30 words. How many numbers are there " +
    "in it that training can change?",
  begin: [
    "Write down the shapes of W_x, W_h and b",
    "How many rows has W_h, and how many columns?",
  ],
  answer: "numbersToLearn",
  from: import.meta.url,
  solution: numbersToLearn,
  why:
    "W_x takes 4 inputs to 6 units, W_h takes 6 units to 6 units, b is one number a unit: 24 + 36 + 6 = 66. " +
    "Thirty words use these 66 numbers thirty times.",
  learned:
    "One small net is used at every step: the length of the sentence does not occur in the count.",
  read: (answer) => numberOf(answer, "your prediction"),
  right: (said) => said === 66,
  said: (said, idea) =>
    idea === null
      ? "counted: 6 × 4 + 6 × 6 + 6 = 66, for 30 words as for 3"
      : `counted: W_x has 6 × 4, W_h has 6 × 6 and b has 6 numbers, after 30 words as before; you said ${said}`,
  ideas: {
    "library": {
      idea: "That is the library's cell, which has two bias rows. `myCell` has one",
      hint: "How many biases does the equation have?",
      stronger: "Take one row of 6 away",
      answers: [72, 66 + 6],
      does: (said) => said === 72,
    },
    "no-recurrence": {
      idea:
        "The weights from memory to memory are missing; without them the net could not remember",
      hint: "What multiplies h in the equation, and what is its shape?",
      stronger: "W_h is [6, 6]",
      answers: [6 * 4 + 6, 6 * 4, 4 * 6 + 4],
      does: (said) => said <= 30,
    },
    "no-bias": {
      idea: "The bias is learned too",
      hint: "What stands beside the two products in the equation?",
      stronger: "b has one number for each unit",
      answers: [6 * 4 + 6 * 6, 6 * (4 + 6)],
      does: (said) => said === 60,
    },
    "no-input": {
      idea: "The weights from the input are missing",
      hint: "What multiplies x in the equation, and what is its shape?",
      stronger: "W_x is [6, 4]",
      answers: [6 * 6 + 6, 6 * 6],
      does: (said) => said > 30 && said <= 42,
    },
    "one-bias": {
      idea: "The bias has one number for each unit, not one in all, nor one for each input",
      hint: "What is b added to, and how many numbers does that have?",
      stronger: "b has 6 numbers, one a unit",
      answers: [61, 64, 6 * 4 + 6 * 6 + 1],
      does: (said) => said > 60 && said < 66,
    },
    "other-shapes": {
      idea: "A matrix has another shape than the equation gives it",
      hint: "W_x takes 4 numbers to 6, W_h takes 6 to 6. How many rows and columns is that?",
      stronger: "6 × 4 and 6 × 6",
      answers: [4 * 4 + 6 * 6 + 6, 6 * 4 + 4 * 4 + 6, 6 * 4 + 6 * 4 + 6, (6 + 4) * (6 + 4) + 6],
      does: (said) => said < 110,
    },
    "each-step": {
      idea:
        "Does each step have weights of its own? No: one small net's weights are used at every step",
      hint: "Does `step` know which word it is at?",
      stronger: "W_x, W_h and b have no t in the equation: count each once",
      answers: [
        30 * (6 * 4 + 6 * 6 + 6),
        30 * 6 * 4 + 6 * 6 + 6,
        30 * 66 + 6,
        6 * 4 + 30 * 6 * 6 + 6,
        30 * (6 * 4 + 6),
        6 * 4 + 6 * 6 + 6 * 30,
      ],
      does: (said) => said > 66,
    },
  },
  faults: { "not-finite": [NaN], kind: ["66", [66]] },
});
