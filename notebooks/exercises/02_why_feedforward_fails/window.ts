/**
 * A number to predict: how wide a window must be to see a word.
 *
 * @module
 */

import { feedforwardWindow } from "lib/cells/feedforward.ts";
import { numberOf } from "lib/exercises/common.ts";
import { Finding } from "lib/exercises/definition.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";
import { createRandom } from "lib/random.ts";
import { delayedLabel } from "lib/tasks/delayed_label.ts";

const DISTANCE = 12;
const STEPS = 14;

const smallestWindow: number = 12;

/** The exercise. */
export default valueExercise<number>({
  id: "02.window",
  kind: "predict the number",
  title: "how wide a window",
  goal:
    "Predict the smallest window with which a feedforward net can use a word 12 words from the end.",
  text:
    "Sentences of 14 words now, and the direction is the 12th word from the end (the last word is the " +
    "1st). What is the **smallest** window with which a feedforward net of 32 hidden units can be right?",
  begin: [
    "In the picture above, what stood 8 words from the end, and which windows were right?",
    "A window of 1 sees the last word alone, which is the 1st from the end",
  ],
  answer: "smallestWindow",
  turn: "a number of words",
  from: import.meta.url,
  solution: smallestWindow,
  why:
    "The last word is the 1st from the end, so a window of W holds the 1st to the W-th. The 12th is in it " +
    "from W = 12 on.",
  learned:
    "A window of W words sees exactly the last W, and the one before them might as well not exist. " +
    "Nobody told the RNN this number.",
  read(answer) {
    const width = numberOf(answer, "your prediction");
    if (Number.isInteger(width) && width >= 1) return width;
    throw new Finding("kind", `a whole number of words is wanted, and this is ${width}`);
  },
  right: (width) => width === DISTANCE,
  said(width, idea) {
    const sees = (window: number) => reaches(window) ? "reaches" : "does not reach";
    if (idea === null) {
      return `measured: changing the direction ${
        sees(DISTANCE)
      } the answer through a window of 12, and ${sees(DISTANCE - 1)} it through one of 11`;
    }
    return width <= 64
      ? `measured: changing the direction ${sees(width)} the answer through a window of ${width}${
        width > DISTANCE ? `, but ${sees(width - 1)} it through one of ${width - 1} too` : ""
      }`
      : `a window of ${width} is wider than the sentence, which has ${STEPS} words`;
  },
  ideas: {
    "other-task": {
      idea: "8 was the width for the direction 8 words from the end",
      hint: "Now it stands 12 words from the end: what does a window of 8 see of it?",
      stronger: "The width goes with the distance, one word for one word",
      answers: [8],
      does: (width) => width === 8,
    },
    "from-the-front": {
      idea: "That is where the direction stands from the front. A window is counted from the end",
      hint: "Which word is always in the window, however narrow it is?",
      stronger: "Count from the last word back to the direction",
      answers: [3, 2, 4],
      does: (width) => width <= 4,
    },
    "too-narrow": {
      idea: "The newest word is the 1st in the window, not the 0th",
      hint: "Count on your fingers: a window of 1 sees the 1st word from the end",
      stronger: "A window of W sees the words 1 to W from the end",
      answers: [11, 10],
      does: (width) => width < DISTANCE,
    },
    "one-more": {
      idea: "The direction itself may be the oldest word in the window; none before it is needed",
      hint: "Does a window of 1 see the last word?",
      stronger: "A window of W sees the words 1 to W from the end, W included",
      answers: [13],
      does: (width) => width === DISTANCE + 1,
    },
    "whole-sentence": {
      idea: "That is enough, but not the smallest: what stands before the direction is filler",
      hint: "Which words may the net miss without harm?",
      stronger: "It must reach back to the direction and no further",
      answers: [14, 15, 16],
      does: (width) => width < 32,
    },
    "size": {
      idea:
        "Is that the number of neurons? What counts here is how far the net sees, not how large it is",
      hint: "The question is for a number of words",
      stronger: "How many words are there from the direction to the end?",
      answers: [1024, 32, 64, 384, 448],
      does: (width) => width >= 32,
    },
  },
  faults: { kind: [11.5, 0, -12, "12"], "not-finite": [NaN, Infinity] },
});

/** Whether changing the direction changes the answer after the last word of an untrained net. */
function reaches(window: number): boolean {
  const task = delayedLabel({ distance: DISTANCE, timeSteps: STEPS });
  const net = feedforwardWindow({ ...task, window, hiddenSize: 32, random: createRandom(0) });
  const answerTo = (inputs: Int32Array) =>
    net.forward({ timeSteps: STEPS, batch: 1, inputs }).outputs.values().slice(-task.outputSize);
  const words = Int32Array.from(task.sample(createRandom(0), 1).inputs);
  const before = answerTo(words);
  const after = answerTo(words.with(STEPS - DISTANCE, (words[STEPS - DISTANCE] + 1) % 4));
  return before.some((score: number, i: number) => score !== after[i]);
}
