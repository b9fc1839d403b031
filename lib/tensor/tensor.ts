/**
 * Tensors: numbers in a shape, and how they came to be.
 *
 * A tensor lives in one of three places, and the learner need not care which:
 * - **a value of its own** (outside any arena): an ordinary array, collected like any JavaScript value;
 * - **an arena** (inside `inArena`): a stretch of the back end's memory, given up with all others
 *   when the step ends; using it after that throws;
 * - **a parameter**: lasting numbers, which an optimizer changes. They know when they were changed last, so that
 *   nothing that was worked out from the old numbers is taken for the new ones.
 *
 * @module
 */

import { described, isNumberArray } from "../options.ts";
import type { Backend } from "./backend.ts";
import type { Offset } from "./kernels.ts";
import type { Floats, Lasting, Scope } from "./memory.ts";
import { checkNumbers } from "./numbers.ts";
import type { Origin } from "./origin.ts";
import type { Rows } from "./rows.ts";
import { checkUnchanged, describeShape, sameShape, type Shape, sizeOf } from "./shape.ts";

/** Numbers in nested lists, all rows of an axis equally long. */
export type Nested = number | readonly Nested[];

/** Where the numbers of a tensor are: one of the three. All places are alike to V8, which makes tensors faster. */
export interface Place {
  /** An array of their own. */
  readonly host: Floats | null;
  /** An offset in the back end's memory; −1 for none. */
  readonly offset: Offset;
  /** The arena it belongs to; null if it stays. */
  readonly scope: Scope | null;
  /** Those of a parameter. */
  readonly lasting: Lasting | null;
}

/** @ignore In an array of their own. */
export function ofItsOwn(host: Floats): Place {
  return { host, offset: -1, scope: null, lasting: null };
}

/** @ignore In the back end's memory. */
export function within(scope: Scope | null, offset: Offset): Place {
  return { host: null, offset, scope, lasting: null };
}

/** The derivative of a loss by a tensor. What a pass of backward knows besides is its own affair. */
export interface Derivative {
  /** Which pass of backward worked it out; 0 for none. */
  readonly pass: number;
  /** Whether an optimizer has taken its step by it. */
  taken: boolean;
  /** It as a tensor; null if nothing reached it. */
  read(): Tensor | null;
  /** Where it is, in an open arena; −1 if nothing reached it. */
  locate(): Offset;
}

/** Counts tensors made and parameters changed: what happened before what. */
let clock = 0;

/**
 * Numbers in a shape. Made by `tensor`, `zeros`, `parameter` and the operations; never by `new` outside this folder.
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
  /** Whether `backward` works out the derivative of the loss by it. */
  readonly requiresGrad: boolean;
  /** A name for messages; parameters have one. */
  name: string;

  /** @ignore Offset in the back end's memory, for what lives in an arena; else −1. */
  readonly offset: Offset;
  /** @ignore */ readonly host: Floats | null;
  /** @ignore The arena it lives in; null if it stays. */
  readonly scope: Scope | null;
  /** @ignore */ readonly lasting: Lasting | null;
  /** @ignore */ readonly origin: Origin | null;
  /** @ignore Order of creation: a result is younger than its inputs. */
  readonly age: number;
  /** @ignore Where an open arena holds a copy of `host`. */
  staged: { readonly scope: Scope; readonly offset: Offset } | null = null;
  /** @ignore Of which table its rows are rows, if they were looked up in one. */
  rows: Rows | null = null;
  /** @ignore What the last pass of backward found out about it. */
  derivative: Derivative | null = null;
  /** @ignore The last pass of backward that met it. */
  metIn = 0;

  /** @ignore */
  constructor(
    backend: Backend,
    shape: Shape,
    place: Place,
    origin: Origin | null = null,
    requiresGrad = origin !== null,
    name = "",
  ) {
    this.backend = backend;
    this.shape = shape;
    this.size = sizeOf(shape);
    this.offset = place.offset;
    this.host = place.host;
    this.scope = place.scope;
    this.lasting = place.lasting;
    this.origin = origin;
    this.requiresGrad = requiresGrad;
    this.name = name;
    this.age = ++clock;
  }

  /**
   * Derivative of the loss by this tensor, after `backward`; null before. A parameter's is a copy: the next call
   * of `backward` does not change what was read here.
   */
  get grad(): Tensor | null {
    return this.derivative?.read() ?? null;
  }

  set grad(value: Tensor | null) {
    const fits = value === null || value instanceof Tensor && value.backend === this.backend &&
        sameShape(value.shape, this.shape);
    if (!fits) {
      throw new TypeError(
        `Cannot set the grad of a tensor of shape ${describeShape(this.shape)}: found ${
          value instanceof Tensor
            ? `one of shape ${describeShape(value.shape)} on the back end ${value.backend.name}`
            : described(value)
        }, and a tensor of the same shape, or null, is wanted, on the back end ${this.backend.name}`,
      );
    }
    this.derivative = value === null
      ? null
      : { pass: 0, taken: false, read: () => value, locate: () => locate(value) };
  }

  /** Number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** A copy of all numbers, row by row. */
  values(): Floats {
    if (this.host) return this.host.slice() as Floats;
    const { memory } = this.backend;
    if (this.lasting) return memory.look(this.lasting).slice() as Floats;
    checkAlive(this);
    return memory.floats.slice(this.offset, this.offset + this.size) as Floats;
  }

  /** The numbers in nested lists of this shape; a plain number for shape []. */
  toArray(): Nested {
    checkUnchanged(this);
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
    if (this.lasting) return this.backend.memory.look(this.lasting)[0];
    checkAlive(this);
    return this.backend.memory.floats[this.offset];
  }

  /**
   * Replaces the numbers of a parameter, in place.
   *
   * @param values as many as the parameter holds, row by row
   * @throws with nothing changed, if they are not as many, or one of them is no number that can be stored
   */
  assign(values: ArrayLike<number>): void {
    if (this.lasting === null) {
      throw new TypeError(
        "Cannot assign to this tensor: only parameters change in place; make a new tensor instead",
      );
    }
    const doing = `assign to ${this.name || "a parameter"}`;
    if (!Array.isArray(values) && !isNumberArray(values)) {
      throw new TypeError(
        `Cannot ${doing}: found ${
          described(values)
        }, and a flat list of ${this.size} numbers is wanted`,
      );
    }
    if (values.length !== this.size) {
      throw new RangeError(
        `Cannot ${doing} of shape ${
          describeShape(this.shape)
        }: found ${values.length} numbers, and ${this.size} are wanted`,
      );
    }
    checkNumbers(values, this.backend.dtype, doing);
    this.backend.memory.look(this.lasting).set(values);
    this.lasting.changedAt = ++clock;
  }

  /** @ignore Lets an optimizer change a parameter's numbers in the back end's memory. An arena must be open. */
  change(write: (at: Offset) => void): void {
    write(this.backend.memory.bring(this.lasting!));
    this.lasting!.changedAt = ++clock;
  }

  /** @ignore Whether its numbers have changed since another tensor was made. */
  changedSince(other: Tensor): boolean {
    return this.lasting !== null && this.lasting.changedAt > other.age;
  }

  /** What a JSON text holds of it: its numbers in nested lists. */
  toJSON(): Nested {
    return this.toArray();
  }

  /** A tensor is no list: without this, `Array.from` and typed arrays would take it for an empty one. */
  private [Symbol.iterator](): never {
    throw new TypeError(
      `Cannot go through a tensor (here of shape ${
        describeShape(this.shape)
      }) as through a list: use values() for its numbers, or toArray() for its rows`,
    );
  }

  /** @ignore No operator works on tensors; a text that one is put into gets its shape. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return `Tensor ${describeShape(this.shape)}`;
    throw new TypeError(
      `Cannot use an operator on a tensor (here of shape ${
        describeShape(this.shape)
      }): for h * w + b write add(multiply(h, w), b); item() or values() give its numbers`,
    );
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

/** @ignore Throws if the arena that a tensor lives in has ended. */
export function checkAlive(x: Tensor): void {
  if (x.scope !== null && !x.scope.alive) {
    throw new ReferenceError(
      `Cannot use a tensor of shape ${
        describeShape(x.shape)
      } after its step has ended: return it from inArena, or call keep(x), values() or item() inside it`,
    );
  }
}

/** @ignore Offset of the values, brought into the back end's memory if they are elsewhere. An arena must be open. */
export function locate(x: Tensor): Offset {
  checkUnchanged(x);
  if (x.offset >= 0) {
    if (x.scope !== null && !x.scope.alive) checkAlive(x);
    return x.offset;
  }
  const { memory } = x.backend;
  if (x.lasting !== null) return memory.bring(x.lasting);
  if (x.staged !== null && x.staged.scope.alive) return x.staged.offset;
  const offset = memory.take(x.size);
  memory.floats.set(x.host!, offset);
  x.staged = { scope: memory.scope!, offset };
  return offset;
}
