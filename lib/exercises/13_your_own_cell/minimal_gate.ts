/**
 * Another cell from its equations: the minimal gated unit (Zhou et al. 2016).
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import {
  add,
  backward,
  linear,
  multiply,
  parameter,
  sigmoid,
  square,
  subtract,
  sum,
  tanh,
  type Tensor,
} from "../../tensor/mod.ts";
import { apart, call, functionOf, tensorOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const header = `/** The memory after one step. x is [batch, inputSize], h is [batch, hiddenSize]. */
function minimalGate(
  x: Tensor,
  h: Tensor,
  p: { W: Tensor; U: Tensor; b: Tensor; W_f: Tensor; U_f: Tensor; b_f: Tensor },
): Tensor`;

type Weights = Readonly<Record<"W" | "U" | "b" | "W_f" | "U_f" | "b_f", Tensor>>;
type Step = (x: Tensor, h: Tensor, p: Weights) => Tensor;

/** A step from its parts: the gate, the proposal, and how old and new are mixed. */
const stepOf = ({
  gate = (x, h, p) => sigmoid(add(linear(x, p.W_f), linear(h, p.U_f), p.b_f)),
  seen = (h, p, f) => linear(multiply(f, h), p.U),
  mix = (f, h, n) => add(multiply(subtract(1, f), h), multiply(f, n)),
}: {
  gate?: Step;
  seen?: (h: Tensor, p: Weights, f: Tensor) => Tensor;
  mix?: (f: Tensor, h: Tensor, n: Tensor) => Tensor;
}): Step =>
(x, h, p) => {
  const f = gate(x, h, p);
  return mix(f, h, tanh(add(linear(x, p.W), seen(h, p, f), p.b)));
};
const right = stepOf({});

/** Likely steps that are wrong. */
const likely: Readonly<Record<string, readonly Step[]>> = {
  "swapped": [stepOf({ mix: (f, h, n) => add(multiply(f, h), multiply(subtract(1, f), n)) })],
  "gate-once": [stepOf({ seen: (h, p) => linear(h, p.U) })],
  "gate-outside": [stepOf({ seen: (h, p, f) => multiply(f, linear(h, p.U)) })],
  "nothing-kept": [
    stepOf({ mix: (f, _h, n) => multiply(f, n) }),
    stepOf({ mix: (_f, _h, n) => n }),
  ],
  "never-lets-go": [stepOf({ mix: (f, h, n) => add(h, multiply(f, n)) })],
  "no-sigmoid": [
    stepOf({ gate: (x, h, p) => add(linear(x, p.W_f), linear(h, p.U_f), p.b_f) }),
    stepOf({ gate: (x, h, p) => tanh(add(linear(x, p.W_f), linear(h, p.U_f), p.b_f)) }),
  ],
  "blind-gate": [
    stepOf({ gate: (x, _h, p) => sigmoid(add(linear(x, p.W_f), p.b_f)) }),
    stepOf({ gate: (_x, h, p) => sigmoid(add(linear(h, p.U_f), p.b_f)) }),
    stepOf({ gate: (x, h, p) => sigmoid(add(linear(x, p.W_f), linear(h, p.U_f))) }),
  ],
};

/** The exercise. */
export const minimalGate: Exercise = {
  id: "13.minimal-gate",
  kind: "fill in the equation",
  title: "a cell from its equations",
  goal: "Write one step of the minimal gated unit from its equations.",
  text:
    "Reading a cell from a paper is half of making one. Here is the relative of our cell that Zhou and others " +
    "published. Its one gate $f$ is used **twice**: it says how much of the memory the proposal may see, and how much " +
    "of the proposal is written.\n\n" +
    "$$f = \\sigma(W_f x + U_f h + b_f) \\qquad n = \\tanh(W x + U (f \\circ h) + b)$$\n\n" +
    "$$h' = (1 - f) \\circ h + f \\circ n$$\n\n" +
    "The check looks at numbers and at derivatives.",
  answer: "minimalGate",
  before:
    `import { add, linear, multiply, sigmoid, subtract, tanh, type Tensor, tensor } from "lib/tensor/mod.ts";`,
  stub: `${header} {
  return yourTurn; // YOUR TURN: [batch, hiddenSize]
}`,
  begin: [
    "Three lines, one for each equation: f, n, and what is returned",
    "`sigmoid(add(linear(x, p.W_f), linear(h, p.U_f), p.b_f))` is f; `multiply(f, h)` is what the proposal sees",
  ],
  check(answer) {
    const f = functionOf(answer) as Step;
    let compared = 0;
    for (const [batch, inputSize, hiddenSize] of [[3, 4, 4], [2, 3, 5], [1, 1, 1], [1, 5, 2]]) {
      const random = createRandom(compared).fork("minimal gate");
      const numbers = Object.entries({
        x: [batch, inputSize],
        h: [batch, hiddenSize],
        W: [hiddenSize, inputSize],
        U: [hiddenSize, hiddenSize],
        b: [hiddenSize],
        W_f: [hiddenSize, inputSize],
        U_f: [hiddenSize, hiddenSize],
        b_f: [hiddenSize],
      }).map(([name, shape]) => {
        const size = shape.reduce((a, b) => a * b);
        return { name, shape, list: Array.from({ length: size }, () => random.normal()) };
      });
      const make = () =>
        Object.fromEntries(numbers.map(({ name, shape, list }) => [
          name,
          parameter(list, { shape }),
        ]));
      const run = (step: Step, { x, h, ...p }: Record<string, Tensor>) => step(x, h, p as Weights);
      const [yours, ours] = [make(), make()];
      const when = `for batch ${batch}, inputSize ${inputSize}, hiddenSize ${hiddenSize}`;
      const { x, h, ...p } = yours;
      const found = tensorOf(call(f, [x, h, p], when.slice(4)), [batch, hiddenSize], when);
      const touched = Object.keys(ours).find((name) =>
        apart(yours[name].values(), ours[name].values()) > 0
      );
      if (touched) throw new Finding("mutates", `${when} it changed ${touched}`);
      const wanted = run(right, ours);
      const off = apart(found.values(), wanted.values());
      if (off > 1e-5) {
        const near = (step: Step) => apart(found.values(), run(step, make()).values()) < 1e-5;
        const name = Object.keys(likely).find((name) => likely[name].some(near));
        throw new Finding(name ?? "other", `${when} the memory is off by ${off.toPrecision(2)}`);
      }
      compared += found.size;
      checkDerivatives(found, yours, wanted, ours, when);
    }
    return `${compared} numbers and their derivatives by x, h and six parameters agree with the equations`;
  },
  learned:
    "The same word, gate, means what its equation says: here f close to 1 writes, in our cell z close to 1 keeps. " +
    "Papers differ in that, and mixing two of them up makes a cell that runs, learns a little, and is wrong.",
  misconceptions: {
    "swapped": {
      idea: "Old and new have changed places: here f is the share that is written, not kept",
      hint: "What is h′ in the last equation if f is 1?",
      stronger: "(1 − f) belongs to h, f to n",
    },
    "gate-once": {
      idea:
        "That is our cell's proposal: here it sees only as much of the memory as f lets through",
      hint: "How often does f occur in the equations, and how often in your code?",
      stronger: "`linear(multiply(f, h), p.U)` in the place of `linear(h, p.U)`",
    },
    "gate-outside": {
      idea: "The gate is applied after U, as in the library's GRU. Here it is applied before",
      hint: "Which comes first in U (f ∘ h)?",
      stronger: "Multiply f with h first, then `linear` with U",
    },
    "nothing-kept": {
      idea: "What is not overwritten must be kept, and here the old memory is gone",
      hint: "What is h′ if f is 0?",
      stronger: "Add `multiply(subtract(1, f), h)`",
    },
    "never-lets-go": {
      idea: "What is written is added on top of all that was there: the memory can only grow",
      hint: "What is left of h in the last equation if f is 1?",
      stronger: "Multiply h with (1 − f)",
    },
    "no-sigmoid": {
      idea: "A share lies between 0 and 1, and only sigmoid sees to that",
      hint: "What does (1 − f) mean if f is −3?",
      stronger: "Put `sigmoid` around the sum of the gate",
    },
    "blind-gate": {
      idea: "The gate misses one of the three it decides by: word, memory, bias",
      hint: "Which of W_f, U_f and b_f do you use, and with what?",
      stronger: "`add(linear(x, p.W_f), linear(h, p.U_f), p.b_f)`",
    },
    "cut-off": {
      idea: "The numbers are right, but the way back is cut: nothing could be learned through them",
      hint: "Derivatives flow through tensor operations, not through plain numbers",
      stronger: "Leave out `values()`, `toArray()` and `tensor(…)`",
    },
  },
  solution: {
    source: `${header} {
  const f = sigmoid(add(linear(x, p.W_f), linear(h, p.U_f), p.b_f)); // how much to write
  const n = tanh(add(linear(x, p.W), linear(multiply(f, h), p.U), p.b)); // what to write
  return add(multiply(subtract(1, f), h), multiply(f, n));
}`,
    why: "One line for each equation. h + f ∘ (n − h) is the same as the last, and right as well.",
  },
  wrong: [
    wrong("kept and written exchanged", "swapped", {
      mix: "add(multiply(f, h), multiply(subtract(1, f), n))",
    }),
    wrong("our cell's proposal", "gate-once", { seen: "linear(h, p.U)" }),
    wrong("the GRU's order", "gate-outside", { seen: "multiply(f, linear(h, p.U))" }),
    wrong("keeps nothing", "nothing-kept", { mix: "multiply(f, n)" }),
    wrong("adds on top", "never-lets-go", { mix: "add(h, multiply(f, n))" }),
    wrong("tanh for a gate", "no-sigmoid", { squash: "tanh" }),
    wrong("a gate that sees the word alone", "blind-gate", { gate: "linear(x, p.W_f), p.b_f" }),
    wrong("a way back that is cut", "cut-off", {
      mix: "tensor(add(multiply(subtract(1, f), h), multiply(f, n)).toArray())",
    }),
  ],
};

function wrong(label: string, misconception: string, parts: {
  gate?: string;
  squash?: string;
  seen?: string;
  mix?: string;
}) {
  const {
    gate = "linear(x, p.W_f), linear(h, p.U_f), p.b_f",
    squash = "sigmoid",
    seen = "linear(multiply(f, h), p.U)",
    mix = "add(multiply(subtract(1, f), h), multiply(f, n))",
  } = parts;
  const source = `${header} {
  const f = ${squash}(add(${gate}));
  const n = tanh(add(linear(x, p.W), ${seen}, p.b));
  return ${mix};
}`;
  return { label, misconception, source };
}

/** The derivatives of the sum of squares by everything must be there and right. */
function checkDerivatives(
  found: Tensor,
  yours: Readonly<Record<string, Tensor>>,
  wanted: Tensor,
  ours: Readonly<Record<string, Tensor>>,
  when: string,
) {
  if (!found.requiresGrad) {
    throw new Finding("cut-off", `${when} the result has no derivatives at all`);
  }
  backward(sum(square(found)));
  backward(sum(square(wanted)));
  for (const name of Object.keys(ours)) {
    const [one, other] = [yours[name].grad?.values(), ours[name].grad!.values()];
    if (one && apart(one, other) <= 1e-4) continue;
    throw new Finding("cut-off", `${when} the derivative by ${name} is ${one ? "off" : "missing"}`);
  }
}
