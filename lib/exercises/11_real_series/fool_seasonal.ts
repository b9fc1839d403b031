/**
 * A series with a perfect season on which the seasonal forecast is worse than saying "as now".
 *
 * @module
 */

import { naiveError } from "../../data/series.ts";
import { call, functionOf, numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const MONTHS = 120;
const YEAR = 12;
/** The last two years are forecast. */
const FROM = 96;

const header = `/** The value of month 0, 1, 2, … 119. */
function valueOf(month: number): number`;

/** The exercise. */
export const foolSeasonal: Exercise = {
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
  answer: "valueOf",
  stub: `${header} {
  return yourTurn; // YOUR TURN: Math.sin(2 * Math.PI * month / 12) is a yearly wave
}`,
  begin: [
    "With the wave alone, how wrong is “as a year ago”? What must be added to spoil it?",
    "What makes every month differ from the same month a year ago by the same large amount, and from last month by little?",
  ],
  check(answer) {
    const f = functionOf(answer);
    const values = Array.from({ length: MONTHS }, (_, t) => {
      return numberOf(call(f as (month: never) => unknown, [t], `month ${t}`), `month ${t}`);
    });
    const gain = values[YEAR] - values[0];
    const size = Math.max(...values.map(Math.abs));
    const uneven = values.slice(YEAR).findIndex((x, t) =>
      Math.abs(x - values[t] - gain) > 1e-9 * (1 + size)
    );
    const rows = values.map((x) => [x]);
    const errorOf = (lag: number) => Math.sqrt(naiveError(rows, { variable: 0, lag, from: FROM }));
    const [naive, seasonal] = [errorOf(1), errorOf(YEAR)];
    const said = `as this month is wrong by ${naive.toFixed(2)}, as a year ago by ${
      seasonal.toFixed(2)
    }`;
    if (uneven >= 0) {
      throw new Finding(
        "not-the-same-wave",
        `from month 0 to 12 it changes by ${gain.toFixed(2)}, from month ${uneven} to ${
          uneven + YEAR
        } by ${
          (values[uneven + YEAR] - values[uneven]).toFixed(2)
        }: that is no wave that is the same every year`,
      );
    }
    const wave = values.slice(0, YEAR).map((x, t) => x - gain * t / YEAR);
    const swing = Math.max(...wave) - Math.min(...wave);
    if (swing < 1) {
      throw new Finding(
        "no-wave",
        `without its trend it swings by ${swing.toFixed(2)} within a year; at least 1 is wanted`,
      );
    }
    if (Math.abs(gain) < 1e-6) throw new Finding("wave-alone", said);
    if (seasonal < 3 * naive) {
      const share = (seasonal / naive).toFixed(1);
      throw new Finding(
        swing > 2 ? "wave-too-large" : "trend-too-small",
        `${said}: ${share} times`,
      );
    }
    return `${said}: ${(seasonal / naive).toFixed(1)} times as much, with a wave of ${
      swing.toFixed(2)
    } in every year`;
  },
  learned:
    "A season is not enough: what a year adds has to be small beside what a month changes. Baselines have assumptions " +
    "as nets have, and a good one is chosen by looking. “The same change as a year ago” would be exact here.",
  misconceptions: {
    "wave-alone": {
      idea: "A pure wave is where the seasonal forecast is perfect",
      hint: "What do you have to add so that this March is unlike last March?",
      stronger: "Add something that rises every month, such as 5 · month",
    },
    "no-wave": {
      idea: "A straight line alone fools it, but there is hardly a season in it",
      hint: "Take the trend away: what is left of the year?",
      stronger: "Add Math.sin(2 * Math.PI * month / 12)",
    },
    "not-the-same-wave": {
      idea: "The years differ in shape: the wave grows, wanders, or has another period",
      hint: "Each month must differ from the same month a year before by one and the same amount",
      stronger: "A wave of 12 months plus a straight line, nothing else",
    },
    "trend-too-small": {
      idea: "The right idea, too little of it: the year still says more than it costs",
      hint:
        "How much does your trend add in a year, and how much does the series change in a month?",
      stronger: "Make the trend steeper",
    },
    "wave-too-large": {
      idea: "Now the wave is so large that “as this month” is wrong as well",
      hint: "Which of the two errors comes from the wave, and which from the trend?",
      stronger: "Make the wave smaller, down to a swing of 1, or the trend steeper",
    },
  },
  solution: {
    source: `${header} {
  return Math.sin(2 * Math.PI * month / 12) + month;
}`,
    why:
      "A year adds 12, a month changes by about 1. So “as a year ago” is wrong by 12 in every month, although the " +
      "season is perfect.",
  },
  wrong: [
    ["the wave alone", "wave-alone", "Math.sin(2 * Math.PI * month / 12)"],
    ["a straight line", "no-wave", "5 * month"],
    ["a wave that grows", "not-the-same-wave", "month * Math.sin(2 * Math.PI * month / 12)"],
    ["ten months a year", "not-the-same-wave", "Math.sin(2 * Math.PI * month / 10) + month"],
    [
      "a slight trend",
      "trend-too-small",
      "0.6 * Math.sin(2 * Math.PI * month / 12) + 0.05 * month",
    ],
    ["a huge wave", "wave-too-large", "100 * Math.sin(2 * Math.PI * month / 12) + month"],
    ["divides by nothing", "not-finite", "1 / month + month"],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `${header} {\n  return ${value};\n}`,
  })),
};
