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

const AT_TOP = /About \d+ minutes to read/;

/**
 * A notebook file whose top says how long it takes to read, to five minutes. Only these words are changed: the rest of
 * the file stays as it is, byte for byte.
 *
 * @param text of the file
 * @throws {Error} if its top says nothing of it
 */
export function withMinutes(text: string): string {
  if (!AT_TOP.test(text)) {
    throw new Error(
      'Cannot say how long it takes: "About 25 minutes to read" is wanted at the top',
    );
  }
  const minutes = Math.max(5, 5 * Math.round(minutesToRead(JSON.parse(text).cells) / 5));
  return text.replace(AT_TOP, `About ${minutes} minutes to read`);
}
