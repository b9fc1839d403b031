/**
 * What an answer does, where an idea can be had in more ways than can be listed: it keeps the order of the right
 * numbers, turns their sign, multiplies them by something, moves them.
 *
 * @module
 */

import { agrees, numbersOf, type Shown } from "./diagnose.ts";

type Pair = { readonly found: readonly number[]; readonly wanted: readonly number[] };

/** Whether something holds of the numbers of every case, and there are some. */
const always = (holds: (pair: Pair) => boolean, shown: Shown, atLeast = 0.7): boolean => {
  const pairs = numbersOf(shown).filter(({ wanted }) => wanted.length > 0);
  return pairs.length >= atLeast * shown.wanted.length && pairs.length > 0 && pairs.every(holds);
};

const near = (x: number, y: number, size: number) => Math.abs(x - y) <= 1e-4 * size + 1e-9;
const sizeOf = (list: readonly number[]) => Math.max(...list.map(Math.abs));

/**
 * Whether all is right but in cases of some kind.
 *
 * @param where tells the kind by the arguments
 */
export const wrongOnly =
  (where: (...given: never[]) => boolean) => ({ cases, found, wanted }: Shown): boolean =>
    wanted.every((right, i) =>
      agrees(found[i], right) || (where as (...given: unknown[]) => boolean)(...cases[i].given)
    );

/** The numbers have the same order as the right ones, as if another squish had been put around the same sums. */
export const sameOrder = (shown: Shown): boolean =>
  always(
    ({ found, wanted }) =>
      found.every((x, i) =>
        found.every((y, k) =>
          Math.abs(wanted[i] - wanted[k]) < 1e-4 || Math.abs(x - y) < 1e-6 ||
          (x < y) === (wanted[i] < wanted[k])
        )
      ) && new Set(found.map((x) => x.toPrecision(4))).size > found.length / 3,
    shown,
    1,
  );

/** Every case's numbers are the right ones times one number, which is not 1 in at least one case. */
export const proportional = (shown: Shown): boolean =>
  always(({ found, wanted }) => {
    if (sizeOf(wanted) === 0) return sizeOf(found) === 0;
    const at = wanted.findIndex((x) => Math.abs(x) === sizeOf(wanted));
    const factor = found[at] / wanted[at];
    return factor !== 0 && Number.isFinite(factor) &&
      wanted.every((x, i) => near(found[i], factor * x, sizeOf(found)));
  }, shown);

/** Every case's numbers are the right ones with the other sign. */
export const opposite = (shown: Shown): boolean =>
  always(({ found, wanted }) => wanted.every((x, i) => near(found[i], -x, sizeOf(wanted))), shown);

/** The same numbers in another order. */
export const shuffled = (shown: Shown): boolean =>
  always(({ found, wanted }) => {
    const [a, b] = [found, wanted].map((list) => [...list].sort((x, y) => x - y));
    return b.every((x, i) => near(a[i], x, sizeOf(wanted)));
  }, shown);

/** The same numbers as in every other case in which something wanted is the same: nothing is read. */
export const constant = (shown: Shown): boolean => {
  const pairs = numbersOf(shown);
  return pairs.length > 1 && pairs.every(({ found }) => found.every((x) => x === found[0]));
};

/** No case's result changes with a tensor that is given: the derivative by it is 0 throughout. */
export const ignores = (...names: readonly string[]) => ({ found }: Shown): boolean =>
  found.some((one) => !("fault" in one)) && found.every((one) =>
    "fault" in one || names.every((name) =>
      one.parts[`the derivative by ${name}`]?.leaves.every((x) =>
        x === 0
      )
    )
  ) &&
  found.some((one) =>
    !("fault" in one) && Object.values(one.parts).some(({ leaves }) => leaves.some((x) => x !== 0))
  );

/**
 * The numbers with which one list is a sum of others; those next to whole ones are rounded.
 *
 * @param y the sum
 * @param of the others; a list of zeros, or one that the ones before it make up, gets 0
 * @returns null if it is no such sum
 */
export function sumOf(
  y: readonly number[],
  of: readonly (readonly number[])[],
): number[] | null {
  const dot = (p: readonly number[], q: readonly number[]) =>
    p.reduce((sum, x, k) => sum + x * q[k], 0);
  if (of.some((one) => one.length !== y.length)) return null;
  // Each of the others without what the ones before it make up of it, and the shares of these.
  const apart: { list: number[]; shares: number[] }[] = [];
  for (const [n, one] of of.entries()) {
    let list = [...one];
    const shares = of.map((_, k) => k === n ? 1 : 0);
    for (const before of apart) {
      const size = dot(before.list, before.list);
      const share = size > 0 ? dot(list, before.list) / size : 0;
      list = list.map((x, k) => x - share * before.list[k]);
      before.shares.forEach((x, k) => shares[k] -= share * x);
    }
    apart.push({ list: dot(list, list) > 1e-9 ? list : list.map(() => 0), shares });
  }
  const found = of.map(() => 0);
  for (const { list, shares } of apart) {
    const size = dot(list, list);
    const share = size > 0 ? dot(y, list) / size : 0;
    shares.forEach((x, k) => found[k] += share * x);
  }
  const whole = (x: number) => Math.abs(x - Math.round(x)) < 1e-3 ? Math.round(x) : x;
  const size = Math.max(1, ...y.map(Math.abs));
  const fits = y.every((x, k) =>
    Math.abs(x - of.reduce((sum, one, n) => sum + found[n] * one[k], 0)) < 1e-3 * size
  );
  return fits ? found.map(whole) : null;
}
