/**
 * Judging an answer: to do, right, or wrong and why. Nothing that a learner writes makes this throw, but for
 * the stop button.
 *
 * @module
 */

import { Interrupted } from "../notebook/interrupt.ts";
import { common, inWords } from "./common.ts";
import { type Exercise, Finding, type Misconception, type Nth, Untouched } from "./definition.ts";
import { plain } from "./plain.ts";
import { isBlank, StillToDo } from "./your_turn.ts";

/** Where an exercise stands. */
export type State = "todo" | "right" | "wrong";

/** What came of an answer. */
export interface Judgement {
  /** Where it stands. */
  readonly state: State;
  /** What the answer did, as a sentence without a full stop; empty if nothing is to be said. */
  readonly observed: string;
  /** Name of the likeliest misconception, if it is wrong. */
  readonly misconception: string | null;
}

/**
 * Judges an answer.
 *
 * @param exercise what is asked
 * @param answer what the learner handed in
 * @param without a wrong answer that is left out of the list which diagnoses
 * @returns the judgement
 *
 * @example
 * ```ts
 * import { exerciseNamed } from "lib/exercises/load.ts";
 * import { judge } from "lib/exercises/judge.ts";
 *
 * (await judge(await exerciseNamed("03.count-weights"), 66)).state; // "right"
 * ```
 */
export async function judge(
  exercise: Exercise,
  answer: unknown,
  without?: Nth,
): Promise<Judgement> {
  if (answer === undefined || isBlank(answer)) return todo();
  try {
    const given = typeof answer === "function" ? answer : plain(answer);
    return { state: "right", observed: await exercise.check(given, without), misconception: null };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (error instanceof StillToDo) return todo();
    if (error instanceof Untouched) return todo(error.observed);
    if (error instanceof Finding) return wrong(error);
    const { name, message } = inWords(error);
    return wrong(new Finding("throws", `it threw ${name}: ${message}`));
  }
}

function todo(observed = ""): Judgement {
  return { state: "todo", observed, misconception: null };
}

/** The judgement of an answer in which something is found wrong. */
export function wrong({ observed, misconception }: Finding): Judgement {
  return { state: "wrong", observed, misconception };
}

/**
 * The misconception of that name, of this exercise or of all.
 *
 * @param exercise what is asked
 * @param name the misconception's name
 * @returns its idea and hints
 */
export function misconceptionNamed(exercise: Exercise, name: string): Misconception {
  const found = exercise.ideas[name] ?? common[name];
  if (found === undefined) {
    throw new RangeError(
      `Cannot name the misconception of ${exercise.id}: found "${name}", and one of ${
        Object.keys({ ...exercise.ideas, ...common }).join(", ")
      } is wanted`,
    );
  }
  return found;
}
