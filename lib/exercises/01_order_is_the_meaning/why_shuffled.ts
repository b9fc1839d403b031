/**
 * Why can a shuffled series not be forecast? Each wrong reason is answered by an experiment.
 *
 * @module
 */

import { feedforwardWindow } from "../../cells/feedforward.ts";
import { readSeries, standardize } from "../../data/series.ts";
import { formatNumber } from "../../notebook/format.ts";
import { runQuietly } from "../../notebook/follow.ts";
import { createRandom } from "../../random.ts";
import { forecast } from "../../tasks/forecast.ts";
import { evaluate } from "../../training/evaluate.ts";
import { train } from "../../training/train.ts";
import { choiceOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

/** The exercise. */
export const whyShuffled: Exercise = {
  id: "01.why-shuffled",
  kind: "explain",
  title: "why shuffled days cannot be forecast",
  goal: "Say why no net forecasts the shuffled temperatures better than their mean does.",
  text:
    "Why does the net forecast the shuffled temperatures no better than the mean? Choose one; a wrong " +
    "choice is answered by an experiment.\n\n" +
    "- **a** Sixteen hidden units are too few for so irregular a series.\n" +
    "- **b** It was trained too briefly: a hundred updates are not enough to see through the shuffle.\n" +
    "- **c** Shuffling changed the temperatures: other mean, other extremes.\n" +
    "- **d** One day no longer says anything about the next, so there is nothing to learn.",
  answer: "whyShuffled",
  stub: `const whyShuffled: "a" | "b" | "c" | "d" = yourTurn; // YOUR TURN`,
  begin: [
    "What is different after shuffling, and what is not?",
    "Which of the four would also hold for dice?",
  ],
  async check(answer) {
    const choice = choiceOf(answer, ["a", "b", "c", "d"]);
    const [ordered, shuffled] = await bothSeries();
    if (choice === "a") {
      const wide = await error(shuffled, 256, 100);
      throw new Finding(
        "neurons",
        `tried: with 256 hidden units in place of 16 the error on the shuffled days is ${
          formatNumber(wide)
        } of the mean's`,
      );
    }
    if (choice === "b") {
      const long = await error(shuffled, 16, 600);
      throw new Finding(
        "updates",
        `tried: after 600 updates in place of 100 the error on the shuffled days is ${
          formatNumber(long)
        } of the mean's`,
      );
    }
    if (choice === "c") {
      const facts = [ordered, shuffled].map((list) => {
        const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
        return `mean ${mean.toFixed(4)}, ${Math.min(...list)} to ${Math.max(...list)}`;
      });
      throw new Finding("values", `measured: in order ${facts[0]}; shuffled ${facts[1]} (°C)`);
    }
    const [before, after] = [neighbours(ordered), neighbours(shuffled)];
    return `measured: the correlation of one day with the next is ${before.toFixed(2)} in order, ${
      after.toFixed(2)
    } shuffled`;
  },
  learned:
    "What a net can learn is a relation between what it sees and what it is asked. Shuffling leaves " +
    "every value and takes the relation; no size and no patience brings it back.",
  misconceptions: {
    "neurons": {
      idea: "More neurons make a richer function of the last four days, and those days say nothing",
      hint: "What would an infinitely large net say about the next throw of a die?",
      stronger: "Ask what the last days know about the next one, before you ask about the net",
    },
    "updates": {
      idea:
        "More training finds what is there more exactly, or learns chance by heart; here nothing is there",
      hint: "Is the error on days that it has not seen falling, or rising?",
      stronger: "Ask what the last days know about the next one, before you ask about the net",
    },
    "values": {
      idea: "The values are all still there; a histogram of both series is the same",
      hint: "What did shuffling change, if not the values?",
      stronger: "Look at two neighbouring days, before and after",
    },
  },
  solution: {
    source: `const whyShuffled: "a" | "b" | "c" | "d" = "d";`,
    why:
      "The net sees four days and is asked for the fifth. In the shuffled series these five are drawn " +
      "independently of each other, so the best answer is the mean, whatever was seen.",
  },
  wrong: [
    ["just add neurons", "neurons", `"a"`],
    ["just train longer", "updates", `"b"`],
    ["the values changed", "values", `"c"`],
    ["no such choice", "kind", `"e" as never`],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const whyShuffled: "a" | "b" | "c" | "d" = ${value};`,
  })),
};

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
