/**
 * Exercises with a question and some answers to choose from. A wrong choice is its own diagnosis, and is answered by an
 * experiment.
 *
 * @module
 */

import { kindOf } from "./common.ts";
import { type Asked, type Exercise, Finding, type Misconception } from "./definition.ts";

/** A wrong choice. */
export interface WrongChoice extends Misconception {
  /** Tries or measures what the choice says; a sentence without a full stop. */
  readonly tried: () => string | Promise<string>;
}

/** What an exercise with a choice is made of. */
export interface ChoiceParts extends Omit<Asked, "kind"> {
  /** The wrong choices by letter. */
  readonly wrong: Readonly<Record<string, WrongChoice & { readonly name: string }>>;
  /** The right choice, what was measured, and why it is right. */
  readonly right: {
    readonly choice: string;
    readonly measured: () => string | Promise<string>;
    readonly why: string;
  };
}

/**
 * A question with answers to choose from.
 *
 * @param parts what it is made of
 */
export function choiceExercise({ wrong, right, ...asked }: ChoiceParts): Exercise {
  const letters = [...Object.keys(wrong), right.choice].sort();
  const type = letters.map((letter) => `"${letter}"`).join(" | ");
  const declared = (value: string) => `const ${asked.answer}: ${type} = ${value};`;
  return {
    ...asked,
    kind: "explain",
    stub: `${declared("yourTurn")} // YOUR TURN`,
    solution: { source: declared(`"${right.choice}"`), why: right.why, answer: right.choice },
    ideas: Object.fromEntries(
      Object.entries(wrong).map(([letter, { name, idea, hint, stronger }]) => [
        name,
        { idea, hint, stronger, answers: [letter] },
      ]),
    ),
    faults: { kind: ["e", `${letters[0]} and ${letters[1]}`] },
    notBy: [],
    async check(answer: unknown): Promise<string> {
      const choice = choiceOf(answer, letters);
      if (choice === right.choice) return await right.measured();
      const { name, tried } = wrong[choice];
      throw new Finding(name, await tried());
    },
  };
}

/** One of the letters on offer, also as "B", "b)" or "(b)". */
function choiceOf(answer: unknown, letters: readonly string[]): string {
  if (typeof answer === "string") {
    const letter = answer.trim().toLowerCase().replace(/^\(?([a-z])[).]?$/, "$1");
    if (letters.includes(letter)) return letter;
  }
  throw new Finding(
    "kind",
    `one of ${letters.join(", ")} is wanted, and this is ${kindOf(answer)}`,
  );
}
