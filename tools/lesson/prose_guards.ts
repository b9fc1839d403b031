/**
 * Numbers in prose that stand neither in the notebook's code nor in what it printed, and sentences that compare and have no
 * claim behind them, each with why it is true all the same. `prose.ts` holds the notebooks to this list.
 *
 * @module
 */

/** Why such a number or sentence is true. */
export type Ground =
  /** A line of arithmetic, which the reader can do. */
  | "is arithmetic"
  /** It is set in lib/, or in the data, where the notebook's code takes it from. */
  | "is set in lib or data"
  /** It tells of what others found, or of a figure that is kept elsewhere. */
  | "is told from elsewhere"
  /** It says what a word means, or how something is made. */
  | "says how it is made"
  /** An example, an advice, a wish: no result. */
  | "states no result";

/** By notebook: a number as it is written, or how the sentence begins. */
export const grounds: Readonly<Record<string, Readonly<Record<string, Ground>>>> = {
  "00": {
    "26": "says how it is made",
    "thousand": "says how it is made",
    "Nothing can break": "states no result",
    "- **Overfitting**": "says how it is made",
    "That is why something is always held out": "states no result",
  },
  "01": { "8,000": "is set in lib or data" },
  "02": { "| no sharing across positions": "says how it is made" },
  "03": { "1.44": "is arithmetic", "With the recurrence cut, it is": "says how it is made" },
  "04": { "any length can be read": "states no result" },
  "05": { "Multiply a number by 0.5": "is arithmetic" },
  "06": {
    "2,000": "is arithmetic",
    "They have about 1,500 parameters": "says how it is made",
  },
  "08": {
    "ten": "is set in lib or data",
    "1,000": "is told from elsewhere",
    "10": "is set in lib or data",
    "13": "is told from elsewhere",
  },
  "09": {
    "hundred": "states no result",
    "36": "is arithmetic",
    "512": "is arithmetic",
    "2,000": "is set in lib or data",
    "This notebook asks nets to do": "states no result",
  },
  "10": {
    "20,000": "is arithmetic",
    "2,000": "says how it is made",
    "842": "is set in lib or data",
    "(What it has never seen": "says how it is made",
  },
  "11": {
    "320": "states no result",
    "380": "states no result",
    "A net that cannot beat these": "states no result",
    "The error is always the same": "says how it is made",
    "Each rival gets the same number": "says how it is made",
    "Which is best is decided": "says how it is made",
  },
  "12": { "thirty": "states no result", "3,000": "states no result" },
  "13": {
    "1,500": "is set in lib or data",
    "seven": "is arithmetic",
    "- **names**": "says how it is made",
  },
  "14": { "15": "is arithmetic", "six": "is arithmetic" },
  "15": {
    "9,999": "is set in lib or data",
    "forty": "is set in lib or data",
    "3,000": "is arithmetic",
    "48": "is arithmetic",
  },
};

/** The ground of a sentence, or of a number in it. */
export const groundOf = (notebook: string, sentence: string, what = ""): Ground | undefined =>
  Object.entries(grounds[notebook] ?? {})
    .find(([ground]) => ground === what || sentence.startsWith(ground))?.[1];

/** What is without ground in a notebook, and which grounds are for nothing. */
export function groundless(
  notebook: string,
  found: readonly { readonly what: string; readonly sentence: string }[],
): string[] {
  return [
    ...found.filter(({ what, sentence }) => !groundOf(notebook, sentence, what))
      .map(({ what, sentence }) => `nothing stands behind "${what}" in "${sentence}"`),
    ...Object.keys(grounds[notebook] ?? {}).filter((ground) =>
      !found.some(({ what, sentence }) => ground === what || sentence.startsWith(ground))
    ).map((ground) => `"${ground}" needs no ground, or is not there`),
  ];
}
