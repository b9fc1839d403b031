/**
 * Making tensors of given numbers, and parameters.
 *
 * @module
 */

import { anyText, anything, checkOptions, described, isNumberArray } from "../options.ts";
import { type Backend, simd } from "./backend.ts";
import type { Offset } from "./kernels.ts";
import { type Floats, Lasting, type LinearMemory, tooLarge } from "./memory.ts";
import { checkNumbers } from "./numbers.ts";
import { checkShape, describeShape, type Shape, sizeOf } from "./shape.ts";
import { type Nested, ofItsOwn, Tensor, within } from "./tensor.ts";
import { aBackend } from "./wanted.ts";

/** Where to make a tensor. */
export interface TensorOptions {
  /** Sizes for a flat list of values. Default: the nesting of the lists. */
  readonly shape?: Shape;
  /** Default: `simd`. */
  readonly backend?: Backend;
}

/**
 * Lasting numbers whose tensor was collected give up their place in the back end's memory. What is kept for that moment
 * names them only: holding them, it would keep them until the event loop runs, which no loop lets it.
 */
const collected = new FinalizationRegistry<{ memory: LinearMemory; key: number }>(
  ({ memory, key }) => memory.release(key),
);

/** Lists in lists, and no deeper than this. */
const DEEPEST = 32;

const isList = (x: unknown): x is readonly unknown[] => Array.isArray(x) || isNumberArray(x);

function flatten(values: unknown): { flat: number[]; shape: number[] } {
  const shape: number[] = [];
  for (let level = values; isList(level); level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) break;
    if (shape.length > DEEPEST) {
      throw new RangeError(`Cannot make a tensor from lists nested more than ${DEEPEST} deep`);
    }
  }
  const flat: number[] = [];
  const visit = (level: unknown, axis: number): void => {
    if (typeof level !== "number" && !isList(level)) {
      throw new TypeError(
        `Cannot make a tensor: found ${described(level)}${
          axis === 0 ? "" : " in a list"
        }, and a number is wanted${axis === 0 ? ", or lists of numbers" : ""}`,
      );
    }
    const isNumber = typeof level === "number";
    if (isNumber !== (axis === shape.length) || (!isNumber && level.length !== shape[axis])) {
      throw new RangeError(
        `Cannot make a tensor from lists of unequal length: at depth ${axis} found ${
          isNumber ? "a number" : `a list of ${level.length}`
        }, and ${axis === shape.length ? "a number" : `a list of ${shape[axis]}`} is wanted`,
      );
    }
    if (isNumber) flat.push(level);
    else for (let i = 0; i < level.length; i++) visit(level[i], axis + 1);
  };
  visit(values, 0);
  return { flat, shape };
}

const backendRules = { backend: aBackend };
const tensorRules = { ...backendRules, shape: anything };
const parameterRules = { ...tensorRules, name: anyText };

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
 * tensor([[1, 2], [3, 4]]).shape; // [2, 2]
 * tensor(new Float32Array(6), { shape: [2, 3] });
 * ```
 */
export function tensor(values: Nested | ArrayLike<number>, options: TensorOptions = {}): Tensor {
  checkOptions<TensorOptions>("make a tensor", options, tensorRules);
  const { backend = simd } = options;
  const flatGiven = isNumberArray(values);
  const nested = flatGiven ? null : flatten(values);
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
    checkNumbers(flat, backend.dtype, "make a tensor");
  }
  return made;
}

/** @ignore What a model reads, as a tensor: numbers that are all finite. */
export function readings(inputs: ArrayLike<number>, shape: Shape, backend: Backend): Tensor {
  const made = place(backend, shape, (floats, offset) => floats.set(inputs, offset));
  const at = made.host
    ? made.host.findIndex((value: number) => !Number.isFinite(value))
    : backend.kernels.firstNonFinite(made.offset, made.size);
  if (at < 0) return made;
  throw new RangeError(
    `Cannot read a batch: one of its inputs is ${inputs[at]}, and finite numbers are wanted`,
  );
}

/** Zeros outside the back end's memory. */
function newFloats({ dtype, memory }: Backend, size: number): Floats {
  const bytes = dtype === "float32" ? 4 : 8;
  const refused = () => new RangeError(tooLarge(size, memory.limit, bytes));
  if (size > memory.limit) throw refused();
  try {
    return dtype === "float32" ? new Float32Array(size) : new Float64Array(size);
  } catch (cause) {
    throw Object.assign(refused(), { cause });
  }
}

/** @ignore A tensor in the open arena, or of its own, whose numbers `write` puts in. */
export function place(
  backend: Backend,
  shape: Shape,
  write: (floats: Floats, offset: Offset) => void,
): Tensor {
  const { memory } = backend;
  if (memory.scope === null) {
    const host = newFloats(backend, sizeOf(shape));
    write(host, 0);
    return new Tensor(backend, shape, ofItsOwn(host));
  }
  const offset = memory.take(sizeOf(shape));
  write(memory.floats, offset);
  return new Tensor(backend, shape, within(memory.scope, offset));
}

/** A tensor of one number everywhere. */
export function full(shape: Shape, value: number, options: { backend?: Backend } = {}): Tensor {
  checkOptions<typeof options>("make a tensor", options, backendRules);
  const { backend = simd } = options;
  checkShape(shape, "make a tensor");
  checkNumbers([value], backend.dtype, "fill a tensor");
  const size = sizeOf(shape);
  return place(backend, [...shape], (floats, at) => floats.fill(value, at, at + size));
}

/** @ignore A number as a tensor of shape [], as an operation needs it beside another of the same back end. */
export function single(value: number, backend: Backend): Tensor {
  checkNumbers([value], backend.dtype, "take as a tensor");
  return place(backend, [], (floats, at) => floats[at] = value);
}

/** A tensor of zeros. */
export function zeros(shape: Shape, options: { backend?: Backend } = {}): Tensor {
  return full(shape, 0, options);
}

/** A tensor of ones. */
export function ones(shape: Shape, options: { backend?: Backend } = {}): Tensor {
  return full(shape, 1, options);
}

/** @ignore Numbers that stay and can be changed; they are zeros unless given, and then taken over, not copied. */
export function lasting(
  backend: Backend,
  shape: Shape,
  options: { values?: Floats; requiresGrad?: boolean; name?: string } = {},
): Tensor {
  const { values = newFloats(backend, sizeOf(shape)), requiresGrad = false, name = "" } = options;
  const place = new Lasting(values);
  const at = { host: null, offset: -1, scope: null, lasting: place };
  const made = new Tensor(backend, shape, at, null, requiresGrad, name);
  collected.register(made, { memory: backend.memory, key: place.key });
  return made;
}

/**
 * A tensor that training changes: it lasts, and `backward` works out its `grad`.
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
  checkOptions<TensorOptions & { name?: string }>("make a parameter", options, parameterRules);
  const { name, ...where } = options;
  const source = values instanceof Tensor
    ? tensor(values.values(), { shape: values.shape, backend: values.backend, ...where })
    : tensor(values, where);
  // What was made here for its own sake is taken over; what an arena holds is copied.
  const numbers = source.host ?? source.values();
  return lasting(source.backend, source.shape, {
    values: numbers,
    requiresGrad: true,
    name,
  });
}
