/**
 * Why can a shuffled series not be forecast? Each wrong reason is answered by an experiment.
 *
 * @module
 */

import { feedforwardWindow } from "lib/cells/feedforward.ts";
import { readSeries, standardize } from "lib/data/series.ts";
import { choiceExercise } from "lib/exercises/choice_exercise.ts";
import { formatNumber } from "lib/notebook/format.ts";
import { runQuietly } from "lib/notebook/follow.ts";
import { createRandom } from "lib/random.ts";
import { forecast } from "lib/tasks/forecast.ts";
import { evaluate } from "lib/training/evaluate.ts";
import { train } from "lib/training/train.ts";

/** The exercise. */
export default choiceExercise({
  id: "01.why-shuffled",
  title: "why shuffled days cannot be forecast",
  goal: "Say why no net forecasts the shuffled temperatures better than their mean does.",
  text:
    "Why does the net forecast the shuffled temperatures no better than the mean? Choose one; a wrong " +
    "choice is answered by an experiment.\n\n" +
    "- **a** Sixteen hidden units are too few for so irregular a series.\n" +
    "- **b** It was trained too briefly: a hundred updates are not enough to see through the shuffle.\n" +
    "- **c** Shuffling changed the temperatures: other mean, other extremes.\n" +
    "- **d** One day no longer says anything about the next, so there is nothing to learn.",
  begin: [
    "What is different after shuffling, and what is not?",
    "Which of the four would also hold for dice?",
  ],
  answer: "whyShuffled",
  learned:
    "What a net can learn is a relation between what it sees and what it is asked. Shuffling leaves " +
    "every value and takes the relation; no size and no patience brings it back.",
  right: {
    choice: "d",
    measured: async () => {
      const [ordered, shuffled] = await bothSeries();
      return `measured: the correlation of one day with the next is ${
        neighbours(ordered).toFixed(2)
      } in order, ${neighbours(shuffled).toFixed(2)} shuffled`;
    },
    why:
      "The net sees four days and is asked for the fifth. In the shuffled series these five are drawn " +
      "independently of each other, so the best answer is the mean, whatever was seen.",
  },
  wrong: {
    a: {
      name: "neurons",
      idea: "More neurons make a richer function of the last four days, and those days say nothing",
      hint: "What would an infinitely large net say about the next throw of a die?",
      stronger: "Ask what the last days know about the next one, before you ask about the net",
      tried: async () =>
        `tried: with 256 hidden units in place of 16 the error on the shuffled days is ${
          formatNumber(await error((await bothSeries())[1], 256, 100))
        } of the mean's`,
    },
    b: {
      name: "updates",
      idea:
        "More training finds what is there more exactly, or learns chance by heart; here nothing is there",
      hint: "Is the error on days that it has not seen falling, or rising?",
      stronger: "Ask what the last days know about the next one, before you ask about the net",
      tried: async () =>
        `tried: after 600 updates in place of 100 the error on the shuffled days is ${
          formatNumber(await error((await bothSeries())[1], 16, 600))
        } of the mean's`,
    },
    c: {
      name: "values",
      idea: "The values are all still there; a histogram of both series is the same",
      hint: "What did shuffling change, if not the values?",
      stronger: "Look at two neighbouring days, before and after",
      tried: async () => {
        const facts = (await bothSeries()).map((list) => {
          const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
          return `mean ${mean.toFixed(4)}, ${Math.min(...list)} to ${Math.max(...list)}`;
        });
        return `measured: in order ${facts[0]}; shuffled ${facts[1]} (°C)`;
      },
    },
  },
});

async function bothSeries(): Promise<[number[], number[]]> {
  const weather = await readSeries("weather");
  const column = weather.variables.indexOf("highest temperature");
  const ordered = weather.rows.map((row) => row[column]);
  const order = createRandom(0).fork("shuffle").permutation(ordered.length);
  return [ordered, Array.from(order, (i) => ordered[i])];
}

/** Squared error on the last year, as a share of that of saying its mean. */
async function error(series: readonly number[], hiddenSize: number, updates: number) {
  const { heldOutFrom } = await readSeries("weather");
  const { rows } = standardize({ rows: series.map((x) => [x]), heldOutFrom });
  const past = forecast({ rows: rows.slice(0, heldOutFrom) });
  const future = forecast({ rows: rows.slice(heldOutFrom) });
  const random = createRandom(0).fork("weights");
  const model = feedforwardWindow({ ...past, window: 4, hiddenSize, random });
  await runQuietly(train({ model, task: past, updates, seed: 0 }));
  return evaluate(model, future.streams!(1)).loss / future.chance;
}

/** Correlation of each value with the next. */
function neighbours(series: readonly number[]): number {
  const mean = series.reduce((sum, x) => sum + x, 0) / series.length;
  let products = 0;
  let squares = 0;
  series.forEach((x, i) => {
    squares += (x - mean) * (x - mean);
    if (i > 0) products += (x - mean) * (series[i - 1] - mean);
  });
  return products / squares;
}
