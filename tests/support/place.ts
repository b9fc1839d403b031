/**
 * Where a test was declared: its file and line, so that what comes of it is told there, by `deno test`, in JUnit's files and in
 * an editor, and not where this shim calls `Deno.test`.
 *
 * @module
 */

import vm from "node:vm";

/** A place in a source file. */
export interface Place {
  /** Path of the file. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const here = decodeURIComponent(new URL(".", import.meta.url).pathname);

interface Site {
  getFileName(): string | null;
  getLineNumber(): number;
  getColumnNumber(): number;
}

/** The nearest caller outside this folder, or in a test file in it. */
export function callerPlace(): Place | undefined {
  const before = Error.prepareStackTrace;
  let sites: Site[];
  try {
    Error.prepareStackTrace = (_, sites) => sites;
    sites = (new Error().stack ?? []) as unknown as Site[];
  } finally {
    Error.prepareStackTrace = before;
  }
  if (!Array.isArray(sites)) return undefined;
  for (const site of sites) {
    const name = site.getFileName() ?? "";
    const path = name.startsWith("file:") ? decodeURIComponent(new URL(name).pathname) : name;
    const ours = path.startsWith(here) && !path.endsWith("_test.ts");
    if (path.startsWith("/") && !ours) {
      return { path, line: site.getLineNumber(), column: site.getColumnNumber() };
    }
  }
  return undefined;
}

/**
 * Calls `Deno.test`, which notes the place of its caller, as if it stood in that place: from a script of that name, begun at
 * that line.
 *
 * One letter of the name is escaped: the same file, but not the same word, so that Deno does not take the line for one of the
 * code that it made of the file. An editor, though, knows a test by the very word.
 *
 * @param place where it was declared
 * @param definition the test
 * @param exactly whether the file's name matters more than the line
 */
export function testAt(
  place: Place | undefined,
  definition: Deno.TestDefinition,
  exactly = false,
): void {
  if (!place) return Deno.test(definition);
  const at = place.path.lastIndexOf("/") + 1;
  const escaped = `%${place.path.charCodeAt(at).toString(16)}`;
  const name = encodeURI(place.path.slice(0, at)) +
    (exactly ? encodeURI(place.path[at]) : escaped) + encodeURI(place.path.slice(at + 1));
  const call = vm.runInThisContext(
    `(test, definition) =>\n${" ".repeat(place.column - 1)}test(definition)`,
    {
      filename: `file://${name}`,
      lineOffset: place.line - 2,
    },
  ) as (test: typeof Deno.test, definition: Deno.TestDefinition) => void;
  call(Deno.test, definition);
}
