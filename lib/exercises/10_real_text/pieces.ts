/**
 * A broken way of cutting a text: the answer is in the question.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import { call, functionOf, kindOf, shortly } from "../common.ts";
import { type Exercise, Finding, Untouched } from "../definition.ts";

interface Piece {
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
}
type Cut = (ids: readonly number[], length: number) => Piece[];

const header =
  `/** A text in pieces: what is read, and at each step what should be foretold. The last may be shorter. */
function piecesOf(
  ids: readonly number[], // the text, as numbers
  length: number, // of a piece
): { inputs: number[]; targets: number[] }[]`;

function source(start: string, inputs: string, targets: string): string {
  return `${header} {
  const pieces = [];
  for (let start = 0; ${start}; start += length) {
    pieces.push({
      inputs: ids.slice(${inputs}),
      targets: ids.slice(${targets}),
    });
  }
  return pieces;
}`;
}

/** Cuts with the targets so many places behind the inputs. */
const ahead = (by: number): Cut => (ids, length) =>
  cut(ids, length, (start, end) => ids.slice(start + by, end + by));

/** Likely cuts that are wrong. */
const likely: Readonly<Record<string, Cut>> = {
  "still": ahead(0),
  "two-ahead": ahead(2),
  "past": (ids, length) =>
    ahead(1)(ids, length).map(({ inputs, targets }) => ({ inputs: targets, targets: inputs })),
  "lost-at-cuts": (ids, length) =>
    chunks(ids, length).map((piece) => ({ inputs: piece.slice(0, -1), targets: piece.slice(1) }))
      .filter(({ inputs }) => inputs.length > 0),
  "jumps": (ids, length) =>
    ahead(1)(ids, length).map(({ inputs, targets }, i, all) => ({
      inputs,
      targets: i < all.length - 1 ? [...inputs.slice(1), inputs[0]] : targets,
    })),
};

/** The exercise. */
export const pieces: Exercise = {
  id: "10.pieces",
  kind: "find the bug",
  title: "too good to be true",
  goal:
    "Mend the way the text is cut, so that each character is to be foretold, and none is shown beforehand.",
  text:
    "A net that was trained and measured on pieces cut like this soon reports less than a hundredth of a bit per character. " +
    "Nobody is that good. Find the mistake. Every character of the text but the very first must be foretold exactly " +
    "once, at the step at which the one before it is read.",
  answer: "piecesOf",
  stub: source(
    "start < ids.length - 1",
    "start, start + length",
    "start, start + length",
  ).replace(
    "      targets: ids.slice(start, start + length),",
    "      targets: ids.slice(start, start + length), // YOUR TURN: something is wrong in here",
  ),
  begin: [
    "Write down inputs and targets of the text 1 2 3 4 5 with pieces of 2",
    "What does the net see at the step at which it is asked?",
  ],
  check(answer) {
    const f = functionOf(answer, ["nextSymbol"]);
    const cases = [[9, 4], [10, 3], [2, 5], [7, 6], [8, 7], [12, 1], [41, 8]];
    for (const [size, length] of cases) {
      const random = createRandom(size).fork("text");
      const ids = Array.from({ length: size }, (_, i) => 10 * i + random.integer(0, 10));
      const wanted = ahead(1)(ids, length);
      const when = `with a text of ${size} characters and pieces of ${length}`;
      const found = call(f, [ids, length], when) as unknown;
      if (!isPieces(found)) {
        throw new Finding("kind", `${when} it returned ${kindOf(found)}, and pieces are wanted`);
      }
      if (same(found, wanted)) continue;
      const name = Object.keys(likely).find((name) => same(found, likely[name](ids, length)));
      const said = `${when}, the first piece reads ${
        shortly(found[0]?.inputs)
      } and should foretell ${shortly(found[0]?.targets)}`;
      if (name === "still") {
        throw new Untouched(
          `${said}: whoever says again what is just being read is always right`,
        );
      }
      if (name) throw new Finding(name, said);
      throw new Finding(fault(found, ids), said);
    }
    return `${cases.length} texts cut in pieces of 1 to 8: every character but the first is foretold once, just before it is read`;
  },
  learned:
    "A result that is too good is the first sign of a leak: somewhere the answer was in the question. Look for it before you " +
    "celebrate; the mistake itself raises no error.",
  misconceptions: {
    "two-ahead": {
      idea: "The leak is gone, but one character is skipped: this asks for the next but one",
      hint: "After reading the first character, which one should be foretold?",
      stronger: "Shift the targets by one place, not two",
    },
    "past": {
      idea:
        "This asks for what was read before: a net that remembers one character is always right",
      hint: "Which way does a text run? What does the net know already?",
      stronger: "The target at a step is the character _after_ the input",
    },
    "lost-at-cuts": {
      idea: "Within a piece all is well, but the first character of each piece is nowhere foretold",
      hint: "How many targets are there, over all pieces, and how many characters has the text?",
      stronger:
        "The last input of a piece is followed by the first character of the next piece: that is its target",
    },
    "jumps": {
      idea:
        "At the end of a piece the target is its own beginning, which has been shown: a smaller leak, and a wrong answer",
      hint: "What follows the last character of a piece in the text?",
      stronger: "Take the targets from the text, one place on, and not from the piece",
    },
    "no-target": {
      idea:
        "The last piece has an input after which nothing comes, or a target that is not in the text",
      hint: "What should be foretold after the very last character?",
      stronger: "Let the last piece end one character before the text does",
    },
  },
  solution: {
    source: source(
      "start < ids.length - 1",
      "start, Math.min(start + length, ids.length - 1)",
      "start + 1, start + length + 1",
    ),
    why:
      "The targets are the text one place on: at each step the character that comes after the one read. The last character of the " +
      "text is a target but no input, for nothing follows it.",
  },
  wrong: [
    {
      label: "two places on",
      misconception: "two-ahead",
      source: source(
        "start < ids.length - 1",
        "start, Math.min(start + length, ids.length - 1)",
        "start + 2, start + length + 2",
      ),
    },
    {
      label: "inputs and targets the wrong way round",
      misconception: "past",
      source: source(
        "start < ids.length - 1",
        "start + 1, start + length + 1",
        "start, Math.min(start + length, ids.length - 1)",
      ),
    },
    {
      label: "shifted within the piece",
      misconception: "lost-at-cuts",
      source: source(
        "start < ids.length - 1",
        "start, Math.min(start + length, ids.length) - 1",
        "start + 1, start + length",
      ),
    },
    {
      label: "the end of a piece meets its beginning",
      misconception: "jumps",
      source: `${header} {
  const pieces = [];
  for (let start = 0; start < ids.length - 1; start += length) {
    const inputs = ids.slice(start, Math.min(start + length, ids.length - 1));
    const last = start + length >= ids.length - 1;
    pieces.push({ inputs, targets: [...inputs.slice(1), last ? ids[ids.length - 1] : inputs[0]] });
  }
  return pieces;
}`,
    },
    {
      label: "an input too many at the end",
      misconception: "no-target",
      source: source(
        "start < ids.length",
        "start, start + length",
        "start + 1, start + length + 1",
      ),
    },
    {
      label: "something made up at the end",
      misconception: "no-target",
      source: `${header} {
  const pieces = [];
  for (let start = 0; start < ids.length; start += length) {
    const inputs = ids.slice(start, start + length);
    pieces.push({ inputs, targets: inputs.map((_, i) => ids[start + i + 1] ?? 0) });
  }
  return pieces;
}`,
    },
    {
      label: "inputs alone",
      misconception: "kind",
      source: `${header} {
  return ids.slice(0, length) as never;
}`,
    },
  ],
};

function cut(
  ids: readonly number[],
  length: number,
  targets: (start: number, end: number) => readonly number[],
): Piece[] {
  const pieces: Piece[] = [];
  for (let start = 0; start < ids.length - 1; start += length) {
    const end = Math.min(start + length, ids.length - 1);
    pieces.push({ inputs: ids.slice(start, end), targets: targets(start, end) });
  }
  return pieces;
}

function chunks(ids: readonly number[], length: number): (readonly number[])[] {
  const list = [];
  for (let start = 0; start < ids.length - 1; start += length) {
    list.push(ids.slice(start, start + length));
  }
  return list;
}

/** What is amiss with pieces that are none of the likely ones. */
function fault(found: readonly Piece[], ids: readonly number[]): string {
  const known = new Set(ids);
  const uneven = found.some(({ inputs, targets }) => inputs.length !== targets.length);
  const strange = found.some(({ targets }) => targets.some((id) => !known.has(id)));
  return uneven || strange ? "no-target" : "other";
}

function isPieces(value: unknown): value is Piece[] {
  return Array.isArray(value) &&
    value.every((piece) => Array.isArray(piece?.inputs) && Array.isArray(piece?.targets));
}

function same(a: readonly Piece[], b: readonly Piece[]): boolean {
  return JSON.stringify(a.map(({ inputs, targets }) => [inputs, targets])) ===
    JSON.stringify(b.map(({ inputs, targets }) => [inputs, targets]));
}
