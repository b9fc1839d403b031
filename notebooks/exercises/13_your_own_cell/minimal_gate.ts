/**
 * Another cell from its equations: the minimal gated unit (Zhou et al. 2016).
 *
 * @module
 */

import type { Shown } from "lib/exercises/diagnose.ts";
import { ignores } from "lib/exercises/does.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { stepCases } from "lib/exercises/tensor_cases.ts";
import { sigmoid as exactSigmoid, tanh as exactTanh } from "lib/numeric.ts";
import {
  add,
  divide,
  exp,
  linear,
  matmul,
  multiply,
  relu,
  sigmoid,
  sqrt,
  square,
  subtract,
  sum,
  tanh,
  type Tensor,
  tensor,
  transpose,
} from "lib/tensor/mod.ts";
import { is, mixesWhere } from "../mixes.ts";

/** The memory after one step. x is [batch, inputSize], h is [batch, hiddenSize]. */
function minimalGate(
  x: Tensor,
  h: Tensor,
  p: { W: Tensor; U: Tensor; b: Tensor; W_f: Tensor; U_f: Tensor; b_f: Tensor },
): Tensor {
  const f = sigmoid(add(linear(x, p.W_f), linear(h, p.U_f), p.b_f)); // how much to write
  const n = tanh(add(linear(x, p.W), linear(multiply(f, h), p.U), p.b)); // what to write
  return add(multiply(subtract(1, f), h), multiply(f, n));
}

type Step = typeof minimalGate;
type Weights = Parameters<Step>[2];
const gateSum: Step = (x, h, p) => add(linear(x, p.W_f), linear(h, p.U_f), p.b_f);

/** A step from its parts: the gate, the proposal, and how old and new are mixed. */
const stepOf = ({
  gate = (...given) => sigmoid(gateSum(...given)),
  seen = (h, p, f) => linear(multiply(f, h), p.U),
  squish = tanh,
  sums = (x, p, seen) => add(linear(x, p.W), seen, p.b),
  mix = (f, h, n) => add(multiply(subtract(1, f), h), multiply(f, n)),
}: {
  gate?: Step;
  seen?: (h: Tensor, p: Weights, f: Tensor) => Tensor;
  squish?: (x: Tensor) => Tensor;
  sums?: (x: Tensor, p: Weights, seen: Tensor) => Tensor;
  mix?: (f: Tensor, h: Tensor, n: Tensor) => Tensor;
}): Step =>
(x, h, p) => {
  const f = gate(x, h, p);
  return mix(f, h, squish(sums(x, p, seen(h, p, f))));
};
const mixesWith = (squish: (x: number) => number) =>
  mixesWhere(
    { open: "b_f = 100", shut: "b_f = -100" },
    ([x, h, p]: readonly [Tensor, Tensor, Weights], f) => ({
      h: h.values(),
      n: Array.from(add(linear(x, p.W), linear(multiply(f, h), p.U), p.b).values(), squish),
    }),
  );
const mixes = mixesWith(exactTanh);
const half = (one: Tensor) => tensor(one.values(), { shape: one.shape });

/** The exercise. */
export default functionExercise<Step>({
  id: "13.minimal-gate",
  kind: "fill in the equation",
  title: "a cell from its equations",
  goal: "Write one step of the minimal gated unit from its equations.",
  text:
    "Reading a cell from a paper is half of making one. Here is the relative of our cell that Zhou and others " +
    "published. Its one gate $f$ is used **twice**: it says how much of the memory the proposal may see, and how much " +
    "of the proposal is written.\n\n" +
    "$$f = \\sigma(W_f x + U_f h + b_f) \\qquad n = \\tanh(W x + U (f \\circ h) + b)$$\n\n" +
    "$$h' = (1 - f) \\circ h + f \\circ n$$",
  begin: [
    "Three lines, one for each equation: f, n, and what is returned",
    "`sigmoid(add(linear(x, p.W_f), linear(h, p.U_f), p.b_f))` is f; `multiply(f, h)` is what the proposal sees",
  ],
  before:
    `import { add, linear, multiply, sigmoid, subtract, tanh, type Tensor, tensor } from "lib/tensor/mod.ts";`,
  from: import.meta.url,
  turn: "[batch, hiddenSize]",
  solution: minimalGate,
  why: "One line for each equation. h + f ∘ (n − h) is the same as the last, and right as well.",
  learned:
    "The same word, gate, means what its equation says: here f close to 1 writes, in our cell z close to 1 keeps. " +
    "Papers differ in that, and mixing two of them up makes a cell that runs, learns a little, and is wrong.",
  derivatives: true,
  cases: () =>
    stepCases(["W", "U", "b", "W_f", "U_f", "b_f"], [{ b_f: 100 }, { b_f: -100 }, { h: 0 }, {
      U: 0,
    }]),
  found: (_, cases) =>
    `${cases.length} steps of four sizes: the numbers, and their derivatives by x, h and six parameters, agree with the equations`,
  ideas: {
    "swapped": {
      idea: "Old and new have changed places: here f is the share that is written, not kept",
      hint: "What is h′ in the last equation if f is 1?",
      stronger: "(1 − f) belongs to h, f to n",
      answers: [
        stepOf({ mix: (f, h, n) => add(multiply(f, h), multiply(subtract(1, f), n)) }),
        stepOf({ mix: (f, h, n) => add(n, multiply(f, subtract(h, n))) }),
        stepOf({
          seen: (h, p) => linear(h, p.U),
          mix: (f, h, n) => add(multiply(f, h), multiply(subtract(1, f), n)),
        }),
      ],
      does: mixes((open, shut) => is(open, 1, 0) && is(shut, 0, 1)),
    },
    "gate-once": {
      idea:
        "That is our cell's proposal: here it sees only as much of the memory as f lets through",
      hint: "How often does f occur in the equations, and how often in your code?",
      stronger: "`linear(multiply(f, h), p.U)` in the place of `linear(h, p.U)`",
      answers: [
        stepOf({ seen: (h, p) => linear(h, p.U) }),
        stepOf({ seen: (h, p) => matmul(h, transpose(p.U)) }),
      ],
    },
    "sees-the-rest": {
      idea:
        "Inside U stands 1 − f where f belongs: the proposal sees just what is not to be overwritten",
      hint: "If f is 1, how much of the memory does the proposal see?",
      stronger: "`linear(multiply(f, h), p.U)`, and 1 − f only where h is kept",
      answers: [
        stepOf({ seen: (h, p, f) => linear(multiply(subtract(1, f), h), p.U) }),
        stepOf({ seen: (h, p, f) => linear(subtract(h, multiply(f, h)), p.U) }),
        stepOf({ seen: (h, p, f) => matmul(multiply(h, subtract(1, f)), transpose(p.U)) }),
      ],
    },
    "gate-outside": {
      idea: "The gate is applied after U, as in the library's GRU. Here it is applied before",
      hint: "Which comes first in U (f ∘ h)?",
      stronger: "Multiply f with h first, then `linear` with U",
      answers: [
        stepOf({ seen: (h, p, f) => multiply(f, linear(h, p.U)) }),
        stepOf({ seen: (h, p, f) => multiply(linear(h, p.U), f) }),
      ],
    },
    "nothing-kept": {
      idea: "What is not overwritten must be kept, and here the old memory is gone",
      hint: "What is h′ if f is 0?",
      stronger: "Add `multiply(subtract(1, f), h)`",
      answers: [
        stepOf({ mix: (f, _h, n) => multiply(f, n) }),
        stepOf({ mix: (_f, _h, n) => n }),
        stepOf({ mix: (f, _h, n) => multiply(subtract(1, f), n) }),
      ],
      does: mixes((open, shut) => shut[0] === 0 && (shut[1] === 0 || open[0] === 0)),
    },
    "never-lets-go": {
      idea: "What is written is added on top of all that was there: the memory can only grow",
      hint: "What is left of h in the last equation if f is 1?",
      stronger: "Multiply h with (1 − f)",
      answers: [
        stepOf({ mix: (f, h, n) => add(h, multiply(f, n)) }),
        stepOf({ mix: (_f, h, n) => add(h, n) }),
        stepOf({ mix: (f, h, n) => add(h, multiply(subtract(1, f), n)) }),
      ],
      does: mixes((open, shut) => open[0] === 1 && shut[0] === 1),
    },
    "writes-in-full": {
      idea: "The proposal is written in full, or not at all: its share is f",
      hint: "What should be written if f is 0?",
      stronger: "Multiply n with f",
      answers: [
        stepOf({ mix: (f, h, n) => add(multiply(subtract(1, f), h), n) }),
        stepOf({ mix: (f, h, n) => add(multiply(f, h), n) }),
        stepOf({ mix: (f, h) => multiply(subtract(1, f), h) }),
      ],
      does: mixes((open, shut) => open[1] === shut[1]),
    },
    "no-sigmoid": {
      idea: "A share lies between 0 and 1, and only sigmoid sees to that",
      hint: "What does (1 − f) mean if f is −3?",
      stronger: "Put `sigmoid` around the sum of the gate",
      answers: [
        stepOf({ gate: gateSum }),
        stepOf({ gate: (...given) => tanh(gateSum(...given)) }),
        stepOf({ gate: (...given) => relu(gateSum(...given)) }),
        stepOf({ gate: (...given) => sigmoid(sigmoid(gateSum(...given))) }),
        stepOf({ gate: (x, h, p) => tanh(add(p.b_f, linear(h, p.U_f), linear(x, p.W_f))) }),
        stepOf({
          gate: (x, h, p) => sigmoid(sigmoid(add(linear(x, p.W_f, p.b_f), linear(h, p.U_f)))),
        }),
      ],
      does: (shown) =>
        ["b_f = 100", "b_f = -100"].some((held) =>
          numbersWhere(shown, held).some((x) => Math.abs(x) > 10)
        ),
    },
    "other-squish": {
      idea: "The proposal is squished by something else than tanh, or not at all",
      hint: "Must a memory be able to be negative? And to grow without end?",
      stronger: "tanh around the sum of the proposal",
      answers: [
        stepOf({ squish: sigmoid }),
        stepOf({ squish: (x) => x }),
        stepOf({ squish: relu }),
        stepOf({ squish: (x) => tanh(tanh(x)) }),
        stepOf({ mix: (f, h, n) => add(multiply(subtract(1, f), h), multiply(f, tanh(n))) }),
        stepOf({ squish: (x) => divide(1, add(1, exp(multiply(-1, x)))) }),
        stepOf({ squish: (x) => multiply(0.5, add(x, sqrt(square(x)))) }),
      ],
      does: (shown) =>
        [
          exactSigmoid,
          (x: number) => x,
          (x: number) => Math.max(0, x),
          (x: number) => exactTanh(exactTanh(x)),
        ].some((squish) =>
          mixesWith(squish)((open, shut) => is(open, 0, 1) && is(shut, 1, 0))(shown)
        ),
    },
    "blind-gate": {
      idea: "The gate misses one of the three it decides by: word, memory, bias",
      hint: "Which of W_f, U_f and b_f do you use, and with what?",
      stronger: "`add(linear(x, p.W_f), linear(h, p.U_f), p.b_f)`",
      answers: [
        stepOf({ gate: (x, _h, p) => sigmoid(add(linear(x, p.W_f), p.b_f)) }),
        stepOf({ gate: (_x, h, p) => sigmoid(add(linear(h, p.U_f), p.b_f)) }),
        stepOf({ gate: (x, h, p) => sigmoid(add(linear(x, p.W_f), linear(h, p.U_f))) }),
        stepOf({ gate: (_x, _h, p) => sigmoid(add(linear(multiply(_x, 0), p.W_f), p.b_f)) }),
      ],
      does: (shown) => ["W_f", "U_f", "b_f"].some((name) => ignores(name)(shown)),
    },
    "part-missing": {
      idea: "A part of the proposal is missing: word, memory or bias",
      hint: "Which of W, U and b do you use, and with what?",
      stronger: "`add(linear(x, p.W), linear(multiply(f, h), p.U), p.b)`",
      answers: [
        stepOf({ sums: (x, p, seen) => add(linear(x, p.W), seen) }),
        stepOf({ sums: (x, p) => add(linear(x, p.W), p.b) }),
        stepOf({ sums: (_x, p, seen) => add(seen, p.b) }),
      ],
      does: (shown) => ["W", "U", "b"].some((name) => ignores(name)(shown)),
    },
    "sets-exchanged": {
      idea: "The two sets of weights have changed places: those with f belong to the gate",
      hint: "Which weights stand in the equation of f, and which in that of n?",
      stronger: "W_f, U_f and b_f for f; W, U and b for n",
      answers: [
        (x, h, p) =>
          minimalGate(x, h, { W: p.W_f, U: p.U_f, b: p.b_f, W_f: p.W, U_f: p.U, b_f: p.b }),
        (x, h, p) => minimalGate(x, h, { ...p, U: p.U_f, U_f: p.U }),
        (x, h, p) => minimalGate(x, h, { ...p, b: p.b_f, b_f: p.b }),
        (x, h, p) => minimalGate(x, h, { ...p, W: p.W_f, W_f: p.W }),
        (x, h, p) => minimalGate(x, h, { ...p, W_f: p.W, U_f: p.U, b_f: p.b }),
        stepOf({
          gate: (x, h, p) => sigmoid(add(linear(x, p.W), linear(h, p.U), p.b)),
          sums: (x, p, seen) => add(linear(x, p.W_f), seen, p.b_f),
          seen: (h, p, f) => linear(multiply(f, h), p.U_f),
        }),
        stepOf({ gate: (x, h, p) => sigmoid(add(linear(x, p.W), linear(h, p.U), p.b)) }),
        stepOf({
          gate: (x, h, p) => sigmoid(add(linear(x, p.W_f), linear(h, p.U), p.b_f)),
          seen: (h, p, f) => linear(multiply(f, h), p.U_f),
        }),
        stepOf({
          gate: (x, h, p) => sigmoid(add(linear(x, p.W_f), linear(h, p.U_f), p.b)),
          sums: (x, p, seen) => add(linear(x, p.W), seen, p.b_f),
        }),
        stepOf({
          gate: (x, h, p) => sigmoid(add(linear(x, p.W), linear(h, p.U_f), p.b_f)),
          sums: (x, p, seen) => add(linear(x, p.W_f), seen, p.b),
        }),
      ],
    },
    "squished-again": {
      idea: "The new memory is squished once more: then it fades even where all of it is kept",
      hint: "What is h′ in the last equation if f is 0?",
      stronger: "No tanh around the mixture",
      answers: [
        (...given) => tanh(minimalGate(...given)),
        stepOf({ mix: (f, h, n) => add(multiply(subtract(1, f), tanh(h)), multiply(f, n)) }),
      ],
      does: (shown) => {
        const h = heldMemory(shown);
        const came = numbersWhere(shown, "b_f = -100");
        return came.every((x, i) => Math.abs(x - exactTanh(h[i])) < 1e-3);
      },
    },
  },
  faults: {
    "cut-off": [
      (...given) => tensor(minimalGate(...given).toArray() as number[][]),
      (x, h, p) => minimalGate(x, half(h), p),
      stepOf({ gate: (...given) => half(sigmoid(gateSum(...given))) }),
    ],
    shape: [(...given) => sum(minimalGate(...given), 0)],
    kind: [
      (...given) => ({ h: minimalGate(...given) }) as never,
      (...given) => minimalGate(...given).values() as never,
    ],
    mutates: [
      (x, h, p) => {
        const next = minimalGate(x, h, p);
        p.b.assign(h.values().slice(0, p.b.size));
        return next;
      },
    ],
    throws: [(x, h, p) => minimalGate(x, h, (p as unknown as { weights: Weights }).weights)],
  },
});

/** The numbers of the case in which something is held. */
function numbersWhere({ cases, found }: Shown, held: string): number[] {
  const came = found[cases.findIndex(({ said }) => said?.includes(held))];
  return "fault" in came ? [] : came.parts.result.leaves as number[];
}

const heldMemory = ({ cases }: Shown): number[] =>
  Array.from((cases.find(({ said }) => said?.includes("b_f = -100"))!.given[1] as Tensor).values());
