/**
 * A leak that looks like care: a moving average around today knows tomorrow.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import { apart, call, functionOf, numbersOf } from "../common.ts";
import { type Exercise, Finding, Untouched } from "../definition.ts";

const header =
  `/** For each day the mean of seven days, to be read by a net that forecasts the next day. */
function weekMean(values: readonly number[]): number[]`;

/** The function's source with this line in the place of the broken one. */
const source = (line: string) =>
  `${header} {
  return values.map((_, t) => {
${line}
    return week.reduce((sum, value) => sum + value, 0) / week.length;
  });
}`;

type Smooth = (values: readonly number[]) => number[];

/** Means of the days from `from` to `to`, counted from today; fewer at the ends. */
const meanOf = (from: number, to: number): Smooth => (values) =>
  values.map((_, t) => {
    const days = values.slice(Math.max(0, t + from), Math.max(0, t + to + 1));
    return days.reduce((sum, value) => sum + value, 0) / days.length;
  });
const broken = meanOf(-3, 3);
const right = meanOf(-6, 0);

/** The exercise. */
export const smoothed: Exercise = {
  id: "11.smoothed",
  kind: "find the bug",
  title: "a careful leak",
  goal: "Mend the moving average, so that no day's number depends on a later day.",
  text:
    "Somebody found the temperatures too jumpy and gives the net a smoother column: for each day a mean of seven " +
    "days. With it, the forecast of tomorrow gets wonderfully good. Too good. Find what is wrong and mend it: the " +
    "column shall still be a mean of seven days, **today and those before it** (of as many as there are, in the " +
    "first week).",
  answer: "weekMean",
  stub: source(
    `    const week = values.slice(Math.max(0, t - 3), t + 4); // YOUR TURN: something is wrong in here`,
  ),
  begin: [
    "Which days does the mean of day t hold, and which of them has happened on the evening of day t?",
    "`slice(from, to)` leaves out the place `to`: seven days that end with day t end before t + 1",
  ],
  check(answer) {
    const f = functionOf(answer) as Smooth;
    const random = createRandom(5);
    const lengths = [30, 7, 3, 1, 0, 60];
    for (const length of lengths) {
      const values = Array.from({ length }, () => random.normal());
      const when = `for ${length} days`;
      const found = numbersOf(call(f, [values], `${length} days`), length, when);
      if (length === 30 && apart(found, broken(values)) < 1e-9) throw untouched(f, values);
      for (let t = 0; t + 1 < length; t++) {
        const later = values.map((value, i) => i > t ? value + 10 : value);
        const change = Math.abs(call(f, [later], `${length} days`)[t] - found[t]);
        if (change <= 1e-9) continue;
        throw new Finding(
          "still-ahead",
          `${when}, day ${t} changes by ${
            change.toPrecision(2)
          } when all later days get ten degrees hotter`,
        );
      }
      const wanted = right(values);
      const off = found.findIndex((x, i) => Math.abs(x - wanted[i]) > 1e-9);
      if (off < 0) continue;
      const said = `${when}, the number of day ${off} is ${
        found[off].toFixed(3)
      }, and the mean of ${Math.min(7, off + 1)} days up to it is ${wanted[off].toFixed(3)}`;
      throw new Finding(diagnosis(found, values), said);
    }
    return `${lengths.length} series: changing the future changes no number of the past, and each is the mean of a ` +
      "week, or of what there is of it";
  },
  learned:
    "A leak needs no column called “tomorrow”. Smoothing, interpolating, scaling, filling gaps: whatever looks at " +
    "the whole series may carry the answer back. The test is always the same: change the future and see whether the " +
    "past moves.",
  misconceptions: {
    "still-ahead": {
      idea: "The window was moved, and a later day is still in it",
      hint: "On the evening of day t, tomorrow has not happened: where must the window end?",
      stronger: "End the slice before t + 1",
    },
    "without-today": {
      idea: "Nothing leaks, but today is missing: today may be read, it has happened",
      hint: "Which is the last day in your window?",
      stronger: "Let the window begin at t − 6 and end with t",
    },
    "too-few": {
      idea: "The leak is cut off and the rest kept: that is no longer a mean of seven days",
      hint: "How many days does your mean of day 20 hold?",
      stronger: "What was taken from the end has to be put at the beginning: t − 6",
    },
    "from-the-start": {
      idea: "At the beginning the week is divided by seven days that were not there",
      hint: "On day 0 there is one day: what is its mean?",
      stronger: "Divide by the number of days in the window",
    },
    "too-many": {
      idea: "The window is too long: count the days in it",
      hint: "How many whole numbers are there from t − 7 to t?",
      stronger: "Seven days that end with t begin at t − 6",
    },
  },
  solution: {
    source: source(`    const week = values.slice(Math.max(0, t - 6), t + 1);`),
    why:
      "The window ends with today. A mean around today may be drawn when the series is over; a forecast is made " +
      "while it is not.",
  },
  wrong: [
    ["moved, not far enough", "still-ahead", "values.slice(Math.max(0, t - 5), t + 2)"],
    [
      "yesterday and before",
      "without-today",
      "t === 0 ? [values[0]] : values.slice(Math.max(0, t - 7), t)",
    ],
    ["the later half cut off", "too-few", "values.slice(Math.max(0, t - 3), t + 1)"],
    ["eight days", "too-many", "values.slice(Math.max(0, t - 7), t + 1)"],
    [
      "filled up with zeros",
      "from-the-start",
      "Array.from({ length: 7 }, (_, i) => values[t - i] ?? 0)",
    ],
    ["negative places", "not-finite", "values.slice(t - 6, t + 1)"],
  ].map(([label, misconception, days]) => ({
    label,
    misconception,
    source: source(`    const week = ${days};`),
  })),
};

function untouched(f: Smooth, values: readonly number[]): Untouched {
  const hotter = values.map((value, i) => i > 20 ? value + 10 : value);
  const change = f(hotter)[20] - f(values)[20];
  return new Untouched(
    `when all days after day 20 get ten degrees hotter, the number of day 20 rises by ${
      change.toFixed(2)
    }`,
  );
}

/** Which mean of other days gives these numbers. */
function diagnosis(found: readonly number[], values: readonly number[]): string {
  const last = values.length - 1;
  const fits = (from: number, to: number) =>
    last + to >= 0 && Math.abs(found[last] - meanOf(from, to)(values)[last]) < 1e-9;
  if (fits(-7, -1)) return "without-today";
  if (last >= 7 && fits(-6, 0)) return "from-the-start";
  const longer = [7, 8, 13].some((back) => last >= back && fits(-back, 0));
  if (longer) return "too-many";
  return [1, 2, 3, 4, 5].some((back) => fits(-back, 0)) ? "too-few" : "other";
}
