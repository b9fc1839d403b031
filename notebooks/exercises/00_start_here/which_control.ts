/**
 * Which control shows that looking back is the reason? Each control that does not is answered by an experiment.
 *
 * @module
 */

import { readNames } from "lib/data/names.ts";
import { ngram } from "lib/data/ngram.ts";
import { vocabulary } from "lib/data/vocabulary.ts";
import { choiceExercise } from "lib/exercises/choice_exercise.ts";
import { createRandom } from "lib/random.ts";

/** The exercise. */
export default choiceExercise({
  id: "00.which-control",
  title: "what a control is for",
  goal: "Choose the control that shows that looking back is the reason.",
  text:
    "Looking two letters back, the guesser is right about 27 % of the letters. Somebody doubts that this has to do with " +
    "_looking back_. Which second measurement answers them? Choose one; the others are answered by an experiment.\n\n" +
    "- **a** Guessing with dice: each letter equally likely.\n" +
    "- **b** The same guesser on the very names that it counted.\n" +
    "- **c** The same guesser, looking no letters back.\n" +
    "- **d** The same guesser again, with five other seeds.",
  begin: [
    "What should be the same in both measurements, and what should differ?",
    "A good control differs in one thing only: the one that is said to be the reason.",
  ],
  answer: "whichControl",
  learned:
    "A control is the same experiment without the one thing that is said to be the reason. If it does as well, the reason " +
    "was another. Every claim of this course has one beside it.",
  right: {
    choice: "c",
    measured: async () => {
      const { rightOn } = await guesser();
      return `measured: looking no letters back, all else equal, ${
        percent(rightOn("new", 0, 0))
      } are right; looking two letters back, ${percent(rightOn("new", 2, 0))}`;
    },
    why:
      "It counts the same names and is asked about the same letters; it only does not look back. What is left, an " +
      "eighth of the letters, comes from knowing which letter is frequent. The rest comes from looking back.",
  },
  wrong: {
    a: {
      name: "dice",
      idea:
        "Dice know nothing at all, not even which letters are frequent: they differ in two things at once",
      hint: "Which guesser knows all that ours knows, except what came before?",
      stronger: "Keep the counting, take the looking back away",
      tried: async () => {
        const { letters, rightOn } = await guesser();
        return `tried: dice get ${
          percent(1 / letters)
        }, and a guesser that looks at nothing and always says the most ` +
          `frequent letter gets ${
            percent(rightOn("new", 0, 0))
          }: it beats dice too, without looking back`;
      },
    },
    b: {
      name: "by-heart",
      idea:
        "On what it counted a guesser shows what it learned by heart, not why it is right about new names",
      hint:
        "Both measurements should be made on the same new names. What should differ between them?",
      stronger: "The doubt is about looking back: take that away, and nothing else",
      tried: async () => {
        const { rightOn } = await guesser();
        return `tried: on the names that it counted the guesser gets ${
          percent(rightOn("counted", 2, 0))
        } looking two letters back, and ${
          percent(rightOn("counted", 7, 0))
        } looking seven back, where on new names it gets ${percent(rightOn("new", 7, 0))}`;
      },
    },
    d: {
      name: "again",
      idea: "Other seeds show that it was not luck. They do not show what the reason is",
      hint: "Everything is the same here but chance. What would have to differ instead?",
      stronger: "Change the number of letters it looks back, and leave all else alone",
      tried: async () => {
        const { rightOn } = await guesser();
        const range = (back: number) => {
          const values = [10, 11, 12, 13, 14].map((seed) => rightOn("new", back, seed));
          return `${percent(Math.min(...values))} to ${percent(Math.max(...values))}`;
        };
        return `tried: with seeds 10 to 14 it gets ${
          range(2)
        } again; a guesser that looks at nothing repeats itself just ` +
          `as well, with ${range(0)}`;
      },
    },
  },
});
/** A guesser that says the likeliest letter, and how often it is right. */
async function guesser() {
  const { training, heldOut } = await readNames();
  const names = [...training, ...heldOut];
  const { symbols, encode } = vocabulary(["\n", ...names.join("")]);

  function rightOn(what: "new" | "counted", lettersBack: number, seed: number): number {
    const shuffled = Array.from(createRandom(seed).permutation(names.length), (i) => names[i]);
    const cut = Math.floor(0.8 * names.length);
    const counted = shuffled.slice(0, cut);
    const asked = what === "new" ? shuffled.slice(cut) : counted.slice(0, 500);
    const model = ngram(encode(counted.flatMap((name) => [..."\n".repeat(7), ...name])), {
      order: lettersBack + 1,
      vocabSize: symbols.length,
    });
    let right = 0;
    let all = 0;
    for (const name of asked) {
      const ids = encode([..."\n".repeat(7), ...name]);
      for (let at = 7; at < ids.length; at++) {
        const likely = model.predict(ids.slice(0, at)).subarray(1); // the line break is no letter
        right += 1 + likely.indexOf(Math.max(...likely)) === ids[at] ? 1 : 0;
        all += 1;
      }
    }
    return right / all;
  }
  return { letters: symbols.length - 1, rightOn };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
