/**
 * How long a notebook takes to read.
 *
 * @module
 */

/** A cell of a notebook file, as far as it matters here. */
export interface ReadCell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly outputs?: readonly unknown[];
}

/** Whole minutes: 220 words of prose, 25 lines of code or four outputs in each. Running it and exercises not counted. */
export function minutesToRead(cells: readonly ReadCell[]): number {
  let minutes = 0;
  for (const { cell_type, source, outputs = [] } of cells) {
    const text = typeof source === "string" ? source : source.join("");
    minutes += cell_type === "markdown"
      ? text.split(/\s+/).filter((word) => /\w/.test(word)).length / 220
      : text.split("\n").length / 25 + outputs.length / 4;
  }
  return Math.max(1, Math.round(minutes));
}
