/**
 * A number to predict: the most that any function of the bag can get right.
 *
 * @module
 */

import { numberOf } from "lib/exercises/common.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";

/** Sentences and who acts in them. */
const asked: readonly (readonly [string, string])[] = [
  ["dog bites man", "animal"],
  ["man bites dog", "person"],
  ["cat sees king", "animal"],
  ["king sees cat", "person"],
  ["horse wakes child", "animal"],
  ["child wakes horse", "person"],
  ["goose follows woman", "animal"],
  ["woman follows goose", "person"],
  ["king bites horse", "person"],
  ["cat wakes man", "animal"],
];

const bestShare: number = 0.6;

const near = (share: number, ...others: number[]) =>
  others.some((other) => Math.abs(share - other) < 0.005);

/** The exercise. */
export default valueExercise<number>({
  id: "01.best-bag",
  kind: "predict the number",
  title: "the best a bag can do",
  goal:
    "Predict which share of these ten sentences the best bag of words there could be gets right.",
  text:
    "Ten sentences. The first eight are four mirrored pairs; the last two come without their mirror " +
    "image. What is the largest share that _any_ function of the bag can get right, even one that was told " +
    "all ten answers? Say it before you run the cell.",
  begin: [
    "Which sentences look the same to a bag?",
    "Count right answers: how many of each mirrored pair, how many of the sentences without a mirror image?",
  ],
  answer: "bestShare",
  stub: `// dog bites man, man bites dog, cat sees king, king sees cat, horse wakes child,
// child wakes horse, goose follows woman, woman follows goose,
// king bites horse, cat wakes man: who acts, a person or an animal?
const bestShare: number = yourTurn; // YOUR TURN: between 0 and 1`,
  from: import.meta.url,
  solution: bestShare,
  why:
    "Four mirrored pairs: the two sentences of a pair have one bag, so one answer, which is right once. " +
    "That makes 4. The two others have bags of their own and can be right: 4 + 2 of 10.",
  learned:
    "The bound comes from the data, not from the net: of sentences with the same bag, one answer is " +
    "given to all. Exactly half was the bound above because there every sentence had its mirror image.",
  read: (answer) => numberOf(answer, "your prediction"),
  right: (share) => Math.abs(share - measure().best) < 1e-6,
  said(share, idea) {
    const { best, bags } = measure();
    if (idea === null) {
      return `measured: the ten sentences make ${bags} different bags, and the best answer to each gets ` +
        `${best * 10} of 10 right`;
    }
    if (share > 1 || share < 0) return `you said ${share}, and a share lies between 0 and 1`;
    return `you said ${share}; sorted by their bags, the ten sentences make ${bags} bags, and 4 of these ` +
      `hold a sentence of each answer`;
  },
  ideas: {
    "percent": {
      idea: "This looks like a percentage",
      hint: "Divide by 100",
      stronger: "Write one half as 0.5",
      answers: [60, 6, 50, 100],
      does: (share) => share > 1,
    },
    "always-half": {
      idea: "Half is the bound where every sentence has its mirror image. Two of these have none",
      hint: 'Nothing keeps a bag from learning by heart who acts in "king, bites, horse"',
      stronger: "One of each pair, and both of the rest: how many of ten?",
      answers: [0.5, 1 / 2 + 1e-9],
      does: (share) => near(share, 0.5),
    },
    "training": {
      idea:
        "Training finds the best function of the bag; it cannot find one that gives the same bag two answers",
      hint: 'Do "dog bites man" and "man bites dog" have different bags?',
      stronger: "Of each mirrored pair, exactly one is right at best",
      answers: [1, 0.999, 0.99],
      does: (share) => share > 0.94,
    },
    "only-pairs": {
      idea: "The two sentences without a mirror image count as well",
      hint: "A bag that occurs once can have any answer",
      stronger: "Four right among the first eight, and how many of the last two?",
      answers: [0.4, 4 / 10],
      does: (share) => near(share, 0.4),
    },
    "pairs-lost": {
      idea:
        "Of a mirrored pair not both are lost: the one answer that both get is right for one of them",
      hint: 'Say "animal" to the bag dog, bites, man: for which sentence is that right?',
      stronger: "Half of the first eight, and the last two",
      answers: [0.2, 2 / 10, 0.1],
      does: (share) => share < 0.25 && share > 0,
    },
    "one-of-two": {
      idea:
        "Both sentences without a mirror image can be right, and all four pairs bring one right answer each",
      hint: "Count again: four pairs, one right in each, and two that stand alone",
      stronger: "4 + 2 of 10",
      answers: [0.8, 0.7, 0.9, 0.3, 5 / 8, 3 / 4],
      does: (share) => share > 0.25,
    },
  },
  faults: { "not-finite": [0 / 0, 1 / 0], kind: ["0.6", [0.6], { share: 0.6 }] },
});

/** Sorts the sentences by their bags and gives each bag its most frequent answer. */
function measure(): { best: number; bags: number } {
  const answers = new Map<string, string[]>();
  for (const [sentence, actor] of asked) {
    const key = sentence.split(" ").sort().join(" ");
    answers.set(key, [...answers.get(key) ?? [], actor]);
  }
  const right = [...answers.values()].map((list) =>
    Math.max(...list.map((actor) => list.filter((other) => other === actor).length))
  );
  return { best: right.reduce((sum, n) => sum + n) / asked.length, bags: answers.size };
}
