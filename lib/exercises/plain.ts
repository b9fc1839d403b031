/**
 * Answers that are values, looked at with care: nothing that a learner put into an object is run by looking at it. What
 * comes out is a copy made of numbers, texts, lists and records.
 *
 * @module
 */

import { types } from "node:util";
import { Finding } from "./definition.ts";
import { isBlank, yourTurn } from "./your_turn.ts";

/** Numbers, letters and names in an answer; no exercise asks for as many. */
const MOST = 100_000;
const DEEPEST = 6;

/** What every typed list has: asked for like this, no property of its own can answer. */
const typed = Object.getPrototypeOf(Uint8Array.prototype);
const of = {
  length: Object.getOwnPropertyDescriptor(typed, "length")!.get!,
  kind: Object.getOwnPropertyDescriptor(typed, Symbol.toStringTag)!.get!,
};

/**
 * A copy of a value that holds plain data only.
 *
 * @param value what was handed in; not a function
 * @returns the copy
 * @throws {Finding} if it is a promise, looks at itself, is endless, or runs code when looked at
 */
export function plain(value: unknown): unknown {
  if (isBlank(value)) return yourTurn;
  let size = 0;
  const refuse = (what: string): never => {
    throw new Finding("kind", `the answer is, or holds, ${what}`);
  };
  const copy = (one: unknown, above: readonly unknown[]): unknown => {
    size += typeof one === "string" ? one.length : 1;
    if (size > MOST) refuse(`more than ${MOST.toLocaleString("en")} letters or numbers`);
    if (typeof one === "function") return refuse("a function where a value is wanted");
    if (typeof one !== "object" || one === null) return one;
    if (types.isProxy(one)) return refuse("an object whose parts cannot be looked at");
    if (types.isPromise(one)) return refuse("a promise; put await in front of what makes it");
    if (above.includes(one)) return refuse("an object that contains itself");
    if (above.length > DEEPEST) return refuse("lists in lists in lists, too deep to be read");
    if (types.isTypedArray(one)) {
      size += of.length.call(one) as number;
      if (size > MOST) refuse(`more than ${MOST.toLocaleString("en")} letters or numbers`);
      // Its own `constructor`, which `slice` would ask, is not asked.
      return new (globalThis as never as Record<string, typeof Float64Array>)[of.kind.call(one)](
        one as Float64Array,
      );
    }
    const parts: [string, unknown][] = [];
    if (Array.isArray(one)) {
      if (one.length > MOST) refuse(`a list of ${one.length.toLocaleString("en")}`);
      for (let i = 0; i < one.length; i++) parts.push([`${i}`, undefined]);
    }
    const names = Object.keys(one);
    if (size + names.length > MOST) refuse(`more than ${MOST.toLocaleString("en")} parts`);
    for (const name of names) {
      const described = Object.getOwnPropertyDescriptor(one, name)!;
      if (!("value" in described)) return refuse(`"${name}", which is a getter, not a value`);
      const at = Array.isArray(one) ? Number(name) : parts.length;
      if (Number.isInteger(at)) parts[at] = [name, copy(described.value, [...above, one])];
    }
    return Array.isArray(one) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
  };
  return copy(value, []);
}
