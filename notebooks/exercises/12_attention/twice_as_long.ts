/**
 * A prediction: what does a text of twice the length cost attention?
 *
 * @module
 */

import { valueExercise } from "lib/exercises/value_exercise.ts";
import { formatNumber } from "lib/notebook/format.ts";
import { numbersNamed } from "../numbers.ts";

const WIDTH = 16;
const STEPS = 256;

const twice: { work: number; kept: number } = { work: 4, kept: 2 };

type Said = { readonly work: number; readonly kept: number };
const near = (x: number, y: number) => Math.abs(x - y) < 0.1;
/** The whole number asked for, or what was counted, if it was rounded to no fewer than two places. */
const isWork = (x: number) =>
  x === 4 || Math.abs(x - counted(2 * STEPS).work / counted(STEPS).work) < 0.005;

/** The exercise. */
export default valueExercise<Said>({
  id: "12.twice-as-long",
  kind: "predict the number",
  title: "twice the text",
  goal: "Predict what a text of twice the length costs attention, in work and in kept numbers.",
  text:
    "A text of 256 words, then one of 512, width 16. Count only what attention does when it _looks_: each step " +
    "compares its query with all keys so far and mixes all values so far. How many times as many multiply-adds does " +
    "the **whole longer text** take (`work`), and how many times as many numbers have to be **kept** at its end " +
    "(`kept`)? To the nearest whole number; the check counts both.",
  begin: [
    "How many steps does the longer text have, and how far does its last step look?",
    "Draw a triangle: a row for each step, a box for each step that it looks at. What happens to its area?",
  ],
  answer: "twice",
  stub:
    "const twice: { work: number; kept: number } = yourTurn; // YOUR TURN, such as { work: 1, kept: 1 }",
  from: import.meta.url,
  solution: twice,
  why:
    "Step t looks at t steps, so n steps look 1 + 2 + … + n ≈ n²/2 times: twice n, four times as much. A key and a " +
    "value of each step are kept: twice n, twice as many.",
  learned:
    "Twice the text, four times the looking: that is the price of never forgetting. A recurrent net pays twice, and " +
    "keeps as much as before.",
  read: numbersNamed("work", "kept"),
  right: ({ work, kept }) => isWork(work) && kept === 2,
  said({ work, kept }, idea) {
    const [short, long] = [counted(STEPS), counted(2 * STEPS)];
    const looking = `${formatNumber(long.work)} multiply-adds in place of ${
      formatNumber(short.work)
    }`;
    const keeping = `${formatNumber(long.kept)} numbers kept in place of ${
      formatNumber(short.kept)
    }`;
    return idea === null
      ? `counted: ${looking}, ${(long.work / short.work).toFixed(2)} times; ${keeping}, ${
        long.kept / short.kept
      } times`
      : `you said ${work} times the work and ${kept} times the numbers; counted: ${
        isWork(work) ? keeping : looking
      }`;
  },
  ideas: {
    "not-whole": {
      idea: "That is nearly it. How many times as many, as a whole number?",
      hint: "Round to the nearest whole number",
      stronger:
        "Both numbers can be had without a calculator: count the steps, and how far each looks",
      answers: [{ work: 4.001, kept: 2 }, { work: 3.95, kept: 2 }, { work: 4, kept: 2.01 }],
      does: ({ work, kept }) => near(work, 4) && near(kept, 2),
    },
    "percent": {
      idea: "A factor is asked for, not a percentage",
      hint: "Twice as much is a factor of 2",
      stronger: "Divide by 100",
      answers: [{ work: 400, kept: 200 }, { work: 200, kept: 100 }, { work: 4, kept: 200 }],
      does: ({ work, kept }) => work >= 100 || kept >= 100,
    },
    "all-at-once": {
      idea: "All positions at once means that no step waits for another, not that looking is free",
      hint: "How many keys does step 400 compare itself with?",
      stronger: "Add up 1 + 2 + 3 + … for both texts",
      answers: [{ work: 1, kept: 2 }, { work: 1, kept: 1 }],
      does: ({ work }) => work <= 1.1,
    },
    "last-step": {
      idea: "That is what the last step costs. The whole text also has twice as many steps",
      hint: "Twice as many steps, each of which looks on average twice as far",
      stronger: "Multiply the two",
      answers: [{ work: 2, kept: 2 }, { work: 2, kept: 1 }, { work: 2, kept: 4 }],
      does: ({ work }) => work < 3.4,
    },
    "triangle": {
      idea:
        "Not exactly: half of a square of twice the side is still four times half of the square",
      hint:
        "A triangle of twice the height and twice the base: how many of the small ones fit into it?",
      stronger: "2 times the steps, 2 times the distance",
      answers: [{ work: 3, kept: 2 }, { work: 3.5, kept: 2 }, { work: 5, kept: 2 }],
      does: ({ work }) => work < 6 && !near(work, 4),
    },
    "cubed": {
      idea: "There are two factors of two here, not more: the steps, and how far each looks",
      hint: "Does one comparison of a query with a key cost more in a longer text?",
      stronger: "The width stays what it is: only steps and distances double",
      answers: [{ work: 8, kept: 2 }, { work: 16, kept: 2 }, { work: 64, kept: 2 }],
      does: ({ work }) => !near(work, 4),
    },
    "summary": {
      idea:
        "A hidden state stays as large as it is; attention keeps a key and a value of every step",
      hint: "Which words may the last step look at, and what must be there for that?",
      stronger: "Two rows are kept for each word of the text",
      answers: [{ work: 4, kept: 1 }, { work: 4, kept: 0 }],
      does: ({ kept }) => kept <= 1.1,
    },
    "kept-squared": {
      idea: "The shares are made and used up at each step; what is kept are keys and values",
      hint: "How many rows are added with each word?",
      stronger: "Two rows for each word: twice the words, twice the rows",
      answers: [{ work: 4, kept: 4 }, { work: 4, kept: 3 }, { work: 4, kept: 8 }],
      does: () => true,
    },
  },
  faults: {
    kind: [4, [4, 2], { work: 4 }, { work: "4", kept: "2" }],
    "not-finite": [{ work: NaN, kept: 2 }],
  },
});

/** Multiply-adds of all looks at a text, and numbers kept at its end. */
function counted(steps: number): { work: number; kept: number } {
  let [work, kept] = [0, 0];
  for (let t = 0; t < steps; t++) {
    kept += 2 * WIDTH; // a key and a value
    work += kept; // each of these numbers is multiplied once
  }
  return { work, kept };
}
