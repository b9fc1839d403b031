/**
 * Writing without a teacher: what is said at one step is what the next one goes on from.
 *
 * @module
 */

import { shuffled } from "lib/exercises/does.ts";
import type { Shown } from "lib/exercises/diagnose.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";

/** What the writer says by itself, letter by letter: `length` letters by number. */
function saysAlone(
  write: (said: number, memory: number) => { scores: number[]; memory: number }, // one step
  sign: number, // what stands before the first letter: ">"
  memory: number, // what the reader has handed over
  length: number,
): number[] {
  const letters: number[] = [];
  let said = sign;
  while (letters.length < length) {
    const answer = write(said, memory);
    said = answer.scores.indexOf(Math.max(...answer.scores));
    memory = answer.memory;
    letters.push(said);
  }
  return letters;
}

type Writer = (said: number, memory: number) => { scores: number[]; memory: number };
type Alone = typeof saysAlone;
const right = saysAlone;
const best = (scores: readonly number[]) => scores.indexOf(Math.max(...scores));
/** Says something after each step, from what came before. */
const saying = (
  step: (
    at: { said: number; memory: number; t: number },
    write: Writer,
    given: Parameters<Alone>,
  ) => {
    said: number;
    memory: number;
    letter?: number;
  },
): Alone =>
(...given) => {
  const [write, sign, memory, length] = given;
  let at = { said: sign, memory };
  return Array.from({ length }, (_, t) => {
    const { letter, ...next } = step({ ...at, t }, write, given);
    at = next;
    return letter ?? next.said;
  });
};
const after = ({ scores, memory }: ReturnType<Writer>) => ({ said: best(scores), memory });
/** Writers of 5 and of 8 letters; of the scores no two are alike. */
const writers: readonly Writer[] = [[5, 11, 7, 3], [8, 17, 5, 6]].map(
  ([letters, prime, a, b]) => (said, memory) => ({
    scores: Array.from({ length: letters }, (_, k) => (a * k + b * said + 4 * memory) % prime - 8),
    memory: (2 * memory + said + 1) % 13,
  }),
);

/** The exercise. */
export default functionExercise<Alone>({
  id: "15.by-itself",
  kind: "fill in the equation",
  title: "without the teacher",
  goal: "Write the loop in which a writer goes on from its own letters.",
  text:
    "In training the right letter stands before each step. Here nobody knows it: what the writer says is what it reads next. " +
    "`write` takes one step: from the letter before (a number) and the memory to a score for each letter and the new memory. " +
    "Begin with the sign and the memory that was handed over, say the letter with the highest score each time, and return " +
    "the `length` letters as numbers.",
  begin: [
    "Two things go from round to round: the letter that was said, and the memory",
    "The letter is the _place_ of the highest score: `scores.indexOf(Math.max(...scores))`",
  ],
  from: import.meta.url,
  solution: saysAlone,
  why:
    "The letter and the memory both go round. The sign is read once; after it the writer hears nobody but itself.",
  learned:
    "One wrong letter, and the writer is at a place where it never was in training. That is why a loss under teacher " +
    "forcing and what a net writes are two things.",
  cases: () =>
    writers.flatMap((write, n) =>
      [[6, 4], [3, 0], [5, 9], [1, 2], [0, 1], [20, 7]].map(([length, memory]) => ({
        given: [write, n === 0 ? 5 : 8, memory, length],
        said: `with a writer of ${n === 0 ? 5 : 8} letters, memory = ${memory}, length = ${length}`,
      }))
    ),
  found: (_, cases) => `${cases.length} beginnings, two writers, up to 20 letters: all as wanted`,
  ideas: {
    "sign-each-time": {
      idea: "The writer reads the same letter at every step: it never hears what it has said",
      hint: "What does the second call of `write` get as its first argument?",
      stronger: "said = the letter that has just been chosen",
      answers: [
        saying(({ said, memory }, write) => {
          const next = after(write(said, memory));
          return { said, memory: next.memory, letter: next.said };
        }),
        (write, sign, memory, length) => {
          const letters = [];
          for (let t = 0; t < length; t++) {
            const { scores, memory: next } = write(sign, memory);
            letters.push(best(scores));
            memory = next;
          }
          return letters;
        },
        saying(({ said, memory, t }, write) => {
          const next = after(write(said, memory));
          return { said: t === 0 ? next.said : said, memory: next.memory, letter: next.said };
        }),
      ],
    },
    "memory-lost": {
      idea: "The memory does not go round: every step begins from the one that was handed over",
      hint: "What does the second call of `write` get as its second argument?",
      stronger: "memory = answer.memory, in each round",
      answers: [
        saying(({ said, memory }, write) => ({ said: best(write(said, memory).scores), memory })),
        (write, sign, memory, length) => {
          const letters: number[] = [];
          for (let t = 0; t < length; t++) {
            letters.push(best(write(letters.at(-1) ?? sign, memory).scores));
          }
          return letters;
        },
        saying(({ said }, write, [, , first]) => ({
          said: best(write(said, first).scores),
          memory: first,
        })),
      ],
    },
    "nothing-handed-over": {
      idea: "The writer begins from nothing: what was read is lost, and it can only guess",
      hint: "Which memory does the first call of `write` get?",
      stronger: "Begin with the `memory` that is given",
      answers: [
        (write, sign, _, length) => right(write, sign, 0, length),
        saying(({ said, memory, t }, write) => after(write(said, t === 0 ? 0 : memory))),
        saying(({ said }, write) => after(write(said, 0))),
        (write, sign, _, length) => right(write, sign, sign, length),
      ],
      does: ({ cases, found }) =>
        // two beginnings that differ in their memory alone
        cases.every(({ given }, i) => {
          const other = found[i];
          return "parts" in other &&
            String(other.parts.result.leaves) ===
              String(right(given[0] as Writer, given[1] as number, 0, given[3] as number));
        }),
    },
    "begins-with-sign": {
      idea: "The sign is returned as if it had been said, or the first letter is never noted down",
      hint:
        "How many letters are wanted, and which is the first that the writer itself has chosen?",
      stronger: "Note down what comes out of `write`, not what goes in",
      answers: [
        (write, sign, memory, length) =>
          [sign, ...right(write, sign, memory, length)].slice(0, length),
        (write, sign, memory, length) => [sign, ...right(write, sign, memory, length)],
        saying(({ said, memory }, write) => ({ ...after(write(said, memory)), letter: said })),
        (write, sign, memory, length) => right(write, sign, memory, length + 1).slice(1),
      ],
      anyShape: true,
      does: ({ cases, found }) =>
        found.every((one, i) => {
          const [write, sign, memory, length] = cases[i].given as Parameters<Alone>;
          const came = "parts" in one ? one.parts.result.leaves : [NaN];
          return came.length === 0 || came[0] === sign ||
            String(came) === String(right(write, sign, memory, length + 1).slice(1));
        }),
    },
    "score-said": {
      idea: "The highest score itself is returned or read, in the place of the letter that has it",
      hint: "What is the number of a letter: its score, or its place among the scores?",
      stronger: "Math.max gives the score; indexOf finds its place",
      answers: [
        choosing((scores) => Math.max(...scores)),
        saying(({ said, memory }, write) => {
          const answer = write(said, memory);
          return { ...after(answer), letter: Math.max(...answer.scores) };
        }),
        saying(({ said, memory }, write) => {
          const answer = write(said, memory);
          return {
            said: Math.max(...answer.scores),
            memory: answer.memory,
            letter: best(answer.scores),
          };
        }),
      ],
      does: (shown) =>
        shown.found.every((one, i) => {
          const [write, sign, memory, length] = shown.cases[i].given as Parameters<Alone>;
          return length === 0 || first(one) === Math.max(...write(sign, memory).scores);
        }),
    },
    "too-many": {
      idea:
        "There is a letter too many or too few: the loop runs once too often, or once too rarely",
      hint: "How many letters are wanted for a length of 1?",
      stronger: "Go on while there are fewer than `length` letters",
      answers: [
        (write, sign, memory, length) => right(write, sign, memory, length + 1),
        (write, sign, memory, length) => right(write, sign, memory, Math.max(0, length - 1)),
        (write, sign, memory, length) => right(write, sign, memory, length - 1),
      ],
      anyShape: true,
      does: ({ found, wanted }) =>
        found.every((one, i) => {
          const [came, all] = [one, wanted[i]].map((each) =>
            "parts" in each ? each.parts.result.leaves : []
          );
          const off = came.length - all.length;
          const [short, long] = off > 0 ? [all, came] : [came, all];
          return Math.abs(off) <= 1 && short.every((x, k) => x === long[k]);
        }),
    },
    "last-alone": {
      idea:
        "Only the last letter comes out; wanted are all of them, in the order in which they were said",
      hint: "Where do you note down what was said in the first round?",
      stronger: "Push each letter inside the loop",
      answers: [
        (...given) => right(...given).at(-1) as never,
        (...given) => right(...given).slice(-1),
        (...given) => right(...given).reverse(),
      ],
      anyShape: true,
      does: (shown) =>
        shuffled(shown) || shown.found.every((one, i) => {
          const right = shown.wanted[i];
          if ("fault" in one || "fault" in right) return false;
          const [came, all] = [one.parts.result.leaves, right.parts.result.leaves];
          return all.length === 0 || came.length === 1 && came[0] === all.at(-1);
        }),
    },
    "other-choice": {
      idea: "Another letter is said than the one with the highest score",
      hint: "Of scores −1, 7 and 2, which letter is said: number 0, 1 or 2?",
      stronger: "The highest of all scores, whatever their sign: Math.max, then indexOf",
      answers: [
        choosing((scores) => scores.indexOf(Math.min(...scores))),
        choosing((scores) => scores.findIndex((x) => x > 0)),
        choosing((scores) => best(scores.map(Math.abs))),
        choosing((scores) => scores.lastIndexOf(scores.toSorted((a, b) => b - a)[1])),
        choosing((scores) => scores.length - 1 - best(scores)),
        choosing((scores) => best(scores) + 1),
      ],
      does: ({ cases, found, wanted }) => { // the first letter is wrong already, also where nothing was handed over
        const begun = cases.flatMap(({ given }, i) =>
          (given[3] as number) > 0
            ? [{ memory: given[2], off: first(found[i]) !== first(wanted[i]) }]
            : []
        );
        return begun.some(({ memory, off }) => memory === 0 && off) &&
          begun.filter(({ off }) => off).length > begun.length / 2;
      },
    },
  },
  faults: {
    kind: [
      (...given) => right(...given).map((letter) => "abcdefgh"[letter]) as never,
      (write, sign, memory) => write(sign, memory) as never,
    ],
    throws: [
      (write, sign, memory, length) =>
        saying(({ said, memory }, write) => {
          const { scores } = write(said, memory);
          return {
            said: best(scores),
            memory: (scores as never as { memory: { next: number } }).memory.next,
          };
        })(write, sign, memory, length + 1),
    ],
    "never-returns": [
      (write, sign, memory, length) => {
        const letters: number[] = [];
        let said = sign;
        while (letters.length < length || said >= -100) said = best(write(said, memory).scores);
        return letters;
      },
    ],
  },
});

/** Says another letter, and goes on from it. */
function choosing(choose: (scores: number[]) => number): Alone {
  return (write, sign, memory, length) => {
    const letters: number[] = [];
    for (let said = sign; letters.length < length;) {
      const answer = write(said, memory);
      letters.push(said = choose(answer.scores));
      memory = answer.memory;
    }
    return letters;
  };
}

const first = (one: Shown["found"][number]) => "fault" in one ? NaN : one.parts.result.leaves[0];
