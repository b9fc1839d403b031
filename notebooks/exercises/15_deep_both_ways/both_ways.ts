/**
 * What each step knows in a net that reads both ways: a memory from the left and one from the right.
 *
 * @module
 */

import { unroll } from "lib/cells/unroll.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import type { Shown } from "lib/exercises/diagnose.ts";
import { createRandom } from "lib/random.ts";

/** Both memories at each step, side by side. */
function bothWays(
  forward: (x: number, h: number) => number, // the memory of who reads from the left
  backward: (x: number, h: number) => number, // and of who reads from the right
  xs: readonly number[],
  start: number, // the memory of both before anything was read
): [fromLeft: number, fromRight: number][] {
  const known = xs.map((): [number, number] => [start, start]);
  let [left, right] = [start, start];
  for (let t = 0; t < xs.length; t++) known[t][0] = left = forward(xs[t], left);
  for (let t = xs.length - 1; t >= 0; t--) known[t][1] = right = backward(xs[t], right);
  return known;
}

type Step = (x: number, h: number) => number;
type Both = typeof bothWays;
const right = bothWays;
const read = (step: Step, xs: readonly number[], start: number): number[] => {
  let h = start;
  return xs.map((x) => h = step(x, h));
};
const fromRight = (step: Step, xs: readonly number[], start: number) =>
  read(step, xs.toReversed(), start).reverse();
const pairs = (left: readonly number[], right: readonly number[]): [number, number][] =>
  left.map((x, t) => [x, right[t]]);
const steps: readonly (readonly [Step, Step])[] = [
  [(x, h) => 3 * h + x, (x, h) => x - 2 * h],
  [(x, h) => h + x, (x, h) => 2 * h + x],
  [(x, h) => (x > 0 ? x : h), (x, h) => 5 * h + x],
];

/** The exercise. */
export default functionExercise<Both>({
  id: "15.both-ways",
  kind: "fill in the equation",
  title: "from the left and from the right",
  goal: "Write what each step knows in a net that reads both ways: its two memories, side by side.",
  text:
    "Two cells read the same sequence, one from the left and one from the right. Given a step of each, return for every " +
    "place the pair of what both remember **after they have read what stands there**. Of _owl_ in _saw ▢ owl_ the one " +
    "has read _saw ▢ owl_, and the other only _owl_. Both begin from `start`.",
  begin: [
    "Two loops: one goes from the first place to the last, the other from the last to the first",
    "The memory from the right at place t has read xs[t] and all that comes after it",
  ],
  from: import.meta.url,
  solution: bothWays,
  why:
    "Each cell has a memory of its own and reads in its own direction. What the second one notes down last belongs to the " +
    "first place.",
  learned:
    "At every place the pair knows the whole sequence: one half of it from the left, the other from the right. And no " +
    "place has its pair before all has been read: so nothing can be written with it, word after word.",
  notBy: [unroll],
  cases: () => {
    const random = createRandom(15);
    const inputs = [3, 5, -2, ...Array.from({ length: 9 }, () => random.integer(-4, 6))];
    return [4, 3, 2, 1, 0, 12].flatMap((length) =>
      steps.flatMap(([forward, backward]) =>
        [2, 0].map((start) => ({
          given: [forward, backward, inputs.slice(0, length), start],
          said: `with xs = [${
            inputs.slice(0, length).join(", ")
          }], start = ${start}, forward = ${forward}, backward = ${backward}`,
        }))
      )
    );
  },
  found: (_, cases) =>
    `${cases.length} sequences of up to 12 inputs, three pairs of cells, all as wanted`,
  ideas: {
    "not-turned-back": {
      idea:
        "The memories from the right stand in the order in which they were made: the last place's comes first",
      hint: "Who reads from the right has read all of it at which place: the first, or the last?",
      stronger: "Turn them round once more, or put each at its place t while t counts down",
      answers: [
        (f, b, xs, h) => pairs(read(f, xs, h), read(b, xs.toReversed(), h)),
        (f, b, xs, h) => {
          const left = read(f, xs, h);
          const all: number[] = [];
          for (const x of xs.toReversed()) all.push(h = b(x, h));
          return left.map((one, t) => [one, all[t]]);
        },
        (f, b, xs, h) =>
          right(f, b, xs, h).map(([left], t, all) => [left, all[xs.length - 1 - t][1]]),
      ],
    },
    "same-direction": {
      idea:
        "Both read in the same direction: no step knows both of what is before it and of what comes after",
      hint: "Which input does the second cell read first?",
      stronger: "The second loop begins at t = xs.length − 1 and counts down",
      answers: [
        (f, b, xs, h) => pairs(read(f, xs, h), read(b, xs, h)),
        (f, b, xs, h) => pairs(fromRight(f, xs, h), fromRight(b, xs, h)),
        (f, b, xs, h) => {
          let other = h;
          return xs.map((x) => [h = f(x, h), other = b(x, other)]);
        },
      ],
      does: (shown) =>
        columns(
          shown,
          (came, [f, b, xs, h]) => String(came) === String(pairs(read(f, xs, h), read(b, xs, h))),
        ) ||
        columns(
          shown,
          (came, [f, b, xs, h]) =>
            String(came) === String(pairs(fromRight(f, xs, h), fromRight(b, xs, h))),
        ),
    },
    "without-itself": {
      idea:
        "A memory lacks the input of its own place: it is noted down before the step, or a place too far",
      hint: "Of the last place, has the reader from the right read anything yet?",
      stronger: "Take the step first, then note the memory down at the same place",
      answers: [
        (f, b, xs, h) => pairs(read(f, xs, h), [...fromRight(b, xs, h), h].slice(1)),
        (f, b, xs, h) =>
          pairs([h, ...read(f, xs, h)].slice(0, -1), [...fromRight(b, xs, h), h].slice(1)),
        (f, b, xs, h) => pairs([h, ...read(f, xs, h)].slice(0, xs.length), fromRight(b, xs, h)),
        (f, b, xs, h) => {
          const known = xs.map((): [number, number] => [h, h]);
          let [left, right] = [h, h];
          xs.forEach((x, t) => known[t][0] = left = f(x, left));
          for (let t = xs.length - 1; t > 0; t--) known[t - 1][1] = right = b(xs[t], right);
          return known;
        },
      ],
      does: (shown) => {
        const before = (all: readonly number[], h: number) => [h, ...all].slice(0, all.length);
        const after = (all: readonly number[], h: number) => [...all, h].slice(1);
        const column = (k: 0 | 1, wanted: (...given: Given) => number[]) =>
          columns(
            shown,
            (came, given) => String(came.map((one) => one[k])) === String(wanted(...given)),
          );
        const lefts = [0, 1].map((late) =>
          column(0, (f, _, xs, h) => late ? before(read(f, xs, h), h) : read(f, xs, h))
        );
        const rights = [0, 1].map((late) =>
          column(1, (_, b, xs, h) => late ? after(fromRight(b, xs, h), h) : fromRight(b, xs, h))
        );
        return lefts.includes(true) && rights.includes(true);
      },
    },
    "last-for-all": {
      idea:
        "The last memory stands at every place: that is what is left at the end, not what each step knows",
      hint: "How many different memories does each reader have on its way?",
      stronger: "Note a memory down in each round, inside the loop",
      answers: [
        (f, b, xs, h) => xs.map(() => [read(f, xs, h).at(-1)!, fromRight(b, xs, h)[0]]),
        (f, b, xs, h) => pairs(read(f, xs, h), xs.map(() => fromRight(b, xs, h)[0])),
        (f, b, xs, h) => {
          const end = xs.reduceRight((memory, x) => b(x, memory), h);
          return read(f, xs, h).map((left) => [left, end]);
        },
        (f, b, xs, h) => pairs(xs.map(() => read(f, xs, h).at(-1)!), fromRight(b, xs, h)),
      ],
      does: (shown) =>
        ([0, 1] as const).some((k) =>
          columns(shown, (came, [f, b, xs, h]) => {
            const end = k === 0 ? read(f, xs, h).at(-1) : fromRight(b, xs, h)[0];
            return came.every((one) => one[k] === end);
          })
        ),
    },
    "one-goes-on": {
      idea:
        "The second reader begins with what the first one has read: each has a memory of its own",
      hint: "Which memory does the reader from the right have before it has read anything?",
      stronger: "Begin the second loop with `start` again",
      answers: [
        (f, b, xs, h) => pairs(read(f, xs, h), fromRight(b, xs, read(f, xs, h).at(-1) ?? h)),
        (f, b, xs, h) => {
          const known = xs.map((x): [number, number] => [h = f(x, h), 0]);
          for (let t = xs.length - 1; t >= 0; t--) known[t][1] = h = b(xs[t], h);
          return known;
        },
        (f, b, xs, h) => pairs(read(f, xs, fromRight(b, xs, h)[0] ?? h), fromRight(b, xs, h)),
        (f, b, xs, h) => pairs(read(f, xs, h), xs.map((x, t) => b(x, read(f, xs, h)[t]))),
      ],
    },
    "start-ignored": {
      idea: "A reader begins from nothing, whatever `start` says",
      hint: "With which memory is the last input read from the right?",
      stronger: "Both begin with `start`",
      answers: [
        (f, b, xs) => right(f, b, xs, 0),
        (f, b, xs, h) => pairs(read(f, xs, h), fromRight(b, xs, 0)),
        (f, b, xs, h) => pairs(read(f, xs, 0), fromRight(b, xs, h)),
      ],
      does: (shown) => {
        const own = (k: 0 | 1) =>
          [0, 1].map((used) =>
            columns(
              shown,
              (came, [f, b, xs, h]) =>
                String(came.map((one) => one[k])) ===
                  String(right(f, b, xs, used * h).map((one) => one[k])),
            )
          );
        return [0, 1].every((k) => own(k as 0 | 1).includes(true));
      },
    },
    "exchanged": {
      idea: "Left and right have changed places: in the pair, or in which cell reads from where",
      hint:
        "Which of the two steps reads xs[0] first, and where in the pair does its memory stand?",
      stronger: "[from the left by `forward`, from the right by `backward`]",
      answers: [
        (f, b, xs, h) => right(f, b, xs, h).map(([left, right]) => [right, left]),
        (f, b, xs, h) => right(b, f, xs, h),
        (f, b, xs, h) => pairs(fromRight(f, xs, h), read(b, xs, h)),
        (f, b, xs, h) => pairs(fromRight(b, xs, h), read(f, xs, h)),
        (f, b, xs, h) => pairs(read(b, xs, h), fromRight(f, xs, h)),
      ],
      does: (shown) =>
        [true, false].some((turned) =>
          columns(shown, (came, [f, b, xs, h]) => {
            const [one, other] = turned ? [b, f] : [f, b];
            const [left, right] = turned
              ? [read(one, xs, h), fromRight(other, xs, h)]
              : [fromRight(one, xs, h), read(other, xs, h)];
            return [pairs(left, right), pairs(right, left)].some((all) =>
              String(all) === String(came)
            );
          })
        ),
    },
    "mixed": {
      idea:
        "The two memories are made one: added, or meant. The net reads both, each with weights of its own",
      hint: "How many numbers are wanted for each place?",
      stronger: "Return a pair for each place",
      answers: [
        (...given) => right(...given).map(([left, right]) => left + right) as never,
        (...given) => right(...given).map(([left, right]) => (left + right) / 2) as never,
        (...given) => right(...given).map(([left, right]) => [left + right]) as never,
        (...given) => right(...given).map(([left, right]) => [left + right, left + right]),
      ],
      anyShape: true,
      does: ({ found }) =>
        found.every((one) => {
          const all = "parts" in one ? one.values.result : null;
          return Array.isArray(all) && all.every((x) => typeof x === "number" || x?.length === 1);
        }),
    },
  },
  faults: {
    shape: [
      (...given) => right(...given).slice(1),
      (f, b, xs, h) => [read(f, xs, h), fromRight(b, xs, h)] as never,
    ],
    kind: [() => undefined as never, (...given) => String(right(...given)) as never],
    mutates: [
      (f, b, xs, h) => {
        const left = read(f, xs, h);
        const back = read(b, (xs as number[]).reverse(), h);
        return pairs(left, back.reverse());
      },
    ],
    "not-finite": [
      (f, b, xs, h) => {
        const known = right(f, b, xs, h);
        let other = h;
        for (let t = xs.length; t >= 0; t--) other = b(xs[t], other);
        return known.map(([left]) => [left, other]);
      },
    ],
    "never-returns": [
      (f, b, xs, h) => {
        let other = h;
        for (let t = xs.length - 1; t >= 0 || xs.length >= 0;) other = b(xs[t--] ?? 0, other);
        return right(f, b, xs, other);
      },
    ],
  },
});

type Given = [forward: Step, backward: Step, xs: number[], start: number];

/** Whether something holds of the pairs in every case. */
function columns(
  { cases, found }: Shown,
  holds: (came: number[][], given: Given) => boolean,
): boolean {
  return found.every((one, i) =>
    "parts" in one && holds(one.values.result as number[][], cases[i].given as unknown as Given)
  );
}
