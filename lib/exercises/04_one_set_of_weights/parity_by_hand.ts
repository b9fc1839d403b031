/**
 * One set of three numbers that solves parity at every length.
 *
 * @module
 */

import { tanh } from "../../numeric.ts";
import { createRandom } from "../../random.ts";
import { kindOf, numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

interface Numbers {
  readonly one: number;
  readonly two: number;
  readonly gain: number;
}

/** The exercise. */
export const parityByHand: Exercise = {
  id: "04.parity-by-hand",
  kind: "choose the numbers",
  title: "parity with three numbers, for every length",
  goal:
    "Choose three numbers that make a cell of two units right about parity after every bit of 500.",
  text:
    "No training this time. Two units look at the same thing, the bit plus the memory $s$ (0 is _even_, 1 is _odd_), " +
    "each with its own threshold:\n\n" +
    "$$p = \\tanh(\\text{gain}\\,(x + s - \\text{one})),\\quad q = \\tanh(\\text{gain}\\,(x + s - \\text{two})),\\quad " +
    "s' = (p - q)/2$$\n\n" +
    "Choose `one`, `two` and `gain` so that $s'$ is above 0.5 exactly if the number of ones so far is odd: after every " +
    "bit of every sequence of up to 8 bits, and of some of 500.",
  answer: "parityCell",
  stub: `const parityCell: { one: number; two: number; gain: number } = yourTurn;
// YOUR TURN, such as { one: 0.1, two: 0.2, gain: 1 }`,
  begin: [
    "x + s is about 0, 1 or 2. For which of these must the new memory be 1?",
    "p should say “at least one”, q should say “two”: where do the two thresholds lie?",
  ],
  check(answer) {
    const numbers = numbersFrom(answer);
    const { one, two, gain } = numbers;
    const short = sequences();
    const random = createRandom(6);
    const long = Array.from(
      { length: 8 },
      () => Array.from({ length: 500 }, () => random.integer(0, 2)),
    );
    const [rightShort, rightLong] = [short, long].map((list) => shareRight(numbers, list));
    const said = `right after ${percent(rightShort)} of the bits of all sequences of 8, and after ${
      percent(rightLong)
    } of the bits of eight sequences of 500`;
    if (rightShort === 1 && rightLong === 1) return said;
    const table = [0, 1, 2].map((sum) => (tanh(gain * (sum - one)) - tanh(gain * (sum - two))) / 2);
    const shown = `${said}; for x + s of 0, 1, 2 the new memory is ${
      table.map((s) => s.toFixed(2).replace("-", "−")).join(", ")
    }`;
    if (gain === 0 || one === two) throw new Finding("deaf", shown);
    if ((one > two) !== (gain < 0)) throw new Finding("turned", shown);
    const between = (x: number, low: number, high: number) => x > low && x < high;
    if (between(one, 0, 1) && between(two, 1, 2)) throw new Finding("blurred", shown);
    if (between(one, 0, 1) && two >= 2) throw new Finding("or", shown);
    if (one >= 1) throw new Finding("and", shown);
    throw new Finding("other", shown);
  },
  learned:
    "Three numbers, the same at every step, are right after 8 bits and after 500. What they hold is a rule, and " +
    "a rule has no length. A set of weights for each step would hold the same rule 500 times.",
  misconceptions: {
    "deaf": {
      idea: "Both units say the same, so their difference is always 0",
      hint: "What is p − q if the thresholds are equal, or the gain is 0?",
      stronger: "Give the units two different thresholds",
    },
    "turned": {
      idea: "The two thresholds have changed places: the memory is negative where it should be 1",
      hint: "Which unit has to switch on first as x + s grows?",
      stronger: "Make `one` the smaller of the two (and the gain positive)",
    },
    "blurred": {
      idea:
        "The thresholds lie right, but the squish is too soft: the memory is a little off at each step and drifts",
      hint:
        "How far from 0, 1 and 0 are the three numbers above? The next step reads them as its s",
      stronger: "Put the thresholds halfway, and make the gain larger: 5 or more",
    },
    "or": {
      idea: "This cell knows whether there was a one at all: it never switches back",
      hint: "After 1, 1 the answer must be even again: what is x + s then, and what does q say?",
      stronger: "q has to switch on at x + s = 2, so its threshold lies between 1 and 2",
    },
    "and": {
      idea: "A single one is not enough to switch this cell on, so it never begins",
      hint: "The memory is 0 and the first 1 comes in: what is x + s, and what does p say?",
      stronger: "p has to switch on at x + s = 1, so its threshold lies between 0 and 1",
    },
  },
  solution: {
    source:
      `const parityCell: { one: number; two: number; gain: number } = { one: 0.5, two: 1.5, gain: 5 };`,
    why:
      "p is −1 at 0 and 1 from 1 on; q is 1 only at 2. Half their difference is 0, 1, 0: odd if exactly one of bit and " +
      "memory is 1. The gain makes the squish so hard that no error is handed on to grow.",
  },
  wrong: [
    ["too soft", "blurred", "{ one: 0.5, two: 1.5, gain: 1 }"],
    ["never switches back", "or", "{ one: 0.5, two: 2.5, gain: 8 }"],
    ["never switches on", "and", "{ one: 1.2, two: 1.8, gain: 8 }"],
    ["thresholds exchanged", "turned", "{ one: 1.5, two: 0.5, gain: 8 }"],
    ["equal thresholds", "deaf", "{ one: 0.5, two: 0.5, gain: 8 }"],
    ["not a number", "not-finite", "{ one: 0.5, two: 1.5, gain: 0 / 0 }"],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const parityCell: { one: number; two: number; gain: number } = ${value};`,
  })),
};

function numbersFrom(answer: unknown): Numbers {
  if (typeof answer !== "object" || answer === null) {
    throw new Finding("kind", `{ one, two, gain } is wanted, and this is ${kindOf(answer)}`);
  }
  const given = answer as Record<string, unknown>;
  const [one, two, gain] = ["one", "two", "gain"].map((name) => numberOf(given[name], name));
  return { one, two, gain };
}

/** All sequences of eight bits. */
function sequences(): number[][] {
  return Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }, (_, t) => (n >> t) & 1));
}

function shareRight({ one, two, gain }: Numbers, list: readonly number[][]): number {
  let right = 0;
  let asked = 0;
  for (const bits of list) {
    let s = 0;
    let odd = 0;
    for (const x of bits) {
      s = (tanh(gain * (x + s - one)) - tanh(gain * (x + s - two))) / 2;
      odd ^= x;
      right += Number(s > 0.5 === (odd === 1));
      asked++;
    }
  }
  return right / asked;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share === 1 ? 0 : 1)} %`;
}
