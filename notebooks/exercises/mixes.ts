/**
 * How an answer mixes an old memory with what is new, where its gate is nailed open and nailed shut.
 *
 * @module
 */

import type { Shown } from "lib/exercises/diagnose.ts";
import { sumOf } from "lib/exercises/does.ts";

/** How much of the old memory and of the proposal is in the new memory. */
export type Shares = readonly [h: number, n: number];

/** Whether shares are these. */
export const is = ([h, n]: Shares, ofH: number, ofN: number): boolean => h === ofH && n === ofN;

/**
 * Tells answers by their shares.
 *
 * @param where what the two cases say in which the gate is 1 and 0 throughout
 * @param partsOf old memory and proposal, from what is given in such a case
 * @returns from something that holds of the shares, whether an answer shows it
 */
export function mixesWhere<Given extends readonly unknown[]>(
  where: { readonly open: string; readonly shut: string },
  partsOf: (given: Given, gate: 0 | 1) => { h: ArrayLike<number>; n: ArrayLike<number> },
): (holds: (open: Shares, shut: Shares) => boolean) => (shown: Shown) => boolean {
  return (holds) => ({ cases, found }) => {
    const [open, shut] = ([1, 0] as const).map((gate) => {
      const at = cases.findIndex(({ said }) => said?.includes(gate ? where.open : where.shut));
      const { h, n } = partsOf(cases[at].given as unknown as Given, gate);
      const came = found[at];
      return "fault" in came
        ? null
        : sumOf(came.parts.result.leaves as number[], [Array.from(h), Array.from(n)]) as
          | Shares
          | null;
    });
    return open !== null && shut !== null && holds(open, shut);
  };
}
