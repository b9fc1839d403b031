/**
 * Exercises in a notebook: a stub with `yourTurn` in it, and a call that says whether it is to do, right, or
 * which idea is wrong.
 *
 *     const answer: number = yourTurn; // YOUR TURN
 *     await exercise("03.count-weights", answer);
 *
 * `await hint(id)` says more each time, `await solution(id)` shows and explains a right answer.
 *
 * @module
 */

import { currentScreen, type Screen, show } from "../notebook/display.ts";
import { interruptSignal } from "../notebook/interrupt.ts";
import { exerciseNamed, exercises } from "./all.ts";
import { boxOf, judgementBox, type Line, sentence } from "./box.ts";
import { type Exercise, notebookOf } from "./definition.ts";
import { judgeGuarded } from "./guard.ts";
import { judge, misconceptionNamed } from "./judge.ts";
import { currentProgress, type ProgressStore } from "./progress.ts";
import { isBlank } from "./your_turn.ts";

export { yourTurn } from "./your_turn.ts";
export type { MimeBundle, Screen } from "../notebook/display.ts";
export type { Progress, ProgressStore } from "./progress.ts";

/** Where to show and keep things, if not in this notebook. */
export interface Surroundings {
  /** Where to show. */
  readonly screen?: Screen;
  /** Where to keep progress. */
  readonly progress?: ProgressStore;
}

/** What was last found wrong, and how often a hint was asked for since. */
const asked = new Map<string, { misconception: string | null; times: number }>();

/**
 * Judges an answer and shows what came of it. Never throws for a wrong answer.
 *
 * @param id notebook and name: "03.combine"
 * @param answer what the stub's cell declares
 * @throws {RangeError} if there is no such exercise
 *
 * @example
 * ```ts
 * import { exercise } from "lib/exercises/mod.ts";
 *
 * await exercise("03.count-weights", 66); // shows: right
 * ```
 */
export async function exercise(
  id: string,
  answer: unknown,
  { screen = currentScreen(), progress = currentProgress() }: Surroundings = {},
): Promise<void> {
  const wanted = exerciseNamed(id);
  const guarded = typeof answer === "function" && screen.live && !isBlank(answer)
    ? await judgeGuarded(wanted, answer as () => unknown, { signal: interruptSignal() })
    : null;
  const judgement = guarded ?? await judge(wanted, answer);
  const { state, misconception } = judgement;
  if (state !== "todo") progress.note(id, state);
  if (asked.get(id)?.misconception !== misconception) asked.set(id, { misconception, times: 0 });
  await show(judgementBox(wanted, judgement), { screen });
}

/**
 * Shows a hint for what was last found wrong, or for how to begin; the next call shows a stronger one.
 *
 * @param id notebook and name
 * @throws {RangeError} if there is no such exercise
 *
 * @example
 * ```ts
 * import { hint } from "lib/exercises/mod.ts";
 *
 * await hint("03.combine");
 * ```
 */
export async function hint(id: string, { screen }: Surroundings = {}): Promise<void> {
  const wanted = exerciseNamed(id);
  const last = asked.get(id) ?? { misconception: null, times: 0 };
  asked.set(id, { ...last, times: last.times + 1 });
  let lines: Line[];
  if (last.misconception === null) {
    lines = wanted.begin.slice(0, Math.min(last.times + 1, 2)).map(sentence);
  } else { // the first hint stood beside what was observed
    const { idea, hint, stronger } = misconceptionNamed(wanted, last.misconception);
    lines = [{ text: sentence(idea), as: "strong" }, sentence(hint), sentence(stronger)];
  }
  const more = last.misconception === null && last.times === 0
    ? `Not enough? The same call again says more.`
    : `Enough tried? await solution("${id}")`;
  const box = boxOf({
    word: "HINT",
    about: `exercise ${id}`,
    lines: [...lines, { text: more, as: "soft" }],
  });
  await show(box, { screen });
}

/**
 * Shows a right answer and explains it.
 *
 * @param id notebook and name
 * @throws {RangeError} if there is no such exercise
 *
 * @example
 * ```ts
 * import { solution } from "lib/exercises/mod.ts";
 *
 * await solution("03.combine");
 * ```
 */
export async function solution(id: string, { screen }: Surroundings = {}): Promise<void> {
  const { solution: { source, why } } = exerciseNamed(id);
  const lines: Line[] = [{ text: source, as: "code" }, why];
  await show(boxOf({ word: "SOLUTION", about: `exercise ${id}`, lines }), { screen });
}

/**
 * Shows which exercises of all notebooks are done, and where to go on.
 *
 * @example
 * ```ts
 * import { yourProgress } from "lib/exercises/mod.ts";
 *
 * await yourProgress();
 * ```
 */
export async function yourProgress(
  { screen, progress = currentProgress() }: Surroundings = {},
): Promise<void> {
  const kept = progress.read();
  const isDone = ({ id }: { id: string }) => kept[id] === "right";
  const done = exercises.filter(isDone);
  const numbers = [...new Set(exercises.map(notebookOf))];
  // Where they left off: in the last notebook begun, or the first that is not done.
  const last = exercises.findLast(({ id }) => id in kept);
  const open = exercises.filter((one) => !isDone(one));
  const next = open.find((one) => last && notebookOf(one) >= notebookOf(last)) ?? open[0];
  const lines: Line[] = last === undefined
    ? ["Nothing done yet. What you finish in any notebook will be listed here."]
    : [
      ...numbers.map((number) => {
        const here = exercises.filter((one) => notebookOf(one) === number);
        const titles = (word: string, list: readonly Exercise[]) =>
          list.length === 0 ? "" : ` ${word}: ${list.map(({ title }) => title).join(", ")}.`;
        return `${number}: ${here.filter(isDone).length} of ${here.length}.` +
          titles("Done", here.filter(isDone)) +
          titles("Begun", here.filter(({ id }) => kept[id] === "wrong")) +
          titles("To do", here.filter(({ id }) => !(id in kept)));
      }),
      {
        text: next ? `Go on with ${next.id}. ${next.goal}` : "All done.",
        as: "strong",
      },
      { text: "Kept in notebooks/.progress.json; delete it to start afresh.", as: "soft" },
    ];
  const about = done.length === 0 ? "exercises" : `${done.length} of ${exercises.length} exercises`;
  await show(boxOf({ word: "PROGRESS", about, lines }), { screen });
}
