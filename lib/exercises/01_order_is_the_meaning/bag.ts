/**
 * The bag of words as code: how often each word occurs.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import { call, functionOf, numbersOf, shortly } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const header =
  `/** How often each word of \`vocab\` occurs in a sentence, in the order of \`vocab\`. */
function countsOf(words: readonly string[], vocab: readonly string[]): number[]`;

/** The exercise. */
export const bag: Exercise = {
  id: "01.bag",
  kind: "fill in the equation",
  title: "a bag of words",
  goal: "Turn a sentence into its bag of words: one count for each word of the vocabulary.",
  answer: "countsOf",
  stub: `${header} {
  return yourTurn; // YOUR TURN
}`,
  begin: [
    "How many numbers come out, and does that depend on the length of the sentence?",
    "For each word of `vocab`: how many of `words` are equal to it?",
  ],
  check(answer) {
    const f = functionOf(answer);
    const random = createRandom(1);
    const names = ["dog", "bites", "man", "cat", "sees"];
    const cases = [
      ["man", "sees", "man", "dog"],
      ["dog", "bites", "man"],
      [],
      ["cat"],
      ["dog", "ate", "cat"],
    ];
    for (let n = 0; n < 60; n++) {
      cases.push(Array.from({ length: random.integer(0, 12) }, () => random.pick(names)));
    }
    for (const words of cases) {
      const vocab = words.length % 2 === 0 ? names : names.slice(0, 3);
      const counts = vocab.map((word) => words.filter((other) => other === word).length);
      const when = `for "${words.join(" ")}"`;
      const found = numbersOf(call(f, [words, vocab]), vocab.length, when);
      if (same(found, counts)) continue;
      const said = `${when} and the words ${vocab.join(", ")} it gave ${shortly(found)}, wanted ${
        shortly(counts)
      }`;
      throw new Finding(diagnosis(found, counts, words, vocab), said);
    }
    const [one, other] = ["dog bites man", "man bites dog"].map((text) =>
      Array.from(call(f, [text.split(" "), names]) as number[])
    );
    return `65 sentences counted as wanted; "dog bites man" and "man bites dog" both give ${
      shortly(one)
    }${same(one, other) ? "" : " (no)"}`;
  },
  learned:
    "A bag has one number a word, however long the sentence is and in whatever order it was. " +
    "A word that occurs twice counts twice; where it stood is gone.",
  misconceptions: {
    "set": {
      idea: "A bag is not a set: a word that occurs twice counts twice",
      hint: 'What should come out for the word "man" in "man sees man"?',
      stronger: "`includes` says whether a word occurs; the sum in the equation says how often",
    },
    "place": {
      idea: "The place of a word found its way in. A bag must not know where a word stood",
      hint: 'Do "dog bites man" and "man bites dog" give the same numbers?',
      stronger: "Each occurrence adds 1, whatever its index is",
    },
    "share": {
      idea:
        "These are shares of the sentence. The equation counts, and does not divide by the length",
      hint: "What comes out for a sentence without words?",
      stronger: "Leave out the division by the number of words",
    },
    "other-list": {
      idea: "The bag is ordered by the vocabulary, not by the sentence",
      hint: "What is the third number for: the third word of the sentence, or of the vocabulary?",
      stronger: "Begin with `vocab.map((word) => …)`",
    },
  },
  solution: {
    source: `${header} {
  return vocab.map((word) => words.filter((other) => other === word).length);
}`,
    why:
      "It is the sum over time steps from the text: for each word v of the vocabulary, one is added " +
      "for each t with x_t = v. Time is summed over, so it cannot be in the result.",
  },
  wrong: [
    {
      label: "whether, not how often",
      misconception: "set",
      source: `${header} {
  return vocab.map((word) => (words.includes(word) ? 1 : 0));
}`,
    },
    {
      label: "where the word stands",
      misconception: "place",
      source: `${header} {
  return vocab.map((word) => words.indexOf(word) + 1);
}`,
    },
    {
      label: "shares of the sentence",
      misconception: "share",
      source: `${header} {
  return vocab.map((word) =>
    words.filter((other) => other === word).length / Math.max(1, words.length)
  );
}`,
    },
    {
      label: "one number for each word of the sentence",
      misconception: "shape",
      source: `${header} {
  return words.map((word) => vocab.filter((other) => other === word).length);
}`,
    },
    {
      label: "each word of the sentence looked up, filled up with zeros",
      misconception: "other-list",
      source: `${header} {
  return vocab.map((_, i) => words.filter((other) => other === words[i]).length);
}`,
    },
    {
      label: "words are taken out of the sentence while counting",
      misconception: "mutates",
      source: `${header} {
  const left = words as string[];
  const counts = vocab.map(() => 0);
  while (left.length > 0) {
    const at = vocab.indexOf(left.pop()!);
    if (at >= 0) counts[at] += 1;
  }
  return counts;
}`,
    },
    {
      label: "a loop without end",
      misconception: "never-returns",
      source: `${header} {
  const counts = vocab.map(() => 0);
  for (let i = 0; i < words.length; i + 1) counts[vocab.indexOf(words[i])] += 1;
  return counts;
}`,
    },
  ],
};

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

function diagnosis(
  found: readonly number[],
  counts: readonly number[],
  words: readonly string[],
  vocab: readonly string[],
): string {
  const share = counts.map((n) => n / Math.max(1, words.length));
  if (found.every((x, i) => Math.abs(x - share[i]) < 1e-9)) return "share";
  if (same(found, counts.map((n) => Math.min(n, 1)))) return "set";
  const byPlace = (word: string, from: number) =>
    words.reduce((sum, other, i) => sum + (other === word ? i + from : 0), 0);
  const place = [
    vocab.map((word) => words.indexOf(word) + 1),
    vocab.map((word) => words.indexOf(word)),
    vocab.map((word) => byPlace(word, 0)),
    vocab.map((word) => byPlace(word, 1)),
  ];
  if (place.some((one) => same(found, one))) return "place";
  const bySentence = vocab.map((_, i) => words.filter((other) => other === words[i]).length);
  return same(found, bySentence) ? "other-list" : "other";
}
