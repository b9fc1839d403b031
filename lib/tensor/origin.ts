/**
 * How a tensor came to be: which operation made it, of what, and how to go back.
 *
 * @module
 */

import type { Accumulate, Kernels, Offset } from "./kernels.ts";
import type { Tensor } from "./tensor.ts";

/** What a backward step of an operation is given: where to read, and where to put each derivative. */
export interface Backward {
  /** Offset of the values of the result; of the first, if there are several. */
  readonly out: Offset;
  /** Offset of the derivative of the loss by the result; of the first, if there are several. */
  readonly dOut: Offset;
  /** Offset of the values of one of several results. */
  result(index: number): Offset;
  /** Offset of the derivative of the loss by one of several results; −1 if the loss does not depend on it. */
  dResult(index: number): Offset;
  /**
   * Offset of the values of an input.
   *
   * @throws if they have changed since: then there is no derivative where the result was worked out
   */
  input(index: number): Offset;
  /** Whether the derivative by this input is wanted at all. */
  wants(index: number): boolean;
  /**
   * Offset at which the derivative by this input belongs. Sets `accumulate`, so read that **after** calling
   * this (arguments of a call are evaluated left to right).
   */
  into(index: number): Offset;
  /**
   * Says that the derivative by this input is that of the result, number for number, as where numbers are only
   * moved or added. It is shared then, not copied, as long as nothing is added to it.
   */
  passOn(index: number): void;
  /** 1 if the place that `into` last gave already holds another contribution, to be added to. */
  readonly accumulate: Accumulate;
  /** A place for `size` temporary elements. */
  scratch(size: number): Offset;
}

/** How a tensor came to be: the operation, what it read, and how to go back. */
export interface Origin {
  /** Its name in the words of an error. */
  readonly operation: string;
  /** What it read. */
  readonly inputs: readonly Tensor[];
  /** Puts into each wanted input what the result's derivative means for it. */
  readonly backward: (kernels: Kernels, d: Backward) => void;
  /** What it made, if that is more than one tensor. */
  readonly results?: readonly Tensor[];
  /** Whether there is no way back, because all that it was made of went with its arena. */
  readonly gone?: boolean;
}
