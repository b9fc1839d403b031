/**
 * The part of Vitest's `vi` that the tests use: spies from the real `@vitest/spy`.
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

/** Makes and inspects spies. */
export const vi = {
  fn,
  spyOn,
  isMockFunction,
  clearAllMocks,
  resetAllMocks,
  restoreAllMocks,
  /** Tells the type checker that `value` is a spy. */
  mocked: <T>(value: T): MaybeMockedDeep<T> => value as MaybeMockedDeep<T>,
};
