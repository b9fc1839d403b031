/**
 * Reading TypeScript just closely enough to see what it imports and calls.
 *
 * @module
 */

/**
 * The code without its comments; with `strings: false`, also without what its strings say. Line ends stay, so that
 * line numbers do.
 */
export function codeOnly(source: string, { strings = true }: { strings?: boolean } = {}): string {
  const token =
    /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[^])*`/g;
  return source.replace(token, (found) => {
    const isComment = found.startsWith("//") || found.startsWith("/*");
    // What a template literal computes is code: keep it, and drop only the quotes around.
    if (found.startsWith("`")) {
      return strings ? found : (found.match(/\$\{[^}]*\}/g) ?? []).join(" ");
    }
    if (!isComment && strings) return found;
    return found.replace(/[^\n]/g, " ");
  });
}

/** What a module imports or exports from, statically or dynamically. */
export function importsOf(source: string): string[] {
  const code = codeOnly(source);
  const from = /(?:^|[;}\s])(?:import|export)\b[^"'`;()]*?["']([^"']+)["']/g;
  const dynamic = /\bimport\s*\(\s*["']([^"']+)["']/g;
  return [from, dynamic].flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1]));
}
