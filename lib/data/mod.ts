/**
 * Real data: a novel, names, time series; and what turns text into numbers.
 *
 * @module
 */

export { readNames } from "./names.ts";
export type { Names } from "./names.ts";
export { ngram } from "./ngram.ts";
export type { Ngram, NgramOptions } from "./ngram.ts";
export { readNovel } from "./novel.ts";
export type { Novel, Section } from "./novel.ts";
export { naiveError, readSeries, standardize } from "./series.ts";
export type { NaiveOptions, Series, Standardized } from "./series.ts";
export { vocabulary } from "./vocabulary.ts";
export type { Vocabulary } from "./vocabulary.ts";
