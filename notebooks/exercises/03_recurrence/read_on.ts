/**
 * The loop: the memory that comes out of one step goes into the next.
 *
 * @module
 */

import { unroll } from "lib/cells/unroll.ts";
import { constant, shuffled } from "lib/exercises/does.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { createRandom } from "lib/random.ts";

/** The memory after each step: as many as there are inputs. */
function memoriesOf(
  step: (x: number, h: number) => number, // the memory after reading x with memory h
  xs: readonly number[],
  start: number, // the memory before anything was read
): number[] {
  const memories: number[] = [];
  let h = start;
  for (const x of xs) {
    h = step(x, h);
    memories.push(h);
  }
  return memories;
}

type Step = (x: number, h: number) => number;
const right = memoriesOf;
const steps: readonly Step[] = [
  (x, h) => 3 * h + x,
  (x, h) => x - 2 * h,
  (x, h) => (x > 0 ? x : h), // keeps the last positive input
  (x, h) => h + x,
  (x, h) => (x === 0 ? h : 2 * x + h),
];

/** The exercise. */
export default functionExercise<typeof memoriesOf>({
  id: "03.read-on",
  kind: "fill in the equation",
  title: "the loop",
  goal:
    "Write the loop of recurrence: take one step over a whole sequence and return the memory after each input.",
  text:
    "A cell is one step. The loop makes it read: here with plain numbers, so that nothing distracts. Given " +
    "_any_ `step`, return the memory after each input.",
  begin: [
    "Keep the memory in a variable outside the loop",
    "In each round: h = step(x, h), then note h down",
  ],
  from: import.meta.url,
  solution: memoriesOf,
  why:
    "One variable is handed from round to round. All that the second step knows of the first input is in it.",
  learned:
    "The loop knows nothing of the cell, and the cell nothing of the length. That is why one small net fits a " +
    "sequence of 3 and one of 30.",
  notBy: [unroll],
  cases: () => {
    const random = createRandom(2);
    // Neither the first nor the last input can be left out unnoticed.
    const inputs = [3, 5, ...Array.from({ length: 28 }, () => random.integer(-4, 6))];
    const starts = [2, 0];
    return [5, 2, 1, 0, 9, 30].flatMap((length) =>
      steps.flatMap((step) =>
        starts.map((start) => {
          const xs = inputs.slice(0, length);
          return {
            given: [step, xs, start],
            said: `with xs = [${xs.join(", ")}], start = ${start}, step = ${step.toString()}`,
          };
        })
      )
    );
  },
  found: (_, cases) =>
    `${cases.length} sequences of up to 30 inputs, five different cells, all as wanted`,
  ideas: {
    "not-handed-on": {
      idea:
        "Each step starts from the first memory again: nothing is handed on, so nothing is remembered",
      hint: "Which memory goes into the second step?",
      stronger: "Assign to the memory in each round: h = step(x, h)",
      answers: [
        (step, xs, start) => xs.map((x) => step(x, start)),
        (step, xs) => xs.map((x) => step(x, 0)),
        (step, xs, start) => xs.map((x, t) => step(x, t === 0 ? start : 0)),
      ],
    },
    "input-before": {
      idea: "The input before stands where the memory belongs: only one step back is known",
      hint: "Can the third memory know anything of the first input?",
      stronger: "What the step returned goes into the next one, not what it read",
      answers: [
        (step, xs, start) => xs.map((x, t) => t === 0 ? step(x, start) : step(x, xs[t - 1])),
        (step, xs, start) => xs.map((x, t) => step(x, [start, ...xs][t])),
        (step, xs) => xs.map((x, t) => step(x, t === 0 ? 0 : xs[t - 1])),
        (step, xs) => xs.map((x) => step(x, x)),
      ],
    },
    "number-read": {
      idea: "What is read is the number of the round, not the input of that round",
      hint: "In `for (let t = 0; …)`, what is t, and what is xs[t]?",
      stronger: "step(xs[t], h), or `for (const x of xs)` and step(x, h)",
      answers: [
        (step, xs, start) => right(step, xs.map((_, t) => t), start),
        (step, xs, start) => right(step, xs.map((_, t) => t + 1), start),
        (step, xs, start) => {
          let t = 0;
          return xs.map(() => start = step(++t, start));
        },
        (step, xs, start) => {
          const memories: number[] = [];
          for (const t in xs) memories.push(start = step(Number(t), start));
          return memories;
        },
      ],
    },
    "exchanged": {
      idea: "Input and memory have changed places in the call of step",
      hint: "Look at the order of arguments: step(x, h)",
      stronger: "The first argument is what is read, the second what was kept",
      answers: [
        (step, xs, start) => right((x, h) => step(h, x), xs, start),
        (step, xs, start) => {
          let h = start;
          return xs.map((x) => (h = step(h, x)));
        },
        (step, xs, start) => xs.map((x) => start = step(start, x)),
      ],
    },
    "start-included": {
      idea: "The memory before anything was read is not the memory after a step",
      hint: "How many memories are wanted for no inputs at all?",
      stronger: "Note the memory down after the step, not before the loop",
      answers: [
        (step, xs, start) => [start, ...right(step, xs, start)],
        (step, xs, start) => {
          const memories = [start];
          for (const x of xs) memories.push(step(x, memories.at(-1)!));
          return memories;
        },
        (step, xs, start) => [0, ...right(step, xs, start)],
      ],
      anyShape: true,
      does: ({ cases, found, wanted }) =>
        wanted.every((right, i) => {
          if ("fault" in right || "fault" in found[i]) return false;
          const [a, b] = [found[i].parts.result.leaves, right.parts.result.leaves];
          return a.length === b.length + 1 && b.every((x, k) => x === a[k + 1]) && cases.length > 0;
        }),
    },
    "one-behind": {
      idea: "These are the memories before each step; wanted are those after",
      hint: "Does the first number that you return already know the first input?",
      stronger: "Take the step first, then note the memory down",
      answers: [
        (step, xs, start) => [start, ...right(step, xs, start)].slice(0, -1),
        (step, xs, start) => {
          const memories: number[] = [];
          let h = start;
          for (const x of xs) {
            memories.push(h);
            h = step(x, h);
          }
          return memories;
        },
        (step, xs, start) => [0, ...right(step, xs, start)].slice(0, xs.length),
      ],
    },
    "start-ignored": {
      idea: "The first step begins from nothing, whatever `start` says",
      hint: "With which memory is the first input read?",
      stronger: "Begin with `let h = start`",
      answers: [
        (step, xs) => right(step, xs, 0),
        (step, xs) => {
          let h = 0;
          return xs.map((x) => (h = step(x, h)));
        },
        (step, xs) => right(step, xs, 1),
        (step, xs) => xs.length ? [xs[0], ...right(step, xs.slice(1), xs[0])] : [],
      ],
      // Two starts, otherwise the same: nothing changes.
      does: ({ found }) =>
        found.every((one, i) => {
          const other = found[i - i % 2];
          return !("fault" in one || "fault" in other) &&
            String(one.parts.result.leaves) === String(other.parts.result.leaves);
        }),
    },
    "an-input-missing": {
      idea: "One input is never read: the loop begins too late or ends too early",
      hint: "How many memories come out of one input, and what is the first place of a list?",
      stronger: "`for (const x of xs)`, or t from 0 up to, not including, xs.length",
      answers: [
        (step, xs, start) => right(step, xs.slice(1), start),
        (step, xs, start) => right(step, xs.slice(0, -1), start),
        (step, xs, start) => {
          const memories: number[] = [];
          let h = start;
          for (let t = 1; t < xs.length; t++) memories.push(h = step(xs[t], h));
          return memories;
        },
        (step, xs, start) => xs.length < 2 ? [] : right(step, xs.slice(0, -1), start),
        (step, xs, start) => [...right(step, xs.slice(0, -1), start), start].slice(0, xs.length),
      ],
      anyShape: true,
      does: ({ cases, found }) =>
        found.every((one, i) =>
          !("fault" in one) &&
          one.parts.result.leaves.length === Math.max(0, (cases[i].given[1] as number[]).length - 1)
        ),
    },
    "first-for-all": {
      idea: "One and the same memory stands at every place, though each step makes a new one",
      hint: "What is noted down in each round: what the step has just returned?",
      stronger: "Push inside the loop, after h = step(x, h)",
      answers: [
        (step, xs, start) => xs.map(() => right(step, xs, start)[0]),
        (step, xs, start) => xs.map(() => step(xs[0], start)),
        (step, xs, start) => new Array(xs.length).fill(right(step, xs, start).at(-1)),
        (_step, xs, start) => xs.map(() => start),
      ],
      does: constant,
    },
    "last-only": {
      idea: "This is the last memory alone; wanted is the one after each input",
      hint: "A net may be asked at every step, so every memory is needed",
      stronger: "Push the memory to a list in each round",
      answers: [
        (step, xs, start) => right(step, xs, start).slice(-1),
        (step, xs, start) => xs.reduce((h, x) => step(x, h), start) as never,
        (step, xs, start) => [xs.reduce((h, x) => step(x, h), start)],
        (step, xs, start) => {
          for (const x of xs) start = step(x, start);
          return start as never;
        },
      ],
      anyShape: true,
      does: ({ found, wanted }) =>
        found.every((one, i) =>
          "fault" in one || "fault" in wanted[i] || wanted[i].parts.result.leaves.length === 0 ||
          (one.parts.result.leaves.length === 1 &&
            one.parts.result.leaves[0] === wanted[i].parts.result.leaves.at(-1))
        ),
    },
    "backward": {
      idea: "The sequence is read from its end",
      hint: "Which input does the first step read?",
      stronger: "Go from place 0 upward",
      answers: [
        (step, xs, start) => right(step, xs.toReversed(), start),
        (step, xs, start) => {
          let h = start;
          return xs.toReversed().map((x) => (h = step(x, h)));
        },
        (step, xs, start) => right(step, [...xs].reverse(), start).reverse(),
      ],
    },
    "turned": {
      idea: "The memories come out in the wrong order: the newest first",
      hint: "`push` puts at the end, `unshift` at the beginning",
      stronger: "Use `push`",
      answers: [
        (step, xs, start) => right(step, xs, start).reverse(),
        (step, xs, start) => {
          const memories: number[] = [];
          let h = start;
          for (const x of xs) memories.unshift(h = step(x, h));
          return memories;
        },
        (step, xs, start) =>
          xs.reduce((list, x) => [step(x, list[0]), ...list], [start]).slice(0, -1),
      ],
      does: shuffled,
    },
    "summed": {
      idea: "What the step returns is added to the memory: it is the memory",
      hint: "Is what `step` returns the change of h, or the new h?",
      stronger: "h = step(x, h), without +=",
      answers: [
        (step, xs, start) => right((x, h) => h + step(x, h), xs, start),
        (step, xs, start) => {
          let h = start;
          return xs.map((x) => h += step(x, h));
        },
        (step, xs, start) => right((x, h) => step(x, h) + x, xs, start),
      ],
    },
  },
  faults: {
    mutates: [
      (step, xs, start) => {
        const memories: number[] = [];
        const left = xs as number[];
        for (let h = start; left.length > 0;) memories.push(h = step(left.shift()!, h));
        return memories;
      },
    ],
    "not-finite": [
      (step, xs, start) => {
        const memories: number[] = [];
        let h = start;
        for (let t = 1; t <= xs.length; t++) memories.push(h = step(xs[t], h));
        return memories;
      },
    ],
    "never-returns": [
      (step, xs, start) => {
        const t = 0;
        let h = start;
        while (t < xs.length) h = step(xs[t], h);
        return [];
      },
      (step, xs, start) => {
        const memories: number[] = [];
        while (memories.length <= xs.length + 1 / start) memories.pop();
        return [step(0, 0)];
      },
    ],
    kind: [
      (step, xs, start) => new Array<number>(right(step, xs, start).length),
      () => "h" as never,
    ],
    throws: [
      (step, xs, start) => right((x, h) => (step as unknown as { of: Step }).of(x, h), xs, start),
    ],
  },
});
