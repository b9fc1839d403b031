/**
 * An initialisation for a given lag: the bias that lets half of a memory survive a hundred steps.
 *
 * @module
 */

import { numberOf } from "lib/exercises/common.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";
import { sigmoid } from "lib/numeric.ts";

const LAG = 100;

const bias: number = Math.log(0.9931 / (1 - 0.9931));

/** The exercise. */
export default valueExercise<number>({
  id: "13.keep-bias",
  kind: "choose the numbers",
  title: "a bias for a hundred steps",
  goal: "Choose the bias of the keeping gate with which half of a memory is left after 100 steps.",
  text:
    "Our cell starts with $b_z = 2$. Before training, weights being small, its gate is about $\\sigma(b_z)$ at every " +
    "word, whatever the word is. So after 100 words about $\\sigma(b_z)^{100}$ of what was in the memory is still " +
    "there. Choose $b_z$ such that this is **about one half** (0.4 to 0.6).",
  begin: [
    "First the share z to keep at each step: z multiplied by itself a hundred times is 0.5",
    "Then the bias: σ(b) = z, solved for b, is ln(z / (1 − z))",
  ],
  answer: "bias",
  from: import.meta.url,
  solution: bias,
  why:
    "0.5^(1/100) = 0.9931 must be kept at each step, and σ(b) is that at b = ln(0.9931 / 0.0069) = 4.97.",
  learned:
    "A bias is a guess at how far back things matter, made before any training. That is all that forget bias and " +
    "chrono initialisation are (notebook 07); each unit may make another guess.",
  read: (answer) => numberOf(answer, "your bias"),
  right: (bias) => keptOf(bias) >= 0.4 && keptOf(bias) <= 0.6,
  said(bias, idea) {
    const share = sigmoid(bias);
    const said = `with ${bias} the gate keeps ${
      share.toFixed(4)
    } at each step; after ${LAG} steps ${shown(keptOf(bias))} is left`;
    if (idea === null) return `${said}; with 2 it would be ${shown(keptOf(2))}`;
    return idea === "stuck"
      ? `${said}, and the gate's slope is ${(share * (1 - share)).toPrecision(1)}`
      : said;
  },
  ideas: {
    "wrong-sign": {
      idea: "A negative bias starts out overwriting: σ is below one half",
      hint: "Does z close to 1 keep, or overwrite?",
      stronger: "Make it positive",
      answers: [-4.97, -2, -5, Math.log(0.0069)],
      does: (bias) => bias < 0,
    },
    "share": {
      idea: "That is the share to keep at each step. The bias is what σ makes this share of",
      hint: "What is σ of your number?",
      stronger: "Solve σ(b) = z for b: it is ln(z / (1 − z))",
      answers: [0.9931, 0.5 ** (1 / 100), 0.99, 0.73],
      does: (bias) => bias > 0.55 && bias < 1,
    },
    "half": {
      idea:
        "That is how much should be left at the end. The bias is what makes the share of one step",
      hint: "What is σ of your number, and that to the power of 100?",
      stronger: "First the share of a step, 0.5^(1/100); then σ turned round",
      answers: [0.5, 0, 0.4],
      does: (bias) => bias <= 0.55,
    },
    "one-over-e": {
      idea: "That is the rule of thumb ln(T − 1): it leaves 1/e, about 0.37, not one half",
      hint: "Which is larger, and must the gate keep more for it, or less?",
      stronger: "A little more than 4.6",
      answers: [Math.log(99), Math.log(100), 4.6],
      does: (bias) => keptOf(bias) > 0.3 && keptOf(bias) < 0.4,
    },
    "fades": {
      idea: "A share that looks large, taken a hundred times, leaves next to nothing",
      hint: "Which number, multiplied by itself a hundred times, is one half?",
      stronger: "It is 0.5^(1/100), about 0.993. And σ of which number is that?",
      answers: [2, 1, 3, 4, Math.log(50)],
      does: (bias) => keptOf(bias) < 0.4,
    },
    "stuck": {
      idea:
        "A gate so far open is nailed open: its slope is next to zero, and training cannot close it",
      hint: "By how much does σ(b) change when b becomes smaller by 1?",
      stronger: "As large as needed and no larger: about 5",
      answers: [20, 100, 10],
      does: (bias) => sigmoid(bias) * (1 - sigmoid(bias)) < 1e-4,
    },
    "too-much": {
      idea: "More than half is left: the cell would keep what it should let go",
      hint: "Each unit more of bias makes what is lost at a step about e times smaller",
      stronger: "Try about 5",
      answers: [7, 6, 5.5],
      does: () => true,
    },
  },
  faults: { "not-finite": [Math.log(1 / 0), NaN], kind: ["5", [4.97]] },
});

/** What is left of a memory after a hundred steps. */
function keptOf(bias: number): number {
  let left = 1;
  for (let step = 0; step < LAG; step++) left *= sigmoid(bias);
  return left;
}

function shown(share: number): string {
  return share < 0.001 ? share.toPrecision(1) : share.toFixed(3);
}
