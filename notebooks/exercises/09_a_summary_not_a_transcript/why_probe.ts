/**
 * What a probe that is right about its own sequences shows. Each wrong reading is answered by an experiment.
 *
 * @module
 */

import { gru } from "lib/cells/gru.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { probe } from "lib/checks/probe.ts";
import { createRandom } from "lib/random.ts";
import { copy } from "lib/tasks/copy.ts";
import { choiceExercise } from "lib/exercises/choice_exercise.ts";

const PLACES = 12;
const UNITS = 64;
const FEW = 60;
const FRESH = 500;

/** The exercise. */
export default choiceExercise({
  id: "09.why-probe",
  title: "a probe that is always right",
  goal: "Say what follows when a probe is right about all the sequences that it was fitted on.",
  text:
    "An _untrained_ GRU of 64 units has read 60 sequences of 12 letters. A linear probe for the first letter is fitted " +
    "on its 60 memories, and tells the first letter of these 60 in every case. Is the first letter in the memory? " +
    "Choose one; a wrong choice is answered by an experiment.\n\n" +
    "- **a** Yes: a probe can only read what is there.\n" +
    "- **b** Yes: weighted sums are too simple to learn 60 sequences by heart.\n" +
    "- **c** No: a net that was never trained keeps nothing.\n" +
    "- **d** It cannot be said before the probe is tried on sequences that it was not fitted on.",
  begin: [
    "How many weights has the probe for each letter, and how many sequences must they be right about?",
    "What would the probe find if the letters were shuffled among the sequences?",
  ],
  answer: "whyProbe",
  learned:
    "A probe with more weights than sequences is right about anything. So it is fitted on many sequences, tested on others, " +
    "and stands beside one with shuffled labels. What it then finds is there; whether the net uses it is yet another question.",
  right: {
    choice: "d",
    measured: () => {
      const { states, first } = read();
      return `measured: on ${FRESH} sequences that it was not fitted on, the probe for the first letter tells ${
        onFresh(states, first)
      } (chance is 13 %)`;
    },
    why:
      "The probe has 64 weights and a bias for each letter, and 60 sequences to be right about: it can learn them by heart. On " +
      "fresh sequences it is at chance, so from this evidence nothing follows about the memory.",
  },
  wrong: {
    a: {
      name: "only-what-is-there",
      idea:
        "A probe is fitted, and with enough units it fits anything, what is there and what is not",
      hint: "Which test would tell a letter that is there from one that was learned by heart?",
      stronger: "Ask for sequences that the probe was not fitted on",
      tried: () => {
        const { states, shuffled } = read();
        return `tried: with the first letters dealt out to the wrong sequences the probe tells ${
          onItsOwn(states, shuffled)
        } of them as well, and these letters are in no memory`;
      },
    },
    b: {
      name: "too-simple",
      idea: "65 weights a letter are enough to get 60 sequences right, whatever the sequences are",
      hint: "How many equations can be solved exactly with 65 unknowns?",
      stronger: "Ask for sequences that the probe was not fitted on",
      tried: () => {
        const { noise, first } = read();
        return `tried: with 64 random numbers in place of each memory the probe tells ${
          onItsOwn(noise, first)
        } of the first letters`;
      },
    },
    c: {
      name: "keeps-nothing",
      idea: "Random weights keep a good deal for a while: what was read last is plain",
      hint: "Look at the curve of the untrained net above: where is it at 1?",
      stronger: "The first letter may be gone, but this probe is no evidence either way",
      tried: () => {
        const { states, last } = read();
        return `tried: a probe for the _last_ letter, fitted on the same ${FEW} memories, tells ${
          onFresh(states, last)
        } of the last letters of ${FRESH} sequences that it never saw`;
      },
    },
  },
});

/** Memories after twelve letters, of the few sequences and of the fresh ones; their letters. */
function read() {
  const random = createRandom(0).fork("probe");
  const task = copy({ length: PLACES });
  const count = FEW + FRESH;
  const net = sequenceModel({
    ...task,
    cell: gru,
    hiddenSize: UNITS,
    random: createRandom(0).fork("weights"),
  });
  const inputs = task.sample(random, count).inputs.slice(0, PLACES * count) as Int32Array;
  const values = net.forward({ timeSteps: PLACES, batch: count, inputs }).state.h_l0.values();
  const states = Array.from({ length: count }, (_, n) => values.slice(n * UNITS, (n + 1) * UNITS));
  const letterAt = (t: number) => inputs.slice(t * count, (t + 1) * count);
  const [first, last] = [letterAt(0), letterAt(PLACES - 1)];
  const noise = states.map((row) => Float64Array.from(row, () => random.normal()));
  const shuffled = Int32Array.from(random.permutation(count), (n) => first[n]);
  return { states, first, last, noise, shuffled };
}

/** Right about the sequences that the probe was fitted on. */
function onItsOwn(states: readonly ArrayLike<number>[], letters: Int32Array): string {
  const few = states.slice(0, FEW);
  const own = letters.slice(0, FEW);
  return share(probed([...few, ...few], [...own, ...own]));
}

/** Right about sequences that it was not fitted on. */
function onFresh(states: readonly ArrayLike<number>[], letters: Int32Array): string {
  return share(probed(states, letters));
}

function probed(rows: readonly ArrayLike<number>[], label: ArrayLike<number>): number {
  return probe(rows, [label], { classes: 8, fitOn: FEW, ridge: 1e-6 })[0];
}

function share(x: number): string {
  return `${Math.round(100 * x)} %`;
}
