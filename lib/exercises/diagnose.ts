/**
 * Which wrong idea an answer shows: that of the wrong answer which does the same.
 *
 * Of two answers, only the places matter at which at least one of them is wrong. The share of these at which both say
 * the same is how much they agree: 1 if they do the same in every case, 0 if they have no mistake in common.
 *
 * @module
 */

import type { Case, Layout, Outcome, Parts } from "./observe.ts";

/** Share of agreement from which on an answer does what a known one does. */
export const SAME = 0.95;
/** Share of agreement from which on an answer that is no known one is taken for a relative of a known one. */
export const RELATED = 0.5;

/** Numbers are the same if they differ by no more than float32 arithmetic may make them. */
const CLOSE = 1e-5;
/** Derivatives are sums of products, and off by more. */
const CLOSE_SLOPE = 1e-4;

/** What one answer and the right one did, case by case. */
export interface Shown {
  readonly cases: readonly Case[];
  readonly found: readonly Outcome[];
  readonly wanted: readonly Outcome[];
}

/**
 * Whether a case came out right.
 *
 * @param found what came
 * @param wanted what should have come
 */
export function agrees(found: Outcome, wanted: Outcome): boolean {
  if ("fault" in found || "fault" in wanted) return false;
  return Object.keys(wanted.parts).every((name) =>
    found.parts[name] !== undefined && places(found, wanted, name).every((same) => same)
  );
}

/**
 * How much two answers agree where they are wrong.
 *
 * @param one what the one did, case by case
 * @param other what the other did
 * @param wanted what is right
 * @returns from 0 to 1
 */
export function agreement(
  one: readonly Outcome[],
  other: readonly Outcome[],
  wanted: readonly Outcome[],
): number {
  let [same, all] = [0, 0];
  wanted.forEach((right, at) => {
    const [a, b] = [one[at], other[at]];
    if ("fault" in right) return;
    if ("fault" in a && "fault" in b) return; // neither says anything
    for (const [name, layout] of Object.entries(right.parts)) {
      const size = Math.max(1, layout.leaves.length);
      // The derivatives follow from the result, and count less.
      const weight = (isSlope(name) ? 0.1 : 1) / size;
      if ("fault" in a || "fault" in b || !fits(a, layout, name) || !fits(b, layout, name)) {
        const equal = !("fault" in a) && !("fault" in b) && equalLayouts(a, b, name);
        all += weight * size;
        if (equal) same += weight * size;
        continue;
      }
      const [wrong, alsoWrong] = [places(a, right, name), places(b, right, name)];
      const alike = places(a, b, name, right);
      wrong.forEach((fine, i) => {
        if (fine && alsoWrong[i]) return;
        all += weight;
        if (alike[i]) same += weight;
      });
    }
  });
  return all === 0 ? 0 : same / all;
}

type Came = { readonly values: Parts; readonly parts: Readonly<Record<string, Layout>> };

function fits(one: Came, layout: Layout, name: string): boolean {
  return one.parts[name]?.structure === layout.structure;
}

function equalLayouts(a: Came, b: Came, name: string): boolean {
  return a.parts[name] !== undefined && b.parts[name] !== undefined &&
    a.parts[name].structure === b.parts[name].structure &&
    places(a, b, name).every((same) => same);
}

/** For each place of a part, whether two outcomes are the same there. */
function places(one: Came, other: Came, name: string, scale: Came = other): boolean[] {
  const [a, b] = [one.parts[name], other.parts[name]];
  if (a.structure !== b.structure) return [false];
  const size = scale.parts[name].leaves.reduce<number>(
    (most, x) => typeof x === "number" && Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most,
    0,
  );
  const near = isSlope(name) ? CLOSE_SLOPE * size + 1e-6 : CLOSE * size + 1e-9;
  return a.leaves.map((x, i) => sameLeaf(x, b.leaves[i], near));
}

function sameLeaf(x: unknown, y: unknown, near: number): boolean {
  return typeof x === "number" && typeof y === "number" && Number.isFinite(x) && Number.isFinite(y)
    ? Math.abs(x - y) <= near
    : Object.is(x, y);
}

function isSlope(name: string): boolean {
  return name.startsWith("the derivative");
}

/** The numbers of every case that came out whole: found and wanted, side by side, results alone. */
export function numbersOf({ found, wanted }: Shown): { found: number[]; wanted: number[] }[] {
  return wanted.flatMap((right, at) => {
    const came = found[at];
    if ("fault" in came || "fault" in right) return [];
    return Object.keys(right.parts).filter((name) => !isSlope(name)).flatMap((name) => {
      const [a, b] = [came.parts[name], right.parts[name]];
      if (a?.structure !== b.structure || b.leaves.some((x) => typeof x !== "number")) return [];
      return [{ found: a.leaves as number[], wanted: b.leaves as number[] }];
    });
  });
}
