/**
 * Weights as safetensors, the format in which PyTorch's weights are commonly kept: eight bytes with the
 * length of a header, a JSON header that says of each tensor its type, shape and place, then the numbers.
 *
 * Format: https://github.com/huggingface/safetensors#format
 *
 * @module
 */

import { describeShape, type Shape, sizeOf } from "../tensor/mod.ts";
import type { Params } from "./optimizer.ts";

/** One tensor as it stands in a file. */
export interface StoredTensor {
  /** Its sizes. */
  readonly shape: Shape;
  /** Its numbers, row by row. */
  readonly values: Float32Array | Float64Array;
}

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const BYTES: Readonly<Record<string, number>> = { F32: 4, F64: 8 };

/**
 * Parameters as the bytes of a safetensors file, each in the type of its back end.
 *
 * @param params by the name they get in the file
 * @param metadata text to keep with them
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
  const header: Record<string, HeaderEntry | Readonly<Record<string, string>>> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let end = 0;
  const blocks: Uint8Array[] = [];
  for (const [name, param] of Object.entries(params)) {
    const values = param.values();
    const block = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    header[name] = {
      dtype: param.backend.dtype === "float32" ? "F32" : "F64",
      shape: [...param.shape],
      data_offsets: [end, end + block.length],
    };
    end += block.length;
    blocks.push(block);
  }
  let text = JSON.stringify(header);
  text += " ".repeat((8 - (new TextEncoder().encode(text).length % 8)) % 8);
  const head = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + head.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  let at = 8 + head.length;
  for (const block of blocks) {
    bytes.set(block, at);
    at += block.length;
  }
  return bytes;
}

/**
 * The tensors of a safetensors file.
 *
 * @throws if the bytes are no such file, or hold numbers of another type than float32 or float64
 */
export function decodeSafetensors(bytes: Uint8Array): Record<string, StoredTensor> {
  const refuse = (found: string): never => {
    throw new TypeError(`Cannot read safetensors: ${found}`);
  };
  if (bytes.length < 8) refuse(`found ${bytes.length} bytes, and at least 8 are wanted`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headLength = Number(view.getBigUint64(0, true));
  if (8 + headLength > bytes.length) {
    refuse(`the header should be ${headLength} bytes long, and the file has ${bytes.length}`);
  }
  let header: Record<string, HeaderEntry>;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headLength)));
  } catch (cause) {
    throw new TypeError("Cannot read safetensors: the header is not JSON", { cause });
  }
  const result: Record<string, StoredTensor> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const { dtype, shape, data_offsets: [start, end] } = entry;
    const size = BYTES[dtype] ??
      refuse(`${name} is of type ${dtype}, and F32 or F64 is wanted`);
    const from = 8 + headLength + start;
    if (end - start !== sizeOf(shape) * size || 8 + headLength + end > bytes.length) {
      refuse(`${name} of shape ${describeShape(shape)} has ${end - start} bytes in the file`);
    }
    const values = size === 4 ? new Float32Array(sizeOf(shape)) : new Float64Array(sizeOf(shape));
    for (let i = 0; i < values.length; i++) {
      values[i] = size === 4
        ? view.getFloat32(from + 4 * i, true)
        : view.getFloat64(from + 8 * i, true);
    }
    result[name] = { shape, values };
  }
  return result;
}

/**
 * Puts stored tensors into parameters of the same names.
 *
 * @param rename how a parameter is called in the file, if differently
 * @throws if one is missing or of another shape; nothing is changed then
 */
export function loadParams(
  params: Params,
  stored: Readonly<Record<string, StoredTensor>>,
  rename: (name: string) => string = (name) => name,
): void {
  for (const [name, param] of Object.entries(params)) {
    const found = stored[rename(name)];
    if (!found) {
      throw new TypeError(
        `Cannot load ${rename(name)}: the file holds ${
          Object.keys(stored).join(", ") || "nothing"
        }`,
      );
    }
    if (describeShape(found.shape) !== describeShape(param.shape)) {
      throw new RangeError(
        `Cannot load ${rename(name)}: found shape ${describeShape(found.shape)}, and ${
          describeShape(param.shape)
        } is wanted`,
      );
    }
  }
  for (const [name, param] of Object.entries(params)) param.assign(stored[rename(name)].values);
}
