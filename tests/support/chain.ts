/**
 * The names by which tests and suites are declared, with all that Vitest lets follow them: `it.skip`, `describe.each`,
 * `it.extend` and so on.
 *
 * @module
 */

import { type Fixtures, withFixtures } from "./fixtures.ts";
import { declareSuite, declareTest } from "./declare.ts";
import { tableRows, title } from "./titles.ts";
import type { TestBody, TestContext, TestOptions } from "./tree.ts";

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
  each<Row extends unknown[] | [unknown]>(rows: readonly Row[]): (
    name: string,
    body: (...row: [...Row]) => unknown,
    timeout?: number,
  ) => void;
  each<Row>(rows: readonly Row[]): (
    name: string,
    body: (row: Row) => unknown,
    timeout?: number,
  ) => void;
  each(table: TemplateStringsArray, ...values: unknown[]): (
    name: string,
    body: (row: TemplateRow) => unknown,
    timeout?: number,
  ) => void;
  /** One declaration a row; the row is the body's first argument as it is, a test's context the second. */
  for<const Row>(rows: readonly Row[]): (
    name: string,
    body: (row: Row, context: TestContext) => unknown,
    timeout?: number,
  ) => void;
}

interface TestChain extends Chain<TestBody> {
  /** Tests that are given what they ask for by name in their first argument. */
  // deno-lint-ignore no-explicit-any -- fixtures have types of their own
  extend(fixtures: Fixtures): any;
  readonly fails: TestChain;
  skipIf(condition: unknown): TestChain;
  runIf(condition: unknown): TestChain;
}

type Declarer = (
  name: string,
  options: TestOptions,
  body?: (...given: never[]) => unknown,
) => void;

function makeChain(declare: Declarer, preset: TestOptions, fixtures: Fixtures = {}): TestChain {
  const plain = (name: Name, first?: unknown, second?: unknown) => {
    const [body, settings] = typeof first === "function" ? [first, second] : [second, first];
    const given = typeof settings === "number" ? { timeout: settings } : settings as TestOptions;
    const call = body as ((context: never) => unknown) | undefined;
    const asks = call && Object.keys(fixtures).length > 0;
    declare(
      typeof name === "function" ? name.name : name,
      { ...given, ...preset },
      asks ? (context: object) => withFixtures(fixtures, context, call) : call,
    );
  };
  const withPreset = (more: TestOptions) => makeChain(declare, { ...preset, ...more }, fixtures);
  const rows = (spread: boolean) =>
  (table: unknown, ...values: unknown[]) =>
  (
    name: string,
    body: (...given: unknown[]) => unknown,
    timeout?: number,
  ) =>
    tableRows(table, values).forEach((row, index) => {
      const given = spread && Array.isArray(row) ? row : [row];
      const call = (context: unknown) => spread ? body(...given) : body(row, context);
      declare(title(name, row, index), { ...preset, timeout }, call);
    });
  const chain = Object.assign(plain, {
    each: rows(true),
    for: rows(false),
    skipIf: (condition: unknown) => condition ? withPreset({ skip: true }) : chain,
    extend: (more: Fixtures) => makeChain(declare, preset, { ...fixtures, ...more }),
    runIf: (condition: unknown) => condition ? chain : withPreset({ skip: true }),
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
