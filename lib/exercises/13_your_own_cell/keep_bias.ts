/**
 * An initialisation for a given lag: the bias that lets half of a memory survive a hundred steps.
 *
 * @module
 */

import { sigmoid } from "../../numeric.ts";
import { numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const LAG = 100;

/** The exercise. */
export const keepBias: Exercise = {
  id: "13.keep-bias",
  kind: "choose the numbers",
  title: "a bias for a hundred steps",
  goal: "Choose the bias of the keeping gate with which half of a memory is left after 100 steps.",
  text:
    "Our cell starts with $b_z = 2$. Before training, weights being small, its gate is about $\\sigma(b_z)$ at every " +
    "word, whatever the word is. So after 100 words about $\\sigma(b_z)^{100}$ of what was in the memory is still " +
    "there. Choose $b_z$ such that this is **about one half** (0.4 to 0.6).",
  answer: "bias",
  stub: `const bias: number = yourTurn; // YOUR TURN`,
  begin: [
    "First the share z to keep at each step: z multiplied by itself a hundred times is 0.5",
    "Then the bias: σ(b) = z, solved for b, is ln(z / (1 − z))",
  ],
  check(answer) {
    const bias = numberOf(answer, "your bias");
    const share = sigmoid(bias);
    const left = keptOf(bias);
    const said = `with ${bias} the gate keeps ${
      share.toFixed(4)
    } at each step; after ${LAG} steps ${shown(left)} is left`;
    if (left >= 0.4 && left <= 0.6) return `${said}; with 2 it would be ${shown(keptOf(2))}`;
    const slope = share * (1 - share);
    if (left > 0.6 && slope < 1e-4) {
      throw new Finding("stuck", `${said}, and the gate's slope is ${slope.toPrecision(1)}`);
    }
    if (left > 0.6) throw new Finding("too-much", said);
    if (bias < 0) throw new Finding("wrong-sign", said);
    if (bias > 0.5 && bias < 1) throw new Finding("share", said);
    throw new Finding(left > 0.3 ? "one-over-e" : "fades", said);
  },
  learned:
    "A bias is a guess at how far back things matter, made before any training. That is all that forget bias and " +
    "chrono initialisation are (notebook 07); each unit may make another guess.",
  misconceptions: {
    "share": {
      idea: "That is the share to keep at each step. The bias is what σ makes this share of",
      hint: "What is σ of your number?",
      stronger: "Solve σ(b) = z for b: it is ln(z / (1 − z))",
    },
    "fades": {
      idea: "A share that looks large, taken a hundred times, leaves next to nothing",
      hint: "Which number, multiplied by itself a hundred times, is one half?",
      stronger: "It is 0.5^(1/100), about 0.993. And σ of which number is that?",
    },
    "wrong-sign": {
      idea: "A negative bias starts out overwriting: σ is below one half",
      hint: "Does z close to 1 keep, or overwrite?",
      stronger: "Make it positive",
    },
    "one-over-e": {
      idea: "That is the rule of thumb ln(T − 1): it leaves 1/e, about 0.37, not one half",
      hint: "Which is larger, and must the gate keep more for it, or less?",
      stronger: "A little more than 4.6",
    },
    "too-much": {
      idea: "More than half is left: the cell would keep what it should let go",
      hint: "Each unit more of bias makes what is lost at a step about e times smaller",
      stronger: "Try about 5",
    },
    "stuck": {
      idea:
        "A gate so far open is nailed open: its slope is next to zero, and training cannot close it",
      hint: "By how much does σ(b) change when b becomes smaller by 1?",
      stronger: "As large as needed and no larger: about 5",
    },
  },
  solution: {
    source: `const bias: number = Math.log(0.9931 / (1 - 0.9931));`,
    why:
      "0.5^(1/100) = 0.9931 must be kept at each step, and σ(b) is that at b = ln(0.9931 / 0.0069) = 4.97.",
  },
  wrong: [
    ["the share itself", "share", "0.9931"],
    ["the bias of our cell", "fades", "2"],
    ["the other way", "wrong-sign", "-4.97"],
    ["ln(T − 1)", "one-over-e", "Math.log(99)"],
    ["plenty", "too-much", "7"],
    ["nailed open", "stuck", "20"],
    ["divides by nothing", "not-finite", "Math.log(1 / 0)"],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const bias: number = ${value};`,
  })),
};

/** What is left of a memory after a hundred steps. */
function keptOf(bias: number): number {
  let left = 1;
  for (let step = 0; step < LAG; step++) left *= sigmoid(bias);
  return left;
}

function shown(share: number): string {
  return share < 0.001 ? share.toPrecision(1) : share.toFixed(3);
}
