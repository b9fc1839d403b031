/**
 * Values as code: numbers, texts and lists as they are written; a function as its own text; what every program has, or
 * the library exports, by the name under which it is found there. Nothing that a learner put into a value is run by that.
 *
 * @module
 */

import { types } from "node:util";

/** What was there before any cell has declared something. */
const platform: ReadonlyMap<string, unknown> = new Map(
  Object.entries(Object.getOwnPropertyDescriptors(globalThis)).map(([name, { value }]) => [
    name,
    value,
  ]),
);

/** Whether a name of the platform still means what it has always meant. */
export function isPlatforms(name: string): boolean {
  if (!platform.has(name)) return false;
  const own = Object.getOwnPropertyDescriptor(globalThis, name);
  return own === undefined || !("value" in own) || own.value === platform.get(name);
}

/** A function's text. Its own `toString` is not asked. */
export const textOf = (value: object): string => Function.prototype.toString.call(value);

/** Plain data as code. */
export function literal(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : `${value}`;
  if (types.isTypedArray(value)) {
    const list = Array.from(value as Float64Array, literal);
    return `new ${Object.prototype.toString.call(value).slice(8, -1)}([${list.join()}])`;
  }
  if (Array.isArray(value)) return `[${value.map(literal).join()}]`;
  const parts = Object.entries(value).map(([name, part]) =>
    `[${JSON.stringify(name)}]: ${literal(part)}`
  );
  return `{ ${parts.join()} }`;
}

/** A function's source as an expression; null if it does not stand alone. */
export function sourceOf(value: object): string | null {
  const source = textOf(value);
  const name = Object.getOwnPropertyDescriptor(value, "name")?.value;
  const forms = [`(${source})`, `({ ${source} })[${JSON.stringify(`${name}`)}]`];
  for (const one of forms) { // a method is none by itself
    try {
      new Function(`return ${one};`);
      return one;
    } catch { /* another form may be one */ }
  }
  return null;
}

let paths: Map<unknown, string> | undefined;

/** `Math.sqrt`, `Array.prototype.map` and their like, by the name under which they are found everywhere. */
export function standardPath(value: unknown): string | null {
  paths ??= standardPaths();
  return paths.get(value) ?? null;
}

function standardPaths(): Map<unknown, string> {
  const found = new Map<unknown, string>();
  const add = (value: unknown, path: string) => {
    if (["function", "object", "symbol"].includes(typeof value) && value !== null) {
      if (!found.has(value)) found.set(value, path);
    }
  };
  const addAll = (home: unknown, path: string) => {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(home))) {
      const isOurs = typeof value === "function" && !textOf(value).endsWith("{ [native code] }");
      if (/^\w+$/.test(name) && !isOurs) add(value, `${path}.${name}`);
    }
  };
  const homes = [...platform].filter(([name]) => isPlatforms(name) && /^\w+$/.test(name));
  for (const [name, value] of homes) add(value, name);
  const languages =
    "Object Array Number String Math JSON Reflect Symbol BigInt Date Map Set Promise RegExp";
  for (const name of languages.split(" ")) {
    const home = platform.get(name) as { readonly prototype?: object };
    addAll(home, name);
    if (home.prototype) addAll(home.prototype, `${name}.prototype`);
  }
  return found;
}

const libraryFolder = new URL("../", import.meta.url);
let libraryFiles: { url: string; text: string }[] | undefined;

/** Where the library exports something, and as what, if it does. */
export async function placeInLibrary(
  value: object,
): Promise<{ module: string; name: string } | null> {
  const name: unknown = Object.getOwnPropertyDescriptor(value, "name")?.value;
  if (typeof name !== "string" || !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) return null;
  libraryFiles ??= [...filesBelow(libraryFolder)].map((url) => ({
    url,
    text: Deno.readTextFileSync(new URL(url)),
  }));
  const declares = new RegExp(
    `^export (?:async )?(?:function\\*?|const|class) ${name.replaceAll("$", "\\$")}(?![\\w$])`,
    "m",
  );
  for (const { url, text } of libraryFiles) {
    if (declares.test(text) && (await import(url))[name] === value) return { module: url, name };
  }
  return null;
}

function* filesBelow(folder: URL): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory && name !== "assembly") yield* filesBelow(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts") && !/worker\.ts$/.test(name)) yield new URL(name, folder).href;
  }
}
