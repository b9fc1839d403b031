/**
 * A broken initialization: it means to start keeping, and it opens the wrong gate, by the wrong number.
 *
 * @module
 */

import { log, sigmoid } from "../../numeric.ts";
import { createRandom } from "../../random.ts";
import { apart, call, functionOf, numbersOf } from "../common.ts";
import { type Exercise, Finding, Untouched } from "../definition.ts";

/** The function with another last line. */
function source(last: string): string {
  return `/** Biases, i, f, g and o below each other, with which half of c is left after \`lag\` steps. */
function startKeeping(biases: readonly number[], lag: number): number[] {
  const hiddenSize = biases.length / 4;
  const f = 0.5 ** (1 / lag); // what the gate should be at the start
${last}
}`;
}

const right = "Math.log(f / (1 - f))";
const ofForget = "row >= hiddenSize && row < 2 * hiddenSize";

/** The exercise. */
export const startKeeping: Exercise = {
  id: "07.start-keeping",
  kind: "find the bug",
  title: "a start that should keep, and does not",
  goal: "Mend the start: before training, half of c should be left after `lag` steps.",
  text:
    "Somebody read that an LSTM must start out keeping, and wrote this. `biases` are those of the four nets below " +
    "each other, in the order **i, f, g, o**; all weighted sums are near 0 before training, so that a gate is " +
    "σ(its bias). Half of c should be left after `lag` steps, and everything else as it was. The line for f is right; " +
    "the last line is not, and there is **more than one** thing wrong with it.",
  answer: "startKeeping",
  stub: source(
    `  return biases.map((bias, row) => row < hiddenSize ? f : bias); // YOUR TURN: mend this line`,
  ),
  begin: [
    "Which rows belong to which gate, if each has hiddenSize of them?",
    "What is σ(0.99)? Is that the gate that was wanted, or did somebody take the gate for its bias?",
  ],
  check(answer) {
    const f = functionOf(answer) as (biases: number[], lag: number) => number[];
    let said = "";
    for (const [hiddenSize, lag] of [[3, 40], [1, 10], [4, 2], [2, 1000], [5, 1]]) {
      const random = createRandom(hiddenSize).fork("biases");
      const before = Array.from({ length: 4 * hiddenSize }, () => random.uniform(-0.1, 0.1));
      const when = `for ${hiddenSize} units and lag ${lag}`;
      const after = numbersOf(call(f, [before, lag], when.slice(4)), before.length, when);
      const block = (list: readonly number[], k: number) =>
        list.slice(k * hiddenSize, (k + 1) * hiddenSize);
      const gates = block(after, 1).map(sigmoid);
      const left = gates.map((gate) => gate ** lag);
      const moved = ["i", "f", "g", "o"].filter((_, k) =>
        apart(block(before, k), block(after, k)) > 0
      );
      const furthest = left.reduce((one, other) =>
        Math.abs(other - 0.5) > Math.abs(one - 0.5) ? other : one
      );
      said = `${when} the biases of ${moved.join(", ") || "no gate"} were set, and ${
        shortly(furthest)
      } of c is left`;
      const value = apart(after, before) === 0
        ? 0
        : after.find((bias, row) => bias !== before[row])!;
      const keep = 0.5 ** (1 / lag);
      if (moved.join() === "i") {
        if (Math.abs(value - keep) < 1e-6) throw new Untouched(said);
        throw new Finding("wrong-gate", said);
      }
      if (moved.some((name) => name !== "f")) throw new Finding("other-gates", said);
      if (moved.length === 0) throw new Finding("nothing-set", said);
      if (gates.some((gate) => gate ** lag < 0.45 || gate ** lag > 0.55)) {
        const near = (wanted: number) => Math.abs(value - wanted) < 1e-6;
        const logit = log(keep / (1 - keep));
        throw new Finding(
          near(keep)
            ? "gate-for-bias"
            : logit !== 0 && near(-logit)
            ? "turned-round"
            : near(log(lag))
            ? "log-lag"
            : near(lag)
            ? "lag-for-bias"
            : furthest < 0.5
            ? "too-little"
            : "too-much",
          said,
        );
      }
    }
    return `${said}; so it is for lags from 1 to 1,000, and nothing else was touched`;
  },
  learned:
    "A bias is what goes into the sigmoid, a gate is what comes out; and in a stacked LSTM a bias in the wrong block is " +
    "no error that anything reports. To look at f ** lag before training takes a line and saves a night.",
  misconceptions: {
    "wrong-gate": {
      idea: "The bias of the input gate is set. That is writing more, not keeping more",
      hint: "The order is i, f, g, o. Which rows are the second block?",
      stronger: "Rows from hiddenSize up to, but not including, 2 * hiddenSize",
    },
    "other-gates": {
      idea:
        "Gates other than f were set too: a net that starts out writing everything keeps nothing",
      hint: "With f = i = 1, how large is c after forty words?",
      stronger: "Only rows from hiddenSize up to 2 * hiddenSize; all others as they were",
    },
    "nothing-set": {
      idea: "The biases come back as they were",
      hint: "For which rows is your condition true?",
      stronger: "Rows from hiddenSize up to 2 * hiddenSize",
    },
    "gate-for-bias": {
      idea:
        "The right gate gets the wrong number: f is what the gate should be, and you made it the bias",
      hint: "σ(0.98) is 0.73. Which number goes into σ so that 0.98 comes out?",
      stronger: "The sigmoid turned round: Math.log(f / (1 - f))",
    },
    "turned-round": {
      idea: "The sign is wrong: this gate starts out shut, and keeps 1 − f",
      hint: "Is σ of a negative number above or below one half?",
      stronger: "Math.log(f / (1 - f)), with f on top",
    },
    "log-lag": {
      idea: "log(lag) is near, but with it about a third is left, not half: 1/e",
      hint: "f itself is worked out above. Which number goes into σ so that f comes out?",
      stronger: "Math.log(f / (1 - f))",
    },
    "lag-for-bias": {
      idea:
        "A bias as large as the lag keeps everything: the gate is stuck open, and training cannot move it",
      hint: "How large is the derivative of σ at 40?",
      stronger: "Math.log(f / (1 - f))",
    },
    "too-little": {
      idea: "Less than half is left",
      hint: "Which number goes into σ so that f comes out?",
      stronger: "Math.log(f / (1 - f))",
    },
    "too-much": {
      idea: "More than half is left",
      hint: "Which number goes into σ so that f comes out?",
      stronger: "Math.log(f / (1 - f))",
    },
  },
  solution: {
    source: source(
      `  const bias = ${right}; // σ(bias) = f\n` +
        `  return biases.map((old, row) => ${ofForget} ? bias : old);`,
    ),
    why:
      "Two mistakes: the first block is i, the second is f; and f is the gate, while what is set is its bias, which is " +
      "the sigmoid turned round, log(f / (1 − f)).",
  },
  wrong: [
    ["right number, wrong gate", "wrong-gate", `row < hiddenSize ? ${right} : bias`],
    ["all gates", "other-gates", right],
    ["from f to the end", "other-gates", `row >= hiddenSize ? ${right} : bias`],
    ["right gate, gate for bias", "gate-for-bias", `${ofForget} ? f : bias`],
    ["the wrong sign", "turned-round", `${ofForget} ? -${right} : bias`],
    ["log of the lag", "log-lag", `${ofForget} ? Math.log(lag) : bias`],
    ["the lag itself", "lag-for-bias", `${ofForget} ? lag : bias`],
    ["forget bias 1", "too-little", `${ofForget} ? 1 : bias`],
    ["forget bias 9", "too-much", `${ofForget} ? 9 : bias`],
    ["never true", "nothing-set", `row >= 4 * hiddenSize ? ${right} : bias`],
  ].map(([label, misconception, expression]) => ({
    label,
    misconception,
    source: source(`  return biases.map((bias, row) => ${expression});`),
  })),
};

function shortly(x: number): string {
  return x >= 0.001 || x === 0 ? String(Number(x.toPrecision(2))) : "less than a thousandth";
}
