/**
 * A text on which counting pairs is at a loss, and counting triples is nearly sure.
 *
 * @module
 */

import { ngram } from "lib/data/ngram.ts";
import { kindOf } from "lib/exercises/common.ts";
import { Finding } from "lib/exercises/definition.ts";
import { count } from "lib/exercises/differ.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";

const LEAST = 100;
const MOST = 2000;
const LOST = 0.9;
const SURE = 0.2;

const twoBack: string = "aabb".repeat(50);

const strangeIn = (text: string) => [...text].find((letter) => letter !== "a" && letter !== "b");
const badLength = (text: string) => text.length < LEAST || text.length > MOST;

/** The exercise. */
export default valueExercise<string>({
  id: "10.two-back",
  kind: "fool the net",
  title: "fool whoever looks one back",
  goal:
    "Write a text of two letters on which counting of order 2 only guesses, and counting of order 3 is nearly sure.",
  text:
    "Write a text of the letters _a_ and _b_, 100 to 2,000 of them, such that an n-gram of **order 2** (it sees one character " +
    `back) needs at least ${LOST} bits per character, as for tossing a coin, and one of **order 3** (it sees two) at most ` +
    `${SURE}. Both count the first half and are measured on the second.`,
  begin: [
    "After an a there must be an a as often as a b; and the same after a b",
    "Yet whoever knows the last two letters must know the next: write down what follows aa, ab, ba and bb",
  ],
  answer: "twoBack",
  turn: 'such as "abb".repeat(50)',
  from: import.meta.url,
  solution: twoBack,
  why:
    "After a comes a or b, equally often, and the same after b: order 2 tosses a coin. But after aa always comes b, after ab always b, after " +
    "bb always a, after ba always a: order 3 knows.",
  learned:
    "What a reader cannot see is chance to it, though it be the strictest order. A window one step too short is not a little " +
    "worse here: it knows nothing. A recurrent memory has no such edge, but must learn what to keep.",
  read(answer) {
    if (typeof answer === "string") return answer.trim();
    throw new Finding("kind", `a text is wanted, and this is ${kindOf(answer)}`);
  },
  right(text) {
    if (strangeIn(text) !== undefined || badLength(text)) return false;
    const [, two, three] = bits(text);
    return two >= LOST && three <= SURE;
  },
  said(text) {
    const strange = strangeIn(text);
    if (strange !== undefined) return `the text holds "${strange}", and a and b are wanted alone`;
    if (badLength(text)) return `the text has ${count(text.length, "letter")}`;
    return `bits per character by counting: ${
      bits(text).map((x, i) => `${x.toFixed(2)} (order ${i + 1})`).join(", ")
    }`;
  },
  ideas: {
    "letters": {
      idea: "The text must be made of a and b alone",
      hint: "No blanks, no capitals",
      stronger: 'Something like "ab".repeat(60) has the right letters',
      answers: [
        "to be or not to be ".repeat(10),
        "AABB".repeat(50),
        "aa bb ".repeat(50),
        "aabbc".repeat(40),
      ],
      does: (text) => strangeIn(text) !== undefined,
    },
    "length": {
      idea: "The text must be 100 to 2,000 letters long, so that there is something to count",
      hint: "Repeat a short piece with .repeat",
      stronger: "A piece of 4 letters, 50 times, makes 200",
      answers: ["aabb", "", "aabb".repeat(2000), "aabb".repeat(24)],
      does: badLength,
    },
    "one-letter": {
      idea: "Nearly the same letter all the time needs no memory whatever",
      hint: "Both letters must be equally frequent",
      stronger: "As many a as b, and each pair as often as the others",
      answers: ["a".repeat(200), "b".repeat(150), "a".repeat(199) + "b"],
      does: (text) => bits(text)[0] < 0.5,
    },
    "pairs-suffice": {
      idea: "Here each letter says which one comes next, so looking one back is enough",
      hint: "After an a, an a must be as likely as a b",
      stronger: "Double each letter of your text: what follows a then?",
      answers: ["ab".repeat(100), "ba".repeat(60), "ab".repeat(50) + "ab".repeat(60)],
      does: (text) => bits(text)[1] <= SURE,
    },
    "half-way": {
      idea:
        "After one of the letters order 2 is unsure, after the other it is sure: half of a secret is given away",
      hint: "Count what follows each letter: aa, ab, ba and bb must be equally frequent",
      stronger: "Find a cycle in which each of the four pairs occurs once",
      answers: ["abb".repeat(60), "aab".repeat(60), "bba".repeat(70), "abbb".repeat(50)],
      does: (text) => bits(text)[1] < LOST && bits(text)[2] <= SURE,
    },
    "coin": {
      idea: "Chance fools both: order 3 must be able to know what order 2 cannot",
      hint: "There must be a rule; only it must reach two letters back",
      stronger: "Repeat a short piece in which no pair occurs twice",
      answers: [
        Array.from({ length: 400 }, (_, i) => "ab"[(i * i * 7919 + i * 104729 >> 5) & 1]).join(""),
        Array.from({ length: 300 }, (_, i) => "ab"[(i * i * i * 31 + i * 77 >> 3) & 1]).join(""),
      ],
      does: (text) => bits(text)[2] > SURE && bits(text)[3] > 0.5,
    },
    "too-far": {
      idea: "The rule reaches further back than two letters, so order 3 is fooled as well",
      hint: "Can two letters alone say which comes next in your text, everywhere?",
      stronger: "Shorter runs: after aa there must always come the same letter",
      answers: ["aaabbb".repeat(40), "aaaabbbb".repeat(30), "aabab".repeat(60)],
      does: () => true,
    },
  },
  faults: { kind: [["a", "b"], 5, null] },
});

/** Bits per character of counting by order 1 to 4: the first half counted, the second measured. */
function bits(text: string): number[] {
  const ids = Array.from(text, (letter) => letter === "a" ? 0 : 1);
  const half = Math.floor(ids.length / 2);
  return [1, 2, 3, 4].map((order) =>
    ngram(ids.slice(0, half), { order, vocabSize: 2 }).bitsPerSymbol(ids.slice(half))
  );
}
