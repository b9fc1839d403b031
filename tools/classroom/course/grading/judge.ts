/**
 * Judges what was handed in, in a process that has run nothing of a learner's: reads `[{ id, handed }, …]`, and says of each
 * what its check shows, and why it earns no points unless it does.
 *
 * @module
 */

import { judgementBox } from "lib/exercises/box.ts";
import { Finding } from "lib/exercises/definition.ts";
import { judgeLuggage } from "lib/exercises/guard.ts";
import { judge, type Judgement, wrong } from "lib/exercises/judge.ts";
import { exerciseNamed } from "lib/exercises/load.ts";
import type { Luggage } from "lib/exercises/luggage.ts";
import { displaySymbol, type MimeBundle } from "lib/notebook/display.ts";
import type { Handed } from "./hand_in.ts";

/** What comes of an answer. */
export interface Marked {
  /** What its check shows. */
  readonly shown: MimeBundle;
  /** Why it earns nothing; null if it earns its points. */
  readonly no: string | null;
}

/**
 * Judges what was handed in for an exercise, whatever it is.
 *
 * @param id notebook and name
 * @param handed what the learner's cells handed in, or somebody made up
 *
 * @example
 * ```ts
 * import { marked } from "./judge.ts";
 *
 * (await marked("03.count-weights", { value: 66 })).no; // null
 * ```
 */
export async function marked(id: string, handed: Handed): Promise<Marked> {
  const exercise = await exerciseNamed(id);
  const judgement = await judged();
  const shown = judgementBox(exercise, judgement)[displaySymbol]() as MimeBundle;
  const { state, observed } = judgement;
  if (state === "right") return { shown, no: null };
  const found = observed === "" ? "no answer" : observed;
  return {
    shown,
    no: `No points for ${id}, which is ${state === "todo" ? "to do" : "wrong"}: ${found}`,
  };

  async function judged(): Promise<Judgement> {
    if ("blank" in handed) return await judge(exercise, undefined);
    if ("value" in handed) return await judge(exercise, handed.value);
    const luggage = "luggage" in handed ? unpacked(handed.luggage) : null;
    if (luggage !== null) return await judgeLuggage(exercise, luggage);
    return "no" in handed
      ? wrong(new Finding(handed.no === "kind" ? "kind" : "stays-behind", `${handed.observed}`))
      : wrong(new Finding("stays-behind", "the answer is something that nobody can read"));
  }
}

/** Luggage that takes of the library what lies in this one, and holds no answer; null if it is none. */
function unpacked(given: Luggage): Luggage | null {
  const { program, library } = Object(given);
  if (typeof program !== "string" || !Array.isArray(library)) return null;
  const found = library.map(({ module, name }) => {
    const [, path] = /\/lib\/((?:\w+\/)*\w+\.ts)$/.exec(String(module)) ?? [];
    const isOpen = path !== undefined && !path.startsWith("exercises/");
    return isOpen ? { module: import.meta.resolve(`lib/${path}`), name: String(name) } : null;
  });
  return found.includes(null) ? null : { program, library: found as Luggage["library"] };
}

if (import.meta.main) {
  const all: { id: string; handed: Handed }[] = await new Response(Deno.stdin.readable).json();
  const found: Marked[] = [];
  for (const { id, handed } of all) found.push(await marked(id, handed));
  console.log(JSON.stringify(found));
}
