/**
 * The rival that needs no training: as it was a season ago, however far ahead it is asked.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import { call, functionOf, numbersOf, shortly } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const header = `/** What the seasonal forecast says of the next \`ahead\` values, nearest first. */
function seasonalForecast(
  known: readonly number[], // oldest first, at least one period
  period: number,
  ahead: number,
): number[]`;

type Forecast = (known: readonly number[], period: number, ahead: number) => number[];

/** A forecast that says of the value `h` after the last known one what `at` points to. */
const reading =
  (at: (last: number, period: number, h: number) => number): Forecast => (known, period, ahead) =>
    Array.from({ length: ahead }, (_, i) => known[at(known.length - 1, period, i + 1)]);

const right = reading((last, period, h) => last + h - period * Math.ceil(h / period));

/** Likely forecasts that are wrong; what they read may not exist. */
const likely: Readonly<Record<string, readonly Forecast[]>> = {
  "beyond": [reading((last, period, h) => last + h - period)],
  "off-by-one": [
    reading((last, period, h) => last + h - 1 - period * Math.ceil(h / period)),
    reading((last, period, h) => last + 1 - period + (h % period)),
  ],
  "as-today": [reading((last) => last)],
  "one-value": [reading((last, period) => last + 1 - period)],
  "first-season": [reading((_, period, h) => (h - 1) % period)],
  "newest-first": [(...given) => right(...given).toReversed()],
};

/** The exercise. */
export const seasonalNaive: Exercise = {
  id: "11.seasonal-forecast",
  kind: "fill in the equation",
  title: "as it was a season ago",
  goal: "Write the seasonal forecast for any number of steps ahead, also beyond one season.",
  text:
    "Write the rival yourself. Of a value $h$ steps after the last known one it says what was " +
    "known one season before, and if that is not known yet either, one more season before, until it meets a " +
    "value that has happened:\n\n" +
    "$$\\hat{x}_{T+h} = x_{T+h-k\\,\\text{period}}, \\quad k \\text{ the smallest whole number that does}$$",
  answer: "seasonalForecast",
  stub: `${header} {
  return yourTurn; // YOUR TURN: \`ahead\` numbers
}`,
  begin: [
    "With a period of 12 and 30 known months: at which place is the month that is forecast next, a year before?",
    "The next value stands at place known.length; take off a period until the place is below known.length",
  ],
  check(answer) {
    const f = functionOf(answer, ["naiveError"]) as Forecast;
    const random = createRandom(11);
    let compared = 0;
    for (
      const [length, period, ahead] of [
        [10, 4, 3],
        [7, 7, 7],
        [9, 4, 11],
        [5, 1, 3],
        [12, 5, 0],
        [30, 12, 24],
        [3, 3, 40],
      ]
    ) {
      const known = random.permutation(length);
      const given: [number[], number, number] = [Array.from(known, (x) => x + 1), period, ahead];
      const wanted = right(...given);
      const input = `known = ${shortly(given[0])}, period = ${period}, ahead = ${ahead}`;
      const found = call(f, given, input);
      if (same(found, wanted)) {
        compared += ahead;
        continue;
      }
      const said = `with ${input} it gave ${shortly(found)}, wanted ${shortly(wanted)}`;
      const name = Object.keys(likely).find((name) =>
        likely[name].some((other) => same(found, other(...given)))
      );
      if (name) throw new Finding(name, said);
      numbersOf(found, ahead, `with ${input}`);
      throw new Finding("other", said);
    }
    return `${compared} values foretold as wanted, up to 40 steps ahead of 3 known ones`;
  },
  learned:
    "No training, no parameters, one line: whoever brings a net has to beat this first. It looks back exactly one " +
    "season and so has a context window as long as that.",
  misconceptions: {
    "beyond": {
      idea: "More than a season ahead, a season before is still in the future: nobody knows it yet",
      hint: "With 12 months a year, which month do you read for 13 months ahead?",
      stronger: "Go back `Math.ceil(h / period)` seasons in place of one",
    },
    "off-by-one": {
      idea: "It is one step beside the season: Tuesday is told from Monday of last week",
      hint: "The last known value has the place known.length − 1; which one has the next?",
      stronger: "The value h steps ahead stands at known.length − 1 + h, then whole periods less",
    },
    "as-today": {
      idea: "This is the naive forecast, as today. The seasonal one looks a season back",
      hint: "Where does `period` occur in your code?",
      stronger: "Read the place of the forecast value, less one period",
    },
    "one-value": {
      idea: "Each step ahead has its own step of last season, and this says the first for all",
      hint: "In a forecast of December and January, which two months are read?",
      stronger: "Add h to the place that you read",
    },
    "first-season": {
      idea: "This repeats the first season there was. The newest one knows more",
      hint: "Which year would you look up: the last one, or that of 1958?",
      stronger: "Count from the end of `known`, not from its beginning",
    },
    "newest-first": {
      idea: "The values are right, in the wrong order: the nearest belongs first",
      hint: "Which step ahead is the first number you return for?",
      stronger: "Let h run from 1 upward, and push",
    },
  },
  solution: {
    source: `${header} {
  const all = [...known];
  for (let h = 0; h < ahead; h++) all.push(all[all.length - period]);
  return all.slice(known.length);
}`,
    why:
      "The forecast is put behind what is known and counts as known for the rest. So whatever lies more than a season " +
      "ahead reads what was foretold a season before, which is the newest season once more.",
  },
  wrong: [
    ["one season back, always", "beyond", "known[known.length + i - period]"],
    [
      "one step beside",
      "off-by-one",
      "known[known.length + i - 1 - period * Math.ceil((i + 1) / period)]",
    ],
    ["as today", "as-today", "known[known.length - 1]"],
    ["the same value for all", "one-value", "known[known.length - period]"],
    ["the first season", "first-season", "known[i % period]"],
    [
      "newest first",
      "newest-first",
      "known[known.length + (ahead - 1 - i) - period * Math.ceil((ahead - i) / period)]",
    ],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `${header} {\n  return Array.from({ length: ahead }, (_, i) => ${value});\n}`,
  })).concat([{
    label: "writes into what is known",
    misconception: "mutates",
    source: `${header} {
  const all = known as number[];
  for (let h = 0; h < ahead; h++) all.push(all[all.length - period]);
  return all.slice(all.length - ahead);
}`,
  }]),
};

function same(found: unknown, wanted: readonly (number | undefined)[]): boolean {
  return Array.isArray(found) && found.length === wanted.length &&
    found.every((x, i) => x === wanted[i]);
}
