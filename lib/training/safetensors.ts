/**
 * Weights as safetensors, the format in which PyTorch's weights are commonly kept: eight bytes with the
 * length of a header, a JSON header that says of each tensor its type, shape and place, then the numbers.
 *
 * A file is read only if it says one thing: every tensor has its own bytes, together they are all there are, and no
 * name stands twice. Half-precision numbers (F16, BF16) are widened to float32. Tensors of other types
 * (I64, BOOL, …) are passed over; asking for one says why it is not there.
 *
 * Format: https://github.com/huggingface/safetensors#format
 *
 * @module
 */

import { anyText, checkValue, named, type Rule } from "../options.ts";
import { type Shape, sizeOf } from "../tensor/mod.ts";
import { type Params, someTensors } from "./optimizer.ts";
import { readHeader } from "./safetensors_header.ts";

/** One tensor as it stands in a file. */
export interface StoredTensor {
  /** Its sizes. */
  readonly shape: Shape;
  /** Its numbers, row by row. */
  readonly values: Float32Array | Float64Array;
}

/** What a file holds. */
export interface Safetensors {
  /** Its tensors by name. */
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  /** Texts kept with them. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** How a type of number is read: room for as many, and one from its place in the file. */
interface Reader {
  make(length: number): StoredTensor["values"];
  read(view: DataView, at: number): number;
}

const READERS: Readonly<Record<string, Reader>> = {
  F32: { make: (n) => new Float32Array(n), read: (view, at) => view.getFloat32(at, true) },
  F64: { make: (n) => new Float64Array(n), read: (view, at) => view.getFloat64(at, true) },
  F16: { make: (n) => new Float32Array(n), read: (view, at) => half(view.getUint16(at, true)) },
  BF16: { make: (n) => new Float32Array(n), read: (view, at) => brain(view.getUint16(at, true)) },
};

/** A half-precision float: 1 bit of sign, 5 of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const word = new DataView(new ArrayBuffer(4));

/** A brain float: the first half of a float32. */
function brain(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}

/** A tensor as a file holds it. */
export const aStored: Rule = {
  wanted: "{ shape: […], values: a Float32Array or Float64Array of as many }",
  holds: (value) => {
    const { shape, values } = (value ?? {}) as Partial<StoredTensor>;
    return Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0) &&
      (values instanceof Float32Array || values instanceof Float64Array) &&
      values.length === sizeOf(shape);
  },
};

/**
 * Tensors as the bytes of a safetensors file, each in the type of its array.
 *
 * @param tensors by the name they get in the file
 * @param metadata texts to keep with them
 */
export function encodeTensors(
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  checkValue("write safetensors", "the tensors", tensors, named(aStored));
  checkValue("write safetensors", "the metadata", metadata, named(anyText));
  if (Object.hasOwn(tensors, "__metadata__")) {
    throw new TypeError(
      "Cannot write safetensors: found a tensor called __metadata__, and another name is wanted",
    );
  }
  let end = 0;
  const entries: [string, object][] = Object.entries(tensors).map(([name, { shape, values }]) => {
    const start = end;
    end += values.byteLength;
    return [name, {
      dtype: values instanceof Float32Array ? "F32" : "F64",
      shape: [...shape],
      data_offsets: [start, end],
    }];
  });
  if (Object.keys(metadata).length > 0) entries.unshift(["__metadata__", { ...metadata }]);
  const encoder = new TextEncoder();
  const text = JSON.stringify(Object.fromEntries(entries));
  const head = encoder.encode(text + " ".repeat((8 - (encoder.encode(text).length % 8)) % 8));
  const bytes = new Uint8Array(8 + head.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  let at = 8 + head.length;
  for (const { values } of Object.values(tensors)) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/**
 * Parameters as the bytes of a safetensors file, each in the type of its back end.
 *
 * @param params by the name they get in the file
 * @param metadata texts to keep with them
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from "lib/training/safetensors.ts";
 * import { parameter } from "lib/tensor/mod.ts";
 *
 * const bytes = encodeSafetensors({ "readout.bias": parameter([1, 2]) });
 * console.log(decodeSafetensors(bytes)["readout.bias"].values); // Float32Array [1, 2]
 * ```
 */
export function encodeSafetensors(
  params: Params,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  checkValue("write safetensors", "the parameters", params, someTensors);
  return encodeTensors(
    Object.fromEntries(
      Object.entries(params).map((
        [name, param],
      ) => [name, { shape: param.shape, values: param.values() }]),
    ),
    metadata,
  );
}

/**
 * What a safetensors file holds.
 *
 * @throws {TypeError} if the bytes are no such file
 *
 * @example
 * ```ts
 * import { encodeSafetensors, readSafetensors } from "lib/training/safetensors.ts";
 * import { parameter } from "lib/tensor/mod.ts";
 *
 * const bytes = encodeSafetensors({ w: parameter([1, 2]) }, { task: "parity" });
 * readSafetensors(bytes).metadata; // { task: "parity" }
 * ```
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { entries, metadata, dataStart } = readHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tensors: Record<string, StoredTensor> = Object.create(null); // "__proto__" is a name like any other
  for (const { name, dtype, shape, start, end } of entries) {
    const reader = Object.hasOwn(READERS, dtype) ? READERS[dtype] : undefined;
    if (reader === undefined) {
      Object.defineProperty(tensors, name, {
        get: () => {
          throw new TypeError(
            `Cannot use the tensor ${name}: it is of type ${dtype}, and F16, BF16, F32 or F64 is wanted`,
          );
        },
      });
      continue;
    }
    const values = reader.make(sizeOf(shape));
    const width = values.length === 0 ? 0 : (end - start) / values.length;
    for (let i = 0; i < values.length; i++) {
      values[i] = reader.read(view, dataStart + start + i * width);
    }
    tensors[name] = { shape, values };
  }
  return { tensors, metadata };
}

/**
 * The tensors of a safetensors file.
 *
 * @throws {TypeError} if the bytes are no such file
 */
export function decodeSafetensors(bytes: Uint8Array): Readonly<Record<string, StoredTensor>> {
  return readSafetensors(bytes).tensors;
}
