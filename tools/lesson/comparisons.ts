/**
 * Comparisons in the small print: in legends, labels of rows and axes, units, and lines that a cell shows. Such a text
 * may name what is measured ("the best of … random nets"); a result it must not state, for no claim stands beside it.
 * Each with a comparing word in it was read, and is listed.
 *
 * @module
 */

import { codeOf, literals, type ReadCell } from "./literals.ts";

const COMPARING =
  /\b(?:more|less|better|worse|best|worst|same|only|every|all|never|always|beats?|fails?|learns?|right|wrong|lost|keeps?|knows?|longer|shorter|wider|far)\b/i;
/** Titles and their kin are held to `guards.ts`, a claim to its own experiment. */
const ELSEWHERE = ["title", "subtitle", "alt", "claim", "id"];

/** Texts that compare, and name what is measured, by notebook. */
export const named: Readonly<Record<string, readonly string[]>> = {
  "00": [
    "share of letters guessed right",
    "difference in the share guessed right",
    "… letters: … % never seen",
    "share guessed right",
  ],
  "02": [
    "slots …, never trained",
    "RNN, … units: … parameters, all slots … (median)",
    "every shape on every test",
    "worst of the tests, from 0 (chance) to 1 (always right)",
  ],
  "03": [
    "every step",
    "weights for … words, less weights for …",
  ],
  "04": [
    "not all … steps right by update …",
    "all … steps right by update …",
    "weights more at … steps than at …",
    "accuracy at its worst step (chance is …)",
  ],
  "05": [
    "power of ten of the squared error (always saying the mean: 0)",
  ],
  "06": [
    "relative error of that power (the worst radius counts)",
    "tanh, uniform start, best rate",
    "tanh, orthogonal start, best rate",
    "the same, mark in …",
  ],
  "07": [
    "half keep",
    "input gate at the mark less elsewhere, the widest of all units",
    "keep everything: f = 1",
    "keep nothing: f = 0",
    "write and keep everything: i = f = 1",
    "squared error (always answering 1: 0.167)",
  ],
  "08": [
    "best of … random nets",
    "mean squared error on unseen sequences (left is better)",
    "mean squared error (always answering 1: 1/6)",
  ],
  "09": [
    "numbers after … symbols, less numbers after …",
    "recall of … letters, less recall of …",
    "share repeated by the RNN, less that of the better GRU",
    "share told at an end, less in the middle",
    "share told of the last … letters, less of the first …",
    "untrained: the same",
    "share of marked countries told, less that of the others",
  ],
  "10": [
    "bits per character (less is better)",
    "bits per character by which counting is better",
    "bits per character better than with the memory emptied at each piece",
    "gain in the best unit's correlation, on text it was not picked on",
    "correlation of the best unit with the place in the word, medians:",
    "forget gate: keep",
    "never seen",
  ],
  "11": [
    "snapshot (today only)",
    "°C by which the GRU is less wrong than the snapshot",
    "the same change as a year ago",
    "GRU, memory wiped at every step",
  ],
  "12": [
    "accuracy at the worst length (chance is …)",
    "gradient far away / gradient near by",
    "…: … multiply-adds for the text; the last step costs … times the first and keeps … times as many numbers",
  ],
  "13": [
    "squared error (always answering 1 gives 0.167)",
  ],
  "14": [
    "the same, … layers",
  ],
  "15": [
    "share of words guessed right, difference",
    "share of letters right (chance is …)",
    "share of letters right, with the teacher less alone",
  ],
};

/** Texts in the small print of a notebook that have a comparing word, each once. */
export function comparing(cells: readonly ReadCell[]): string[] {
  const texts = cells.flatMap((cell) =>
    literals(codeOf(cell)).filter(({ field, text }) =>
      !ELSEWHERE.includes(field) && text.includes(" ") && COMPARING.test(text)
    ).map(({ text }) => text)
  );
  return [...new Set(texts)];
}

/** Which comparing texts were not read, and which are not there any more. */
export function unread(notebook: string, cells: readonly ReadCell[]): string[] {
  const [found, own] = [comparing(cells), named[notebook] ?? []];
  return [
    ...found.filter((text) => !own.includes(text)).map((text) =>
      `does "${text}" state a result, or name what is measured?`
    ),
    ...own.filter((text) => !found.includes(text)).map((text) => `"${text}" stands nowhere`),
  ];
}
