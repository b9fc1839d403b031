/**
 * Why does training never hear of the early word? Each wrong reason is answered by a measurement.
 *
 * @module
 */

import { rnn } from "../../cells/rnn.ts";
import { sequenceModel } from "../../cells/sequence_model.ts";
import { createRandom } from "../../random.ts";
import { markedRecall } from "../../tasks/marked_recall.ts";
import { backward, scale } from "../../tensor/mod.ts";
import { lossOf } from "../../training/loss.ts";
import { choiceOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const task = markedRecall(); // 40 steps

/** The exercise. */
export const whyUnheard: Exercise = {
  id: "06.why-unheard",
  kind: "explain",
  title: "why the early word is not heard",
  goal: "Say why, with the usual start, next to nothing of the gradient reaches 39 steps back.",
  text:
    "With the usual start, less than a millionth of the gradient at the last step arrives at the first. Why? Choose one; " +
    "a wrong choice is answered by a measurement.\n\n" +
    "- **a** Thirty-four units are too few to hold a word for so long.\n" +
    "- **b** The loss is small; were it counted a thousandfold, the early word would be heard.\n" +
    "- **c** tanh flattens everything; with relu, whose slope is 1, nothing would be lost.\n" +
    "- **d** At each step the gradient goes through the same loop, and the loop makes it shorter.",
  answer: "whyUnheard",
  stub: `const whyUnheard: "a" | "b" | "c" | "d" = yourTurn; // YOUR TURN`,
  begin: [
    "What is multiplied forty times in the product at the top of this notebook?",
    "Which of the four would change that factor, and is it then at 1?",
  ],
  check(answer) {
    const choice = choiceOf(answer, ["a", "b", "c", "d"]);
    const usual = `with ${reach({})}`;
    const measured = (what: string, changed: string) =>
      `measured: ${what} what arrives at lag 39 is ${changed} of what was there at lag 0; ${
        usual.replace("with", "as it is,")
      }`;
    if (choice === "a") {
      throw new Finding("neurons", measured("with 136 units", reach({ hiddenSize: 136 })));
    }
    if (choice === "b") {
      throw new Finding(
        "loudness",
        measured("with the loss a thousandfold", reach({ factor: 1000 })),
      );
    }
    if (choice === "c") {
      throw new Finding("squish", measured("with relu", reach({ activation: "relu" })));
    }
    return measured("with a loop that only turns (orthogonal)", reach({ init: "orthogonal" }));
  },
  learned:
    "The gradient fades because of what happens at every step, not because of the size of the net, of the loss, or of " +
    "the squish alone. So whoever wants a long memory has to mend the loop: by its start, or by gates.",
  misconceptions: {
    "neurons": {
      idea: "More units make more paths, and each of them goes through the same forty factors",
      hint: "Did the radius of the usual start depend on the number of units?",
      stronger: "Look at what is multiplied at each step, not at how wide it is",
    },
    "loudness": {
      idea:
        "A louder loss makes the news of the last words louder by the same factor; the share of the first stays",
      hint: "Is it the length of the gradient that is missing, or the early word's share of it?",
      stronger: "Look at what is multiplied at each step",
    },
    "squish": {
      idea:
        "tanh does shorten the gradient a little, but most of it is lost in the loop: relu does no better",
      hint: "Which radius has the loop of the usual start?",
      stronger: "Each step has two factors, slope and loop: which of them is near 0.6?",
    },
  },
  solution: {
    source: `const whyUnheard: "a" | "b" | "c" | "d" = "d";`,
    why:
      "The loop's radius is about 0.6, and 0.6 multiplied by itself 39 times is about two billionths. A loop of radius 1 " +
      "leaves about a tenth.",
  },
  wrong: [
    ["just add neurons", "neurons", `"a"`],
    ["just make it louder", "loudness", `"b"`],
    ["blame the squish", "squish", `"c"`],
    ["no such choice", "kind", `"e" as never`],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const whyUnheard: "a" | "b" | "c" | "d" = ${value};`,
  })),
};

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
