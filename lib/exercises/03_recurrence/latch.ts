/**
 * One unit, three numbers: choose them so that a word is still remembered after fifty steps.
 *
 * @module
 */

import { tanh } from "../../numeric.ts";
import { kindOf, numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const LAG = 50;

interface Numbers {
  readonly w_x: number;
  readonly w_h: number;
  readonly b: number;
}

/** The exercise. */
export const latch: Exercise = {
  id: "03.latch",
  kind: "choose the numbers",
  title: "remember one word for fifty steps",
  goal:
    "Choose the three numbers of a one-unit cell so that it still knows after 50 silent steps what it heard.",
  text:
    "A cell of a single unit, $h_t = \\tanh(w_x\\,x_t + w_h\\,h_{t-1} + b)$. At the first step it hears $x = 1$ or " +
    "$x = -1$ (or nothing, $x = 0$), then 50 times nothing. Choose its numbers so that afterwards $h$ is at least " +
    "0.5 if it heard 1, at most −0.5 if it heard −1, and stays within ±0.1 if it heard nothing at all.",
  answer: "latch",
  stub: `const latch: { w_x: number; w_h: number; b: number } = yourTurn;
// YOUR TURN, such as { w_x: 1, w_h: 1, b: 0 }`,
  begin: [
    "While nothing is heard, what does one step do to h?",
    "tanh makes every number a little smaller: what must the weight in front of h do about that?",
  ],
  check(answer) {
    const numbers = numbersFrom(answer);
    const { w_x, w_h, b } = numbers;
    const [yes, no, silence] = [1, -1, 0].map((heard) => memories(numbers, heard));
    const end = (list: number[]) => list[LAG];
    const said = `after ${LAG} silent steps h is ${round(end(yes))} (heard 1), ${
      round(end(no))
    } (heard −1), ${round(end(silence))} (heard nothing)`;
    const flips = yes.slice(1).some((h, t) => h * yes[t] < 0) && b === 0;
    const good = end(yes) >= 0.5 && end(no) <= -0.5 && Math.abs(end(silence)) <= 0.1;
    if (good && !flips) return said;
    if (w_x === 0) throw new Finding("deaf", said);
    if (flips) throw new Finding("flips", `${said}; it changes its sign at every step`);
    if (Math.abs(end(silence)) > 0.1) throw new Finding("bias", said);
    if (end(yes) < 0 && end(no) > 0) throw new Finding("wrong-sign", said);
    if (w_h === 1) throw new Finding("exactly-one", said);
    if (w_h < 1) throw new Finding("fades", said);
    throw new Finding(end(yes) < 0.5 && w_h < 1.2 ? "exactly-one" : "other", said);
  },
  learned:
    "A memory must be refreshed at every step, by a weight large enough to make up for the squish. That is one " +
    "unit set by hand. Whether training finds such weights is the question of notebook 06.",
  misconceptions: {
    "fades": {
      idea:
        "A weight below 1 keeps a part of the memory at each step, and a part of a part fifty times is nothing",
      hint: "What is 0.9 multiplied by itself fifty times?",
      stronger: "Try a w_h larger than 1",
    },
    "exactly-one": {
      idea:
        "A weight of 1 would keep the memory for ever, if the squish did not shave something off each time",
      hint: "tanh(0.5) is 0.46: what is it after the next step, and after fifty?",
      stronger: "Make w_h clearly larger than 1, such as 1.5",
    },
    "flips": {
      idea:
        "A negative weight turns the memory round at every step: it is kept, but which way round depends on the count",
      hint: "What does it say after 49 steps, and after 50?",
      stronger: "Same size, other sign",
    },
    "bias": {
      idea: "The bias talks all the time: it says something even if nothing was heard",
      hint: "What is h after many steps if x and h begin at 0?",
      stronger: "Set b to 0",
    },
    "deaf": {
      idea: "With a weight of 0 in front of the input nothing is heard",
      hint: "What must h be right after the first step?",
      stronger: "Set w_x to 1 or more",
    },
    "wrong-sign": {
      idea: "It remembers, but the opposite of what it heard",
      hint: "What is h right after hearing 1?",
      stronger: "Make w_x positive",
    },
  },
  solution: {
    source: `const latch: { w_x: number; w_h: number; b: number } = { w_x: 1, w_h: 2, b: 0 };`,
    why:
      "With w_h = 2, tanh(2 h) = h has three solutions: 0 and about ±0.96. From what is heard, h moves to the near " +
      "one of ±0.96 and stays there; 0 stays 0. Any w_h from about 1.2 on will do.",
  },
  wrong: [
    ["keeps nine tenths", "fades", "{ w_x: 1, w_h: 0.9, b: 0 }"],
    ["keeps all of it, but for the squish", "exactly-one", "{ w_x: 1, w_h: 1, b: 0 }"],
    ["negative", "flips", "{ w_x: 1, w_h: -2, b: 0 }"],
    ["held up by the bias", "bias", "{ w_x: 1, w_h: 1, b: 1 }"],
    ["does not hear", "deaf", "{ w_x: 0, w_h: 2, b: 0 }"],
    ["remembers the opposite", "wrong-sign", "{ w_x: -1, w_h: 2, b: 0 }"],
    ["not a number", "not-finite", "{ w_x: 1, w_h: 0 / 0, b: 0 }"],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const latch: { w_x: number; w_h: number; b: number } = ${value};`,
  })),
};

function numbersFrom(answer: unknown): Numbers {
  if (typeof answer !== "object" || answer === null) {
    throw new Finding("kind", `{ w_x, w_h, b } is wanted, and this is ${kindOf(answer)}`);
  }
  const given = answer as Record<string, unknown>;
  const [w_x, w_h, b] = ["w_x", "w_h", "b"].map((name) => numberOf(given[name], name));
  return { w_x, w_h, b };
}

function memories({ w_x, w_h, b }: Numbers, heard: number): number[] {
  const list = [tanh(w_x * heard + b)];
  for (let t = 0; t < LAG; t++) list.push(tanh(w_h * list[t] + b));
  return list;
}

function round(x: number): string {
  return x.toFixed(3).replace("-", "−");
}
