/**
 * The end of an LSTM's step as code: from the four weighted sums and the old c to the new c and h.
 *
 * @module
 */

import { lstm } from "lib/cells/lstm.ts";
import type { Shown } from "lib/exercises/diagnose.ts";
import { sumOf } from "lib/exercises/does.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { numberByNumber } from "lib/exercises/tensor_cases.ts";
import { sigmoid as exactSigmoid, tanh as exactTanh } from "lib/numeric.ts";
import {
  add,
  multiply,
  relu,
  sigmoid,
  subtract,
  sum,
  tanh,
  type Tensor,
  tensor,
} from "lib/tensor/mod.ts";

/** The memory after one step. iSum, fSum, gSum, oSum are the four nets' sums; all are [batch, hiddenSize]. */
function lstmStep(
  iSum: Tensor,
  fSum: Tensor,
  gSum: Tensor,
  oSum: Tensor,
  c: Tensor,
): { h: Tensor; c: Tensor } {
  const [i, f, o] = [sigmoid(iSum), sigmoid(fSum), sigmoid(oSum)];
  const kept = add(multiply(f, c), multiply(i, tanh(gSum)));
  return { h: multiply(o, tanh(kept)), c: kept };
}

type Step = typeof lstmStep;
/** Gates and candidate from their sums, then any rule. */
const gated = (
  rule: (i: Tensor, f: Tensor, g: Tensor, o: Tensor, c: Tensor) => { h: Tensor; c: Tensor },
): Step =>
(i, f, g, o, c) => rule(sigmoid(i), sigmoid(f), tanh(g), sigmoid(o), c);
const shown = (o: Tensor, kept: Tensor) => ({ h: multiply(o, tanh(kept)), c: kept });
/** What is kept in another way, shown as it should be. */
const keeping = (
  rule: (i: Tensor, f: Tensor, g: Tensor, o: Tensor, c: Tensor) => Tensor,
): Step => gated((i, f, g, o, c) => shown(o, rule(i, f, g, o, c)));
const kept = (i: Tensor, f: Tensor, g: Tensor, c: Tensor) => add(multiply(f, c), multiply(i, g));

/** Every gate nailed open (1) or shut (0). */
const CORNERS = Array.from({ length: 8 }, (_, n) => ({ i: n & 1, f: (n >> 1) & 1, o: n >> 2 }));
const nailed = (gate: number) => gate === 1 ? 30 : -30;

/** The exercise. */
export default functionExercise<Step>({
  id: "07.step",
  kind: "fill in the equation",
  title: "keep, write, show",
  goal: "Write the end of an LSTM's step: from the four sums and the old c to the new c and h.",
  text:
    "The four little nets have done their weighted sums. From here on it is your turn: squash each sum as its gate " +
    "wants it, keep and write, then show.\n\n" +
    "$$c' = f \\circ c + i \\circ g \\qquad h' = o \\circ \\tanh(c')$$\n\n" +
    "You have `sigmoid`, `tanh`, `multiply` (number by number) and `add`.",
  begin: [
    "Which of the four must lie between 0 and 1, and which may also be negative?",
    "First `const f = sigmoid(fSum)`; then the new c, then h from the new c",
  ],
  before: `import { lstm } from "lib/cells/lstm.ts";
import { createRandom } from "lib/random.ts";
import { add, multiply, sigmoid, tanh, tensor, type Tensor } from "lib/tensor/mod.ts";`,
  from: import.meta.url,
  solution: lstmStep,
  why:
    "Three sums become gates, by the sigmoid; the fourth becomes what is written, by tanh. The new c keeps f of the " +
    "old and takes i of the new; h shows o of it, squashed.",
  learned:
    "The way from c to the new c is one multiplication and one addition: where f is 1 and i is 0 nothing changes, not " +
    "the memory on the way forward and not the gradient on the way back.",
  notBy: [lstm],
  derivatives: true,
  cases: () =>
    numberByNumber(["iSum", "fSum", "gSum", "oSum", "c"], [
      { c: 0 },
      ...CORNERS.map(({ i, f, o }) => ({ iSum: nailed(i), fSum: nailed(f), oSum: nailed(o) })),
    ]),
  found: (_, cases) =>
    `${cases.length} steps of several sizes: h and c, and their derivatives by the four sums and c, agree with the equations`,
  ideas: {
    "squished-memory": {
      idea: "Is c squashed on its way to the next step? Then it fades even with f = 1",
      hint: "What does tanh make of 0.8, and of that again, forty times?",
      stronger: "tanh belongs to what is shown: `multiply(o, tanh(cNew))`; return cNew as it is",
      answers: [
        keeping((i, f, g, _, c) => tanh(kept(i, f, g, c))),
        gated((i, f, g, o, c) => {
          const squished = tanh(kept(i, f, g, c));
          return { h: multiply(o, squished), c: squished };
        }),
        keeping((i, f, g, _, c) => add(multiply(f, tanh(c)), multiply(i, g))),
      ],
      does: (shown) => isFit(shown, (fit) => fit.squished),
    },
    "exchanged": {
      idea: "Have i and f changed places? f belongs to the old memory, i to what is new",
      hint: "With f = 1 and i = 0, what should become of c?",
      stronger: "`add(multiply(f, c), multiply(i, g))`",
      answers: [
        keeping((i, f, g, _, c) => add(multiply(i, c), multiply(f, g))),
        (i, f, g, o, c) => lstmStep(f, i, g, o, c),
      ],
      does: (shown) => isFit(shown, (fit, { i, f }) => fit.kept === i && fit.written === f),
    },
    "other-gate": {
      idea: "One of the four sums stands where another one belongs, or one does two jobs",
      hint:
        "f decides what is kept, i what is written, o what is shown. Which gate does which in your code?",
      stronger: "multiply(f, c), multiply(i, g), multiply(o, tanh(cNew))",
      answers: [
        (i, f, g, o, c) => lstmStep(i, o, g, f, c),
        (i, f, g, o, c) => lstmStep(o, f, g, i, c),
        gated((i, f, g, _, c) => shown(f, kept(i, f, g, c))),
        gated((i, f, g, _, c) => shown(i, kept(i, f, g, c))),
        keeping((i, _, g, _o, c) => kept(i, i, g, c)),
        keeping((_, f, g, _o, c) => kept(f, f, g, c)),
        keeping((_i, f, g, o, c) => kept(o, f, g, c)),
        (i, f, g, o, c) => lstmStep(g, f, i, o, c),
        (i, f, g, _, c) => lstmStep(i, f, g, g, c),
        (i, f, g, _, c) => ({
          ...lstmStep(i, f, g, g, c),
          h: multiply(sigmoid(g), tanh(kept(sigmoid(i), sigmoid(f), tanh(g), c))),
        }),
      ],
      does: (shown) =>
        ["i", "f"].some((gate) =>
          isFit(
            shown,
            (fit, at) => fit.kept === at.f && fit.written === at.i && fit.shows(at[gate as "i"]),
          )
        ) || ["i", "o"].some((gate) =>
          isFit(
            shown,
            (fit, at) => fit.kept === at[gate as "i"] && [at.i, at.f, at.o].includes(fit.written),
          )
        ) || ["f", "o"].some((gate) =>
          isFit(
            shown,
            (fit, at) => fit.written === at[gate as "f"] && [at.i, at.f, at.o].includes(fit.kept),
          )
        ),
    },
    "gate-missing": {
      idea: "A gate is missing: something is kept, written or shown in full, whatever its sum says",
      hint: "Which of the four sums plays no part in your result?",
      stronger: "f multiplies c, i multiplies g, o multiplies tanh(cNew)",
      answers: [
        keeping((i, _, g, _o, c) => add(c, multiply(i, g))),
        keeping((_, f, g, _o, c) => add(multiply(f, c), g)),
        gated((i, f, g, _, c) => ({ h: tanh(kept(i, f, g, c)), c: kept(i, f, g, c) })),
        keeping((_i, _f, g, _o, c) => add(c, g)),
      ],
      does: (shown) =>
        isFit(shown, (fit) => fit.kept === 1) || isFit(shown, (fit) => fit.written === 1) ||
        isFit(shown, (fit, { i, f }) => fit.kept === f && fit.written === i && fit.shows(1)),
    },
    "nothing-kept": {
      idea:
        "The old memory plays no part, or nothing new is written: one of two products is missing",
      hint: "The new c is a sum of two products. Which two?",
      stronger: "`add(multiply(f, c), multiply(i, g))`",
      answers: [
        keeping((i, _f, g) => multiply(i, g)),
        keeping((_i, f, _g, _o, c) => multiply(f, c)),
        keeping((i, f, g) => multiply(multiply(f, i), g)),
        keeping((i, f, g, _, c) => multiply(multiply(f, c), multiply(i, g))),
      ],
      does: (shown) =>
        isFit(shown, (fit) => fit.kept === 0) || isFit(shown, (fit) => fit.written === 0),
    },
    "forgets-what-it-keeps": {
      idea: "Your forget gate forgets when it is open. In spite of its name, f = 1 keeps",
      hint: "With f = 1 and i = 0, what should become of c?",
      stronger: "Multiply c by f, not by 1 − f",
      answers: [
        keeping((i, f, g, _, c) => kept(i, subtract(1, f), g, c)),
        (i, f, g, o, c) => lstmStep(i, multiply(-1, f), g, o, c),
        keeping((i, f, g, _, c) => subtract(add(c, multiply(i, g)), multiply(f, c))),
      ],
      does: (shown) => isFit(shown, (fit, { i, f }) => fit.kept === 1 - f && fit.written === i),
    },
    "one-question": {
      idea: "You write what you do not keep. That is the GRU's rule; the LSTM asks two questions",
      hint: "Which of your four sums plays no part?",
      stronger: "What is written is `multiply(i, g)`",
      answers: [
        keeping((_, f, g, _o, c) => kept(subtract(1, f), f, g, c)),
        keeping((i, _, g, _o, c) => kept(i, subtract(1, i), g, c)),
        keeping((_, f, g, _o, c) => add(g, multiply(f, subtract(c, g)))),
        keeping((i, _, g, _o, c) => add(c, multiply(i, subtract(g, c)))),
      ],
      does: (shown) =>
        isFit(shown, (fit, { f }) => fit.kept === f && fit.written === 1 - f) ||
        isFit(shown, (fit, { i }) => fit.kept === 1 - i && fit.written === i),
    },
    "writes-one-way": {
      idea: "g is no gate: it is what is written, and a memory must be able to become smaller too",
      hint: "Which numbers can come out of sigmoid, and which out of tanh?",
      stronger: "`tanh(gSum)`",
      answers: [
        (i, f, g, o, c) => shown(sigmoid(o), kept(sigmoid(i), sigmoid(f), sigmoid(g), c)),
        (i, f, g, o, c) =>
          gated((i, f, _, o, c) => shown(o, kept(i, f, sigmoid(g), c)))(i, f, g, o, c),
        (i, f, g, o, c) => shown(sigmoid(o), kept(sigmoid(i), sigmoid(f), relu(g), c)),
      ],
      does: (shown) =>
        isFit(
          shown,
          (fit, { i, f }) =>
            fit.kept === f && fit.written === i && fit.candidate === "never negative",
        ),
    },
    "candidate-not-squashed": {
      idea:
        "What is written is the bare sum: nothing keeps it between −1 and 1, or it is squashed twice",
      hint: "What can come out of gSum, and what out of tanh(gSum)?",
      stronger: "`multiply(i, tanh(gSum))`",
      answers: [
        (i, f, g, o, c) => shown(sigmoid(o), kept(sigmoid(i), sigmoid(f), g, c)),
        (i, f, g, o, c) => shown(sigmoid(o), add(multiply(sigmoid(f), c), multiply(sigmoid(i), g))),
        keeping((i, f, g, _, c) => kept(i, f, tanh(g), c)),
      ],
      does: (shown) =>
        isFit(
          shown,
          (fit, { i, f }) => fit.kept === f && fit.written === i && fit.candidate === "other",
        ),
    },
    "gates-not-squashed": {
      idea: "A gate is a share between 0 and 1, and yours can be another number",
      hint: "What would f = −2 do to the memory?",
      stronger: "`sigmoid` around iSum, fSum and oSum",
      answers: [
        (i, f, g, o, c) => shown(o, kept(i, f, tanh(g), c)),
        (i, f, g, o, c) => shown(tanh(o), kept(tanh(i), tanh(f), tanh(g), c)),
        (i, f, g, o, c) => shown(o, kept(i, f, g, c)),
        (i, f, g, o, c) => shown(sigmoid(o), kept(i, sigmoid(f), tanh(g), c)),
        (i, f, g, o, c) => shown(sigmoid(o), kept(sigmoid(i), f, tanh(g), c)),
        (i, f, g, o, c) => shown(o, kept(sigmoid(i), sigmoid(f), tanh(g), c)),
        (i, f, g, o, c) => shown(relu(o), kept(relu(i), relu(f), tanh(g), c)),
        (i, f, g, o, c) => lstmStep(sigmoid(i), sigmoid(f), g, sigmoid(o), c),
      ],
      does: (shown) =>
        CORNERS.some((_, n) => {
          const { kept, written, shows } = fitAt(shown, n);
          return [kept, written].some((gate) => gate < -0.5 || gate > 1.5) ||
            [-1, 30, -30].some(shows) && !shows(0);
        }),
    },
    "shows-the-old": {
      idea: "h shows the old c: what was just read is seen a step too late",
      hint: "In the last equation, does c have a dash?",
      stronger: "Work out the new c first and use it for h",
      answers: [
        gated((i, f, g, o, c) => ({ h: multiply(o, tanh(c)), c: kept(i, f, g, c) })),
        gated((i, f, g, o, c) => {
          const h = multiply(o, tanh(c));
          return { h, c: add(multiply(f, c), multiply(i, g)) };
        }),
        gated((i, f, g, o, c) => ({ h: multiply(o, c), c: kept(i, f, g, c) })),
      ],
    },
    "old-returned": {
      idea: "The old c is handed on: what was written is shown once, and then lost",
      hint: "Which c does the next step get?",
      stronger: "Return the new memory as c",
      answers: [
        gated((i, f, g, o, c) => ({ h: multiply(o, tanh(kept(i, f, g, c))), c: multiply(c, 1) })),
        gated((i, f, g, o, c) => ({ ...shown(o, kept(i, f, g, c)), c: add(c, 0) })),
      ],
    },
    "shows-unsquashed": {
      idea: "h shows c as large as it is; the tanh before the output gate is missing",
      hint: "c can grow without limit. Should h?",
      stronger: "`multiply(o, tanh(cNew))`",
      answers: [
        gated((i, f, g, o, c) => ({ h: multiply(o, kept(i, f, g, c)), c: kept(i, f, g, c) })),
        gated((i, f, g, o, c) => ({ h: multiply(kept(i, f, g, c), o), c: kept(i, f, g, c) })),
        gated((i, f, g, o, c) => ({ h: tanh(multiply(o, kept(i, f, g, c))), c: kept(i, f, g, c) })),
        gated((i, f, g, o, c) => ({
          h: multiply(o, sigmoid(kept(i, f, g, c))),
          c: kept(i, f, g, c),
        })),
      ],
      does: ({ cases, found, wanted }) =>
        goesByKept(cases, found) && found.every((one, k) => {
          if ("fault" in one || "fault" in wanted[k]) return false;
          const [a, b] = [one.parts.result.leaves, wanted[k].parts.result.leaves] as number[][];
          return a.length === b.length &&
            a.slice(a.length / 2).every((x, n) => Math.abs(x - b[a.length / 2 + n]) < 1e-4);
        }),
    },
    "swapped-names": {
      idea: "h and c have changed places: what is kept stands where the shown one belongs",
      hint: "Which of the two goes through the output gate?",
      stronger: "{ h: multiply(o, tanh(cNew)), c: cNew }",
      answers: [
        gated((i, f, g, o, c) => ({ h: kept(i, f, g, c), c: multiply(o, tanh(kept(i, f, g, c))) })),
        (...given) => {
          const { h, c } = lstmStep(...given);
          return { h: c, c: h };
        },
        (...given) => {
          const { h } = lstmStep(...given);
          return { h, c: h };
        },
      ],
    },
    "hides-from-itself": {
      idea: "The output gate must not change what is kept, only what is shown",
      hint: "With o = 0 for one step, is the memory still there afterwards?",
      stronger: "o occurs in h alone",
      answers: [
        gated((i, f, g, o, c) => {
          const all = multiply(o, kept(i, f, g, c));
          return { h: tanh(all), c: all };
        }),
        keeping((i, f, g, o, c) => multiply(o, kept(i, f, g, c))),
        gated((i, f, g, o, c) => ({
          h: multiply(o, tanh(kept(i, f, g, c))),
          c: multiply(o, kept(i, f, g, c)),
        })),
      ],
      does: (shown) =>
        isFit(shown, (fit, { i, f, o }) => fit.kept === o * f && fit.written === o * i),
    },
  },
  faults: {
    "cut-off": [
      (...given) => {
        const { h, c } = lstmStep(...given);
        return { h: tensor(h.toArray() as number[][]), c: tensor(c.toArray() as number[][]) };
      },
      (i, f, g, o, c) => lstmStep(i, f, g, o, tensor(c.toArray() as number[][])),
      (i, f, g, o, c) => ({
        h: lstmStep(i, f, g, o, c).h,
        c: tensor(lstmStep(i, f, g, o, c).c.toArray() as number[][]),
      }),
    ],
    kind: [
      (...given) => ({ c: lstmStep(...given).c }) as never,
      (...given) => lstmStep(...given).h as never,
      (...given) => Object.values(lstmStep(...given)) as never,
    ],
    shape: [(...given) => ({ ...lstmStep(...given), h: sum(lstmStep(...given).h, 0) })],
  },
});

/** What an answer does with the gates nailed: c′ = kept · c + written · candidate, h = shown · tanh(c′). */
interface Fit {
  readonly kept: number;
  readonly written: number;
  /** Whether the share that is shown may be this one; all may be where there is nothing to show. */
  readonly shows: (share: number) => boolean;
  readonly candidate: "right" | "never negative" | "other";
  /** Whether c′ is tanh of what it should be, or made of tanh(c). */
  readonly squished: boolean;
}

/** Whether, with all that was there kept and shown, more of c is also more of h: nothing else decides. */
function goesByKept(cases: Shown["cases"], found: Shown["found"]): boolean {
  const came =
    found[cases.length - CORNERS.length + CORNERS.findIndex(({ i, f, o }) => !i && f && o)];
  if ("fault" in came) return false;
  const { h, c } = came.values.result as { h: Tensor; c: Tensor };
  const [shown, all] = [h, c].map((one) => Array.from(one.values()));
  return all.every((x, i) => all.every((y, k) => x >= y || shown[i] < shown[k] + 1e-6));
}

/** Whether something holds of an answer at all corners. */
function isFit(shown: Shown, holds: (fit: Fit, gates: typeof CORNERS[number]) => boolean): boolean {
  return CORNERS.every((gates, n) => holds(fitAt(shown, n), gates));
}

function fitAt({ cases, found }: Shown, n: number): Fit {
  const at = cases.length - CORNERS.length + n;
  const [, , gSum, , before] = cases[at].given as Tensor[];
  const none = {
    kept: NaN,
    written: NaN,
    shows: () => false,
    candidate: "other",
    squished: false,
  } as const;
  const came = found[at];
  if ("fault" in came) return none;
  const { h, c } = came.values.result as { h?: Tensor; c?: Tensor };
  if (h?.size !== before.size || c?.size !== before.size) return none;
  const [old, after, out] = [before, c, h].map((one) => Array.from(one.values()));
  const sums = Array.from(gSum.values());
  const squished = sumOf(after, [old.map(exactTanh), sums.map(exactTanh)]);
  const { i, f } = CORNERS[n];
  const asWanted = old.map((x, k) => exactTanh(f * x + i * exactTanh(sums[k])));
  const isSquished = (squished?.[0] === f && squished[1] === i) ||
    after.every((x, k) => Math.abs(x - asWanted[k]) < 1e-4);
  const candidates = [
    ["right", exactTanh],
    ["never negative", exactSigmoid],
    ["never negative", (x: number) => Math.max(0, x)],
    ["other", (x: number) => x],
    ["other", (x: number) => exactTanh(exactTanh(x))],
  ] as const;
  for (const [candidate, squash] of candidates) {
    const fit = sumOf(after, [old, sums.map(squash)]);
    if (!fit) continue;
    const seen = sumOf(out, [after.map(exactTanh)]);
    const nothing = after.every((x) => Math.abs(x) < 1e-6);
    const shows = (share: number) => nothing || seen?.[0] === share;
    return { kept: fit[0], written: fit[1], shows, candidate, squished: isSquished };
  }
  return { ...none, squished: isSquished };
}
