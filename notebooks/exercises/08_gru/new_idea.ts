/**
 * Are LSTM and GRU a new idea? Each wrong answer is met by an experiment.
 *
 * @module
 */

import { gru } from "lib/cells/gru.ts";
import { rnn } from "lib/cells/rnn.ts";
import { unroll } from "lib/cells/unroll.ts";
import { createRandom } from "lib/random.ts";
import { tensor } from "lib/tensor/mod.ts";
import { choiceExercise } from "lib/exercises/choice_exercise.ts";
import { apart } from "lib/exercises/common.ts";
import { recallOnThreeSeeds } from "../recall.ts";

/** The exercise. */
export default choiceExercise({
  id: "08.new-idea",
  title: "what a GRU is",
  goal: "Say what a GRU is, compared with the recurrent net of notebook 03.",
  text:
    "A friend asks what a GRU is. Which would you say? A wrong choice is answered by an experiment.\n\n" +
    "- **a** A new idea, which came in the place of recurrence.\n" +
    "- **b** A net whose gates remember: what was read is kept in z, so that h need not be carried on.\n" +
    "- **c** A recurrent net with three times the weights, and that is what makes it better.\n" +
    "- **d** A recurrent net whose update gate decides, unit by unit and step by step, how much of the memory is kept.",
  begin: [
    "What is left of the four equations if z = 0 and r = 1?",
    "From what are the gates worked out at each step: from their own past, or from x and h?",
  ],
  answer: "newIdea",
  learned:
    "Still new memory = combine(current input, previous memory), one step at a time, with the same weights. Let the " +
    "gates stand still and it is the net of notebook 03; let them move and it can hold on.",
  right: {
    choice: "d",
    measured: () =>
      `measured: marked recall over 40 steps, at most 300 updates. A GRU of 16 units that starts out keeping is right in ${
        recallOnThreeSeeds(gru, 16, { keepBias: 3 })
      } of the questions on three seeds`,
    why:
      "h goes from step to step as before. The gate multiplies it by a number between 0 and 1, and what is not kept is " +
      "overwritten by what a tanh net would have written.",
  },
  wrong: {
    a: {
      name: "replaces",
      idea:
        "It is recurrence, with a gated memory: stop the gates and the plain net is what is left",
      hint: "Set z = 0 and r = 1 in the four equations. Do you know what remains?",
      stronger: "Which choice calls it a recurrent net, and says what the gate does?",
      tried: () =>
        `tried: a GRU whose gates stand still (z = 0, r = 1) and a tanh RNN with the same weights read 30 steps; ` +
        `their memories are off by ${fromRnn()}`,
    },
    b: {
      name: "gates-remember",
      idea: "Gates remember nothing: they are worked out anew at each step, from the input and h",
      hint: "What does a gate know of the past if h is empty?",
      stronger: "The memory is h; the gate decides how much of it is kept",
      tried: () => {
        const { emptied, carried } = firstWord();
        return `tried: two texts of ten words that differ in the first one only. If h is carried on, the last memories differ by ${
          carried.toPrecision(2)
        }; if h is emptied before each step, by ${emptied}`;
      },
    },
    c: {
      name: "weights",
      idea: "It is not the number of weights: matched for that, the plain net still loses the word",
      hint: "Which rule did the fair contest above begin with?",
      stronger: "Ask what the update gate does with the memory",
      tried: () =>
        `tried: marked recall over 40 steps, 300 updates. A tanh RNN of 68 units, with four times the weights of a GRU of 16, is ` +
        `right in ${recallOnThreeSeeds(rnn, 68)} of the questions on three seeds; chance is 25 %`,
    },
  },
});

const sizes = { inputSize: 5, hiddenSize: 16 };

/** Random words for a batch of one. */
function words(seed: number, count: number) {
  const random = createRandom(seed).fork("words");
  return Array.from({ length: count }, () => [Array.from({ length: 5 }, () => random.normal())]);
}

/** How far a GRU with gates nailed to z = 0 and r = 1 is from the tanh RNN with the weights of its candidate. */
function fromRnn(): number {
  const nailed = gru({ ...sizes, random: createRandom(0) });
  const plain = rnn({ ...sizes, random: createRandom(1) });
  for (const [name, param] of Object.entries(nailed.params)) {
    const block = param.size / 3;
    const values = param.values();
    plain.params[name].assign(values.slice(2 * block));
    const bias = name === "bias_ih" ? 100 : 0;
    values.fill(bias, 0, block);
    values.fill(-bias, block, 2 * block);
    param.assign(values);
  }
  const xs = tensor(words(0, 30));
  return apart(unroll(nailed, xs).outputs.values(), unroll(plain, xs).outputs.values());
}

/** By how much the first of ten words changes the last memory, with h carried on and with h emptied. */
function firstWord(): { emptied: number; carried: number } {
  const cell = gru({ ...sizes, random: createRandom(0), init: { keepBias: 3 } });
  const rest = words(0, 9);
  const last = (first: number, carry: boolean) => {
    let state = cell.initialState(1);
    for (const word of [...words(first, 1), ...rest]) {
      state = cell.step(tensor(word), carry ? state : cell.initialState(1)).state;
    }
    return state.h.values();
  };
  return {
    emptied: apart(last(1, false), last(2, false)),
    carried: apart(last(1, true), last(2, true)),
  };
}
