/**
 * Runs a test that was declared, with the hooks of the suites around it.
 *
 * A suite's `beforeAll` runs before its first test and its `afterAll` after its last, found by looking at which suites the
 * next test is still in; so a filter or a skipped test never loses a hook.
 *
 * @module
 */

import { expect, withAssertions } from "./expect.ts";
import { saveSnapshots, withSnapshots } from "./snapshots.ts";
import {
  fullName,
  type Hook,
  path,
  root,
  type Suite,
  type Test,
  type TestContext,
  type TestOptions,
} from "./tree.ts";

/** What `skip` ends a test with. */
class Skipped extends Error {}

// Taken now, so that timers that a test fakes do not fake its end.
const { setTimeout, clearTimeout } = globalThis;
const defaultTimeout = 120_000;
let openSuites: Suite[] = [];
let endings: { failed: Hook[]; finished: Hook[] } | undefined;

Deno.test.afterAll(async () => {
  await closeSuites(0);
  await saveSnapshots();
});

/** Runs a test, again if it fails and may be tried again. */
export async function runTest(test: Test, options: TestOptions): Promise<void> {
  const suites = [root, ...path(test)];
  await openOnly(suites);
  let tries = 1 + (options.retry ?? 0);
  while (true) {
    try {
      const run = () => runOnce(test, options, suites);
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
  options: TestOptions,
  suites: readonly Suite[],
): Promise<void> {
  const timeout = options.timeout ?? defaultTimeout;
  const controller = new AbortController();
  const name = fullName(test);
  const context = makeContext(test.name, name, controller.signal);
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
    withAssertions(test.name, name, async () => {
      await runHooks(suites.flatMap(({ hooks }) => hooks.beforeEach), context, cleanUps);
      const body = () => withTimeout(() => test.body?.(context), timeout, controller);
      await (test.place ? withSnapshots(test.place.path, name, body) : body());
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

/** Ends with an error what takes too long. */
export async function withTimeout<Result>(
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

/** Runs `hook` after the running test, if it fails. */
export function onTestFailed(hook: Hook): void {
  endings?.failed.push(hook);
}

/** Runs `hook` after the running test. */
export function onTestFinished(hook: Hook): void {
  endings?.finished.push(hook);
}
