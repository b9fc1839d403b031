/**
 * The last line of the GRU as code: on which side is 1 − z?
 *
 * @module
 */

import { add, multiply, subtract, tanh, type Tensor } from "../../tensor/mod.ts";
import { functionOf } from "../common.ts";
import type { Exercise } from "../definition.ts";
import { checkEquation, cutOff, type Equation, numberByNumber } from "../equation.ts";

const header = `/** The new memory. z, n and h are [batch, hiddenSize]; z near 1 keeps. */
function gruCombine(z: Tensor, n: Tensor, h: Tensor): Tensor`;

/** Likely equations that are wrong. */
const likely: Readonly<Record<string, readonly Equation[]>> = {
  "wrong-side": [(z, n, h) => add(multiply(z, n), multiply(subtract(1, z), h))],
  "two-questions": [
    (z, n, h) => add(multiply(z, h), n),
    (z, n, h) => add(n, multiply(subtract(1, z), h)),
  ],
  "writes-over": [(z, n) => multiply(subtract(1, z), n), (z, n) => multiply(z, n)],
  "keeps-all": [
    (z, n, h) => add(multiply(subtract(1, z), n), h),
    (z, n, h) => add(multiply(z, n), h),
  ],
  "never-writes": [(z, _, h) => multiply(z, h), (z, _, h) => multiply(subtract(1, z), h)],
  "squished": [(z, n, h) => tanh(add(multiply(subtract(1, z), n), multiply(z, h)))],
  "same-side": [
    (z, n, h) => multiply(z, add(n, h)),
    (z, n, h) => multiply(subtract(1, z), add(n, h)),
  ],
};

/** The exercise. */
export const combine: Exercise = {
  id: "08.combine",
  kind: "fill in the equation",
  title: "keep or overwrite",
  goal: "Write the GRU's last line: what z does not keep is overwritten by the candidate n.",
  text:
    "All of the GRU comes down to its last line. Gate, candidate and old memory are handed to you; write the new " +
    "memory, with **z near 1 keeping**, without looking at the equation. Before you run it, try it in your head with " +
    "z = 1.\n\nYou have `add`, `subtract` (which takes numbers too) and `multiply`.",
  answer: "gruCombine",
  before: `import { gru } from "lib/cells/gru.ts";
import { createRandom } from "lib/random.ts";
import { add, multiply, subtract, sum, tanh, tensor, type Tensor } from "lib/tensor/mod.ts";`,
  stub: `${header} {
  return yourTurn; // YOUR TURN: [batch, hiddenSize]
}`,
  begin: [
    "With z = 1 the new memory is the old one. What is it with z = 0?",
    "A weighted mean of two: the one gets the weight z, the other what is left of 1",
  ],
  check(answer) {
    const compared = checkEquation(functionOf(answer, ["gru", "myGru"]), {
      ...numberByNumber("z", "n", "h"),
      equation: (z: Tensor, n: Tensor, h: Tensor) =>
        add(multiply(subtract(1, z), n), multiply(z, h)),
      likely,
    });
    return `${compared} numbers, and their derivatives by z, n and h, agree with the equation`;
  },
  learned:
    "One number a unit decides between old and new, and the result lies between the two. That is why a GRU needs no " +
    "second memory, and why its memory never leaves [−1, 1].",
  misconceptions: {
    "wrong-side": {
      idea: "Your gate overwrites when it should keep: is (1 − z) on the wrong side?",
      hint: "Put z = 1 into your line. Is the old memory still there?",
      stronger: "z belongs to h, and 1 − z to n",
    },
    "two-questions": {
      idea: "Your cell keeps by z, but writes all of the candidate, always",
      hint: "Put z = 1 into your line: is n gone?",
      stronger: "n is multiplied too, by what z leaves: 1 − z",
    },
    "writes-over": {
      idea: "The old memory plays no part: each step starts afresh",
      hint: "Where does h occur in your line?",
      stronger: "Add `multiply(z, h)`",
    },
    "keeps-all": {
      idea: "Your cell never forgets: what is new is heaped on all that was there",
      hint: "How large can the memory become after a hundred steps?",
      stronger: "h is multiplied by z",
    },
    "never-writes": {
      idea: "The candidate plays no part: your cell can only forget",
      hint: "Where does n occur in your line?",
      stronger: "Add `multiply(subtract(1, z), n)`",
    },
    "squished": {
      idea: "Is there one more squish? Then the memory fades even with z = 1",
      hint: "n is squashed already; what does tanh do to h, a hundred times?",
      stronger: "Leave out the outer tanh",
    },
    "same-side": {
      idea: "Old and new get the same weight: the gate does not choose between them",
      hint: "With z = 0 the new memory should be n. What is yours?",
      stronger: "One gets z, the other 1 − z",
    },
    "cut-off": cutOff,
  },
  solution: {
    source: `${header} {
  return add(multiply(z, h), multiply(subtract(1, z), n));
}`,
    why:
      "A mean of old and new with weights z and 1 − z. Another way to write the same: n + z ∘ (h − n).",
  },
  wrong: [
    ["the other convention", "wrong-side", "add(multiply(z, n), multiply(subtract(1, z), h))"],
    ["writes all", "two-questions", "add(multiply(z, h), n)"],
    ["no old memory", "writes-over", "multiply(subtract(1, z), n)"],
    ["never forgets", "keeps-all", "add(multiply(subtract(1, z), n), h)"],
    ["never writes", "never-writes", "multiply(z, h)"],
    ["one squish too many", "squished", "tanh(add(multiply(subtract(1, z), n), multiply(z, h)))"],
    ["one weight for both", "same-side", "multiply(z, add(n, h))"],
    [
      "out of the tensors",
      "cut-off",
      "tensor(add(multiply(subtract(1, z), n), multiply(z, h)).toArray())",
    ],
    ["one row for the batch", "shape", "sum(add(multiply(subtract(1, z), n), multiply(z, h)), 0)"],
    [
      "the library does it",
      "reference",
      "gru({ inputSize: 1, hiddenSize: 1, random: createRandom(0) }).step(n, { h }).state.h",
    ],
  ].map(([label, misconception, expression]) => ({
    label,
    misconception,
    source: `${header} {\n  return ${expression};\n}`,
  })),
};
