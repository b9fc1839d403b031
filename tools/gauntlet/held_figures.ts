/**
 * The figures in print, each as a claim: what is measured here, where it must lie, and the control beside it.
 *
 * Limits were chosen on seeds from 100 on, never to fit the seeds of `results.json`.
 *
 * @module
 */

import type { HeldFigure } from "./held_figure.ts";
import { HUMAN_NUMBERS } from "./held_figures/human_numbers.ts";
import { LSTM_FIGURES } from "./held_figures/lstm.ts";

/** All of them, in the order of the table. */
export const HELD_FIGURES: readonly HeldFigure[] = [...LSTM_FIGURES, ...HUMAN_NUMBERS];
