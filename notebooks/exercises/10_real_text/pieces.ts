/**
 * A broken way of cutting a text: the answer is in the question.
 *
 * @module
 */

import type { Shown } from "lib/exercises/diagnose.ts";
import { written } from "lib/exercises/differ.ts";
import { functionExercise } from "lib/exercises/function_exercise.ts";
import { createRandom } from "lib/random.ts";
import { nextSymbol } from "lib/tasks/next_symbol.ts";

/** A text in pieces: what is read, and at each step what should be foretold. The last may be shorter. */
function piecesOf(
  ids: readonly number[], // the text, as numbers
  length: number, // of a piece
): { inputs: number[]; targets: number[] }[] {
  const pieces = [];
  for (let start = 0; start < ids.length - 1; start += length) {
    pieces.push({
      inputs: ids.slice(start, Math.min(start + length, ids.length - 1)),
      targets: ids.slice(start + 1, start + length + 1),
    });
  }
  return pieces;
}

/** A text in pieces: what is read, and at each step what should be foretold. The last may be shorter. */
function broken(
  ids: readonly number[], // the text, as numbers
  length: number, // of a piece
): { inputs: number[]; targets: number[] }[] {
  const pieces = [];
  for (let start = 0; start < ids.length - 1; start += length) {
    pieces.push({
      inputs: ids.slice(start, start + length),
      targets: ids.slice(start, start + length), // YOUR TURN: something is wrong in here
    });
  }
  return pieces;
}

type Cut = typeof piecesOf;
type Piece = ReturnType<Cut>[number];
/** The right pieces, each changed. */
const each =
  (change: (piece: Piece, i: number, all: Piece[], ids: readonly number[]) => Piece): Cut =>
  (ids, length) => piecesOf(ids, length).map((piece, i, all) => change(piece, i, all, ids));
/** Pieces cut from the text. */
const cutting = (
  from: number,
  to: number,
  { inputs = 0, end = 1, step = 0 }: { inputs?: number; end?: number; step?: number } = {},
): Cut =>
(ids, length) => {
  const pieces: Piece[] = [];
  for (let start = 0; start < ids.length - end; start += Math.max(1, length + step)) {
    pieces.push({
      inputs: ids.slice(start + inputs, start + inputs + length),
      targets: ids.slice(start + from, start + length + to),
    });
  }
  return pieces;
};

/** The exercise. */
export default functionExercise<Cut>({
  id: "10.pieces",
  kind: "find the bug",
  title: "too good to be true",
  goal:
    "Mend the way the text is cut, so that each character is to be foretold, and none is shown beforehand.",
  text:
    "A net that was trained and measured on pieces cut like this soon reports less than a hundredth of a bit per character. " +
    "Nobody is that good. Find the mistake. Every character of the text but the very first must be foretold exactly " +
    "once, at the step at which the one before it is read.",
  begin: [
    "Write down inputs and targets of the text 1 2 3 4 5 with pieces of 2",
    "What does the net see at the step at which it is asked?",
  ],
  from: import.meta.url,
  broken,
  solution: piecesOf,
  why:
    "The targets are the text one place on: at each step the character that comes after the one read. The last character of the " +
    "text is a target but no input, for nothing follows it.",
  learned:
    "A result that is too good is the first sign of a leak: somewhere the answer was in the question. Look for it before you " +
    "celebrate; the mistake itself raises no error.",
  notBy: [nextSymbol],
  cases: () =>
    [[9, 4], [10, 3], [2, 5], [7, 6], [8, 7], [12, 1], [41, 8]].map(([size, length]) => {
      const random = createRandom(size).fork("text");
      return {
        given: [Array.from({ length: size }, (_, i) => 10 * i + random.integer(0, 10)), length],
      };
    }),
  said: (f, { given: [ids, length] }) => {
    const text = ids as number[];
    const [found, right] = [f, piecesOf].map((one) => one([...text], length as number));
    const at = right.findIndex((piece, i) => JSON.stringify(piece) !== JSON.stringify(found[i]));
    const shown = (piece?: Piece) =>
      piece
        ? `reads ${written(piece.inputs)} and should foretell ${written(piece.targets)}`
        : "is not there";
    const said = `with a text of ${text.length} characters and pieces of ${length}, piece ${
      at + 1
    } ${shown(found[at])}; wanted is one that ${shown(right[at])}`;
    return written(found[0]?.inputs) === written(found[0]?.targets)
      ? `${said}. Whoever says again what is just being read is always right`
      : said;
  },
  found: (_, cases) =>
    `${cases.length} texts cut in pieces of 1 to 8: every character but the first is foretold once, just before it is read`,
  ideas: {
    "two-ahead": {
      idea: "The leak is gone, but one character is skipped: this asks for the next but one",
      hint: "After reading the first character, which one should be foretold?",
      stronger: "Shift the targets by one place, not two",
      answers: [
        cutting(2, 2),
        (ids, length) =>
          piecesOf(ids, length).map(({ inputs }, i) => ({
            inputs,
            targets: ids.slice(i * length + 2, i * length + length + 2),
          })),
        (ids, length) =>
          piecesOf(ids, length).map(({ inputs }, i) => ({
            inputs,
            targets: inputs.map((_, k) => ids[i * length + k + 2]),
          })),
      ],
      anyShape: true,
      does: (shown) => offsetOf(shown) === 2,
    },
    "piece-ahead": {
      idea:
        "The targets are the next piece as a whole: each character is asked for a piece's length too early",
      hint: "After reading the first character of a piece of 4, which one should be foretold?",
      stronger: "Targets begin one place after the inputs, not `length` places",
      answers: [
        (ids, length) =>
          chunksOf(ids, length).map((inputs, i, all) => ({ inputs, targets: all[i + 1] ?? [] })),
        (ids, length) =>
          chunksOf(ids, length, length).map((inputs, i) => ({
            inputs,
            targets: ids.slice((i + 1) * length, (i + 2) * length),
          })),
        (ids, length) =>
          piecesOf(ids, length).map(({ inputs }, i) => ({
            inputs,
            targets: inputs.map((_, k) => ids[(i + 1) * length + k]),
          })),
      ],
      anyShape: true,
      does: ({ cases, found }) =>
        found.every((one, i) => {
          const [ids, length] = cases[i].given as [number[], number];
          if (ids.length <= length + 1 || length < 2) return true;
          const first = "parts" in one ? (one.values.result as Piece[])?.[0] : undefined;
          return first?.inputs?.[0] === ids[0] && first?.targets?.[0] === ids[length];
        }),
    },
    "past": {
      idea:
        "This asks for what was read before: a net that remembers one character is always right",
      hint: "Which way does a text run? What does the net know already?",
      stronger: "The target at a step is the character _after_ the input",
      answers: [
        each(({ inputs, targets }) => ({ inputs: targets, targets: inputs })),
        cutting(0, 0, { inputs: 1 }),
        cutting(-1, -1),
        (ids, length) =>
          chunksOf(ids, length, 0).map((inputs, i) => ({
            inputs,
            targets: ids.slice(Math.max(0, i * length - 1), (i + 1) * length - 1),
          })),
      ],
      anyShape: true,
      does: (shown) => offsetOf(shown, 1) === -1,
    },
    "lost-at-cuts": {
      idea: "Within a piece all is well, but the first character of each piece is nowhere foretold",
      hint: "How many targets are there, over all pieces, and how many characters has the text?",
      stronger:
        "The last input of a piece is followed by the first character of the next piece: that is its target",
      answers: [
        (ids, length) =>
          chunksOf(ids, length).map((piece) => ({
            inputs: piece.slice(0, -1),
            targets: piece.slice(1),
          }))
            .filter(({ inputs }) => inputs.length > 0),
        (ids, length) =>
          chunksOf(ids, length).map((piece) => ({
            inputs: piece.slice(0, -1),
            targets: piece.slice(1),
          })),
        cutting(1, 0),
        cutting(1, 1, { step: 1 }),
      ],
      anyShape: true,
      does: (shown) =>
        offsetOf(shown) === 1 &&
        someTarget(shown, (times, at, size) => times === 0 && at > 1 && at < size - 1),
    },
    "jumps": {
      idea:
        "At the end of a piece the target is its own beginning, which has been shown: a smaller leak, and a wrong answer",
      hint: "What follows the last character of a piece in the text?",
      stronger: "Take the targets from the text, one place on, and not from the piece",
      answers: [
        each(({ inputs, targets }, i, all) => ({
          inputs,
          targets: i < all.length - 1 ? [...inputs.slice(1), inputs[0]] : targets,
        })),
        (ids, length) =>
          piecesOf(ids, length).map(({ inputs }) => ({
            inputs,
            targets: [...inputs.slice(1), inputs[0]],
          })),
        (ids, length) =>
          chunksOf(ids, length).map((inputs) => ({
            inputs,
            targets: [...inputs.slice(1), inputs[0]],
          })),
      ],
      does: ({ found }) =>
        found.every((one) =>
          "parts" in one &&
          (one.values.result as Piece[]).slice(0, -1).every(({ inputs, targets }) =>
            targets.at(-1) === inputs[0]
          )
        ),
    },
    "overlapping": {
      idea: "The pieces overlap: some characters are to be foretold more than once",
      hint: "By how much does `start` grow from piece to piece, and how long is a piece?",
      stronger: "start += length",
      answers: [
        cutting(1, 1, { step: -1 }),
        (ids, length) =>
          ids.slice(0, -1).map((_, start) => ({
            inputs: ids.slice(start, Math.min(start + length, ids.length - 1)),
            targets: ids.slice(start + 1, start + length + 1),
          })),
        (ids, length) => {
          const pieces: Piece[] = [];
          for (
            let start = 0;
            start < ids.length - 1;
            start += Math.max(1, Math.floor(length / 2))
          ) {
            const end = Math.min(start + length, ids.length - 1);
            pieces.push({ inputs: ids.slice(start, end), targets: ids.slice(start + 1, end + 1) });
          }
          return pieces;
        },
      ],
      anyShape: true,
      does: (shown) => someTarget(shown, (times) => times > 1) && offsetOf(shown) === 1,
    },
    "wraps-round": {
      idea:
        "At the end of the text its beginning is to be foretold: nothing comes after the last character",
      hint: "Which character follows the last one?",
      stronger: "Let the last piece end one character before the text does",
      answers: [
        (ids, length) =>
          chunksOf(ids, length, 0).map((inputs, i) => ({
            inputs,
            targets: inputs.map((_, k) => ids[(i * length + k + 1) % ids.length]),
          })),
        (ids, length) => piecesOf([...ids, ids[0]], length),
        (ids, length) =>
          chunksOf(ids, length, 0).map((inputs, i) => ({
            inputs,
            targets: [...ids, ids[0]].slice(i * length + 1, i * length + length + 1),
          })),
      ],
      anyShape: true,
      does: ({ cases, found }) =>
        found.every((one, i) => {
          const pieces = "parts" in one && one.values.result;
          return Array.isArray(pieces) &&
            pieces.at(-1)?.targets?.at(-1) === (cases[i].given[0] as number[])[0];
        }),
    },
    "last-dropped": {
      idea: "The last piece is left out because it is shorter: its characters are nowhere foretold",
      hint: "How many characters of a text of 9 are foretold with pieces of 4?",
      stronger: "The last piece may be shorter; go on while start < ids.length − 1",
      answers: [
        (ids, length) => piecesOf(ids, length).filter(({ inputs }) => inputs.length === length),
        (ids, length) => piecesOf(ids, length).slice(0, -1),
        (ids, length) => {
          const pieces: Piece[] = [];
          for (let start = 0; start + length < ids.length; start += length) {
            pieces.push({
              inputs: ids.slice(start, start + length),
              targets: ids.slice(start + 1, start + length + 1),
            });
          }
          return pieces;
        },
        (ids, length) => piecesOf(ids.slice(0, -1), length),
      ],
      anyShape: true,
      does: (shown) =>
        offsetOf(shown) === 1 &&
        someTarget(shown, (times, at, size) => times === 0 && at === size - 1),
    },
    "no-target": {
      idea:
        "The last piece has an input after which nothing comes, or a target that is not in the text",
      hint: "What should be foretold after the very last character?",
      stronger: "Let the last piece end one character before the text does",
      answers: [
        cutting(1, 1, { end: 0 }),
        cutting(1, 1),
        (ids, length) =>
          chunksOf(ids, length, 0).map((inputs, i) => ({
            inputs,
            targets: inputs.map((_, k) => ids[i * length + k + 1] ?? 0),
          })),
        (ids, length) =>
          chunksOf(ids, length).map((inputs, i) => ({
            inputs,
            targets: inputs.map((_, k) => ids[i * length + k + 1]),
          })),
      ],
      anyShape: true,
      does: (shown) =>
        offsetOf(shown) === 1 && shown.found.some((one, i) => {
          const ids = shown.cases[i].given[0] as number[];
          return "parts" in one && (one.values.result as Piece[]).some(({ inputs, targets }) =>
            inputs.includes(ids.at(-1)!) || Array.from(targets).some((id) => !ids.includes(id))
          );
        }),
    },
  },
  faults: {
    kind: [
      (ids, length) =>
        piecesOf(ids, length).map(({ inputs, targets }) => [inputs, targets]) as never,
      (ids, length) => piecesOf(ids, length)[0] as never,
    ],
    mutates: [
      (ids, length) => {
        const pieces: Piece[] = [];
        const left = ids as number[];
        while (left.length > 1) {
          const inputs = left.splice(0, Math.min(length, left.length - 1));
          pieces.push({ inputs, targets: [...inputs.slice(1), left[0]] });
        }
        return pieces;
      },
    ],
    "never-returns": [
      (ids, length) => {
        const pieces: Piece[] = [];
        for (let start = 0; start < ids.length - 1; start += length - length) {
          pieces.push({
            inputs: ids.slice(start, length),
            targets: ids.slice(start + 1, length + 1),
          });
        }
        return pieces;
      },
    ],
  },
});

function chunksOf(ids: readonly number[], length: number, end = 1): number[][] {
  const list = [];
  for (let start = 0; start < ids.length - end; start += length) {
    list.push(ids.slice(start, start + length));
  }
  return list;
}

/** By how many places a piece's first target comes after its first input, if that is alike in all cases. */
function offsetOf({ cases, found }: Shown, piece = 0): number | null {
  const all = new Set(found.map((one, i) => {
    const ids = cases[i].given[0] as number[];
    const first = "parts" in one ? (one.values.result as Piece[])[piece] : undefined;
    if (ids.length < (piece + 1) * (cases[i].given[1] as number) || ids.length < 5) return "any";
    const [input, target] = [first?.inputs?.[0], first?.targets?.[0]].map((x) => ids.indexOf(x!));
    return input < 0 || target < 0 ? "none" : target - input;
  }));
  all.delete("any");
  return all.size === 1 ? Number([...all][0]) : null;
}

/** Whether in some case a place of the text is to be foretold so often. */
function someTarget(
  { cases, found }: Shown,
  holds: (times: number, at: number, size: number) => boolean,
): boolean {
  return found.some((one, i) => {
    const ids = cases[i].given[0] as number[];
    if (!("parts" in one) || !Array.isArray(one.values.result)) return false;
    const targets = (one.values.result as Piece[]).flatMap((piece) => piece.targets ?? []);
    return ids.some((id, at) => holds(targets.filter((x) => x === id).length, at, ids.length));
  });
}
