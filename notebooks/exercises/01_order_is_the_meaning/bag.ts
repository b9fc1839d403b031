/**
 * The bag of words as code: how often each word occurs.
 *
 * @module
 */

import { proportional, shuffled, wrongOnly } from "lib/exercises/does.ts";
import type { Outcome } from "lib/exercises/observe.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { createRandom } from "lib/random.ts";

/** How often each word of `vocab` occurs in a sentence, in the order of `vocab`. */
function countsOf(words: readonly string[], vocab: readonly string[]): number[] {
  return vocab.map((word) => words.filter((other) => other === word).length);
}

const right = countsOf;
const total = (list: readonly number[]) => list.reduce((sum, n) => sum + n, 0);

/** The exercise. */
export default functionExercise<typeof countsOf>({
  id: "01.bag",
  kind: "fill in the equation",
  title: "a bag of words",
  goal: "Turn a sentence into its bag of words: one count for each word of the vocabulary.",
  begin: [
    "How many numbers come out, and does that depend on the length of the sentence?",
    "For each word of `vocab`: how many of `words` are equal to it?",
  ],
  from: import.meta.url,
  solution: countsOf,
  why:
    "It is the sum over time steps from the text: for each word v of the vocabulary, one is added " +
    "for each t with x_t = v. Time is summed over, so it cannot be in the result.",
  learned:
    "A bag has one number a word, however long the sentence is and in whatever order it was. " +
    "A word that occurs twice counts twice; where it stood is gone.",
  cases: () => {
    const random = createRandom(1);
    const names = ["dog", "bites", "man", "cat", "sees"];
    const similar = ["a", "an", "man", "Man", "woman"]; // words that contain one another, and a capital
    const drawn = Array.from(
      { length: 60 },
      (_, n) =>
        Array.from({ length: random.integer(0, 12) }, () => random.pick(n % 3 ? names : similar)),
    );
    const sentences = [
      ["man", "sees", "man", "dog"],
      ["dog", "bites", "man"],
      [],
      ["cat"],
      ["dog", "ate", "cat"],
      ["a", "woman", "an", "Man", "a"],
      ["man", "woman", "Man"],
      ["an", "woman", "a"],
      ...drawn,
    ];
    return sentences.map((words) => {
      const known = words.some((word) => similar.slice(0, 2).includes(word) || word === "woman")
        ? similar
        : names;
      const vocab = words.length % 2 === 0 ? known : known.slice(0, 3);
      return { given: [words, vocab] };
    });
  },
  found: (f, cases) =>
    `${cases.length} sentences counted as wanted; "dog bites man" and "man bites dog" both give [${
      Array.from(f(["dog", "bites", "man"], ["dog", "bites", "man", "cat", "sees"])).join(", ")
    }]`,
  ideas: {
    "set": {
      idea: "A bag is not a set: a word that occurs twice counts twice",
      hint: 'What should come out for the word "man" in "man sees man"?',
      stronger: "`includes` says whether a word occurs; the sum in the equation says how often",
      answers: [
        (words, vocab) => vocab.map((word) => (words.includes(word) ? 1 : 0)),
        (words, vocab) => vocab.map((word) => Number(new Set(words).has(word))),
        (words, vocab) => right([...new Set(words)], vocab),
        (words, vocab) => right(words, vocab).map((n) => Math.min(1, n)),
        (words, vocab) => vocab.map((word) => Math.sign(words.indexOf(word) + 1)),
        (words, vocab) => vocab.map((word) => words.find((other) => other === word) ? 1 : 0),
      ],
    },
    "place": {
      idea: "The place of a word found its way in. A bag must not know where a word stood",
      hint: 'Do "dog bites man" and "man bites dog" give the same numbers?',
      stronger: "Each occurrence adds 1, whatever its index is",
      answers: [
        (words, vocab) => vocab.map((word) => words.indexOf(word) + 1),
        (words, vocab) => vocab.map((word) => words.indexOf(word)),
        (words, vocab) =>
          vocab.map((word) => total(words.map((other, i) => other === word ? i : 0))),
        (words, vocab) =>
          vocab.map((word) => total(words.map((other, i) => other === word ? i + 1 : 0))),
        (words, vocab) => vocab.map((word) => words.lastIndexOf(word)),
        (words, vocab) => vocab.map((word) => words.lastIndexOf(word) + 1),
        (words, vocab) => vocab.map((word) => Math.max(0, words.indexOf(word))),
      ],
      does: ({ cases, found }) =>
        // the same word, at another place, counts otherwise
        cases.some(({ given }, i) =>
          String(given[0]) === "cat" && found.some((other, k) => {
            const words = cases[k].given[0] as string[];
            return k !== i && words.at(-1) === "cat" && !words.slice(0, -1).includes("cat") &&
              at(found[i], 3) !== undefined && at(other, 3) !== undefined &&
              at(found[i], 3) !== at(other, 3) && Number.isInteger(at(other, 3));
          })
        ),
    },
    "share": {
      idea:
        "These are shares of the sentence. The equation counts, and does not divide by the length",
      hint: "What comes out for a sentence without words?",
      stronger: "Leave out the division by the number of words",
      answers: [
        (words, vocab) => right(words, vocab).map((n) => n / Math.max(1, words.length)),
        (words, vocab) => right(words, vocab).map((n) => words.length ? n / words.length : 0),
        (words, vocab) => {
          const counts = right(words, vocab);
          return counts.map((n) => n / Math.max(1, total(counts)));
        },
        (words, vocab) => right(words, vocab).map((n) => n / vocab.length),
        (words, vocab) => right(words, vocab).map((n) => n / words.length),
      ],
      does: proportional,
    },
    "other-list": {
      idea: "The bag is ordered by the vocabulary, not by the sentence",
      hint: "What is the third number for: the third word of the sentence, or of the vocabulary?",
      stronger: "Begin with `vocab.map((word) => …)`",
      answers: [
        (words, vocab) => vocab.map((_, i) => words.filter((other) => other === words[i]).length),
        (words, vocab) => vocab.map((_, i) => i < words.length ? right(words, [words[i]])[0] : 0),
        (words, vocab) =>
          vocab.map((_, i) => words[i] === undefined ? 0 : vocab.indexOf(words[i]) + 1),
        (words, vocab) => vocab.map((word, i) => words[i] === word ? 1 : 0),
        (words, vocab) => vocab.map((word, i) => words[i] === word ? right(words, [word])[0] : 0),
        (words, vocab) => words.map((word) => vocab.filter((other) => other === word).length),
        (words) => words.map((word) => right(words, [word])[0]),
      ],
      anyShape: true,
      does: ({ cases, found }) =>
        // a number for each word of the sentence
        found.every((one, i) =>
          "parts" in one &&
          one.parts.result.leaves.length === (cases[i].given[0] as string[]).length
        ),
    },
    "sorted": {
      idea: "The counts are right, and stand in another order than the vocabulary",
      hint: "Which number is for the first word of `vocab`?",
      stronger: "Go through `vocab` from its beginning, and put one number down for each word",
      answers: [
        (words, vocab) => right(words, vocab).sort((a, b) => b - a),
        (words, vocab) => right(words, vocab).reverse(),
        (words, vocab) => right(words, [...vocab].sort()),
        (words, vocab) => right(words, [...vocab].reverse()),
      ],
      does: shuffled,
    },
    "capitals": {
      idea: "Large and small letters are taken for the same; these are two words of the vocabulary",
      hint: "The vocabulary holds “man” and “Man”. How many numbers is that?",
      stronger: "Leave out `toLowerCase`",
      answers: [
        (words, vocab) =>
          vocab.map((word) =>
            words.filter((one) => one.toLowerCase() === word.toLowerCase()).length
          ),
        (words, vocab) => right(words.map((word) => word.toLowerCase()), vocab),
        (words, vocab) => right(words, vocab.map((word) => word.toLowerCase())),
      ],
      does: wrongOnly((words: string[], vocab: string[]) =>
        words.includes("Man") || (vocab.includes("Man") && words.includes("man"))
      ),
    },
    "parts-of-words": {
      idea:
        "A word counts that only contains the other one: “man” is in “woman”, and is another word",
      hint: "What should come out for “a” in a sentence of the words “a”, “an” and “man”?",
      stronger: "Compare whole words with ===, not with `includes` or `startsWith`",
      answers: [
        (words, vocab) => vocab.map((word) => words.filter((other) => other.includes(word)).length),
        (words, vocab) => vocab.map((word) => words.join(" ").split(word).length - 1),
        (words, vocab) => vocab.map((word) => words.filter((one) => one.startsWith(word)).length),
        (words, vocab) => vocab.map((word) => words.filter((one) => one.endsWith(word)).length),
        (words, vocab) => vocab.map((word) => words.filter((one) => word.includes(one)).length),
      ],
      does: ({ cases, found, wanted }) =>
        wrongOnly((_, vocab: string[]) => vocab.includes("an"))({ cases, found, wanted }),
    },
    "one-off": {
      idea: "One word of the sentence is not counted, or each count is one too many",
      hint: "Does your loop see the first word, and the last? What comes out for no words at all?",
      stronger: "Begin each count at 0, and go through all of `words`",
      answers: [
        (words, vocab) => right(words.slice(1), vocab),
        (words, vocab) => right(words.slice(0, -1), vocab),
        (words, vocab) => right(words, vocab).map((n) => n + 1),
        (words, vocab) => right(words, vocab).map((n) => Math.max(0, n - 1)),
      ],
      does: ({ found, wanted }) => found.every((one, i) => close(one, wanted[i])),
    },
  },
  faults: {
    shape: [
      (words, vocab) => right(words, vocab).filter((n) => n > 0),
      (words, vocab) => [...right(words, vocab), words.length],
    ],
    kind: [
      (words, vocab) =>
        Object.fromEntries(vocab.map((word, i) => [word, right(words, vocab)[i]])) as never,
      (words, vocab) => words.forEach((word) => vocab.indexOf(word)) as never,
      (words, vocab) => total(right(words, vocab)) as never,
      (words, vocab) => right(words, vocab).map(String) as never,
    ],
    mutates: [
      (words, vocab) => {
        const left = words as string[];
        const counts = vocab.map(() => 0);
        while (left.length > 0) {
          const at = vocab.indexOf(left.pop()!);
          if (at >= 0) counts[at] += 1;
        }
        return counts;
      },
      (words, vocab) => right((words as string[]).sort(), vocab),
    ],
    "never-returns": [
      (words, vocab) => {
        const counts = vocab.map(() => 0);
        const i = 0;
        while (i < words.length) counts[vocab.indexOf(words[i])] += 1;
        return counts;
      },
    ],
  },
});

/** The number at a place of what came. */
function at(one: Outcome, place: number): unknown {
  return "fault" in one ? undefined : one.parts.result?.leaves[place];
}

/** Whether one number is off by one, or all are. */
function close(one: Outcome, other: Outcome): boolean {
  if ("fault" in one || "fault" in other) return false;
  const [a, b] = [one.parts.result.leaves, other.parts.result.leaves] as number[][];
  const off = b.map((x, i) => a[i] - x).filter((x) => x !== 0);
  return off.every((x) => Math.abs(x) === 1) && (off.length <= 1 || new Set(off).size === 1);
}
