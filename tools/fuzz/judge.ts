/**
 * Judging what a call did: whether its answer is one, whether its refusal is clear, and which bits it gave.
 *
 * @module
 */

import { Tensor } from "../../lib/tensor/mod.ts";

/** An answer, read as numbers and words. */
export interface Reading {
  readonly numbers: Float64Array;
  /** Its make-up: kinds, shapes, names, texts. */
  readonly form: string;
}

/** Numbers that are read of an answer at the most. */
const MOST = 50_000;

/** Reads an answer: tensors, arrays, records, texts, to a depth of six. */
export function read(answer: unknown): Reading {
  const numbers: number[] = [];
  const form: string[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === "number") {
      form.push("#");
      numbers.push(value);
      return;
    }
    if (typeof value !== "object" || value === null) {
      form.push(typeof value === "function" ? "function" : String(value).slice(0, 200));
      return;
    }
    if (seen.has(value) || depth > 6 || numbers.length > MOST) return;
    seen.add(value);
    if (value instanceof Tensor) {
      form.push(`tensor [${value.shape}]`);
      for (const each of value.values().subarray(0, MOST)) numbers.push(each);
      return;
    }
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      const list = value as Float32Array;
      form.push(`${list.constructor.name} ${list.length}`);
      for (const each of list.subarray(0, MOST)) numbers.push(Number(each));
      return;
    }
    if (Array.isArray(value)) {
      form.push(`[${value.length}`);
      for (const each of value.slice(0, MOST)) visit(each, depth + 1);
      form.push("]");
      return;
    }
    form.push("{");
    for (const [name, each] of Object.entries(value)) {
      form.push(name);
      visit(each, depth + 1);
    }
    form.push("}");
  };
  visit(answer, 0);
  return { numbers: Float64Array.from(numbers), form: form.join(" ") };
}

/** A number for the bits of a reading. */
export function digest({ numbers, form }: Reading): number {
  let [low, high] = [0x811c9dc5, 0x01000193];
  const take = (word: number) => {
    low = Math.imul(low ^ word, 0x01000193);
    high = Math.imul(high + word ^ low >>> 13, 0x85ebca6b);
  };
  for (const word of new Int32Array(numbers.buffer)) take(word);
  for (let i = 0; i < form.length; i++) take(form.charCodeAt(i));
  return (high >>> 0) * 2 ** 20 + (low >>> 12);
}

/** What the engine says when something went wrong where nobody had looked. */
const ENGINE = [
  /^Cannot (?:read|set) propert|^Cannot destructure property|^Cannot convert (?:undefined|object|a )|^Cannot mix BigInt/,
  /^Cannot (?:access '|assign to read only|perform|delete property|define property|redefine|add property)/,
  /is not (?:a function|iterable|a constructor|defined|an object|extensible)/,
  /^Invalid (?:typed )?array (?:length|buffer)|^Array buffer allocation|^Invalid string length|^Invalid count value/,
  /^Maximum call stack|^Reduce of empty|^offset is out of bounds|^Start offset|^byte length of|^Offset is outside/,
  /^(?:undefined|null|object|Object|Assignment|Unexpected|memory access|unreachable|WebAssembly|Class constructor|First argument|Derived|Iterator|Method|Function\.|Value undefined)/,
  /Symbol\(Symbol\.iterator\)|\[object \w+\]|of undefined$/,
];

/** What is unclear about an error, or undefined: it must be ours, say what could not be done and what is wanted. */
export function unclear(error: unknown): string | undefined {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const { message } = error;
  if (ENGINE.some((sign) => sign.test(message))) return `the engine's words: ${message}`;
  if (!/^Cannot \w/.test(message)) return `does not begin with what could not be done: ${message}`;
  if (
    !/\b(?:wanted|which has|is the most|the file holds|use|give|make|take|call|read|write|await|once|needs?|must|may|begin|repeat|put|leave|lower|draw|only|divide)\b/
      .test(message.slice(7))
  ) {
    return `does not say what is wanted: ${message}`;
  }
  return undefined;
}

/** The first number that is none, or not finite. */
export function notFinite({ numbers }: Reading): number | undefined {
  return numbers.find((each) => !Number.isFinite(each));
}

/** Where two readings differ by more than rounding, or undefined. */
export function difference(a: Reading, b: Reading, tolerance: number): string | undefined {
  if (a.form !== b.form) return `${a.form.slice(0, 80)} against ${b.form.slice(0, 80)}`;
  for (let i = 0; i < a.numbers.length; i++) {
    const [x, y] = [a.numbers[i], b.numbers[i]];
    if (Object.is(x, y) || x === y && tolerance > 0) continue;
    if (tolerance > 0 && Math.abs(x - y) <= tolerance * (1 + Math.max(Math.abs(x), Math.abs(y)))) {
      continue;
    }
    return `${x} against ${y}, number ${i} of ${a.numbers.length}`;
  }
  return undefined;
}
