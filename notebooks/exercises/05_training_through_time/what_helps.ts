/**
 * What helps a net whose gradient vanishes? Each wrong remedy is tried.
 *
 * @module
 */

import { rnn } from "lib/cells/rnn.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { runQuietly } from "lib/notebook/follow.ts";
import { createRandom } from "lib/random.ts";
import { delayedLabel } from "lib/tasks/delayed_label.ts";
import { evaluate } from "lib/training/evaluate.ts";
import { sgd } from "lib/training/optimizer.ts";
import { train } from "lib/training/train.ts";
import { choiceExercise } from "lib/exercises/choice_exercise.ts";

const task = delayedLabel({ distance: 30, timeSteps: 30 });

/** The exercise. */
export default choiceExercise({
  id: "05.what-helps",
  title: "what helps when the gradient vanishes",
  goal: "Say which change lets a net that starts at radius 0.5 learn a word 30 steps back.",
  text:
    "A net of 32 units starts at radius 0.5 and is asked for the direction that it read 30 steps ago (one of four). " +
    "With 300 updates of plain gradient descent, at a rate of 0.1 and clipped at length 1, it guesses. Which **one** change makes it learn? " +
    "Choose; each choice is tried.\n\n" +
    "- **a** Clip harder, at length 0.01: the gradient is out of hand.\n" +
    "- **b** A learning rate 30 times as large: the gradient is small, so make up for it.\n" +
    "- **c** Four times as many updates: it needs patience.\n" +
    "- **d** Start the loop at radius 1.",
  begin: [
    "What is missing at radius 0.5: length of the whole gradient, or the part of it from step 1?",
    "Which of the four changes the factor by which the gradient is multiplied at every step?",
  ],
  answer: "whatHelps",
  learned:
    "What vanishes is the share of the gradient that comes from far back. Nothing that scales or repeats the whole " +
    "gradient changes a share; only the factor of each step does.",
  right: {
    choice: "d",
    measured: async () =>
      `tried: from radius 1 ${await right({ radius: 1 })}; from radius 0.5 ${await right({})}`,
    why:
      "At radius 0.5 the loop halves the gradient at each step, 30 times over. At radius 1 it leaves it as long as it " +
      "is, but for the squish, so that the first word is heard.",
  },
  wrong: {
    a: {
      name: "clip",
      idea: "Clipping shortens what is too long; here something is too short",
      hint: "Was any gradient of such a net ever longer than the limit, in the last cell above?",
      stronger: "Look for the change that touches the factor of each step",
      tried: async () => `tried: clipped at 0.01 ${await right({ clip: 0.01 })}`,
    },
    b: {
      name: "rate",
      idea:
        "A larger rate makes the whole step longer: the loud news of the last words as much as the faint news of the first",
      hint: "0.5 multiplied by itself 30 times is a billionth: how many times is 30 short of that?",
      stronger: "Look for the change that touches the factor of each step",
      tried: async () => `tried: at a rate of 3 ${await right({ learningRate: 3 })}`,
    },
    c: {
      name: "updates",
      idea: "Each further update hears just as little of the first word",
      hint: "A billionth of a step, 1,200 times: how far does one get?",
      stronger: "Look for the change that touches the factor of each step",
      tried: async () => `tried: after 1,200 updates ${await right({ updates: 1200 })}`,
    },
  },
});

/** Trains, and says how often the net is right. */
async function right(
  { radius = 0.5, clip = 1, learningRate = 0.1, updates = 300 }: {
    radius?: number;
    clip?: number;
    learningRate?: number;
    updates?: number;
  },
): Promise<string> {
  const model = sequenceModel({
    input: task.input,
    outputSize: task.outputSize,
    cell: rnn,
    hiddenSize: 32,
    cellOptions: { init: "orthogonal" },
    random: createRandom(0).fork("weights"),
  });
  const loop = model.params["rnn.weight_hh_l0"];
  loop.assign(loop.values().map((weight) => radius * weight));
  const optimizer = sgd({ learningRate });
  await runQuietly(train({ model, task, updates, optimizer, clip, seed: 0 }));
  const { accuracy } = evaluate(model, task, { seed: 0 });
  return `it is right ${Math.round(100 * accuracy)} % of the time (chance is 25 %)`;
}
