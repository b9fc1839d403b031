/**
 * Vitest's `describe`, `it` and hooks over flat `Deno.test`: each `it` is one Deno test, named
 * `suite > … > test`.
 *
 * A suite's `beforeAll` runs before its first test and its `afterAll` after its last, found by looking at
 * which suites the next test is still in; so a filter or a skipped test never loses a hook.
 *
 * @module
 */

import { expect, withAssertions } from "./expect.ts";
import { tableRows, title } from "./titles.ts";

/** What a test is given. */
export interface TestContext {
  readonly expect: typeof expect;
  readonly task: { readonly name: string; readonly fullTestName: string };
  /** Aborted when the test takes longer than its `timeout`. */
  readonly signal: AbortSignal;
  readonly onTestFailed: typeof onTestFailed;
  readonly onTestFinished: typeof onTestFinished;
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
  readonly retry?: number;
}

export type TestBody = (context: TestContext) => unknown;
/** A hook; what `beforeEach` and `beforeAll` return is run as their clean-up. */
export type Hook = (context: TestContext) => unknown;

interface Suite {
  readonly kind: "suite";
  readonly name: string;
  readonly parent?: Suite;
  readonly options: TestOptions;
  readonly children: (Suite | Test)[];
  readonly hooks: Record<"beforeAll" | "afterAll" | "beforeEach" | "afterEach", Hook[]>;
  readonly cleanUps: Hook[];
  isOpen: boolean;
  openingError?: unknown;
}

interface Test {
  readonly kind: "test";
  readonly name: string;
  readonly parent: Suite;
  readonly options: TestOptions;
  readonly body?: TestBody;
}

const defaultTimeout = 120_000;
const root = makeSuite("", undefined, {});
let current = root;
let openSuites: Suite[] = [];
let endings: { failed: Hook[]; finished: Hook[] } | undefined;

Deno.test.afterAll(() => closeSuites(0));

// ---------------------------------------------------------------------------- declaring

function makeSuite(name: string, parent: Suite | undefined, options: TestOptions): Suite {
  const hooks = { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
  return { kind: "suite", name, parent, options, children: [], hooks, cleanUps: [], isOpen: false };
}

function declareSuite(name: string, options: TestOptions, body?: () => unknown): void {
  const parent = current;
  const suite = makeSuite(name, parent, options);
  parent.children.push(suite);
  current = suite;
  try {
    if (body?.() instanceof Promise) {
      throw new TypeError(
        `cannot declare suite "${name}": its body is asynchronous, make it plain`,
      );
    }
  } finally {
    current = parent;
  }
  if (parent === root) register(suite);
}

function declareTest(name: string, options: TestOptions, body?: TestBody): void {
  const test: Test = { kind: "test", name, parent: current, options, body };
  current.children.push(test);
  if (current === root) register(test);
}

function register(node: Suite | Test, inherited: TestOptions = {}): void {
  const options: TestOptions = {
    ...inherited,
    ...node.options,
    skip: inherited.skip || node.options.skip,
    todo: inherited.todo || node.options.todo,
    only: node.options.only || (inherited.only && !siblingsHaveOnly(node)),
  };
  if (node.kind === "suite") {
    node.children.forEach((child) => register(child, options));
    return;
  }
  const name = path(node).map(({ name }) => name).concat(node.name).join(" > ");
  Deno.test({
    name: options.todo ? `${name} (todo)` : name,
    ignore: options.skip || options.todo || node.body === undefined,
    only: options.only,
    fn: () => runTest(node, name, options),
  });
}

/** Whether some test beside `node` asks to run alone, so that `only` on their suite no longer means all. */
function siblingsHaveOnly(node: Suite | Test): boolean {
  return node.parent?.children.some(hasOnly) ?? false;
}

function hasOnly(node: Suite | Test): boolean {
  return node.options.only === true || (node.kind === "suite" && node.children.some(hasOnly));
}

function path(node: Suite | Test): Suite[] {
  const suites: Suite[] = [];
  for (let at = node.parent; at && at !== root; at = at.parent) suites.unshift(at);
  return suites;
}

// ---------------------------------------------------------------------------- running

async function runTest(test: Test, fullName: string, options: TestOptions): Promise<void> {
  const suites = [root, ...path(test)];
  await openOnly(suites);
  let tries = 1 + (options.retry ?? 0);
  while (true) {
    try {
      const run = () => runOnce(test, fullName, options, suites);
      return await (options.fails ? expectFailure(run) : run());
    } catch (error) {
      if (--tries === 0) throw error;
    }
  }
}

async function expectFailure(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch {
    return;
  }
  throw new Error("expected the test to fail, but it passed");
}

async function runOnce(
  test: Test,
  fullName: string,
  options: TestOptions,
  suites: readonly Suite[],
): Promise<void> {
  const timeout = options.timeout ?? defaultTimeout;
  const controller = new AbortController();
  const context = makeContext(test.name, fullName, controller.signal);
  const own = { failed: [] as Hook[], finished: [] as Hook[] };
  const cleanUps: Hook[] = [];
  endings = own;
  let failure: { error: unknown } | undefined;
  const attempt = async (step: () => unknown) => {
    try {
      await step();
    } catch (error) {
      failure ??= { error };
    }
  };
  await attempt(() =>
    withAssertions(test.name, fullName, async () => {
      await runHooks(suites.flatMap(({ hooks }) => hooks.beforeEach), context, cleanUps);
      await withTimeout(() => test.body?.(context), timeout, controller);
    })
  );
  const after = [
    ...cleanUps.reverse(),
    ...suites.flatMap(({ hooks }) => hooks.afterEach).reverse(),
    ...own.finished.reverse(),
  ];
  for (const hook of after) await attempt(() => hook(context));
  if (failure) { for (const hook of own.failed) await attempt(() => hook(context)); }
  endings = undefined;
  if (failure) throw failure.error;
}

async function runHooks(
  hooks: readonly Hook[],
  context: TestContext,
  cleanUps: Hook[],
): Promise<void> {
  for (const hook of hooks) {
    const cleanUp = await hook(context);
    if (typeof cleanUp === "function") cleanUps.push(cleanUp as Hook);
  }
}

async function withTimeout(
  body: () => unknown,
  milliseconds: number,
  controller: AbortController,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`test timed out in ${milliseconds} ms`);
      controller.abort(error);
      reject(error);
    }, milliseconds);
  });
  try {
    await Promise.race([body(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends the suites that are open and not in `suites`, and begins those that are not open yet. */
async function openOnly(suites: readonly Suite[]): Promise<void> {
  let common = 0;
  while (common < openSuites.length && openSuites[common] === suites[common]) common++;
  await closeSuites(common);
  for (const suite of suites.slice(common)) {
    openSuites.push(suite);
    suite.openingError = undefined;
    try {
      await runHooks(suite.hooks.beforeAll, suiteContext(suite), suite.cleanUps);
    } catch (error) {
      suite.openingError = error;
    }
  }
  const failed = suites.find(({ openingError }) => openingError !== undefined);
  if (failed) throw failed.openingError;
}

async function closeSuites(keep: number): Promise<void> {
  const closing = openSuites.slice(keep).reverse();
  openSuites = openSuites.slice(0, keep);
  for (const suite of closing) {
    const hooks = [...suite.cleanUps.splice(0).reverse(), ...suite.hooks.afterAll.toReversed()];
    for (const hook of hooks) await hook(suiteContext(suite));
  }
}

function suiteContext(suite: Suite): TestContext {
  return makeContext(suite.name, suite.name, new AbortController().signal);
}

function makeContext(name: string, fullTestName: string, signal: AbortSignal): TestContext {
  return { expect, task: { name, fullTestName }, signal, onTestFailed, onTestFinished };
}

// ---------------------------------------------------------------------------- the public names

type Settings = TestOptions | number;
/** Vitest lets options stand before the body, and a timeout after it. */
type Declare<Body> = {
  (name: string, body?: Body, timeout?: number): void;
  (name: string, options: Settings, body?: Body): void;
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
  readonly fails: TestChain;
  skipIf(condition: unknown): TestChain;
  runIf(condition: unknown): TestChain;
}

type Declarer = (
  name: string,
  options: TestOptions,
  body?: (...given: never[]) => unknown,
) => void;

function makeChain(declare: Declarer, preset: TestOptions): TestChain {
  const plain = (name: string, first?: unknown, second?: unknown) => {
    const [body, settings] = typeof first === "function" ? [first, second] : [second, first];
    const given = typeof settings === "number" ? { timeout: settings } : settings as TestOptions;
    declare(name, { ...given, ...preset }, body as () => unknown);
  };
  const withPreset = (more: TestOptions) => makeChain(declare, { ...preset, ...more });
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

const addHook = (kind: keyof Suite["hooks"]) => (hook: Hook): void => {
  current.hooks[kind].push(hook);
};
/** Runs `hook` once before the suite's first test. */
export const beforeAll: (hook: Hook) => void = addHook("beforeAll");
/** Runs `hook` once after the suite's last test. */
export const afterAll: (hook: Hook) => void = addHook("afterAll");
/** Runs `hook` before each test of the suite and of the suites in it. */
export const beforeEach: (hook: Hook) => void = addHook("beforeEach");
/** Runs `hook` after each test of the suite and of the suites in it. */
export const afterEach: (hook: Hook) => void = addHook("afterEach");

/** Runs `hook` after the running test, if it fails. */
export function onTestFailed(hook: Hook): void {
  endings?.failed.push(hook);
}

/** Runs `hook` after the running test. */
export function onTestFinished(hook: Hook): void {
  endings?.finished.push(hook);
}
