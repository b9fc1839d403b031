/**
 * The minGRU's step: a GRU whose gate and proposal do not ask the memory (Feng et al. 2024).
 *
 * @module
 */

import { minGru } from "lib/cells/min_gru.ts";
import { agrees, type Shown } from "lib/exercises/diagnose.ts";
import { ignores } from "lib/exercises/does.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import type { Outcome } from "lib/exercises/observe.ts";
import { stepCases } from "lib/exercises/tensor_cases.ts";
import { sigmoid as exactSigmoid, tanh as exactTanh } from "lib/numeric.ts";
import {
  add,
  linear,
  multiply,
  relu,
  sigmoid,
  subtract,
  sum,
  tanh,
  type Tensor,
  tensor,
} from "lib/tensor/mod.ts";
import { is, mixesWhere } from "../mixes.ts";

/** The memory after one step. x is [batch, inputSize], h is [batch, hiddenSize]. */
function minGruStep(
  x: Tensor,
  h: Tensor,
  p: { W_z: Tensor; b_z: Tensor; W_n: Tensor; b_n: Tensor },
): Tensor {
  const z = sigmoid(linear(x, p.W_z, p.b_z)); // how much to keep
  const n = linear(x, p.W_n, p.b_n); // what to write
  return add(multiply(z, h), multiply(subtract(1, z), n));
}

type Step = typeof minGruStep;
type Weights = Parameters<Step>[2];
type Mix = (z: Tensor, h: Tensor, n: Tensor) => Tensor;

const right: Mix = (z, h, n) => add(multiply(z, h), multiply(subtract(1, z), n));
/** A step from its parts: the sum for the gate, its squish, the proposal, and how old and new are mixed. */
const stepOf = ({
  sums = (x, _h, p) => linear(x, p.W_z, p.b_z),
  gate = sigmoid,
  write = (x, _h, p) => linear(x, p.W_n, p.b_n),
  mix = right,
}: { sums?: Step; gate?: (x: Tensor) => Tensor; write?: Step; mix?: Mix }): Step =>
(x, h, p) => mix(gate(sums(x, h, p)), h, write(x, h, p));
const half = (one: Tensor) => tensor(one.values(), { shape: one.shape });

const mixesWith = (squish: (x: number) => number) =>
  mixesWhere(
    { open: "b_z = 100", shut: "b_z = -100" },
    ([x, h, p]: readonly [Tensor, Tensor, Weights]) => ({
      h: h.values(),
      n: Array.from(linear(x, p.W_n, p.b_n).values(), squish),
    }),
  );
const mixes = mixesWith((x) => x);

/** The exercise. */
export default functionExercise<Step>({
  id: "14.min-gru",
  kind: "fill in the equation",
  title: "a step that does not ask the memory",
  goal: "Write the minGRU's step from its three equations: z near 1 keeps.",
  text:
    "Without looking at the cell above: three equations, three lines. `linear(x, W, b)` is $W x + b$; `subtract` takes numbers, too. Where does $h$ stand " +
    "in them, and where does it not?",
  begin: [
    "First z, then n, both from x alone; then the mixture",
    "`sigmoid(linear(x, p.W_z, p.b_z))` is z; n is the same without a squish, with W_n and b_n",
  ],
  before:
    `import { add, linear, multiply, sigmoid, subtract, type Tensor } from "lib/tensor/mod.ts";`,
  from: import.meta.url,
  turn: "[batch, hiddenSize]",
  solution: minGruStep,
  why: "One line for each equation. n + z ∘ (h − n) is the same as the last, and right as well.",
  learned:
    "h stands in the last line alone, multiplied by something that does not depend on it. That is why all z and n of a " +
    "sequence can be made at once, before a single memory is known.",
  notBy: [minGru],
  derivatives: true,
  cases: () =>
    stepCases(["W_z", "b_z", "W_n", "b_n"], [{ b_z: 100 }, { b_z: -100 }, { h: 0 }, { x: 0 }]),
  found: (_, cases) =>
    `${cases.length} steps of four sizes: the numbers, and their derivatives by x, h and four parameters, agree with the equations`,
  ideas: {
    "swapped": {
      idea: "Old and new have changed places: that is the paper's convention, and here z keeps",
      hint: "What is h′ in the last equation if z is 1?",
      stronger: "z belongs to h, 1 − z to n",
      answers: [
        stepOf({ mix: (z, h, n) => right(z, n, h) }),
        stepOf({ mix: (z, h, n) => add(h, multiply(z, subtract(n, h))) }),
        stepOf({ gate: (x) => sigmoid(multiply(-1, x)) }),
        stepOf({ gate: (x) => subtract(1, sigmoid(x)) }),
      ],
      does: mixes((open, shut) => is(open, 0, 1) && is(shut, 1, 0)),
    },
    "squished": {
      idea: "The proposal is squished, as in the GRU. Here it is written as it is",
      hint: "Is there a tanh in the three equations?",
      stronger: "n is `linear(x, p.W_n, p.b_n)` and nothing around it",
      answers: [
        stepOf({ mix: (z, h, n) => right(z, h, tanh(n)) }),
        stepOf({ mix: (z, h, n) => right(z, h, sigmoid(n)) }),
        stepOf({ mix: (z, h, n) => right(z, h, relu(n)) }),
        stepOf({ write: (x, _h, p) => tanh(add(p.b_n, linear(x, p.W_n))) }),
      ],
      does: (shown) =>
        [exactTanh, exactSigmoid, (x: number) => Math.max(0, x)].some((squish) =>
          mixesWith(squish)((open, shut) => is(open, 1, 0) && is(shut, 0, 1))(shown)
        ),
    },
    "nothing-kept": {
      idea: "The old memory is gone, whatever the gate says",
      hint: "What is h′ if z is 1?",
      stronger: "Add `multiply(z, h)`",
      answers: [
        stepOf({ mix: (_z, _h, n) => n }),
        stepOf({ mix: (z, _h, n) => multiply(subtract(1, z), n) }),
        stepOf({ mix: (z, _h, n) => multiply(z, n) }),
      ],
      does: mixes((open, shut) => open[0] === 0 && shut[0] === 0),
    },
    "never-lets-go": {
      idea: "What is written is added on top of all that was there: the memory can only grow",
      hint: "What is left of h in the last equation if z is 0?",
      stronger: "Multiply h with z",
      answers: [
        stepOf({ mix: (z, h, n) => add(h, multiply(subtract(1, z), n)) }),
        stepOf({ mix: (z, h, n) => add(h, multiply(z, n)) }),
        stepOf({ mix: (_z, h, n) => add(h, n) }),
      ],
      does: mixes((open, shut) => open[0] === 1 && shut[0] === 1),
    },
    "writes-in-full": {
      idea: "What is written does not depend on the gate: its share is 1 − z",
      hint: "What should be written if z is 1?",
      stronger: "Multiply n with `subtract(1, z)`",
      answers: [
        stepOf({ mix: (z, h, n) => add(multiply(z, h), n) }),
        stepOf({ mix: (z, h, n) => add(multiply(subtract(1, z), h), n) }),
        stepOf({ mix: (z, h) => multiply(z, h) }),
      ],
      does: mixes((open, shut) => open[1] === shut[1]),
    },
    "same-share": {
      idea: "Old and new get the same share: the gate does not choose between them",
      hint: "With z = 0 the new memory should be n. What is yours?",
      stronger: "One gets z, the other 1 − z",
      answers: [
        stepOf({ mix: (z, h, n) => multiply(z, add(h, n)) }),
        stepOf({ mix: (z, h, n) => multiply(subtract(1, z), add(h, n)) }),
      ],
      does: mixes((open, shut) => open[0] === open[1] && shut[0] === shut[1]),
    },
    "minus": {
      idea: "z − 1 in the place of 1 − z: what is written has the wrong sign",
      hint: "With z = 0 the new memory should be n. What is yours?",
      stronger: "`subtract(1, z)`: the 1 comes first",
      answers: [
        stepOf({ mix: (z, h, n) => add(multiply(z, h), multiply(subtract(z, 1), n)) }),
        stepOf({ mix: (z, h, n) => subtract(multiply(z, h), multiply(subtract(1, z), n)) }),
      ],
      does: mixes((open, shut) => is(open, 1, 0) && is(shut, 0, -1)),
    },
    "no-sigmoid": {
      idea: "A share lies between 0 and 1, and only one sigmoid sees to that",
      hint: "What does 1 − z mean if z is −3, and can z come near 0 and near 1?",
      stronger: "z is `sigmoid(linear(x, p.W_z, p.b_z))`",
      answers: [
        stepOf({ gate: (x) => x }),
        stepOf({ gate: tanh }),
        stepOf({ gate: relu }),
        stepOf({ gate: (x) => sigmoid(sigmoid(x)) }),
      ],
      does: (shown) =>
        mixes((open, shut) =>
          is(shut, -1, 2) || (open[0] > 0 && open[0] < 1 && Math.abs(open[0] + open[1] - 1) < 0.01)
        )(shown) || opened(shown).some((x) => Math.abs(x) > 10),
    },
    "part-missing": {
      idea: "A part of a sum is missing: a weight or a bias takes no part",
      hint: "Which of W_z, b_z, W_n and b_n do you use?",
      stronger: "`linear` takes the bias as its third argument",
      answers: [
        stepOf({ sums: (x, _h, p) => linear(x, p.W_z) }),
        stepOf({ write: (x, _h, p) => linear(x, p.W_n) }),
        stepOf({ sums: (x, _h, p) => add(multiply(0, linear(x, p.W_z)), p.b_z) }),
        stepOf({ write: (x, _h, p) => add(multiply(0, linear(x, p.W_n)), p.b_n) }),
      ],
      does: (shown) => ["W_z", "b_z", "W_n", "b_n"].some((name) => ignores(name)(shown)),
    },
    "sets-exchanged": {
      idea: "The two sets of weights have changed places: those with z belong to the gate",
      hint: "Which weights stand in the equation of z, and which in that of n?",
      stronger: "W_z and b_z for z, W_n and b_n for n",
      answers: [
        (x, h, p) => minGruStep(x, h, { W_z: p.W_n, b_z: p.b_n, W_n: p.W_z, b_n: p.b_z }),
        (x, h, p) => minGruStep(x, h, { ...p, b_z: p.b_n, b_n: p.b_z }),
        (x, h, p) => minGruStep(x, h, { ...p, W_z: p.W_n, W_n: p.W_z }),
        stepOf({
          sums: (x, _h, p) => linear(x, p.W_n, p.b_n),
          write: (x, _h, p) => linear(x, p.W_z, p.b_z),
        }),
        stepOf({
          sums: (x, _h, p) => linear(x, p.W_z, p.b_n),
          write: (x, _h, p) => linear(x, p.W_n, p.b_z),
        }),
        stepOf({
          sums: (x, _h, p) => linear(x, p.W_n, p.b_z),
          write: (x, _h, p) => linear(x, p.W_z, p.b_n),
        }),
      ],
    },
    "squished-again": {
      idea: "The new memory is squished: then it fades even where all of it is kept",
      hint: "What is h′ in the last equation if z is 1?",
      stronger: "No tanh around the mixture",
      answers: [
        (...given) => tanh(minGruStep(...given)),
        stepOf({ mix: (z, h, n) => right(z, tanh(h), n) }),
        stepOf({ mix: (z, h, n) => tanh(add(n, multiply(z, subtract(h, n)))) }),
        stepOf({ mix: (z, h, n) => right(z, tanh(h), tanh(n)) }),
      ],
      does: (shown) => {
        const h = (shown.cases[openAt(shown)].given[1] as Tensor).values();
        return opened(shown).every((x, i) => Math.abs(x - exactTanh(h[i])) < 1e-3);
      },
    },
    "asks-the-memory": {
      idea:
        "The memory has a say in the gate or in the proposal: then the steps have to wait again",
      hint: "In how many of the three equations does h stand?",
      stronger: "h only in the last line",
      answers: [
        stepOf({ sums: (x, h, p) => add(linear(x, p.W_z, p.b_z), h) }),
        stepOf({ sums: (x, h, p) => add(multiply(0.5, h), linear(x, p.W_z, p.b_z)) }),
        stepOf({ mix: (z, h, n) => right(z, h, add(n, multiply(z, h))) }),
        stepOf({ write: (x, h, p) => add(linear(x, p.W_n, p.b_n), tanh(h)) }),
        stepOf({ sums: (_x, h, p) => linear(h, p.W_z, p.b_z) }),
        stepOf({ write: (_x, h, p) => linear(h, p.W_n, p.b_n) }),
        stepOf({ sums: (x, h, p) => linear(add(x, h), p.W_z, p.b_z) }),
        stepOf({ write: (x, h, p) => linear(add(x, h), p.W_n, p.b_n) }),
        stepOf({
          sums: (_x, h, p) => linear(h, p.W_z, p.b_z),
          write: (_x, h, p) => linear(h, p.W_n, p.b_n),
        }),
      ],
      does: readsMemory,
    },
  },
  faults: {
    "cut-off": [
      (...given) => half(minGruStep(...given)),
      (x, h, p) => minGruStep(x, half(h), p),
      stepOf({ gate: (x) => half(sigmoid(x)) }),
    ],
    shape: [(...given) => sum(minGruStep(...given), 0)],
    kind: [
      (...given) => ({ h: minGruStep(...given) }) as never,
      (...given) => minGruStep(...given).values() as never,
    ],
    throws: [(x, h, p) => minGruStep(x, h, (p as unknown as { params: Weights }).params)],
  },
});

/** With an empty memory all is right, and with another one it is not. */
function readsMemory({ cases, found, wanted }: Shown): boolean {
  const empty = cases.findIndex(({ said }) => said?.includes("h = 0"));
  const isRight = (at: number) => agrees(resultOf(found[at]), resultOf(wanted[at]));
  return isRight(empty) && !isRight(0);
}

function resultOf(one: Outcome): Outcome {
  return "fault" in one ? one : { ...one, parts: { result: one.parts.result } };
}

const openAt = ({ cases }: Shown) => cases.findIndex(({ said }) => said?.includes("b_z = 100"));

/** The numbers of the case in which z is 1. */
function opened(shown: Shown): readonly number[] {
  const came = shown.found[openAt(shown)];
  return "fault" in came ? [NaN] : came.parts.result.leaves as number[];
}
