/**
 * Why does the slots net guess where it was not trained? Each wrong reason is answered by an experiment.
 *
 * @module
 */

import { feedforwardSlots } from "lib/cells/feedforward.ts";
import type { Model } from "lib/cells/model.ts";
import { choiceExercise } from "lib/exercises/choice_exercise.ts";
import { runQuietly } from "lib/notebook/follow.ts";
import { createRandom } from "lib/random.ts";
import { tagging } from "lib/tasks/tagging.ts";
import { evaluate } from "lib/training/evaluate.ts";
import { train } from "lib/training/train.ts";

/** The exercise. */
export default choiceExercise({
  id: "02.why-slots",
  title: "why the slots net guesses in slot 9",
  goal: "Say why the slots net, right in slots 1 to 5, guesses in slots 6 to 11.",
  text:
    "The slots net is right about verbs in slots 1 to 5 and guesses in slots 6 to 11. Why? Choose one; a " +
    "wrong choice is answered by an experiment.\n\n" +
    "- **a** It has too few neurons to also learn the other slots.\n" +
    "- **b** It was trained for too few updates.\n" +
    "- **c** The verbs in slots 6 to 11 are other words.\n" +
    "- **d** What a verb in slot 9 does to the net is set by weights that training never moved.",
  begin: [
    "Which weights does a verb in slot 2 go through, and which a verb in slot 9?",
    "What is the derivative of the loss by a weight whose input was 0 in every sentence?",
  ],
  answer: "whySlots",
  learned:
    "A weight learns only from inputs that pass through it. With weights of its own for each place, each " +
    "place has to be taught; with one set for all places, one lesson is enough.",
  right: {
    choice: "d",
    measured: async () => {
      const { moved } = await trained(32, 100);
      return `measured over 100 updates: the weights of the verbs in slot 2 moved by up to ${
        moved(2).toPrecision(2)
      }, those of the verbs in slot 9 by ${moved(9)}`;
    },
    why:
      "A verb in slot 9 switches on an input that was 0 in all of training. Its weights had the derivative 0 at " +
      "every update and are still what chance made them.",
  },
  wrong: {
    a: {
      name: "neurons",
      idea: "More neurons add weights in slot 9, and no verb ever passes through these either",
      hint: "It is right in the trained slots, so is capacity what is missing?",
      stronger: "Follow a verb in slot 9 to the weights that it meets",
      tried: async () =>
        `tried: with 1,024 units it is right in ${
          percent((await trained(1024, 150)).unseen)
        } of slots 6 to 11`,
    },
    b: {
      name: "updates",
      idea: "More updates repeat the same lesson; in slot 9 there is none",
      hint: "Which sentence of the training could change what a verb in slot 9 does?",
      stronger: "Follow a verb in slot 9 to the weights that it meets",
      tried: async () => {
        const { seen, unseen } = await trained(32, 900);
        return `tried: after 900 updates it is right in ${percent(seen)} of slots 1 to 5 and ${
          percent(unseen)
        } of slots 6 to 11`;
      },
    },
    c: {
      name: "words",
      idea: "They are the same words with the same meanings; only their places are new",
      hint: "Then what does the net have for a place that it does not have for a word?",
      stronger:
        "In this net, a word in slot 2 and the same word in slot 9 are two different inputs",
      tried: () =>
        `counted: verbs in slots 1 to 5: ${verbsIn([1, 5])}; in slots 6 to 11: ${verbsIn([6, 11])}`,
    },
  },
});

const task = tagging({ timeSteps: 12, slots: [1, 5] });
const vocab: readonly string[] = task.input.kind === "symbols" ? task.input.vocab : [];
const verbs = vocab.slice(0, vocab.indexOf("not"));

async function trained(hiddenSize: number, updates: number) {
  const make = (): Model =>
    feedforwardSlots({ ...task, slots: 12, hiddenSize, random: createRandom(0).fork("weights") });
  const [before, model] = [make(), make()];
  await runQuietly(train({ model, task, updates, learningRate: 0.01, seed: 0 }));
  const right = (slots: [number, number]) =>
    evaluate(model, task, { overrides: { slots } }).accuracy;
  const rows = (net: Model, slot: number) => {
    const table = net.params[`hidden0.table${slot}`].values();
    return verbs.flatMap((verb) => {
      const at = vocab.indexOf(verb) * hiddenSize;
      return [...table.slice(at, at + hiddenSize)];
    });
  };
  return {
    seen: right([1, 5]),
    unseen: right([6, 11]),
    /** How far the weights of the verbs in a slot have moved, at most. */
    moved: (slot: number) => {
      const start = rows(before, slot);
      return Math.max(...rows(model, slot).map((weight, i) => Math.abs(weight - start[i])));
    },
  };
}

function verbsIn(slots: [number, number]): string {
  const { inputs } = task.sample(createRandom(0), 200, { slots });
  const found = new Set(
    [...inputs].map((symbol) => vocab[symbol]).filter((word) => verbs.includes(word)),
  );
  return [...found].sort().join(", ");
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
