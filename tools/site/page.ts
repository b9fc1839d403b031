/**
 * What a page is, whatever it shows.
 *
 * @module
 */

import type { Heading } from "./prose.ts";

/** A page, as the generator takes it. */
export interface Page {
  /** Its address below the site's, such as `03_recurrence`; `index` for the site's own. */
  readonly id: string;
  readonly title: string;
  /** One sentence for search and for machines. */
  readonly description: string;
  readonly html: string;
  readonly headings: readonly Heading[];
  /** In the list at the side, by itself or under a heading. */
  readonly aside?: "course" | "explore" | "reference";
}
