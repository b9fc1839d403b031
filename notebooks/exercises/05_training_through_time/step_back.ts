/**
 * Back-propagation through time for a net of one unit: the way back, step by step.
 *
 * @module
 */

import type { Shown } from "lib/exercises/diagnose.ts";
import { opposite, wrongOnly } from "lib/exercises/does.ts";
import { count } from "lib/exercises/differ.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { log, tanh } from "lib/numeric.ts";
import { createRandom } from "lib/random.ts";
import { backward } from "lib/tensor/mod.ts";

/** The derivative of the loss by w_h. */
function slopeOfLoop(
  w_h: number, // the weight in front of the memory
  hs: readonly number[], // hs[0]: the memory at the start; hs[t]: after step t
  own: readonly number[], // own[t]: what the answer after step t says about hs[t]; own[0] is not used
): number {
  let total = 0;
  let later = 0;
  for (let t = hs.length - 1; t >= 1; t--) {
    const dh = own[t] + later;
    const da = dh * (1 - hs[t] ** 2);
    total += da * hs[t - 1];
    later = da * w_h;
  }
  return total;
}

type Walk = typeof slopeOfLoop;
type At = (list: readonly number[], t: number) => number;

/** The walk back, with the parts that one may get wrong. */
const walk = ({
  slope = (hs, t) => 1 - hs[t] * hs[t],
  memory = (hs, t) => hs[t - 1],
  answer = (own, t) => own[t],
  later = (da, w_h) => da * w_h,
  from = (last) => last,
  to = 1,
}: {
  slope?: At;
  memory?: At;
  answer?: At;
  later?: (da: number, w_h: number, dh: number) => number;
  from?: (last: number) => number;
  to?: number;
}): Walk =>
(w_h, hs, own) => {
  let [total, heard] = [0, 0];
  for (let t = from(hs.length - 1); t >= to; t--) {
    const dh = answer(own, t) + heard;
    const da = dh * slope(hs, t);
    total += da * memory(hs, t);
    heard = later(da, w_h, dh);
  }
  return total;
};
/** Steps of the loop, with what is passed on from step to step. */
const steps = (hs: readonly number[]) => Array.from({ length: hs.length - 1 }, (_, i) => i + 1);
const last = (hs: readonly number[]) => hs.length - 1;

/** The exercise. */
export default functionExercise<Walk>({
  id: "05.step-back",
  kind: "fill in the equation",
  title: "the way back",
  goal: "Write the walk back through time: the derivative of the loss by the weight of the loop.",
  text:
    "A net of one unit, $h_t = \\tanh(w_x x_t + w_h h_{t-1} + b)$, has been forward: all its memories are in `hs`. Walk " +
    "back and return $\\partial L/\\partial w_h$. Plain numbers, so nothing has to be transposed; the equations are " +
    "those at the top of this notebook.",
  begin: [
    "Begin at the last step, with nothing heard from later steps, and go down to step 1",
    "At each step: dh = own + later, then da from dh, then two things come of da",
  ],
  from: import.meta.url,
  solution: slopeOfLoop,
  why: "One walk from the end to the start; `later` carries everything that the future has to say.",
  learned:
    "Two numbers come of each step: its part of the weight's derivative, and what it tells the step before it. The " +
    "second is the first's only way to learn about the future.",
  notBy: [backward],
  cases: () => {
    const random = createRandom(5);
    return [3, 1, 2, 0, 9, 30].flatMap((length) =>
      [0.8, -1.5, 1].flatMap((w_h) =>
        [0, random.uniform(-0.9, 0.9)].map((start) => {
          const inputs = Array.from({ length }, () => random.normal());
          const own = Array.from({ length: length + 1 }, (_, t) => t === 0 ? 0 : random.normal());
          const hs = memories(w_h, inputs, start);
          return { given: [w_h, hs, own] };
        })
      )
    );
  },
  found: (f, cases) => {
    const off = cases.map(({ given: [w_h, hs, own] }) => {
      const [weight, list, asked] = [w_h as number, hs as number[], own as number[]];
      return Math.abs(f(weight, list, asked) - byMoving(weight, list, asked));
    });
    const worst = Math.max(...off);
    return `on ${cases.length} sequences of up to 30 steps it is what moving w_h a little does to the loss, to within ${
      worst < 1e-5 ? "a hundred-thousandth" : worst.toPrecision(1)
    }`;
  },
  said: (f, { given: [w_h, hs, own] }) => {
    const [weight, list, asked] = [w_h as number, hs as number[], own as number[]];
    return `with w_h = ${weight} over ${count(list.length - 1, "step")} from a memory of ${
      Number(list[0].toFixed(3))
    } it gave ${f(weight, list, asked).toPrecision(5)}; moving w_h a little says ${
      byMoving(weight, list, asked).toPrecision(5)
    }`;
  },
  ideas: {
    "no-later": {
      idea: "Each step hears of its own answer alone; what it did to all later ones is lost",
      hint: "The memory of step 3 is read by step 4: who tells step 3 what came of it?",
      stronger: "Keep later = da · w_h in a variable outside the loop, and add it to own[t]",
      answers: [
        walk({ later: () => 0 }),
        (_, hs, own) =>
          steps(hs).reduce((sum, t) => sum + own[t] * (1 - hs[t] ** 2) * hs[t - 1], 0),
        walk({ later: () => 0, from: (t) => t }),
      ],
    },
    "last-answer": {
      idea: "Only the last answer is heard; this net is asked after every step",
      hint: "Where in your loop does own[t] come in?",
      stronger: "dh = own[t] + later, at each step",
      answers: [
        (w_h, hs, own) => walk({ answer: (own, t) => t === last(hs) ? own[t] : 0 })(w_h, hs, own),
        (w_h, hs, own) => {
          let [total, dh] = [0, own[last(hs)]];
          for (let t = last(hs); t >= 1; t--) {
            const da = dh * (1 - hs[t] ** 2);
            total += da * hs[t - 1];
            dh = da * w_h;
          }
          return total;
        },
      ],
    },
    "last-step": {
      idea: "Only the last step is counted; the weight was used at every step",
      hint: "At how many steps does w_h stand in front of a memory?",
      stronger: "Walk from the last step down to step 1, and add up",
      answers: [
        (_, hs, own) =>
          hs.length < 2 ? 0 : own[last(hs)] * (1 - hs[last(hs)] ** 2) * hs[last(hs) - 1],
        (w_h, hs, own) => walk({ to: Math.max(1, last(hs)) })(w_h, hs, own),
        (w_h, hs, own) => {
          let [total, later] = [0, 0];
          for (let t = last(hs); t >= 1; t--) {
            const da = (own[t] + later) * (1 - hs[t] ** 2);
            total = da * hs[t - 1];
            later = da * w_h;
          }
          return total;
        },
        (w_h, hs, own) =>
          hs.length < 2 ? 0 : slopeOfLoop(w_h, hs, own) - walk({ to: 2 })(w_h, hs, own),
      ],
    },
    "no-squish": {
      idea: "The slope of tanh is missing: near ±1 the squish lets hardly any change through",
      hint: "da is not dh: what lies between the weighted sum and the memory?",
      stronger: "da = dh · (1 − hs[t]²)",
      answers: [
        walk({ slope: () => 1 }),
        (w_h, hs, own) => {
          let [total, later] = [0, 0];
          for (let t = last(hs); t >= 1; t--) {
            const dh = own[t] + later;
            total += dh * hs[t - 1];
            later = dh * w_h;
          }
          return total;
        },
      ],
    },
    "other-slope": {
      idea:
        "The slope of tanh is 1 − h²: here it is another function of h, or that of another squish",
      hint: "What should the slope be at h = 0, and what at h = 1?",
      stronger: "1 − hs[t]², with the minus and the square",
      answers: [
        walk({ slope: (hs, t) => hs[t] * (1 - hs[t]) }),
        walk({ slope: (hs, t) => 1 - hs[t] }),
        walk({ slope: (hs, t) => 1 - Math.abs(hs[t]) }),
        walk({ slope: (hs, t) => hs[t] ** 2 }),
        walk({ slope: (hs, t) => 1 + hs[t] ** 2 }),
        walk({ slope: (hs, t) => 1 - tanh(hs[t]) ** 2 }),
      ],
      does: (shown) =>
        overOneStep(
          shown,
          (slope, h, before) =>
            Math.abs(slope) > 1e-6 && !near(slope, 1) && !near(Math.abs(slope), 1 - h * h) &&
            !near(slope, (1 - h * h) * h / before) && !near(slope, 1 - before ** 2),
        ),
    },
    "slope-of-wrong-step": {
      idea: "The slope is that of another step's squish",
      hint: "Which memory came out of the squish that da has to pass?",
      stronger: "1 − hs[t]², with the same t as own[t]",
      answers: [
        walk({ slope: (hs, t) => 1 - hs[t - 1] ** 2 }),
        walk({ slope: (hs, t) => 1 - (hs[t + 1] ?? 0) ** 2 }),
      ],
      does: (shown) => overOneStep(shown, (slope, _, before) => near(slope, 1 - before ** 2)),
    },
    "no-weight": {
      idea: "The news goes one step back without passing the weight of the loop",
      hint: "By how much does the sum of step t change if the memory before it changes by 1?",
      stronger: "later = da · w_h",
      answers: [
        walk({ later: (da) => da }),
        (_, hs, own) => walk({})(1, hs, own),
        walk({ later: (da, w_h) => da / w_h }),
        walk({ later: (da, w_h) => da * Math.abs(w_h) }),
      ],
      does: wrongOnly((w_h: number) => w_h !== 1),
    },
    "slope-on-the-way": {
      idea: "The slope is used for the weight's part but not for the news that goes further back",
      hint: "Does a change of the earlier memory also have to pass the squish of this step?",
      stronger: "later is made of da, not of dh",
      answers: [
        walk({ later: (_da, w_h, dh) => dh * w_h }),
        (w_h, hs, own) => {
          let [total, later] = [0, 0];
          for (let t = last(hs); t >= 1; t--) {
            later += own[t];
            total += later * (1 - hs[t] ** 2) * hs[t - 1];
            later *= w_h;
          }
          return total;
        },
      ],
    },
    "own-after-the-squish": {
      idea:
        "The own answer is added behind the slope: it, too, asks about the memory, which has been squished",
      hint: "Is own[t] about hs[t], or about the sum inside the tanh?",
      stronger: "da = (own[t] + later) · (1 − hs[t]²)",
      answers: [
        (w_h, hs, own) => {
          let [total, later] = [0, 0];
          for (let t = last(hs); t >= 1; t--) {
            const da = own[t] + later * (1 - hs[t] ** 2);
            total += da * hs[t - 1];
            later = da * w_h;
          }
          return total;
        },
        (w_h, hs, own) =>
          steps(hs).reduceRight(([total, later], t) => {
            const da = own[t] + (1 - hs[t] ** 2) * later;
            return [total + da * hs[t - 1], w_h * da];
          }, [0, 0])[0],
      ],
    },
    "memory-after": {
      idea: "The weight was multiplied by the memory before the step, not by the one after it",
      hint: "What does w_h stand in front of in the equation of h_t?",
      stronger: "Step t adds da · hs[t − 1]",
      answers: [
        walk({ memory: (hs, t) => hs[t] }),
        (w_h, hs, own) => {
          let [total, later] = [0, 0];
          for (let t = last(hs); t >= 1; t--) {
            const da = (own[t] + later) * (1 - hs[t] ** 2);
            total += da * hs[t];
            later = da * w_h;
          }
          return total;
        },
      ],
    },
    "forward": {
      idea: "The walk goes forward: news of later steps cannot have come yet",
      hint: "Which step hears nothing from later ones, and can be done first?",
      stronger: "Let t run from hs.length − 1 down to 1",
      answers: [
        (w_h, hs, own) => {
          let [total, later] = [0, 0];
          for (let t = 1; t <= last(hs); t++) {
            const da = (own[t] + later) * (1 - hs[t] ** 2);
            total += da * hs[t - 1];
            later = da * w_h;
          }
          return total;
        },
        (w_h, hs, own) =>
          steps(hs).reduce(([total, later], t) => {
            const da = (own[t] + later) * (1 - hs[t] ** 2);
            return [total + da * hs[t - 1], da * w_h];
          }, [0, 0])[0],
      ],
    },
    "one-step-short": {
      idea: "A step is left out: the walk ends too early, or begins too late",
      hint:
        "Over one step, with a memory at the start, what should come out, and what does your loop do?",
      stronger: "From hs.length − 1 down to 1, both included",
      answers: [
        walk({ to: 2 }),
        walk({ from: (t) => t - 1 }),
        walk({ from: (t) => t - 1, to: 2 }),
      ],
      does: ({ cases, found }) =>
        found.every((one, i) =>
          (cases[i].given[1] as number[]).length !== 2 ||
          ("parts" in one && one.parts.result.leaves[0] === 0)
        ),
    },
    "mean": {
      idea:
        "The parts of the steps are averaged; a weight that acts at every step is told their sum",
      hint: "If each of ten steps would raise the loss by 1, by how much does it rise?",
      stronger: "Do not divide by the number of steps",
      answers: [
        (w_h, hs, own) => slopeOfLoop(w_h, hs, own) / Math.max(1, last(hs)),
        (w_h, hs, own) => slopeOfLoop(w_h, hs, own) / hs.length,
      ],
      does: ({ cases, found, wanted }) => {
        const shares = new Map<number, number>(); // by number of steps
        return found.every((one, i) => {
          const length = (cases[i].given[1] as number[]).length;
          if ("fault" in one || "fault" in wanted[i]) return false;
          const [came, right] = [one, wanted[i]].map((each) =>
            each.parts.result.leaves[0] as number
          );
          if (Math.abs(right) < 1e-9) return Math.abs(came) < 1e-9;
          if (!shares.has(length)) shares.set(length, came / right);
          return near(came / right, shares.get(length)!) && came / right <= 1.001 &&
            (length < 3 || came / right < 0.9);
        });
      },
    },
    "sign": {
      idea: "The sign is the other way round: wanted is the derivative, not the step against it",
      hint: "If the loss rises with w_h, what sign has the derivative?",
      stronger: "Add to the total, and leave the minus to training",
      answers: [
        (w_h, hs, own) => -slopeOfLoop(w_h, hs, own),
        (w_h, hs, own) => slopeOfLoop(w_h, hs, own.map((x) => -x)),
      ],
      does: opposite,
    },
  },
  faults: {
    "not-finite": [
      walk({ answer: (own, t) => own[t + 1] }),
      walk({ to: 0 }),
    ],
    kind: [
      (w_h, hs, own) => [slopeOfLoop(w_h, hs, own)] as never,
      (_, hs, own) => hs.map((h, t) => own[t] * (1 - h * h)) as never,
      () => undefined as never,
    ],
    mutates: [
      (w_h, hs, own) => {
        (own as number[])[0] = 1;
        return slopeOfLoop(w_h, hs, own);
      },
    ],
    "never-returns": [
      (_, hs, own) => {
        let total = 0;
        const t = hs.length - 1;
        while (t >= 0 || t < 0) total += own[t] * hs[t];
        return total;
      },
    ],
  },
});

const near = (x: number, y: number) => Math.abs(x - y) < 1e-6 * Math.max(1, Math.abs(y));

/** Whether something holds of the slope that an answer takes over a single step. */
function overOneStep(
  { cases, found }: Shown,
  holds: (slope: number, h: number, before: number) => boolean,
): boolean {
  return found.every((one, i) => {
    const [, hs, own] = cases[i].given as [number, number[], number[]];
    if (hs.length !== 2 || hs[0] === 0) return true;
    const came = "fault" in one ? NaN : one.parts.result.leaves[0] as number;
    return holds(came / (own[1] * hs[0]), hs[1], hs[0]);
  });
}

function memories(w_h: number, inputs: readonly number[], start: number): number[] {
  const hs = [start];
  for (const x of inputs) hs.push(tanh(x + w_h * hs[hs.length - 1]));
  return hs;
}

/** The derivative by its definition; the loss is the sum of own[t] · h_t. */
function byMoving(w_h: number, hs: readonly number[], own: readonly number[]): number {
  // The inputs that made these memories.
  const inputs = hs.slice(1).map((h, t) => (log(1 + h) - log(1 - h)) / 2 - w_h * hs[t]);
  const loss = (weight: number) =>
    memories(weight, inputs, hs[0]).reduce((sum, h, t) => sum + own[t] * h, 0);
  return (loss(w_h + 1e-6) - loss(w_h - 1e-6)) / 2e-6;
}
