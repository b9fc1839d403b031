/**
 * An exercise as a reader sees it: a box with its state, what was observed, and a hint; and as a program reads
 * it, under a MIME type of its own.
 *
 * @module
 */

import { cardMarkup, soft, type tones } from "../notebook/card.ts";
import { type Displayable, displaySymbol } from "../notebook/display.ts";
import { escapeMarkup } from "../notebook/format.ts";
import type { Exercise } from "./definition.ts";
import { type Judgement, misconceptionNamed, type State } from "./judge.ts";

/** The MIME type under which programs find an exercise's state in a notebook's outputs. */
export const exerciseMimeType = "application/vnd.sequences.exercise+json";

/** An exercise's state as a program reads it. */
export interface ExerciseRecord {
  /** Notebook and name. */
  readonly id: string;
  /** Where it stands. */
  readonly state: State;
  /** Name of the likeliest misconception, if it is wrong. */
  readonly misconception: string | null;
}

/** A line of a box: plain words, and whether they are soft, strong or code. */
export type Line = string | { readonly text: string; readonly as: "soft" | "strong" | "code" };

type Tone = keyof typeof tones;
const badges: Readonly<Record<State, { word: string; tone: Tone }>> = {
  todo: { word: "TO DO", tone: "todo" },
  right: { word: "RIGHT", tone: "good" },
  wrong: { word: "NOT YET", tone: "bad" },
};
const styles = {
  soft,
  strong: "font-weight:600",
  code: `white-space:pre;overflow-x:auto;font-family:monospace;font-size:12px;` +
    `background:rgba(128,128,128,0.15);padding:6px 8px`,
};

/**
 * What came of an answer, as a box.
 *
 * @param exercise what was asked
 * @param judgement what came of the answer
 * @param more lines to say at the end
 * @param stale said first, if nothing new has been judged
 * @returns something to show
 */
export function judgementBox(
  exercise: Exercise,
  judgement: Judgement,
  more: readonly Line[] = [],
  stale: string | null = null,
): Displayable {
  const { state, observed, misconception } = judgement;
  const { word, tone } = badges[state];
  const record: ExerciseRecord = { id: exercise.id, misconception, state };
  const box = boxOf({
    word: stale === null ? word : `AS BEFORE: ${word}`,
    tone,
    about: `exercise ${exercise.id}`,
    lines: [
      ...stale === null ? [] : [{ text: stale, as: "strong" } as const],
      ...linesOf(exercise, state, observed, misconception),
      ...more,
    ],
  });
  return {
    [displaySymbol]: () => ({ ...box[displaySymbol](), [exerciseMimeType]: record }),
  };
}

function linesOf(
  exercise: Exercise,
  state: State,
  observed: string,
  misconception: string | null,
): Line[] {
  const { id } = exercise;
  if (state === "todo") {
    return [
      { text: exercise.goal, as: "strong" },
      ...(observed ? [sentence(observed)] : []),
      { text: `Stuck? In a cell of your own: await hint("${id}")`, as: "soft" },
    ];
  }
  if (state === "right") {
    return [
      ...(observed ? [{ text: sentence(observed), as: "strong" } as const] : []),
      exercise.learned,
      { text: `Another way to say it: await solution("${id}")`, as: "soft" },
    ];
  }
  const { idea, hint } = misconceptionNamed(exercise, misconception!);
  return [
    { text: sentence(observed), as: "strong" },
    sentence(idea),
    `Hint: ${sentence(hint)}`,
    {
      text: `A stronger hint: await hint("${id}"). The solution: await solution("${id}")`,
      as: "soft",
    },
  ];
}

/**
 * A card with plain lines, also as plain text.
 *
 * @param parts the badge's word and tone, what it is about, and its lines
 * @returns something to show
 */
export function boxOf(
  { word, tone = "todo", about, lines }: {
    word: string;
    tone?: Tone;
    about: string;
    lines: readonly Line[];
  },
): Displayable {
  const rows = lines.map((line) => {
    const { text, as } = typeof line === "string" ? { text: line, as: undefined } : line;
    const escaped = escapeMarkup(text);
    return {
      markup: as === "code" ? escaped : withLinks(withCode(escaped)),
      style: as && styles[as],
    };
  });
  const markup = cardMarkup({ badge: word, tone, about, lines: rows });
  const plain = [
    `${word} (${about})`,
    ...lines.flatMap((line) =>
      (typeof line === "string" ? line : line.text).replace(link, "$1").split("\n")
    )
      .map((line) => `  ${line}`),
  ].join("\n");
  return { [displaySymbol]: () => ({ "text/html": markup, "text/plain": plain }) };
}

/** What stands between backticks, as code. */
function withCode(markup: string): string {
  return markup.replace(/`([^`]+)`/g, "<code>$1</code>");
}

/** `[title](03_recurrence.ipynb#place)`: a place in a notebook of the course, and nowhere else. */
const link = /\[([^\]]+)\]\((\d\d_\w+\.ipynb(?:#[^()\s"<>]*)?)\)/g;

function withLinks(markup: string): string {
  return markup.replace(link, `<a href="$2">$1</a>`);
}

/**
 * Words with a capital and a full stop, unless they end in another mark. A name keeps its case.
 *
 * @param text such as "it fades", or "lastLetters(…) gave …"
 */
export function sentence(text: string): string {
  const isWord = /^[a-z](?:[a-z’'-]*|)(?=[\s,:;.?!]|$)/.test(text) && !/^[b-hj-z](?=\s)/.test(text);
  const start = isWord ? text.slice(0, 1).toUpperCase() + text.slice(1) : text;
  return /[.?!…:]$/.test(start) ? start : `${start}.`;
}
