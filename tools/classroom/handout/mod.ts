/**
 * Exercises that a teacher marks: in the version for learners this stands in the place of the course's own
 * `lib/exercises/mod.ts`. It says whether something is still to do and how to begin; it does not judge, for a check
 * has to hold what is right.
 *
 * @module
 */

import { exerciseNamed } from "lib/exercises/load.ts";
import { boxOf, type Line, sentence } from "lib/exercises/box.ts";
import { isBlank } from "lib/exercises/your_turn.ts";
import { show } from "lib/notebook/display.ts";

export { yourTurn } from "lib/exercises/your_turn.ts";

const asked = new Map<string, number>();

/**
 * Says whether an answer is there. Never throws for what a learner wrote.
 *
 * @param id notebook and name: "03.combine"
 * @param answer what the stub's cell declares
 */
export async function exercise(id: string, answer: unknown): Promise<void> {
  const { goal, kind } = await exerciseNamed(id);
  const blank = answer === undefined || isBlank(answer) ||
    (typeof answer === "function" && /\byourTurn\b/.test(answer.toString()));
  const lines: Line[] = blank
    ? [
      { text: goal, as: "strong" },
      { text: `Stuck? In a cell of your own: await hint("${id}")`, as: "soft" },
    ]
    : [
      ...(kind === "find the bug" ? [{ text: goal, as: "strong" } as const] : []), // stub and answer look alike
      "What stands here is judged after you have handed in.",
    ];
  const word = blank ? "TO DO" : "TO HAND IN";
  await show(boxOf({ word, about: `exercise ${id}`, lines }));
}

/**
 * Says how to begin; the next call says more.
 *
 * @param id notebook and name
 */
export async function hint(id: string): Promise<void> {
  const { begin } = await exerciseNamed(id);
  const times = (asked.get(id) ?? 0) + 1;
  asked.set(id, times);
  const lines = begin.slice(0, times).map(sentence);
  await show(boxOf({ word: "HINT", about: `exercise ${id}`, lines }));
}

/**
 * Where the course would show a solution, says who has it.
 *
 * @param id notebook and name
 */
export async function solution(id: string): Promise<void> {
  await exerciseNamed(id);
  const lines = ["Your teacher has it."];
  await show(boxOf({ word: "SOLUTION", about: `exercise ${id}`, lines }));
}

/**
 * Where the course would list what is done, says where that is kept.
 *
 * @param _notebook of this notebook alone
 */
export async function yourProgress(_notebook?: string): Promise<void> {
  const lines = ["What you hand in is marked by your teacher."];
  await show(boxOf({ word: "PROGRESS", about: "exercises", lines }));
}
