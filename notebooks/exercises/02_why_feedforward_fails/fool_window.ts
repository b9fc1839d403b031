/**
 * Two sentences that a net with a window of four words must answer alike.
 *
 * @module
 */

import { feedforwardWindow } from "lib/cells/feedforward.ts";
import type { Model } from "lib/cells/model.ts";
import { rnn } from "lib/cells/rnn.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { apart, kindOf } from "lib/exercises/common.ts";
import { Finding } from "lib/exercises/definition.ts";
import { count } from "lib/exercises/differ.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";
import { createRandom } from "lib/random.ts";
import { delayedLabel } from "lib/tasks/delayed_label.ts";

const fooling: [string, string] = [
  "walk on north past the old mill and rest on",
  "walk on south past the old mill and rest on",
];

type Two = [string[], string[]];
const placeOf = (words: readonly string[]) => words.findIndex((word) => directions.includes(word));
const directionsIn = (words: readonly string[]) =>
  words.filter((word) => directions.includes(word)).length;
const inPlace = (words: readonly string[]) => directionsIn(words) === 1 && placeOf(words) === 2;
const strangeIn = (words: readonly string[]) => words.find((word) => !vocab.includes(word));

/** The exercise. */
export default valueExercise<Two>({
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
  begin: [
    "What does the net see when it answers, and what does it not see?",
    "The direction is the third word: eight words from the end of ten",
  ],
  answer: "fooling",
  turn: '["walk on …", "walk on …"]',
  from: import.meta.url,
  solution: fooling,
  why:
    'Both end in "mill and rest on" (any four words would do, if they are the same). The direction differs, but ' +
    "it lies outside the window, and a function gives the same output to the same input.",
  learned:
    "To fool a net it is enough to change what it cannot see. Of every such pair it gets one wrong, so " +
    "over many of them it guesses: this is where the chance level in the claim comes from.",
  read: sentencesOf,
  right: (two) =>
    two.every((words) => words.length === 10 && !strangeIn(words) && inPlace(words)) &&
    two[0][2] !== two[1][2] && byWindow(...two) === 0,
  said(two, idea) {
    const [one, other] = two;
    if (idea === null) {
      const reader = sequenceModel({ ...shape, cell: rnn, random: createRandom(0) });
      return `the right answers are ${one[2]} and ${
        other[2]
      }; the window's scores differ by 0, those of a recurrent net by ${
        difference(reader, one, other).toPrecision(2)
      }`;
    }
    for (const words of two) {
      const text = `"${words.slice(0, 14).join(" ")}${words.length > 14 ? " …" : ""}"`;
      const strange = strangeIn(words);
      if (strange !== undefined) return `the nets do not know the word "${strange.slice(0, 40)}"`;
      if (words.length !== 10) {
        return `${text} has ${count(words.length, "word")}, and 10 are wanted`;
      }
      if (directionsIn(words) !== 1) {
        return `${text} holds ${count(directionsIn(words), "direction")}`;
      }
      if (!inPlace(words)) {
        return `in ${text} the direction stands ${count(10 - placeOf(words), "word")} from the end`;
      }
    }
    if (one[2] === other[2]) return `the right answer to both is ${one[2]}`;
    return `a net with a window of 4 gives them scores that differ by ${
      byWindow(one, other).toPrecision(2)
    }: it sees "${one.slice(-4).join(" ")}" and "${other.slice(-4).join(" ")}"`;
  },
  ideas: {
    "vocabulary": {
      idea: "A net with one input a word has no input for other words",
      hint: "Use north, south, east, west and walk, on, past, the, old, mill, and, rest",
      stronger: "Small letters, single blanks, no punctuation",
      answers: [
        [
          "walk on north past the old church and rest on",
          "walk on south past the old church and rest on",
        ],
        [
          "Walk on north past the old mill and rest on",
          "Walk on south past the old mill and rest on",
        ],
        [
          "walk on North past the old mill and rest on",
          "walk on South past the old mill and rest on",
        ],
        [
          "walk on north past the old mill and rest on.",
          "walk on south past the old mill and rest on.",
        ],
      ],
      does: (two) => two.some(strangeIn),
    },
    "length": {
      idea: "The sentences of this task have ten words",
      hint: "Fill up with walk, on, past, the, old, mill, and, rest",
      stronger: "Two words of filler, the direction, seven words of filler",
      answers: [
        ["north mill rest", "south mill rest"],
        ["north past the old mill and rest on", "south past the old mill and rest on"],
        [
          "walk on north past the old mill and rest on on",
          "walk on south past the old mill and rest on on",
        ],
        ["", ""],
      ],
      does: (two) => two.some((words) => words.length !== 10),
    },
    "in-window": {
      idea: "What the net sees differs, so its scores can differ too",
      hint: "Which words are in the window when the answer is due?",
      stronger: "The last four words must be the same in both",
      answers: [
        [
          "walk on north past the old mill and rest on",
          "walk on south past the old mill and walk past",
        ],
        [
          "walk on past the old mill and north rest on",
          "walk on past the old mill and south rest on",
        ],
        [
          "walk on past the old mill and rest on north",
          "walk on past the old mill and rest on south",
        ],
        [
          "walk on north past the old mill and rest on",
          "walk on south past the old mill and rest and",
        ],
        [
          "walk on north past the old mill and rest on",
          "walk on south past the old mill rest and on",
        ],
      ],
      does: (two) =>
        two.every((words) => directionsIn(words) === 1) &&
        (two.some((words) => placeOf(words) >= 6) ||
          (two.every(inPlace) && two[0][2] !== two[1][2])),
    },
    "misplaced": {
      idea:
        "The question of this task is for a direction 8 words from the end, one in each sentence",
      hint: "The last word is the 1st from the end; which place from the front is the 8th of ten?",
      stronger: "Two words of filler, the direction, seven words of filler",
      answers: [
        [
          "north walk on past the old mill and rest on",
          "south walk on past the old mill and rest on",
        ],
        [
          "walk north on past the old mill and rest on",
          "walk south on past the old mill and rest on",
        ],
        [
          "walk on north past the old south and rest on",
          "walk on south past the old north and rest on",
        ],
        ["walk on past the old mill and rest on past", "walk on past the old mill and rest on the"],
        ["walk on on north the old mill and rest on", "walk on on south the old mill and rest on"],
      ],
      does: (two) => two.some((words) => !inPlace(words)),
    },
    "same-answer": {
      idea: "Two sentences with the same answer fool nobody: the net may be right on both",
      hint: "The direction is the answer: give each sentence another one",
      stronger: "Change the third word of one sentence, nothing else",
      answers: [
        [
          "walk on north past the old mill and rest on",
          "past the north old mill and walk past rest on",
        ],
        [
          "walk on north past the old mill and rest on",
          "walk on north past the old mill and rest on",
        ],
        [
          "walk on east past the old mill and rest on",
          "rest on east past the old mill and rest on",
        ],
      ],
      does: ([one, other]) => one[2] === other[2],
    },
  },
  faults: { kind: ["walk on north past the old mill and rest on", ["walk"], [3, 4]] },
});

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
  return (answer as string[]).map((one) => one.trim().split(/\s+/)) as [string[], string[]];
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

/** How far apart a net with a window of 4 answers. */
function byWindow(one: readonly string[], other: readonly string[]): number {
  return difference(
    feedforwardWindow({ ...shape, window: 4, random: createRandom(0) }),
    one,
    other,
  );
}
