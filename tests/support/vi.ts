/**
 * Vitest's `vi`: spies from its own package, and what the files beside this one make of others. What is missing says so by name.
 *
 * @module
 */

import "./environment.ts";
import {
  clearAllMocks,
  fn,
  isMockFunction,
  type MaybeMockedDeep,
  resetAllMocks,
  restoreAllMocks,
  spyOn,
} from "@vitest/spy";
import { fakeTimers } from "./fake_timers.ts";
import { stubs } from "./stubs.ts";
import { waiting } from "./waiting.ts";

const made = {
  fn,
  spyOn,
  isMockFunction,
  clearAllMocks() {
    clearAllMocks();
    return this;
  },
  resetAllMocks() {
    resetAllMocks();
    return this;
  },
  restoreAllMocks() {
    restoreAllMocks();
    return this;
  },
  /** Tells the type checker that `value` is a spy. */
  mocked: <T>(value: T): MaybeMockedDeep<T> => value as MaybeMockedDeep<T>,
  /** Calls `make` at once. Imports have been made before, as Deno does not move code. */
  hoisted: <T>(make: () => T): T => make(),
  /** Gives `call` back: no stack is shortened here. */
  defineHelper: <T>(call: T): T => call,
  ...fakeTimers,
  ...stubs,
  ...waiting,
};

/** Makes and inspects spies; fakes timers; stands in for globals; waits. */
export const vi: typeof made = new Proxy(made, {
  get(target, name) {
    if (Reflect.has(target, name) || typeof name === "symbol" || name === "then") {
      return Reflect.get(target, name);
    }
    const why = /mock|import|modules/i.test(name)
      ? "modules are not replaced here"
      : "it is not made here";
    throw new TypeError(
      `Cannot use vi.${name} under deno test: ${why}, and ./learn test:vitest is wanted`,
    );
  },
});
/** Another name of `vi`. */
export const vitest = vi;
