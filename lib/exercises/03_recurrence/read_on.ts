/**
 * The loop: the memory that comes out of one step goes into the next.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import { call, functionOf, kindOf, numbersOf, shortly } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const header = `/** The memory after each step: as many as there are inputs. */
function memoriesOf(
  step: (x: number, h: number) => number, // the memory after reading x with memory h
  xs: readonly number[],
  start: number, // the memory before anything was read
): number[]`;

type Step = (x: number, h: number) => number;

/** Likely loops that are wrong. */
const likely: Readonly<
  Record<string, (step: Step, xs: readonly number[], start: number) => number[]>
> = {
  "not-handed-on": (step, xs, start) => xs.map((x) => step(x, start)),
  "exchanged": (step, xs, start) => loop((x, h) => step(h, x), xs, start),
  "start-included": (step, xs, start) => [start, ...loop(step, xs, start)],
  "one-behind": (step, xs, start) => [start, ...loop(step, xs, start)].slice(0, -1),
  "last-only": (step, xs, start) => loop(step, xs, start).slice(-1),
  "backward": (step, xs, start) => loop(step, xs.toReversed(), start),
  "turned": (step, xs, start) => loop(step, xs, start).toReversed(),
};

/** The exercise. */
export const readOn: Exercise = {
  id: "03.read-on",
  kind: "fill in the equation",
  title: "the loop",
  goal:
    "Write the loop of recurrence: take one step over a whole sequence and return the memory after each input.",
  text:
    "A cell is one step. The loop makes it read: here with plain numbers, so that nothing distracts. Given " +
    "_any_ `step`, return the memory after each input.",
  answer: "memoriesOf",
  stub: `${header} {
  return yourTurn; // YOUR TURN
}`,
  begin: [
    "Keep the memory in a variable outside the loop",
    "In each round: h = step(x, h), then note h down",
  ],
  check(answer) {
    const f = functionOf(answer, ["unroll"]);
    const random = createRandom(2);
    const steps: Step[] = [
      (x, h) => 3 * h + x,
      (x, h) => x - 2 * h,
      (x, h) => (x > 0 ? x : h), // keeps the last positive input
      (x, h) => h + x,
    ];
    const lengths = [5, 2, 1, 0, 9, 30];
    for (const length of lengths) {
      for (const step of steps) {
        const xs = Array.from({ length }, () => random.integer(-4, 6));
        const start = random.integer(1, 4);
        const wanted = loop(step, xs, start);
        const input = `xs = ${shortly(xs)}, start = ${start}, step = ${step.toString()}`;
        const found = call(f, [step, xs, start], input);
        if (Array.isArray(found) && same(found, wanted)) continue;
        const name = Object.keys(likely).find((name) => {
          const other = likely[name](step, xs, start);
          return Array.isArray(found) ? same(found, other) : same([found], other);
        });
        const said = `with ${input} it gave ${
          Array.isArray(found) ? shortly(found) : kindOf(found)
        }, wanted ${shortly(wanted)}`;
        if (name) throw new Finding(name, said);
        numbersOf(found, length, `with ${input}`);
        throw new Finding("other", said);
      }
    }
    return `${
      lengths.length * steps.length
    } sequences of up to 30 inputs, four different cells, all as wanted`;
  },
  learned:
    "The loop knows nothing of the cell, and the cell nothing of the length. That is why one small net fits a " +
    "sequence of 3 and one of 30.",
  misconceptions: {
    "not-handed-on": {
      idea:
        "Each step starts from the first memory again: nothing is handed on, so nothing is remembered",
      hint: "Which memory goes into the second step?",
      stronger: "Assign to the memory in each round: h = step(x, h)",
    },
    "exchanged": {
      idea: "Input and memory have changed places in the call of step",
      hint: "Look at the order of arguments: step(x, h)",
      stronger: "The first argument is what is read, the second what was kept",
    },
    "start-included": {
      idea: "The memory before anything was read is not the memory after a step",
      hint: "How many memories are wanted for no inputs at all?",
      stronger: "Note the memory down after the step, not before the loop",
    },
    "one-behind": {
      idea: "These are the memories before each step; wanted are those after",
      hint: "Does the first number that you return already know the first input?",
      stronger: "Take the step first, then note the memory down",
    },
    "last-only": {
      idea: "This is the last memory alone; wanted is the one after each input",
      hint: "A net may be asked at every step, so every memory is needed",
      stronger: "Push the memory to a list in each round",
    },
    "backward": {
      idea: "The sequence is read from its end",
      hint: "Which input does the first step read?",
      stronger: "Go from place 0 upward",
    },
    "turned": {
      idea: "The memories come out in the wrong order: the newest first",
      hint: "`push` puts at the end, `unshift` at the beginning",
      stronger: "Use `push`",
    },
  },
  solution: {
    source: `${header} {
  const memories: number[] = [];
  let h = start;
  for (const x of xs) {
    h = step(x, h);
    memories.push(h);
  }
  return memories;
}`,
    why:
      "One variable is handed from round to round. All that the second step knows of the first input is in it.",
  },
  wrong: [
    {
      label: "every step from the start",
      misconception: "not-handed-on",
      source: `${header} {
  return xs.map((x) => step(x, start));
}`,
    },
    {
      label: "arguments exchanged",
      misconception: "exchanged",
      source: `${header} {
  let h = start;
  return xs.map((x) => (h = step(h, x)));
}`,
    },
    {
      label: "the start is in the list",
      misconception: "start-included",
      source: `${header} {
  const memories = [start];
  for (const x of xs) memories.push(step(x, memories.at(-1)!));
  return memories;
}`,
    },
    {
      label: "noted before the step",
      misconception: "one-behind",
      source: `${header} {
  const memories: number[] = [];
  let h = start;
  for (const x of xs) {
    memories.push(h);
    h = step(x, h);
  }
  return memories;
}`,
    },
    {
      label: "the last memory alone",
      misconception: "last-only",
      source: `${header} {
  return xs.reduce((h, x) => step(x, h), start) as never;
}`,
    },
    {
      label: "from the end",
      misconception: "backward",
      source: `${header} {
  let h = start;
  return xs.toReversed().map((x) => (h = step(x, h)));
}`,
    },
    {
      label: "newest memory first",
      misconception: "turned",
      source: `${header} {
  const memories: number[] = [];
  let h = start;
  for (const x of xs) memories.unshift(h = step(x, h));
  return memories;
}`,
    },
    {
      label: "eats its input",
      misconception: "mutates",
      source: `${header} {
  const memories: number[] = [];
  const left = xs as number[];
  for (let h = start; left.length > 0;) memories.push(h = step(left.shift()!, h));
  return memories;
}`,
    },
    {
      label: "reads beyond the end",
      misconception: "not-finite",
      source: `${header} {
  const memories: number[] = [];
  let h = start;
  for (let t = 1; t <= xs.length; t++) memories.push(h = step(xs[t], h));
  return memories;
}`,
    },
    {
      label: "never ends",
      misconception: "never-returns",
      source: `${header} {
  const memories: number[] = [];
  let t = 0;
  let h = start;
  while (t < xs.length) h = step(xs[t], h);
  return memories;
}`,
    },
  ],
};

function loop(step: Step, xs: readonly number[], start: number): number[] {
  let h = start;
  return xs.map((x) => (h = step(x, h)));
}

function same(a: readonly unknown[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
