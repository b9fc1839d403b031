/**
 * Reber grammar, embedded: strings that a small machine writes, with one letter to be remembered.
 *
 * The inner machine walks from state to state, at each choosing one of two letters:
 *
 *     0: B→1    1: T→2 P→3    2: S→2 X→4    3: T→3 V→5    4: X→3 S→6    5: P→4 V→6    6: E→end
 *
 * The embedded string is B, then T or P, then an inner string, then **the same** T or P, then E. That
 * last letter but one is the long-range dependency. With `continual` the strings follow each other
 * without end and without a sign to the net that it may start afresh: a memory must learn to forget.
 *
 * Sources: Reber (1967); Cleeremans, Servan-Schreiber and McClelland (1989); embedded: Hochreiter and
 * Schmidhuber (1997), experiment 1; continual: Gers, Schmidhuber and Cummins, "Learning to forget" (2000).
 *
 * @module
 */

import { wholeNumbers } from "./options.ts";
import { symbolBatch } from "../batch.ts";
import { checkValue, count, oneOf } from "../options.ts";
import type { Random } from "../random.ts";
import { defineTask, type TaskFactory } from "./task.ts";

const LETTERS = "BTPSXVE";

/** From state to letter to state. States `T…` and `P…` are within a string that has to end in that letter. */
const MACHINE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  start: { B: "choice" },
  choice: { T: "T0", P: "P0" },
  ...inner("T"),
  ...inner("P"),
  last: { E: "start" },
};

function inner(first: string) {
  const at = (state: number) => first + state;
  return {
    [at(0)]: { B: at(1) },
    [at(1)]: { T: at(2), P: at(3) },
    [at(2)]: { S: at(2), X: at(4) },
    [at(3)]: { T: at(3), V: at(5) },
    [at(4)]: { X: at(3), S: at(6) },
    [at(5)]: { P: at(4), V: at(6) },
    [at(6)]: { E: at(7) },
    [at(7)]: { [first]: "last" },
  };
}

/** Options of {@link reber}. */
export interface ReberOptions {
  /** What is asked: the remembered letter alone, or the next letter at every step. */
  readonly asked: "memory" | "every step";
  /** 0: one string a sequence, short ones filled up; else a stream of strings, cut at this many steps. */
  readonly continual: number;
}

/**
 * Makes the task; by default single strings, asked for the remembered letter (chance ½).
 *
 * With `every step` most letters have two possible successors, so accuracy cannot reach 1; judge a net
 * by whether its favourites are legal: {@link legalNext}.
 *
 * @example
 * ```ts
 * import { reber } from "lib/tasks/reber.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = reber();
 * expect(task.describe(task.sample(createRandom(0), 1), 0)).toBe("BPBPTVPXTTVVE→PP");
 * ```
 */
export const reber: TaskFactory<ReberOptions> = defineTask<ReberOptions>({
  name: "reber",
  defaults: { asked: "memory", continual: 0 },
  rules: { asked: oneOf("memory", "every step"), continual: count(0) },
  changeable: ["continual"],
  // A stream shorter than this may hold no remembered letter to ask for.
  together: ({ continual }) =>
    continual > 0 && continual < 20
      ? `found continual ${continual}, wanted 0 or at least 20 steps`
      : undefined,
  create: ({ asked, continual }) => ({
    input: { kind: "symbols", vocab: [...LETTERS] },
    outputSize: LETTERS.length,
    labels: [...LETTERS],
    // A string has on average 12 letters, 2.5 of them T, the most frequent. The first B of a single string is never asked for.
    chance: asked === "memory" ? 1 / 2 : continual ? 2.5 / 12 : 2.5 / 11,
    padding: LETTERS.indexOf("E"),
    separator: "",
    sample: (random, batch, options) =>
      symbolBatch(batch, () => {
        const letters: number[] = [];
        const memory: boolean[] = []; // is this letter the remembered one?
        for (const { letter, remembered } of write(random)) {
          if (options.continual ? letters.length > options.continual : ended(letters)) break;
          letters.push(letter);
          memory.push(remembered);
        }
        const inputs = letters.slice(0, -1);
        const targets = inputs.map((_, t) =>
          asked === "every step" || memory[t + 1] ? letters[t + 1] : -1
        );
        return { inputs, targets };
      }, LETTERS.indexOf("E")),
  }),
});

/** An endless stream of strings. */
function* write(random: Random): Generator<{ letter: number; remembered: boolean }> {
  for (let state = "start";;) {
    const letters = Object.keys(MACHINE[state]);
    const letter = letters.length === 1 ? letters[0] : random.pick(letters);
    yield { letter: LETTERS.indexOf(letter), remembered: state.endsWith("7") };
    state = MACHINE[state][letter];
  }
}

/** Whether a string is over: its second E has been written. */
function ended(letters: readonly number[]): boolean {
  return letters.filter((letter) => LETTERS[letter] === "E").length === 2;
}

/**
 * Which letters may come next after each letter of a stream, as indices into the task's vocabulary.
 *
 * @throws RangeError at the first letter that the grammar does not allow
 *
 * @example
 * ```ts
 * import { legalNext } from "lib/tasks/reber.ts";
 * import { expect } from "vitest";
 *
 * const [afterB, afterT] = legalNext([0, 1]); // B T
 * expect(afterB).toEqual([1, 2]); // T or P
 * expect(afterT).toEqual([0]); // B: an inner string begins
 * ```
 */
export function legalNext(letters: ArrayLike<number>): number[][] {
  checkValue("read a Reber string", "letters", letters, wholeNumbers);
  let state = "start";
  return Array.from(letters, (index, step) => {
    const next = MACHINE[state][LETTERS[index]];
    if (next === undefined) {
      throw new RangeError(
        `Cannot read a Reber string: found ${LETTERS[index] ?? index} at step ${step}, wanted ${
          Object.keys(MACHINE[state]).join(" or ")
        }`,
      );
    }
    state = next;
    return Object.keys(MACHINE[state]).map((letter) => LETTERS.indexOf(letter));
  });
}
