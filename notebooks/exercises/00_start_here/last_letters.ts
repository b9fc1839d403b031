/**
 * Warm-up of notebook 00: what a guesser that looks a few letters back gets to see.
 *
 * @module
 */

import { wrongOnly } from "lib/exercises/does.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { createRandom } from "lib/random.ts";

/** The last `count` letters of a text; all of it, if it has no more. */
function lastLetters(text: string, count: number): string {
  return text.slice(Math.max(0, text.length - count));
}

const right = lastLetters;

/** The exercise. */
export default functionExercise<typeof lastLetters>({
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
  begin: [
    'What should `lastLetters("joh", 2)` be, and `lastLetters("joh", 0)`?',
    "`text.slice(from)` gives everything from place `from` on: which place is that here?",
  ],
  from: import.meta.url,
  solution: lastLetters,
  why: "The window ends at the end of the text and begins `count` letters before it, or at the " +
    "beginning where there are not so many. Counting from the front also makes 0 letters come out right.",
  learned:
    "That is a context window: of everything before, only the last few letters exist. Looking " +
    "no letters back means to see nothing, and before the beginning there is nothing to see.",
  cases: () => {
    const random = createRandom(0);
    const letters = [..."abcdefghijklmnopqrstuvwxyzABC"];
    const drawn = Array.from(
      { length: 40 },
      () => Array.from({ length: random.integer(1, 9) }, () => random.pick(letters)).join(""),
    );
    return ["joh", "emma", "", "a", "aaa", "Anna", ...drawn].flatMap((text) =>
      [2, 1, 3, 0, text.length, text.length + 1, text.length + 4].map((count) => ({
        given: [text, count],
      }))
    );
  },
  found: (_, cases) => `46 texts, each looked at from 7 distances, all ${cases.length} as wanted`,
  ideas: {
    "zero-is-all": {
      idea: "Looking no letters back shows nothing, not everything",
      hint: "`text.slice(-0)` is `text.slice(0)`: minus zero is zero",
      stronger: "Count from the front: `text.length - count` is where the window begins",
      answers: [
        (text, count) => text.slice(-count),
        (text, count) => count === 0 ? text : right(text, count),
        (text, count) => count > text.length ? text : text.slice(-count),
        (text, count) => text.substr(-count),
        (text, count) => [...text].slice(-count).join(""),
        (text, count) => count < 1 ? text : text.slice(Math.max(0, text.length - count)),
      ],
    },
    "longer-than-text": {
      idea: "The window may reach back to before the beginning; a text has no letters there",
      hint: "What is `text.length - count` when `count` is the larger one?",
      stronger: "`Math.max(0, …)` keeps the beginning of the window inside the text",
      answers: [
        (text, count) => text.slice(text.length - count),
        (text, count) => count > text.length ? "" : right(text, count),
        (text, count) => [...text].slice(text.length - count).join(""),
        (text, count) =>
          count > text.length ? " ".repeat(count - text.length) + text : right(text, count),
        (text, count) => text.padStart(count, "_").slice(text.padStart(count, "_").length - count),
        (text, count) => text.substr(text.length - count, count === 0 ? 0 : text.length),
      ],
      does: wrongOnly((text: string, count: number) => count > text.length),
    },
    "wrong-end": {
      idea: "These are the first letters. Looking back means to see the newest ones",
      hint: "The guess comes after the end of the text: which letters stand right before it?",
      stronger: "The window ends where the text ends",
      answers: [
        (text, count) => text.slice(0, count),
        (text, count) => text.substring(0, count),
        (text, count) => text.slice(count),
        (text, count) => text.slice(0, Math.max(0, text.length - count)),
        (text, count) => [...text].slice(count).join(""),
        (text, count) => [...text].filter((_, i) => i < count).join(""),
      ],
    },
    "turned": {
      idea: "The right letters, in the wrong order: the newest stands first",
      hint: "Read your result aloud beside the end of the text",
      stronger: "Whoever turns a text round to cut it must turn the piece back",
      answers: [
        (text, count) => [...text].reverse().slice(0, count).join(""),
        (text, count) => [...right(text, count)].reverse().join(""),
        (text, count) => {
          let seen = "";
          for (let i = text.length - 1; i >= 0 && seen.length < count; i--) seen += text[i];
          return seen;
        },
      ],
    },
    "one-letter": {
      idea: "Is it one letter that far back? A window holds that one and all after it",
      hint: "How many letters does the guesser see that looks two letters back?",
      stronger: "`slice` gives a run of letters, `at` and `[ ]` one",
      answers: [
        (text, count) => text.at(-count) ?? "",
        (text, count) => text.charAt(text.length - count),
        (text, count) => count > 0 ? text.at(-count) ?? "" : "",
        (text, count) => text[text.length - count] ?? "",
        (text) => text.at(-1) ?? "",
        (text, count) => count === 0 ? "" : text.slice(-1),
      ],
    },
    "one-beside": {
      idea: "The window begins one letter too early or too late",
      hint: 'Of "joh", the last 2 letters begin at place 1: how do you get 1 from 3 and 2?',
      stronger: "It begins at `text.length - count`, and ends with the text",
      answers: [
        (text, count) => text.slice(Math.max(0, text.length - count - 1)),
        (text, count) => text.slice(Math.max(0, text.length - count + 1)),
        (text, count) => text.slice(Math.max(0, text.length - count - 1), -1),
        (text, count) => right(text, count + 1),
        (text, count) => right(text, Math.max(0, count - 1)),
        (text, count) => right(text.slice(0, -1), count),
      ],
    },
  },
  faults: {
    kind: [
      (text, count) => [...text].slice(Math.max(0, text.length - count)) as never,
      (text, count) => void text.slice(Math.max(0, text.length - count)) as never,
      ((text: string) => text.length) as never,
    ],
    throws: [(text) => (text as unknown as { last(): string }).last()],
  },
});
