/**
 * How many weights a net with a slot for each position has.
 *
 * @module
 */

import { countParameters } from "lib/cells/cell.ts";
import { feedforwardSlots } from "lib/cells/feedforward.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import type { Shown } from "lib/exercises/diagnose.ts";
import type { Outcome } from "lib/exercises/observe.ts";
import { formatNumber } from "lib/notebook/format.ts";
import { createRandom } from "lib/random.ts";

/** Weights and biases of a net with `slots` slots of `inputSize` numbers each. */
function slotsWeights(
  slots: number,
  inputSize: number,
  hiddenSize: number,
  outputSize: number, // scores for each slot
): number {
  const hidden = slots * inputSize * hiddenSize + hiddenSize; // W₁ and b₁
  const scores = hiddenSize * slots * outputSize + slots * outputSize; // W₂ and b₂
  return hidden + scores;
}

/** The exercise. */
export default functionExercise<typeof slotsWeights>({
  id: "02.slots-weights",
  kind: "fill in the equation",
  title: "the price of slots",
  goal: "Write the number of weights and biases of a net with one slot for each position.",
  text:
    "What does a slot for each position cost? The net reads `slots` × `inputSize` numbers at once into one " +
    "hidden layer, and answers with `outputSize` scores for each slot, also at once. Count all its weights and " +
    "biases. (The check builds such nets of many sizes and counts theirs.)",
  begin: [
    "Between two layers there is a weight for each pair of an input and an output, and a bias for each output",
    "How many numbers does the hidden layer read in all, and how many scores does the last one give in all?",
  ],
  from: import.meta.url,
  solution: slotsWeights,
  why:
    "Inputs times outputs, plus a bias for each output, twice. `slots` stands in both layers; in a recurrent net " +
    "it stands nowhere.",
  learned:
    "The number grows with the length of the sequence, and each slot's weights are numbers of their own: " +
    "paid for one by one, and learned one by one.",
  notBy: [countParameters],
  cases: () => [...SIZES, ...CORNERS].map((given) => ({ given })),
  found: () =>
    `five nets counted: with 4 inputs, 6 hidden units and 1 score, 3 slots take ${
      formatNumber(counted(3, 4, 6, 1))
    } weights and biases, 30 slots ${formatNumber(counted(30, 4, 6, 1))}`,
  said: (f, { given: [T, I, H, O] }) =>
    `slotsWeights(${[T, I, H, O].join(", ")}) gave ${
      formatNumber(f(T as number, I as number, H as number, O as number))
    }, and the net of that size has ${
      formatNumber(counted(T as number, I as number, H as number, O as number))
    }`,
  ideas: {
    "shared": {
      idea:
        "The number must grow with the slots at both ends: here no slot shares its weights with another",
      hint: "What is learned in slot 2 does nothing for slot 9: so slot 9 has weights of its own",
      stronger: "The hidden layer reads slots × inputSize numbers",
      answers: [
        (_, I, H, O) => I * H + H + H * O + O,
        (T, I, H, O) => I * H + H + T * (H * O + O),
        (T, I, H, O) => I * H + H + H * O * T + O,
        (_, I, H, O) => I * H + H * O,
        (_, I, H, O) => (I + 1) * H + H * H + (H + 1) * O,
        (_, I, H) => I * H + H,
        (_, I, H, O) => I * H + H + H * O,
      ],
      does: (shown) => {
        const { TIH, IH } = termsOf(shown);
        return TIH === 0 && IH > 0;
      },
    },
    "biases": {
      idea: "A layer adds a bias to each of its outputs, and some of these are missing",
      hint: "How many numbers are in b₁, and how many in b₂?",
      stronger: "b₁ has one for each hidden unit, b₂ one for each score of each slot",
      answers: [
        (T, I, H, O) => T * I * H + H * T * O,
        (T, I, H, O) => T * I * H + H + H * T * O,
        (T, I, H, O) => T * I * H + H * T * O + T * O,
        (T, I, H, O) => T * I * H + H + H * T * O + O,
        (T, I, H, O) => T * I * H + H * T * O + 1,
        (T, I, H, O) => T * I * H + 1 + H * T * O + 1,
      ],
      does: (shown) => {
        const { TIH, THO, TH, H, TO, squared } = termsOf(shown);
        return !squared && TIH === 1 && THO === 1 && TH === 0 && (H !== 1 || TO !== 1);
      },
    },
    "one-answer": {
      idea: "The net answers for every slot at once, not only for one",
      hint: "How many scores come out in all?",
      stronger: "The last layer gives slots × outputSize scores",
      answers: [
        (T, I, H, O) => T * I * H + H + H * O + O,
        (T, I, H, O) => T * I * H + H * O,
        (T, I, H, O) => (T * I + 1) * H + H * O,
        (T, I, H) => T * I * H + H,
        (T, I, H) => T * I * H + H + H + 1,
      ],
      does: (shown) => {
        const { TIH, THO, squared } = termsOf(shown);
        return !squared && TIH === 1 && THO === 0;
      },
    },
    "each-slot-a-net": {
      idea:
        "That would be a net of its own for each slot, blind to all others. Here one hidden layer reads all slots",
      hint: "How many hidden units are there in all, and how many biases do they have?",
      stronger:
        "Each score of each slot has a weight from each hidden unit; the hidden biases count once",
      answers: [
        (T, I, H, O) => T * (I * H + H + H * O + O),
        (T, I, H, O) => T * I * H + T * H + H * T * O + T * O,
        (T, I, H, O) => T * (I * H + H + H * O),
      ],
      does: (shown) => {
        const { TIH, THO, TH, squared } = termsOf(shown);
        return !squared && TIH === 1 && THO === 1 && TH > 0;
      },
    },
    "recurrent": {
      idea:
        "Hidden units are wired with each other: that is a recurrent net, and this one has no such weights",
      hint: "What does a hidden unit read here: inputs, or other hidden units as well?",
      stronger: "Two layers and no more: inputs to hidden units, hidden units to scores",
      answers: [
        (T, I, H, O) => T * I * H + H * H + H + H * T * O + T * O,
        (T, I, H, O) => T * I * H + H + H * H + H + H * T * O + T * O,
        (T, I, H, O) => (T * I + H) * H + H * T * O,
      ],
      does: ({ found, wanted }) => {
        const { TIH, THO } = termsOf({ found });
        const more = SIZES.map(([, , H], i) =>
          [numberOf(found[i]) - numberOf(wanted[i]), H * H, H] as const
        );
        const known = [-1, 0, 1].some((biases) =>
          more.every(([off, square, H]) => off - square === biases * H)
        );
        return TIH === 1 && THO === 1 && known;
      },
    },
    "squared": {
      idea:
        "Slots are counted once too often in a layer: it has slots × inputSize inputs and hiddenSize units",
      hint: "How many hidden units are there in all, for 3 slots and for 30?",
      stronger: "slots occurs once in the first layer and once in the last, not squared",
      answers: [
        (T, I, H, O) => T * I * T * H + T * H + T * H * T * O + T * O,
        (T, I, H, O) => T * I * H + H + T * H * T * O + T * O,
        (T, I, H, O) => T * (T * I * H + H + H * T * O + T * O),
        (T, I, H, O) => T * (T * I * H + H) + H * T * O + T * O,
      ],
      does: (shown) => termsOf(shown).squared,
    },
    "added": {
      idea:
        "Weights connect each input with each output: numbers of inputs and outputs are multiplied, not added",
      hint: "Draw 2 inputs and 3 outputs, and count the lines",
      stronger:
        "slots × inputSize inputs, times hiddenSize, plus the biases; then the same for the last layer",
      answers: [
        (T, I, H, O) => (T + I) * H + H + H * (T + O) + T * O,
        (T, I, H, O) => (T + I) * H + H + H * (T + O) + T + O,
        (T, I, H, O) => T + I + H + O,
        (T, I, H, O) => T * I + H + H + T * O,
        (T, I, H, O) => T * I + H + T * O,
        (T, I, H, O) => T * (I + H + O),
        (T, I, H, O) => T * I * H * O,
      ],
      does: (shown) => termsOf(shown).TIH === 0,
    },
  },
  faults: {
    kind: [
      (T, I, H, O) => [T * I * H + H, H * T * O + T * O] as never,
      (T, I, H, O) => String(T * I * H + H + H * T * O + T * O) as never,
    ],
    "not-finite": [(T, I, H, O) => T * I * H + H + (H * T * O) / (T - T) + T * O],
  },
});

const SIZES = [[3, 4, 6, 1], [5, 2, 3, 4], [1, 7, 5, 3], [12, 9, 16, 2], [2, 1, 1, 6]];
/** Every size at 0 or 1: from these the terms of a formula can be told. */
const CORNERS = Array.from({ length: 16 }, (_, n) => [8, 4, 2, 1].map((bit) => n & bit ? 1 : 0));

const numberOf = (one: Outcome) => "fault" in one ? NaN : one.parts.result.leaves[0] as number;

/** How often each product of sizes occurs in a formula, and whether a size is squared in it. */
function termsOf({ found }: Pick<Shown, "found">) {
  const values = found.map(numberOf);
  const corners = values.slice(SIZES.length);
  const terms: Record<string, number> = {};
  corners.forEach((_, n) => {
    const name = [..."TIHO"].filter((_, k) => n & (8 >> k)).join("");
    terms[name] = corners.reduce((sum, value, m) => {
      const sign = (n ^ m).toString(2).replaceAll("0", "").length % 2 ? -1 : 1;
      return (n & m) === m ? sum + sign * value : sum;
    }, 0);
  });
  const squared = SIZES.some((sizes, i) => {
    const plain = Object.entries(terms).reduce(
      (sum, [name, times]) =>
        sum + [...name].reduce((product, size) => product * sizes["TIHO".indexOf(size)], times),
      0,
    );
    return Math.abs(plain - values[i]) > 0.5;
  });
  return { ...terms, squared } as Record<"TIH" | "IH" | "THO" | "TH" | "H" | "TO", number> & {
    squared: boolean;
  };
}

function counted(slots: number, size: number, hiddenSize: number, outputSize: number): number {
  const random = createRandom(0);
  const input = { kind: "vectors", size } as const;
  return countParameters(feedforwardSlots({ slots, input, hiddenSize, outputSize, random }).params);
}
