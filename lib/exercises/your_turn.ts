/**
 * The blank that a learner fills in. It stands wherever an answer belongs, in a function or beside a `const`,
 * and whoever computes with it is told that there is still something to do.
 *
 * @module
 */

import { types } from "node:util";

/** Thrown when the blank is computed with: the exercise is still to do, which is no error. */
export class StillToDo extends Error {
  /** Says that a blank is left. */
  constructor() {
    super("there is still a yourTurn to replace");
    this.name = "StillToDo";
  }
}

function refuse(): never {
  throw new StillToDo();
}

/**
 * The blank itself. Its type fits every place, so that an unfinished notebook has no wrong types.
 *
 * @example
 * ```ts
 * import { exercise, yourTurn } from "lib/exercises/mod.ts";
 *
 * const answer: number = yourTurn;
 * await exercise("03.count-weights", answer); // shows: to do
 * ```
 */
export const yourTurn: never = new Proxy(refuse, {
  get: refuse,
  has: refuse,
  apply: refuse,
  construct: refuse,
  ownKeys: refuse,
}) as never;

/**
 * Whether an answer is the blank, or holds one in a list or a record.
 *
 * @param answer what the learner handed in
 * @returns true if something is still to do
 *
 * @example
 * ```ts
 * import { isBlank, yourTurn } from "lib/exercises/your_turn.ts";
 *
 * isBlank([1, yourTurn]); // true
 * isBlank([1, 2]); // false
 * ```
 */
export function isBlank(answer: unknown): boolean {
  return blankIn(answer, 0);
}

/** Looks at values alone, and never runs a getter. */
function blankIn(answer: unknown, depth: number): boolean {
  if (answer === yourTurn) return true;
  if (typeof answer !== "object" || answer === null || depth > 3) return false;
  if (ArrayBuffer.isView(answer) || types.isProxy(answer)) return false;
  if (!Array.isArray(answer) && Object.getPrototypeOf(answer) !== Object.prototype) return false;
  const names = Array.isArray(answer) && answer.length >= 1000 ? [] : Object.keys(answer);
  return names.length < 1000 &&
    names.some((name) => blankIn(Object.getOwnPropertyDescriptor(answer, name)?.value, depth + 1));
}
