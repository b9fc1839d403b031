/**
 * Tensors: numbers in a shape, and how they came to be.
 *
 * A tensor lives in one of three places, and the learner need not care which:
 * - **a value of its own** (outside any arena): an ordinary array, collected like any JavaScript value;
 * - **an arena** (inside {@linkcode inArena}): a stretch of the back end's memory, given up with all others
 *   when the step ends; using it after that throws;
 * - **a parameter**: a permanent place in the back end's memory, which an optimizer changes.
 *
 * @module
 */

import { type Backend, simd } from "./backend.ts";
import type { Accumulate, Kernels, Offset } from "./kernels.ts";
import type { Floats, Scope } from "./memory.ts";
import { checkShape, describeShape, sameShape, type Shape, sizeOf } from "./shape.ts";

/** Numbers in nested lists, all rows of an axis equally long. */
export type Nested = number | readonly Nested[];

/** What a backward step of an operation is given: where to read, and where to put each derivative. */
export interface Backward {
  /** Offset of the values of the result. */
  readonly out: Offset;
  /** Offset of the derivative of the loss by the result. */
  readonly dOut: Offset;
  /** Offset of the values of an input. */
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

/** That a tensor's rows were looked up in a table; see `linear` for what it is good for. */
export interface Gathered {
  /** What was looked up. */
  readonly table: Tensor;
  /** Rows of the table, as kernels read them. */
  readonly indices: Tensor;
  /** Where in `indices` the first row of the tensor is. */
  readonly start: number;
  /** How often the table was looked up in all, by this tensor and those it is a part of. */
  readonly uses: number;
  /** Products of the whole table that were made already, by weight. */
  readonly products: Map<Tensor, { readonly bias: Tensor | undefined; readonly product: Tensor }>;
}

/** How a tensor came to be: the operation, what it read, and how to go back. */
export interface Origin {
  /** Its name in the words of an error. */
  readonly operation: string;
  /** What it read. */
  readonly inputs: readonly Tensor[];
  /** Puts into each wanted input what the result's derivative means for it. */
  readonly backward: (kernels: Kernels, d: Backward) => void;
}

const permanents = new FinalizationRegistry<{ backend: Backend; offset: Offset; size: number }>(
  ({ backend, offset, size }) => backend.memory.free(offset, size),
);

/**
 * Numbers in a shape. Made by {@linkcode tensor}, {@linkcode zeros}, {@linkcode parameter} and the
 * operations; never by `new` outside this folder.
 *
 * @example
 * ```ts
 * import { tensor } from "lib/tensor/mod.ts";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * console.log(x.shape, x.toArray()); // [2, 3] [[1, 2, 3], [4, 5, 6]]
 * ```
 */
export class Tensor {
  /** Sizes, outermost axis first. */
  readonly shape: Shape;
  /** How many numbers. */
  readonly size: number;
  /** Where it is computed. */
  readonly backend: Backend;
  /** Whether {@linkcode backward} works out the derivative of the loss by it. */
  readonly requiresGrad: boolean;
  /** A name for messages; parameters have one. */
  name: string;

  /** @ignore Offset in the back end's memory, or −1 for a value of its own. */
  readonly offset: Offset;
  /** @ignore */ readonly host: Floats | null;
  /** @ignore The arena it lives in; null if it stays. */
  readonly scope: Scope | null;
  /** @ignore */ readonly origin: Origin | null;
  /** @ignore Order of creation: a result is younger than its inputs. */
  readonly age: number;
  /** @ignore Where an open arena holds a copy of `host`. */
  staged: { readonly scope: Scope; readonly offset: Offset } | null = null;
  /** @ignore Permanent place of a parameter's derivative, kept from step to step. */
  gradientPlace: Tensor | null = null;
  /** @ignore Where its rows were looked up, if they were. */
  gathered: Gathered | null = null;
  /** @ignore Which pass of backward found it an ancestor of the loss. */
  foundBy = 0;
  /** @ignore Which pass of backward gave its derivative a place. */
  placedBy = 0;
  /** @ignore That place; −1 for none. A tensor is made of it only when `grad` is asked for. */
  gradientOffset: Offset = -1;
  /** @ignore Whether other tensors have their derivative in the same place. */
  gradientShared = false;

  #gradientScope: Scope | null = null;
  #grad: Tensor | null = null;

  static #count = 0;

  /** @ignore */
  constructor(
    backend: Backend,
    shape: Shape,
    place: { offset?: Offset; host?: Floats; scope?: Scope | null },
    origin: Origin | null = null,
    requiresGrad = origin !== null,
    name = "",
  ) {
    this.backend = backend;
    this.shape = shape;
    this.size = sizeOf(shape);
    this.offset = place.offset ?? -1;
    this.host = place.host ?? null;
    this.scope = place.scope ?? null;
    this.origin = origin;
    this.requiresGrad = requiresGrad;
    this.name = name;
    this.age = Tensor.#count++;
  }

  /** Derivative of the loss by this tensor, after {@linkcode backward}; null before. */
  get grad(): Tensor | null {
    if (this.#grad === null && this.gradientOffset >= 0) {
      this.#grad = new Tensor(this.backend, this.shape, {
        offset: this.gradientOffset,
        scope: this.#gradientScope,
      });
    }
    return this.#grad;
  }

  set grad(value: Tensor | null) {
    this.#grad = value;
    this.gradientOffset = -1;
  }

  /** @ignore Gives the derivative a place in memory, which lasts as long as the scope. */
  placeGradient(offset: Offset, scope: Scope | null, shared: boolean): void {
    this.#grad = null;
    this.gradientOffset = offset;
    this.gradientShared = shared;
    this.#gradientScope = scope;
  }

  /** Number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** A copy of all numbers, row by row. */
  values(): Floats {
    if (this.host) return this.host.slice() as Floats;
    checkAlive(this);
    return this.backend.memory.floats.slice(this.offset, this.offset + this.size) as Floats;
  }

  /** The numbers in nested lists of this shape; a plain number for shape []. */
  toArray(): Nested {
    const values = this.values();
    let at = 0;
    const nest = (axis: number): Nested =>
      axis === this.shape.length
        ? values[at++]
        : Array.from({ length: this.shape[axis] }, () => nest(axis + 1));
    return nest(0);
  }

  /** The only number of a tensor of size 1. Throws for any other size. */
  item(): number {
    if (this.size !== 1) {
      throw new RangeError(
        `Cannot read one number from a tensor of shape ${
          describeShape(this.shape)
        }: it holds ${this.size}; use values() or toArray()`,
      );
    }
    if (this.host) return this.host[0];
    checkAlive(this);
    return this.backend.memory.floats[this.offset];
  }

  /**
   * Replaces the numbers of a parameter, in place.
   *
   * @param values as many as the parameter holds, row by row
   */
  assign(values: ArrayLike<number>): void {
    if (this.offset < 0 || this.scope !== null) {
      throw new TypeError(
        "Cannot assign to this tensor: only parameters change in place; make a new tensor instead",
      );
    }
    if (values.length !== this.size) {
      throw new RangeError(
        `Cannot assign ${values.length} values to ${this.name || "a parameter"} of shape ${
          describeShape(this.shape)
        }: it holds ${this.size}`,
      );
    }
    refuseNaN(values, `assign to ${this.name || "a parameter"}`);
    this.backend.memory.floats.set(values, this.offset);
  }

  /** How Deno and the notebook print it. */
  [Symbol.for("Deno.customInspect")](): string {
    const head = `Tensor ${describeShape(this.shape)} ${this.backend.dtype}`;
    if (this.scope && !this.scope.alive) return `${head} (its step has ended)`;
    const values = this.values();
    const shown = Array.from(
      values.subarray(0, 64),
      (value) => String(Number(value.toPrecision(4))),
    );
    if (this.shape.length === 0) return `${head} ${shown[0]}`;
    const width = Math.max(...shown.map((text) => text.length));
    const columns = this.shape[this.shape.length - 1];
    const rows: string[] = [];
    for (let start = 0; start < shown.length; start += columns) {
      const row = shown.slice(start, start + columns).map((text) => text.padStart(width));
      rows.push(`  ${row.join(" ")}`);
    }
    if (values.length > shown.length) rows.push(`  … ${values.length - shown.length} more`);
    return [head, ...rows].join("\n");
  }
}

function checkAlive(x: Tensor): void {
  if (x.scope !== null && !x.scope.alive) {
    throw new ReferenceError(
      `Cannot use a tensor of shape ${
        describeShape(x.shape)
      } after its step has ended: return it from inArena, or call keep(x), values() or item() inside it`,
    );
  }
}

function refuseNaN(values: ArrayLike<number>, doing: string): void {
  const at = firstNoNumber(values);
  if (at >= 0) {
    throw new TypeError(`Cannot ${doing}: value ${at} is ${values[at]}, and a number is wanted`);
  }
}

/** Where the first NaN stands, or what is no number at all; −1 if nowhere. */
function firstNoNumber(values: ArrayLike<number>): number {
  if (values instanceof Int32Array) return -1;
  if (values instanceof Float32Array) return firstNaN(values);
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]) || typeof values[i] !== "number") return i;
  }
  return -1;
}

/** The usual case on its own, as a loop over one type of array is several times as fast. */
function firstNaN(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return i;
  return -1;
}

/** Where to make a tensor. */
export interface TensorOptions {
  /** Sizes for a flat list of values. Default: the nesting of the lists. */
  readonly shape?: Shape;
  /** Default: `simd`. */
  readonly backend?: Backend;
}

function flatten(values: Nested): { flat: number[]; shape: number[] } {
  const shape: number[] = [];
  for (let level = values; typeof level !== "number"; level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  const flat: number[] = [];
  const visit = (level: Nested, axis: number): void => {
    const isNumber = typeof level === "number";
    if (isNumber !== (axis === shape.length) || (!isNumber && level.length !== shape[axis])) {
      throw new RangeError(
        `Cannot make a tensor from lists of unequal length: at depth ${axis} found ${
          isNumber ? "a number" : `a list of ${(level as readonly Nested[]).length}`
        }, and ${axis === shape.length ? "a number" : `a list of ${shape[axis]}`} is wanted`,
      );
    }
    if (isNumber) flat.push(level);
    else for (const inner of level) visit(inner, axis + 1);
  };
  visit(values, 0);
  return { flat, shape };
}

/**
 * A tensor of given numbers.
 *
 * @param values nested lists, or a flat list with `shape`
 * @throws if lists are of unequal length, the shape does not fit, or a value is NaN
 *
 * @example
 * ```ts
 * import { tensor } from "lib/tensor/mod.ts";
 *
 * tensor([[1, 2], [3, 4]]); // [2, 2]
 * tensor(new Float32Array(6), { shape: [2, 3] });
 * ```
 */
export function tensor(values: Nested | ArrayLike<number>, options: TensorOptions = {}): Tensor {
  const { backend = simd } = options;
  const flatGiven = typeof values !== "number" && ArrayBuffer.isView(values);
  const nested = flatGiven ? null : flatten(values as Nested);
  const flat = nested ? nested.flat : values as ArrayLike<number>;
  const shape = options.shape ?? nested?.shape ?? [flat.length];
  checkShape(shape, "make a tensor");
  if (sizeOf(shape) !== flat.length) {
    throw new RangeError(
      `Cannot make a tensor of shape ${describeShape(shape)}, which holds ${
        sizeOf(shape)
      }, from ${flat.length} values`,
    );
  }
  const made = place(backend, [...shape], (floats, offset) => floats.set(flat, offset));
  // In memory a kernel is done looking in no time: then only numbers among which it saw something are read here.
  if (made.host || backend.kernels.firstNonFinite(made.offset, made.size) >= 0) {
    refuseNaN(flat, "make a tensor");
  }
  return made;
}

/** @ignore A tensor in the open arena, or of its own, whose numbers `write` puts in. */
export function place(
  backend: Backend,
  shape: Shape,
  write: (floats: Floats, offset: Offset) => void,
): Tensor {
  const { memory } = backend;
  if (memory.scope === null) {
    const host: Floats = backend.dtype === "float32"
      ? new Float32Array(sizeOf(shape))
      : new Float64Array(sizeOf(shape));
    write(host, 0);
    return new Tensor(backend, shape, { host });
  }
  const offset = memory.take(sizeOf(shape));
  write(memory.floats, offset);
  return new Tensor(backend, shape, { offset, scope: memory.scope });
}

/** A tensor of one number everywhere. */
export function full(shape: Shape, value: number, options: { backend?: Backend } = {}): Tensor {
  checkShape(shape, "make a tensor");
  refuseNaN([value], "fill a tensor");
  const size = sizeOf(shape);
  return place(
    options.backend ?? simd,
    [...shape],
    (floats, at) => floats.fill(value, at, at + size),
  );
}

/** A tensor of zeros. */
export function zeros(shape: Shape, options: { backend?: Backend } = {}): Tensor {
  return full(shape, 0, options);
}

/** A tensor of ones. */
export function ones(shape: Shape, options: { backend?: Backend } = {}): Tensor {
  return full(shape, 1, options);
}

/** @ignore A permanent tensor of zeros. */
export function permanent(
  backend: Backend,
  shape: Shape,
  requiresGrad: boolean,
  name = "",
): Tensor {
  const size = sizeOf(shape);
  const offset = backend.memory.allocate(size);
  const result = new Tensor(backend, shape, { offset }, null, requiresGrad, name);
  permanents.register(result, { backend, offset, size });
  return result;
}

/**
 * A tensor that training changes: permanent, and {@linkcode backward} works out its `grad`.
 *
 * @param values nested lists, a flat list with `shape`, or a tensor to copy
 *
 * @example
 * ```ts
 * import { backward, multiply, parameter, sum } from "lib/tensor/mod.ts";
 *
 * const w = parameter([1, 2, 3]);
 * backward(sum(multiply(w, w)));
 * console.log(w.grad!.toArray()); // [2, 4, 6]
 * ```
 */
export function parameter(
  values: Nested | ArrayLike<number> | Tensor,
  options: TensorOptions & { name?: string } = {},
): Tensor {
  const source = values instanceof Tensor ? values : tensor(values, options);
  const result = permanent(source.backend, source.shape, true, options.name);
  result.assign(source.values());
  return result;
}

/** A copy of the numbers that outlives the arena, without memory of how they came to be. */
export function keep(x: Tensor): Tensor {
  return new Tensor(x.backend, x.shape, { host: x.values() });
}

/** The same numbers without memory of how they came to be: derivatives stop here. */
export function detach(x: Tensor): Tensor {
  return new Tensor(x.backend, x.shape, {
    offset: x.offset,
    host: x.host ?? undefined,
    scope: x.scope,
  });
}

function keepAll<T>(result: T): T {
  if (result instanceof Tensor) return (result.scope === null ? result : keep(result)) as T;
  if (Array.isArray(result)) return result.map(keepAll) as T;
  if (result !== null && typeof result === "object") {
    const prototype = Object.getPrototypeOf(result);
    if (prototype === Object.prototype || prototype === null) {
      return Object.fromEntries(
        Object.entries(result).map(([key, value]) => [key, keepAll(value)]),
      ) as T;
    }
  }
  return result;
}

/**
 * Runs `work`, gives up all tensors that were made in it, and returns what it returns: tensors in the result
 * (alone, in lists, or in plain records) are kept as copies. Training steps and evaluations run like this,
 * so that memory stays flat however long they go on.
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
  const { memory } = options.backend ?? simd;
  memory.enter();
  try {
    const result = work();
    if (result instanceof Promise) {
      throw new TypeError(
        "Cannot run an asynchronous function in an arena: its tensors would end before it does; " +
          "await outside and compute inside",
      );
    }
    return keepAll(result);
  } finally {
    memory.leave();
  }
}

/** Runs `work` without remembering how to go backward: for evaluating, it saves time and memory. */
export function withoutGradients<T>(work: () => T, options: { backend?: Backend } = {}): T {
  const backend = options.backend ?? simd;
  const before = backend.recording;
  backend.recording = false;
  try {
    return work();
  } finally {
    backend.recording = before;
  }
}

/** @ignore Offset of the values, copied into the open arena if they have a place of their own. */
export function locate(x: Tensor): Offset {
  if (x.offset >= 0) {
    if (x.scope !== null && !x.scope.alive) checkAlive(x);
    return x.offset;
  }
  if (x.staged !== null && x.staged.scope.alive) return x.staged.offset;
  const { memory } = x.backend;
  const offset = memory.take(x.size);
  memory.floats.set(x.host!, offset);
  x.staged = { scope: memory.scope!, offset };
  return offset;
}

function backendOf(operation: string, inputs: readonly Tensor[]): Backend {
  const { backend } = inputs[0];
  for (let i = 1; i < inputs.length; i++) {
    if (inputs[i].backend !== backend) {
      throw new TypeError(
        `Cannot ${operation} tensors of two back ends, ${backend.name} and ${
          inputs[i].backend.name
        }: make all of them with the same { backend }`,
      );
    }
  }
  return backend;
}

/**
 * Makes one operation: computes the result, and remembers how to go backward if an input asks for it.
 * Every operation of the library is one call of this; a new one, written in a notebook, works as well.
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
  const backend = backendOf(name, inputs);
  const { memory, kernels } = backend;
  let origin: Origin | null = null;
  if (backend.recording) {
    for (let i = 0; i < inputs.length; i++) {
      if (inputs[i].requiresGrad) {
        origin = { operation: name, inputs, backward };
        break;
      }
    }
  }
  if (memory.scope !== null) {
    const offsets = new Array<Offset>(inputs.length);
    for (let i = 0; i < inputs.length; i++) offsets[i] = locate(inputs[i]);
    const offset = memory.take(sizeOf(shape));
    forward(kernels, offset, offsets);
    return new Tensor(backend, shape, { offset, scope: memory.scope }, origin);
  }
  // Outside any arena the result becomes a value of its own, so that nobody has to think of memory.
  memory.enter();
  try {
    const size = sizeOf(shape);
    const offsets = inputs.map(locate);
    const offset = memory.take(size);
    forward(kernels, offset, offsets);
    const host = memory.floats.slice(offset, offset + size) as Floats;
    refuseNewNaN(name, host);
    return new Tensor(backend, shape, { host }, origin);
  } finally {
    memory.leave();
  }
}

function refuseNewNaN(name: string, values: Floats): void {
  const at = firstNoNumber(values);
  if (at >= 0) {
    throw new RangeError(
      `Cannot ${name} these numbers: value ${at} of the result is NaN (as from 0/0, ∞ − ∞ or the log of a negative number)`,
    );
  }
}

/** @ignore Whether two tensors can be read as one: same shape. */
export function checkSameShape(a: Tensor, b: Tensor, doing: string): void {
  if (!sameShape(a.shape, b.shape)) {
    throw new RangeError(
      `Cannot ${doing}: shapes ${describeShape(a.shape)} and ${
        describeShape(b.shape)
      } differ, and equal ones are wanted`,
    );
  }
}
