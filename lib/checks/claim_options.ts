/**
 * What a claim consists of, and whether it is whole.
 *
 * @module
 */

import { anything, aSignal, checkValue, described, named, nearest } from "../options.ts";
import type { Screen } from "../notebook/display.ts";
import type { Summary } from "./measurement.ts";
import { aThreshold, type Threshold } from "./threshold.ts";

/** One measurement a seed. */
export type Experiment =
  | {
    /** Measures one number with one seed; may take its time. */
    readonly experiment: (seed: number, signal: AbortSignal) => number | Promise<number>;
    readonly experimentAll?: undefined;
  }
  | {
    readonly experiment?: undefined;
    /** Measures all seeds at once, such as on several workers; one number a seed, in their order. */
    readonly experimentAll: (
      seeds: readonly number[],
      signal: AbortSignal,
    ) => readonly number[] | Promise<readonly number[]>;
  };

/** What the experiment and its control are both asked. */
export interface Asked {
  /** Where the values must lie: `above(0.95)`, `below(0.6)`, `between(0.45, 0.55)`, `equals(x, tolerance)` … */
  readonly holds: Threshold;
  /** Judge the median with a margin of twice the spread (default), or every single value. */
  readonly summary?: Summary;
  /** Says that the seed makes no difference, as for exact statements; then it must make none. */
  readonly deterministic?: boolean;
}

/** The measurement that keeps a claim honest. */
export type Control = Experiment & Asked & {
  /** What the control shows, as a sentence. */
  readonly claim?: string;
  /** What it measures, if that is something else than what the experiment does. */
  readonly unit?: string;
};

/** A claim, whole. */
export type ClaimOptions = Experiment & Asked & {
  /** Notebook and name, such as "03.temporal-xor". */
  readonly id: string;
  /** The sentence claimed. */
  readonly claim: string;
  /** The control; null only with a reason in `noControl`. */
  readonly control: Control | null;
  /** Why there can be no control. */
  readonly noControl?: string;
  /** What is measured, such as "accuracy". */
  readonly unit?: string;
  /** At least five; those of `seeds()` if not given. */
  readonly seeds?: readonly number[];
  /** `"fails"` for a claim that is there to be refuted: it throws if it holds. */
  readonly expected?: "holds" | "fails";
  /** Stops the experiments when it aborts; the stop button's if not given. */
  readonly signal?: AbortSignal;
  /** Where to show the verdict, if not in this process's own output. */
  readonly screen?: Screen;
};

const known = {
  claim: [
    ..."id claim experiment experimentAll holds summary deterministic control noControl".split(" "),
    ..."unit seeds expected signal screen".split(" "),
  ],
  control: "claim experiment experimentAll holds summary deterministic unit".split(" "),
};

/**
 * Checks that the options make a claim; the kernel does not check types before it runs a cell.
 *
 * @param options as for `claim`
 * @returns the same
 * @throws {TypeError} if something is missing, or not known
 *
 * @example
 * ```ts
 * import { checked } from "lib/checks/claim_options.ts";
 * import { above } from "lib/checks/threshold.ts";
 *
 * checked({
 *   id: "00.example",
 *   claim: "Seeds are small",
 *   experiment: (seed) => 1 / (1 + seed),
 *   holds: above(0.001),
 *   control: null,
 *   noControl: "it is an example",
 * });
 * ```
 */
export function checked(options: ClaimOptions): ClaimOptions {
  checkValue("test a claim", "what is claimed", options, named(anything));
  const { id, control, noControl, expected = "holds" } = options;
  if (typeof id !== "string" || !/^[a-z0-9]+(\.[a-z0-9-]+)+$/.test(id)) {
    throw new TypeError(
      `Cannot test a claim: found the id ${
        JSON.stringify(id)
      }, wanted one such as "03.temporal-xor"`,
    );
  }
  const fail = (found: string, wanted: string) => {
    throw new TypeError(`Cannot test the claim ${id}: found ${found}, wanted ${wanted}`);
  };
  if (typeof options.claim !== "string" || options.claim.trim() === "") {
    fail("no sentence", "a sentence in `claim`");
  }
  checkAsked(options, "the claim", known.claim, fail);
  if (expected !== "holds" && expected !== "fails") {
    fail(`expected ${JSON.stringify(expected)}`, '"holds" or "fails"');
  }
  if (control === undefined) fail("no control", "a control, or null and a reason in `noControl`");
  if (control === null && !noControl?.trim()) {
    fail("no control and no reason", "a reason in `noControl`");
  }
  if (control !== null && noControl !== undefined) {
    fail("both `control` and `noControl`", "one of them");
  }
  if (options.signal !== undefined && !aSignal.holds(options.signal)) {
    fail(`the signal ${described(options.signal)}`, aSignal.wanted);
  }
  if (control !== null) checkValue(`test the claim ${id}`, "control", control, named(anything));
  if (control !== null) checkAsked(control, "its control", known.control, fail);
  return options;
}

function checkAsked(
  asked: Experiment & Asked,
  whose: string,
  names: readonly string[],
  fail: (found: string, wanted: string) => void,
): void {
  const stranger = Object.keys(asked).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    const near = nearest(stranger, names);
    const all = `one of ${names.join(", ")}`;
    fail(`the option "${stranger}" in ${whose}`, near === undefined ? all : `${near}, or ${all}`);
  }
  const ways = [asked.experiment, asked.experimentAll].filter((way) => way !== undefined);
  if (ways.length !== 1 || typeof ways[0] !== "function") {
    fail(
      `${ways.length} experiments in ${whose}`,
      "one function in `experiment` or `experimentAll`",
    );
  }
  if (asked.deterministic !== undefined && typeof asked.deterministic !== "boolean") {
    fail(`deterministic ${described(asked.deterministic)} in ${whose}`, "true or false");
  }
  if (!aThreshold.holds(asked.holds)) {
    fail(`no threshold in ${whose}`, "one in `holds`, such as above(0.95)");
  }
  if (asked.summary !== undefined && asked.summary !== "median" && asked.summary !== "every") {
    fail(`the summary ${JSON.stringify(asked.summary)} in ${whose}`, '"median" or "every"');
  }
}
