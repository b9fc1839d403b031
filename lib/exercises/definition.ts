/**
 * What an exercise is: a goal, a stub to fill in, a solution, and the ideas that are likely to be wrong, each with
 * answers that show it.
 *
 * The answers are code that runs. The check runs them beside the learner's: the one that does the same names the
 * idea. So the list that diagnoses is also the test of the diagnosis: `deno task exercises` hands every wrong answer
 * in, with that one taken out of the list.
 *
 * @module
 */

/** A wrong idea that an answer can show. */
export interface Misconception {
  /** The idea, as a question or a sentence to the learner: "Is (1 − z) on the wrong side?" */
  readonly idea: string;
  /** Shown with it. */
  readonly hint: string;
  /** Shown on asking; nearly says it. */
  readonly stronger: string;
}

/** A wrong idea with answers that show it. */
export interface WrongIdea<Answer = unknown> extends Misconception {
  /** At least one; several where the idea can be had in several ways. */
  readonly answers: readonly Answer[];
}

/** What the learner does. */
export type Kind =
  | "fill in the equation"
  | "predict the number"
  | "find the bug"
  | "fool the net"
  | "choose the numbers"
  | "explain"
  | "build your own";

/** One of an exercise's wrong answers: the idea's name, and the how-manieth it is of that idea. */
export interface Nth {
  /** Name of the idea. */
  readonly idea: string;
  /** Place among its answers. */
  readonly index: number;
}

/** What is asked, without what is right. */
export interface Asked {
  /** Notebook and name: "03.combine". */
  readonly id: string;
  /** What the learner does. */
  readonly kind: Kind;
  /** A few words for a heading. */
  readonly title: string;
  /** One sentence. */
  readonly goal: string;
  /** Markdown that the notebook says before the stub; the goal if left out. */
  readonly text?: string;
  /** The name that the stub declares and the check is handed. */
  readonly answer: string;
  /** What earlier cells of the notebook have imported or declared and the answers use. */
  readonly before?: string;
  /** Hints for somebody who has not begun, weaker first. */
  readonly begin: readonly [string, string];
  /** Said when it is right. */
  readonly learned: string;
}

/** An exercise. */
export interface Exercise extends Asked {
  /** Source of the stub's cell, with `// YOUR TURN` in it. */
  readonly stub: string;
  /** A right answer: the stub's cell, filled in, and why; and the same as a value. */
  readonly solution: { readonly source: string; readonly why: string; readonly answer: unknown };
  /** Wrong ideas by name, likelier first. */
  readonly ideas: Readonly<Record<string, WrongIdea>>;
  /** Answers that are wrong in a way that any answer can be (`common.ts`), by that way's name. */
  readonly faults: Readonly<Record<string, readonly unknown[]>>;
  /** Functions of the library that may not do the work. */
  readonly notBy: readonly unknown[];
  /**
   * Judges an answer by what it does.
   *
   * @param answer what the learner handed in
   * @param without a wrong answer that is left out of the list which diagnoses
   * @returns what was found, in a sentence, if it is right
   * @throws {Finding} if it is wrong; {@linkcode Untouched} if it is still as it was
   */
  check(answer: unknown, without?: Nth): string | Promise<string>;
}

/** That an answer is wrong: which idea it shows, and what was observed. */
export class Finding extends Error {
  /**
   * Names the idea and the observation.
   *
   * @param misconception its name
   * @param observed what the answer did, as a sentence without a full stop
   */
  constructor(readonly misconception: string, readonly observed: string, cause?: unknown) {
    super(observed, { cause });
    this.name = "Finding";
  }
}

/** That an answer is still the stub: to do. */
export class Untouched extends Error {
  /**
   * Says what it still does.
   *
   * @param observed as a sentence without a full stop
   */
  constructor(readonly observed: string) {
    super(observed);
    this.name = "Untouched";
  }
}

/** The notebook's number of an exercise. */
export function notebookOf({ id }: { readonly id: string }): string {
  return id.slice(0, 2);
}
