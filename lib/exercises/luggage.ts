/**
 * What a learner's function takes along when it is judged away from the notebook: its source, and by the names that it
 * uses, the functions and values of other cells and what those use in turn. A name means there what it means in the
 * notebook; nothing of ours is ever put in its place.
 *
 * What cannot travel (an object of some class, a package) is left behind; whoever then uses it is judged in the notebook.
 *
 * @module
 */

import { types } from "node:util";
import { Tensor } from "../tensor/mod.ts";
import { closureOf, type Resolve } from "./closure.ts";
import { plain } from "./plain.ts";
import { yourTurn } from "./your_turn.ts";

/** A function and all that it uses, as text. */
export interface Luggage {
  /** Body of a function of `bag` that returns the answer. */
  readonly program: string;
  /** Things of the library: where each is exported, and as what. */
  readonly library: readonly { readonly module: string; readonly name: string }[];
}

/** The name by which the program knows the library, how tensors are made, and the blank. */
export const BAG = "__bag";

const identifier = /(?<!(?:^|[^.])\.)(?<![\p{L}\p{N}_$])[\p{L}_$][\p{L}\p{N}_$]*/gu;
const never = new Set(
  ("arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield NaN Infinity " +
    BAG).split(" "),
);

/**
 * What a name means in the notebook's cells.
 *
 * @param name an identifier
 * @returns its value; null if it has none there, or the one that it has everywhere
 */
export function inCells(name: string): { value: unknown } | null {
  const own = Object.getOwnPropertyDescriptor(globalThis, name);
  if (own && !("value" in own)) return null; // a getter: the platform's
  let value: unknown;
  try {
    value = new Function(`return ${name};`)();
  } catch {
    return null; // not there, or not yet
  }
  // A cell's function is a property that cannot be configured; the platform's can.
  if (own && own.configurable && own.value === value) return null;
  return { value };
}

/**
 * Packs a function with what it uses.
 *
 * @param answer the function
 * @param resolve what names mean
 * @returns what travels; null if its own source does not stand alone
 */
export async function pack(
  answer: (...given: never[]) => unknown,
  resolve: Resolve = inCells,
): Promise<Luggage | null> {
  const library: { module: string; name: string }[] = [];
  const declared = new Map<string, string>(); // in the order in which they must be declared
  const begun = new Map<string, unknown>();

  /** Code that makes a value again; null if it cannot. */
  async function expressionOf(value: unknown, depth = 0): Promise<string | null> {
    if (value === yourTurn) return `${BAG}.yourTurn`;
    if (types.isProxy(value)) return null; // looking at it runs what somebody wrote
    if (typeof value === "function") {
      const standard = standardPath(value);
      if (standard) return standard;
      const place = await placeInLibrary(value);
      if (place) return `${BAG}.library[${library.push(place) - 1}]`;
      const source = sourceOf(value);
      if (source === null) return null;
      await declareNamesIn(source, await closureOf(value));
      return source;
    }
    if (typeof value !== "object" || value === null) {
      return typeof value === "symbol" ? null : literal(value);
    }
    if (depth > 4) return null;
    if (value instanceof Tensor) {
      return `${BAG}.tensor(${literal(value.values())}, { shape: ${literal(value.shape)} })`;
    }
    if (types.isModuleNamespaceObject(value) || isPlainObject(value)) {
      const parts: string[] = [];
      for (const [key, { value: part }] of entriesOf(value)) {
        const expression = await expressionOf(part, depth + 1);
        if (expression === null && !types.isModuleNamespaceObject(value)) return null;
        if (expression !== null) parts.push(`${JSON.stringify(key)}: ${expression}`);
      }
      return `{ ${parts.join(", ")} }`;
    }
    if (!Array.isArray(value) && !types.isTypedArray(value)) {
      if (types.isRegExp(value)) return String(value);
      if (!types.isMap(value) && !types.isSet(value)) return null;
      return `new ${types.isMap(value) ? "Map" : "Set"}(${literal(plain([...value]))})`;
    }
    return literal(plain(value));
  }

  async function declareNamesIn(source: string, inside: Resolve): Promise<void> {
    for (const name of new Set(source.match(identifier))) {
      if (never.has(name)) continue;
      const found = inside(name) ?? resolve(name);
      if (begun.has(name)) {
        if (found === null || Object.is(found.value, begun.get(name))) continue;
        throw new RangeError(`Cannot take ${name} along: it means two things`);
      }
      if (found === null) continue;
      begun.set(name, found.value);
      let expression: string | null = null;
      try {
        expression = await expressionOf(found.value);
      } catch { /* too much of it, or it cannot be copied */ }
      declared.set(name, expression ?? `${BAG}.left("${name}")`);
    }
  }

  const expression = await expressionOf(answer);
  if (expression === null) return null;
  const declarations = [...declared].map(([name, one]) => `let ${name} = ${one};\n`);
  return { program: `${declarations.join("")}return ${expression};`, library };
}

/** Plain data as code. */
function literal(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : `${value}`;
  if (types.isTypedArray(value)) return `new ${value.constructor.name}([${value.join()}])`;
  if (Array.isArray(value)) return `[${value.map(literal).join()}]`;
  const parts = Object.entries(value).map(([name, part]) =>
    `[${JSON.stringify(name)}]: ${literal(part)}`
  );
  return `{ ${parts.join()} }`;
}

/** A function's source as an expression. */
function sourceOf(value: object): string | null {
  const source = Function.prototype.toString.call(value);
  const name = (value as { name: string }).name;
  for (const one of [`(${source})`, `({ ${source} })[${JSON.stringify(name)}]`]) {
    try {
      new Function(`return ${one};`);
      return one;
    } catch { /* a method is none by itself */ }
  }
  return null;
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function entriesOf(value: object): [string, PropertyDescriptor][] {
  const all = Object.entries(Object.getOwnPropertyDescriptors(value));
  if (all.some(([, one]) => !("value" in one))) throw new TypeError("it has a getter");
  return all.filter(([, one]) => one.enumerable);
}

/** `Math.sqrt` and its like, by the name under which they are found everywhere. */
function standardPath(value: unknown): string | null {
  for (const home of ["Math", "Number", "Object", "Array", "String", "JSON"] as const) {
    if (value === globalThis[home]) return home;
    const name = Object.getOwnPropertyNames(globalThis[home]).find((name) =>
      (globalThis[home] as unknown as Record<string, unknown>)[name] === value
    );
    if (name) return `${home}.${name}`;
  }
  return null;
}

const libraryFolder = new URL("../", import.meta.url);
let libraryFiles: { url: string; text: string }[] | undefined;

/** Where the library exports something, if it does. */
async function placeInLibrary(
  value: { readonly name: string },
): Promise<{ module: string; name: string } | null> {
  const { name } = value;
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) return null;
  libraryFiles ??= [...filesBelow(libraryFolder)].map((url) => ({
    url,
    text: Deno.readTextFileSync(new URL(url)),
  }));
  const declares = new RegExp(`^export (?:async )?(?:function\\*?|const|class) ${name}\\b`, "m");
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
