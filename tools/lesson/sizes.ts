/**
 * Sizes typed into words: "16 units", "after 400 updates", "as many parameters". On a figure or a card such a size goes
 * on standing there when the code beside it is edited. So it is put in from the number that is used (`${units} units`,
 * `asMany(…)`), or it is listed here with why it cannot become untrue.
 *
 * @module
 */

import { codeOf, literals, type ReadCell } from "./literals.ts";

/** Why a typed size cannot become untrue. */
export type Reason =
  /** The task is made so, or the sentence: nothing in the notebook sets it. */
  | "so is the task"
  /** Such as powers of ten, or "to 1": it is no size of anything. */
  | "no size"
  /** The threshold of the same claim. */
  | "what the claim asks"
  /** Both are made from one number of the code. */
  | "made from one number"
  /** The value is typed in the same line, as the name of what it does. */
  | "names what is held"
  /** Said of every seed, however many there are, and the claim asks it of every one. */
  | "asked of every seed";

const NUMBER =
  "(?:\\d[\\d,.]*(?:th)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|hundred|thousand)";
const COUNTED =
  "(?:hidden |marked |small |careful |random |learning |full )*(?:units?|updates?|steps?|words?|letters?|bits?|seeds?|layers?|slots?|rates?|nets?|symbols|countries|numbers|days|months|years|characters?|shuffles|parameters|weights|lengths|boxes|sequences|streams|starts|nouns?|rounds|places|rivals|inputs|cups|names|sentences|memories|tones|marks)";
const SIZE = new RegExp(
  [
    `\\b${NUMBER}(?:(?: to | and | or |–|, )${NUMBER})* ${COUNTED}\\b`,
    `\\b(?:as many(?! as)|the same (?:number of|size)|of the same size|as wide|as large|equal (?:parameters|sizes?)|trained as long)\\b`,
    `\\b(?:all|every|any|the other) ${NUMBER}\\b`,
    `\\b${NUMBER} (?:times )?(?:of|in|out of) (?:the )?${NUMBER}\\b`,
    `\\b(?:all|every|each|any|most|some|no) (?:of the )?seeds?\\b`, // which may be another number of them
    `(?<![\\w.,/^=])[−-]?\\d[\\d,.]*(?!\\w)`, // digits wherever they stand, but not in a name, such as float32
  ].join("|"),
  "i",
);
/** What is no size: what a constant answer scores, gates that are held, ranges of what a gate or a score can be. */
const NO_SIZE = [
  /(?:always answering \d(?: scores| gives|:)|one who guesses:) [\d./]+/gi,
  /\b\w(?: = \w)* = [−-]?[\d.]+/g,
  /\b[zr] (?:at|held at) [01]\b/g,
  /\bbetween [−-]?[01] and 1\b/g,
  /\bpowers? of ten\b/g,
  /\bday of \d+\b/g,
];

/** Texts with a typed size that stays true, by notebook. */
export const typed: Readonly<Record<string, Readonly<Record<string, Reason>>>> = {
  "00": {
    "anything from −1 to 1 alike": "names what is held",
    "half near −1, half near 1": "names what is held",
  },
  "01": {
    "Two sentences, one bag": "so is the task",
    "Probability that an animal acts, by order of the same three words": "so is the task",
    "largest difference between samples (full loudness is 1)": "no size",
    "Seattle, the first … days of 2015, which the net has not seen": "so is the task",
  },
  "02": {
    "A point a seed, … seeds at each width, the same number of updates.": "made from one number",
    "worst of the tests, from 0 (chance) to 1 (always right)": "no size",
    "The shortest window that is right nine times in ten: …": "what the claim asks",
  },
  "03": {
    "“blue” makes sky likelier, and “clouds” again, on every seed (the smaller of the two rises)":
      "asked of every seed",
    "The weights in all blue boxes are the same numbers. h is the memory, and it starts at 0.":
      "no size",
    "with its memory set to zero before the last word, back to the share of sky in all, 1/6":
      "so is the task",
    "On held-out chapters the recurrent net beats the bigram (… bits) by more than 0.3":
      "what the claim asks",
  },
  "04": {
    "With one set of weights, … updates are enough to be right at step … four times in five or more":
      "what the claim asks",
  },
  "05": {
    "With spectral radius … and … steps, the gradient is longer than 1,000": "what the claim asks",
    "with radius … it is shorter than 10": "what the claim asks",
    "Trained from radius … without clipping, of … nets at least one gets a gradient longer than 1,000":
      "what the claim asks",
    "with clipping, the same nets on the same days never get a gradient longer than 100":
      "what the claim asks",
    "With clipping they learn to forecast: on unseen days, less than 0.3 of the error of always saying the mean (the worst counts)":
      "what the claim asks",
    "power of ten of the squared error (always saying the mean: 0)": "no size",
    "without clipping, the last error before the numbers ran out was more than 100 times that of the mean (the worst counts)":
      "what the claim asks",
  },
  "06": {
    "Without squashing: below 1 fades, 1 stays, above 1 explodes": "so is the task",
    "How far apart two signals still are, relative to the start: −3 means a thousandth.": "no size",
    "Drawn the usual way, the loop's radius is well below 1": "what the claim asks",
    "drawn orthogonal, it is 1": "what the claim asks",
    "Gradient at the memory by lag, relative to lag 0, medians of … seeds.": "no size",
    "lag of the marked word (steps, ± 2; at …, ± 4.5)": "names what is held",
  },
  "07": {
    "write 0.8": "names what is held",
    "overwrite with −0.5": "names what is held",
    "write 0.6": "names what is held",
    "A bias of … is the same as holding the gates at 1 (i and f), in outputs and gradients":
      "names what is held",
    "where nothing is ever cleared it adds well: less than a tenth of the error of always answering 0":
      "what the claim asks",
    "Of … LSTMs, at least one learns to add two marked numbers out of …": "so is the task",
    "a tanh RNN (orthogonal start, …) is hardly better than always answering 1 (the better of … counts)":
      "no size",
  },
  "08": {
    "the tanh RNN of the same size does not, nor do … random nets (the best of usual start, orthogonal start and luck counts)":
      "made from one number",
    "Adding: the gated cells hold two numbers over … steps": "so is the task",
    "LSTM and GRU learn to add two numbers over … steps (the worse of the two counts)":
      "so is the task",
    "the tanh RNN of the same size does not (the better of both starts counts)":
      "made from one number",
    "r held open (1)": "names what is held",
    "r held shut (0)": "names what is held",
    "Marked recall needs an update gate that moves: held at 0 or at … the GRU does not learn it (the better of the two counts)":
      "names what is held",
    "with the reset gate held open, or the update gate held at 0, it is nearer to certainty (the worse counts)":
      "names what is held",
    "1 − z of each unit (rows): how much of it is overwritten at this step. Dark is much.":
      "no size",
  },
  "09": {
    "An orthogonal RNN of … units repeats more of … letters than GRUs as wide":
      "made from one number",
  },
  "10": {
    "Its gates: 1 is open, 0 is closed": "no size",
    "At temperature …, more than 1 in 200 names made up are real ones that were never seen, on every seed":
      "what the claim asks",
    "held-out names among 100 made up": "no size",
  },
  "11": {
    "Seattle: three years to learn from, one to be tested on": "so is the task",
    "Error on the … days of 2015; a dot a seed.": "so is the task",
    "For tomorrow, a net with memory and a snapshot without are within 0.2 °C of each other":
      "what the claim asks",
    "On changes, a GRU is less than 0.7 times as wrong as the snapshot": "what the claim asks",
  },
  "12": {
    "within as many, an LSTM that starts out keeping is still at chance in the longest":
      "made from one number",
    "To attention, words … to … steps back are about as near as words 1 to … steps back": "no size",
    "How much the last step looks at each step; shares of each row sum to 1.": "no size",
    "before training it looks everywhere alike: 1/… at each of … words": "no size",
    "…: … multiply-adds for the text; the last step costs … times the first and keeps … times as many numbers":
      "no size",
  },
  "13": {
    "the same cell with its gate removed is hardly better than always answering 1, on any seed":
      "no size",
  },
  "14": {
    "one that starts with its gate half open does not, in as many updates": "made from one number",
    "a GRU of as many units is right": "made from one number",
    "Three cups, trained on … shuffles": "so is the task",
    "an LSTM of as many units knows where they are": "made from one number",
    "… layers of linear memory, trained as long, have lost the cups after … shuffles, too":
      "made from one number",
    "A change of a linear memory comes out the same, in whichever order two shuffles are read":
      "no size",
  },
  "15": {
    "With …, a second layer changes the share of words by less than 0.08": "what the claim asks",
    "a memory, beside a net that sees one word, changes it by more than 0.2": "what the claim asks",
    "one layer of a minGRU of as many units is not there": "made from one number",
    "two tones in noise": "so is the task",
    "Did it rise or fall? Two tones, noise after each": "so is the task",
    "A plain RNN of …, trained as long, is as unsure as before": "made from one number",
  },
};

/** Texts of a notebook's figures and cards in which a size is typed, each once. */
export function typedSizes(cells: readonly ReadCell[]): string[] {
  const texts = cells.flatMap((cell) =>
    literals(codeOf(cell)).filter(({ field, text }) => field !== "id" && text.includes(" "))
      .map(({ text }) => text)
  );
  const bare = (text: string) => NO_SIZE.reduce((rest, kind) => rest.replaceAll(kind, ""), text);
  return [...new Set(texts)].filter((text) => SIZE.test(bare(text)));
}

/** Which texts have a size typed into them and no reason, and which reasons are for no text. */
export function unexplained(notebook: string, cells: readonly ReadCell[]): string[] {
  const own = typed[notebook] ?? {};
  const found = typedSizes(cells);
  return [
    ...found.filter((text) => !(text in own)).map((text) => `a size is typed into "${text}"`),
    ...Object.keys(own).filter((text) => !found.includes(text)).map((text) =>
      `no size is typed into "${text}"`
    ),
  ];
}
