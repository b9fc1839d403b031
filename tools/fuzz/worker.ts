/**
 * Runs cases, one after another, and says at which it is: in shared memory, so that it can be read when this hangs.
 *
 * @module
 */

import { type Outcome, runCase } from "./run_case.ts";
import { subjects } from "./subjects/all.ts";

/** What to run. */
export interface Job {
  readonly seed: number;
  readonly cases: readonly number[] | { readonly from: number; readonly to: number };
  /** Where to write the number of the case at work, plus one. */
  readonly at?: Int32Array<SharedArrayBuffer>;
}

/** What came of some cases. */
export type Report = readonly (readonly [index: number, outcome: Outcome])[];

// deno-lint-ignore no-explicit-any -- the worker's own scope
const scope = globalThis as any;

scope.onmessage = async ({ data }: { data: Job }) => {
  scope.console = { ...console, log() {}, warn() {}, error() {}, info() {} };
  const { seed, cases, at } = data;
  let report: [number, Outcome][] = [];
  for (
    const index of Array.isArray(cases) ? cases : numbersOf(cases as { from: number; to: number })
  ) {
    if (at) Atomics.store(at, 0, index + 1);
    report.push([index, await runCase(seed, index, subjects)]);
    if (report.length === 100) {
      scope.postMessage(report);
      report = [];
    }
  }
  scope.postMessage(report);
  scope.postMessage(null);
};

function* numbersOf({ from, to }: { from: number; to: number }): Generator<number> {
  for (let index = from; index < to; index++) yield index;
}
