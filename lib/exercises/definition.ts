/**
 * What an exercise is: a goal, a stub to fill in, a check that judges what the answer does and not how it is
 * spelt, and for every wrong idea that is likely a hint.
 *
 * The wrong answers belong to the exercise as its tests do: `deno task exercises` proves that each is told apart,
 * with the hint for its misconception.
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

/** A plausible wrong answer, and what it gives away. */
export interface WrongAnswer {
  /** What is wrong with it, in a few words. */
  readonly label: string;
  /** Name of the misconception that must be found. */
  readonly misconception: string;
  /** The stub's cell, filled in in this way. */
  readonly source: string;
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

/** An exercise. */
export interface Exercise {
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
  /** Source of the stub's cell, with `// YOUR TURN` in it. */
  readonly stub: string;
  /** The name that the stub declares and the check is handed. */
  readonly answer: string;
  /** What earlier cells of the notebook have imported or declared and the answers use. */
  readonly before?: string;
  /** Hints for somebody who has not begun, weaker first. */
  readonly begin: readonly [string, string];
  /**
   * Judges an answer by what it does.
   *
   * @returns what was found, in a sentence, if it is right
   * @throws {Finding} if it is wrong; {@linkcode Untouched} if it is still as it was
   */
  readonly check: (answer: unknown) => string | Promise<string>;
  /** Said when it is right. */
  readonly learned: string;
  /** Wrong ideas by name. Those of `common.ts` need not be repeated. */
  readonly misconceptions: Readonly<Record<string, Misconception>>;
  /** A right answer: the stub's cell, filled in, and why. */
  readonly solution: { readonly source: string; readonly why: string };
  /** At least four. */
  readonly wrong: readonly WrongAnswer[];
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

/** That an answer does exactly what the stub did: still to do. */
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
