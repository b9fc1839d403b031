/**
 * A number to predict: how wide a window must be to see a word.
 *
 * @module
 */

import { feedforwardWindow } from "../../cells/feedforward.ts";
import { createRandom } from "../../random.ts";
import { delayedLabel } from "../../tasks/delayed_label.ts";
import { numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const DISTANCE = 12;
const STEPS = 14;

/** The exercise. */
export const window: Exercise = {
  id: "02.window",
  kind: "predict the number",
  title: "how wide a window",
  goal:
    "Predict the smallest window with which a feedforward net can use a word 12 words from the end.",
  text:
    "Sentences of 14 words now, and the direction is the 12th word from the end (the last word is the " +
    "1st). What is the **smallest** window with which a feedforward net of 32 hidden units can be right?",
  answer: "smallestWindow",
  stub: `const smallestWindow: number = yourTurn; // YOUR TURN: a number of words`,
  begin: [
    "In the picture above, what stood 8 words from the end, and which windows were right?",
    "A window of 1 sees the last word alone, which is the 1st from the end",
  ],
  check(answer) {
    const width = numberOf(answer, "your prediction");
    const sees = (window: number) => reaches(window) ? "reaches" : "does not reach";
    if (width === DISTANCE) {
      return `measured: changing the direction ${
        sees(DISTANCE)
      } the answer through a window of 12, and ${sees(DISTANCE - 1)} it through one of 11`;
    }
    if (!Number.isInteger(width) || width < 1) {
      throw new Finding("kind", `a whole number of words is wanted, and this is ${width}`);
    }
    const said = width <= 64
      ? `measured: changing the direction ${sees(width)} the answer through a window of ${width}${
        width > DISTANCE ? `, but ${sees(width - 1)} it through one of ${width - 1} too` : ""
      }`
      : `a window of ${width} is wider than the sentence, which has ${STEPS} words`;
    if (width === 8) throw new Finding("other-task", said);
    if (width < DISTANCE) throw new Finding("too-narrow", said);
    if (width === DISTANCE + 1) throw new Finding("one-more", said);
    if (width === STEPS) throw new Finding("whole-sentence", said);
    throw new Finding(width >= 32 ? "size" : "whole-sentence", said);
  },
  learned:
    "A window of W words sees exactly the last W, and the one before them might as well not exist. " +
    "Nobody told the RNN this number.",
  misconceptions: {
    "too-narrow": {
      idea: "The newest word is the 1st in the window, not the 0th",
      hint: "Count on your fingers: a window of 1 sees the 1st word from the end",
      stronger: "A window of W sees the words 1 to W from the end",
    },
    "one-more": {
      idea: "The direction itself may be the oldest word in the window; none before it is needed",
      hint: "Does a window of 1 see the last word?",
      stronger: "A window of W sees the words 1 to W from the end, W included",
    },
    "other-task": {
      idea: "8 was the width for the direction 8 words from the end",
      hint: "Now it stands 12 words from the end: what does a window of 8 see of it?",
      stronger: "The width goes with the distance, one word for one word",
    },
    "whole-sentence": {
      idea: "That is enough, but not the smallest: what stands before the direction is filler",
      hint: "Which words may the net miss without harm?",
      stronger: "It must reach back to the direction and no further",
    },
    "size": {
      idea:
        "Is that the number of neurons? What counts here is how far the net sees, not how large it is",
      hint: "The question is for a number of words",
      stronger: "How many words are there from the direction to the end?",
    },
  },
  solution: {
    source: `const smallestWindow: number = 12;`,
    why:
      "The last word is the 1st from the end, so a window of W holds the 1st to the W-th. The 12th is in it " +
      "from W = 12 on.",
  },
  wrong: [
    ["counts from zero", "too-narrow", "11"],
    ["one to be safe", "one-more", "13"],
    ["the window of the task before", "other-task", "8"],
    ["the whole sentence", "whole-sentence", "14"],
    ["neurons", "size", "1024"],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const smallestWindow: number = ${value};`,
  })),
};

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
