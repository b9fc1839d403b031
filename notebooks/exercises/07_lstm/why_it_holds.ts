/**
 * Why does an LSTM hold what a plain net loses? Each wrong reason is answered by an experiment.
 *
 * @module
 */

import { lstm } from "lib/cells/lstm.ts";
import { rnn } from "lib/cells/rnn.ts";
import { unroll } from "lib/cells/unroll.ts";
import { createRandom } from "lib/random.ts";
import { tensor } from "lib/tensor/mod.ts";
import { choiceExercise } from "lib/exercises/choice_exercise.ts";
import { apart } from "lib/exercises/common.ts";
import { recallOnThreeSeeds } from "../recall.ts";

/** The exercise. */
export default choiceExercise({
  id: "07.why-it-holds",
  title: "why an LSTM holds a word",
  goal: "Say why the LSTM learns to hold a word for forty steps, and a tanh net does not.",
  text:
    "Marked recall over forty steps: an LSTM of 16 units, started by chrono, learns it in 300 updates and a tanh net of " +
    "as many weights does not. Why? Choose one; a wrong choice is answered by an experiment.\n\n" +
    "- **a** Four little nets are more weights than one.\n" +
    "- **b** Gates: whoever has them keeps what matters, however they start.\n" +
    "- **c** It is a new idea: it looks back at all words, where a recurrent net sees one at a time.\n" +
    "- **d** Its memory c goes from step to step by a multiplication with a gate that starts near 1, unsquashed and " +
    "unmixed.",
  begin: [
    "Which of the four says something about what happens to the memory during forty steps?",
    "Look at the sweep over forget biases above: did all of those nets have gates?",
  ],
  answer: "whyItHolds",
  learned:
    "It is still new memory = combine(current input, previous memory), one word at a time. What is new is the way that " +
    "c takes, on which keeping is the default; and that it is the default has to be seen to at the start.",
  right: {
    choice: "d",
    measured: () =>
      `measured: with forget gates that start between 0.5 and 0.98 (chrono 40), it is right in ${
        recallOnThreeSeeds(lstm, 16, { chrono: 40 })
      } of the questions on three seeds`,
    why:
      "c' = f ∘ c + i ∘ g. With f near 1 what is in c stays, and so does the gradient on its way back. Wider nets do " +
      "not have that way, and gates that start half shut close it.",
  },
  wrong: {
    a: {
      name: "weights",
      idea: "More weights do not make the way through forty steps any shorter",
      hint:
        "By which factor does the plain net's gradient shrink at each step, and does it depend on the width?",
      stronger: "Ask what is done to the memory at each step",
      tried: () =>
        `tried: a tanh net of 68 units, with ${weights()} times the LSTM's weights, is right in ${
          recallOnThreeSeeds(rnn, 68)
        } of the questions on three seeds; chance is 25 %`,
    },
    b: {
      name: "any-start",
      idea: "A gate is only a number between 0 and 1. What is 0.27 to the power of forty?",
      hint: "If nothing is left after forty steps, what can training hear of the word?",
      stronger: "Gates and a start near 1 together: which choice names both?",
      tried: () =>
        `tried: the same LSTM started with forget bias −1, so that f ≈ 0.27, is right in ${
          recallOnThreeSeeds(lstm, 16, { forgetBias: -1 })
        } of the questions on three seeds; chance is 25 %`,
    },
    c: {
      name: "looks-back",
      idea: "An LSTM is no new idea: it is a recurrent net, and never sees a word again",
      hint:
        "How many numbers does it hand from step to step, after ten words and after a thousand?",
      stronger: "The step is recurrence; ask what its memory goes through",
      tried: () => {
        const { numbers, off } = handedOver();
        return `tried: an LSTM's reading was broken off after 500 of 1,000 words and gone on with from its ${numbers} ` +
          `numbers alone, the words thrown away; its memory at the end is off by ${off}`;
      },
    },
  },
});

/** How many times as many weights a tanh cell of 68 units has as an LSTM of 16, for 5 inputs. */
function weights(): string {
  const count = (blocks: number, size: number) => blocks * size * (5 + size + 2);
  return (count(1, 68) / count(4, 16)).toPrecision(2);
}

/** Reads 1,000 words in one go, and in two with nothing but the state between them. */
function handedOver(): { numbers: number; off: number } {
  const random = createRandom(0);
  const cell = lstm({ inputSize: 5, hiddenSize: 16, random });
  const words = Array.from(
    { length: 1000 },
    () => [Array.from({ length: 5 }, () => random.normal())],
  );
  const whole = unroll(cell, tensor(words)).state;
  const half = unroll(cell, tensor(words.slice(0, 500))).state;
  const state = {
    h: tensor(half.h.toArray() as number[][]),
    c: tensor(half.c.toArray() as number[][]),
  };
  const rest = unroll(cell, tensor(words.slice(500)), { state }).state;
  return {
    numbers: state.h.size + state.c.size,
    off: Math.max(
      apart(whole.h.values(), rest.h.values()),
      apart(whole.c.values(), rest.c.values()),
    ),
  };
}
