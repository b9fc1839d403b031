/**
 * A leak that looks like care: a moving average around today knows tomorrow.
 *
 * @module
 */

import { numbersOf, type Shown } from "lib/exercises/diagnose.ts";
import { count } from "lib/exercises/differ.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { createRandom } from "lib/random.ts";

/** For each day the mean of seven days, to be read by a net that forecasts the next day. */
function weekMean(values: readonly number[]): number[] {
  return values.map((_, t) => {
    const week = values.slice(Math.max(0, t - 6), t + 1);
    return week.reduce((sum, value) => sum + value, 0) / week.length;
  });
}

/** For each day the mean of seven days, to be read by a net that forecasts the next day. */
function broken(values: readonly number[]): number[] {
  return values.map((_, t) => {
    const week = values.slice(Math.max(0, t - 3), t + 4); // YOUR TURN: something is wrong in here
    return week.reduce((sum, value) => sum + value, 0) / week.length;
  });
}

type Smooth = typeof weekMean;
const total = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0);
const days = (values: readonly number[], from: number, to: number) =>
  values.slice(Math.max(0, from), Math.max(0, to + 1));
/** Something of the days from `from` to `to`, counted from today; fewer at the ends. */
const over = (
  from: number,
  to: number,
  what = (list: readonly number[], _today: number) => total(list) / list.length,
): Smooth =>
(values) => values.map((today, t) => what(days(values, t + from, t + to), today));

/** The exercise. */
export default functionExercise<Smooth>({
  id: "11.smoothed",
  kind: "find the bug",
  title: "a careful leak",
  goal: "Mend the moving average, so that no day's number depends on a later day.",
  text:
    "Somebody found the temperatures too jumpy and gives the net a smoother column: for each day a mean of seven " +
    "days. With it, the forecast of tomorrow gets wonderfully good. Too good. Find what is wrong and mend it: the " +
    "column shall still be a mean of seven days, **today and those before it** (of as many as there are, in the " +
    "first week).",
  begin: [
    "Which days does the mean of day t hold, and which of them has happened on the evening of day t?",
    "`slice(from, to)` leaves out the place `to`: seven days that end with day t end before t + 1",
  ],
  from: import.meta.url,
  broken,
  solution: weekMean,
  why:
    "The window ends with today. A mean around today may be drawn when the series is over; a forecast is made " +
    "while it is not.",
  learned:
    "A leak needs no column called “tomorrow”. Smoothing, interpolating, scaling, filling gaps: whatever looks at " +
    "the whole series may carry the answer back. The test is always the same: change the future and see whether the " +
    "past moves.",
  cases: () => {
    const random = createRandom(5);
    const series = [30, 7, 3, 1, 0, 60].map((length) => ({
      given: [Array.from({ length }, () => random.normal())],
      said: `for ${count(length, "day")}`,
    }));
    // One hot day among cold ones: which numbers it reaches can be told place by place.
    const hot = Array.from({ length: 24 }, (_, t) => t === 12 ? 1 : 0);
    return [...series, { given: [hot], said: "for 24 days, all at 0 but day 12, which is at 1" }];
  },
  found: (_, cases) =>
    `${cases.length} series: changing the future changes no number of the past, and each is the mean of a ` +
    "week, or of what there is of it",
  said: (f, { given: [values] }) => {
    const list = values as number[];
    const found = f([...list]);
    for (let t = 0; t + 1 < list.length; t++) {
      const change = f(list.map((value, i) => i > t ? value + 10 : value))[t] - found[t];
      if (Math.abs(change) > 1e-6) {
        return `when all days after day ${t} get ten degrees hotter, the number of day ${t} changes by ${
          change.toFixed(2)
        }`;
      }
    }
    const right = weekMean(list);
    const at = right.findIndex((x, t) => !(Math.abs(x - found[t]) < 1e-6));
    return `for ${count(list.length, "day")}, the number of day ${at} is ${
      Number(found[at].toPrecision(6))
    }, and the mean of ${count(Math.min(7, at + 1), "day")} up to it is ${
      Number(right[at].toPrecision(6))
    }`;
  },
  ideas: {
    "still-ahead": {
      idea: "The window was moved, and a later day is still in it",
      hint: "On the evening of day t, tomorrow has not happened: where must the window end?",
      stronger: "End the slice before t + 1",
      answers: [
        over(-5, 1),
        over(-4, 2),
        over(0, 6),
        over(-6, 1),
        (values) => values.map(() => total(values) / values.length),
      ],
      does: (shown) => reach(shown).some(([day, x]) => day < 12 && Math.abs(x) > 1e-6),
    },
    "without-today": {
      idea: "Nothing leaks, but today is missing: today may be read, it has happened",
      hint: "Which is the last day in your window?",
      stronger: "Let the window begin at t − 6 and end with t",
      answers: [
        (values) =>
          values.map((today, t) =>
            t === 0 ? today : total(days(values, t - 7, t - 1)) / Math.min(7, t)
          ),
        (values) =>
          values.map((today, t) =>
            t === 0 ? today : total(days(values, t - 6, t - 1)) / Math.min(6, t)
          ),
        (values) =>
          values.map((_, t) => t === 0 ? 0 : total(days(values, t - 7, t - 1)) / Math.min(7, t)),
        over(-7, -1),
      ],
      does: (shown) => Math.abs(reach(shown)[12]?.[1] ?? 1) < 1e-6 && reach(shown)[13]?.[1] > 1e-6,
    },
    "from-the-start": {
      idea: "At the beginning the week is divided by seven days that were not there",
      hint: "On day 0 there is one day: what is its mean?",
      stronger: "Divide by the number of days in the window",
      answers: [
        over(-6, 0, (list) => total(list) / 7),
        (values) =>
          values.map((_, t) => total(Array.from({ length: 7 }, (_, i) => values[t - i] ?? 0)) / 7),
        (values) => values.map((today, t) => t < 6 ? today : total(days(values, t - 6, t)) / 7),
        (values) => values.map((_, t) => t < 6 ? 0 : total(days(values, t - 6, t)) / 7),
      ],
      does: (shown) => sharesAre(shown, 7, 1 / 7),
    },
    "too-few": {
      idea: "The leak is cut off and the rest kept: that is no longer a mean of seven days",
      hint: "How many days does your mean of day 20 hold?",
      stronger: "What was taken from the end has to be put at the beginning: t − 6",
      answers: [over(-3, 0), over(-5, 0), over(-4, 0), over(0, 0), over(-2, 0)],
      does: (shown) => {
        const days = reach(shown).filter(([, x]) => x > 1e-6).length;
        return days > 0 && days < 7 && sharesAre(shown, days, 1 / days);
      },
    },
    "too-many": {
      idea: "The window is too long: count the days in it",
      hint: "How many whole numbers are there from t − 7 to t?",
      stronger: "Seven days that end with t begin at t − 6",
      answers: [over(-7, 0), over(-13, 0), over(-8, 0), over(-100, 0)],
      does: (shown) => reach(shown).filter(([, x]) => x > 1e-6).length > 7,
    },
    "other-divisor": {
      idea:
        "The days are the right ones, and they are divided by another number than there are of them",
      hint: "What should come out if it is 20 degrees every day?",
      stronger: "Divide by week.length",
      answers: [
        over(-6, 0, (list) => total(list)),
        over(-6, 0, (list) => total(list) / 6),
        over(-6, 0, (list) => total(list) / (list.length + 1)),
        (values) => values.map((_, t) => total(days(values, t - 6, t)) / values.length),
      ],
      does: (shown) => {
        const share = reach(shown)[12]?.[1];
        return share !== undefined && sharesAre(shown, 7, share);
      },
    },
    "weighted": {
      idea: "The seven days do not count alike: that is another kind of average",
      hint: "By how much does the mean change if the oldest of seven days gets 7 degrees hotter?",
      stronger: "Add up seven days, and divide by seven",
      answers: [
        over(
          -6,
          0,
          (list) => total(list.map((x, i) => x * (i + 1))) / total(list.map((_, i) => i + 1)),
        ),
        (values) => {
          let mean = 0;
          return values.map((x, t) => mean = t === 0 ? x : mean + (x - mean) / 7);
        },
        over(-6, 0, (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]),
        over(-6, 0, (list, today) => (total(list) / list.length + today) / 2),
        over(-6, 0, (list) => {
          const sorted = [...list].sort((a, b) => a - b);
          return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
        }),
      ],
      does: (shown) => {
        const after = reach(shown).filter(([day]) => day >= 12).map(([, share]) => share);
        const [first] = numbersOf(shown);
        return new Set(after.map((x) => x.toFixed(6))).size > 2 ||
          // one hot day makes no difference at all
          after.every((share) => Math.abs(share) < 1e-6) && new Set(first?.found).size > 2;
      },
    },
  },
  faults: {
    "not-finite": [
      (values) =>
        values.map((_, t) => {
          const week = values.slice(t - 6, t + 1);
          return total(week) / week.length;
        }),
    ],
    shape: [
      (values) => weekMean(values).slice(6),
      (values) => [total(values.slice(-7)) / Math.min(7, values.length)],
    ],
    mutates: [
      (values) => {
        const means = weekMean(values);
        means.forEach((x, t) => (values as number[])[t] = x);
        return values as number[];
      },
    ],
    kind: [
      (values) => total(values.slice(-7)) as never,
      (values) => new Array<number>(values.length),
    ],
  },
});

/** How much one hot day is in each day's number. */
function reach({ cases, found }: Shown): [day: number, share: number][] {
  const came = found[cases.length - 1];
  return "fault" in came ? [] : (came.parts.result.leaves as number[]).map((x, day) => [day, x]);
}

/** Whether the hot day reaches so many days, from its own on, with this share. */
function sharesAre(shown: Shown, days: number, share: number): boolean {
  const all = reach(shown);
  return all.length > 0 &&
    all.every(([day, x]) => Math.abs(x - (day >= 12 && day < 12 + days ? share : 0)) < 1e-6);
}
