/**
 * A broken initialization: it means to start keeping, and it opens the wrong gate, by the wrong number.
 *
 * @module
 */

import type { Shown } from "lib/exercises/diagnose.ts";
import { count } from "lib/exercises/differ.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import type { Case } from "lib/exercises/observe.ts";
import { log, sigmoid } from "lib/numeric.ts";
import { createRandom } from "lib/random.ts";

/** Biases, i, f, g and o below each other, with which half of c is left after `lag` steps. */
function startKeeping(biases: readonly number[], lag: number): number[] {
  const hiddenSize = biases.length / 4;
  const f = 0.5 ** (1 / lag); // what the gate should be at the start
  const bias = Math.log(f / (1 - f)); // σ(bias) = f
  return biases.map((old, row) => row >= hiddenSize && row < 2 * hiddenSize ? bias : old);
}

/** Biases, i, f, g and o below each other, with which half of c is left after `lag` steps. */
function broken(biases: readonly number[], lag: number): number[] {
  const hiddenSize = biases.length / 4;
  const f = 0.5 ** (1 / lag); // what the gate should be at the start
  return biases.map((bias, row) => row < hiddenSize ? f : bias); // YOUR TURN: mend this line
}

type Start = typeof startKeeping;
const gateFor = (lag: number) => 0.5 ** (1 / lag);
const biasFor = (lag: number) => log(gateFor(lag) / (1 - gateFor(lag)));
/** Sets the biases of some blocks, i, f, g, o being 0 to 3. */
const setting =
  (blocks: readonly number[], bias: (lag: number, old: number) => number): Start => (biases, lag) =>
    biases.map((old, row) =>
      blocks.includes(Math.floor(4 * row / biases.length)) ? bias(lag, old) : old
    );
const F = [1];

/** The exercise. */
export default functionExercise<Start>({
  id: "07.start-keeping",
  kind: "find the bug",
  title: "a start that should keep, and does not",
  goal: "Mend the start: before training, half of c should be left after `lag` steps.",
  text:
    "Somebody read that an LSTM must start out keeping, and wrote this. `biases` are those of the four nets below " +
    "each other, in the order **i, f, g, o**; all weighted sums are near 0 before training, so that a gate is " +
    "σ(its bias). Half of c should be left after `lag` steps, and everything else as it was. The line for f is right; " +
    "the last line is not, and there is **more than one** thing wrong with it.",
  begin: [
    "Which rows belong to which gate, if each has hiddenSize of them?",
    "What is σ(0.99)? Is that the gate that was wanted, or did somebody take the gate for its bias?",
  ],
  from: import.meta.url,
  broken,
  solution: startKeeping,
  why:
    "Two mistakes: the first block is i, the second is f; and f is the gate, while what is set is its bias, which is " +
    "the sigmoid turned round, log(f / (1 − f)).",
  learned:
    "A bias is what goes into the sigmoid, a gate is what comes out; and in a stacked LSTM a bias in the wrong block is " +
    "no error that anything reports. To look at f ** lag before training takes a line and saves a night.",
  cases: () =>
    [[3, 40], [1, 10], [4, 2], [2, 1000], [5, 1]].map(([hiddenSize, lag]) => {
      const random = createRandom(hiddenSize).fork("biases");
      return {
        given: [Array.from({ length: 4 * hiddenSize }, () => random.uniform(-0.1, 0.1)), lag],
        said: `for ${count(hiddenSize, "unit")} and lag ${lag}`,
      };
    }),
  found: (f, cases) =>
    `${saidOf(f, cases[0])}; so it is for lags from 1 to 1,000, and nothing else was touched`,
  said: saidOf,
  ideas: {
    "one-row": {
      idea: "Only some rows of the forget gate are set: every unit has one",
      hint: "How many rows belong to f if there are 3 units? Which are they?",
      stronger: "Rows from hiddenSize up to, but not including, 2 * hiddenSize",
      answers: [
        (biases, lag) => biases.map((bias, row) => row === biases.length / 4 ? biasFor(lag) : bias),
        (biases, lag) =>
          biases.map((bias, row) =>
            row > biases.length / 4 && row < biases.length / 2 ? biasFor(lag) : bias
          ),
        (biases, lag) => biases.map((bias, row) => row === 1 ? biasFor(lag) : bias),
        (biases, lag) =>
          biases.map((bias, row) =>
            row >= biases.length / 4 && row < biases.length / 2 - 1 ? biasFor(lag) : bias
          ),
      ],
      does: (shown) =>
        rowsMoved(
          shown,
          (moved, first, last) =>
            moved.every((row) => row >= first && row <= last) && moved.length <= last - first,
        ),
    },
    "one-row-more": {
      idea: "One row too many is set: it belongs to the next gate",
      hint: "Is the row 2 * hiddenSize one of f, or the first of g?",
      stronger: "row < 2 * hiddenSize, not row <= 2 * hiddenSize",
      answers: [
        (biases, lag) =>
          biases.map((bias, row) =>
            row >= biases.length / 4 && row <= biases.length / 2 ? biasFor(lag) : bias
          ),
        (biases, lag) =>
          biases.map((bias, row) =>
            row >= biases.length / 4 - 1 && row < biases.length / 2 ? biasFor(lag) : bias
          ),
      ],
      does: (shown) =>
        rowsMoved(
          shown,
          (moved, first, last) =>
            moved.length === last - first + 2 && moved.at(-1)! - moved[0] === last - first + 1,
        ),
    },
    "wrong-gate": {
      idea: "The bias of the input gate is set. That is writing more, not keeping more",
      hint: "The order is i, f, g, o. Which rows are the second block?",
      stronger: "Rows from hiddenSize up to, but not including, 2 * hiddenSize",
      answers: [
        setting([0], biasFor),
        setting([2], biasFor),
        setting([3], biasFor),
        setting([0], (lag) => log(lag)),
        (biases, lag) =>
          biases.map((bias, row) => row < biases.length / 4 ? 1 - gateFor(lag) : bias),
      ],
      does: (shown) => movedBlocks(shown) !== null && !movedBlocks(shown)!.includes("f"),
    },
    "other-gates": {
      idea:
        "Gates other than f were set too: a net that starts out writing everything keeps nothing",
      hint: "With f = i = 1, how large is c after forty words?",
      stronger: "Only rows from hiddenSize up to 2 * hiddenSize; all others as they were",
      answers: [
        setting([0, 1, 2, 3], biasFor),
        setting([1, 2, 3], biasFor),
        setting([0, 1], biasFor),
        setting([0, 1], (lag) => gateFor(lag)),
        (biases, lag) => setting(F, biasFor)(biases.map(() => 0), lag),
      ],
      does: (shown) => (movedBlocks(shown)?.length ?? 0) > 1,
    },
    "added": {
      idea: "The new bias is added to the old one, or mixed with it: it should take its place",
      hint: "What should be left of the old number in a row of f?",
      stronger: "? bias : old, without adding",
      answers: [
        setting(F, (lag, old) => old + biasFor(lag)),
        setting(F, (lag, old) => biasFor(lag) * (old < 0 ? 1.01 : 1) + old),
        setting(F, (lag, old) => biasFor(lag) - old),
      ],
      does: (shown) =>
        byValue(
          shown,
          (value, lag, olds) =>
            olds.some((old) =>
              old !== 0 &&
              [1, -1].some((sign) => Math.abs(value - biasFor(lag) - sign * old) < 1e-9)
            ),
        ),
    },
    "nothing-set": {
      idea: "The biases come back as they were",
      hint: "For which rows is your condition true?",
      stronger: "Rows from hiddenSize up to 2 * hiddenSize",
      answers: [
        (biases, lag) => biases.map((bias, row) => row >= biases.length ? biasFor(lag) : bias),
        (biases) => [...biases],
        (biases) => biases.map((bias) => bias),
      ],
      does: (shown) => movedBlocks(shown) === "",
    },
    "gate-for-bias": {
      idea:
        "The right gate gets the wrong number: f is what the gate should be, and you made it the bias",
      hint: "σ(0.98) is 0.73. Which number goes into σ so that 0.98 comes out?",
      stronger: "The sigmoid turned round: Math.log(f / (1 - f))",
      answers: [
        setting(F, gateFor),
        setting(F, (lag) => 0.5 ** (1 / lag)),
        setting(F, (lag) => 1 - gateFor(lag)),
        setting(F, (lag) => sigmoid(gateFor(lag))),
      ],
      does: (shown) => byValue(shown, (value) => value > 0 && value < 1),
    },
    "log-of-gate": {
      idea:
        "That is a logarithm of something else than f / (1 − f): the sigmoid is not turned round",
      hint: "Put your bias into σ: is it f?",
      stronger: "Math.log(f / (1 - f))",
      answers: [
        setting(F, (lag) => log(gateFor(lag))),
        setting(F, (lag) => -log(1 - gateFor(lag))),
        setting(F, (lag) => log(1 - gateFor(lag))),
        setting(F, (lag) => gateFor(lag) / (1 - gateFor(lag))),
      ],
      does: (shown) =>
        byValue(shown, (value, lag) => {
          const f = gateFor(lag);
          return [f, 1 - f].some((x) => Math.abs(Math.abs(value) - Math.abs(log(x))) < 1e-6) ||
            Math.abs(value - f / (1 - f)) < 1e-6;
        }),
    },
    "turned-round": {
      idea: "The sign is wrong: this gate starts out shut, and keeps 1 − f",
      hint: "Is σ of a negative number above or below one half?",
      stronger: "Math.log(f / (1 - f)), with f on top",
      answers: [
        setting(F, (lag) => -biasFor(lag)),
        setting(F, (lag) => log((1 - gateFor(lag)) / gateFor(lag))),
        setting(F, (lag) => -log(lag)),
      ],
      does: (shown) => byValue(shown, (value, lag) => value < 0 || lag < 3),
    },
    "log-lag": {
      idea: "log(lag) is near, but with it about a third is left, not half: 1/e",
      hint: "f itself is worked out above. Which number goes into σ so that f comes out?",
      stronger: "Math.log(f / (1 - f))",
      answers: [
        setting(F, (lag) => log(lag)),
        setting(F, (lag) => lag > 1 ? log(lag - 1) : 0),
        setting(F, (lag) => log(lag + 1)),
        setting(F, (lag) => log(lag) / Math.LN2),
      ],
      does: (shown) =>
        byValue(
          shown,
          (value, lag) =>
            lag < 3 || (value >= log(lag - 1) - 0.01 && value <= log(lag) / Math.LN2 + 0.01),
        ),
    },
    "lag-for-bias": {
      idea:
        "A bias as large as the lag keeps everything: the gate is stuck open, and training cannot move it",
      hint: "How large is the derivative of σ at 40?",
      stronger: "Math.log(f / (1 - f))",
      answers: [
        setting(F, (lag) => lag),
        setting(F, (lag) => lag / 2),
        setting(F, (lag) => 2 * lag),
      ],
      does: (shown) => byValue(shown, (value, lag) => value >= lag / 2),
    },
    "too-little": {
      idea: "Less than half is left",
      hint: "Which number goes into σ so that f comes out?",
      stronger: "Math.log(f / (1 - f))",
      answers: [
        setting(F, () => 1),
        setting(F, () => 2),
        setting(F, (lag) => biasFor(lag) / 2),
        setting(F, () => 0),
      ],
      does: (shown) => byValue(shown, (value, lag) => value < biasFor(lag) || lag < 11),
    },
    "too-much": {
      idea: "More than half is left",
      hint: "Which number goes into σ so that f comes out?",
      stronger: "Math.log(f / (1 - f))",
      answers: [
        setting(F, () => 9),
        setting(F, () => 20),
        setting(F, (lag) => 1 + biasFor(lag)),
        setting(F, (lag) => biasFor(2 * lag)),
      ],
      does: (shown) => byValue(shown, (value, lag) => value > biasFor(lag)),
    },
  },
  faults: {
    "not-finite": [setting(F, (lag) => log(1 - gateFor(lag) - 1)), setting(F, (lag) => log(-lag))],
    shape: [
      (_, lag) => [biasFor(lag)],
      (biases, lag) => biases.slice(biases.length / 4, biases.length / 2).map(() => biasFor(lag)),
    ],
    mutates: [
      (biases, lag) => {
        const own = biases as number[];
        for (let row = own.length / 4; row < own.length / 2; row++) own[row] = biasFor(lag);
        return own;
      },
    ],
  },
});

/** What an answer sets, and what is left of c. */
function saidOf(f: Start, { given: [biases, lag] }: Case): string {
  const before = biases as number[];
  const after = f([...before], lag as number);
  const size = before.length / 4;
  const moved = blocksIn(before, after);
  const left = after.slice(size, 2 * size).map((bias) => sigmoid(bias) ** (lag as number));
  const furthest = left.reduce((one, other) =>
    Math.abs(other - 0.5) > Math.abs(one - 0.5) ? other : one
  );
  return `for ${count(size, "unit")} and lag ${lag} the biases of ${
    [...moved].join(", ") || "no gate"
  } were set, and ${
    furthest >= 0.001 || furthest === 0 ? Number(furthest.toPrecision(2)) : "less than a thousandth"
  } of c is left`;
}

/** Whether something holds of the rows that are not as before, in the cases with more than one unit. */
function rowsMoved(
  { cases, found }: Shown,
  holds: (moved: readonly number[], first: number, last: number) => boolean,
): boolean {
  return found.every((one, i) => {
    const biases = cases[i].given[0] as number[];
    if ("fault" in one || one.parts.result.leaves.length !== biases.length) return false;
    const size = biases.length / 4;
    const moved = biases.map((_, row) => row).filter((row) =>
      one.parts.result.leaves[row] !== biases[row]
    );
    return size === 1 || (moved.length > 0 && holds(moved, size, 2 * size - 1));
  });
}

/** Which of i, f, g and o have other biases than before. */
function blocksIn(before: readonly number[], after: readonly number[]): string {
  if (before.length !== after.length) return "?";
  const size = before.length / 4;
  return [..."ifgo"].filter((_, block) =>
    before.some((x, row) => Math.floor(row / size) === block && x !== after[row])
  ).join("");
}

/** The gates set in all cases alike; null if they differ. */
function movedBlocks({ cases, found }: Shown): string | null {
  const all = new Set(
    found.map((one, i) =>
      "fault" in one
        ? "?"
        : blocksIn(cases[i].given[0] as number[], one.parts.result.leaves as number[])
    ),
  );
  return all.size === 1 && !all.has("?") ? [...all][0] : null;
}

/** Whether all rows of f, and no others, are set to a value of which something holds. */
function byValue(
  shown: Shown,
  holds: (value: number, lag: number, olds: readonly number[]) => boolean,
): boolean {
  return movedBlocks(shown) === "f" && shown.found.every((one, i) => {
    const [biases, lag] = shown.cases[i].given as [number[], number];
    const size = biases.length / 4;
    return "parts" in one && (one.parts.result.leaves as number[]).slice(size, 2 * size)
      .every((value) => holds(value, lag, biases.slice(size, 2 * size)));
  });
}
