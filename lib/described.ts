/**
 * Values in words, for messages: what somebody gave, so that they see what is wrong with it.
 *
 * @module
 */

/** Letters of a value that a message shows. */
const MOST = 60;

/**
 * A value as a message names it: `the text "32"`, `32`, `the function lstm`, `a Float32Array of 4`.
 *
 * @example
 * ```ts
 * import { described } from "lib/described.ts";
 *
 * described("32"); // 'the text "32"'
 * described(32); // "32"
 * described([1, 2]); // "the list [1,2]"
 * ```
 */
export function described(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `the text ${shortened(JSON.stringify(value))}`;
    case "function":
      return value.name ? `the function ${value.name}` : "a function";
    case "bigint":
      return `the big number ${value}n`;
    case "object":
      return value === null ? "null" : describedObject(value);
    default:
      return String(value); // a number, true or false, undefined, a symbol
  }
}

function describedObject(value: object): string {
  if (Array.isArray(value)) return `the list ${shortened(listed(value))}`;
  if (ArrayBuffer.isView(value)) {
    const { length } = value as Int8Array;
    return `${withArticle(kindOf(value))} of ${length ?? value.byteLength}`;
  }
  if (typeof (value as { then?: unknown }).then === "function") {
    return "a promise, of what `await` before it would give";
  }
  const kind = kindOf(value);
  if (kind !== "Object") return withArticle(kind);
  const names = Object.keys(value);
  return names.length === 0
    ? "an empty object"
    : `an object of ${shortened(names.slice(0, 12).join(", "))}`;
}

/** The first few of a list; the rest would not be shown, and may be long or endless. */
function listed(values: readonly unknown[], depth = 0): string {
  if (depth > 2) return "[…]"; // a list may hold itself
  const shown = values.slice(0, 20).map((value) =>
    Array.isArray(value)
      ? listed(value.slice(0, 20), depth + 1)
      : typeof value === "string"
      ? JSON.stringify(value)
      : typeof value === "object" || typeof value === "function"
      ? described(value)
      : String(value)
  );
  return `[${shown.join(",")}${values.length > 20 ? ",…" : ""}]`;
}

function kindOf(value: object): string {
  const { name } = value.constructor ?? {};
  return typeof name === "string" && name !== "" ? name : "Object";
}

function withArticle(noun: string): string {
  return `${/^[AEIOU]/.test(noun) ? "an" : "a"} ${noun}`;
}

function shortened(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
}
