/**
 * What the tests that mark with nbgrader need: they run in `./learn test:classroom` alone, which installs it.
 *
 * @module
 */

import type { Exercise } from "../../lib/exercises/definition.ts";
import { exerciseIds, exerciseNamed } from "../../lib/exercises/load.ts";
import { isSetUp } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

/** `describe` that skips where that is missing. */
export const marking = needs({
  read: true,
  write: true,
  run: true,
  env: true,
  sys: true,
  setUp: isSetUp,
  task: "test:classroom",
});

/** The exercises of a notebook, or of all of them; none where they could not be read. */
export async function readExercises(notebook?: string): Promise<Exercise[]> {
  if (marking.missing.length > 0) return [];
  return await Promise.all(exerciseIds(notebook).map(exerciseNamed));
}
