/**
 * What `import { … } from "vitest"` means under `deno test`: Vitest's own `expect` and `vi`, and its
 * `describe`, `it` and hooks laid over flat `Deno.test`. The import map in deno.json points here.
 *
 * Under Vitest itself (`deno task test:vitest`) this file is not used, so a test file may only import
 * what both have.
 *
 * @module
 */

export { expect } from "./expect.ts";
export { vi, vitest } from "./vi.ts";
export { describe, it, suite, test } from "./chain.ts";
export { afterAll, afterEach, beforeAll, beforeEach } from "./declare.ts";
export { onTestFailed, onTestFinished } from "./runner.ts";
export { assertType, expectTypeOf } from "./types.ts";
export type { Hook, TestBody, TestContext, TestOptions } from "./tree.ts";
export type { Assertion, ExpectStatic, Matchers } from "@vitest/expect";
export { assert, chai, should } from "./expect.ts";
export type {
  Mock,
  MockContext,
  Mocked,
  MockedClass,
  MockedFunction,
  MockedObject,
  MockInstance,
  MockResult,
} from "@vitest/spy";
