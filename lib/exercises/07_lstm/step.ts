/**
 * The end of an LSTM's step as code: from the four weighted sums and the old c to the new c and h.
 *
 * @module
 */

import { add, multiply, sigmoid, subtract, tanh, type Tensor } from "../../tensor/mod.ts";
import { functionOf } from "../common.ts";
import type { Exercise } from "../definition.ts";
import { checkEquation, cutOff, type Equation, numberByNumber } from "../equation.ts";

const header =
  `/** The memory after one step. iSum, fSum, gSum, oSum are the four nets' sums; all are [batch, hiddenSize]. */
function lstmStep(
  iSum: Tensor,
  fSum: Tensor,
  gSum: Tensor,
  oSum: Tensor,
  c: Tensor,
): { h: Tensor; c: Tensor }`;

/** Gates and candidate from their sums, then any rule. */
const gated =
  (rule: (i: Tensor, f: Tensor, g: Tensor, o: Tensor, c: Tensor) => Record<string, Tensor>) =>
  (...[i, f, g, o, c]: Tensor[]) => rule(sigmoid(i), sigmoid(f), tanh(g), sigmoid(o), c);
/** What is kept, shown as it should be. */
const shown = (o: Tensor, kept: Tensor) => ({ h: multiply(o, tanh(kept)), c: kept });

const equation = gated((i, f, g, o, c) => shown(o, add(multiply(f, c), multiply(i, g))));

/** Likely equations that are wrong. */
const likely: Readonly<Record<string, readonly Equation[]>> = {
  "squished-memory": [
    gated((i, f, g, o, c) => shown(o, tanh(add(multiply(f, c), multiply(i, g))))),
    gated((i, f, g, o, c) => {
      const squished = tanh(add(multiply(f, c), multiply(i, g)));
      return { h: multiply(o, squished), c: squished };
    }),
  ],
  "exchanged": [gated((i, f, g, o, c) => shown(o, add(multiply(i, c), multiply(f, g))))],
  "forgets-what-it-keeps": [
    gated((i, f, g, o, c) => shown(o, add(multiply(subtract(1, f), c), multiply(i, g)))),
  ],
  "one-question": [
    gated((_, f, g, o, c) => shown(o, add(multiply(f, c), multiply(subtract(1, f), g)))),
  ],
  "writes-one-way": [
    (i, f, g, o, c) =>
      shown(sigmoid(o), add(multiply(sigmoid(f), c), multiply(sigmoid(i), sigmoid(g)))),
  ],
  "gates-not-squashed": [
    (i, f, g, o, c) => shown(o, add(multiply(f, c), multiply(i, tanh(g)))),
    (i, f, g, o, c) => shown(tanh(o), add(multiply(tanh(f), c), multiply(tanh(i), tanh(g)))),
  ],
  "shows-the-old": [
    gated((i, f, g, o, c) => ({
      h: multiply(o, tanh(c)),
      c: add(multiply(f, c), multiply(i, g)),
    })),
  ],
  "shows-unsquashed": [
    gated((i, f, g, o, c) => {
      const kept = add(multiply(f, c), multiply(i, g));
      return { h: multiply(o, kept), c: kept };
    }),
  ],
  "hides-from-itself": [
    gated((i, f, g, o, c) => {
      const kept = multiply(o, add(multiply(f, c), multiply(i, g)));
      return { h: tanh(kept), c: kept };
    }),
  ],
};

/** The exercise. */
export const step: Exercise = {
  id: "07.step",
  kind: "fill in the equation",
  title: "keep, write, show",
  goal: "Write the end of an LSTM's step: from the four sums and the old c to the new c and h.",
  text:
    "The four little nets have done their weighted sums. From here on it is your turn: squash each sum as its gate " +
    "wants it, keep and write, then show.\n\n" +
    "$$c' = f \\circ c + i \\circ g \\qquad h' = o \\circ \\tanh(c')$$\n\n" +
    "You have `sigmoid`, `tanh`, `multiply` (number by number) and `add`. The check looks at numbers and at " +
    "derivatives, not at how you spell it.",
  answer: "lstmStep",
  before: `import { lstm } from "lib/cells/lstm.ts";
import { createRandom } from "lib/random.ts";
import { add, multiply, sigmoid, tanh, tensor, type Tensor } from "lib/tensor/mod.ts";`,
  stub: `${header} {
  return yourTurn; // YOUR TURN
}`,
  begin: [
    "Which of the four must lie between 0 and 1, and which may also be negative?",
    "First `const f = sigmoid(fSum)`; then the new c, then h from the new c",
  ],
  check(answer) {
    const compared = checkEquation(functionOf(answer, ["lstm", "gatedCell"]), {
      ...numberByNumber("iSum", "fSum", "gSum", "oSum", "c"),
      parts: ["h", "c"],
      equation,
      likely,
    });
    return `${compared} numbers of h and c, and their derivatives by the four sums and c, agree with the equations`;
  },
  learned:
    "The way from c to the new c is one multiplication and one addition: where f is 1 and i is 0 nothing changes, not " +
    "the memory on the way forward and not the gradient on the way back.",
  misconceptions: {
    "squished-memory": {
      idea: "Is c squashed on its way to the next step? Then it fades even with f = 1",
      hint: "What does tanh make of 0.8, and of that again, forty times?",
      stronger: "tanh belongs to what is shown: `multiply(o, tanh(cNew))`; return cNew as it is",
    },
    "exchanged": {
      idea: "Have i and f changed places? f belongs to the old memory, i to what is new",
      hint: "With f = 1 and i = 0, what should become of c?",
      stronger: "`add(multiply(f, c), multiply(i, g))`",
    },
    "forgets-what-it-keeps": {
      idea: "Your forget gate forgets when it is open. In spite of its name, f = 1 keeps",
      hint: "With f = 1 and i = 0, what should become of c?",
      stronger: "Multiply c by f, not by 1 − f",
    },
    "one-question": {
      idea: "You write what you do not keep. That is the GRU's rule; the LSTM asks two questions",
      hint: "Which of your four sums plays no part?",
      stronger: "What is written is `multiply(i, g)`",
    },
    "writes-one-way": {
      idea: "g is no gate: it is what is written, and a memory must be able to become smaller too",
      hint: "Which numbers can come out of sigmoid, and which out of tanh?",
      stronger: "`tanh(gSum)`",
    },
    "gates-not-squashed": {
      idea: "A gate is a share between 0 and 1, and yours can be another number",
      hint: "What would f = −2 do to the memory?",
      stronger: "`sigmoid` around iSum, fSum and oSum",
    },
    "shows-the-old": {
      idea: "h shows the old c: what was just read is seen a step too late",
      hint: "In the last equation, does c have a dash?",
      stronger: "Work out the new c first and use it for h",
    },
    "shows-unsquashed": {
      idea: "h shows c as large as it is; the tanh before the output gate is missing",
      hint: "c can grow without limit. Should h?",
      stronger: "`multiply(o, tanh(cNew))`",
    },
    "hides-from-itself": {
      idea: "The output gate must not change what is kept, only what is shown",
      hint: "With o = 0 for one step, is the memory still there afterwards?",
      stronger: "o occurs in h alone",
    },
    "cut-off": cutOff,
  },
  solution: {
    source: `${header} {
  const [i, f, o] = [sigmoid(iSum), sigmoid(fSum), sigmoid(oSum)];
  const kept = add(multiply(f, c), multiply(i, tanh(gSum)));
  return { h: multiply(o, tanh(kept)), c: kept };
}`,
    why:
      "Three sums become gates, by the sigmoid; the fourth becomes what is written, by tanh. The new c keeps f of the " +
      "old and takes i of the new; h shows o of it, squashed.",
  },
  wrong: [
    ["c squashed", "squished-memory", "tanh(add(multiply(f, c), multiply(i, g)))"],
    ["gates exchanged", "exchanged", "add(multiply(i, c), multiply(f, g))"],
    [
      "forgets where it should keep",
      "forgets-what-it-keeps",
      "add(multiply(add(1, multiply(-1, f)), c), multiply(i, g))",
    ],
    [
      "one question",
      "one-question",
      "add(multiply(f, c), multiply(add(1, multiply(-1, f)), g))",
    ],
    [
      "g as a gate",
      "writes-one-way",
      "add(multiply(f, c), multiply(i, sigmoid(gSum)))",
    ],
    [
      "gates by tanh",
      "gates-not-squashed",
      "add(multiply(tanh(fSum), c), multiply(tanh(iSum), g))",
      "multiply(tanh(oSum), tanh(kept))",
    ],
    ["shows the old c", "shows-the-old", "", "multiply(o, tanh(c))"],
    ["shows c unsquashed", "shows-unsquashed", "", "multiply(o, kept)"],
    [
      "output gate on the memory",
      "hides-from-itself",
      "multiply(o, add(multiply(f, c), multiply(i, g)))",
      "tanh(kept)",
    ],
    ["out of the tensors", "cut-off", "tensor(add(multiply(f, c), multiply(i, g)).toArray())"],
    ["no h", "kind", "", "", "c: kept } as never"],
    [
      "the library does it",
      "reference",
      "lstm({ inputSize: 1, hiddenSize: 1, random: createRandom(0) }).step(g, { h: g, c }).state.c",
    ],
  ].map(([label, misconception, kept, h, result]) => ({
    label,
    misconception,
    source: `${header} {
  const [i, f, g, o] = [sigmoid(iSum), sigmoid(fSum), tanh(gSum), sigmoid(oSum)];
  const kept = ${kept || "add(multiply(f, c), multiply(i, g))"};
  return { ${result || `h: ${h || "multiply(o, tanh(kept))"}, c: kept }`};
}`,
  })),
};
