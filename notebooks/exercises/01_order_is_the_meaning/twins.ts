/**
 * Two sentences that even a bag of neighbouring pairs cannot tell apart.
 *
 * @module
 */

import { kindOf } from "lib/exercises/common.ts";
import { Finding } from "lib/exercises/definition.ts";
import { count } from "lib/exercises/differ.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";

const twins: [string, string] = ["dog man dog cat dog", "dog cat dog man dog"];

type Two = readonly [readonly string[], readonly string[]];

/** The exercise. */
export default valueExercise<Two>({
  id: "01.twins",
  kind: "fool the net",
  title: "twins for a bag of pairs",
  goal:
    "Write two different sentences that hold the same pairs of neighbouring words, equally often.",
  text:
    "A bag of **pairs** counts _dog bites_ and _bites man_ in place of single words, and so it " +
    "tells _dog bites man_ from _man bites dog_. Is it blind to anything? A net on top of it sees nothing " +
    "but those counts. Fool it: find two _different_ sentences with the same counts of pairs. (They may be of any " +
    "words, small and large letters being different ones, and need not be good English.)",
  begin: [
    "Let one word occur several times, so that the ways from it and back to it can change places",
    "Leave a word and come back to it, twice, by two ways: which way is first?",
  ],
  answer: "twins",
  turn: '["dog …", "dog …"]',
  from: import.meta.url,
  solution: twins,
  why:
    "Both go from the dog to the man and back, and to the cat and back. The pairs say which steps are " +
    "taken, not which round trip comes first.",
  learned:
    "Counting pairs moves the blindness, it does not cure it: whatever a bag of fixed pieces holds, " +
    "there are longer sentences that differ only in how the pieces follow each other.",
  read: sentencesOf,
  right: ([one, other]) =>
    one.join(" ") !== other.join(" ") && pairsOf(one).length > 0 &&
    !difference(pairsOf(one), pairsOf(other)),
  said([one, other], idea) {
    const both = `"${shortened(one)}" and "${shortened(other)}"`;
    if (idea === null) {
      return `${
        count(pairsOf(one).length, "pair")
      }, the same in both sentences; a bag of pairs gives both the same logits, whatever net is on top`;
    }
    if (idea === "identical") return `${both} are the same sentence`;
    const word = difference(one, other);
    if (word) return `${both} do not even hold the same words: "${word}" is in one more often`;
    const pair = difference(pairsOf(one), pairsOf(other));
    return `${both} have the same words, but the pair "${pair}" is in one more often`;
  },
  ideas: {
    "identical": {
      idea: "One sentence cannot be told from itself; that fools nobody",
      hint: "The order must differ somewhere",
      stronger: "Let a word occur three times, and exchange what stands between",
      answers: [
        ["dog man dog cat dog", "dog man dog cat dog"],
        ["dog", "dog"],
        ["dog man dog", "dog  man dog "],
      ],
      does: ([one, other]) => one.join(" ") === other.join(" "),
    },
    "case": {
      idea: "Large and small letters make different words: “Dog” is not “dog”",
      hint: "Which words are in the one sentence, letter by letter, and which in the other?",
      stronger: "Write everything in small letters",
      answers: [["Dog man dog", "dog man Dog man"], ["Dog cat dog", "dog cat dog"]],
      does: ([one, other]) =>
        difference(one, other) !== undefined && one.join(" ") !== other.join(" ") &&
        /[A-Z]/.test(`${one} ${other}`),
    },
    "words": {
      idea: "A bag knows which words there are. Only their order may differ",
      hint: "Use the same words in both, each as often",
      stronger: "Write the first sentence, then shuffle it",
      answers: [
        ["dog bites man", "dog bites cat"],
        ["dog man dog cat dog", "dog man dog cat"],
        ["a b a c a", "a b a c a a"],
        ["a man sees", "a woman sees"],
      ],
      does: ([one, other]) => difference(one, other) !== undefined,
    },
    "turned": {
      idea: 'Reading backward turns each pair round: "dog bites" becomes "bites dog"',
      hint: "Each word must keep its neighbour on the right",
      stronger:
        "Do not turn the whole; exchange two stretches that begin and end with the same word",
      answers: [
        ["dog sees cat wakes dog man", "man dog wakes cat sees dog"],
        ["a b a c", "c a b a"],
        ["dog dog cat", "cat dog dog"],
      ],
      does: ([one, other]) =>
        new Set(one).size < one.length && other.join(" ") === [...one].reverse().join(" "),
    },
    "single-words": {
      idea: "These twins fool a bag of single words. A bag of pairs sees who stands beside whom",
      hint: "List the pairs of each sentence: which one is missing in the other?",
      stronger: "As long as each word occurs once, its pairs give the order away: repeat one",
      answers: [
        ["dog bites man", "man bites dog"],
        ["a b c d", "a c b d"],
        ["the king sees", "sees the king"],
        ["dog cat", "cat dog"],
      ],
      does: ([one]) => new Set(one).size === one.length,
    },
    "ends": {
      idea:
        "Pairs give away the ends: the first word is the one that follows none, once more than it should",
      hint: "Begin both sentences with the same word, and end both with the same word",
      stronger: "Begin and end with the word that you repeat: a b a c a",
      answers: [
        ["dog man dog cat", "dog cat dog man"],
        ["man dog cat dog", "cat dog man dog"],
        ["a a b c", "a c a b"],
        ["a b a c", "b a c a"],
      ],
      does: ([one, other]) => one[0] !== other[0] || one.at(-1) !== other.at(-1),
    },
    "other-neighbours": {
      idea: "The ends are the same, and still some word has another neighbour than before",
      hint: "List the pairs of each sentence: which one is missing in the other?",
      stronger: "Exchange two stretches that begin and end with the same word",
      answers: [
        ["a b c b a c a", "a c b b a c a"],
        ["dog man cat dog man dog", "dog cat man dog man dog"],
        ["a b c a d a", "a d b c a a"],
      ],
      does: () => true,
    },
  },
  faults: {
    kind: [["dog man dog cat dog"], "dog man dog", ["", ""], ["a b", 3], ["a", "b", "c"]],
  },
});

function sentencesOf(answer: unknown): Two {
  const wanted = "two sentences in a list are wanted";
  if (!Array.isArray(answer) || answer.length !== 2) {
    throw new Finding("kind", `${wanted}, and this is ${kindOf(answer)}`);
  }
  for (const [i, one] of answer.entries()) {
    const is = typeof one === "string" && one.trim() === "" ? "empty" : kindOf(one);
    if (typeof one === "string" && is !== "empty") continue;
    throw new Finding("kind", `${wanted}, and the ${i === 0 ? "first" : "second"} is ${is}`);
  }
  return (answer as string[]).map((one) => one.trim().split(/\s+/)) as [string[], string[]];
}

function shortened(words: readonly string[]): string {
  const text = words.join(" ");
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function pairsOf(words: readonly string[]): string[] {
  return words.slice(1).map((word, i) => `${words[i]} ${word}`);
}

/** Something that one list holds more often than the other. */
function difference(one: readonly string[], other: readonly string[]): string | undefined {
  const more = new Map<string, number>();
  for (const item of one) more.set(item, (more.get(item) ?? 0) + 1);
  for (const item of other) more.set(item, (more.get(item) ?? 0) - 1);
  return [...more].find(([, n]) => n !== 0)?.[0];
}
