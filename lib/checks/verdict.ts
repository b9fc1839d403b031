/**
 * The verdict on a claim, as a reader sees it and as a program reads it.
 *
 * A reader gets `verdict_html.ts`; a program gets `application/vnd.sequences.claim+json` with every value
 * in full.
 *
 * @module
 */

import { type Displayable, displaySymbol } from "../notebook/display.ts";
import { formatNumber } from "../notebook/format.ts";
import { verdictHtml } from "./verdict_html.ts";
import type { Measurement } from "./measurement.ts";

/** The MIME type under which programs find a verdict in a notebook's outputs. */
export const claimMimeType = "application/vnd.sequences.claim+json";

/** A measurement as a program reads it; values that are no finite numbers are null. */
export interface MeasurementRecord {
  /** What it is said to show. */
  readonly claim: string;
  /** Whether it holds. */
  readonly holds: boolean;
  /** "median" or "every". */
  readonly summary: string;
  /** One a seed, in full. */
  readonly values: readonly (number | null)[];
  /** The median of the values. */
  readonly median: number | null;
  /** The distance between the quartiles of the values. */
  readonly spread: number | null;
  /** Such as "median > 0.95". */
  readonly threshold: string;
}

/** A verdict as a program reads it; what it inherits is the experiment, but `holds` is of the whole claim. */
export interface ClaimRecord extends MeasurementRecord {
  /** Notebook and name. */
  readonly id: string;
  /** What was expected of it. */
  readonly expected: "holds" | "fails";
  /** Whether it turned out so. */
  readonly asExpected: boolean;
  /** Why it does not hold; empty if it does. */
  readonly reason: string;
  /** What is measured. */
  readonly unit: string | null;
  /** The seeds, in the order of the values. */
  readonly seeds: readonly number[];
  /** The control. */
  readonly control: MeasurementRecord | null;
  /** Why there is none. */
  readonly noControl: string | null;
  /** What a reader should doubt. */
  readonly warnings: readonly string[];
}

/** A claim after its test. */
export class Verdict implements Displayable {
  /** Notebook and name. */
  readonly id: string;
  /** Whether the experiment and its control both hold. */
  readonly holds: boolean;
  /** What was expected of it. */
  readonly expected: "holds" | "fails";
  /**
   * Whether it turned out as expected. A claim expected to fail must fail by its own numbers: they are finite,
   * they miss the threshold, and the control holds.
   */
  readonly asExpected: boolean;
  /** Why it does not hold; empty if it does. */
  readonly reason: string;
  /** The seeds that it was tested on. */
  readonly seeds: readonly number[];
  /** What the experiment found. */
  readonly main: Measurement;
  /** What the control found. */
  readonly control: Measurement | null;
  /** Why there is no control. */
  readonly noControl: string | null;
  /** What is measured. */
  readonly unit: string | undefined;
  /** What the control measures. */
  readonly controlUnit: string | undefined;

  /**
   * Puts what was found beside what was expected.
   *
   * @param parts the measurements, and what was expected
   */
  constructor(
    { id, seeds, main, control, noControl, unit, controlUnit = unit, expected }: {
      id: string;
      seeds: readonly number[];
      main: Measurement;
      control: Measurement | null;
      noControl: string | null;
      unit?: string;
      controlUnit?: string;
      expected: "holds" | "fails";
    },
  ) {
    const controlHolds = control?.holds ?? true;
    this.id = id;
    this.seeds = seeds;
    this.main = main;
    this.control = control;
    this.noControl = noControl;
    this.unit = unit;
    this.controlUnit = controlUnit;
    this.expected = expected;
    this.holds = main.holds && controlHolds;
    this.asExpected = expected === "holds"
      ? this.holds
      : !main.holds && Number.isFinite(main.median) && controlHolds;
    this.reason = [
      main.reason,
      ...(control === null || control.holds ? [] : [`in the control, ${control.reason}`]),
    ].filter((part) => part !== "").join("; ");
  }

  /** The verdict for programs. */
  record(): ClaimRecord {
    const { id, holds, expected, asExpected, reason, seeds, noControl, unit = null } = this;
    return {
      id,
      ...recordOf(this.main),
      holds,
      expected,
      asExpected,
      reason,
      unit,
      seeds,
      control: this.control === null ? null : recordOf(this.control),
      noControl,
      warnings: this.warnings(),
    };
  }

  /** What a reader should doubt, although the claim may hold. */
  warnings(): string[] {
    return [
      ...this.main.warnings,
      ...(this.control?.warnings ?? []).map((warning) => `in the control, ${warning}`),
    ];
  }

  /** What a claim that is expected to fail has done. */
  expectation(): string {
    if (this.asExpected) return "This claim is here to fail, and it does.";
    return this.holds
      ? "This claim was expected to fail, and it holds."
      : "This claim was expected to fail, but not in this way.";
  }

  /** The seeds as "0–4" for a run, else "3, 5, 8". */
  seedsInWords(): string {
    const { seeds } = this;
    const run = seeds.length > 2 && seeds.every((seed, i) => i === 0 || seed === seeds[i - 1] + 1);
    return run ? `${seeds[0]}–${seeds[seeds.length - 1]}` : seeds.join(", ");
  }

  /** The verdict in words. */
  text(): string {
    const { main, control, unit } = this;
    const values = (list: readonly number[]) => list.map(formatNumber).join(", ");
    return [
      `${this.holds ? "HOLDS" : "DOES NOT HOLD"} (${this.id}): ${main.claim}`,
      `  experiment: ${values(main.values)}${unit ? ` (${unit})` : ""}; wanted ${main.threshold}`,
      ...(control === null ? [`  no control: ${this.noControl}`] : [
        `  control: ${values(control.values)}${
          this.controlUnit !== unit ? ` (${this.controlUnit})` : ""
        }; wanted ${control.threshold}` +
        `${control.claim ? `: ${control.claim}` : ""}`,
      ]),
      `  seeds: ${this.seedsInWords()}`,
      ...(this.holds ? [] : [`  ${this.reason}`]),
      ...(this.expected === "fails" ? [`  ${this.expectation()}`] : []),
      ...this.warnings().map((warning) => `  warning: ${warning}`),
    ].join("\n");
  }

  /** The verdict for the notebook. */
  [displaySymbol](): Record<string, unknown> {
    return {
      "text/html": verdictHtml(this),
      "text/plain": this.text(),
      [claimMimeType]: this.record(),
    };
  }
}

function recordOf(measurement: Measurement): MeasurementRecord {
  const { claim, holds, summary, values, threshold } = measurement;
  const finite = (value: unknown) =>
    typeof value === "number" && Number.isFinite(value) ? value : null;
  return {
    claim,
    holds,
    summary,
    values: values.map(finite),
    median: finite(measurement.median),
    spread: finite(measurement.spread),
    threshold,
  };
}
