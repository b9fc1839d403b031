/**
 * Values as text, as Deno prints them. Node's `util.inspect`, of which Deno's is a relative, does the work; what they
 * print otherwise is mended here. `inspect_test.ts` compares with Deno's own on values of many kinds.
 *
 * @module
 */

import { format, inspect as nodeInspect } from "node-inspect-extracted";

const denoSymbol = Symbol.for("Deno.customInspect");
const nodeSymbol = Symbol.for("nodejs.util.inspect.custom");

/** What a worker prints where Deno would print the value of an expression. */
export function inspect(value: unknown): string {
  return doubleQuoted(nodeInspect(prepared(value), { depth: 4, breakLength: 80, compact: 3 }));
}

/** What `console.log` prints. */
export function formatted(values: readonly unknown[]): string {
  if (typeof values[0] === "string" && values[0].includes("%")) return format(...values);
  return values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" ");
}

/** A value that says itself how Deno shows it, as Node is told. */
function prepared(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !(denoSymbol in value)) return value;
  const own = value as Record<symbol, (inspect: unknown, options: object) => unknown>;
  return { [nodeSymbol]: () => own[denoSymbol](inspect, {}) };
}

/**
 * Deno puts strings in double quotes where Node puts them in single ones; with both kinds inside they agree on
 * backticks, and with all three Deno still takes double quotes.
 */
function doubleQuoted(text: string): string {
  const quoted = /"(?:[^"\\\n]|\\.)*"|`(?:[^`\\\n]|\\.)*`|'((?:[^'\\\n]|\\.)*)'/g;
  return text.replace(quoted, (whole, inner?: string) => {
    if (inner === undefined) return whole;
    const plain = inner.replaceAll("\\'", "'");
    if (plain === inner) return inner.includes('"') ? whole : `"${inner}"`;
    return `"${plain.replaceAll('"', '\\"')}"`;
  });
}
