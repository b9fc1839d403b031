/**
 * A text on which counting pairs is at a loss, and counting triples is nearly sure.
 *
 * @module
 */

import { ngram } from "../../data/ngram.ts";
import { kindOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const LEAST = 100;
const MOST = 2000;
const LOST = 0.9;
const SURE = 0.2;

/** The exercise. */
export const twoBack: Exercise = {
  id: "10.two-back",
  kind: "fool the net",
  title: "fool whoever looks one back",
  goal:
    "Write a text of two letters on which counting of order 2 only guesses, and counting of order 3 is nearly sure.",
  text:
    "Write a text of the letters _a_ and _b_, 100 to 2,000 of them, such that an n-gram of **order 2** (it sees one character " +
    `back) needs at least ${LOST} bits per character, as for tossing a coin, and one of **order 3** (it sees two) at most ` +
    `${SURE}. Both count the first half and are measured on the second.`,
  answer: "twoBack",
  stub: `const twoBack: string = yourTurn; // YOUR TURN: such as "abb".repeat(50)`,
  begin: [
    "After an a there must be an a as often as a b; and the same after a b",
    "Yet whoever knows the last two letters must know the next: write down what follows aa, ab, ba and bb",
  ],
  check(answer) {
    if (typeof answer !== "string") {
      throw new Finding("kind", `a text is wanted, and this is ${kindOf(answer)}`);
    }
    const strange = [...answer].find((letter) => letter !== "a" && letter !== "b");
    if (strange !== undefined) {
      throw new Finding("letters", `the text holds "${strange}", and a and b are wanted alone`);
    }
    if (answer.length < LEAST || answer.length > MOST) {
      throw new Finding("length", `the text has ${answer.length} letters`);
    }
    const ids = Array.from(answer, (letter) => letter === "a" ? 0 : 1);
    const half = Math.floor(ids.length / 2);
    const bits = (order: number) =>
      ngram(ids.slice(0, half), { order, vocabSize: 2 }).bitsPerSymbol(ids.slice(half));
    const [one, two, three, four] = [1, 2, 3, 4].map(bits);
    const said = `bits per character by counting: ${one.toFixed(2)} (order 1), ${
      two.toFixed(2)
    } (order 2), ${three.toFixed(2)} (order 3), ${four.toFixed(2)} (order 4)`;
    if (two >= LOST && three <= SURE) return said;
    if (one < 0.5) throw new Finding("one-letter", said);
    if (two <= SURE) throw new Finding("pairs-suffice", said);
    if (two < LOST && three <= SURE) throw new Finding("half-way", said);
    if (three > SURE && four > 0.5) throw new Finding("coin", said);
    throw new Finding(three > SURE ? "too-far" : "half-way", said);
  },
  learned:
    "What a reader cannot see is chance to it, though it be the strictest order. A window one step too short is not a little " +
    "worse here: it knows nothing. A recurrent memory has no such edge, but must learn what to keep.",
  misconceptions: {
    "pairs-suffice": {
      idea: "Here each letter says which one comes next, so looking one back is enough",
      hint: "After an a, an a must be as likely as a b",
      stronger: "Double each letter of your text: what follows a then?",
    },
    "half-way": {
      idea:
        "After one of the letters order 2 is unsure, after the other it is sure: half of a secret is given away",
      hint: "Count what follows each letter: aa, ab, ba and bb must be equally frequent",
      stronger: "Find a cycle in which each of the four pairs occurs once",
    },
    "coin": {
      idea: "Chance fools both: order 3 must be able to know what order 2 cannot",
      hint: "There must be a rule; only it must reach two letters back",
      stronger: "Repeat a short piece in which no pair occurs twice",
    },
    "too-far": {
      idea: "The rule reaches further back than two letters, so order 3 is fooled as well",
      hint: "Can two letters alone say which comes next in your text, everywhere?",
      stronger: "Shorter runs: after aa there must always come the same letter",
    },
    "one-letter": {
      idea: "Nearly the same letter all the time needs no memory whatever",
      hint: "Both letters must be equally frequent",
      stronger: "As many a as b, and each pair as often as the others",
    },
    "letters": {
      idea: "The text must be made of a and b alone",
      hint: "No blanks, no capitals",
      stronger: 'Something like "ab".repeat(60) has the right letters',
    },
    "length": {
      idea: "The text must be 100 to 2,000 letters long, so that there is something to count",
      hint: "Repeat a short piece with .repeat",
      stronger: "A piece of 4 letters, 50 times, makes 200",
    },
  },
  solution: {
    source: `const twoBack: string = "aabb".repeat(50);`,
    why:
      "After a comes a or b, equally often, and the same after b: order 2 tosses a coin. But after aa always comes b, after ab always b, after " +
      "bb always a, after ba always a: order 3 knows.",
  },
  wrong: [
    ["turn and turn about", "pairs-suffice", `"ab".repeat(100)`],
    ["a, then twice b", "half-way", `"abb".repeat(60)`],
    [
      "pseudo-chance",
      "coin",
      `Array.from({ length: 400 }, (_, i) => "ab"[(i * i * 7919 + i * 104729 >> 5) & 1]).join("")`,
    ],
    ["runs of three", "too-far", `"aaabbb".repeat(40)`],
    ["a alone", "one-letter", `"a".repeat(200)`],
    ["other letters", "letters", `"to be or not to be ".repeat(10)`],
    ["too short", "length", `"aabb"`],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const twoBack: string = ${value};`,
  })),
};
