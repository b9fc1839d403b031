/**
 * Why can attention without position codes not learn who acts? Each wrong reason is answered by an experiment.
 *
 * @module
 */

import { choiceExercise } from "lib/exercises/choice_exercise.ts";
import { apart } from "lib/exercises/common.ts";
import { interruptSignal } from "lib/notebook/interrupt.ts";
import { createRandom } from "lib/random.ts";
import { wordOrder } from "lib/tasks/word_order.ts";
import { buildModel, type Experiment, restore } from "lib/experiments/experiment.ts";
import { runAll } from "lib/experiments/pool.ts";

/** The exercise. */
export default choiceExercise({
  id: "12.why-set",
  title: "why it cannot learn who acts",
  goal: "Say why attention without position codes stays at chance on “who acts?”.",
  text:
    "Why is it right on exactly half of the sentences? Choose one; a wrong choice is answered by an experiment.\n\n" +
    "- **a** Sixteen numbers a word are too few to hold who acts.\n" +
    "- **b** Three hundred updates are too few.\n" +
    "- **c** At the question, the first word is too far away to be seen.\n" +
    "- **d** What it sees is a sum over all words, and a sum has no first and no second.",
  begin: [
    "Which sentences does it get wrong, and what do they have in common with those it gets right?",
    "What is exactly the same for “dog bites man” and “man bites dog”, whatever the weights are?",
  ],
  answer: "whySet",
  learned:
    "It is the lesson of notebook 02 once more: a shape that cannot, not a size that is too small. Position codes " +
    "mend the shape.",
  right: {
    choice: "d",
    measured: async () =>
      `measured: mirrored sentences get scores that differ by ${
        mirrored().toPrecision(1)
      } before training and have opposite answers, so it is right in ${await accuracyOf(
        {},
      )}; with position codes in ${await accuracyOf({
        positions: true,
      })}. (And with a second layer, without codes, in ${await accuracyOf({ layers: 2 })}: ` +
      `there the words that are looked at have looked back themselves)`,
    why:
      "The last step adds up values in shares; exchange two words, and the same terms are added in another order. Of a " +
      "sentence and its mirror image it gets exactly one right.",
  },
  wrong: {
    a: {
      name: "units",
      idea: "A wider row holds more about each word, and still nothing about where it stood",
      hint: "What would be different for the mirrored sentence in a wider net?",
      stronger: "Compare what the last step sees in both sentences, term by term",
      tried: async () =>
        `tried: with 64 numbers a word it is right in ${await accuracyOf({ hiddenSize: 64 })}`,
    },
    b: {
      name: "updates",
      idea: "Training finds the best weights there are. For this question there are none",
      hint: "Is there any choice of weights with different answers to the two sentences?",
      stronger: "Compare what the last step sees in both sentences, term by term",
      tried: async () =>
        `tried: after 1,500 updates it is right in ${await accuracyOf({ updates: 1500 })}`,
    },
    c: {
      name: "too-far",
      idea: "Distance is nothing to attention: the first word is one look away like any other",
      hint: "It knows that the word is there. What does it not know about it?",
      stronger: "Exchange the first and the third word: what changes in the sum?",
      tried: async () => {
        const { share, moved } = await looks();
        return `measured: at the question it looks at the first word with a share of ${
          share.toFixed(2)
        }; another first word changes its scores by up to ${moved.toFixed(2)}`;
      },
    },
  },
});

interface Change {
  readonly hiddenSize?: number;
  readonly layers?: number;
  readonly positions?: boolean;
  readonly updates?: number;
}

function described(
  { hiddenSize = 16, layers = 1, positions = false, updates = 300 }: Change,
): Experiment {
  const model = { attention: { positions }, hiddenSize, layers };
  return { task: wordOrder(), model, seed: 0, updates, keepWeights: true };
}

/** Here and not on a worker: it is over before one is up. */
const run = (experiment: Experiment) =>
  runAll([experiment], { workers: 0, signal: interruptSignal() });

async function accuracyOf(change: Change): Promise<string> {
  const [{ evaluations }] = await run(described(change));
  return `${(100 * evaluations.test.accuracy).toFixed(0)} % of the sentences`;
}

/** How much a trained net looks at the first word when asked, and what another first word changes. */
async function looks(): Promise<{ share: number; moved: number }> {
  const experiment = described({});
  const model = restore(experiment, (await run(experiment))[0]);
  const { inputs, ...sizes } = wordOrder().sample(createRandom(0), 1);
  const answer = (first: number) => {
    const words = Int32Array.from(inputs, (word, t) => t === 0 ? first : word);
    return model.forward({ ...sizes, inputs: words }, { gates: true });
  };
  const before = answer(inputs[0]);
  const [share] = (before.gates.attention_l0.toArray() as number[][][])[0][3];
  const scores = (first: number) => answer(first).outputs.values().slice(-2);
  const nouns = Array.from({ length: 8 }, (_, noun) => noun);
  return { share, moved: Math.max(...nouns.map((noun) => apart(scores(noun), scores(inputs[0])))) };
}

/** How far the scores of a sentence and its mirror image are apart, before training. */
function mirrored(): number {
  const { outputs } = buildModel(described({})).forward(wordOrder().sample(createRandom(0), 2));
  const [one, other] = (outputs.toArray() as number[][]).slice(-2);
  return apart(one, other);
}
