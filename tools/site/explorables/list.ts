/**
 * All explorables, in the order of the course.
 *
 * @module
 */

import type { Explorable } from "./explorable.ts";
import microscope from "./microscope.ts";
import remember from "./remember.ts";
import snapshot from "./snapshot.ts";

/** The explorables. */
export const EXPLORABLES: readonly Explorable[] = [snapshot, remember, microscope];
