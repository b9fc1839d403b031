/**
 * Warm-up of notebook 00: what a guesser that looks a few letters back gets to see.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import { call, functionOf, kindOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

/** The exercise. */
export const lastLetters: Exercise = {
  id: "00.last-letters",
  kind: "fill in the equation",
  title: "what the guesser sees",
  goal: "Return the last few letters of a text: all that a guesser looking so far back can see.",
  text:
    "Now and then a cell is left for you to finish. Put your code in the place of `yourTurn` and run both cells: " +
    "the second says what it makes of your answer, and if something is wrong, which idea behind it. Nothing below " +
    "depends on it, so you may leave it for later. Stuck? Make a cell of your own (**B**) and run " +
    '`await hint("00.last-letters")`, once or twice, or `await solution("00.last-letters")`.\n\n' +
    "To begin with: what does a guesser get to see that looks `count` letters back?",
  answer: "lastLetters",
  stub: `/** The last \`count\` letters of a text; all of it, if it has no more. */
function lastLetters(text: string, count: number): string {
  return yourTurn; // YOUR TURN
}`,
  begin: [
    'What should `lastLetters("joh", 2)` be, and `lastLetters("joh", 0)`?',
    "`text.slice(from)` gives everything from place `from` on: which place is that here?",
  ],
  check(answer) {
    const f = functionOf(answer);
    const random = createRandom(0);
    const texts = ["joh", "emma", "", "a", ...Array.from({ length: 40 }, () => draw(random))];
    for (const text of texts) {
      for (const count of [2, 1, 3, 0, text.length, text.length + 1, text.length + 4]) {
        const wanted = [...text].filter((_, i) => i >= text.length - count).join("");
        const found = call(f, [text, count]);
        if (found === wanted) continue;
        const said = `lastLetters("${text}", ${count}) gave ${kindOf(found)}, wanted "${wanted}"`;
        if (typeof found !== "string") throw new Finding("kind", said);
        if (count === 0 && found === text) throw new Finding("zero-is-all", said);
        if (count > text.length) throw new Finding("longer-than-text", said);
        if (found === text.slice(0, count)) throw new Finding("wrong-end", said);
        if (found.length === 1 && count > 1) throw new Finding("one-letter", said);
        throw new Finding("other", said);
      }
    }
    return "44 texts, each looked at from 7 distances, all as wanted";
  },
  learned:
    "That is a context window: of everything before, only the last few letters exist. Looking " +
    "no letters back means to see nothing, and before the beginning there is nothing to see.",
  misconceptions: {
    "zero-is-all": {
      idea: "Looking no letters back shows nothing, not everything",
      hint: "`text.slice(-0)` is `text.slice(0)`: minus zero is zero",
      stronger: "Count from the front: `text.length - count` is where the window begins",
    },
    "longer-than-text": {
      idea: "The window may reach back to before the beginning; a text has no letters there",
      hint: "What is `text.length - count` when `count` is the larger one?",
      stronger: "`Math.max(0, …)` keeps the beginning of the window inside the text",
    },
    "wrong-end": {
      idea: "These are the first letters. Looking back means to see the newest ones",
      hint: "The guess comes after the end of the text: which letters stand right before it?",
      stronger: "The window ends where the text ends",
    },
    "one-letter": {
      idea: "Is it one letter that far back? A window holds that one and all after it",
      hint: "How many letters does the guesser see that looks two letters back?",
      stronger: "`slice` gives a run of letters, `at` and `[ ]` one",
    },
  },
  solution: {
    source: `/** The last \`count\` letters of a text; all of it, if it has no more. */
function lastLetters(text: string, count: number): string {
  return text.slice(Math.max(0, text.length - count));
}`,
    why: "The window ends at the end of the text and begins `count` letters before it, or at the " +
      "beginning where there are not so many. Counting from the front also makes 0 letters come out right.",
  },
  wrong: [
    ["slice with minus zero", "zero-is-all", "text.slice(-count)"],
    ["the window starts before the text", "longer-than-text", "text.slice(text.length - count)"],
    ["the first letters", "wrong-end", "text.slice(0, count)"],
    ["one letter", "one-letter", 'text.at(-count) ?? ""'],
    ["a list of letters", "kind", "[...text].slice(Math.max(0, text.length - count)) as never"],
  ].map(([label, misconception, expression]) => ({
    label,
    misconception,
    source: `function lastLetters(text: string, count: number): string {
  return ${expression};
}`,
  })),
};

function draw(random: ReturnType<typeof createRandom>): string {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  return Array.from({ length: random.integer(1, 9) }, () => random.pick([...letters])).join("");
}
