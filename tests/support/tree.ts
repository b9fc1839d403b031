/**
 * Suites and tests as they are declared: a tree, with the hooks of each suite.
 *
 * @module
 */

import { createRandom } from "../../lib/random.ts";
import type { expect } from "./expect.ts";
import type { Place } from "./place.ts";

/** What a test is given. */
export interface TestContext {
  readonly expect: typeof expect;
  readonly task: {
    readonly id: string;
    readonly type: "test" | "suite";
    readonly name: string;
    readonly fullTestName: string;
    readonly mode: string;
    readonly meta: Record<string, unknown>;
    readonly suite?: { readonly name: string };
    readonly file: { readonly filepath: string };
  };
  /** Aborted when the test takes longer than its `timeout`. */
  readonly signal: AbortSignal;
  readonly onTestFailed: (hook: Hook) => void;
  readonly onTestFinished: (hook: Hook) => void;
  /** Ends the test here, without a judgement; with a condition, only if it holds. */
  skip(condition?: unknown, note?: string): void;
  /** Says something about the test. */
  annotate(message: string, type?: string): Promise<{ message: string; type: string }>;
}

/** How to try a test again: how often, after how many milliseconds, and after which errors. */
export interface Retry {
  readonly count?: number;
  readonly delay?: number;
  readonly condition?: string | RegExp | ((error: Error) => boolean);
}

/** How a test is run; a number in its place is the timeout. */
export interface TestOptions {
  /** Milliseconds after which an asynchronous test fails; 120,000 if not given. */
  readonly timeout?: number;
  readonly skip?: boolean;
  readonly only?: boolean;
  readonly todo?: boolean;
  /** The test is expected to fail. */
  readonly fails?: boolean;
  /** How often to try again after a failure. */
  readonly retry?: number | Retry;
  /** How often to run it once more when it has passed. */
  readonly repeats?: number;
  /** Whether a suite's tests are declared in an order drawn by its name. */
  readonly shuffle?: boolean;
}

export type TestBody = (context: TestContext) => unknown;
/** A hook; what `beforeEach` and `beforeAll` return is run as their clean-up. */
export type Hook = (context: TestContext) => unknown;

/** A suite, and what it holds. */
export interface Suite {
  readonly kind: "suite";
  readonly name: string;
  readonly parent?: Suite;
  readonly options: TestOptions;
  readonly children: (Suite | Test)[];
  readonly hooks: Record<"beforeAll" | "afterAll" | "beforeEach" | "afterEach", Hook[]>;
  readonly cleanUps: Hook[];
  readonly place?: Place;
  openingError?: unknown;
}

/** A test. */
export interface Test {
  readonly kind: "test";
  readonly name: string;
  readonly parent: Suite;
  readonly options: TestOptions;
  readonly body?: TestBody;
  readonly place?: Place;
}

/** The suite around all others, which has no name. */
export const root: Suite = makeSuite("", undefined, {});

/** A suite that holds nothing yet. */
export function makeSuite(
  name: string,
  parent: Suite | undefined,
  options: TestOptions,
  place?: Place,
): Suite {
  const hooks = { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
  return {
    kind: "suite",
    name,
    parent,
    options,
    children: [],
    hooks,
    cleanUps: [],
    place,
  };
}

/** The suites around a test or suite, outermost first. */
export function path(node: Suite | Test): Suite[] {
  const suites: Suite[] = [];
  for (let at = node.parent; at && at !== root; at = at.parent) suites.unshift(at);
  return suites;
}

/** The names around a test or suite, and its own. */
export function fullName(node: Suite | Test): string {
  return [...path(node), node].map(({ name }) => name).join(" > ");
}

/** A suite's children in another order, the same each time. */
export function shuffled({ name, children }: Suite): (Suite | Test)[] {
  const order = createRandom(0).fork(name).permutation(children.length);
  return Array.from(order, (index) => children[index]);
}

/** Whether some test beside `node` asks to run alone, so that `only` on their suite no longer means all. */
export function siblingsHaveOnly(node: Suite | Test): boolean {
  return node.parent?.children.some(hasOnly) ?? false;
}

/** Whether a test or suite, or something in it, asks to run alone. */
export function hasOnly(node: Suite | Test): boolean {
  return node.options.only === true || (node.kind === "suite" && node.children.some(hasOnly));
}
