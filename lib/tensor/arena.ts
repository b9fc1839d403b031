/**
 * Arenas, from the outside: all that one step makes is given up together, except what it returns.
 *
 * @module
 */

import { aFunction, checkOptions, checkValue } from "../options.ts";
import { type Backend, simd } from "./backend.ts";
import type { Floats, Scope } from "./memory.ts";
import { firstNaN } from "./numbers.ts";
import type { Origin } from "./origin.ts";
import { ofItsOwn, Tensor } from "./tensor.ts";
import { aBackend, checkTensor } from "./wanted.ts";

/** That of a tensor which left its arena: what it was made of did not. */
const gone: Origin = {
  operation: "leave an arena with",
  inputs: [],
  backward: () => {},
  gone: true,
};

/** A copy of the numbers that outlives the arena, without memory of how they came to be. */
export function keep(x: Tensor): Tensor {
  checkTensor(x, "keep");
  return new Tensor(x.backend, x.shape, ofItsOwn(leaving(x)));
}

/** The same numbers without memory of how they came to be: derivatives stop here. */
export function detach(x: Tensor): Tensor {
  checkTensor(x, "detach");
  if (x.lasting) return keep(x);
  return new Tensor(x.backend, x.shape, x);
}

const someWork = aFunction("a function, such as () => …,");
const backendRules = { backend: aBackend };

/** Lists and records in each other, and no deeper than this. */
const DEEPEST = 1000;

/** What a function returned, with every tensor in it (alone, in lists, or in plain records) replaced. */
function replaceTensors<T>(result: T, replace: (x: Tensor) => Tensor, depth = 0): T {
  if (result instanceof Tensor) return replace(result) as T;
  if (typeof result !== "object" || result === null) return result;
  const prototype = Object.getPrototypeOf(result);
  const isRecord = prototype === Object.prototype || prototype === null;
  if (!isRecord && !Array.isArray(result)) return result;
  if (depth > DEEPEST) {
    throw new TypeError(
      `Cannot return from an arena what is nested more than ${DEEPEST} deep, or holds itself: tensors in lists or plain records are wanted`,
    );
  }
  const inside = (part: unknown) => replaceTensors(part, replace, depth + 1);
  if (Array.isArray(result)) return result.map(inside) as T;
  return Object.fromEntries(
    Object.entries(result).map(([key, value]) => [key, inside(value)]),
  ) as T;
}

/** Throws if the work is not done when its function returns, as that of a `function*` or an `async` one. */
function checkDone(result: unknown, where: string, otherwise: string): void {
  if (Object.prototype.toString.call(result).endsWith("Generator]")) {
    throw new TypeError(
      `Cannot run a generator ${where}: nothing of it has run yet; run it to its end inside`,
    );
  }
  if (result instanceof Promise) {
    throw new TypeError(
      `Cannot run an asynchronous function ${where}: ${otherwise}; await outside and compute inside`,
    );
  }
}

/** Whether a tensor ends with an arena. */
function endsWith(scope: Scope, x: Tensor): boolean {
  const isIn = (part: Scope): boolean => part === x.scope || (part.inner?.some(isIn) ?? false);
  return x.scope !== null && isIn(scope);
}

/**
 * Runs `work`, gives up all tensors that were made in it, and returns what it returns: tensors in the result
 * (alone, in lists, or in plain records) are kept as copies. Training steps and evaluations run like this,
 * so that memory stays flat however long they go on.
 *
 * What a result was made of is given up as well, so `backward` cannot go through it and says so; `detach` says
 * that derivatives are to stop there. Within another arena, a result with a past keeps it: all that was made in the
 * inner arena then goes on until the outer one ends.
 *
 * @param work a synchronous function
 *
 * @example
 * ```ts
 * import { inArena, sum, tensor } from "lib/tensor/mod.ts";
 *
 * const total = inArena(() => sum(tensor([1, 2, 3])).item()); // 6
 * ```
 */
export function inArena<T>(work: () => T, options: { backend?: Backend } = {}): T {
  checkValue("run in an arena", "the work", work, someWork);
  checkOptions<typeof options>("run in an arena", options, backendRules);
  const { memory } = options.backend ?? simd;
  const scope = memory.enter();
  let goOn = false;
  try {
    const result = work();
    checkDone(result, "in an arena", "its tensors would end before it does");
    if (memory.isNested) {
      replaceTensors(result, (x) => {
        goOn ||= x.requiresGrad && endsWith(scope, x);
        return x;
      });
      if (goOn) return result;
    }
    // A copy does not forget that there was a past: who goes back through it is told.
    return replaceTensors(
      result,
      (x) =>
        endsWith(scope, x)
          ? new Tensor(x.backend, x.shape, ofItsOwn(leaving(x)), x.requiresGrad ? gone : null)
          : x,
    );
  } finally {
    memory.leave(goOn);
  }
}

/** Runs `work` without remembering how to go backward: for evaluating, it saves time and memory. */
export function withoutGradients<T>(work: () => T, options: { backend?: Backend } = {}): T {
  checkValue("run without gradients", "the work", work, someWork);
  checkOptions<typeof options>("run without gradients", options, backendRules);
  const backend = options.backend ?? simd;
  const before = backend.recording;
  backend.memory.watch();
  backend.recording = false;
  try {
    const result = work();
    checkDone(
      result,
      "without gradients",
      "it would remember how to go backward again after its first await",
    );
    return result;
  } finally {
    backend.recording = before;
  }
}

/**
 * A tensor's numbers, which go out of an arena. Within, nobody looks at each result; here a NaN among them is told, as it
 * is outside as soon as it arises.
 */
function leaving(x: Tensor): Floats {
  const values = x.values();
  const at = firstNaN(values);
  if (at < 0) return values;
  throw new RangeError(
    `Cannot keep the numbers of this tensor${
      x.origin ? `, made to ${x.origin.operation}` : ""
    }: value ${at} is NaN (as from 0/0, ∞ − ∞ or the log of a negative number), and numbers are wanted`,
  );
}
