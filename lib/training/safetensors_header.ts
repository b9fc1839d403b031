/**
 * The header of a safetensors file, checked: what it says must be possible, and say one thing only.
 *
 * @module
 */

import { described } from "../described.ts";
import { describeShape, type Shape } from "../tensor/mod.ts";

/** What a header says of one tensor; places count from the end of the header. */
export interface HeaderEntry {
  /** Its name. */
  readonly name: string;
  /** Type of its numbers. */
  readonly dtype: string;
  /** Its sizes. */
  readonly shape: Shape;
  /** Its first byte. */
  readonly start: number;
  /** The byte after its last. */
  readonly end: number;
}

/** A header, read. */
export interface Header {
  /** Of each tensor, in the order of their places. */
  readonly entries: readonly HeaderEntry[];
  /** Texts kept with the tensors. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Where in the file the numbers begin. */
  readonly dataStart: number;
}

/** The longest header that the format allows, in bytes. */
const LONGEST = 100_000_000;

/** Bytes of a number, for all types of the format whose numbers fill whole bytes. */
const BYTES: Readonly<Record<string, number>> = {
  ...{ F64: 8, F32: 4, F16: 2, BF16: 2, F8_E4M3: 1, F8_E5M2: 1, F8_E8M0: 1, C64: 8 },
  ...{ I64: 8, I32: 4, I16: 2, I8: 1, U64: 8, U32: 4, U16: 2, U8: 1, BOOL: 1 },
};

function refuse(why: string, cause?: unknown): never {
  throw new TypeError(`Cannot read safetensors: ${why}`, { cause });
}

/**
 * Reads and checks the header.
 *
 * @param bytes of the whole file
 * @throws {TypeError} if it is none, naming what is wrong
 */
export function readHeader(bytes: Uint8Array): Header {
  if (!(bytes instanceof Uint8Array)) refuse(`found ${described(bytes)}, and bytes are wanted`);
  if (bytes.length < 8) refuse(`found ${bytes.length} bytes, and at least 8 are wanted`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > LONGEST) {
    refuse(`the header should be ${length} bytes long, and at most ${LONGEST} are allowed`);
  }
  if (8 + length > bytes.length) {
    refuse(`the header should be ${length} bytes long, and the file has ${bytes.length}`);
  }
  const { __metadata__: texts, ...tensors } = parse(bytes.subarray(8, 8 + length));
  const entries = Object.entries(tensors).map(([name, entry]) => entryOf(name, entry));
  checkPlaces(entries, bytes.length - 8 - length);
  return { entries, metadata: metadataOf(texts), dataStart: 8 + length };
}

function parse(head: Uint8Array): Record<string, unknown> {
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(head);
    header = JSON.parse(text);
  } catch (cause) {
    refuse("the header is not JSON", cause);
  }
  if (!isRecord(header)) refuse(`the header is ${described(header)}, and an object is wanted`);
  const twice = firstRepeatedKey(text);
  if (twice !== undefined) refuse(`the header says ${JSON.stringify(twice)} twice`);
  return header;
}

/** A key that stands twice in one object of a JSON text, of which `JSON.parse` silently takes the last. */
function firstRepeatedKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, colon] of json.matchAll(/[{}]|"(?:[^"\\]|\\.)*"(\s*:)?/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (colon !== undefined) {
      const key: string = JSON.parse(token.slice(0, -colon.length));
      const seen = open[open.length - 1];
      if (seen.has(key)) return key;
      seen.add(key);
    }
  }
}

function entryOf(name: string, entry: unknown): HeaderEntry {
  if (!isRecord(entry)) refuse(`${name} is ${described(entry)}, and an object is wanted`);
  const { dtype, shape, data_offsets: places } = entry;
  if (typeof dtype !== "string") refuse(`${name} is of type ${described(dtype)}, not a text`);
  if (!areCounts(shape)) refuse(`${name} has the shape ${described(shape)}, not whole numbers`);
  if (!areCounts(places) || places.length !== 2 || places[0] > places[1]) {
    refuse(
      `${name} has the data_offsets ${
        described(places)
      }, and two whole numbers from 0 on are wanted`,
    );
  }
  const [start, end] = places;
  const known = Object.hasOwn(BYTES, dtype);
  const wanted = shape.reduce((product, size) => product * size, BYTES[dtype]);
  if (known && wanted !== end - start) {
    refuse(
      `${name} of type ${dtype} and shape ${describeShape(shape)} has ${
        end - start
      } bytes in the file, and ${wanted} are wanted`,
    );
  }
  return { name, dtype, shape, start, end };
}

/** Each byte behind the header must belong to one tensor. */
function checkPlaces(entries: HeaderEntry[], length: number): void {
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  let at = 0;
  for (const { name, start, end } of entries) {
    if (end > length) refuse(`${name} should end at byte ${end}, and there are ${length}`);
    if (start < at) refuse(`${name} begins at byte ${start}, within the tensor before it`);
    if (start > at) refuse(`the ${start - at} bytes before ${name} belong to no tensor`);
    at = end;
  }
  if (at < length) refuse(`the last ${length - at} bytes belong to no tensor`);
}

function metadataOf(texts: unknown): Record<string, string> {
  if (texts === undefined) return {};
  if (isRecord(texts) && Object.values(texts).every((text) => typeof text === "string")) {
    return texts as Record<string, string>;
  }
  refuse(`__metadata__ is ${described(texts)}, and an object of texts is wanted`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function areCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}
