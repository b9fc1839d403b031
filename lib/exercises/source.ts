/**
 * Source text of what an exercise declares: its solution is code that is checked and run, and also what a learner is
 * shown; so its text is read from its own file.
 *
 * @module
 */

/**
 * The text of a declaration at the top of a file, with the comment above it.
 *
 * @param url the file: `import.meta.url`
 * @param name what it declares
 * @param as the name to declare instead
 * @returns from the comment to the closing bracket, or to the end of the line if there is none
 * @throws {RangeError} if the file declares no such name
 */
export function declarationOf(url: string, name: string, as: string = name): string {
  const lines = Deno.readTextFileSync(new URL(url)).split("\n");
  const start = lines.findIndex((line) =>
    new RegExp(`^(export )?(async )?(function|const) ${name}\\b`).test(line)
  );
  if (start < 0) {
    throw new RangeError(`Cannot show ${name}: found no such declaration in ${url}`);
  }
  const oneLine = /;(\s*\/\/.*)?$/.test(lines[start]) || /\}$/.test(lines[start]);
  const end = oneLine
    ? start
    : lines.findIndex((line, at) => at > start && /^[}\])](.*[};])?(\s*\/\/.*)?$/.test(line));
  let first = start;
  if (lines[start - 1]?.endsWith("*/")) {
    do first--; while (!lines[first].startsWith("/*"));
  }
  return lines.slice(first, end + 1).join("\n")
    .replace(new RegExp(`^(.*\\b(?:function|const) )${name}\\b`, "m"), `$1${as}`);
}

/**
 * A function's text with its body taken out.
 *
 * @param declaration the function's text
 * @param remark said behind "YOUR TURN"
 * @returns the same header, with the blank to fill in
 */
export function blanked(declaration: string, remark = ""): string {
  const head = declaration.slice(0, declaration.search(/\{$/m) + 1);
  const end = /\};$/.test(declaration) ? "};" : "}";
  return `${head}\n  return yourTurn; // YOUR TURN${remark && `: ${remark}`}\n${end}`;
}

/** A text of code without what formatting and type stripping may change: blanks, comments, brackets, commas. */
export function squeezed(source: string): string {
  return source.replace(/\/\/.*$/gm, "").replace(/\/\*[^]*?\*\//g, "").replace(/[\s,;()]/g, "");
}
