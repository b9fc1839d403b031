/**
 * Back-propagation through time for a net of one unit: the way back, step by step.
 *
 * @module
 */

import { tanh } from "../../numeric.ts";
import { createRandom } from "../../random.ts";
import { call, functionOf, numberOf, shortly } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const header = `/** The derivative of the loss by w_h. */
function slopeOfLoop(
  w_h: number, // the weight in front of the memory
  hs: readonly number[], // hs[0]: the memory at the start; hs[t]: after step t
  own: readonly number[], // own[t]: what the answer after step t says about hs[t]; own[0] is not used
): number`;

type Walk = (w_h: number, hs: readonly number[], own: readonly number[]) => number;

/** The walk back, with the parts that one may get wrong. */
function walk({
  later = (da: number, w_h: number, _slope: number) => da * w_h,
  slope = (hs: readonly number[], t: number) => 1 - hs[t] * hs[t],
  memory = (hs: readonly number[], t: number) => hs[t - 1],
  answer = (own: readonly number[], t: number) => own[t],
} = {}): Walk {
  return (w_h, hs, own) => {
    let [total, heard] = [0, 0];
    for (let t = hs.length - 1; t >= 1; t--) {
      const factor = slope(hs, t);
      const da = (answer(own, t) + heard) * factor;
      total += da * memory(hs, t);
      heard = later(da, w_h, factor);
    }
    return total;
  };
}

const right = walk();

/** Likely answers that are wrong. */
const likely: Readonly<Record<string, Walk>> = {
  "no-later": walk({ later: () => 0 }),
  "no-squish": walk({ slope: () => 1 }),
  "no-weight": walk({ later: (da) => da }),
  "slope-on-the-way": walk({
    later: (da, w_h, slope) => slope === 0 ? 0 : (da / slope) * w_h,
  }),
  "memory-after": walk({ memory: (hs, t) => hs[t] }),
  "last-answer": (w_h, hs, own) =>
    walk({ answer: (own, t) => t === hs.length - 1 ? own[t] : 0 })(w_h, hs, own),
};

/** The exercise. */
export const stepBack: Exercise = {
  id: "05.step-back",
  kind: "fill in the equation",
  title: "the way back",
  goal: "Write the walk back through time: the derivative of the loss by the weight of the loop.",
  text:
    "A net of one unit, $h_t = \\tanh(w_x x_t + w_h h_{t-1} + b)$, has been forward: all its memories are in `hs`. Walk " +
    "back and return $\\partial L/\\partial w_h$. Plain numbers, so nothing has to be transposed; the equations are " +
    "those at the top of this notebook.",
  answer: "slopeOfLoop",
  stub: `${header} {
  return yourTurn; // YOUR TURN
}`,
  begin: [
    "Begin at the last step, with nothing heard from later steps, and go down to step 1",
    "At each step: dh = own + later, then da from dh, then two things come of da",
  ],
  check(answer) {
    const f = functionOf(answer, ["backward", "bptt"]);
    const random = createRandom(5);
    const lengths = [3, 1, 2, 0, 9, 30];
    let worst = 0;
    for (const length of lengths) {
      for (const w_h of [0.8, -1.5]) {
        const inputs = Array.from({ length }, () => random.normal());
        const own = Array.from({ length: length + 1 }, (_, t) => t === 0 ? 0 : random.normal());
        const start = random.uniform(-0.9, 0.9);
        const hs = memories(w_h, inputs, start);
        const found = numberOf(
          call(f, [w_h, hs, own], `w_h = ${w_h}, hs = ${shortly(hs)}, own = ${shortly(own)}`),
          `the derivative after ${length} steps`,
        );
        const wanted = right(w_h, hs, own);
        const near = (x: number) => Math.abs(found - x) < 1e-9 * Math.max(1, Math.abs(x));
        if (near(wanted)) {
          worst = Math.max(worst, Math.abs(found - byMoving(w_h, inputs, own, start)));
          continue;
        }
        const name = Object.keys(likely).find((name) => near(likely[name](w_h, hs, own)));
        throw new Finding(
          name ?? "other",
          `with w_h = ${w_h} over ${length} steps it gave ${
            found.toPrecision(5)
          }; moving w_h a little says ${byMoving(w_h, inputs, own, start).toPrecision(5)}`,
        );
      }
    }
    return `on ${
      2 * lengths.length
    } sequences of up to 30 steps it is what moving w_h a little does to the loss, to within ${
      worst < 1e-6 ? "a millionth" : worst.toPrecision(1)
    }`;
  },
  learned:
    "Two numbers come of each step: its part of the weight's derivative, and what it tells the step before it. The " +
    "second is the first's only way to learn about the future.",
  misconceptions: {
    "no-later": {
      idea: "Each step hears of its own answer alone; what it did to all later ones is lost",
      hint: "The memory of step 3 is read by step 4: who tells step 3 what came of it?",
      stronger: "Keep later = da · w_h in a variable outside the loop, and add it to own[t]",
    },
    "no-squish": {
      idea: "The slope of tanh is missing: near ±1 the squish lets hardly any change through",
      hint: "da is not dh: what lies between the weighted sum and the memory?",
      stronger: "da = dh · (1 − hs[t]²)",
    },
    "no-weight": {
      idea: "The news goes one step back without passing the weight of the loop",
      hint: "By how much does the sum of step t change if the memory before it changes by 1?",
      stronger: "later = da · w_h",
    },
    "slope-on-the-way": {
      idea: "The slope is used for the weight's part but not for the news that goes further back",
      hint: "Does a change of the earlier memory also have to pass the squish of this step?",
      stronger: "later is made of da, not of dh",
    },
    "memory-after": {
      idea: "The weight was multiplied by the memory before the step, not by the one after it",
      hint: "What does w_h stand in front of in the equation of h_t?",
      stronger: "Step t adds da · hs[t − 1]",
    },
    "last-answer": {
      idea: "Only the last answer is heard; this net is asked after every step",
      hint: "Where in your loop does own[t] come in?",
      stronger: "dh = own[t] + later, at each step",
    },
  },
  solution: {
    source: `${header} {
  let total = 0;
  let later = 0;
  for (let t = hs.length - 1; t >= 1; t--) {
    const dh = own[t] + later;
    const da = dh * (1 - hs[t] ** 2);
    total += da * hs[t - 1];
    later = da * w_h;
  }
  return total;
}`,
    why:
      "One walk from the end to the start; `later` carries everything that the future has to say.",
  },
  wrong: [
    ["forgets the future", "no-later", "own[t]", "dh * (1 - hs[t] ** 2)", "hs[t - 1]", "da * w_h"],
    ["forgets the squish", "no-squish", "own[t] + later", "dh", "hs[t - 1]", "da * w_h"],
    [
      "forgets the weight",
      "no-weight",
      "own[t] + later",
      "dh * (1 - hs[t] ** 2)",
      "hs[t - 1]",
      "da",
    ],
    [
      "sends dh back",
      "slope-on-the-way",
      "own[t] + later",
      "dh * (1 - hs[t] ** 2)",
      "hs[t - 1]",
      "dh * w_h",
    ],
    [
      "takes the memory after the step",
      "memory-after",
      "own[t] + later",
      "dh * (1 - hs[t] ** 2)",
      "hs[t]",
      "da * w_h",
    ],
    [
      "hears the last answer alone",
      "last-answer",
      "(t === hs.length - 1 ? own[t] : 0) + later",
      "dh * (1 - hs[t] ** 2)",
      "hs[t - 1]",
      "da * w_h",
    ],
    [
      "reads beyond the end",
      "not-finite",
      "own[t + 1] + later",
      "dh * (1 - hs[t] ** 2)",
      "hs[t - 1]",
      "da * w_h",
    ],
  ].map(([label, misconception, dh, da, memory, later]) => ({
    label,
    misconception,
    source: `${header} {
  let [total, later] = [0, 0];
  for (let t = hs.length - 1; t >= 1; t--) {
    const dh = ${dh};
    const da = ${da};
    total += da * ${memory};
    later = ${later};
  }
  return total;
}`,
  })),
};

function memories(w_h: number, inputs: readonly number[], start: number): number[] {
  const hs = [start];
  for (const x of inputs) hs.push(tanh(x + w_h * hs[hs.length - 1]));
  return hs;
}

/** The derivative by its definition; the loss is the sum of own[t] · h_t. */
function byMoving(w_h: number, inputs: readonly number[], own: readonly number[], start: number) {
  const loss = (weight: number) =>
    memories(weight, inputs, start).reduce((sum, h, t) => sum + own[t] * h, 0);
  return (loss(w_h + 1e-6) - loss(w_h - 1e-6)) / 2e-6;
}
