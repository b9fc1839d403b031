/**
 * What a figure in print is, and how it is held against ours.
 *
 * @module
 */

import type { Summary } from "lib/checks/measurement.ts";
import type { Threshold } from "lib/checks/threshold.ts";
import type { TrainingName } from "./trainings/all.ts";

/** A figure in print and how it is held against ours. */
export interface HeldFigure {
  /** Used once; a part of it is enough for `--only`. */
  readonly id: string;
  /** The sentence claimed. */
  readonly claim: string;
  /** What is measured. */
  readonly unit: string;
  /** What measures it. */
  readonly training: TrainingName;
  /** Where the numbers of the seeds must lie. */
  readonly holds: Threshold;
  /** Judge the median with a margin of twice the spread (default), or every single value. */
  readonly summary?: Summary;
  /** Says that the seed makes no difference. */
  readonly deterministic?: boolean;
  /** `"fails"` for a figure that does not reproduce. */
  readonly expected?: "holds" | "fails";
  /** The measurement that keeps it honest. */
  readonly control: {
    readonly claim: string;
    readonly training: TrainingName;
    readonly holds: Threshold;
    readonly deterministic?: boolean;
  };
  /** As published. */
  readonly figure: string;
  /** By whom. */
  readonly source: string;
  /** Why ours is another, or what is other though it is the same. */
  readonly differs: string;
}
