/**
 * What can be wrong with any answer, whatever it is about: it throws, never returns, has the wrong shape, holds
 * NaN, changes what it was given, or hands the work to the library.
 *
 * @module
 */

import { describeShape, Tensor } from "../tensor/mod.ts";
import { Finding, type Misconception } from "./definition.ts";
import { isBlank, StillToDo } from "./your_turn.ts";

/** Misconceptions of every exercise, by name. */
export const common: Readonly<Record<string, Misconception>> = {
  "throws": {
    idea: "The code stops with an error before it has an answer",
    hint: "Read the error above: it says what was found and what was wanted",
    stronger: "Call your function yourself in a cell, with small inputs, and print what is inside",
  },
  "never-returns": {
    idea: "A loop does not come to its end",
    hint: "Which number changes in each round of the loop, and which one stops it?",
    stronger: "Write the loop as `for (let t = 0; t < steps; t++)` or `for (const x of xs)`",
  },
  "too-slow": {
    idea: "It comes to an end, but does far more work than is needed",
    hint: "What is worked out again in each round that was known before it?",
    stronger: "One loop over what is given is enough; keep in a variable what you need again",
  },
  "stays-behind": {
    idea:
      "This was not judged. An answer is judged in a place of its own, so that it can never halt the notebook, and it " +
      "must be possible to send it there",
    hint: "Write it as a function whose text stands alone: `function name(…) { … }`",
    stronger:
      "Make what it uses inside the function, or of numbers, texts, lists and functions of yours",
  },
  "kind": {
    idea: "The answer is another kind of thing than the one asked for",
    hint: "The type in the stub says what is wanted; a forgotten `return` gives undefined",
    stronger: "Print `typeof` of your answer and compare it with the type in the stub",
  },
  "shape": {
    idea: "The numbers do not have the shape asked for",
    hint: "Write the shape of each value behind its line, and follow it down",
    stronger: "The comment in the stub gives the shape of the result: print the shape of yours",
  },
  "not-finite": {
    idea: "Somewhere a number is divided by nothing, or something undefined is counted with",
    hint: "Look for an index beyond the end of a list, and for what happens with an empty one",
    stronger: "Call your function with the inputs above and print the numbers on the way",
  },
  "mutates": {
    idea: "Is the input a scratch pad? It belongs to whoever called",
    hint: "Build a new value and leave the ones you were given as they are",
    stronger: "`sort`, `reverse`, `push`, `shift` and `x[i] = …` change a list; copy it first",
  },
  "reference": {
    idea: "The library's own version is handed in: it is right, but it is not yours",
    hint: "Write the equation out; it is shorter than you think",
    stronger: "Start from the equation in the text above and translate it sign by sign",
  },
  "cut-off": {
    idea: "The numbers are right, but the way back is cut: nothing could be learned through them",
    hint: "Derivatives flow through tensor operations, not through plain numbers",
    stronger: "Leave out `values()`, `toArray()`, `detach` and `tensor(…)`",
  },
  "unchanged": {
    idea: "The code looks different, and still does what it did before",
    hint: "Which line did you change, and what comes out of it now?",
    stronger: "Call it before and after your change with the same input, and compare",
  },
  "other": {
    idea: "This is none of the usual mistakes, but what comes out is not what the goal says",
    hint: "Work the smallest case out by hand and compare",
    stronger: "Ask for the solution, and put it beside yours",
  },
};

/**
 * Calls a learner's function with copies of the inputs, and looks whether it left them alone.
 *
 * @param from the function
 * @param given what it is called with: numbers, strings, lists of them, tensors
 * @returns what it returned
 */
export function call<Result>(
  from: (...given: never[]) => Result,
  given: readonly unknown[],
  described: string = given.map(shortly).join(", "),
): Result {
  const copies = given.map(copy);
  const before = copies.map(kept);
  const began = performance.now();
  let result: Result;
  try {
    result = (from as (...given: unknown[]) => Result)(...copies);
  } catch (error) {
    if (error instanceof StillToDo || error instanceof Finding) throw error;
    const { name, message } = inWords(error);
    const grown = /^Invalid (array|string) length|call stack/.test(message) &&
      performance.now() - began > GROWING;
    throw new Finding(
      grown ? "never-returns" : "throws",
      `called with ${described}, it threw ${name}: ${message}`,
      error,
    );
  }
  if (isBlank(result)) throw new StillToDo();
  if (result instanceof Promise) {
    result.catch(() => {});
    throw new Finding("kind", "it returned a promise; leave out async");
  }
  const changed = copies.findIndex((one, i) => !equal(kept(one), before[i]));
  if (changed >= 0) {
    throw new Finding("mutates", `called with ${described}, it changed its input ${changed + 1}`);
  }
  return result;
}

/** Milliseconds after which a list that became too long had been growing, and was not made so at once. */
const GROWING = 300;

/** An error's name and message; of anything else that was thrown, what it is. */
export function inWords(error: unknown): { name: string; message: string } {
  try {
    if (error instanceof Error) return { name: `${error.name}`, message: `${error.message}` };
    return { name: "something", message: `${error}` };
  } catch {
    return { name: "something", message: "that cannot be put in words" };
  }
}

/** A finite number; or a finding. */
export function numberOf(value: unknown, what: string): number {
  if (typeof value !== "number") {
    throw new Finding("kind", `${what} is ${kindOf(value)}, and a number is wanted`);
  }
  if (!Number.isFinite(value)) throw new Finding("not-finite", `${what} is ${value}`);
  return value;
}

/** Largest difference between two lists of numbers of the same length. */
export function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
}

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (value instanceof Tensor) return `a tensor of shape ${describeShape(value.shape)}`;
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a typed list`;
  if (typeof value === "string") {
    return `the text "${value.length > 40 ? `${value.slice(0, 39)}…` : value}"`;
  }
  if (typeof value === "object") return "an object";
  return typeof value === "number" ? `the number ${value}` : `a ${typeof value}`;
}

/** A value as it is written in code, if that is short. */
function shortly(value: unknown): string {
  if (value instanceof Tensor) return `a tensor of shape ${describeShape(value.shape)}`;
  if (typeof value === "function") return value.name || "a function";
  const text = JSON.stringify(
    value,
    (_, part) => typeof part === "number" ? Number(part.toPrecision(3)) : part,
  ) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (isPlain(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copy(one)]));
  }
  return value;
}

/** What is compared to see whether an input was changed: of a tensor its numbers. */
function kept(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(kept);
  if (value instanceof Tensor) return value.values().slice();
  return isPlain(value) ? Object.values(value).map(kept) : value;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null &&
    Object.getPrototypeOf(value) === Object.prototype;
}

function equal(a: unknown, b: unknown): boolean {
  if (typeof a === "object" && typeof b === "object" && a !== null && b !== null) {
    const [one, other] = [a, b] as ArrayLike<unknown>[];
    if (one.length !== other.length) return false;
    for (let i = 0; i < one.length; i++) if (!equal(one[i], other[i])) return false;
    return true;
  }
  return Object.is(a, b);
}
