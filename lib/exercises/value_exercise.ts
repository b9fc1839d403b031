/**
 * Exercises whose answer is a value: a number, some numbers, some texts. The exercise says how the value is read and
 * when it is right; a wrong one is told by the known answer that it equals, or by what the idea says of it.
 *
 * @module
 */

import { type Asked, type Exercise, Finding, type Nth, type WrongIdea } from "./definition.ts";
import { written } from "./differ.ts";
import { isList, isRecord } from "./observe.ts";
import { declarationOf } from "./source.ts";

/** A wrong idea about a value. */
export interface ValueIdea<Value> extends WrongIdea<unknown> {
  /** Whether a value shows it: for values that are not among the answers. */
  readonly does?: (value: Value) => boolean;
}

/** What an exercise with a value is made of. */
export interface ValueParts<Value> extends Asked {
  /** `import.meta.url`: there the solution is declared, by the name that the stub declares. */
  readonly from: string;
  /** The right value. */
  readonly solution: unknown;
  /** Why it is right. */
  readonly why: string;
  /** What the stub says behind YOUR TURN. */
  readonly turn?: string;
  /** Source of the stub's cell, where it says more than that. */
  readonly stub?: string;
  /**
   * Reads an answer.
   *
   * @throws {Finding} if it is none
   */
  readonly read: (answer: unknown) => Value;
  /** Whether it is right. */
  readonly right: (value: Value) => boolean;
  /** What was measured with it, in a sentence without a full stop. */
  readonly said: (value: Value, idea: string | null) => string;
  /** Wrong ideas by name; the first that an answer shows is told. */
  readonly ideas: Readonly<Record<string, ValueIdea<Value>>>;
  /** Answers with a fault that any answer can have, by its name in `common.ts`. */
  readonly faults?: Readonly<Record<string, readonly unknown[]>>;
}

/**
 * An exercise whose answer is a value.
 *
 * @param parts what it is made of
 */
export function valueExercise<Value>(parts: ValueParts<Value>): Exercise {
  const { read, right, said, ideas, faults = {}, from, solution, why, turn, ...asked } = parts;
  const source = declarationOf(from, asked.answer);
  const blank = `${source.slice(0, source.indexOf(" = "))} = yourTurn; // YOUR TURN`;
  return {
    ...asked,
    stub: parts.stub ?? (turn ? `${blank}: ${turn}` : blank),
    solution: { source, why, answer: solution },
    ideas,
    faults,
    notBy: [],
    check(answer: unknown, without?: Nth): string {
      const value = read(answer);
      if (right(value)) return said(value, null);
      const isKnown = (name: string) =>
        ideas[name].answers.some((one, i) =>
          !(without?.idea === name && without.index === i) && same(answer, one)
        );
      const names = Object.keys(ideas);
      const idea = names.find(isKnown) ?? names.find((name) => ideas[name].does?.(value)) ??
        "other";
      throw new Finding(idea, said(value, idea));
    },
  };
}

/** Whether two values are the same, numbers up to rounding. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") {
    return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
  }
  if (isList(a) || isRecord(a)) return written(a, 6) === written(b, 6);
  return Object.is(a, b);
}
