/**
 * Reverse-mode differentiation: from a loss back to everything it was made of.
 *
 * Each result is younger than its inputs, so going through all ancestors of the loss from the youngest to
 * the oldest meets every tensor after all that used it: its derivative is complete when its turn comes.
 *
 * @module
 */

import type { Backend } from "./backend.ts";
import type { Accumulate, Offset } from "./kernels.ts";
import { describeShape } from "./shape.ts";
import { type Backward, locate, permanent, Tensor } from "./tensor.ts";

/** Passes made so far: a tensor carries the number of the last that met it. */
let passes = 0;

/** The loss and all its ancestors that have a derivative, in any order. */
function ancestors(loss: Tensor): Tensor[] {
  const pass = ++passes;
  const found: Tensor[] = [loss];
  loss.foundBy = pass;
  for (let i = 0; i < found.length; i++) {
    const { origin } = found[i];
    if (origin === null) continue;
    const { inputs } = origin;
    for (let j = 0; j < inputs.length; j++) {
      const input = inputs[j];
      if (input.requiresGrad && input.foundBy !== pass) {
        input.foundBy = pass;
        found.push(input);
      }
    }
  }
  return found;
}

/**
 * Those that an operation made, youngest first. Within a training step ages follow each other almost without
 * gaps, so each tensor is put at the place of its age; sorting, which takes longer, is for all other cases.
 */
function byAge(found: readonly Tensor[]): Tensor[] {
  const made = found.filter(({ origin }) => origin !== null);
  let [oldest, youngest] = [Infinity, -Infinity];
  for (const { age } of made) {
    if (age < oldest) oldest = age;
    if (age > youngest) youngest = age;
  }
  if (youngest - oldest > 4 * made.length) return made.sort((a, b) => b.age - a.age);
  const places = new Array<Tensor | null>(made.length === 0 ? 0 : youngest - oldest + 1).fill(null);
  for (const x of made) places[youngest - x.age] = x;
  let n = 0;
  for (const x of places) if (x !== null) made[n++] = x;
  return made;
}

/** Whether it is a parameter: its derivative has a place of its own from step to step. */
function isPermanent(x: Tensor): boolean {
  return x.offset >= 0 && x.scope === null;
}

/** The places of the derivatives during one pass; one object serves all operations of it. */
class Pass implements Backward {
  readonly #backend: Backend;
  readonly #number = ++passes;
  #inputs: readonly Tensor[] = [];
  out: Offset = 0;
  dOut: Offset = 0;
  accumulate: Accumulate = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Turns to the operation that made x; false if nothing reached x's derivative. */
  turnTo(x: Tensor): boolean {
    if (x.placedBy !== this.#number) return false;
    this.#inputs = x.origin!.inputs;
    this.out = locate(x);
    this.dOut = x.gradientOffset;
    return true;
  }

  input(index: number): Offset {
    return locate(this.#inputs[index]);
  }

  wants(index: number): boolean {
    return this.#inputs[index].requiresGrad;
  }

  into(index: number): Offset {
    const x = this.#inputs[index];
    if (x.placedBy !== this.#number) {
      this.accumulate = 0;
      return this.open(x);
    }
    if (x.gradientShared) {
      const shared = x.gradientOffset;
      x.placeGradient(this.scratch(x.size), this.#backend.memory.scope, false);
      this.#backend.kernels.copy(shared, x.gradientOffset, x.size, 0);
    }
    this.accumulate = 1;
    return x.gradientOffset;
  }

  passOn(index: number): void {
    const x = this.#inputs[index];
    if (x.placedBy === this.#number || isPermanent(x)) {
      this.#backend.kernels.copy(this.dOut, this.into(index), x.size, this.accumulate);
    } else {
      x.placedBy = this.#number;
      x.placeGradient(this.dOut, this.#backend.memory.scope, true);
    }
  }

  scratch(size: number): Offset {
    return this.#backend.memory.take(size);
  }

  /** A place for the derivative of x: permanent for parameters, in the arena for all else. */
  open(x: Tensor): Offset {
    x.placedBy = this.#number;
    if (isPermanent(x)) {
      const place = x.gradientPlace ??= permanent(x.backend, x.shape, false);
      x.grad = place;
      x.gradientOffset = place.offset;
    } else {
      const { memory } = this.#backend;
      x.placeGradient(memory.take(x.size), memory.scope, false);
    }
    return x.gradientOffset;
  }
}

/** Throws an error that names the first operation whose result is not finite. */
function explain(loss: Tensor): never {
  const { kernels } = loss.backend;
  for (const x of ancestors(loss).sort((a, b) => a.age - b.age)) {
    const at = kernels.firstNonFinite(locate(x), x.size);
    if (at >= 0) {
      const value = x.values()[at];
      const what = x.origin
        ? `the result of ${x.origin.operation}, shape ${describeShape(x.shape)},`
        : `${x.name || "a parameter"} of shape ${describeShape(x.shape)}`;
      throw new RangeError(
        `Cannot go backward from a loss of ${loss.item()}: ${what} first holds ${value} at value ${at}; ` +
          "clip the gradient, lower the learning rate, or look at that operation's inputs",
      );
    }
  }
  throw new RangeError(`Cannot go backward from a loss of ${loss.item()}: a finite one is wanted`);
}

/**
 * Works out the derivative of the loss by every parameter, and by everything between, and puts it in their
 * `grad`. Each call starts afresh: derivatives of earlier calls are replaced, not added to.
 *
 * @param loss one number, made from at least one parameter
 * @throws if the loss is not one finite number, or no parameter led to it
 *
 * @example
 * ```ts
 * import { backward, parameter, tanh } from "lib/tensor/mod.ts";
 *
 * const w = parameter(0.5);
 * backward(tanh(w));
 * console.log(w.grad!.item()); // 1 − tanh(0.5)² ≈ 0.786
 * ```
 */
export function backward(loss: Tensor): void {
  if (loss.size !== 1) {
    throw new RangeError(
      `Cannot go backward from shape ${
        describeShape(loss.shape)
      }: one number is wanted, as sum or mean give`,
    );
  }
  if (!loss.requiresGrad) {
    throw new TypeError(
      "Cannot go backward: the loss was made without any parameter (or inside withoutGradients)",
    );
  }
  const { memory, kernels } = loss.backend;
  const ownArena = memory.scope === null;
  if (ownArena) memory.enter();
  try {
    if (!Number.isFinite(loss.item())) explain(loss);
    const found = ancestors(loss);
    for (const x of found) x.grad = null;
    const pass = new Pass(loss.backend);
    kernels.fill(pass.open(loss), 1, 1);
    for (const x of byAge(found)) if (pass.turnTo(x)) x.origin!.backward(kernels, pass);
    if (ownArena) {
      // Outside any arena the derivatives become values of their own, like everything else.
      for (const x of found) {
        const { grad } = x;
        if (grad?.scope) x.grad = new Tensor(x.backend, x.shape, { host: grad.values() });
      }
    }
  } finally {
    if (ownArena) memory.leave();
  }
}
