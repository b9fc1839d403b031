/**
 * A number to predict: how many steps' copies of a weight have a part in an answer.
 *
 * @module
 */

import { numberOf } from "lib/exercises/common.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";
import { tanh } from "lib/numeric.ts";

const STEPS = 6;
const ASKED = 4;

const copies: number = 3;

/** The exercise. */
export default valueExercise<number>({
  id: "04.which-copies",
  kind: "predict the number",
  title: "whose copy is heard",
  goal:
    "Predict how many of the six copies of the recurrent weight have a derivative other than 0.",
  text:
    "A net reads six inputs, with a copy of its weights for each step. This time it is asked **only after step 4**, " +
    "and nowhere else; its memory is empty before step 1. How many of the six copies of $W_h$, the weight in " +
    "front of the memory, have a derivative other than zero?",
  begin: [
    "A copy has a derivative if changing it would change the answer after step 4",
    "Go through the steps one by one: what would a change of W_h at step 1, 2, … 6 do?",
  ],
  answer: "copies",
  turn: "from 0 to 6",
  from: import.meta.url,
  solution: copies,
  why:
    "Steps 5 and 6 come after the question. Step 1 multiplies W_h by the empty memory. Steps 2, 3 and 4 remain.",
  learned:
    "A step teaches if what it did reaches the question: steps after it are not heard, and a weight that was " +
    "multiplied by nothing has nothing to answer for. All the steps in between teach the one shared weight.",
  read: (answer) => numberOf(answer, "your prediction"),
  right: (said) => said === measure().filter((part) => part !== 0).length,
  said(said, idea) {
    const shown = measure().map((part) => part === 0 ? "0" : part.toFixed(4).replace("-", "−"));
    if (idea === null) {
      return `measured, with a net of one unit, the derivatives of the copies of steps 1 to ${STEPS} are ${
        shown.join(", ")
      }`;
    }
    const looked = { 6: 5, 5: 6, 4: 1, 2: 4, 1: 2 }[said] ?? 3;
    return `you said ${said}; measured, the copy of step ${looked} has the derivative ${
      shown[looked - 1]
    }`;
  },
  ideas: {
    "all": {
      idea: "Not every copy has a part in this answer; the net was asked in the middle",
      hint: "Which steps lie after the question?",
      stronger:
        "Steps after the question cannot change it, and the first step multiplies an empty memory",
      answers: [6, 7],
      does: (said) => said > 5,
    },
    "after-the-question": {
      idea: "The empty memory of step 1 is seen, but not that the question comes after step 4",
      hint: "Can step 5 change an answer that was given after step 4?",
      stronger: "Take steps 5 and 6 away as well",
      answers: [5],
      does: (said) => said > 4,
    },
    "empty-memory": {
      idea: "At step 1 there is no memory yet: whatever W_h is, it is multiplied by zero",
      hint: "Look at the first column of the picture above",
      stronger: "Take step 1 away as well",
      answers: [4],
      does: (said) => said > 3,
    },
    "before-only": {
      idea: "The step right before the question acts on the answer too",
      hint: "Does the memory of step 3 go through W_h at step 4?",
      stronger: "Count steps 2, 3 and 4",
      answers: [2],
      does: (said) => said > 1,
    },
    "asked-step-only": {
      idea: "Earlier steps have made the memory that the asked step reads: they are answerable too",
      hint: "Would the answer be the same if step 2 had done something else?",
      stronger: "Count every step whose work reaches the question through the memory",
      answers: [1],
      does: (said) => said > 0,
    },
    "none": {
      idea:
        "The answer after step 4 has been made by the steps before it: some copies must have a part in it",
      hint: "Would the answer be the same if W_h were another number at step 4?",
      stronger: "Count the steps whose work reaches the question through the memory",
      answers: [0, -1],
      does: () => true,
    },
  },
  faults: { "not-finite": [0 / 0], kind: ["3", [2, 3, 4]] },
});

/** How the memory after the asked step changes with each step's own copy of the weight. */
function measure(): number[] {
  const inputs = [1, -1, 0.5, 1, -0.5, 1];
  const answer = (weights: readonly number[]) => {
    let h = 0;
    for (let t = 0; t < ASKED; t++) h = tanh(inputs[t] + weights[t] * h);
    return h;
  };
  const epsilon = 1e-4;
  return inputs.map((_, t) => {
    const moved = (by: number) => inputs.map((_, i) => 0.7 + (i === t ? by : 0));
    return (answer(moved(epsilon)) - answer(moved(-epsilon))) / (2 * epsilon);
  });
}
