/**
 * Reading answers that are some numbers by name.
 *
 * @module
 */

import { kindOf, numberOf } from "lib/exercises/common.ts";
import { Finding } from "lib/exercises/definition.ts";

/**
 * Reads numbers by name; others beside them are left alone.
 *
 * @param names what is wanted
 * @returns a reader, which throws a {@linkcode Finding} if a number is missing or is none
 */
export function numbersNamed<Name extends string>(
  ...names: readonly Name[]
): (answer: unknown) => Readonly<Record<Name, number>> {
  return (answer) => {
    if (typeof answer !== "object" || answer === null) {
      const wanted = `{ ${names.join(", ")} }`;
      throw new Finding("kind", `${wanted} is wanted, and this is ${kindOf(answer)}`);
    }
    const given = answer as Record<string, unknown>;
    return Object.fromEntries(names.map((name) => [name, numberOf(given[name], name)])) as Record<
      Name,
      number
    >;
  };
}
