/**
 * The rival that needs no training: as it was a season ago, however far ahead it is asked.
 *
 * @module
 */

import { naiveError } from "lib/data/series.ts";
import { constant, shuffled, wrongOnly } from "lib/exercises/does.ts";
import type { Shown } from "lib/exercises/diagnose.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { createRandom } from "lib/random.ts";

/** What the seasonal forecast says of the next `ahead` values, nearest first. */
function seasonalForecast(
  known: readonly number[], // oldest first, at least one period
  period: number,
  ahead: number,
): number[] {
  const all = [...known];
  for (let h = 0; h < ahead; h++) all.push(all[all.length - period]);
  return all.slice(known.length);
}

type Forecast = typeof seasonalForecast;
const right = seasonalForecast;
/** A forecast that says of the value `h` after the last known one what `at` points to. */
const reading =
  (at: (last: number, period: number, h: number) => number): Forecast => (known, period, ahead) =>
    Array.from({ length: ahead }, (_, i) => known[at(known.length - 1, period, i + 1)]);
const back = (period: number, h: number) => period * Math.ceil(h / period);
const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;

/** The exercise. */
export default functionExercise<Forecast>({
  id: "11.seasonal-forecast",
  kind: "fill in the equation",
  title: "as it was a season ago",
  goal: "Write the seasonal forecast for any number of steps ahead, also beyond one season.",
  text:
    "Write the rival yourself. Of a value $h$ steps after the last known one it says what was " +
    "known one season before, and if that is not known yet either, one more season before, until it meets a " +
    "value that has happened:\n\n" +
    "$$\\hat{x}_{T+h} = x_{T+h-k\\,\\text{period}}, \\quad k \\text{ the smallest whole number that does}$$",
  begin: [
    "With a period of 12 and 30 known months: at which place is the month that is forecast next, a year before?",
    "The next value stands at place known.length; take off a period until the place is below known.length",
  ],
  from: import.meta.url,
  turn: "`ahead` numbers",
  solution: seasonalForecast,
  why:
    "The forecast is put behind what is known and counts as known for the rest. So whatever lies more than a season " +
    "ahead reads what was foretold a season before, which is the newest season once more.",
  learned:
    "No training, no parameters, one line: whoever brings a net has to beat this first. It looks back exactly one " +
    "season and so has a context window as long as that.",
  notBy: [naiveError],
  cases: () => {
    const random = createRandom(11);
    return [
      [10, 4, 3],
      [7, 7, 7],
      [9, 4, 11],
      [5, 1, 3],
      [12, 5, 0],
      [30, 12, 24],
      [3, 3, 40],
      [8, 4, 4],
    ].map(([length, period, ahead]) => ({
      given: [Array.from(random.permutation(length), (x) => x + 1), period, ahead],
    }));
  },
  found: () => "112 values foretold as wanted, up to 40 steps ahead of 3 known ones",
  ideas: {
    "beyond": {
      idea: "More than a season ahead, a season before is still in the future: nobody knows it yet",
      hint: "With 12 months a year, which month do you read for 13 months ahead?",
      stronger: "Go back `Math.ceil(h / period)` seasons in place of one",
      answers: [
        reading((last, period, h) => last + h - period),
        (known, period, ahead) =>
          Array.from({ length: ahead }, (_, i) => known[known.length + i - period] ?? 0),
        (known, period, ahead) => known.slice(known.length - period).slice(0, ahead),
        (known, period, ahead) =>
          Array.from(
            { length: ahead },
            (_, i) => known[known.length + i - period] ?? known.at(-1)!,
          ),
      ],
      anyShape: true,
      does: wrongOnly((_: number[], period: number, ahead: number) => ahead > period),
    },
    "newest": {
      idea:
        "The newest values are repeated, as many as are asked for: that fits only where these are just one season",
      hint:
        "With a period of 12 and 3 months ahead, is it the last three months that are said again?",
      stronger: "Begin `period` places before the end, whatever `ahead` is",
      answers: [
        (known, _, ahead) => known.slice(-ahead),
        (known, _, ahead) => known.slice(Math.max(0, known.length - ahead)),
        (known, _, ahead) => ahead === 0 ? [] : right(known, Math.min(ahead, known.length), ahead),
        (known, period, ahead) => right(known, Math.min(Math.max(1, ahead), period), ahead),
      ],
      anyShape: true,
      does: ({ cases, found }) =>
        found.every((one, i) => {
          const [known, period, ahead] = cases[i].given as [number[], number, number];
          const came = "parts" in one ? one.parts.result.leaves : [];
          return ahead === 0 || ahead > period ||
            came.length === ahead && came.every((x, k) => x === known[known.length - ahead + k]);
        }),
    },
    "off-by-one": {
      idea: "It is one step beside the season: Tuesday is told from Monday of last week",
      hint: "The last known value has the place known.length − 1; which one has the next?",
      stronger: "The value h steps ahead stands at known.length − 1 + h, then whole periods less",
      answers: [
        reading((last, period, h) => last + h - 1 - back(period, h)),
        reading((last, period, h) => last + 1 - period + (h % period)),
        reading((last, period, h) => last + h + 1 - back(period, h)),
        (known, period, ahead) => right(known.slice(0, -1), period, ahead),
        (known, period, ahead) => right(known, period, ahead + 1).slice(1),
        (known, period, ahead) => right([...known, right(known, period, 1)[0]], period, ahead),
      ],
      anyShape: true,
      does: (shown) =>
        [1, -1].some((step) =>
          everyCase(shown, (known, period, came, wanted) =>
            came.every((x, i) => {
              const beside = known.indexOf(x) - known.indexOf(wanted[i]) - step;
              return period === 1 || known.indexOf(x) < 0 || beside % period === 0;
            }))
        ),
    },
    "first-season": {
      idea: "This repeats the first season there was. The newest one knows more",
      hint: "Which year would you look up: the last one, or that of 1958?",
      stronger: "Count from the end of `known`, not from its beginning",
      answers: [
        reading((_, period, h) => (h - 1) % period),
        (known, period, ahead) => right(known.slice(0, period), period, ahead),
        (known, _, ahead) => known.slice(0, ahead),
      ],
      anyShape: true,
      does: ({ cases, found }) =>
        found.every((one, i) => {
          const [known, period, ahead] = cases[i].given as [number[], number, number];
          return "parts" in one && one.parts.result.leaves.length <= ahead &&
            one.parts.result.leaves.slice(0, period).every((x, k) => x === known[k]);
        }),
    },
    "other-period": {
      idea: "The season has another length than `period`: one step too long or too short",
      hint: "With a period of 12, how many months lie between the two Marches that you compare?",
      stronger: "Exactly `period` places back",
      answers: [
        (known, period, ahead) => right(known, period + 1, ahead),
        (known, period, ahead) => right(known, Math.max(1, period - 1), ahead),
        (known, period, ahead) => right(known, 2 * period, ahead),
        (known, _, ahead) => right(known, known.length, ahead),
      ],
      anyShape: true,
      does: (shown) =>
        everyCase(
          shown,
          (known, _, came) =>
            String(came) ===
              String(right(known, known.length - known.indexOf(came[0]), came.length)),
        ) &&
        !everyCase(shown, (known, _, came) => came[0] === known.at(-1)),
    },
    "mean-of-seasons": {
      idea: "All seasons there were are averaged; the seasonal forecast takes the newest one",
      hint: "Which values does the forecast of next March use: one, or all the Marches?",
      stronger: "One value, the newest of its place in the season",
      answers: [
        (known, period, ahead) =>
          Array.from(
            { length: ahead },
            (_, i) => mean(known.filter((_, k) => (known.length + i - k) % period === 0)),
          ),
        (known, period, ahead) =>
          right(known.map((x, k) => k >= period ? (x + known[k - period]) / 2 : x), period, ahead),
        (known, _, ahead) => Array.from({ length: ahead }, () => mean(known)),
        (known, period, ahead) => Array.from({ length: ahead }, () => mean(known.slice(-period))),
      ],
      does: ({ found }) =>
        found.some((one) =>
          "parts" in one &&
          one.parts.result.leaves.some((x) => Number(x) % 1 !== 0 && Number.isFinite(x))
        ),
    },
    "with-trend": {
      idea:
        "The change over the last season is added: that is another forecast, and not the one asked for",
      hint: "Which values of `known` may come out, and which numbers that are not in it?",
      stronger: "Repeat the value of a season ago as it was",
      answers: [
        (known, period, ahead) =>
          right(known, period, ahead).map((x) =>
            x + known.at(-1)! - known[known.length - 1 - period]
          ),
        (known, period, ahead) =>
          right(known, period, ahead).map((x) => x + known.at(-1)! - known[0] + 0 * period),
        (known, period, ahead) => right(known, period, ahead).map((x, i) => x + i + 1),
        (known, period, ahead) =>
          right(known, period, ahead).map((x, i) =>
            2 * x - known[known.length - 2 * period + i % period]
          ),
      ],
      does: ({ cases, found }) =>
        found.some((one, i) =>
          "parts" in one &&
          one.parts.result.leaves.some((x) =>
            Number.isInteger(x) && !(cases[i].given[0] as number[]).includes(x as number)
          )
        ),
    },
    "as-today": {
      idea: "This is the naive forecast, as today. The seasonal one looks a season back",
      hint: "Where does `period` occur in your code?",
      stronger: "Read the place of the forecast value, less one period",
      answers: [
        reading((last) => last),
        (known, _, ahead) => new Array(ahead).fill(known.at(-1)),
        (known, _, ahead) => right(known, 1, ahead),
      ],
    },
    "one-value": {
      idea: "Each step ahead has its own step of last season, and this says the first for all",
      hint: "In a forecast of December and January, which two months are read?",
      stronger: "Add h to the place that you read",
      answers: [
        reading((last, period) => last + 1 - period),
        (known, period, ahead) => new Array(ahead).fill(known[known.length - period]),
        (known, period, ahead) => Array.from({ length: ahead }, () => right(known, period, 1)[0]),
        (known, period, ahead) =>
          new Array(ahead).fill(right(known, period, Math.max(1, ahead)).at(-1)),
      ],
      does: (shown) => constant(shown),
    },
    "newest-first": {
      idea: "The values are right, in the wrong order: the nearest belongs first",
      hint: "Which step ahead is the first number you return for?",
      stronger: "Let h run from 1 upward, and push",
      answers: [
        (...given) => right(...given).toReversed(),
        (known, period, ahead) => {
          const all: number[] = [];
          for (const x of right(known, period, ahead)) all.unshift(x);
          return all;
        },
        (known, period, ahead) => right([...known].reverse(), period, ahead),
      ],
      does: shuffled,
    },
    "known-as-well": {
      idea: "What is known comes out as well, or some values too few or too many",
      hint: "How many numbers are wanted for ahead = 3?",
      stronger: "Return only the `ahead` new values",
      answers: [
        (known, period, ahead) => [...known, ...right(known, period, ahead)],
        (known, period, ahead) => [known.at(-1)!, ...right(known, period, ahead)],
        (known, period, ahead) => right(known, period, ahead + 1),
        (known, period, ahead) => right(known, period, Math.max(0, ahead - 1)),
      ],
      anyShape: true,
      does: ({ found, wanted }) =>
        found.every((one, i) => {
          if ("fault" in one || "fault" in wanted[i]) return false;
          const [a, b] = [one.parts.result.leaves, wanted[i].parts.result.leaves];
          return a.length > b.length || (b.length > 0 && a.length === b.length - 1);
        }),
    },
  },
  faults: {
    mutates: [
      (known, period, ahead) => {
        const all = known as number[];
        for (let h = 0; h < ahead; h++) all.push(all[all.length - period]);
        return all.slice(all.length - ahead);
      },
      (known, period, ahead) =>
        right((known as number[]).reverse().reverse(), period, ahead).map((x) => {
          (known as number[])[0] = 0;
          return x;
        }),
    ],
    kind: [
      (known, period) => known[known.length - period] as never,
      (known, period, ahead) => new Array<number>(right(known, period, ahead).length),
    ],
    "never-returns": [
      (known, period, ahead) => {
        const all = [...known];
        while (all.length - known.length <= ahead - period + ahead * period + Infinity) {
          all.push(all[all.length - period]);
        }
        return all;
      },
    ],
  },
});

/** Whether something holds of all cases in which as much as wanted is foretold; each known value is another one. */
function everyCase(
  { cases, found, wanted }: Shown,
  holds: (known: number[], period: number, came: number[], wanted: number[]) => boolean,
): boolean {
  return cases.every(({ given }, i) => {
    const [known, period, ahead] = given as [number[], number, number];
    const [came, right] = [found[i], wanted[i]].map((one) =>
      "parts" in one ? one.parts.result.leaves as number[] : []
    );
    return came.length === ahead &&
      (ahead === 0 || i > 0 || came.every((x) => known.includes(x))) &&
      (ahead === 0 || holds(known, period, came, right));
  });
}
