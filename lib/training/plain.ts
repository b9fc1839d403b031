/**
 * Plain data with tensors in it, as one safetensors file and back, to the bit.
 *
 * What an optimizer remembers is its own affair: numbers, lists and records of them, and tensors. Here any such thing
 * becomes a text (JSON) that names the tensors, and the tensors. JSON has no NaN, no −0 and no arrays of numbers; what
 * it lacks is written as a record with the key `$`. A SHA-256 of the file stands in it, so that no damage goes unseen.
 *
 * @module
 */

import { sha256 } from "../data/sha256.ts";
import { described } from "../described.ts";
import { Tensor } from "../tensor/mod.ts";
import { encodeTensors, readSafetensors, type StoredTensor } from "./safetensors.ts";

/** How deep data may lie within data; reading goes as deep, and JSON's own depth has an end. */
const DEEPEST = 500;

const ARRAYS = {
  Float32Array,
  Float64Array,
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
};

/**
 * Plain data as bytes: null, true, false, numbers, texts, lists, records, maps, arrays of numbers, and tensors.
 *
 * @ignore For the library itself.
 * @param kind what it is, kept with it
 * @param known objects that are not to be written but named, as they will be there when the bytes are read
 * @throws {TypeError} for anything else, such as a function, saying where it stands
 *
 * @example
 * ```ts
 * import { decodePlain, encodePlain } from "lib/training/plain.ts";
 *
 * const bytes = encodePlain("notes", { step: 3, mean: Float32Array.of(0.5), best: -Infinity });
 * decodePlain("notes", bytes); // { step: 3, mean: Float32Array [0.5], best: -Infinity }
 * ```
 */
export function encodePlain(
  kind: string,
  data: unknown,
  known: Readonly<Record<string, object>> = {},
): Uint8Array<ArrayBuffer> {
  const names = new Map(Object.entries(known).map(([name, object]) => [object, name]));
  const tensors: Record<string, StoredTensor> = {};
  const open = new Set<object>();

  function write(value: unknown, path: string): unknown {
    if (open.size > DEEPEST) {
      throw new TypeError(
        `Cannot keep ${kind}: found data within data, ${DEEPEST} deep, and less is wanted`,
      );
    }
    if (value === undefined) return { $: "undefined" };
    if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
      return { $: "number", of: Object.is(value, -0) ? "-0" : String(value) };
    }
    if (value === null || ["number", "string", "boolean"].includes(typeof value)) return value;
    if (typeof value !== "object" || open.has(value)) {
      const found = typeof value === "object" ? "a circle" : described(value);
      throw new TypeError(`Cannot keep ${path}: found ${found}, and plain data is wanted`);
    }
    open.add(value);
    const written = writeObject(value, path);
    open.delete(value);
    return written;
  }

  function writeObject(value: object, path: string): unknown {
    if (names.has(value)) return { $: "known", of: names.get(value) };
    if (value instanceof Tensor) {
      tensors[path] = { shape: value.shape, values: value.values() };
      return { $: isPermanent(value) ? "permanent" : "tensor", of: path };
    }
    const name = value.constructor?.name ?? "Object";
    if (name in ARRAYS) {
      const array = value as Float32Array;
      const values = array instanceof Float32Array ? array : Float64Array.from(array);
      tensors[path] = { shape: [array.length], values };
      return { $: name, of: path };
    }
    if (Array.isArray(value)) return value.map((item, i) => write(item, `${path}.${i}`));
    if (value instanceof Map) {
      return { $: "map", of: write([...value].map(([key, item]) => [key, item]), path) };
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw new TypeError(
        `Cannot keep ${path}: found ${described(value)}, and plain data is wanted`,
      );
    }
    const entries = Object.entries(value).map((
      [key, item],
    ) => [key, write(item, `${path}.${key}`)]);
    const record = Object.fromEntries(entries);
    return "$" in value ? { $: "record", of: record } : record;
  }

  const text = JSON.stringify(write(data, kind));
  const bytes = encodeTensors(tensors, { kind, data: text, sha256: UNSIGNED });
  bytes.set(lettersOf(digestOf(bytes)), placeOfDigest(bytes));
  return bytes;
}

/** Stands in the digest's place while it is worked out. */
const UNSIGNED = "0".repeat(64);
const lettersOf = (text: string) => new TextEncoder().encode(text);

/** Where the digest stands: behind its name, which is written so nowhere else, since quotes inside a text are marked. */
function placeOfDigest(bytes: Uint8Array): number {
  const name = lettersOf('"sha256":"');
  const end = Math.min(
    8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)),
    bytes.length,
  );
  for (let at = 8; at + name.length + UNSIGNED.length <= end; at++) {
    if (name.every((letter, i) => bytes[at + i] === letter)) return at + name.length;
  }
  return -1;
}

/** The SHA-256 of the bytes with zeros in the digest's own place; nothing if they have none. */
function digestOf(bytes: Uint8Array): string {
  const place = placeOfDigest(bytes);
  if (place < 0) return "";
  const plain = bytes.slice();
  plain.set(lettersOf(UNSIGNED), place);
  return sha256(plain);
}

/** How tensors and known objects come back. */
export interface DecodeOptions {
  /** Makes something of what is stored of a tensor. Default: leaves it as it is. */
  readonly tensorOf?: (stored: StoredTensor, permanent: boolean) => unknown;
  /** Objects that were named when the bytes were written. */
  readonly known?: Readonly<Record<string, object>>;
}

/**
 * Plain data back from bytes.
 *
 * @ignore For the library itself.
 * @param kind what it has to be
 * @throws {TypeError} if the bytes are of another kind, or damaged
 */
export function decodePlain(
  kind: string,
  bytes: Uint8Array,
  { tensorOf = (stored) => stored, known = {} }: DecodeOptions = {},
): unknown {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.kind !== kind) {
    const found = metadata.kind === undefined ? "a file of weights" : `a ${metadata.kind}`;
    throw new TypeError(`Cannot read a ${kind}: found ${found}, and a ${kind} is wanted`);
  }
  if (metadata.sha256 === undefined || metadata.sha256 !== digestOf(bytes)) {
    throw new TypeError(`Cannot read a ${kind}: its bytes are not those that were written`);
  }
  const read = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(read);
    if (typeof value !== "object" || value === null) return value;
    const { $: type, of } = value as { $?: string; of?: unknown };
    switch (type) {
      case undefined:
        return readRecord(value);
      case "record":
        return readRecord(of as object);
      case "undefined":
        return undefined;
      case "number":
        return Number(of);
      case "map":
        return new Map(read(of) as [unknown, unknown][]);
      case "known":
        return known[of as string];
      case "tensor":
      case "permanent":
        return tensorOf(tensors[of as string], type === "permanent");
      default:
        return ARRAYS[type as keyof typeof ARRAYS].from(tensors[of as string].values);
    }
  };
  const readRecord = (record: object) =>
    Object.fromEntries(Object.entries(record).map(([key, item]) => [key, read(item)]));
  return read(JSON.parse(metadata.data));
}

/** Whether a tensor has a place of its own in memory, as parameters have, at which kernels find it. */
function isPermanent({ lasting }: Tensor): boolean {
  return lasting !== null;
}
