/**
 * Putting a difference into words: what came, what was wanted, with as many digits as it takes to tell them apart.
 *
 * @module
 */

import { describeShape, Tensor } from "../tensor/mod.ts";
import { kindOf } from "./common.ts";
import { Finding } from "./definition.ts";
import { asFarAs, isList, isRecord, layOut } from "./observe.ts";

/**
 * What kind of thing came in the place of what is wanted.
 *
 * @param found what came
 * @param wanted what should have come
 * @param what the thing's name in a sentence, such as "the result"
 * @returns a finding if it is of another kind, shape, or no number at all; else null
 */
export function faultOf(found: unknown, wanted: unknown, what: string): Finding | null {
  const kind = (thing: string) =>
    new Finding("kind", `${what} is ${kindOf(found)}, and ${thing} is wanted`);
  if (wanted instanceof Tensor) {
    if (!(found instanceof Tensor)) return kind("a tensor");
    const [own, right] = [describeShape(found.shape), describeShape(wanted.shape)];
    if (own !== right) {
      return new Finding("shape", `${what} has the shape ${own}, and ${right} is wanted`);
    }
    const bad = found.values().find((x: number) => !Number.isFinite(x));
    return bad === undefined ? null : new Finding("not-finite", `${what} holds ${bad}`);
  }
  if (isList(wanted)) {
    if (!isList(found)) return kind("a list");
    if (found.length !== wanted.length) {
      return new Finding(
        "shape",
        `${what} is a list of ${found.length}, and one of ${wanted.length} is wanted`,
      );
    }
    return firstOf(
      Array.from(
        { length: wanted.length },
        (_, i) => () => faultOf(found[i], wanted[i], `place ${i} of ${what}`),
      ),
    );
  }
  if (isRecord(wanted)) {
    if (!isRecord(found)) return kind(`{ ${Object.keys(wanted).join(", ")} }`);
    return firstOf(
      Object.keys(wanted).map((name) => () =>
        faultOf(found[name], wanted[name], `${name} of ${what}`)
      ),
    );
  }
  if (typeof found !== typeof wanted) return kind(`a ${typeof wanted}`);
  return typeof found === "number" && !Number.isFinite(found) && Number.isFinite(wanted)
    ? new Finding("not-finite", `${what} is ${found}`)
    : null;
}

function firstOf(list: readonly (() => Finding | null)[]): Finding | null {
  for (const one of list) {
    const found = one();
    if (found) return found;
  }
  return null;
}

/**
 * What came and what was wanted, side by side.
 *
 * @param came of the same kind and shape as what was wanted
 * @param wanted what should have come
 * @returns such as "gave [1, 2], wanted [1, 3]"
 */
export function versus(came: unknown, wanted: unknown): string {
  const found = asFarAs(wanted, came);
  if (isRecord(wanted) && isRecord(found)) {
    const far = (name: string): number => {
      const [a, b] = [found[name], wanted[name]];
      return b instanceof Tensor ? apart((a as Tensor).values(), b.values()) : -1;
    };
    const [name] = Object.keys(wanted).sort((a, b) => far(b) - far(a));
    if (name !== undefined && far(name) > 0) {
      return `gives a ${name} that ${versus(found[name], wanted[name])}`;
    }
  }
  if (wanted instanceof Tensor) {
    return `is off by up to ${short(apart((found as Tensor).values(), wanted.values()), 2)}`;
  }
  for (let digits = 4; digits <= 16; digits++) {
    const [one, other] = [found, wanted].map((value) => written(value, digits));
    if (one === other) continue;
    if (one.length + other.length <= 160) return `gave ${one}, wanted ${other}`;
    const at = firstDifference(found, wanted);
    if (at !== null) return at;
    const [a, b] = [layOut(found).leaves, layOut(wanted).leaves];
    return [...a, ...b].every((x) => typeof x === "number")
      ? `is off by up to ${short(apart(a as number[], b as number[]), 2)}`
      : `gave ${cut(one)}, wanted ${cut(other)}`;
  }
  return `gave something that looks the same: ${cut(written(found, 16))}`;
}

/** Of two long lists, the first place at which they differ. */
function firstDifference(found: unknown, wanted: unknown): string | null {
  if (!isList(found) || !isList(wanted)) return null;
  for (let i = 0; i < wanted.length; i++) {
    for (let digits = 4; digits <= 16; digits++) {
      const [one, other] = [found[i], wanted[i]].map((value) => written(value, digits));
      if (one !== other) return `gave ${cut(one)} at place ${i}, wanted ${cut(other)}`;
    }
  }
  return null;
}

/** A value as code, numbers with so many digits. */
export function written(value: unknown, digits = 4): string {
  if (typeof value === "number") return short(value, digits);
  if (isList(value)) {
    const parts = Array.from({ length: value.length }, (_, i) => written(value[i], digits));
    return `[${parts.join(", ")}]`;
  }
  if (isRecord(value)) {
    const parts = Object.entries(value).map(([name, one]) => `${name}: ${written(one, digits)}`);
    return `{ ${parts.join(", ")} }`;
  }
  if (typeof value === "function") return value.name || "a function";
  if (value instanceof Tensor) return kindOf(value);
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function short(x: number, digits: number): string {
  return String(Number(x.toPrecision(digits))).replace("-", "−");
}

function cut(text: string, most = 70): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Largest difference between two lists of numbers of the same length. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
}

/** A number of things: "1 word", "3 words". */
export function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}
