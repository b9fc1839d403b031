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
      const list = one as Float64Array;
      size += list.length;
      if (size > MOST) refuse(`more than ${MOST.toLocaleString("en")} letters or numbers`);
      return list.slice();
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
