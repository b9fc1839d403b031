/**
 * The one equation of recurrence, as code: new memory = combine(current input, previous memory).
 *
 * @module
 */

import { add, linear, matmul, relu, sigmoid, tanh, type Tensor } from "../../tensor/mod.ts";
import { functionOf } from "../common.ts";
import type { Exercise } from "../definition.ts";
import { checkEquation, cutOff } from "../equation.ts";

const header = `/** The memory after one step. x is [batch, inputSize], h is [batch, hiddenSize]. */
function combine(x: Tensor, h: Tensor, W_x: Tensor, W_h: Tensor, b: Tensor): Tensor`;

type Combine = (x: Tensor, h: Tensor, W_x: Tensor, W_h: Tensor, b: Tensor) => Tensor;
const equation: Combine = (x, h, W_x, W_h, b) => tanh(add(linear(x, W_x), linear(h, W_h), b));

/** Likely equations that are wrong. */
const likely: Readonly<Record<string, readonly Combine[]>> = {
  "no-squish": [(x, h, W_x, W_h, b) => add(linear(x, W_x), linear(h, W_h), b)],
  "other-squish": [
    (x, h, W_x, W_h, b) => sigmoid(add(linear(x, W_x), linear(h, W_h), b)),
    (x, h, W_x, W_h, b) => relu(add(linear(x, W_x), linear(h, W_h), b)),
  ],
  "no-memory": [
    (x, _h, W_x, _W, b) => tanh(add(linear(x, W_x), b)),
    (x, _h, W_x, W_h, b) => tanh(add(linear(x, W_x), linear(x, W_h), b)),
  ],
  "no-input": [
    (_x, h, _W, W_h, b) => tanh(add(linear(h, W_h), b)),
    (_x, h, W_x, W_h, b) => tanh(add(linear(h, W_x), linear(h, W_h), b)),
  ],
  "exchanged": [(x, h, W_x, W_h, b) => tanh(add(linear(h, W_x), linear(x, W_h), b))],
  "turned": [
    (x, h, W_x, W_h, b) => tanh(add(matmul(x, W_x), matmul(h, W_h), b)),
    (x, h, W_x, W_h, b) => tanh(add(linear(x, W_x), matmul(h, W_h), b)),
    (x, h, W_x, W_h, b) => tanh(add(matmul(x, W_x), linear(h, W_h), b)),
  ],
  "squished-apart": [
    (x, h, W_x, W_h, b) => add(tanh(linear(x, W_x)), tanh(linear(h, W_h)), b),
    (x, h, W_x, W_h, b) => add(tanh(add(linear(x, W_x), b)), tanh(linear(h, W_h))),
    (x, h, W_x, W_h, b) => add(tanh(linear(x, W_x)), tanh(add(linear(h, W_h), b))),
    (x, h, W_x, W_h, b) => add(tanh(add(linear(x, W_x), linear(h, W_h))), b),
    (x, h, W_x, W_h, b) => add(tanh(linear(x, W_x, b)), linear(h, W_h)),
  ],
  "no-bias": [(x, h, W_x, W_h) => tanh(add(linear(x, W_x), linear(h, W_h)))],
  "bias-twice": [(x, h, W_x, W_h, b) => tanh(add(linear(x, W_x, b), linear(h, W_h, b)))],
};

/** The exercise. */
export const combine: Exercise = {
  id: "03.combine",
  kind: "fill in the equation",
  title: "combine",
  goal:
    "Write combine: a weighted sum of the current input and the previous memory, then a squish.",
  text: "Close your eyes to the cell above and write its heart again:\n\n" +
    "$$h_t = \\tanh\\left(W_x\\,x_t + W_h\\,h_{t-1} + b\\right)$$\n\n" +
    "You have `add`, `linear(x, W)` for $W x$, and `tanh`. Any code that means this is right; the check " +
    "looks at numbers and at derivatives.",
  answer: "combine",
  before: `import { rnn } from "lib/cells/rnn.ts";
import { createRandom } from "lib/random.ts";
import { add, linear, matmul, sigmoid, sum, tanh, tensor } from "lib/tensor/mod.ts";
import type { Tensor } from "lib/tensor/mod.ts";`,
  stub: `${header} {
  return yourTurn; // YOUR TURN: [batch, hiddenSize]
}`,
  begin: [
    "Read the equation from the inside: two products, a sum of three, one squish",
    "`linear(x, W_x)` is the first product; the second looks like it",
  ],
  check(answer) {
    const compared = checkEquation(functionOf(answer, ["rnn", "unroll"]), {
      equation,
      likely,
      given: {
        x: ({ batch, inputSize }) => [batch, inputSize],
        h: ({ batch, hiddenSize }) => [batch, hiddenSize],
        W_x: ({ inputSize, hiddenSize }) => [hiddenSize, inputSize],
        W_h: ({ hiddenSize }) => [hiddenSize, hiddenSize],
        b: ({ hiddenSize }) => [hiddenSize],
      },
      result: ({ batch, hiddenSize }) => [batch, hiddenSize],
      // Square first: there a mistake of shape cannot hide which equation was meant.
      sizes: [[3, 4, 4], [2, 3, 5], [1, 1, 1], [1, 5, 2], [4, 2, 3]].map((
        [batch, inputSize, hiddenSize],
      ) => ({ batch, inputSize, hiddenSize })),
    });
    return `${compared} numbers and their derivatives by x, h, W_x, W_h and b agree with the equation`;
  },
  learned:
    "This one line is all of recurrence: the new memory depends on what is read now and on what was kept. " +
    "Everything that notebooks 07 and 08 add are gates around it.",
  misconceptions: {
    "no-squish": {
      idea: "The squish is missing: the memory is the plain sum",
      hint: "What becomes of a sum that is fed back thirty times, with weights above 1?",
      stronger: "Put `tanh` around the whole sum",
    },
    "other-squish": {
      idea: "The squish is another one than tanh: a memory must also be able to be negative",
      hint: "Which numbers can come out of your squish, and which out of tanh?",
      stronger: "The equation says tanh",
    },
    "no-memory": {
      idea: "The previous memory plays no part: this is a feedforward layer, a snapshot",
      hint: "Where does `h` occur in your sum, and with which weights?",
      stronger: "Add `linear(h, W_h)`",
    },
    "no-input": {
      idea: "The input plays no part: a memory that reads nothing",
      hint: "Where does `x` occur in your sum, and with which weights?",
      stronger: "Add `linear(x, W_x)`",
    },
    "exchanged": {
      idea: "Have the two matrices changed places? W_x belongs to the input, W_h to the memory",
      hint: "W_x is [hiddenSize, inputSize]: what can it be multiplied with?",
      stronger: "`linear(x, W_x)` and `linear(h, W_h)`",
    },
    "turned": {
      idea: "A matrix is turned on its side: rows of W are units, so that it is W x, not x W",
      hint: "W_x is [hiddenSize, inputSize]. Which axis must meet the inputs?",
      stronger: "`linear(x, W)` multiplies with W turned round; `matmul` does not",
    },
    "squished-apart": {
      idea:
        "Something is added after a squish. Input and memory meet in one sum, and the squish comes last",
      hint: "How large can the memory become if two squished numbers are added?",
      stronger: "One `tanh`, around everything",
    },
    "no-bias": {
      idea: "The bias is missing",
      hint: "Which of the five arguments do you not use?",
      stronger: "`add` takes more than two: add b as well",
    },
    "bias-twice": {
      idea: "The bias is added twice",
      hint: "The library's cell has two biases, but they are two different rows; here is one",
      stronger: "Give b to one `linear` alone, or to neither and add it once",
    },
    "cut-off": cutOff,
  },
  solution: {
    source: `${header} {
  return tanh(add(linear(x, W_x), linear(h, W_h), b)); // [batch, hiddenSize]
}`,
    why:
      "Two products, one for what is read and one for what was kept; one sum; one squish that keeps each number " +
      "between −1 and 1, however often it goes round.",
  },
  wrong: [
    ["no squish", "no-squish", "add(linear(x, W_x), linear(h, W_h), b)"],
    ["a snapshot", "no-memory", "tanh(add(linear(x, W_x), b))"],
    ["reads nothing", "no-input", "tanh(add(linear(h, W_h), b))"],
    ["matrices exchanged", "exchanged", "tanh(add(linear(h, W_x), linear(x, W_h), b))"],
    ["squished apart", "squished-apart", "add(tanh(linear(x, W_x)), tanh(linear(h, W_h)), b)"],
    ["another squish", "other-squish", "sigmoid(add(linear(x, W_x), linear(h, W_h), b))"],
    ["matrices on their side", "turned", "tanh(add(matmul(x, W_x), matmul(h, W_h), b))"],
    ["no bias", "no-bias", "tanh(add(linear(x, W_x), linear(h, W_h)))"],
    ["bias twice", "bias-twice", "tanh(add(linear(x, W_x, b), linear(h, W_h, b)))"],
    [
      "the way back cut",
      "cut-off",
      "tensor(tanh(add(linear(x, W_x), linear(h, W_h), b)).toArray())",
    ],
    [
      "one row for the whole batch",
      "shape",
      "sum(tanh(add(linear(x, W_x), linear(h, W_h), b)), 0)",
    ],
    [
      "the library does it",
      "reference",
      "rnn({ inputSize: x.shape[1], hiddenSize: h.shape[1], random: createRandom(0) })\n" +
      "    .step(x, { h }).state.h",
    ],
  ].map(([label, misconception, expression]) => ({
    label,
    misconception,
    source: `${header} {\n  return ${expression};\n}`,
  })),
};
