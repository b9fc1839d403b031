/**
 * Why does training never hear of the early word? Each wrong reason is answered by a measurement.
 *
 * @module
 */

import { rnn } from "lib/cells/rnn.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { createRandom } from "lib/random.ts";
import { markedRecall } from "lib/tasks/marked_recall.ts";
import { backward, scale } from "lib/tensor/mod.ts";
import { lossOf } from "lib/training/loss.ts";
import { choiceExercise } from "lib/exercises/choice_exercise.ts";

const task = markedRecall(); // 40 steps

const measured = (what: string, changed: string) =>
  `measured: ${what} what arrives at lag 39 is ${changed} of what was there at lag 0; as it is, ${
    reach({})
  }`;

/** The exercise. */
export default choiceExercise({
  id: "06.why-unheard",
  title: "why the early word is not heard",
  goal: "Say why, with the usual start, next to nothing of the gradient reaches 39 steps back.",
  text:
    "With the usual start, less than a millionth of the gradient at the last step arrives at the first. Why? Choose one; " +
    "a wrong choice is answered by a measurement.\n\n" +
    "- **a** Thirty-four units are too few to hold a word for so long.\n" +
    "- **b** The loss is small; were it counted a thousandfold, the early word would be heard.\n" +
    "- **c** tanh flattens everything; with relu, whose slope is 1, nothing would be lost.\n" +
    "- **d** At each step the gradient goes through the same loop, and the loop makes it shorter.",
  begin: [
    "What is multiplied forty times in the product at the top of this notebook?",
    "Which of the four would change that factor, and is it then at 1?",
  ],
  answer: "whyUnheard",
  learned:
    "The gradient fades because of what happens at every step, not because of the size of the net, of the loss, or of " +
    "the squish alone. So whoever wants a long memory has to mend the loop: by its start, or by gates.",
  right: {
    choice: "d",
    measured: () =>
      measured("with a loop that only turns (orthogonal)", reach({ init: "orthogonal" })),
    why:
      "The loop's radius is about 0.6, and 0.6 multiplied by itself 39 times is about two billionths. A loop of radius 1 " +
      "leaves about a tenth.",
  },
  wrong: {
    a: {
      name: "neurons",
      idea: "More units make more paths, and each of them goes through the same forty factors",
      hint: "Did the radius of the usual start depend on the number of units?",
      stronger: "Look at what is multiplied at each step, not at how wide it is",
      tried: () => measured("with 136 units", reach({ hiddenSize: 136 })),
    },
    b: {
      name: "loudness",
      idea:
        "A louder loss makes the news of the last words louder by the same factor; the share of the first stays",
      hint: "Is it the length of the gradient that is missing, or the early word's share of it?",
      stronger: "Look at what is multiplied at each step",
      tried: () => measured("with the loss a thousandfold", reach({ factor: 1000 })),
    },
    c: {
      name: "squish",
      idea:
        "tanh does shorten the gradient a little, but most of it is lost in the loop: relu does no better",
      hint: "Which radius has the loop of the usual start?",
      stronger: "Each step has two factors, slope and loop: which of them is near 0.6?",
      tried: () => measured("with relu", reach({ activation: "relu" })),
    },
  },
});

/** The share of the gradient at the last memory that arrives at the first, of an untrained net. */
function reach(
  { hiddenSize = 34, factor = 1, activation = "tanh", init = "uniform" }: {
    hiddenSize?: number;
    factor?: number;
    activation?: string;
    init?: string;
  },
): string {
  const model = sequenceModel({
    input: task.input,
    outputSize: task.outputSize,
    cell: rnn,
    hiddenSize,
    cellOptions: { init, activation },
    random: createRandom(0).fork("weights"),
  });
  const batch = task.sample(createRandom(0), 32);
  const { outputs, states } = model.forward(batch, { stepByStep: true });
  backward(scale(lossOf(outputs, batch), factor));
  const [first, last] = [states[0], states[states.length - 1]].map(({ h_l0 }) =>
    Math.sqrt([...h_l0.grad!.values()].reduce((sum, x) => sum + x * x, 0))
  );
  const share = first / last;
  return share < 0.001 ? share.toExponential(1).replace("-", "−") : share.toPrecision(2);
}
