/**
 * What the hidden part of a check does: it packs the answer as it stands after all cells have run, and hands it to whoever
 * marks. Nothing that judges is near: what runs beside it was written by a learner.
 *
 * @module
 */

import { literal } from "lib/exercises/code.ts";
import { Finding } from "lib/exercises/definition.ts";
import { type Luggage, pack, StaysBehind } from "lib/exercises/luggage.ts";
import { plain } from "lib/exercises/plain.ts";
import { isBlank } from "lib/exercises/your_turn.ts";

/** The type under which `marking.py` finds in a check's outputs what was handed in. */
export const HANDED = "application/vnd.sequences.handed+json";

/** What the kernel adds to Deno. */
interface Jupyter {
  broadcast(type: string, content: object): Promise<void>;
}

/** An answer that travels: still blank, a value, a program that makes it again, or why it cannot be sent. */
export type Handed =
  | { readonly blank: true }
  | { readonly value: unknown }
  | { readonly luggage: Luggage }
  | { readonly no: "stays-behind" | "kind"; readonly observed: string };

/**
 * Hands an answer in.
 *
 * @param answer what the learner's cell declares
 */
export async function handIn(answer: unknown): Promise<void> {
  const data = { [HANDED]: await handed(answer) };
  const { jupyter } = Deno as unknown as { jupyter: Jupyter };
  await jupyter.broadcast("display_data", { data, metadata: {}, transient: {} });
}

/**
 * An answer as it travels.
 *
 * @param answer what the learner's cell declares
 */
export async function handed(answer: unknown): Promise<Handed> {
  if (answer === undefined || isBlank(answer)) return { blank: true };
  try {
    if (typeof answer === "function") return { luggage: await pack(answer as () => unknown) };
    const value = plain(answer);
    const program = `return ${literal(value)};`;
    return isJson(value, program) ? { value } : { luggage: { program, library: [] } };
  } catch (error) {
    if (error instanceof StaysBehind) {
      return { no: "stays-behind", observed: `the answer is ${error.what}` };
    }
    if (error instanceof Finding) return { no: "kind", observed: error.observed };
    throw error;
  }
}

/** Whether nothing of a value is lost on the way, as −0 and NaN are. */
function isJson(value: unknown, program: string): boolean {
  try {
    return `return ${literal(JSON.parse(JSON.stringify(value)))};` === program;
  } catch {
    return false;
  }
}
