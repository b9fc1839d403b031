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
import { boxOf, judgementBox, type Line, sentence } from "./box.ts";
import { judgeGuarded } from "./guard.ts";
import { judge, misconceptionNamed } from "./judge.ts";
import { exerciseNamed } from "./load.ts";
import { nextLine, progressBox } from "./overview.ts";
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
/** The answer that was judged last. A cell that ends with an error leaves the old one in place. */
const judged = new Map<string, unknown>();

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
  const wanted = await exerciseNamed(id);
  const judgement = screen.live && !isBlank(answer)
    ? await judgeGuarded(wanted, answer, { signal: interruptSignal() })
    : await judge(wanted, answer);
  const { state, misconception } = judgement;
  if (state !== "todo") progress.note(id, state);
  if (asked.get(id)?.misconception !== misconception) asked.set(id, { misconception, times: 0 });
  // Of numbers and texts nobody can tell whether they were said once or twice.
  const canTell = typeof answer === "function" || (typeof answer === "object" && answer !== null);
  const stale = state !== "todo" && (canTell || state === "wrong") && judged.has(id) &&
    Object.is(judged.get(id), answer);
  judged.set(id, answer);
  const more = state === "right" ? [await nextLine(id, progress.read())] : [];
  const note = stale ? staleNote(wanted.answer, typeof answer) : null;
  await show(judgementBox(wanted, judgement, more, note), { screen });
}

function staleNote(name: string, type: string): string {
  const kept = type === "function"
    ? ` In Deno's bare kernel \`const ${name}\` over \`function ${name}\`, or the other way round, ends like that: keep the first word of the stub.`
    : "";
  return `This is the very answer that was judged before; nothing new has been run since. Did its cell end with an error?${kept}`;
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
  const wanted = await exerciseNamed(id);
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
  const { solution: { source, why } } = await exerciseNamed(id);
  const lines: Line[] = [{ text: source, as: "code" }, why];
  await show(boxOf({ word: "SOLUTION", about: `exercise ${id}`, lines }), { screen });
}

/**
 * Shows which exercises are done, which are open, and where to go on.
 *
 * @param notebook of this notebook alone, such as "03"; of all if left out
 *
 * @example
 * ```ts
 * import { yourProgress } from "lib/exercises/mod.ts";
 *
 * await yourProgress();
 * await yourProgress("03");
 * ```
 */
export async function yourProgress(
  notebook = "",
  { screen, progress = currentProgress() }: Surroundings = {},
): Promise<void> {
  await show(await progressBox(progress.read(), notebook), { screen });
}
