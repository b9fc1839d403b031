/**
 * One unit, three numbers: choose them so that a word is still remembered after fifty steps.
 *
 * @module
 */

import { valueExercise } from "lib/exercises/value_exercise.ts";
import { tanh } from "lib/numeric.ts";
import { numbersNamed } from "../numbers.ts";

const LAG = 50;

type Numbers = Readonly<Record<"w_x" | "w_h" | "b", number>>;

const latch: { w_x: number; w_h: number; b: number } = { w_x: 1, w_h: 2, b: 0 };

/** The exercise. */
export default valueExercise<Numbers>({
  id: "03.latch",
  kind: "choose the numbers",
  title: "remember one word for fifty steps",
  goal:
    "Choose the three numbers of a one-unit cell so that it still knows after 50 silent steps what it heard.",
  text:
    "A cell of a single unit, $h_t = \\tanh(w_x\\,x_t + w_h\\,h_{t-1} + b)$. At the first step it hears $x = 1$ or " +
    "$x = -1$ (or nothing, $x = 0$), then 50 times nothing. Choose its numbers so that afterwards $h$ is at least " +
    "0.5 if it heard 1, at most −0.5 if it heard −1, and within ±0.1 if it heard nothing at all. On the way the sign of " +
    "$h$ must not turn: from the first step to the last it says the same.",
  begin: [
    "While nothing is heard, what does one step do to h?",
    "tanh makes every number a little smaller: what must the weight in front of h do about that?",
  ],
  answer: "latch",
  stub: `const latch: { w_x: number; w_h: number; b: number } = yourTurn;
// YOUR TURN, such as { w_x: 1, w_h: 1, b: 0 }`,
  from: import.meta.url,
  solution: latch,
  why:
    "With w_h = 2, tanh(2 h) = h has three solutions: 0 and about ±0.96. From what is heard, h moves to the near " +
    "one of ±0.96 and stays there; 0 stays 0. Any w_h from about 1.2 on will do.",
  learned:
    "A memory must be refreshed at every step, by a weight large enough to make up for the squish. That is one " +
    "unit set by hand. Whether training finds such weights is the question of notebook 06.",
  read: numbersNamed("w_x", "w_h", "b"),
  right: (numbers) => {
    const { yes, no, silence } = ends(numbers);
    return yes >= 0.5 && no <= -0.5 && Math.abs(silence) <= 0.1 && flips(numbers) === null;
  },
  said(numbers) {
    const { yes, no, silence } = ends(numbers);
    const flip = flips(numbers);
    return `after ${LAG} silent steps h is ${round(yes)} (heard 1), ${round(no)} (heard −1), ${
      round(silence)
    } (heard nothing)${
      flip === null ? "" : `; its sign turns at step ${flip}, and again after it`
    }`;
  },
  ideas: {
    "deaf": {
      idea: "With a weight of 0 or next to it in front of the input nothing is heard",
      hint: "What must h be right after the first step?",
      stronger: "Set w_x to 1 or more",
      answers: [{ w_x: 0, w_h: 2, b: 0 }, { w_x: 0, w_h: 1, b: 0 }, { w_x: 1e-30, w_h: 1.5, b: 0 }],
      does: ({ w_x }) => Math.abs(w_x) < 1e-3,
    },
    "flips": {
      idea:
        "A negative weight turns the memory round at every step: it is kept, but which way round depends on the count",
      hint: "What does it say after 49 steps, and after 50?",
      stronger: "Same size, other sign",
      answers: [
        { w_x: 1, w_h: -2, b: 0 },
        { w_x: 1, w_h: -1, b: 0 },
        { w_x: -1, w_h: -3, b: 0 },
        { w_x: 1, w_h: -1.5, b: 0.1 },
      ],
      does: (numbers) => numbers.w_h < 0,
    },
    "bias": {
      idea: "The bias talks all the time: it says something even if nothing was heard",
      hint: "What is h after many steps if x and h begin at 0?",
      stronger: "Set b to 0",
      answers: [
        { w_x: 1, w_h: 1, b: 1 },
        { w_x: 1, w_h: 2, b: 0.5 },
        { w_x: 1, w_h: 2, b: -1 },
        { w_x: 1, w_h: 1.5, b: 0.1 },
        { w_x: 1, w_h: 0, b: 1 },
      ],
      does: (numbers) => Math.abs(ends(numbers).silence) > 0.1,
    },
    "wrong-sign": {
      idea: "It remembers, but the opposite of what it heard",
      hint: "What is h right after hearing 1?",
      stronger: "Make w_x positive",
      answers: [{ w_x: -1, w_h: 2, b: 0 }, { w_x: -5, w_h: 1.5, b: 0 }, {
        w_x: -0.5,
        w_h: 3,
        b: 0,
      }],
      does: (numbers) => ends(numbers).yes < 0,
    },
    "exactly-one": {
      idea:
        "A weight of 1 would keep the memory for ever, if the squish did not shave something off each time",
      hint: "tanh(0.5) is 0.46: what is it after the next step, and after fifty?",
      stronger: "Make w_h clearly larger than 1, such as 1.5",
      answers: [{ w_x: 1, w_h: 1, b: 0 }, { w_x: 5, w_h: 1, b: 0 }, { w_x: 1, w_h: 1.05, b: 0 }],
      does: ({ w_h }) => w_h >= 1,
    },
    "fades": {
      idea:
        "A weight below 1 keeps a part of the memory at each step, and a part of a part fifty times is nothing",
      hint: "What is 0.9 multiplied by itself fifty times?",
      stronger: "Try a w_h larger than 1",
      answers: [
        { w_x: 1, w_h: 0.9, b: 0 },
        { w_x: 1, w_h: 0, b: 0 },
        { w_x: 10, w_h: 0.99, b: 0 },
        { w_x: 1, w_h: 0.5, b: 0.01 },
      ],
      does: () => true,
    },
  },
  faults: {
    "not-finite": [{ w_x: 1, w_h: 0 / 0, b: 0 }, { w_x: Infinity, w_h: 2, b: 0 }],
    kind: [{ w_x: 1, w_h: 2 }, [1, 2, 0], 2, { w_x: "1", w_h: 2, b: 0 }],
  },
});

function memories({ w_x, w_h, b }: Numbers, heard: number): number[] {
  const list = [tanh(w_x * heard + b)];
  for (let t = 0; t < LAG; t++) list.push(tanh(w_h * list[t] + b));
  return list;
}

/** The memories after all steps, by what was heard. */
function ends(numbers: Numbers): { yes: number; no: number; silence: number } {
  const [yes, no, silence] = [1, -1, 0].map((heard) => memories(numbers, heard)[LAG]);
  return { yes, no, silence };
}

/** The first step at which the sign of what was heard is another one than before; null if there is none. */
function flips(numbers: Numbers): number | null {
  for (const heard of [1, -1]) {
    const list = memories(numbers, heard);
    const at = list.findIndex((h, t) => t > 0 && h * list[t - 1] < 0);
    if (at > 0) return at;
  }
  return null;
}

function round(x: number): string {
  return x.toFixed(3).replace("-", "−");
}
