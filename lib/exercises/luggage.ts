/**
 * What a learner's function takes along when it is judged away from the notebook: its source, and by the names that it
 * uses, the functions and values of other cells and what those use in turn. A name means there what it means in the
 * notebook; nothing of ours is ever put in its place.
 *
 * What cannot travel (a stream, a weak map with something in it, a package of many parts) is left behind; whoever then
 * uses it is told.
 *
 * @module
 */

import { types } from "node:util";
import { Tensor } from "../tensor/mod.ts";
import { type Inside, insideOf, type Resolve } from "./closure.ts";
import { Frame } from "./frame.ts";
import { isPlatforms, literal, placeInLibrary, sourceOf, standardPath, textOf } from "./code.ts";
import { plain } from "./plain.ts";
import { yourTurn } from "./your_turn.ts";

/** A function and all that it uses, as text. */
export interface Luggage {
  /** Body of a function of `bag` that returns the answer. */
  readonly program: string;
  /** Things of the library: where each is exported, and as what. */
  readonly library: readonly { readonly module: string; readonly name: string }[];
}

/** Thrown for what cannot travel. */
export class StaysBehind extends Error {
  /**
   * Says what it is.
   *
   * @param what such as "a getter"
   */
  constructor(readonly what: string) {
    super(`it cannot be taken along: ${what}`);
    this.name = "StaysBehind";
  }
}

/** The name by which the program knows the library, how tensors are made, and the blank. */
export const BAG = "__bag";
/** More functions than any answer uses, and milliseconds in which so many can be packed. */
const MOST = 100;
const LONGEST = 3_000;
const kinds = [RegExp, Date, Map, Set, WeakMap, WeakSet];
/** So deep may values lie in values. */
const DEEPEST = 4;

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
  if (isPlatforms(name)) return null;
  const own = Object.getOwnPropertyDescriptor(globalThis, name);
  if (own && !("value" in own)) return null;
  try {
    return { value: new Function(`return ${name};`)() };
  } catch {
    return null; // not there, or not yet
  }
}

/** Whether it is a tensor that nobody has put code of their own into. */
function isTensor(value: object): value is Tensor {
  return Object.getPrototypeOf(value) === Tensor.prototype &&
    Object.values(Object.getOwnPropertyDescriptors(value)).every((one) =>
      "value" in one && typeof one.value !== "function"
    );
}

/**
 * Packs a function with what it uses.
 *
 * @param answer the function
 * @param resolve what names mean
 * @returns what travels
 * @throws {StaysBehind} if the function itself cannot
 */
export async function pack(
  answer: (...given: never[]) => unknown,
  resolve: Resolve = inCells,
): Promise<Luggage> {
  const library: { module: string; name: string }[] = [];
  const until = performance.now() + LONGEST;
  let count = 0;

  /** Code that makes a value again where the names of a frame are declared. */
  async function codeOf(value: unknown, frame: Frame, depth = 0): Promise<string> {
    if (value === yourTurn) return `${BAG}.yourTurn`;
    const path = standardPath(value);
    if (path) return path;
    if (typeof value === "symbol") throw new StaysBehind("a symbol");
    if (typeof value !== "function" && (typeof value !== "object" || value === null)) {
      return literal(value);
    }
    if (count > MOST || performance.now() > until) {
      throw new StaysBehind("something that uses a great many functions");
    }
    if (typeof value === "function") return await functionCode(value, frame);
    if (types.isProxy(value)) throw new StaysBehind("a proxy"); // looking at it runs what somebody wrote
    if (depth > DEEPEST) throw new StaysBehind("something that lies too deep, or contains itself");
    if (isTensor(value)) {
      return `${BAG}.tensor(${literal(value.values())}, { shape: ${literal(value.shape)} })`;
    }
    if (Array.isArray(value) || types.isTypedArray(value)) {
      return await listCode(value, frame, depth);
    }
    const home = Object.getPrototypeOf(value);
    if (types.isModuleNamespaceObject(value) || home === Object.prototype) {
      return await partsCode(value, frame, depth);
    }
    if (home === null) {
      return `Object.setPrototypeOf(${await partsCode(value, frame, depth)}, null)`;
    }
    const kind = kinds.find((one) => one.prototype === home);
    return kind
      ? await builtInCode(value, kind.name, frame, depth)
      : await instanceCode(value, home, frame, depth);
  }

  /** A map, a date, and their like. */
  async function builtInCode(
    value: object,
    kind: string,
    frame: Frame,
    depth: number,
  ): Promise<string> {
    // A part of its own could be code that is run by looking at it.
    if (Reflect.ownKeys(value).some((name) => name !== "lastIndex")) {
      throw new StaysBehind(`a ${kind} with parts of its own`);
    }
    switch (kind) {
      case "RegExp":
        return String(value);
      case "Date":
        return `new Date(${(value as Date).getTime()})`;
      case "Map":
      case "Set":
        return `new ${kind}(${await listCode([...value as Set<unknown>], frame, depth)})`;
      default:
        if ((await insideOf(value)).holds) throw new StaysBehind(`a ${kind} that holds something`);
        return `new ${kind}()`;
    }
  }

  /** Of a part that cannot travel, a mark for whoever uses it. */
  async function partCode(name: string, value: unknown, frame: Frame, depth = 0): Promise<string> {
    try {
      return await codeOf(value, frame, depth);
    } catch (error) {
      const what = error instanceof StaysBehind ? error.what : "something that cannot be copied";
      return `${BAG}.left(${JSON.stringify(name)}, ${JSON.stringify(what)})`;
    }
  }

  async function functionCode(f: object, frame: Frame): Promise<string> {
    if (types.isProxy(f)) throw new StaysBehind("a proxy around a function");
    const place = await placeInLibrary(f);
    if (place) return `${BAG}.library[${library.push(place) - 1}]`;
    count++;
    const inside = await insideOf(f);
    if (inside.bound) {
      const { target, self, given } = inside.bound;
      const parts: string[] = [];
      for (const one of [self, ...given]) parts.push(await partCode("what is bound", one, frame));
      return `(${await codeOf(target, frame)}).bind(${parts.join(", ")})`;
    }
    const source = sourceOf(f);
    if (source === null) throw new StaysBehind("a function whose text does not stand alone");
    const whole = await withNames(source, inside, frame);
    const isClass = /^class\b/.test(textOf(f)); // which makes its own parts
    return isClass || Object.keys(f).length === 0
      ? whole
      : `Object.assign(${whole}, ${await partsCode(f, frame, DEEPEST - 1)})`;
  }

  /** A function's source, below the names that it uses. */
  async function withNames(source: string, inside: Inside, frame: Frame): Promise<string> {
    const found = [...new Set(source.match(identifier))].filter((name) => !never.has(name))
      .map((name) => [name, inside.meaning(name) ?? resolve(name)] as const);
    const clash = found.some(([name, is]) => {
      const known = frame.meaning(name);
      return is && known && !Object.is(known.value, is.value);
    });
    // What has a name that means another thing already gets names of its own.
    const here = clash ? new Frame(frame) : frame;
    for (const [name, is] of found) {
      const known = here.meaning(name);
      if (is && !(known && Object.is(known.value, is.value))) await declare(name, is.value, here);
    }
    return clash ? `(() => {\n${here.code}return ${source};\n})()` : source;
  }

  async function declare(name: string, value: unknown, frame: Frame): Promise<void> {
    frame.begin(name, value);
    frame.declare(name, await partCode(name, value, frame));
  }

  async function listCode(list: object, frame: Frame, depth: number): Promise<string> {
    try {
      return literal(plain(list));
    } catch { /* there is more in it than data */ }
    const parts: string[] = [];
    for (let i = 0; i < Math.min((list as unknown[]).length, 1000); i++) {
      const { value } = Object.getOwnPropertyDescriptor(list, i) ?? {};
      parts.push(await partCode(`place ${i} of a list`, value, frame, depth + 1));
    }
    return `[${parts.join(", ")}]`;
  }

  async function partsCode(value: object, frame: Frame, depth: number): Promise<string> {
    const parts: string[] = [];
    for (const [name, one] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      if (!one.enumerable) continue;
      const code = "value" in one
        ? await partCode(name, one.value, frame, depth + 1)
        : `${BAG}.left(${JSON.stringify(name)}, "a getter")`;
      parts.push(`[${JSON.stringify(name)}]: ${code}`);
    }
    return `({ ${parts.join(", ")} })`;
  }

  /** An object of a class of the learner's own. */
  async function instanceCode(
    value: object,
    home: object,
    frame: Frame,
    depth: number,
  ): Promise<string> {
    const make: unknown = Object.getOwnPropertyDescriptor(home, "constructor")?.value;
    const name: unknown = typeof make === "function" &&
      Object.getOwnPropertyDescriptor(make, "name")?.value;
    const isOwn = typeof make === "function" && !standardPath(make) && typeof name === "string" &&
      Object.getPrototypeOf(home) === Object.prototype && !textOf(make).includes("#") &&
      (await placeInLibrary(make)) === null;
    if (!isOwn) throw new StaysBehind(`an object of ${name ? `the class ${name}` : "a class"}`);
    if (frame.meaning(name) === null) await declare(name, make, frame);
    const made = frame.has(name, make) ? name : await codeOf(make, frame);
    const parts = await partsCode(value, frame, depth);
    return `Object.assign(Object.create(${made}.prototype), ${parts})`;
  }

  const frame = new Frame(null);
  const expression = await codeOf(answer, frame);
  // In a block of their own: a name of theirs may be one that is kept from them.
  return { program: `{\n${frame.code}return ${expression};\n}`, library };
}
