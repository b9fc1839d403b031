/**
 * Vitest's `describe`, `it` and hooks over flat `Deno.test`: each `it` is one Deno test, named `suite > … > test`, which a
 * filter finds by any part of that.
 *
 * An editor asks for a suite by its own name, and knows its tests as steps; where the environment says `TESTS=steps`, as
 * .vscode does, each outermost suite is therefore one Deno test, and what is in it are steps.
 *
 * @module
 */

import { callerPlace, testAt } from "./place.ts";
import { runTest } from "./runner.ts";
import { withTimeout } from "./tries.ts";
import {
  fullName,
  hasOnly,
  type Hook,
  makeSuite,
  root,
  shuffled,
  siblingsHaveOnly,
  type Suite,
  type Test,
  type TestBody,
  type TestOptions,
} from "./tree.ts";

/** Whether outermost suites are one Deno test each. */
const inSteps = Deno.permissions.querySync({ name: "env", variable: "TESTS" }).state ===
    "granted" && Deno.env.get("TESTS") === "steps";
let current = root;
/** Deno wants a name. */
const unnamed = "(no name)";

/** Declares a suite; its body declares what is in it. */
export function declareSuite(name: string, options: TestOptions, body?: () => unknown): void {
  const parent = current;
  const suite = makeSuite(name, parent, options, callerPlace());
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

/** Declares a test. */
export function declareTest(name: string, options: TestOptions, body?: TestBody): void {
  const test: Test = { kind: "test", name, parent: current, options, body, place: callerPlace() };
  current.children.push(test);
  if (current === root) register(test);
}

function register(node: Suite | Test, inherited: TestOptions = {}): void {
  const options = optionsOf(node, inherited);
  if (node.kind === "suite" && !inSteps) {
    return childrenOf(node, options).forEach((child) => register(child, options));
  }
  const name = fullName(node) || unnamed;
  testAt(node.place, {
    name: options.todo ? `${name} (todo)` : name,
    ignore: isIgnored(node, options),
    only: inSteps ? hasOnly(node) : options.only,
    fn: (context) => run(node, options, context),
  }, inSteps);
}

/** Runs a test, or what is in a suite as steps. */
async function run(node: Suite | Test, options: TestOptions, context: Deno.TestContext) {
  if (node.kind === "test") {
    // Deno has no word for a test that is ignored once it runs: so it is one with an ignored step in it.
    const skipped = (why: string) =>
      context.step({ name: `skipped: ${why}`, ignore: true, fn() {} });
    return await runTest(node, options, skipped);
  }
  for (const child of childrenOf(node, options)) {
    const own = optionsOf(child, options);
    await context.step({
      name: child.name || unnamed,
      ignore: isIgnored(child, own) || (siblingsHaveOnly(child) && !hasOnly(child)),
      fn: (context) => run(child, own, context),
    });
  }
}

function optionsOf(node: Suite | Test, inherited: TestOptions): TestOptions {
  return {
    ...inherited,
    ...node.options,
    skip: inherited.skip || node.options.skip,
    todo: inherited.todo || node.options.todo,
    only: node.options.only || (inherited.only && !siblingsHaveOnly(node)),
  };
}

function childrenOf(suite: Suite, { shuffle }: TestOptions): readonly (Suite | Test)[] {
  return shuffle ? shuffled(suite) : suite.children;
}

function isIgnored(node: Suite | Test, { skip, todo }: TestOptions): boolean {
  return skip || todo || (node.kind === "test" && node.body === undefined);
}

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
