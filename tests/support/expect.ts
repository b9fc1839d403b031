/**
 * Vitest's `expect` put together from the real `@vitest/expect`, with the parts that need to know the
 * running test: `soft`, `assertions`, `hasAssertions`, and assertions on promises.
 *
 * @module
 */

import "./environment.ts";
import {
  addCustomEqualityTesters,
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  ChaiStyleAssertions,
  customMatchers,
  type ExpectStatic as BareExpect,
  getState,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  type MatchersObject,
  type MatcherState,
  type PromisifyAssertion,
  setState,
  type Tester,
} from "@vitest/expect";
import { processError } from "@vitest/utils/error";
import { polled, type PollOptions } from "./poll.ts";
import { addSerializer, snapshotMatchers } from "./snapshots.ts";

/** Vitest's `expect`, as far as it works without Vitest's runner. */
export interface Expect extends BareExpect {
  /** Like `expect`, but a failure is noted and the test goes on; it fails at its end. */
  soft: BareExpect;
  /** Asks `read` again and again until the assertion holds; fails when it does not within `timeout` ms. */
  poll<T>(read: () => T, options?: PollOptions): PromisifyAssertion<Awaited<T>>;
  /** Fails the test unless exactly `count` assertions have run when it ends. */
  assertions(count: number): void;
  /** Fails the test unless at least one assertion has run when it ends. */
  hasAssertions(): void;
  /** Chai's assertions. */
  assert: typeof chai.assert;
  /** Fails here. */
  unreachable(message?: string): never;
  /** Adds rules of equality to `toEqual` and its kin. */
  addEqualityTesters(testers: Tester[]): void;
  /** Adds a way to write values in snapshots. */
  addSnapshotSerializer(plugin: Parameters<typeof addSerializer>[0]): void;
}

/** What the assertions note down about the test in which they run (Vitest's own field names). */
interface RunningTest {
  type: "test";
  name: string;
  fullTestName: string;
  promises?: Promise<unknown>[];
  onFinished?: (() => void)[];
  result?: { state: string; errors: { message: string; diff?: string; stack?: string }[] };
}

let running: RunningTest | undefined;

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(ChaiStyleAssertions);
chai.use(JestAsymmetricMatchers);

// deno-lint-ignore no-explicit-any -- chai assertions carry internal methods without types
const assertion = (value: unknown, message?: string): any => {
  setState({ assertionCalls: getState(expect).assertionCalls + 1 }, expect);
  const made = chai.expect(value, message) as unknown as { withTest(test: RunningTest): unknown };
  return running ? made.withTest(running) : made;
};

const globals = globalThis as unknown as Record<symbol, unknown>;

/** Vitest's `expect`. */
export const expect: Expect = Object.assign(
  assertion,
  chai.expect,
  globals[ASYMMETRIC_MATCHERS_OBJECT],
  {
    getState: () => getState(expect),
    setState: (state: Partial<MatcherState>) => setState(state, expect),
    extend: (matchers: MatchersObject) =>
      (chai.expect as unknown as { extend(expect: Expect, matchers: MatchersObject): void })
        .extend(expect, matchers),
    addEqualityTesters: (testers: Tester[]) => addCustomEqualityTesters(testers),
    addSnapshotSerializer: addSerializer,
    assert: chai.assert,
    soft: (value: unknown, message?: string) =>
      assertion(value, message).withContext({ soft: true }),
    poll: (read: () => unknown, options: PollOptions = {}) =>
      polled({ read, options, assertion, test: running }, []),
    unreachable: (message?: string): never => {
      throw new chai.AssertionError(`expected ${message ? `"${message}" ` : ""}not to be reached`);
    },
    assertions: (count: number) => setState({ expectedAssertionsNumber: count }, expect),
    hasAssertions: () => setState({ isExpectingAssertions: true }, expect),
  },
) as unknown as Expect;

setState({ assertionCalls: 0 }, expect);
globals[GLOBAL_EXPECT] = expect;
expect.extend(customMatchers);
expect.extend(snapshotMatchers);

/** Chai's assertions, on which Vitest's stand. */
export const assert: typeof chai.assert = chai.assert;
export { chai };
/** Chai's other style. */
export const should = (): Chai.Should => chai.should();

/** Runs `body` as the test of that name in the file `path`, with all that its assertions leave to the end. */
export async function withAssertions(
  { name, fullName, path }: { name: string; fullName: string; path?: string },
  body: () => unknown,
): Promise<void> {
  const test: RunningTest = { type: "test", name, fullTestName: fullName };
  running = test;
  setState({
    assertionCalls: 0,
    isExpectingAssertions: false,
    expectedAssertionsNumber: null,
    currentTestName: fullName,
    testPath: path,
  }, expect);
  try {
    await body();
    test.onFinished?.forEach((check) => check());
    checkCount();
  } catch (error) {
    throw withDiff(error);
  } finally {
    running = undefined;
  }
  const soft = test.result?.errors ?? [];
  if (soft.length > 0) throw softError(soft);
}

/** Runs a test's body, and what it asserts of promises without waiting for it; at once behind it, before that is forgotten. */
export async function withPromises(body: () => unknown): Promise<void> {
  await body();
  const came = await Promise.allSettled(running?.promises ?? []);
  for (const one of came) if (one.status === "rejected") throw one.reason;
}

function checkCount(): void {
  const state = getState(expect) as MatcherState & {
    expectedAssertionsNumber?: number | null;
    isExpectingAssertions?: boolean;
  };
  const wanted = state.expectedAssertionsNumber;
  if (typeof wanted === "number" && wanted !== state.assertionCalls) {
    throw new Error(
      `expected number of assertions to be ${wanted}, but got ${state.assertionCalls}`,
    );
  }
  if (state.isExpectingAssertions && state.assertionCalls === 0) {
    throw new Error("expected any number of assertion, but got none");
  }
}

/** Puts Vitest's diff of the two values into the message, since `deno test` prints no more than that. */
function withDiff(error: unknown): unknown {
  if (!(error instanceof Error) || !("actual" in error || "expected" in error)) return error;
  const { diff } = processError(error) as { diff?: string };
  const known = error.stack ?? "";
  if (!diff) return error;
  const head = error.message;
  error.message = `${head}\n\n${diff}\n`;
  error.stack = known.replace(head, () => error.message);
  return error;
}

function softError(errors: { message: string; diff?: string; stack?: string }[]): Error {
  const texts = errors.map(({ message, diff }) => diff ? `${message}\n\n${diff}\n` : message);
  const error = new Error(texts.join("\n"));
  const frames = errors.map(({ stack }) => (stack ?? "").split("\n").filter(isFrame).join("\n"));
  error.stack = `${error.name}: ${error.message}\n${frames.filter(Boolean).join("\n")}`;
  return error;
}

function isFrame(line: string): boolean {
  return /^\s*at /.test(line);
}
