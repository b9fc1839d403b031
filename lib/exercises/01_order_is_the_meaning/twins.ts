/**
 * Two sentences that even a bag of neighbouring pairs cannot tell apart.
 *
 * @module
 */

import { kindOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

/** The exercise. */
export const twins: Exercise = {
  id: "01.twins",
  kind: "fool the net",
  title: "twins for a bag of pairs",
  goal:
    "Write two different sentences that hold the same pairs of neighbouring words, equally often.",
  text:
    "A bag of **pairs** counts _dog bites_ and _bites man_ in place of single words, and so it " +
    "tells _dog bites man_ from _man bites dog_. Is it blind to anything? A net on top of it sees nothing " +
    "but those counts. Fool it: find two _different_ sentences with the same counts. (They may be of any " +
    "words and need not be good English.)",
  answer: "twins",
  stub: `const twins: [string, string] = yourTurn; // YOUR TURN: ["dog …", "dog …"]`,
  begin: [
    "Let one word occur several times, so that the ways from it and back to it can change places",
    "Leave a word and come back to it, twice, by two ways: which way is first?",
  ],
  check(answer) {
    const [one, other] = sentencesOf(answer);
    const said = (text: string) => `"${one.join(" ")}" and "${other.join(" ")}" ${text}`;
    if (one.join(" ") === other.join(" ")) {
      throw new Finding("identical", said("are the same sentence"));
    }
    const words = difference(one, other);
    if (words) {
      throw new Finding(
        "words",
        said(`do not even hold the same words: "${words}" is in one more often`),
      );
    }
    const pair = difference(pairsOf(one), pairsOf(other));
    if (pair) {
      const text = `have the same words, but the pair "${pair}" is in one more often`;
      const ends = one[0] !== other[0] || one.at(-1) !== other.at(-1);
      if (new Set(one).size === one.length) throw new Finding("single-words", said(text));
      if (other.join(" ") === one.toReversed().join(" ")) throw new Finding("turned", said(text));
      throw new Finding(ends ? "ends" : "single-words", said(text));
    }
    return `${one.length} words, ${
      pairsOf(one).length
    } pairs, the same in both sentences; a bag of pairs ` +
      `gives both the same logits, whatever net is on top`;
  },
  learned:
    "Counting pairs moves the blindness, it does not cure it: whatever a bag of fixed pieces holds, " +
    "there are longer sentences that differ only in how the pieces follow each other.",
  misconceptions: {
    "identical": {
      idea: "One sentence cannot be told from itself; that fools nobody",
      hint: "The order must differ somewhere",
      stronger: "Let a word occur three times, and exchange what stands between",
    },
    "words": {
      idea: "A bag knows which words there are. Only their order may differ",
      hint: "Use the same words in both, each as often",
      stronger: "Write the first sentence, then shuffle it",
    },
    "single-words": {
      idea: "These twins fool a bag of single words. A bag of pairs sees who stands beside whom",
      hint: "List the pairs of each sentence: which one is missing in the other?",
      stronger: "As long as each word occurs once, its pairs give the order away: repeat one",
    },
    "turned": {
      idea: 'Reading backward turns each pair round: "dog bites" becomes "bites dog"',
      hint: "Each word must keep its neighbour on the right",
      stronger:
        "Do not turn the whole; exchange two stretches that begin and end with the same word",
    },
    "ends": {
      idea:
        "Pairs give away the ends: the first word is the one that follows none, once more than it should",
      hint: "Begin both sentences with the same word, and end both with the same word",
      stronger: "Begin and end with the word that you repeat: a b a c a",
    },
  },
  solution: {
    source: `const twins: [string, string] = ["dog man dog cat dog", "dog cat dog man dog"];`,
    why:
      "Both go from the dog to the man and back, and to the cat and back. The pairs say which steps are " +
      "taken, not which round trip comes first.",
  },
  wrong: [
    ["fools single words only", "single-words", `["dog bites man", "man bites dog"]`],
    ["the same sentence twice", "identical", `["dog man dog cat dog", "dog man dog cat dog"]`],
    ["other words", "words", `["dog bites man", "dog bites cat"]`],
    ["read backward", "turned", `["dog sees cat wakes dog man", "man dog wakes cat sees dog"]`],
    ["other ends", "ends", `["dog man dog cat", "dog cat dog man"]`],
    ["one sentence only", "kind", `["dog man dog cat dog"] as never`],
  ].map(([label, misconception, source]) => ({
    label,
    misconception,
    source: `const twins: [string, string] = ${source};`,
  })),
};

function sentencesOf(answer: unknown): [string[], string[]] {
  const good = Array.isArray(answer) && answer.length === 2 &&
    answer.every((one) => typeof one === "string" && one.trim() !== "");
  if (!good) {
    throw new Finding("kind", `two sentences in a list are wanted, and this is ${kindOf(answer)}`);
  }
  return answer.map((one: string) => one.trim().split(/\s+/)) as [string[], string[]];
}

function pairsOf(words: readonly string[]): string[] {
  return words.slice(1).map((word, i) => `${words[i]} ${word}`);
}

/** Something that one list holds more often than the other. */
function difference(one: readonly string[], other: readonly string[]): string | undefined {
  const count = (list: readonly string[], item: string) => list.filter((x) => x === item).length;
  return [...one, ...other].find((item) => count(one, item) !== count(other, item));
}
