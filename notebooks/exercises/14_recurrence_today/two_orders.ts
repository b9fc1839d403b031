/**
 * The same shuffles in two orders, after which the cups stand differently: a product of numbers cannot tell.
 *
 * @module
 */

import type { Cell } from "lib/cells/cell.ts";
import { gru } from "lib/cells/gru.ts";
import { linearMemory } from "lib/cells/linear_memory.ts";
import { kindOf } from "lib/exercises/common.ts";
import { Finding } from "lib/exercises/definition.ts";
import { count } from "lib/exercises/differ.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";
import { createRandom } from "lib/random.ts";
import { after, shellGame, SHUFFLES } from "lib/tasks/shell_game.ts";
import { add, tensor } from "lib/tensor/mod.ts";
import { drawn, readOn } from "../cells.ts";

const twoOrders: [string, string] = ["213 132", "132 213"];

type Two = readonly [readonly string[], readonly string[]];
const { input, labels } = shellGame();
const vocab = input.kind === "symbols" ? input.vocab : [];
const MOST = 20;

const sorted = (shuffles: readonly string[]) => shuffles.toSorted().join(" ");
const strangeIn = (two: Two) => two.flat().find((one) => !vocab.includes(one));
const standAfter = (shuffles: readonly string[]): string =>
  labels![shuffles.reduce((order, one) => after(order, vocab.indexOf(one)), 0)];

/** The exercise. */
export default valueExercise<Two>({
  id: "14.two-orders",
  kind: "fool the net",
  title: "which shuffles fool the linear memory",
  goal:
    "Write two lists of the same shuffles, in two orders after which the cups stand differently.",
  text:
    "If each shuffle multiplies what is remembered by a number of its own, then whatever the numbers are, the product is " +
    "the same in every order. So fool it: write **two lists of the same shuffles**, each as often in the one as in the " +
    "other, after which the three cups, beginning as _abc_, stand **differently**. Shuffles are written as above, without " +
    `the arrow: ${vocab.map((one) => `\`${one}\``).join(", ")}; at most ${MOST} in each list.`,
  begin: [
    "Two shuffles are enough: do one and then the other, or the other and then the one",
    "Swap the first two, then the last two: where does a end? And the other way round?",
  ],
  answer: "twoOrders",
  turn: '["213 …", "… 213"]',
  from: import.meta.url,
  solution: twoOrders,
  why:
    "213 swaps the first two places and 132 the last two. In the one order the cups end as bca, in the other as cab.",
  learned:
    "The order of the same steps is the meaning again, as in notebook 01. A product of numbers is a bag of factors; to " +
    "know how the cups stand a step has to mix the memory with itself.",
  read(answer) {
    const good = Array.isArray(answer) && answer.length === 2 &&
      answer.every((one) => typeof one === "string" && /\S/.test(one));
    if (!good) {
      throw new Finding("kind", `two lists of shuffles are wanted, and this is ${kindOf(answer)}`);
    }
    return (answer as string[]).map((one) =>
      one.replaceAll(/→\s*[abc]{3}/g, " ").split(/[\s,;]+/).filter((word) => word !== "")
    ) as [string[], string[]];
  },
  right: (two) =>
    two.every(({ length }) => length <= MOST) && !strangeIn(two) &&
    sorted(two[0]) === sorted(two[1]) && standAfter(two[0]) !== standAfter(two[1]),
  said(two, idea) {
    const strange = strangeIn(two);
    if (strange !== undefined) return `there is no shuffle "${strange.slice(0, 40)}"`;
    const long = two.find(({ length }) => length > MOST);
    if (long) return `a list has ${count(long.length, "shuffle")}, and at most ${MOST} are wanted`;
    const [one, other] = two.map(standAfter);
    if (idea === "identical") return `both are ${two[0].join(" ")}`;
    const stand = `after the one list the cups stand ${one}, after the other ${other}`;
    if (idea === null) {
      const [linear, mixing] = [linearMemory, gru].map((make) => offBy(make, two));
      return `${stand}. A change of what was remembered before comes out the same in a linear memory of 16 units (off by ${
        linear.toPrecision(1)
      } of its size); in a GRU it does not (off by ${mixing.toPrecision(1)})`;
    }
    return idea === "other-shuffles" ? `${stand}, but the two lists hold other shuffles` : stand;
  },
  ideas: {
    "no-shuffle": {
      idea: "That is not one of the six ways to shuffle three cups",
      hint: "Each of 1, 2 and 3 must occur once: it says where a place gets its cup from",
      stronger: `Take them from ${vocab.join(", ")}`,
      answers: [["213 112", "112 213"], ["bac acb", "acb bac"], ["213132", "132213"], [
        "swap turn",
        "turn swap",
      ]],
      does: (two) => strangeIn(two) !== undefined,
    },
    "too-long": {
      idea: "Much shorter lists will do",
      hint: "How few shuffles can be in two different orders?",
      stronger: "Two in each list",
      answers: [[Array(30).fill("213").join(" "), Array(30).fill("213").join(" ")]],
      does: (two) => two.some(({ length }) => length > MOST),
    },
    "identical": {
      idea: "The two lists are the same, and nobody could tell them apart",
      hint: "The order must differ",
      stronger: "Two different shuffles, in the one order and in the other",
      answers: [["213 132", "213 132"], ["213 213", "213  213"], ["231", "231"]],
      does: ([one, other]) => one.join(" ") === other.join(" "),
    },
    "other-shuffles": {
      idea: "A product knows which factors are in it: only their order may differ",
      hint: "Which shuffle is in the one list more often than in the other?",
      stronger: "Write one list, and move its shuffles about",
      answers: [["213", "132"], ["213 132", "213 321"], ["213 132", "132 213 123"], [
        "231 231",
        "312 231",
      ]],
      does: ([one, other]) => sorted(one) !== sorted(other),
    },
    "same-stand": {
      idea: "In either order the cups come to stand alike: there is nothing to be told apart",
      hint:
        "Some shuffles may change places without harm: all round once and all round again, or doing nothing",
      stronger: "Take two different swaps",
      answers: [
        ["231 312", "312 231"],
        ["213 123", "123 213"],
        ["231 231 312", "312 231 231"],
        ["213 213 132 132", "132 132 213 213"],
      ],
      does: () => true,
    },
  },
  faults: { kind: ["213 132", ["213 132"], [213, 132], ["", ""], [["213"], ["132"]]] },
});

/** How differently a change of the memory comes out after two lists, of its size. */
function offBy(
  make: (options: { inputSize: number; hiddenSize: number; random: never }) => Cell,
  two: Two,
): number {
  const cell = make({ inputSize: 6, hiddenSize: 16, random: createRandom(0) as never });
  const start = drawn(1, [1, 16]);
  const [one, other] = two.map((shuffles) => {
    const read = tensor(
      shuffles.map((one) => [SHUFFLES.map((_, i) => vocab.indexOf(one) === i ? 1 : 0)]),
    );
    const [before, changed] = [start, add(start, drawn(2, [1, 16], 0.1))]
      .map((h) => readOn(cell, read, { h }).h.values());
    return Array.from(changed, (h, i) => h - before[i]);
  });
  return Math.hypot(...one.map((x, i) => x - other[i])) / Math.hypot(...one);
}
