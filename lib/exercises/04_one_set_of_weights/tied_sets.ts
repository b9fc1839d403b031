/**
 * The derivative of a shared weight: the sum over the steps that used it.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import { apart, call, functionOf, kindOf, numbersOf, shortly } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const header = `/** The derivative of the loss by each set of weights. */
function bySets(
  bySteps: readonly (readonly number[])[], // what each step asks of the weights that it used
  picks: readonly number[], // which set each step used: picks[t] is the number of step t's
  sets: number, // how many sets there are
): number[][]`;

type BySets = (bySteps: readonly number[][], picks: readonly number[], sets: number) => number[][];

/** Likely answers that are wrong. */
const likely: Readonly<Record<string, BySets>> = {
  "mean": (bySteps, picks, sets) =>
    summed(bySteps, picks, sets).map((list, set) =>
      list.map((x) => x / Math.max(1, picks.filter((pick) => pick === set).length))
    ),
  "last-wins": (bySteps, picks, sets) =>
    empty(bySteps, sets).map((zero, set) => bySteps[picks.lastIndexOf(set)] ?? zero),
  "own-step": (bySteps, _, sets) => empty(bySteps, sets).map((zero, set) => bySteps[set] ?? zero),
  "everybody": (bySteps, picks, sets) =>
    empty(bySteps, sets).map(() => summed(bySteps, picks.map(() => 0), 1)[0]),
  "sizes": (bySteps, picks, sets) => summed(bySteps.map((s) => s.map(Math.abs)), picks, sets),
};

/** The exercise. */
export const tiedSets: Exercise = {
  id: "04.tied-sets",
  kind: "fill in the equation",
  title: "who asks what of which weights",
  goal:
    "Write the derivative by each set of weights, given what each step asks of the set it used.",
  text:
    "Between one set for all steps and a set for each there is everything in between: here `picks[t]` names the set " +
    "that step $t$ used, and `bySteps[t]` is the derivative of the loss by the weights at that step alone. " +
    "Return for each set the derivative by that set, as many numbers as a step asks for. A set that no step " +
    "used gets zeros.",
  answer: "bySets",
  stub: `${header} {
  return yourTurn; // YOUR TURN
}`,
  begin: [
    "To change a set is to change it at every step that uses it, all at once",
    "Begin with zeros for each set, and go through the steps once",
  ],
  check(answer) {
    const f = functionOf(answer);
    const random = createRandom(3);
    const cases: [steps: number, sets: number, weights: number][] = [
      [4, 2, 3],
      [3, 1, 2],
      [5, 5, 1],
      [2, 4, 2], // sets that no step uses
      [1, 1, 1],
      [30, 3, 6],
    ];
    for (const [steps, sets, weights] of cases) {
      const bySteps = Array.from(
        { length: steps },
        () => Array.from({ length: weights }, () => random.integer(-9, 10)),
      );
      const picks = bySteps.map(() => random.integer(0, sets));
      const input = `bySteps = ${shortly(bySteps)}, picks = ${shortly(picks)}, sets = ${sets}`;
      const found = call(f, [bySteps, picks, sets], input);
      if (!Array.isArray(found)) {
        throw new Finding("kind", `with ${input} it returned ${kindOf(found)}`);
      }
      if (found.length !== sets) {
        throw new Finding(
          "shape",
          `with ${input} it returned ${found.length} lists, and ${sets} are wanted, one a set`,
        );
      }
      const lists = found.map((list, set) => numbersOf(list, weights, `for set ${set},`));
      const wanted = summed(bySteps, picks, sets);
      if (differ(lists, wanted) < 1e-9) continue;
      const name = Object.keys(likely).find((name) =>
        differ(lists, likely[name](bySteps, picks, sets)) < 1e-9
      );
      throw new Finding(
        name ?? "other",
        `with ${input} it gave ${shortly(lists)}, wanted ${shortly(wanted)}`,
      );
    }
    return `${cases.length} nets of up to 30 steps, with 1 to 5 sets of weights, all as wanted`;
  },
  learned:
    "Sharing is no special rule of training. A weight that acts in several places is told the sum of what all " +
    "these places ask of it, whether the places are steps in time or anything else.",
  misconceptions: {
    "mean": {
      idea: "The steps are averaged, as if a set that is used more often had to be held back",
      hint:
        "If a weight acts at two steps and each would raise the loss by 1, by how much does it rise?",
      stronger: "Add up, and do not divide",
    },
    "last-wins": {
      idea: "A later step overwrites what an earlier one has asked for",
      hint: "What happens to the first step's wish when the second one uses the same set?",
      stronger: "Add to what is there: total += part",
    },
    "own-step": {
      idea: "Step t is given set number t, whatever it really used",
      hint: "Where in your code does `picks` come in?",
      stronger: "The set of step t is number picks[t]",
    },
    "everybody": {
      idea: "Every set hears all steps, also those that used another set",
      hint: "Does a set matter at a step that did not use it?",
      stronger: "Add bySteps[t] to set picks[t] alone",
    },
    "sizes": {
      idea: "Sizes are added, without signs. Two steps may pull in opposite directions and cancel",
      hint: "One step asks for +3, another for −3: what is the weight told?",
      stronger: "Leave Math.abs out",
    },
  },
  solution: {
    source: `${header} {
  const weights = bySteps[0].length;
  const totals = Array.from({ length: sets }, () => new Array<number>(weights).fill(0));
  bySteps.forEach((asked, t) => {
    asked.forEach((part, i) => totals[picks[t]][i] += part);
  });
  return totals;
}`,
    why:
      "With one set all picks are 0, and this is the sum over all steps; with a set a step it is each step's own.",
  },
  wrong: [
    {
      label: "the mean",
      misconception: "mean",
      source: `${header} {
  return Array.from({ length: sets }, (_, set) => {
    const own = bySteps.filter((_, t) => picks[t] === set);
    return bySteps[0].map((_, i) => own.reduce((sum, s) => sum + s[i], 0) / (own.length || 1));
  });
}`,
    },
    {
      label: "the last step wins",
      misconception: "last-wins",
      source: `${header} {
  const totals = Array.from({ length: sets }, () => bySteps[0].map(() => 0));
  bySteps.forEach((asked, t) => totals[picks[t]] = [...asked]);
  return totals;
}`,
    },
    {
      label: "set t for step t",
      misconception: "own-step",
      source: `${header} {
  return Array.from({ length: sets }, (_, set) => [...(bySteps[set] ?? bySteps[0].map(() => 0))]);
}`,
    },
    {
      label: "all steps for every set",
      misconception: "everybody",
      source: `${header} {
  const sum = bySteps[0].map((_, i) => bySteps.reduce((total, s) => total + s[i], 0));
  return Array.from({ length: sets }, () => [...sum]);
}`,
    },
    {
      label: "sizes without signs",
      misconception: "sizes",
      source: `${header} {
  const totals = Array.from({ length: sets }, () => bySteps[0].map(() => 0));
  bySteps.forEach((s, t) => s.forEach((x, i) => totals[picks[t]][i] += Math.abs(x)));
  return totals;
}`,
    },
    {
      label: "only the sets that were used",
      misconception: "shape",
      source: `${header} {
  return [...new Set(picks)].map((set) =>
    bySteps[0].map((_, i) => bySteps.reduce((sum, s, t) => sum + (picks[t] === set ? s[i] : 0), 0))
  );
}`,
    },
  ],
};

function empty(bySteps: readonly number[][], sets: number): number[][] {
  return Array.from({ length: sets }, () => bySteps[0].map(() => 0));
}

function summed(bySteps: readonly number[][], picks: readonly number[], sets: number): number[][] {
  const totals = empty(bySteps, sets);
  bySteps.forEach((asked, t) => asked.forEach((part, i) => totals[picks[t]][i] += part));
  return totals;
}

/** Largest difference between two lists of lists of the same sizes. */
function differ(a: readonly number[][], b: readonly number[][]): number {
  return Math.max(...a.map((list, i) => apart(list, b[i])));
}
