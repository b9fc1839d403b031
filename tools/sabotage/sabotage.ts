/**
 * What a sabotage is: a named way to break the library, and who must notice.
 *
 * @module
 */

/** One change to one file. */
export interface Edit {
  /** Path from the top of the project. */
  readonly file: string;
  /** Text that stands in the file exactly once. */
  readonly find: string;
  /** What takes its place. */
  readonly replace: string;
}

/** A way to break the library. */
export interface Sabotage {
  /** Such as "no-recurrence". */
  readonly name: string;
  /** What is no longer so, as a sentence. */
  readonly breaks: string;
  /** What is changed. */
  readonly edits: readonly Edit[];
  /** Ids of claims that must go red. */
  readonly claims: readonly string[];
  /** Test files in which a test must go red. */
  readonly tests: readonly string[];
}

/** A source with one edit made. */
export function edited(source: string, { file, find, replace }: Edit): string {
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new Error(
      `Cannot sabotage ${file}: found its text ${
        parts.length - 1
      } times, wanted exactly once:\n${find}`,
    );
  }
  return parts.join(replace);
}

/** The files that a sabotage changes, as they are after it, by path. */
export function broken(
  { edits }: Sabotage,
  read: (file: string) => string,
): Record<string, string> {
  const files: Record<string, string> = {};
  for (const edit of edits) files[edit.file] = edited(files[edit.file] ?? read(edit.file), edit);
  return files;
}
