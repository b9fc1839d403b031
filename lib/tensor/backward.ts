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
import { lasting } from "./making.ts";
import type { Scope } from "./memory.ts";
import type { Backward, Origin } from "./origin.ts";
import { firstNaN } from "./numbers.ts";
import { checkUnchanged, describeShape } from "./shape.ts";
import { type Derivative, locate, ofItsOwn, Tensor, within } from "./tensor.ts";
import { checkTensor } from "./wanted.ts";

/** Passes made so far; each has a number. */
let passes = 0;

/**
 * @ignore The derivative by a parameter that a step is to be taken by; null if there is none: the last loss did not
 * depend on it, and a step was taken by what is left of an earlier one.
 */
export function derivativeFor(param: Tensor): Derivative | null {
  const { derivative } = param;
  if (derivative === null) return null;
  return derivative.taken && derivative.pass > 0 && derivative.pass < passes ? null : derivative;
}

/** Where the derivative by each parameter is put, pass after pass. */
const places = new WeakMap<Tensor, Tensor>();

/** What a pass knows about a tensor that the loss was made of. */
class Found implements Derivative {
  readonly pass: number;
  readonly #of: Tensor;
  /** Where its derivative is; −1 as long as nothing reached it. */
  offset: Offset = -1;
  /** Whether other tensors have their derivative in the same place. */
  shared = false;
  taken = false;
  #scope: Scope | null = null;
  #read: Tensor | null = null;

  constructor(of: Tensor, pass: number) {
    this.#of = of;
    this.pass = pass;
  }

  put(offset: Offset, scope: Scope | null, shared: boolean): void {
    this.offset = offset;
    this.shared = shared;
    this.#scope = scope;
  }

  read(): Tensor | null {
    if (this.offset < 0 || this.#read !== null) return this.#read;
    const { backend, shape, lasting } = this.#of;
    this.#read = lasting
      ? new Tensor(backend, shape, ofItsOwn(places.get(this.#of)!.values()))
      : new Tensor(backend, shape, within(this.#scope, this.offset));
    return this.#read;
  }

  locate(): Offset {
    if (this.offset < 0) return -1;
    return locate(this.#of.lasting ? places.get(this.#of)! : this.read()!);
  }

  /** Makes a derivative that lies in an arena a value of its own. */
  settle(): void {
    if (this.offset < 0 || this.#of.lasting) return;
    const { backend, shape } = this.#of;
    this.#read = new Tensor(backend, shape, ofItsOwn(this.read()!.values()));
  }
}

/** @ignore The parameters that a result was made from. */
export function parametersOf(x: Tensor): Set<Tensor> {
  const met = new Set([x]);
  const parameters = new Set<Tensor>();
  for (const each of met) {
    if (each.origin === null) parameters.add(each);
    for (const input of each.origin?.inputs ?? []) if (input.requiresGrad) met.add(input);
  }
  return parameters;
}

/** The loss and all its ancestors that have a derivative, in any order; each is marked with the pass that met it. */
function ancestors(loss: Tensor, pass: number): Tensor[] {
  loss.metIn = pass;
  const found: Tensor[] = [loss];
  for (let i = 0; i < found.length; i++) {
    const { origin } = found[i];
    checkUnchanged(found[i]);
    if (origin === null) continue;
    if (origin.gone) {
      throw new TypeError(
        `Cannot go backward through a tensor of shape ${
          describeShape(found[i].shape)
        } that inArena returned: what it was made of ended with the arena; go backward inside it, or say detach(x) where derivatives are to stop`,
      );
    }
    const { inputs } = origin;
    for (let j = 0; j < inputs.length; j++) {
      const input = inputs[j];
      if (!input.requiresGrad || input.metIn === pass) continue;
      input.metIn = pass;
      found.push(input);
    }
  }
  return found;
}

/**
 * Gives each a place for its derivative, and returns those that an operation made, youngest first. Within a training step ages follow each other almost without
 * gaps, so each tensor is put at the place of its age; sorting, which takes longer, is for all other cases.
 */
function byAge(found: readonly Tensor[], pass: number): Tensor[] {
  const made: Tensor[] = [];
  let oldest = Infinity;
  let youngest = 0;
  for (let i = 0; i < found.length; i++) {
    const x = found[i];
    x.derivative = new Found(x, pass);
    if (x.origin === null) continue;
    made.push(x);
    oldest = Math.min(oldest, x.age);
    youngest = Math.max(youngest, x.age);
  }
  if (youngest - oldest > 4 * made.length) return made.sort((a, b) => b.age - a.age);
  const places = new Array<Tensor | null>(made.length === 0 ? 0 : youngest - oldest + 1).fill(null);
  for (const x of made) places[youngest - x.age] = x;
  let n = 0;
  for (const x of places) if (x !== null) made[n++] = x;
  return made;
}

/** The places of the derivatives during one pass; one object serves all operations of it. */
class Pass implements Backward {
  readonly #backend: Backend;
  readonly #number: number;
  /** Operations with several results that had their turn. */
  readonly #done = new Set<Origin>();
  #of: Tensor;
  #origin: Origin;
  out: Offset = 0;
  dOut: Offset = 0;
  accumulate: Accumulate = 0;

  constructor(loss: Tensor, pass: number) {
    this.#backend = loss.backend;
    this.#number = pass;
    this.#of = loss;
    this.#origin = loss.origin!;
    const one = this.#open(loss, this.#found(loss));
    this.#backend.kernels.fill(one, 1, 1);
  }

  /** Goes back through the operation that made x, unless nothing reached what it made, or it had its turn. */
  goThrough(x: Tensor): void {
    const origin = x.origin!;
    if (origin.results) {
      // All that used one of its results is younger than all of them: their derivatives are complete.
      if (this.#done.has(origin)) return;
      this.#done.add(origin);
    }
    this.#of = x;
    this.#origin = origin;
    const first = origin.results?.[0] ?? x;
    const dOut = this.#placeOf(first);
    if (dOut < 0 && !origin.results?.some((result) => this.#placeOf(result) >= 0)) return;
    this.out = locate(first);
    this.dOut = dOut;
    origin.backward(this.#backend.kernels, this);
  }

  result(index: number): Offset {
    return locate(this.#origin.results![index]);
  }

  dResult(index: number): Offset {
    return this.#placeOf(this.#origin.results![index]);
  }

  input(index: number): Offset {
    const x = this.#origin.inputs[index];
    if (x.changedSince(this.#of)) {
      throw new Error(
        `Cannot go backward through "${this.#origin.operation}": ${
          x.name || "a parameter"
        } of shape ${
          describeShape(x.shape)
        } was changed after it was read there; go backward first, then change parameters`,
      );
    }
    return locate(x);
  }

  wants(index: number): boolean {
    return this.#origin.inputs[index].requiresGrad;
  }

  into(index: number): Offset {
    const x = this.#origin.inputs[index];
    const found = this.#found(x);
    if (found.offset < 0) {
      this.accumulate = 0;
      return this.#open(x, found);
    }
    if (found.shared) {
      const shared = found.offset;
      found.put(this.scratch(x.size), this.#backend.memory.scope, false);
      this.#backend.kernels.copy(shared, found.offset, x.size, 0);
    }
    this.accumulate = 1;
    return found.offset;
  }

  passOn(index: number): void {
    const x = this.#origin.inputs[index];
    const found = this.#found(x);
    if (found.offset >= 0 || x.lasting !== null) {
      this.#backend.kernels.copy(this.dOut, this.into(index), x.size, this.accumulate);
    } else {
      found.put(this.dOut, this.#backend.memory.scope, true);
    }
  }

  scratch(size: number): Offset {
    return this.#backend.memory.take(size);
  }

  #found(x: Tensor): Found {
    return x.derivative as Found;
  }

  /** Where the derivative by a tensor is; −1 if the loss does not depend on it. */
  #placeOf(x: Tensor): Offset {
    return x.derivative?.pass === this.#number ? this.#found(x).offset : -1;
  }

  /** A place for the derivative of x: lasting for parameters, in the arena for all else. */
  #open(x: Tensor, found: Found): Offset {
    const { memory } = this.#backend;
    if (x.lasting === null) {
      found.put(memory.take(x.size), memory.scope, false);
    } else {
      let place = places.get(x);
      if (place === undefined) places.set(x, place = lasting(x.backend, x.shape));
      found.put(locate(place), null, false);
    }
    return found.offset;
  }
}

/** Throws an error that names the first operation whose result is not finite. */
function explain(loss: Tensor, found: readonly Tensor[]): never {
  const { kernels } = loss.backend;
  for (const x of [...found].sort((a, b) => a.age - b.age)) {
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
 * Throws if a derivative by a parameter is NaN. Within an arena, as in a training step, whoever takes a step by it
 * looks; a derivative on its own may be read by somebody, or nobody.
 */
function checkDerivatives(found: readonly Tensor[]): void {
  for (const x of found) {
    if (x.lasting === null || (x.derivative as Found).offset < 0) continue;
    const { kernels, memory } = x.backend;
    const { offset } = x.derivative as Found;
    if (kernels.firstNonFinite(offset, x.size) < 0) continue;
    const at = firstNaN(memory.floats.subarray(offset, offset + x.size));
    if (at < 0) continue;
    throw new RangeError(
      `Cannot go backward: the derivative by ${x.name || "a parameter"} of shape ${
        describeShape(x.shape)
      } is NaN at value ${at}, though the loss is finite; a number is wanted: look for a slope without end, as of sqrt at 0, that is multiplied by 0`,
    );
  }
}

/**
 * Works out the derivative of the loss by every parameter, and by everything between, and puts it in their
 * `grad`. Each call starts afresh: derivatives of earlier calls are replaced, not added to.
 *
 * @param loss one number, made from at least one parameter
 * @throws if the loss is not one finite number, no parameter led to it, or outside an arena a parameter's derivative is
 * NaN
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
  checkTensor(loss, "go backward from");
  if (loss.size !== 1) {
    throw new RangeError(
      `Cannot go backward from shape ${
        describeShape(loss.shape)
      }: one number is wanted, as sum or mean give`,
    );
  }
  if (!loss.requiresGrad) {
    throw new TypeError(
      "Cannot go backward: the loss was made without any parameter (or inside withoutGradients), and one made of parameters is wanted",
    );
  }
  const { memory } = loss.backend;
  const ownArena = memory.scope === null;
  if (ownArena) memory.enter();
  try {
    const pass = ++passes;
    const found = ancestors(loss, pass);
    if (!Number.isFinite(loss.item())) explain(loss, found);
    try {
      const order = byAge(found, pass);
      const way = new Pass(loss, pass);
      for (let i = 0; i < order.length; i++) way.goThrough(order[i]);
      if (ownArena) checkDerivatives(found);
    } catch (error) {
      for (const x of found) x.derivative = null; // half of them were worked out
      throw error;
    }
    // Outside any arena the derivatives become values of their own, like everything else.
    if (ownArena) { for (const x of found) (x.derivative as Found).settle(); }
  } finally {
    if (ownArena) memory.leave();
  }
}
