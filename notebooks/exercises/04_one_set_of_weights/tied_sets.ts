/**
 * The derivative of a shared weight: the sum over the steps that used it.
 *
 * @module
 */

import type { Shown } from "lib/exercises/diagnose.ts";
import { opposite } from "lib/exercises/does.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { createRandom } from "lib/random.ts";

/** The derivative of the loss by each set of weights. */
function bySets(
  bySteps: readonly (readonly number[])[], // what each step asks of the weights that it used
  picks: readonly number[], // which set each step used: picks[t] is the number of step t's
  sets: number, // how many sets there are
): number[][] {
  const weights = bySteps[0].length;
  const totals = Array.from({ length: sets }, () => new Array<number>(weights).fill(0));
  bySteps.forEach((asked, t) => {
    asked.forEach((part, i) => totals[picks[t]][i] += part);
  });
  return totals;
}

const right = bySets;
const zerosOf = (bySteps: readonly (readonly number[])[], sets: number) =>
  Array.from({ length: sets }, () => bySteps[0].map(() => 0));
const used = (picks: readonly number[], set: number) => picks.filter((pick) => pick === set).length;
const times = (table: number[][], factor: (set: number) => number) =>
  table.map((list, set) => list.map((x) => x * factor(set)));

/** The exercise. */
export default functionExercise<typeof bySets>({
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
  begin: [
    "To change a set is to change it at every step that uses it, all at once",
    "Begin with zeros for each set, and go through the steps once",
  ],
  from: import.meta.url,
  solution: bySets,
  why:
    "With one set all picks are 0, and this is the sum over all steps; with a set a step it is each step's own.",
  learned:
    "Sharing is no special rule of training. A weight that acts in several places is told the sum of what all " +
    "these places ask of it, whether the places are steps in time or anything else.",
  cases: () => {
    const random = createRandom(3);
    const sizes: [steps: number, sets: number, weights: number][] = [
      [4, 2, 3],
      [3, 1, 2],
      [5, 5, 1],
      [2, 4, 2], // sets that no step uses
      [1, 1, 1],
      [6, 2, 2],
      [30, 3, 6],
    ];
    return sizes.map(([steps, sets, weights]) => {
      const bySteps = Array.from(
        { length: steps },
        () => Array.from({ length: weights }, () => random.integer(-9, 10)),
      );
      return { given: [bySteps, bySteps.map(() => random.integer(0, sets)), sets] };
    });
  },
  found: (_, cases) =>
    `${cases.length} nets of up to 30 steps, with 1 to 5 sets of weights, all as wanted`,
  ideas: {
    "mean": {
      idea: "The steps are averaged, as if a set that is used more often had to be held back",
      hint:
        "If a weight acts at two steps and each would raise the loss by 1, by how much does it rise?",
      stronger: "Add up, and do not divide",
      answers: [
        (bySteps, picks, sets) =>
          times(right(bySteps, picks, sets), (set) => 1 / Math.max(1, used(picks, set))),
        (bySteps, picks, sets) => times(right(bySteps, picks, sets), () => 1 / picks.length),
        (bySteps, picks, sets) => times(right(bySteps, picks, sets), () => 1 / sets),
        (bySteps, picks, sets) => times(right(bySteps, picks, sets), (set) => 1 / used(picks, set)),
      ],
      does: ({ cases, found, wanted }) =>
        everySet({ cases, found, wanted }, (list, right) => {
          const at = right.findIndex((x) => x !== 0);
          const share = at < 0 ? 1 : list[at] / right[at];
          return share > 0 && share <= 1 &&
            right.every((x, i) => Math.abs(list[i] - share * x) < 1e-6);
        }),
    },
    "last-wins": {
      idea: "A later step overwrites what an earlier one has asked for",
      hint: "What happens to the first step's wish when the second one uses the same set?",
      stronger: "Add to what is there: total += part",
      answers: [
        (bySteps, picks, sets) =>
          zerosOf(bySteps, sets).map((zero, set) => [...(bySteps[picks.lastIndexOf(set)] ?? zero)]),
        (bySteps, picks, sets) => {
          const totals = zerosOf(bySteps, sets);
          bySteps.forEach((asked, t) => totals[picks[t]] = [...asked]);
          return totals;
        },
        (bySteps, picks, sets) =>
          zerosOf(bySteps, sets).map((zero, set) => [...(bySteps[picks.indexOf(set)] ?? zero)]),
        (bySteps, picks, sets) =>
          zerosOf(bySteps, sets).map((
            zero,
            set,
          ) => [...(bySteps.find((_, t) => picks[t] === set) ?? zero)]),
      ],
      does: ({ cases, found, wanted }) =>
        // each set has what one of its steps asks
        everySet({ cases, found, wanted }, (list, _, set, [bySteps, picks]) =>
          used(picks, set) === 0 ||
          bySteps.some((asked, t) =>
            picks[t] === set && String(asked) === String(list)
          )),
    },
    "own-step": {
      idea: "Step t is given set number t, whatever it really used",
      hint: "Where in your code does `picks` come in?",
      stronger: "The set of step t is number picks[t]",
      answers: [
        (bySteps, _, sets) =>
          zerosOf(bySteps, sets).map((zero, set) => [...(bySteps[set] ?? zero)]),
        (bySteps, _, sets) => Array.from({ length: sets }, (_, set) => [...(bySteps[set] ?? [])]),
        (bySteps, _, sets) => bySteps.slice(0, sets).map((asked) => [...asked]),
        (bySteps, _, sets) => right(bySteps, bySteps.map((_, t) => t % sets), sets),
      ],
    },
    "other-number": {
      idea: "The right sums stand at the wrong sets: sets are numbered from 0, as lists are",
      hint: "Which list belongs to a step with picks[t] = 0: the first, or one before it?",
      stronger: "Step t adds to totals[picks[t]], without 1 more or less",
      answers: [
        (bySteps, picks, sets) =>
          [zerosOf(bySteps, 1)[0], ...right(bySteps, picks, sets)].slice(0, -1),
        (bySteps, picks, sets) => [...right(bySteps, picks, sets).slice(1), zerosOf(bySteps, 1)[0]],
        (bySteps, picks, sets) => right(bySteps, picks, sets).reverse(),
        (bySteps, picks, sets) => right(bySteps, picks.map((pick) => (pick + 1) % sets), sets),
      ],
      does: (shown) =>
        everySet(
          shown,
          (list, _right, _set, [bySteps, picks, sets]) =>
            list.every((x) => x === 0) ||
            right(bySteps, picks, sets).some((other) => String(other) === String(list)),
        ),
    },
    "unused-left-out": {
      idea:
        "A set that no step used is left out: there is nothing at its place, or those behind it move up",
      hint: "How many lists are wanted for 4 sets of which 2 were used?",
      stronger: "Begin with zeros for each of the `sets` sets",
      answers: [
        (bySteps, picks, sets) => right(bySteps, picks, sets).filter((_, set) => used(picks, set)),
        (bySteps, picks, sets) =>
          [...new Set(picks)].map((set) => right(bySteps, picks, sets)[set]),
        (bySteps, picks, sets) =>
          [...new Set(picks)].sort().map((set) => right(bySteps, picks, sets)[set]),
        (bySteps, picks, sets) => {
          const totals = new Array<number[]>(sets);
          bySteps.forEach((asked, t) => {
            totals[picks[t]] = asked.map((x, i) => x + (totals[picks[t]]?.[i] ?? 0));
          });
          return totals;
        },
        (bySteps, picks, sets) =>
          right(bySteps, picks, sets).map((list, set) => used(picks, set) ? list : []),
        (bySteps, picks, sets) =>
          right(bySteps, picks, sets).map((list, set) => used(picks, set) ? list : 0 as never),
      ],
      anyShape: true,
      does: ({ cases, found, wanted }) =>
        found.every((one, i) => {
          const [, picks, sets] = cases[i].given as Given;
          if ("fault" in one || "fault" in wanted[i]) return false;
          const [came, right] = [one, wanted[i]].map((each) =>
            "parts" in each ? each.values.result : []
          );
          const lists = came as unknown[];
          if (!Array.isArray(came) || lists.length > sets) return false;
          const all = Array.from({ length: sets }, (_, set) => set);
          const inUse = all.filter((set) => used(picks, set) > 0);
          const has = (place: number, set: number) =>
            String(lists[place]) === String((right as number[][])[set]);
          // Those in use are right; where one is not in use there is something else than zeros.
          return inUse.every((set) => has(set, set)) || inUse.every((set, n) => has(n, set));
        }),
    },
    "everybody": {
      idea: "Every set hears all steps, also those that used another set",
      hint: "Does a set matter at a step that did not use it?",
      stronger: "Add bySteps[t] to set picks[t] alone",
      answers: [
        (bySteps, picks, sets) =>
          zerosOf(bySteps, sets).map(() => right(bySteps, picks.map(() => 0), 1)[0]),
        (bySteps, _, sets) => {
          const sum = bySteps[0].map((_, i) => bySteps.reduce((total, s) => total + s[i], 0));
          return Array.from({ length: sets }, () => [...sum]);
        },
        (bySteps, picks, sets) => {
          const shared = bySteps[0].map(() => 0);
          const totals = Array.from({ length: sets }, () => shared); // one list for all
          bySteps.forEach((asked, t) => asked.forEach((x, i) => totals[picks[t]][i] += x));
          return totals;
        },
      ],
      does: (shown) =>
        everySet(shown, (list, _right, _set, _given, all) => String(list) === String(all[0])),
    },
    "sizes": {
      idea: "Sizes are added, without signs. Two steps may pull in opposite directions and cancel",
      hint: "One step asks for +3, another for −3: what is the weight told?",
      stronger: "Leave Math.abs out",
      answers: [
        (bySteps, picks, sets) => right(bySteps.map((s) => s.map(Math.abs)), picks, sets),
        (bySteps, picks, sets) => right(bySteps, picks, sets).map((list) => list.map(Math.abs)),
        (bySteps, picks, sets) => right(bySteps.map((s) => s.map((x) => x * x)), picks, sets),
      ],
      does: (shown) => everySet(shown, (list) => list.every((x) => x >= 0)),
    },
    "sign": {
      idea:
        "Everything has the other sign: asked is for the derivative, not for the step that training takes",
      hint: "If a step says that the loss rises with the weight, what is the derivative by it?",
      stronger: "Add, do not subtract",
      answers: [
        (bySteps, picks, sets) => times(right(bySteps, picks, sets), () => -1),
        (bySteps, picks, sets) => {
          const totals = zerosOf(bySteps, sets);
          bySteps.forEach((asked, t) => asked.forEach((x, i) => totals[picks[t]][i] -= x));
          return totals;
        },
      ],
      does: opposite,
    },
    "a-step-missing": {
      idea: "A step is left out: the loop begins too late or ends too early",
      hint: "Does the first step have a part in your result, and the last?",
      stronger: "Go through all of `bySteps`, from t = 0 on",
      answers: [
        (bySteps, picks, sets) => right([zerosOf(bySteps, 1)[0], ...bySteps.slice(1)], picks, sets),
        (bySteps, picks, sets) =>
          right([...bySteps.slice(0, -1), zerosOf(bySteps, 1)[0]], picks, sets),
        (bySteps, picks, sets) => {
          const totals = zerosOf(bySteps, sets);
          for (let t = 1; t < bySteps.length; t++) {
            bySteps[t].forEach((x, i) => totals[picks[t]][i] += x);
          }
          return totals;
        },
        (bySteps, picks, sets) => {
          const totals = zerosOf(bySteps, sets);
          for (let t = 0; t < bySteps.length - 1; t++) {
            bySteps[t].forEach((x, i) => totals[picks[t]][i] += x);
          }
          return totals;
        },
      ],
    },
    "summed-up": {
      idea:
        "One number a set, where one for each weight is wanted: the weights of a step were added up",
      hint: "How many numbers does a step ask for, and how many come out for its set?",
      stronger: "Add place by place: totals[picks[t]][i] += asked[i]",
      answers: [
        (bySteps, picks, sets) =>
          right(bySteps, picks, sets).map((list) => [list.reduce((sum, x) => sum + x, 0)]),
        (bySteps, picks, sets) =>
          right(bySteps.map((asked) => [asked.reduce((sum, x) => sum + x, 0)]), picks, sets),
        (bySteps, picks, sets) =>
          right(bySteps, picks, sets).map((list) => {
            const sum = list.reduce((all, x) => all + x, 0);
            return list.map(() => sum);
          }),
        (bySteps, picks, sets) =>
          right(bySteps.map((s) => s.map(() => s.reduce((a, x) => a + x, 0))), picks, sets),
      ],
    },
  },
  faults: {
    shape: [
      (bySteps, picks, sets) => right(bySteps, picks, sets).flat() as never,
      (bySteps, picks, sets) => right(bySteps, picks, sets)[0].map((x) => [x]),
    ],
    mutates: [
      (bySteps, picks, sets) => {
        const totals = right(bySteps, picks, sets);
        (bySteps as number[][]).pop();
        return totals;
      },
      (bySteps, picks, sets) => {
        const first: (number[] | undefined)[] = new Array(sets).fill(undefined);
        bySteps.forEach((asked, t) => {
          const total = first[picks[t]];
          if (total) asked.forEach((x, i) => total[i] += x);
          else first[picks[t]] = asked as number[];
        });
        return first.map((list) => list ?? zerosOf(bySteps, 1)[0]);
      },
    ],
    kind: [
      (bySteps, picks, sets) => new Array<number[]>(right(bySteps, picks, sets).length),
      () => undefined as never,
    ],
    throws: [
      (bySteps, picks, sets) => {
        const totals: number[][] = new Array(sets);
        bySteps.forEach((asked, t) => asked.forEach((x, i) => totals[picks[t]][i] += x));
        return totals;
      },
    ],
  },
});

type Given = [bySteps: number[][], picks: number[], sets: number];

/** Whether something holds of each set's list, beside the right one, in every case. */
function everySet(
  { cases, found, wanted }: Shown,
  holds: (list: number[], right: number[], set: number, given: Given, all: number[][]) => boolean,
): boolean {
  return found.every((one, i) => {
    const right = wanted[i];
    if ("fault" in one || "fault" in right) return false;
    if (one.parts.result.structure !== right.parts.result.structure) return false;
    const [a, b] = [one.values.result, right.values.result] as number[][][];
    return a.every((list, set) => holds(list, b[set], set, cases[i].given as Given, a));
  });
}
