/**
 * Assertions on types, which hold when the type checker passes them.
 *
 * @module
 */

export { expectTypeOf } from "expect-type";

/** Passes where a value of type `T` may stand; nothing happens when it runs. */
export function assertType<T>(_value: T): void {}
