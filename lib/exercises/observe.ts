/**
 * Looking at what an answer does: it is called with copies of each case, and what comes back is laid out as a flat
 * list of numbers and words that can be compared with what another answer gives.
 *
 * @module
 */

import { add, backward, parameter, square, sum, Tensor } from "../tensor/mod.ts";
import { call, kindOf } from "./common.ts";
import { Finding } from "./definition.ts";

/** What an answer is called with. */
export interface Case {
  /** The arguments. */
  readonly given: readonly unknown[];
  /** The case in words, where the arguments are too long to be shown. */
  readonly said?: string;
}

/** A value laid out: its structure in words, and what is in it. */
export interface Layout {
  readonly structure: string;
  readonly leaves: readonly unknown[];
}

/** Several values by name, such as a result and its derivatives. */
export type Parts = Readonly<Record<string, unknown>>;

/** What came of one case: parts by name, as they are and laid out; or why nothing did. */
export type Outcome = {
  readonly values: Parts;
  readonly parts: Readonly<Record<string, Layout>>;
} | { readonly fault: Finding };

/** How an answer is looked at in one case, if not by calling it once. */
export type Look = (answer: never, given: readonly unknown[]) => Parts;

/** How an answer is looked at. */
export interface How {
  /** In place of calling it once with what is given. */
  readonly look?: Look;
  /** Names of the tensors given: also the derivatives by them are looked at. */
  readonly names?: readonly string[];
}

/** More than any exercise asks for. */
const MOST = 100_000;

/**
 * Lays a value out.
 *
 * @param value anything
 * @param like what is wanted; of a record only its fields are looked at
 */
export function layOut(value: unknown, like?: unknown): Layout {
  const leaves: unknown[] = [];
  const structure = lay(value, like, leaves, 0);
  return { structure, leaves };
}

function lay(value: unknown, like: unknown, leaves: unknown[], depth: number): string {
  if (leaves.length > MOST || depth > 6) throw new Finding("shape", "it returned far too much");
  if (value instanceof Tensor) {
    for (const x of value.values()) leaves.push(x);
    return `tensor [${value.shape.join(", ")}]`;
  }
  if (isList(value)) {
    if (value.length > MOST) throw new Finding("shape", `it returned ${value.length} values`);
    const parts = Array.from(
      { length: value.length },
      (_, i) =>
        lay(
          value[i],
          isList(like) ? like[Math.min(i, like.length - 1)] : undefined,
          leaves,
          depth + 1,
        ),
    );
    return `[${parts.join(", ")}]`;
  }
  if (isRecord(value)) {
    const names = isRecord(like) ? Object.keys(like) : Object.keys(value);
    return `{ ${
      names.map((name) =>
        `${name}: ${lay(value[name], isRecord(like) ? like[name] : undefined, leaves, depth + 1)}`
      ).join(", ")
    } }`;
  }
  leaves.push(value);
  return typeof value === "number" || typeof value === "string" ? typeof value : kindOf(value);
}

/**
 * What an answer does in a case.
 *
 * @param answer the function
 * @param one what it is called with
 * @param like what the right answer gives
 * @param how how it is looked at
 */
export function observe(
  answer: (...given: never[]) => unknown,
  one: Case,
  like: Parts | null,
  how: How = {},
): Outcome {
  try {
    const values = how.look
      ? how.look(answer as never, one.given)
      : how.names
      ? withDerivatives(answer, one, how.names, like?.result)
      : { result: call(answer, one.given, one.said?.replace(/^(for|with) /, "")) };
    const parts = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, layOut(value, like?.[name])]),
    );
    return { values, parts };
  } catch (error) {
    if (error instanceof Finding) return { fault: error };
    throw error;
  }
}

/** Calls it with tensors that can be differentiated by, and looks at the derivatives of the sum of squares. */
function withDerivatives(
  answer: (...given: never[]) => unknown,
  one: Case,
  names: readonly string[],
  like: unknown,
): Parts {
  const given = one.given.map(asParameters);
  const result: unknown = call(answer, given, one.said?.replace(/^(for|with) /, ""));
  const results = tensorsIn(asFarAs(like, result)).map(([, tensor]) => tensor).filter((one) =>
    one.requiresGrad
  );
  if (results.length > 0) {
    backward(results.map((one) => sum(square(one))).reduce((total, one) => add(total, one)));
  }
  const slopes = given.flatMap((value, i) =>
    tensorsIn(value, names[i]).map(([name, tensor]) => [
      `the derivative by ${name}`,
      // None is as good as zero.
      Array.from(tensor.grad?.values() ?? new Float32Array(tensor.size)),
    ])
  );
  return { result, ...Object.fromEntries(slopes) };
}

/** A copy of an argument in which every tensor can be differentiated by. */
function asParameters(value: unknown): unknown {
  if (value instanceof Tensor) return parameter(value.values(), { shape: value.shape });
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asParameters(one)]));
}

/** The tensors in a value, with names. */
function tensorsIn(value: unknown, name = ""): [string, Tensor][] {
  if (value instanceof Tensor) return [[name, value]];
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, one]) => tensorsIn(one, key));
}

/** Of a record, what is wanted of it, in the order in which it is wanted; all if nothing is. */
export function asFarAs(like: unknown, value: unknown): unknown {
  if (!isRecord(like) || !isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(like).map((name) => [name, asFarAs(like[name], value[name])]),
  );
}

/** The names of a function's parameters, as far as its source tells. */
export function parametersOf(f: (...given: never[]) => unknown): string[] {
  const [, inside = ""] = /^[^(]*\(([^)]*)\)/.exec(f.toString()) ?? [];
  return inside.split(",").map((one) => /[\p{L}_$][\p{L}\w$]*/u.exec(one)?.[0] ?? "");
}

/** A list of any kind: an array, or a typed one. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** An object of named parts. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !isList(value) &&
    !(value instanceof Tensor) && !(value instanceof Promise);
}
