/**
 * The names by which tests and suites are declared, with all that Vitest lets follow them: `it.skip`, `describe.each`,
 * `it.extend` and so on.
 *
 * @module
 */

import {
  extended,
  type Fixtures,
  named,
  namesAsked,
  type Registry,
  withFixtures,
} from "./fixtures.ts";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  declareSuite,
  declareTest,
} from "./declare.ts";
import { tableRows, title } from "./titles.ts";
import type { Hook, TestBody, TestContext, TestOptions } from "./tree.ts";

type Settings = TestOptions | number;
/** A function or class stands for its name. */
type Name =
  | string
  | ((...given: never[]) => unknown)
  | (abstract new (...given: never[]) => unknown);
/** Vitest lets options stand before the body, and a timeout after it. */
type Declare<Body> = {
  (name: Name, body?: Body, timeout?: number): void;
  (name: Name, options: Settings, body?: Body): void;
};
// deno-lint-ignore no-explicit-any -- a template table's columns have no types
type TemplateRow = any;

/** Ways to declare a test or suite beside the plain call. */
interface Chain<Body> extends Declare<Body> {
  readonly skip: Chain<Body>;
  readonly only: Chain<Body>;
  readonly todo: Chain<Body>;
  readonly concurrent: Chain<Body>;
  readonly sequential: Chain<Body>;
  readonly shuffle: Chain<Body>;
  skipIf(condition: unknown): Chain<Body>;
  runIf(condition: unknown): Chain<Body>;
  /** One declaration a row; a row that is an array is spread over the body's arguments. */
  each<Row extends unknown[] | [unknown]>(
    rows: readonly Row[],
  ): Declare<(...row: [...Row]) => unknown>;
  each<Row>(rows: readonly Row[]): Declare<(row: Row) => unknown>;
  each(table: TemplateStringsArray, ...values: unknown[]): Declare<(row: TemplateRow) => unknown>;
  /** One declaration a row; the row is the body's first argument as it is, a test's context the second. */
  for<const Row>(rows: readonly Row[]): Declare<(row: Row, context: TestContext) => unknown>;
}

interface TestChain extends Chain<TestBody> {
  /** Tests that are given what they ask for by name in their first argument. */
  // deno-lint-ignore no-explicit-any -- fixtures have types of their own
  extend(fixtures: Fixtures): any;
  /** One fixture: a value, or a function that returns it; options may stand before. */
  // deno-lint-ignore no-explicit-any -- fixtures have types of their own
  extend(name: string, first: unknown, second?: unknown): any;
  readonly fails: TestChain;
  skipIf(condition: unknown): TestChain;
  runIf(condition: unknown): TestChain;
}

type Declarer = (
  name: string,
  options: TestOptions,
  body?: (...given: never[]) => unknown,
) => void;

function makeChain(
  declare: Declarer,
  preset: TestOptions,
  fixtures: Registry = new Map(),
): TestChain {
  /** `call` with what it asks for by name in one of its arguments; `hand` puts the context there. */
  const asking = (
    call: unknown,
    place: number,
    hand: (context: object) => unknown,
  ) => {
    if (!call || fixtures.size === 0) return call && hand;
    const asked = namesAsked(call, place);
    return async (context: object) => hand(await withFixtures(fixtures, context, asked));
  };
  // deno-lint-ignore no-explicit-any -- a body's arguments are its own
  type Body = ((...given: any[]) => unknown) | undefined;
  const read = (first: unknown, second: unknown) => {
    const [body, settings] = typeof first === "function" ? [first, second] : [second, first];
    const given = typeof settings === "number" ? { timeout: settings } : settings as TestOptions;
    return { body: body as Body, options: { ...given, ...preset } };
  };
  const nameOf = (name: Name) => typeof name === "function" ? name.name || "<anonymous>" : name;
  const plain = (name: Name, first?: unknown, second?: unknown) => {
    const { body, options } = read(first, second);
    declare(nameOf(name), options, asking(body, 0, (context) => body!(context)) as never);
  };
  const withPreset = (more: TestOptions) => makeChain(declare, { ...preset, ...more }, fixtures);
  const rows = (each: boolean) =>
  (table: unknown, ...values: unknown[]) =>
  (
    name: Name,
    first?: unknown,
    second?: unknown,
  ) => {
    const all = tableRows(table, values);
    const spread = all.every(Array.isArray);
    const { body, options } = read(first, second);
    all.forEach((row, index) => {
      const call = each
        ? () => spread ? body!(...row as unknown[]) : body!(row)
        : asking(body, 1, (context) => body!(row, context));
      declare(title(nameOf(name), row, index), options, body && call as never);
    });
  };
  const hook = (add: (hook: Hook, timeout?: number) => void) => (call: Hook, timeout?: number) =>
    add(asking(call, 0, (context) => call(context as never)) as Hook, timeout);
  const missing = (name: string) => () => {
    throw new TypeError(`Cannot use it.${name} under deno test: it is not made here`);
  };
  const chain = Object.assign(plain, {
    each: rows(true),
    for: rows(false),
    skipIf: (condition: unknown) => condition ? withPreset({ skip: true }) : chain,
    extend: (given: Fixtures | string, first?: unknown, second?: unknown) => {
      const more = typeof given === "string" ? named(given, first, second) : given;
      return makeChain(declare, preset, extended(fixtures, more));
    },
    runIf: (condition: unknown) => condition ? chain : withPreset({ skip: true }),
    beforeEach: hook(beforeEach),
    afterEach: hook(afterEach),
    beforeAll,
    afterAll,
    override: missing("override"),
    scoped: missing("scoped"),
    aroundEach: missing("aroundEach"),
    aroundAll: missing("aroundAll"),
  });
  const lazily = (more: TestOptions) => ({ get: () => withPreset(more), enumerable: true });
  Object.defineProperties(chain, {
    skip: lazily({ skip: true }),
    only: lazily({ only: true }),
    todo: lazily({ todo: true }),
    fails: lazily({ fails: true }),
    concurrent: lazily({}),
    sequential: lazily({}),
    shuffle: lazily({ shuffle: true }),
    describe: { get: () => describe },
    suite: { get: () => describe },
  });
  return chain as unknown as TestChain;
}

/** Declares a test. */
export const it: TestChain = makeChain(declareTest as Declarer, {});
/** Declares a test; another name of `it`. */
export const test: TestChain = it;
/** Declares a suite of tests. */
export const describe: Chain<() => void> = makeChain(declareSuite as Declarer, {}) as never;
/** Declares a suite of tests; another name of `describe`. */
export const suite: Chain<() => void> = describe;
