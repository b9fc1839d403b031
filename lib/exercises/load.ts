/**
 * Finding exercises. They lie beside their notebooks, one a file: `03.read-on` is
 * `notebooks/exercises/03_recurrence/read_on.ts`. An exercise is loaded when it is asked for, so that a notebook waits
 * for its own ones only, and who reads `lib/` does not meet their solutions.
 *
 * @module
 */

import type { Exercise } from "./definition.ts";

const folder = new URL("../../notebooks/exercises/", import.meta.url);

let ids: readonly string[] | undefined;
let stems: readonly string[] | undefined;
const loaded = new Map<string, Promise<{ readonly default: Exercise }>>();

/**
 * The ids of the exercises.
 *
 * @param notebook of this notebook alone, such as "03"
 * @returns in the order in which a reader meets them
 */
export function exerciseIds(notebook = ""): string[] {
  ids ??= JSON.parse(Deno.readTextFileSync(new URL("order.json", folder))) as string[];
  return ids.filter((id) => id.startsWith(notebook));
}

/**
 * The name of an exercise's notebook, which is also that of its folder.
 *
 * @param id notebook and name
 */
export function stemOf(id: string): string {
  stems ??= [...Deno.readDirSync(folder)].map(({ name }) => name);
  return stems.find((name) => name.startsWith(`${id.slice(0, 2)}_`)) ?? id.slice(0, 2);
}

/** Where an exercise lies. */
function placeOf(id: string): URL {
  return new URL(`${stemOf(id)}/${id.slice(3).replaceAll("-", "_")}.ts`, folder);
}

/**
 * The exercise of that id.
 *
 * @param id notebook and name
 * @returns the exercise
 * @throws {RangeError} if there is none
 *
 * @example
 * ```ts
 * import { exerciseNamed } from "lib/exercises/load.ts";
 *
 * (await exerciseNamed("03.combine")).kind; // "fill in the equation"
 * ```
 */
export async function exerciseNamed(id: string): Promise<Exercise> {
  if (exerciseIds().includes(id)) {
    if (!loaded.has(id)) loaded.set(id, import(placeOf(id).href));
    return (await loaded.get(id)!).default;
  }
  const near = exerciseIds(String(id).slice(0, 2));
  throw new RangeError(
    `Cannot find the exercise "${id}": one of ${
      (near.length > 0 ? near : exerciseIds()).join(", ")
    } is wanted`,
  );
}
