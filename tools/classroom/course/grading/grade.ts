/**
 * What turns a judgement into points. In the course a wrong answer never throws; nbgrader gives a cell its points
 * unless it does. So here everything throws that is not right: wrong, still to do, or not there at all.
 *
 * Only the teacher's folder has this file; the release version does not name it.
 *
 * @module
 */

import { judgeGuarded } from "lib/exercises/guard.ts";
import { exerciseNamed } from "lib/exercises/load.ts";

/**
 * Judges an answer once more, as the course does, and throws unless it is right.
 *
 * @param id notebook and name: "03.combine"
 * @param answer what the learner's cell declares
 * @throws {Error} that says what was found, unless the answer is right
 *
 * @example
 * ```ts
 * import { grade } from "./grade.ts";
 *
 * await grade("03.count-weights", 66); // full points
 * ```
 */
export async function grade(id: string, answer: unknown): Promise<void> {
  const { state, observed } = await judgeGuarded(await exerciseNamed(id), answer);
  if (state === "right") return;
  const found = observed === "" ? "no answer" : observed;
  const error = new Error(
    `No points for ${id}, which is ${state === "todo" ? "to do" : "wrong"}: ${found}`,
  );
  error.stack = `${error.name}: ${error.message}`; // feedback shows no line of the hidden part
  throw error;
}
