/**
 * The one equation of recurrence, as code: new memory = combine(current input, previous memory).
 *
 * @module
 */

import { rnn } from "lib/cells/rnn.ts";
import { unroll } from "lib/cells/unroll.ts";
import { ignores, sameOrder, sumOf } from "lib/exercises/does.ts";
import { numbersOf, type Shown } from "lib/exercises/diagnose.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { tensorCases } from "lib/exercises/tensor_cases.ts";
import { log } from "lib/numeric.ts";
import {
  add,
  divide,
  linear,
  matmul,
  multiply,
  relu,
  scale,
  sigmoid,
  subtract,
  sum,
  tanh,
  type Tensor,
  tensor,
  transpose,
} from "lib/tensor/mod.ts";

/** The memory after one step. x is [batch, inputSize], h is [batch, hiddenSize]. */
function combine(x: Tensor, h: Tensor, W_x: Tensor, W_h: Tensor, b: Tensor): Tensor {
  return tanh(add(linear(x, W_x), linear(h, W_h), b)); // [batch, hiddenSize]
}

type Combine = typeof combine;
/** The equation with another squish. */
const squished = (squish: (sum: Tensor) => Tensor): Combine => (x, h, W_x, W_h, b) =>
  squish(add(linear(x, W_x), linear(h, W_h), b));

/** The exercise. */
export default functionExercise<Combine>({
  id: "03.combine",
  kind: "fill in the equation",
  title: "combine",
  goal:
    "Write combine: a weighted sum of the current input and the previous memory, then a squish.",
  text: "Close your eyes to the cell above and write its heart again:\n\n" +
    "$$h_t = \\tanh\\left(W_x\\,x_t + W_h\\,h_{t-1} + b\\right)$$\n\n" +
    "You have `add`, `linear(x, W)` for $W x$, and `tanh`.",
  begin: [
    "Read the equation from the inside: two products, a sum of three, one squish",
    "`linear(x, W_x)` is the first product; the second looks like it",
  ],
  before: `import { rnn } from "lib/cells/rnn.ts";
import { createRandom } from "lib/random.ts";
import { add, linear, matmul, sigmoid, sum, tanh, tensor } from "lib/tensor/mod.ts";
import type { Tensor } from "lib/tensor/mod.ts";`,
  from: import.meta.url,
  turn: "[batch, hiddenSize]",
  solution: combine,
  why:
    "Two products, one for what is read and one for what was kept; one sum; one squish that keeps each number " +
    "between −1 and 1, however often it goes round.",
  learned:
    "This one line is all of recurrence: the new memory depends on what is read now and on what was kept. " +
    "Everything that notebooks 07 and 08 add are gates around it.",
  notBy: [rnn, unroll],
  derivatives: true,
  cases: () =>
    tensorCases({
      given: {
        x: ({ batch, inputSize }) => [batch, inputSize],
        h: ({ batch, hiddenSize }) => [batch, hiddenSize],
        W_x: ({ inputSize, hiddenSize }) => [hiddenSize, inputSize],
        W_h: ({ hiddenSize }) => [hiddenSize, hiddenSize],
        b: ({ hiddenSize }) => [hiddenSize],
      },
      // Square first: there a mistake of shape cannot hide which equation was meant.
      sizes: [[3, 4, 4], [2, 3, 5], [1, 1, 1], [1, 5, 2], [4, 2, 3]].map((
        [batch, inputSize, hiddenSize],
      ) => ({ batch, inputSize, hiddenSize })),
      held: [{ h: 0 }, { x: 0 }, { b: 0 }],
    }),
  found: (_, cases) =>
    `${cases.length} cells of five sizes: the numbers, and their derivatives by x, h, W_x, W_h and b, agree with the equation`,
  ideas: {
    "no-squish": {
      idea: "The squish is missing: the memory is the plain sum",
      hint: "What becomes of a sum that is fed back thirty times, with weights above 1?",
      stronger: "Put `tanh` around the whole sum",
      answers: [
        squished((sum) => sum),
        (x, h, W_x, W_h, b) => add(linear(x, W_x, b), linear(h, W_h)),
        (x, h, W_x, W_h, b) => add(matmul(x, transpose(W_x)), linear(h, W_h), b),
      ],
    },
    "other-squish": {
      idea: "The squish is another one than tanh: a memory must also be able to be negative",
      hint: "Which numbers can come out of your squish, and which out of tanh?",
      stronger: "The equation says tanh",
      answers: [
        squished(sigmoid),
        squished(relu),
        squished((sum) => tanh(tanh(sum))),
        squished((sum) => tanh(sigmoid(sum))),
        squished((sum) => tanh(divide(sum, 2))),
        squished((sum) => subtract(sigmoid(sum), 0.5)),
      ],
      does: (shown) => sameOrder(shown),
    },
    "no-memory": {
      idea: "The previous memory plays no part: this is a feedforward layer, a snapshot",
      hint: "Where does `h` occur in your sum, and with which weights?",
      stronger: "Add `linear(h, W_h)`",
      answers: [
        (x, _h, W_x, _W, b) => tanh(add(linear(x, W_x), b)),
        (x, _h, W_x, W_h, b) => tanh(add(linear(x, W_x), linear(x, W_h), b)),
        (x, h, W_x, W_h, b) => tanh(add(linear(x, W_x), linear(multiply(h, 0), W_h), b)),
        (x, _h, W_x) => tanh(linear(x, W_x)),
      ],
      does: ignores("h"),
    },
    "no-input": {
      idea: "The input plays no part: a memory that reads nothing",
      hint: "Where does `x` occur in your sum, and with which weights?",
      stronger: "Add `linear(x, W_x)`",
      answers: [
        (_x, h, _W, W_h, b) => tanh(add(linear(h, W_h), b)),
        (_x, h, W_x, W_h, b) => tanh(add(linear(h, W_x), linear(h, W_h), b)),
        (_x, h, _W, W_h) => tanh(linear(h, W_h)),
      ],
      does: ignores("x"),
    },
    "bare": {
      idea:
        "Input or memory is added as it is, without its weights: each unit then hears one number alone",
      hint: "Which of the two matrices do you not use?",
      stronger: "`linear(x, W_x)` and `linear(h, W_h)`, both",
      answers: [
        (x, h, W_x, _W, b) => tanh(add(linear(x, W_x), h, b)),
        (x, h, W_x, _W, b) => tanh(add(linear(x, W_x, b), multiply(2, h))),
        (x, h, W_x, _W, b) => tanh(add(linear(x, W_x), linear(h, matmul(W_x, transpose(W_x))), b)),
      ],
      does: (shown) =>
        ["h", "x"].some((name) => ignores(`W_${name}`)(shown) && !ignores(name)(shown)),
    },
    "exchanged": {
      idea: "Have the two matrices changed places? W_x belongs to the input, W_h to the memory",
      hint: "W_x is [hiddenSize, inputSize]: what can it be multiplied with?",
      stronger: "`linear(x, W_x)` and `linear(h, W_h)`",
      answers: [
        (x, h, W_x, W_h, b) => tanh(add(linear(h, W_x), linear(x, W_h), b)),
        (x, h, W_x, W_h, b) => tanh(add(linear(x, W_h, b), linear(h, W_x))),
        (x, h, W_x, W_h, b) => tanh(add(matmul(x, transpose(W_h)), matmul(h, transpose(W_x)), b)),
      ],
    },
    "turned": {
      idea: "A matrix is turned on its side: rows of W are units, so that it is W x, not x W",
      hint: "W_x is [hiddenSize, inputSize]. Which axis must meet the inputs?",
      stronger: "`linear(x, W)` multiplies with W turned round; `matmul` does not",
      answers: [
        (x, h, W_x, W_h, b) => tanh(add(matmul(x, W_x), matmul(h, W_h), b)),
        (x, h, W_x, W_h, b) => tanh(add(linear(x, W_x), matmul(h, W_h), b)),
        (x, h, W_x, W_h, b) => tanh(add(matmul(x, W_x), linear(h, W_h), b)),
        (x, h, W_x, W_h, b) => tanh(add(b, linear(x, W_x), linear(h, transpose(W_h)))),
        (x, h, W_x, W_h, b) => tanh(add(b, linear(x, transpose(W_x)), linear(h, transpose(W_h)))),
        (x, h, W_x, W_h, b) => tanh(add(b, linear(x, transpose(W_x)), linear(h, W_h))),
      ],
    },
    "no-bias": {
      idea: "The bias is missing",
      hint: "Which of the five arguments do you not use?",
      stronger: "`add` takes more than two: add b as well",
      answers: [
        (x, h, W_x, W_h) => tanh(add(linear(x, W_x), linear(h, W_h))),
        (x, h, W_x, W_h, b) => tanh(add(linear(x, W_x), linear(h, W_h), multiply(b, 0))),
        (x, h, W_x, W_h) => tanh(add(matmul(x, transpose(W_x)), matmul(h, transpose(W_h)))),
      ],
      does: ignores("b"),
    },
    "bias-twice": {
      idea: "The bias is added twice",
      hint: "The library's cell has two biases, but they are two different rows; here is one",
      stronger: "Give b to one `linear` alone, or to neither and add it once",
      answers: [
        (x, h, W_x, W_h, b) => tanh(add(linear(x, W_x, b), linear(h, W_h, b))),
        (x, h, W_x, W_h, b) => tanh(add(linear(x, W_x, b), linear(h, W_h), b)),
        (x, h, W_x, W_h, b) => tanh(add(linear(x, W_x), linear(h, W_h), multiply(2, b))),
      ],
    },
    "squished-apart": {
      idea:
        "Something is added after a squish. Input and memory meet in one sum, and the squish comes last",
      hint: "How large can the memory become if two squished numbers are added?",
      stronger: "One `tanh`, around everything",
      answers: [
        (x, h, W_x, W_h, b) => add(tanh(linear(x, W_x)), tanh(linear(h, W_h)), b),
        (x, h, W_x, W_h, b) => add(tanh(add(linear(x, W_x), b)), tanh(linear(h, W_h))),
        (x, h, W_x, W_h, b) => add(tanh(linear(x, W_x)), tanh(add(linear(h, W_h), b))),
        (x, h, W_x, W_h, b) => add(tanh(add(linear(x, W_x), linear(h, W_h))), b),
        (x, h, W_x, W_h, b) => add(tanh(linear(x, W_x, b)), linear(h, W_h)),
        (x, h, W_x, W_h, b) => add(linear(x, W_x), tanh(linear(h, W_h, b))),
        (x, h, W_x, W_h, b) => tanh(add(tanh(linear(x, W_x, b)), linear(h, W_h))),
      ],
      does: (shown) => numbersOf(shown).some(({ found }) => found.some((x) => Math.abs(x) > 1)),
    },
    "multiplied": {
      idea: "Input and memory are multiplied with each other, or the sum has a minus in it",
      hint: "What joins the two products in the equation?",
      stronger: "`add` all three",
      answers: [
        (x, h, W_x, W_h, b) => tanh(add(multiply(linear(x, W_x), linear(h, W_h)), b)),
        (x, h, W_x, W_h, b) => tanh(subtract(add(linear(x, W_x), b), linear(h, W_h))),
        (x, h, W_x, W_h, b) => tanh(subtract(linear(x, W_x), add(linear(h, W_h), b))),
        (x, h, W_x, W_h, b) => tanh(multiply(add(linear(x, W_x), b), linear(h, W_h))),
        (x, h, W_x, W_h, b) => tanh(subtract(add(linear(h, W_h), b), linear(x, W_x))),
      ],
      does: (shown) => {
        const fits = sumsBehind(shown);
        return [fits.plain, fits.product].some((fit) => fit?.some((share) => share < 0)) ||
          fits.product !== null && fits.plain === null;
      },
    },
  },
  faults: {
    "cut-off": [
      (...given) => tensor(combine(...given).toArray() as number[][]),
      (x, h, W_x, W_h, b) => tanh(add(linear(x, W_x), linear(detach(h), W_h), b)),
      (x, h, W_x, W_h, b) => tanh(add(linear(x, detach(W_x)), linear(h, W_h), b)),
    ],
    shape: [(...given) => sum(combine(...given), 0), (...given) => transpose(combine(...given))],
    kind: [(...given) => combine(...given).toArray() as never, () => undefined as never],
    throws: [(x, h, W_x, W_h, b) => tanh(add(matmul(W_x, x), matmul(W_h, h), b, scale(x, NaN)))],
    mutates: [
      (x, h, W_x, W_h, b) => {
        const next = combine(x, h, W_x, W_h, b);
        h.assign(next.values());
        return next;
      },
    ],
  },
});

/**
 * How often x's product, h's product and b are in the sum behind the squish; and how often the product of the first two, and b.
 * Each is null if it is no such sum.
 */
function sumsBehind({ cases, found }: Shown): { plain: number[] | null; product: number[] | null } {
  const came = found[0];
  if ("fault" in came) return { plain: null, product: null };
  const [x, h, W_x, W_h, b] = cases[0].given as Tensor[];
  const result = came.parts.result.leaves as number[];
  // Next to 1 nobody can tell what was squished.
  const [sums, ofX, ofH, bias] = [
    result.map(atanh),
    linear(x, W_x).values(),
    linear(h, W_h).values(),
    add(multiply(0, h), b).values(),
  ].map((list) => Array.from(list).filter((_, i) => Math.abs(result[i]) < 0.99));
  const times = (one: number[], other: number[]) => one.map((x, i) => x * other[i]);
  const products = [times(ofX, ofH), times(bias, ofH), times(bias, ofX), bias];
  return {
    plain: sumOf(sums, [ofX, ofH, bias]),
    product: sums.length > products.length ? sumOf(sums, products) : null,
  };
}

const atanh = (x: number) => log((1 + x) / (1 - x)) / 2;
const detach = (one: Tensor) => tensor(one.values(), { shape: one.shape });
