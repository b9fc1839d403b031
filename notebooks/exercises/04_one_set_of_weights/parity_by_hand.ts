/**
 * One set of three numbers that solves parity at every length.
 *
 * @module
 */

import { valueExercise } from "lib/exercises/value_exercise.ts";
import { tanh } from "lib/numeric.ts";
import { createRandom } from "lib/random.ts";
import { numbersNamed } from "../numbers.ts";

type Numbers = Readonly<Record<"one" | "two" | "gain", number>>;

const parityCell: { one: number; two: number; gain: number } = { one: 0.5, two: 1.5, gain: 5 };

const between = (x: number, low: number, high: number) => x > low && x < high;

/** The exercise. */
export default valueExercise<Numbers>({
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
  begin: [
    "x + s is about 0, 1 or 2. For which of these must the new memory be 1?",
    "p should say “at least one”, q should say “two”: where do the two thresholds lie?",
  ],
  answer: "parityCell",
  stub: `const parityCell: { one: number; two: number; gain: number } = yourTurn;
// YOUR TURN, such as { one: 0.1, two: 0.2, gain: 1 }`,
  from: import.meta.url,
  solution: parityCell,
  why:
    "p is −1 at 0 and 1 from 1 on; q is 1 only at 2. Half their difference is 0, 1, 0: odd if exactly one of bit and " +
    "memory is 1. The gain makes the squish so hard that no error is handed on to grow.",
  learned:
    "Three numbers, the same at every step, are right after 8 bits and after 500. What they hold is a rule, and " +
    "a rule has no length. A set of weights for each step would hold the same rule 500 times.",
  read: numbersNamed("one", "two", "gain"),
  right: (numbers) => [short, long()].every((list) => shareRight(numbers, list) === 1),
  said(numbers, idea) {
    const { one, two, gain } = numbers;
    const said = `right after ${
      percent(shareRight(numbers, short))
    } of the bits of all sequences of 8, and after ${
      percent(shareRight(numbers, long()))
    } of the bits of eight sequences of 500`;
    if (idea === null) return said;
    const table = [0, 1, 2].map((sum) => (tanh(gain * (sum - one)) - tanh(gain * (sum - two))) / 2);
    return `${said}; for x + s of 0, 1, 2 the new memory is ${
      table.map((s) => s.toFixed(2).replace("-", "−")).join(", ")
    }`;
  },
  ideas: {
    "deaf": {
      idea: "Both units say the same, so their difference is always 0",
      hint: "What is p − q if the thresholds are equal, or the gain is 0?",
      stronger: "Give the units two different thresholds",
      answers: [
        { one: 0.5, two: 0.5, gain: 8 },
        { one: 0.5, two: 1.5, gain: 0 },
        { one: 1, two: 1, gain: 5 },
      ],
      does: ({ one, two, gain }) => Math.abs(gain) < 0.01 || Math.abs(one - two) < 0.01,
    },
    "turned": {
      idea: "The two thresholds have changed places: the memory is negative where it should be 1",
      hint: "Which unit has to switch on first as x + s grows?",
      stronger: "Make `one` the smaller of the two (and the gain positive)",
      answers: [
        { one: 1.5, two: 0.5, gain: 8 },
        { one: 0.5, two: 1.5, gain: -8 },
        { one: 2, two: 1, gain: 5 },
      ],
      does: ({ one, two, gain }) => (one > two) !== (gain < 0),
    },
    "blurred": {
      idea:
        "The thresholds lie right, but the squish is too soft: the memory is a little off at each step and drifts",
      hint:
        "How far from 0, 1 and 0 are the three numbers above? The next step reads them as its s",
      stronger: "Put the thresholds halfway, and make the gain larger: 5 or more",
      answers: [
        { one: 0.5, two: 1.5, gain: 1 },
        { one: 0.5, two: 1.5, gain: 2 },
        { one: 0.1, two: 1.9, gain: 5 },
        { one: 0.99, two: 1.01, gain: 8 },
      ],
      does: ({ one, two }) => between(one, 0, 1) && between(two, 1, 2),
    },
    "or": {
      idea: "This cell knows whether there was a one at all: it never switches back",
      hint: "After 1, 1 the answer must be even again: what is x + s then, and what does q say?",
      stronger: "q has to switch on at x + s = 2, so its threshold lies between 1 and 2",
      answers: [
        { one: 0.5, two: 2.5, gain: 8 },
        { one: 0.5, two: 2, gain: 8 },
        { one: 0.3, two: 10, gain: 20 },
      ],
      does: ({ one, two }) => between(one, 0, 1) && two >= 2,
    },
    "and": {
      idea: "A single one is not enough to switch this cell on, so it never begins",
      hint: "The memory is 0 and the first 1 comes in: what is x + s, and what does p say?",
      stronger: "p has to switch on at x + s = 1, so its threshold lies between 0 and 1",
      answers: [
        { one: 1.2, two: 1.8, gain: 8 },
        { one: 1, two: 2, gain: 8 },
        { one: 1.5, two: 2.5, gain: 20 },
      ],
      does: ({ one }) => one >= 1,
    },
    "always-on": {
      idea:
        "The first unit is on already when there is nothing: the memory is 1 before any bit was",
      hint: "What does p say at x + s = 0, and what should the memory be there?",
      stronger: "Its threshold lies between 0 and 1, so above 0",
      answers: [
        { one: 0, two: 1.5, gain: 8 },
        { one: -0.5, two: 0.5, gain: 8 },
        { one: -1, two: 1.5, gain: 5 },
        { one: 0, two: 1, gain: 10 },
      ],
      does: ({ one }) => one <= 0,
    },
    "too-early": {
      idea:
        "The second unit switches on at a single one already, and takes away what the first has said",
      hint: "With x + s = 1, what do p and q say, and what is half their difference?",
      stronger: "q's threshold lies between 1 and 2",
      answers: [
        { one: 0.3, two: 0.6, gain: 8 },
        { one: 0.5, two: 1, gain: 8 },
        { one: 0.2, two: 0.9, gain: 20 },
      ],
      does: ({ two }) => two <= 1,
    },
  },
  faults: {
    "not-finite": [{ one: 0.5, two: 1.5, gain: 0 / 0 }, { one: 0.5, two: 1.5, gain: Infinity }],
    kind: [{ one: 0.5, two: 1.5 }, [0.5, 1.5, 5], 5],
  },
});

const short: readonly number[][] = sequences();
let drawn: number[][] | undefined;
/** Eight sequences of 500 bits. */
const long = () => {
  const random = createRandom(6);
  return drawn ??= Array.from(
    { length: 8 },
    () => Array.from({ length: 500 }, () => random.integer(0, 2)),
  );
};

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
