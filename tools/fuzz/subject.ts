/**
 * A public function as the fuzzer knows it.
 *
 * @module
 */

import type { Random } from "../../lib/random.ts";
import type { Given, Host } from "./given.ts";

/** A public function, and how to call it. */
export interface Subject {
  /** As it is called: `matmul`, `tasks.parity`, `Tensor.assign`. */
  readonly name: string;
  /** Good arguments. */
  readonly draw: (random: Random) => readonly Given[];
  /** Calls it; what it returns is read and judged. May return a promise. */
  readonly call: (given: readonly never[], host: Host) => unknown;
  /** Whether it computes with tensors, so that the four ways to compute must agree, derivatives too. */
  readonly oracles?: boolean;
  /** The same computed another way: a sequence step by step. */
  readonly otherwise?: (given: readonly never[], host: Host) => unknown;
  /** How often it is drawn: 1 unless it takes long. */
  readonly weight?: number;
  /** Whether its answer may hold NaN or ∞ where it was given finite numbers, and why. */
  readonly mayBeInfinite?: string;
  /** Whether it is given good arguments alone, and why. */
  readonly trusting?: string;
  /** Whether its answer may depend on something beside its arguments, so that bits are not compared, and why. */
  readonly varies?: string;
}

/** A subject whose call is the function itself. */
export function subject(
  name: string,
  // deno-lint-ignore no-explicit-any -- functions of every kind
  called: (...given: any[]) => unknown,
  draw: Subject["draw"],
  more: Omit<Subject, "name" | "draw" | "call"> = {},
): Subject {
  return { name, draw, call: (given) => called(...given), ...more };
}
