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
        claims: ["02.no-memory", "01.bag-of-words-accuracy", "01.same-notes"],
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
        claims: ["03.same-weights", "03.any-length", "04.as-many-weights", "04.any-length"],
      },
      {
        taught: "One set of weights used everywhere shares what was learned across positions",
        claims: [
          "02.shared-weights",
          "02.a-window-shares",
          "04.any-position",
          "04.every-step-teaches",
        ],
      },
      {
        taught: "Memory carries context forward: the clouds are in the … sky",
        claims: ["03.clouds-sky", "03.evidence-moves-it"],
      },
    ],
  },
  {
    heading: "Where simple recurrence struggles",
    sentences: [
      {
        taught: "Long-range dependencies fade: I grew up in France … I speak fluent …",
        claims: ["06.marked-recall-fails", "06.early-word-unused"],
      },
      {
        taught: "The early signal washes out on its way (the vanishing gradient)",
        claims: ["06.gradient-fades", "06.fate-of-a-signal", "05.clipping-is-no-cure"],
      },
      {
        taught:
          "It is plain recurrence, trained by gradient descent, that loses it: a good start helps",
        claims: ["06.plain-latch-is-easy", "06.identity-start", "08.irnn"],
      },
      {
        taught:
          "A verb goes by its subject, not by the nearest noun: a memory can, a window is fooled",
        claims: [
          "06.nearest-noun-fools",
          "06.subject-is-remembered",
          "12.beyond-the-lengths-it-saw",
        ],
      },
      {
        taught:
          "A window that is stacked reaches far without a memory, as far as was fixed beforehand",
        claims: ["06.a-convolution-reaches", "06.learned-distances"],
      },
      {
        taught: "LSTM and GRU: gates decide what to keep, overwrite or forget",
        claims: [
          "07.input-gate-opens-at-the-mark",
          "07.keep-nothing",
          "07.write-everything",
          "07.forget-gate",
          "08.update-gate",
        ],
      },
      {
        taught: "The same loop with a smarter memory holds context longer",
        claims: [
          "07.lstm-remembers",
          "07.lag-200",
          "07.adding",
          "08.marked-recall",
          "08.adding",
          "08.lag-200",
        ],
      },
      {
        taught: "Attention drops the step-by-step march and looks at all positions at once",
        claims: [
          "12.flat-in-the-gap",
          "12.one-step-path",
          "12.looks-at-the-mark",
          "12.a-set-without-codes",
        ],
      },
    ],
  },
  {
    heading: "Pitfalls",
    sentences: [
      {
        taught: "“Just add neurons”: no, a snapshot has no order and no memory at any size",
        claims: ["02.shape-not-size", "02.no-memory"],
      },
      {
        taught: "“The hidden state stores the whole sequence”: no, it is a summary of fixed size",
        claims: [
          "09.fixed-size",
          "09.falls-with-length",
          "09.rises-with-size",
          "09.lets-the-rest-go",
        ],
      },
      {
        taught: "“Each step uses different weights”: no, one small set is used at every step",
        claims: ["04.gradients-sum", "04.as-many-weights", "03.same-weights"],
      },
      {
        taught: "“LSTM and GRU are a new idea”: no, the memory carried forward is unchanged",
        claims: [
          "08.lstm-without-gates-is-an-rnn",
          "08.gru-without-gates-is-an-rnn",
          "08.gru-is-a-tied-lstm",
          "13.typed-gru-is-the-gru",
        ],
      },
    ],
  },
  {
    heading: "Words to use precisely",
    sentences: [
      {
        taught: "Sequence: ordered data where order carries meaning",
        claims: ["01.shuffled-words", "01.weather-order"],
      },
      {
        taught: "Recurrent neural network: reads one element at a time and feeds its memory back",
        claims: ["03.temporal-xor", "03.equals-library"],
      },
      {
        taught: "Hidden state: the running summary of fixed size that is carried between steps",
        claims: ["09.fixed-size", "03.same-word-other-memory"],
      },
      {
        taught: "LSTM and GRU: recurrent designs whose gates control what memory to keep",
        claims: ["07.same-as-library", "08.equals-library", "08.z-near-one-keeps"],
      },
      {
        taught: "Context window: how much of a sequence a system can keep in mind at once",
        claims: ["02.fixed-input-size", "12.context-of-attention", "12.context-of-a-tanh-rnn"],
      },
    ],
  },
  {
    heading: "Recurrence today",
    sentences: [
      {
        taught: "Gates made from the input alone let all steps be computed at once",
        claims: ["14.scan-is-the-loop", "14.rounds"],
      },
      {
        taught: "They remember what the input marks",
        claims: ["14.recall-is-kept"],
      },
      {
        taught:
          "Given up is keeping track of a state that each step changes; a sign gives some back",
        claims: [
          "14.parity-is-lost",
          "14.a-second-layer-is-no-help",
          "14.the-sign-has-parity",
          "14.cups-are-lost",
          "14.two-layers-lose-them",
          "14.attention-loses-them",
          "14.factors-commute",
        ],
      },
    ],
  },
  {
    heading: "Two cells",
    sentences: [
      {
        taught: "One that reads backward sees what comes; the price is to wait for the end",
        claims: ["15.both-ways", "15.a-word-later"],
      },
      {
        taught: "One on top computes a step more; with as many weights it was no better memory",
        claims: ["15.a-layer-is-no-memory", "15.a-layer-asks", "15.one-layer-that-asks"],
      },
      {
        taught: "One that reads and one that writes turn a sequence into another",
        claims: ["15.reads-then-writes", "15.teacher-forcing-flatters"],
      },
      {
        taught: "A tone heard long ago is memory, as a word is",
        claims: ["15.a-tone-in-memory", "15.a-tone-lost"],
      },
    ],
  },
  {
    heading: "In one line",
    sentences: [
      {
        taught: "A feedforward network sees a snapshot; a recurrent network reads a story",
        claims: ["02.each-shape-fails", "03.memory-carries-context", "03.real-text"],
      },
    ],
  },
];
