/**
 * Vitest's `describe`, `it` and hooks over flat `Deno.test`: each `it` is one Deno test, named
 * `suite > … > test`.
 *
 * A suite's `beforeAll` runs before its first test and its `afterAll` after its last, found by looking at
 * which suites the next test is still in; so a filter or a skipped test never loses a hook.
 *
 * @module
 */

import { createRandom } from "../../lib/random.ts";
import { expect, withAssertions } from "./expect.ts";
import { callerPlace, type Place, testAt } from "./place.ts";
import { saveSnapshots, withSnapshots } from "./snapshots.ts";

/** What a test is given. */
export interface TestContext {
  readonly expect: typeof expect;
  readonly task: { readonly name: string; readonly fullTestName: string };
  /** Aborted when the test takes longer than its `timeout`. */
  readonly signal: AbortSignal;
  readonly onTestFailed: typeof onTestFailed;
  readonly onTestFinished: typeof onTestFinished;
  /** Ends the test here, without a judgement; with a condition, only if it holds. */
  skip(condition?: unknown, note?: string): void;
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
  /** Whether a suite's tests are declared in an order drawn by its name. */
  readonly shuffle?: boolean;
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
  readonly place?: Place;
}

/** What `skip` ends a test with. */
class Skipped extends Error {}

// Taken now, so that timers that a test fakes do not fake its end.
const { setTimeout, clearTimeout } = globalThis;
const defaultTimeout = 120_000;
const root = makeSuite("", undefined, {});
let current = root;
let openSuites: Suite[] = [];
let endings: { failed: Hook[]; finished: Hook[] } | undefined;

Deno.test.afterAll(async () => {
  await closeSuites(0);
  await saveSnapshots();
});

// ---------------------------------------------------------------------------- declaring

function makeSuite(name: string, parent: Suite | undefined, options: TestOptions): Suite {
  const hooks = { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
  return { kind: "suite", name, parent, options, children: [], hooks, cleanUps: [], isOpen: false };
}

export function declareSuite(name: string, options: TestOptions, body?: () => unknown): void {
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

export function declareTest(name: string, options: TestOptions, body?: TestBody): void {
  const test: Test = { kind: "test", name, parent: current, options, body, place: callerPlace() };
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
    const order = options.shuffle ? shuffled(node) : node.children;
    order.forEach((child) => register(child, options));
    return;
  }
  const name = path(node).map(({ name }) => name).concat(node.name).join(" > ");
  testAt(node.place, {
    name: options.todo ? `${name} (todo)` : name,
    ignore: options.skip || options.todo || node.body === undefined,
    only: options.only,
    fn: () => runTest(node, name, options),
  });
}

/** A suite's children in another order, the same each time. */
function shuffled({ name, children }: Suite): (Suite | Test)[] {
  const order = createRandom(0).fork(name).permutation(children.length);
  return Array.from(order, (index) => children[index]);
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
      if (error instanceof Skipped) console.log(`skipped: ${error.message}`);
      else failure ??= { error };
    }
  };
  await attempt(() =>
    withAssertions(test.name, fullName, async () => {
      await runHooks(suites.flatMap(({ hooks }) => hooks.beforeEach), context, cleanUps);
      const body = () => withTimeout(() => test.body?.(context), timeout, controller);
      await (test.place ? withSnapshots(test.place.path, fullName, body) : body());
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

async function withTimeout<Result>(
  body: () => Result,
  milliseconds: number,
  controller: AbortController,
  what = "test",
): Promise<Awaited<Result>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`${what} timed out in ${milliseconds} ms`);
      controller.abort(error);
      reject(error);
    }, milliseconds);
  });
  try {
    return await Promise.race([body(), late]);
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
  const skip = (condition?: unknown, note?: string) => {
    const [holds, why] = typeof condition === "string"
      ? [true, condition]
      : [condition ?? true, note];
    if (holds) throw new Skipped(why ?? name);
  };
  return { expect, task: { name, fullTestName }, signal, onTestFailed, onTestFinished, skip };
}

// ---------------------------------------------------------------------------- hooks

type AddHook = (hook: Hook, timeout?: number) => void;

const addHook = (kind: keyof Suite["hooks"]): AddHook => (hook, timeout = Infinity) => {
  current.hooks[kind].push(
    timeout === Infinity
      ? hook
      : (context) => withTimeout(() => hook(context), timeout, new AbortController(), kind),
  );
};
/** Runs `hook` once before the suite's first test. */
export const beforeAll: AddHook = addHook("beforeAll");
/** Runs `hook` once after the suite's last test. */
export const afterAll: AddHook = addHook("afterAll");
/** Runs `hook` before each test of the suite and of the suites in it. */
export const beforeEach: AddHook = addHook("beforeEach");
/** Runs `hook` after each test of the suite and of the suites in it. */
export const afterEach: AddHook = addHook("afterEach");

/** Runs `hook` after the running test, if it fails. */
export function onTestFailed(hook: Hook): void {
  endings?.failed.push(hook);
}

/** Runs `hook` after the running test. */
export function onTestFinished(hook: Hook): void {
  endings?.finished.push(hook);
}
