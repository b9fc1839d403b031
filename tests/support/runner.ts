/**
 * Runs a test that was declared, with the hooks of the suites around it.
 *
 * A suite's `beforeAll` runs before its first test and its `afterAll` after its last, found by looking at which suites the
 * next test is still in; so a filter or a skipped test never loses a hook.
 *
 * @module
 */

import { expect, withAssertions, withPromises } from "./expect.ts";
import { saveSnapshots, withSnapshots } from "./snapshots.ts";
import { defaultTimeout, retried, withTimeout } from "./tries.ts";
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

let openSuites: Suite[] = [];
let endings: { fixtures: Hook[]; failed: Hook[]; finished: Hook[] } | undefined;

/** What the first hook threw that failed behind a suite: it belongs to no test, so that the file fails with it at its end. */
let lateFailure: { error: unknown } | undefined;

Deno.test.afterAll(async () => {
  await closeSuites(0);
  await saveSnapshots();
  if (lateFailure) throw lateFailure.error;
});

/** Runs a test, again if it fails and may be tried again, and as often as it is to be repeated; `skipped` is told where it skips itself. */
export async function runTest(
  test: Test,
  options: TestOptions,
  skipped: (why: string) => Promise<unknown>,
): Promise<void> {
  const suites = [root, ...path(test)];
  await openOnly(suites);
  const run = async () => {
    for (let left = options.repeats ?? 0; left >= 0; left--) {
      await retried(() => runOnce(test, options, suites, skipped), options.retry);
    }
  };
  if (!options.fails) return await run();
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
  skipped: (why: string) => Promise<unknown>,
): Promise<void> {
  const timeout = options.timeout ?? defaultTimeout;
  const controller = new AbortController();
  const name = fullName(test);
  const context = makeContext(taskOf(test), controller.signal);
  const own = { fixtures: [] as Hook[], failed: [] as Hook[], finished: [] as Hook[] };
  const cleanUps: Hook[] = [];
  endings = own;
  let failure: { error: unknown } | undefined;
  const attempt = async (step: () => unknown) => {
    try {
      await step();
    } catch (error) {
      if (error instanceof Skipped) await skipped(error.message);
      else failure ??= { error };
    }
  };
  await attempt(() =>
    withAssertions({ name: test.name, fullName: name, path: test.place?.path }, async () => {
      await runHooks(suites.flatMap(({ hooks }) => hooks.beforeEach), context, cleanUps);
      const body = () =>
        withTimeout(() => withPromises(() => test.body?.(context)), timeout, controller);
      await (test.place ? withSnapshots(test.place.path, name, body) : body());
    })
  );
  const after = [
    ...suites.flatMap(({ hooks }) => hooks.afterEach).reverse(),
    ...cleanUps.reverse(),
  ];
  for (const hook of after) await attempt(() => hook(context));
  for (const hook of own.fixtures.reverse()) await attempt(() => hook(context));
  for (const hook of own.finished.reverse()) await attempt(() => hook(context));
  if (failure) { for (const hook of own.failed.reverse()) await attempt(() => hook(context)); }
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
    const hooks = [...suite.hooks.afterAll.toReversed(), ...suite.cleanUps.splice(0).reverse()];
    for (const hook of hooks) {
      try {
        await hook(suiteContext(suite));
      } catch (error) {
        lateFailure ??= { error };
      }
    }
  }
}

function suiteContext(suite: Suite): TestContext {
  return makeContext(taskOf(suite), new AbortController().signal);
}

/** What Vitest tells a test of itself, as far as it is known here. */
function taskOf(node: Suite | Test): TestContext["task"] {
  const { kind: type, name, parent, place } = node;
  const suite = parent && parent !== root ? { name: parent.name } : undefined;
  const filepath = place?.path ?? "";
  const [fullTestName, id] = [fullName(node), `${filepath} > ${fullName(node)}`];
  return { id, type, name, fullTestName, mode: "run", meta: {}, suite, file: { filepath } };
}

function makeContext(task: TestContext["task"], signal: AbortSignal): TestContext {
  const skip = (condition?: unknown, note?: string) => {
    const [holds, why] = typeof condition === "string"
      ? [true, condition]
      : [condition ?? true, note];
    if (holds) throw new Skipped(why ?? task.name);
  };
  const annotate = (message: string, type = "notice") => {
    console.log(`${type}: ${message}`);
    return Promise.resolve({ message, type });
  };
  return { expect, task, signal, onTestFailed, onTestFinished, skip, annotate };
}

/** Runs `hook` behind what follows the running test, before it is told finished. */
export function afterTest(hook: Hook): void {
  endings?.fixtures.push(hook);
}

/** Runs `hook` after the running test, if it fails. */
export function onTestFailed(hook: Hook): void {
  endings?.failed.push(hook);
}

/** Runs `hook` after the running test. */
export function onTestFinished(hook: Hook): void {
  endings?.finished.push(hook);
}
