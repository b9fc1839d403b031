/**
 * Vitest's `it.extend`: what a test asks for by name in its first argument is made before it and cleaned up after it, behind
 * its `afterEach`; with `scope: "file"` or `"worker"`, once for all tests of the file.
 *
 * @module
 */

import { afterTest } from "./runner.ts";
import { root } from "./tree.ts";

/** A value, or a function that hands one on and cleans up when `use` returns. */
export type Fixture =
  // deno-lint-ignore no-explicit-any -- a fixture's type is its own
  | ((context: any, use: (value: any) => Promise<void>) => unknown)
  | readonly [unknown, FixtureOptions?]
  | unknown;

/** Whether it is made unasked, and for how long. */
export interface FixtureOptions {
  readonly auto?: boolean;
  readonly scope?: "test" | "file" | "worker";
  readonly injected?: boolean;
}

/** Fixtures by name. */
export type Fixtures = Readonly<Record<string, Fixture>>;

interface Made {
  readonly value: unknown;
  readonly asks: readonly string[];
  readonly options: FixtureOptions;
  /** The one of the same name that it extends. */
  readonly parent?: Made;
}
/** All fixtures that a test may ask for. */
export type Registry = ReadonlyMap<string, Made>;

/** The names that a function takes out of one of its arguments, the first if not told otherwise. */
export function namesAsked(call: unknown, place = 0): readonly string[] {
  if (typeof call !== "function") return [];
  const source = call.toString().replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, "");
  const asked = partsOf(source, "(")[place]?.trim() ?? "";
  if (!asked.startsWith("{")) return [];
  return partsOf(asked, "{").map((part) => part.split(/[:=]/)[0].trim()).filter(Boolean);
}

/** What stands between the first bracket of this kind and the one that ends it, apart at commas. */
function partsOf(source: string, bracket: "(" | "{"): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (const letter of source.slice(source.indexOf(bracket))) {
    if (")]}".includes(letter) && --depth === 0) break;
    if (letter === "," && depth === 1) parts.push("");
    else if (depth > 0) parts[parts.length - 1] += letter;
    if ("([{".includes(letter)) depth++;
  }
  return parts;
}

/** The fixtures of `known`, and more, of which some may stand on one of the same name. */
export function extended(known: Registry, more: Fixtures): Registry {
  const result = new Map(known);
  for (const [name, given] of Object.entries(more)) {
    const parent = known.get(name);
    const [value, options] = Array.isArray(given) && isSettings(given[1])
      ? given as [unknown, FixtureOptions]
      : [given, parent?.options ?? {}];
    const asks = namesAsked(originals.get(value as object) ?? value);
    result.set(name, { value, asks, options, parent });
  }
  return result;
}

const originals = new WeakMap<object, unknown>();

/** A fixture as `it.extend("name", options, value)` has it: a function returns its value, and may say what cleans up. */
export function named(name: string, first: unknown, second?: unknown): Fixtures {
  const [given, value] = second !== undefined
    ? [first, second]
    : isSettings(first)
    ? [first, {}]
    : [{}, first];
  const options = { auto: false, ...given as FixtureOptions };
  if (typeof value !== "function") return { [name]: [value, options] };
  const made = async (context: object, use: (value: unknown) => Promise<void>) => {
    let cleanUp: (() => unknown) | undefined;
    await use(await value(context, { onCleanup: (call: () => unknown) => void (cleanUp = call) }));
    await cleanUp?.();
  };
  originals.set(made, value);
  return { [name]: [made, options] };
}

const ofTests = new WeakMap<object, Map<Made, Promise<unknown>>>();
const ofFile = new Map<Made, Promise<unknown>>();

/** The context with the fixtures of these names, and those that are made unasked. */
export async function withFixtures(
  registry: Registry,
  context: object,
  names: readonly string[],
): Promise<object> {
  const unasked = [...registry].filter(([, { options }]) => options.auto).map(([name]) => name);
  const result: Record<string, unknown> = Object.create(context);
  for (const name of [...unasked, ...names]) {
    const made = registry.get(name);
    if (made) result[name] = await valueOf(registry, context, name, made);
  }
  return result;
}

function valueOf(
  registry: Registry,
  context: object,
  name: string,
  made: Made,
): Promise<unknown> {
  const shared = (made.options.scope ?? "test") !== "test";
  if (!ofTests.has(context)) ofTests.set(context, new Map());
  const values = shared ? ofFile : ofTests.get(context)!;
  const make = async () => {
    const { value, asks, parent } = made;
    if (typeof value !== "function") return value;
    const own: Record<string, unknown> = Object.create(context);
    for (const asked of asks) {
      const other = asked === name ? parent : registry.get(asked);
      if (other) own[asked] = await valueOf(registry, context, asked, other);
    }
    return await new Promise((ready, failed) => {
      let release = () => {};
      const use = (result: unknown) => {
        ready(result);
        return new Promise<void>((resolve) => release = resolve);
      };
      const done = Promise.resolve().then(() => value(own, use));
      done.then(ready, failed);
      const end = () => {
        release();
        return done;
      };
      if (shared) root.cleanUps.push(end);
      else afterTest(end);
    });
  };
  if (!values.has(made)) values.set(made, make());
  return values.get(made)!;
}

function isSettings(value: unknown): value is FixtureOptions {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    ("auto" in value || "scope" in value || "injected" in value);
}
