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
export { vi } from "./vi.ts";
export { afterAll, afterEach, beforeAll, beforeEach } from "./runner.ts";
export { describe, it, onTestFailed, onTestFinished, suite, test } from "./runner.ts";
export type { Hook, TestBody, TestContext, TestOptions } from "./runner.ts";
export type { Assertion, ExpectStatic, Matchers } from "@vitest/expect";
export type { Mock, MockInstance } from "@vitest/spy";
