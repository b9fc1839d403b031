/**
 * Two sentences that a net with a window of four words must answer alike.
 *
 * @module
 */

import { feedforwardWindow } from "../../cells/feedforward.ts";
import type { Model } from "../../cells/model.ts";
import { rnn } from "../../cells/rnn.ts";
import { sequenceModel } from "../../cells/sequence_model.ts";
import { createRandom } from "../../random.ts";
import { delayedLabel } from "../../tasks/delayed_label.ts";
import { apart, kindOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

/** The exercise. */
export const foolWindow: Exercise = {
  id: "02.fool-window",
  kind: "fool the net",
  title: "fool a window of four",
  goal:
    "Write two sentences with different right answers to which every net with a window of 4 gives the same.",
  text:
    "Write two sentences of this task, ten words each, the direction (_north, south, east, west_) 8 words " +
    "from the end, all other words from _walk, on, past, the, old, mill, and, rest_. Their right answers must " +
    "differ, and a net with a **window of 4** must give both the _same_ scores after the last word, to the " +
    "last bit, whatever its weights are.",
  answer: "fooling",
  stub: `const fooling: [string, string] = yourTurn; // YOUR TURN: ["walk on …", "walk on …"]`,
  begin: [
    "What does the net see when it answers, and what does it not see?",
    "The direction is the third word: eight words from the end of ten",
  ],
  check(answer) {
    const sentences = sentencesOf(answer);
    const [one, other] = sentences;
    const places = sentences.map((words) => words.findIndex((word) => directions.includes(word)));
    sentences.forEach((words, i) => {
      const text = `"${words.join(" ")}"`;
      if (words.length !== 10) {
        throw new Finding("length", `${text} has ${words.length} words, and 10 are wanted`);
      }
      const strange = words.find((word) => !vocab.includes(word));
      if (strange) throw new Finding("vocabulary", `the nets do not know the word "${strange}"`);
      const found = words.filter((word) => directions.includes(word)).length;
      if (found !== 1 || places[i] !== 2) {
        const said = found === 1
          ? `in ${text} the direction stands ${10 - places[i]} words from the end`
          : `${text} holds ${found} directions`;
        throw new Finding(found === 1 && places[i] >= 6 ? "in-window" : "misplaced", said);
      }
    });
    if (one[2] === other[2]) {
      throw new Finding("same-answer", `the right answer to both is ${one[2]}`);
    }
    const window = feedforwardWindow({ ...shape, window: 4, random: createRandom(0) });
    const reader = sequenceModel({ ...shape, cell: rnn, random: createRandom(0) });
    const byWindow = difference(window, one, other);
    if (byWindow > 0) {
      throw new Finding(
        "in-window",
        `a net with a window of 4 gives them scores that differ by ${
          byWindow.toPrecision(2)
        }: it sees "${one.slice(-4).join(" ")}" and "${other.slice(-4).join(" ")}"`,
      );
    }
    return `the right answers are ${one[2]} and ${
      other[2]
    }; the window's scores differ by 0, those of a ` +
      `recurrent net by ${difference(reader, one, other).toPrecision(2)}`;
  },
  learned:
    "To fool a net it is enough to change what it cannot see. Of every such pair it gets one wrong, so " +
    "over many of them it guesses: this is where the chance level in the claim comes from.",
  misconceptions: {
    "same-answer": {
      idea: "Two sentences with the same answer fool nobody: the net may be right on both",
      hint: "The direction is the answer: give each sentence another one",
      stronger: "Change the third word of one sentence, nothing else",
    },
    "in-window": {
      idea: "What the net sees differs, so its scores can differ too",
      hint: "Which words are in the window when the answer is due?",
      stronger: "The last four words must be the same in both",
    },
    "misplaced": {
      idea:
        "The question of this task is for a direction 8 words from the end, one in each sentence",
      hint: "The last word is the 1st from the end; which place from the front is the 8th of ten?",
      stronger: "Two words of filler, the direction, seven words of filler",
    },
    "length": {
      idea: "The sentences of this task have ten words",
      hint: "Fill up with walk, on, past, the, old, mill, and, rest",
      stronger: "Two words of filler, the direction, seven words of filler",
    },
    "vocabulary": {
      idea: "A net with one input a word has no input for other words",
      hint: "Use north, south, east, west and walk, on, past, the, old, mill, and, rest",
      stronger: "Small letters, single blanks, no punctuation",
    },
  },
  solution: {
    source: `const fooling: [string, string] = [
  "walk on north past the old mill and rest on",
  "walk on south past the old mill and rest on",
];`,
    why:
      'Both end in "mill and rest on" (any four words would do, if they are the same). The direction differs, but ' +
      "it lies outside the window, and a function gives the same output to the same input.",
  },
  wrong: [
    [
      "the same answer",
      "same-answer",
      "walk on north past the old mill and rest on",
      "past the north old mill and walk past rest on",
    ],
    [
      "other last words",
      "in-window",
      "walk on north past the old mill and rest on",
      "walk on south past the old mill and walk past",
    ],
    [
      "the direction inside the window",
      "in-window",
      "walk on past the old mill and north rest on",
      "walk on past the old mill and south rest on",
    ],
    [
      "the direction eighth from the front",
      "misplaced",
      "north walk on past the old mill and rest on",
      "south walk on past the old mill and rest on",
    ],
    ["three words", "length", "north mill rest", "south mill rest"],
    [
      "a word of its own",
      "vocabulary",
      "walk on north past the old church and rest on",
      "walk on south past the old church and rest on",
    ],
  ].map(([label, misconception, one, other]) => ({
    label,
    misconception,
    source: `const fooling: [string, string] = [\n  "${one}",\n  "${other}",\n];`,
  })),
};

const task = delayedLabel({ distance: 8, timeSteps: 10 });
const shape = { input: task.input, outputSize: task.outputSize, hiddenSize: 32 };
const vocab: readonly string[] = task.input.kind === "symbols" ? task.input.vocab : [];
const directions: readonly string[] = task.labels ?? [];

function sentencesOf(answer: unknown): [string[], string[]] {
  const good = Array.isArray(answer) && answer.length === 2 &&
    answer.every((one) => typeof one === "string");
  if (!good) {
    throw new Finding("kind", `two sentences in a list are wanted, and this is ${kindOf(answer)}`);
  }
  return answer.map((one: string) => one.trim().split(/\s+/)) as [string[], string[]];
}

/** Largest difference between a net's scores after the last word of two sentences. */
function difference(net: Model, one: readonly string[], other: readonly string[]): number {
  const [a, b] = [one, other].map((words) => {
    const inputs = Int32Array.from(words, (word) => vocab.indexOf(word));
    return net.forward({ timeSteps: 10, batch: 1, inputs }).outputs.values().slice(
      -task.outputSize,
    );
  });
  return apart(a, b);
}
