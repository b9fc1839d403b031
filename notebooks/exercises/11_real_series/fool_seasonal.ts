/**
 * A series with a perfect season on which the seasonal forecast is worse than saying "as now".
 *
 * @module
 */

import { naiveError } from "lib/data/series.ts";
import { call, numberOf } from "lib/exercises/common.ts";
import { Finding } from "lib/exercises/definition.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import type { Outcome } from "lib/exercises/observe.ts";

const MONTHS = 120;
const YEAR = 12;
/** The last two years are forecast. */
const FROM = 96;

/** The value of month 0, 1, 2, … 119. */
function valueOf(month: number): number {
  return Math.sin(2 * Math.PI * month / 12) + month;
}

const wave = (month: number, period = 12) => Math.sin(2 * Math.PI * month / period);

/** The exercise. */
export default functionExercise<typeof valueOf>({
  id: "11.fool-seasonal",
  kind: "fool the net",
  title: "a season that does not help",
  goal:
    "Design a series with a yearly wave on which the seasonal forecast is at least three times as wrong as “as now”.",
  text:
    "Carbon dioxide has a yearly wave, and yet “as a year ago” does badly there. Design ten years of months of which " +
    "the same is true, only more so: the wave is the **same every year** and swings by at least 1 from its lowest " +
    "to its highest month, and still the seasonal forecast is **at least three times as wrong** as “as this month”, " +
    "over the last two years.",
  begin: [
    "With the wave alone, how wrong is “as a year ago”? What must be added to spoil it?",
    "What makes every month differ from the same month a year ago by the same large amount, and from last month by little?",
  ],
  from: import.meta.url,
  turn: "Math.sin(2 * Math.PI * month / 12) is a yearly wave",
  solution: valueOf,
  why:
    "A year adds 12, a month changes by about 1. So “as a year ago” is wrong by 12 in every month, although the " +
    "season is perfect.",
  learned:
    "A season is not enough: what a year adds has to be small beside what a month changes. Baselines have assumptions " +
    "as nets have, and a good one is chosen by looking. “The same change as a year ago” would be exact here.",
  cases: () => [{ given: [], said: "" }],
  look: (f) => ({ series: asked(f).state }),
  found: (f) => asked(f).said,
  said: (f) => asked(f).said,
  ideas: {
    "wave-alone": {
      idea: "A pure wave is where the seasonal forecast is perfect",
      hint: "What do you have to add so that this March is unlike last March?",
      stronger: "Add something that rises every month, such as 5 · month",
      answers: [
        (month) => wave(month),
        (month) => 10 * wave(month) + 5,
        (month) => month % 12,
        (month) => 3 * Math.cos(2 * Math.PI * month / 12),
      ],
      does: stateIs("wave-alone"),
    },
    "no-wave": {
      idea: "A straight line alone fools it, but there is hardly a season in it",
      hint: "Take the trend away: what is left of the year?",
      stronger: "Add Math.sin(2 * Math.PI * month / 12)",
      answers: [
        (month) => 5 * month,
        () => 1,
        (month) => 0.1 * wave(month) + month,
        (month) => month * 0.5,
      ],
      does: stateIs("no-wave"),
    },
    "not-the-same-wave": {
      idea: "The years differ in shape: the wave grows, wanders, or has another period",
      hint: "Each month must differ from the same month a year before by one and the same amount",
      stronger: "A wave of 12 months plus a straight line, nothing else",
      answers: [
        (month) => month * wave(month),
        (month) => wave(month, 10) + month,
        (month) => wave(month) + month * month,
        (month) => wave(month) + 1.02 ** month,
        (month) => wave(month, 24) + month,
      ],
      does: stateIs("not-the-same-wave"),
    },
    "trend-too-small": {
      idea: "The right idea, too little of it: the year still says more than it costs",
      hint:
        "How much does your trend add in a year, and how much does the series change in a month?",
      stronger: "Make the trend steeper",
      answers: [
        (month) => 0.6 * wave(month) + 0.05 * month,
        (month) => 0.6 * wave(month) + 0.02 * month,
        (month) => wave(month) * 0.9 + 0.05 * month,
      ],
      does: stateIs("trend-too-small"),
    },
    "wave-too-large": {
      idea: "Now the wave is so large that “as this month” is wrong as well",
      hint: "Which of the two errors comes from the wave, and which from the trend?",
      stronger: "Make the wave smaller, down to a swing of 1, or the trend steeper",
      answers: [
        (month) => 100 * wave(month) + month,
        (month) => 20 * wave(month) + month,
        (month) => 5 * (month % 12) + month / 12,
        (month) => (month % 2) * 50 + month,
      ],
      does: stateIs("wave-too-large"),
    },
  },
  faults: {
    "not-finite": [(month) => 1 / month + month, (month) => Math.log(month)],
    kind: [(month) => [wave(month) + month] as never, () => undefined as never],
  },
});

/** What comes of a series: "fools it", or why not; and that in a sentence. */
function asked(f: typeof valueOf): { state: string; said: string } {
  const values = Array.from({ length: MONTHS }, (_, t) => {
    const value = numberOf(call(f as (month: never) => unknown, [t], `month ${t}`), `month ${t}`);
    if (Math.abs(value) < 1e12) return value;
    throw new Finding("not-finite", `month ${t} is ${value}, beyond anything to be forecast`);
  });
  const gain = values[YEAR] - values[0];
  const size = Math.max(...values.map(Math.abs));
  const uneven = values.slice(YEAR).findIndex((x, t) =>
    Math.abs(x - values[t] - gain) > 1e-6 * (1 + size)
  );
  const rows = values.map((x) => [x]);
  const errorOf = (lag: number) => Math.sqrt(naiveError(rows, { variable: 0, lag, from: FROM }));
  const [naive, seasonal] = [errorOf(1), errorOf(YEAR)];
  const said = `as this month is wrong by ${naive.toFixed(2)}, as a year ago by ${
    seasonal.toFixed(2)
  }`;
  if (uneven >= 0) {
    const change = values[uneven + YEAR] - values[uneven];
    return {
      state: "not-the-same-wave",
      said: `from month 0 to 12 it changes by ${gain.toFixed(2)}, from month ${uneven} to ${
        uneven + YEAR
      } by ${change.toFixed(2)}: that is no wave that is the same every year`,
    };
  }
  const year = values.slice(0, YEAR).map((x, t) => x - gain * t / YEAR);
  const swing = Math.max(...year) - Math.min(...year);
  if (swing < 1) {
    return {
      state: "no-wave",
      said: `without its trend it swings by ${
        swing.toFixed(2)
      } within a year; at least 1 is wanted`,
    };
  }
  if (Math.abs(gain) < 1e-6 * (1 + size)) return { state: "wave-alone", said };
  const times = `${(seasonal / naive).toFixed(1)} times`;
  if (seasonal < 3 * naive) {
    return { state: swing > 2 ? "wave-too-large" : "trend-too-small", said: `${said}: ${times}` };
  }
  return {
    state: "fools it",
    said: `${said}: ${times} as much, with a wave of ${swing.toFixed(2)} in every year`,
  };
}

function stateIs(name: string) {
  return ({ found: [one] }: { found: readonly Outcome[] }): boolean =>
    "parts" in one && one.parts.series.leaves[0] === name;
}
