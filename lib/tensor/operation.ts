/**
 * Operations: from tensors to tensors, with a way back. Every function of `ops/` is a call of {@linkcode operation},
 * or of {@linkcode severalResults} where one computation gives more than one thing.
 *
 * @module
 */

import { described } from "../options.ts";
import { checkTensors } from "./wanted.ts";
import type { Backend } from "./backend.ts";
import type { Kernels, Offset } from "./kernels.ts";
import type { Floats, Scope } from "./memory.ts";
import { firstNaN } from "./numbers.ts";
import type { Backward, Origin } from "./origin.ts";
import { checkShape, type Shape, sizeOf } from "./shape.ts";
import { locate, ofItsOwn, type Place, Tensor, within } from "./tensor.ts";

/** Where an operation with several results reads and writes. */
type Forward = (
  kernels: Kernels,
  results: readonly Offset[],
  inputs: readonly Offset[],
) => void;

/**
 * Makes one operation: computes the result, and remembers how to go backward if an input asks for it.
 * A new one, written in a notebook, works as well as the library's.
 *
 * @param name in the words of an error: "Cannot {name} …"
 * @param inputs what is read; at least one
 * @param shape of the result
 * @param forward writes the result at `out` from the inputs' offsets
 * @param backward puts into each wanted input what the result's derivative means for it
 */
export function operation(
  name: string,
  inputs: readonly Tensor[],
  shape: Shape,
  forward: (kernels: Kernels, out: Offset, inputs: readonly Offset[]) => void,
  backward: (kernels: Kernels, d: Backward) => void,
): Tensor {
  if (typeof name !== "string" || typeof forward !== "function" || typeof backward !== "function") {
    throw new TypeError(
      `Cannot make an operation: found ${described(name)}, ${described(forward)} and ${
        described(backward)
      }, and its name, a function that works out the result and one that goes back are wanted`,
    );
  }
  const backend = backendOf(name, inputs);
  if (!isShape(shape)) checkShape(shape, name);
  const origin = asksForGradient(backend, inputs) ? { operation: name, inputs, backward } : null;
  const { memory } = backend;
  const { scope } = memory;
  if (scope === null) memory.enter();
  try {
    const offsets = locateAll(inputs);
    const offset = memory.take(sizeOf(shape));
    forward(backend.kernels, offset, offsets);
    return new Tensor(backend, shape, resultPlace(backend, name, shape, offset, scope), origin);
  } finally {
    if (scope === null) memory.leave();
  }
}

/**
 * @ignore An operation that makes several tensors at once. What backward needs of what forward worked out is a result like
 * any other, even if nobody else asks for it; so it is there wherever the operation was made.
 *
 * @param shapes of the results
 * @param forward writes them at the first list of offsets from the inputs at the second
 * @param backward finds them by `d.result(index)`, and their derivatives by `d.dResult(index)`
 */
export function severalResults(
  name: string,
  inputs: readonly Tensor[],
  shapes: readonly Shape[],
  forward: Forward,
  backward: (kernels: Kernels, d: Backward) => void,
): Tensor[] {
  const backend = backendOf(name, inputs);
  const results: Tensor[] = [];
  const origin: Origin | null = asksForGradient(backend, inputs)
    ? { operation: name, inputs, backward, results }
    : null;
  return inMemory(backend, (scope) => {
    const from = locateAll(inputs);
    const to = shapes.map((shape) => backend.memory.take(sizeOf(shape)));
    forward(backend.kernels, to, from);
    shapes.forEach((shape, i) => {
      const place = resultPlace(backend, name, shape, to[i], scope);
      results.push(new Tensor(backend, shape, place, origin));
    });
    return results;
  });
}

/** @ignore Runs in the open arena, or in one of its own; `scope` is then null, and what is made has to leave it. */
export function inMemory<T>({ memory }: Backend, work: (scope: Scope | null) => T): T {
  if (memory.scope !== null) return work(memory.scope);
  memory.enter();
  try {
    return work(null);
  } finally {
    memory.leave();
  }
}

/** Outside any arena a result becomes a value of its own, so that nobody has to think of memory. */
function resultPlace(
  { memory }: Backend,
  name: string,
  shape: Shape,
  offset: Offset,
  scope: Scope | null,
): Place {
  if (scope !== null) return within(scope, offset);
  const host = memory.floats.slice(offset, offset + sizeOf(shape)) as Floats;
  const at = firstNaN(host);
  if (at >= 0) {
    throw new RangeError(
      `Cannot ${name} these numbers: value ${at} of the result is NaN (as from 0/0, ∞ − ∞ or the log of a negative number), and numbers with a result are wanted`,
    );
  }
  return ofItsOwn(host);
}

/** Whether it is a list of sizes. */
function isShape(shape: unknown): boolean {
  if (!Array.isArray(shape)) return false;
  for (let i = 0; i < shape.length; i++) {
    if (!Number.isInteger(shape[i]) || shape[i] < 0) return false;
  }
  return true;
}

function locateAll(inputs: readonly Tensor[]): Offset[] {
  const offsets = new Array<Offset>(inputs.length);
  for (let i = 0; i < inputs.length; i++) offsets[i] = locate(inputs[i]);
  return offsets;
}

function asksForGradient({ recording }: Backend, inputs: readonly Tensor[]): boolean {
  if (recording) {
    for (let i = 0; i < inputs.length; i++) if (inputs[i].requiresGrad) return true;
  }
  return false;
}

function backendOf(operation: string, inputs: readonly Tensor[]): Backend {
  const backend = inputs?.[0]?.backend;
  if (!backend) checkTensors(inputs, operation);
  for (let i = 1; i < inputs.length; i++) {
    if (inputs[i]?.backend !== backend) {
      checkTensors(inputs, operation);
      throw new TypeError(
        `Cannot ${operation} tensors of two back ends, ${backend.name} and ${
          inputs[i].backend.name
        }: make all of them with the same { backend }`,
      );
    }
  }
  return backend;
}
