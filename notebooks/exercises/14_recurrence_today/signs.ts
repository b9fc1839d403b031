/**
 * Two factors, one for each bit, with which a memory of one number keeps parity.
 *
 * @module
 */

import { valueExercise } from "lib/exercises/value_exercise.ts";
import { createRandom } from "lib/random.ts";
import { numbersNamed } from "../numbers.ts";

type Factors = Readonly<Record<"zero" | "one", number>>;

const STEPS = 256;
const [LEAST, MOST] = [0.1, 10];

const factors: { zero: number; one: number } = { zero: 1, one: -1 };

/** The exercise. */
export default valueExercise<Factors>({
  id: "14.signs",
  kind: "choose the numbers",
  title: "choose the sign",
  goal:
    `Choose a factor for each bit so that a memory of one number tells odd from even after every one of ${STEPS} bits.`,
  text:
    "A linear memory of a single number, with nothing added: $h_t = a\\,h_{t-1}$, where $a$ is `zero` if the bit is 0 " +
    `and \`one\` if it is 1. It begins at $h = 1$. Choose the two so that after each of ${STEPS} bits, whatever the bits ` +
    `are, $h$ is at most −${LEAST} if the number of ones so far is odd and at least ${LEAST} if it is even, and never ` +
    `beyond ±${MOST}.`,
  begin: [
    "What must a one do to the answer, and what a zero?",
    "Multiplying by which number turns even into odd, and back again at the next one?",
  ],
  answer: "factors",
  stub: `const factors: { zero: number; one: number } = yourTurn;
// YOUR TURN, such as { zero: 1, one: 0.5 }`,
  from: import.meta.url,
  solution: factors,
  why:
    "A zero leaves the memory as it is: times 1. A one turns it round: times −1. Neither makes it smaller or larger, so " +
    "nothing is lost in any number of steps.",
  learned:
    "A factor between 0 and 1 can keep and let go; only a sign can turn round. tanh comes as near to −1 as it likes, a " +
    "sigmoid stops at 0: that is all the difference between the two linear memories above.",
  read: numbersNamed("zero", "one"),
  right: (chosen) => firstMistake(chosen) === null,
  said(chosen, idea) {
    if (idea === null) {
      return `right after every bit of ${sequences().length} sequences of ${STEPS} bits`;
    }
    const { bits, h, odd } = firstMistake(chosen)!;
    const read = bits.length > 12 ? `${bits.length} bits` : bits.join(" ");
    return `after ${read}, ${odd ? "odd" : "even"}, h is ${
      String(Number(h.toPrecision(3))).replace("-", "−")
    }`;
  },
  ideas: {
    "wipes": {
      idea: "A factor of 0 wipes the memory: whatever comes after it, h stays 0",
      hint: "How much is left of h after that bit, and what can bring it back?",
      stronger: "Both factors must have the size 1",
      answers: [{ zero: 1, one: 0 }, { zero: 0, one: -1 }, { zero: 0, one: 1 }],
      does: ({ zero, one }) => Math.min(Math.abs(zero), Math.abs(one)) < 1e-3,
    },
    "never-turns": {
      idea: "With positive factors h never changes its sign: it can fade or grow, not turn round",
      hint: "Which sign has h after a one, and after two?",
      stronger: "`one` must be below 0",
      answers: [{ zero: 1, one: 1 }, { zero: 1, one: 0.5 }, { zero: 0.9, one: 0.1 }, {
        zero: 1,
        one: 2,
      }],
      does: ({ zero, one }) => zero > 0 && one > 0,
    },
    "exchanged": {
      idea: "This memory turns round at every zero: it counts the wrong bits",
      hint: "What should a zero do to the number of ones?",
      stronger: "Exchange the two numbers",
      answers: [{ zero: -1, one: 1 }, { zero: -1, one: 0.5 }, { zero: -2, one: 1 }],
      does: ({ zero, one }) => zero < 0 && one > 0,
    },
    "both-turn": {
      idea: "It turns round at every bit, so it tells how many bits there were, not how many ones",
      hint: "What should a zero do to the number of ones?",
      stronger: "`zero` must be above 0",
      answers: [{ zero: -1, one: -1 }, { zero: -0.5, one: -1 }, { zero: -1, one: -2 }],
      does: ({ zero, one }) => zero < 0 && one < 0,
    },
    "fades": {
      idea: "The sign is right, and the memory fades: a part of a part, hundreds of times",
      hint: `What is 0.9 multiplied by itself ${STEPS} times?`,
      stronger: "The sizes of both factors must be 1, or next to it",
      answers: [{ zero: 1, one: -0.5 }, { zero: 0.9, one: -1 }, { zero: 1, one: -0.98 }],
      does: ({ zero, one }) => Math.min(zero, -one) < 1,
    },
    "grows": {
      idea: "The sign is right, and the memory grows without end",
      hint: `What is 1.1 multiplied by itself ${STEPS} times?`,
      stronger: "The sizes of both factors must be 1, or next to it",
      answers: [{ zero: 1, one: -2 }, { zero: 1.1, one: -1 }, { zero: 1, one: -1.02 }],
      does: () => true,
    },
  },
  faults: {
    kind: [{ zero: 1 }, [1, -1], -1, { zero: "1", one: -1 }],
    "not-finite": [{ zero: NaN, one: -1 }, { zero: 1, one: -Infinity }],
  },
});

/** All of eight bits, zeros and ones alone, and some at random, each filled up with what it began with. */
function sequences(): number[][] {
  const random = createRandom(2);
  return Array.from(
    { length: 264 },
    (_, n) =>
      Array.from({ length: STEPS }, (_, t) => n < 256 ? (n >> (t % 8)) & 1 : random.integer(0, 2)),
  );
}

/** The first bit of any sequence after which the answer is wrong. */
function firstMistake({ zero, one }: Factors): { bits: number[]; h: number; odd: boolean } | null {
  let first: { bits: number[]; h: number; odd: boolean } | null = null;
  for (const bits of sequences()) {
    let [h, odd] = [1, false];
    for (let t = 0; t < (first?.bits.length ?? STEPS + 1) - 1; t++) {
      h *= bits[t] === 1 ? one : zero;
      odd = odd !== (bits[t] === 1);
      if (!((odd ? -h : h) >= LEAST && Math.abs(h) <= MOST)) {
        first = { bits: bits.slice(0, t + 1), h, odd };
        break;
      }
    }
  }
  return first;
}
