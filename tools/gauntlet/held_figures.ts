/**
 * The figures in print, each as a claim: what is measured here, where it must lie, and the control beside it.
 *
 * Limits were chosen on seeds from 100 on, never to fit the seeds of `results.json`.
 *
 * @module
 */

import type { Summary } from "lib/checks/measurement.ts";
import type { Threshold } from "lib/checks/threshold.ts";
import { HUMAN_NUMBERS } from "./held_figures/human_numbers.ts";
import { LSTM_FIGURES } from "./held_figures/lstm.ts";
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

/** All of them, in the order of the table. */
export const HELD_FIGURES: readonly HeldFigure[] = [...LSTM_FIGURES, ...HUMAN_NUMBERS];
