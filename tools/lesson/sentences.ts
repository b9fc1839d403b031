/**
 * Everything that the course says in one page, and the claims that put each of it to the test.
 *
 * @module
 */

/** One thing that is taught. */
export interface Sentence {
  /** What is taught, in a few words. */
  readonly taught: string;
  /** Ids of the claims that could refute it, in reading order. */
  readonly claims: readonly string[];
}

/** A part of the page. */
export interface Part {
  readonly heading: string;
  readonly sentences: readonly Sentence[];
}

/** The page, part by part. */
export const lesson: readonly Part[] = [
  {
    heading: "The idea",
    sentences: [
      {
        taught: "In a sequence (text, audio, time series) the order is the meaning",
        claims: [
          "01.bag-of-words-logits",
          "01.shuffled-words",
          "01.rise-or-fall",
          "01.weather-order",
        ],
      },
      {
        taught:
          "The remedy is a memory: a running summary, renewed at each step (the hidden state)",
        claims: ["03.same-word-other-memory", "02.one-bit-of-memory"],
      },
    ],
  },
  {
    heading: "Why a feedforward network fails at sequences",
    sentences: [
      {
        taught: "Fixed input size: slots fit one length, a window drops the rest",
        claims: ["02.fixed-input-size", "02.each-shape-fails"],
      },
      {
        taught: "No order, no memory: one snapshot, one answer, all forgotten",
        claims: ["02.no-memory", "01.bag-of-words-accuracy"],
      },
      {
        taught: "No sharing: what is learned in one slot is worth nothing in another",
        claims: ["02.no-sharing"],
      },
      {
        taught: "A problem of shape, not of size: more neurons do not help",
        claims: ["02.shape-not-size", "02.no-memory"],
      },
    ],
  },
  {
    heading: "What recurrence does",
    sentences: [
      {
        taught: "New memory = combine(current input, previous memory): a weighted sum, squashed",
        claims: ["03.equals-library", "03.temporal-xor"],
      },
      {
        taught: "An answer can be read out of the memory at any step",
        claims: ["03.evidence-moves-it", "03.memory-carries-context"],
      },
      {
        taught: "The same weights at every step handle any length",
        claims: ["03.same-weights", "03.any-length"],
      },
      {
        taught: "The same weights share what was learned across positions",
        claims: ["02.shared-weights"],
      },
      {
        taught: "Memory carries context forward: the clouds are in the … sky",
        claims: ["03.clouds-sky", "03.evidence-moves-it"],
      },
    ],
  },
];
