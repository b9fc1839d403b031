/**
 * An exercise as a reader sees it: a box with its state, what was observed, and a hint; and as a program reads
 * it, under a MIME type of its own.
 *
 * @module
 */

import { type Displayable, displaySymbol } from "../notebook/display.ts";
import { escapeMarkup } from "../notebook/format.ts";
import { ink } from "../plots/style.ts";
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

const todo = "#1f5a96";
const badges: Readonly<Record<State, { word: string; colour: string }>> = {
  todo: { word: "TO DO", colour: todo },
  right: { word: "RIGHT", colour: ink.good },
  wrong: { word: "NOT YET", colour: ink.bad },
};

/**
 * What came of an answer, as a box.
 *
 * @param exercise what was asked
 * @param judgement what came of the answer
 * @param more lines to say at the end
 * @returns something to show
 */
export function judgementBox(
  exercise: Exercise,
  judgement: Judgement,
  more: readonly Line[] = [],
): Displayable {
  const { state, observed, misconception } = judgement;
  const badge = badges[state];
  const record: ExerciseRecord = { id: exercise.id, misconception, state };
  const box = boxOf({
    ...badge,
    about: `exercise ${exercise.id}`,
    lines: [...linesOf(exercise, state, observed, misconception), ...more],
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
 * A box with a badge and lines; white, with dark type, in light and dark themes alike.
 *
 * @param parts the badge's word and colour, what it is about, and its lines
 * @returns something to show
 */
export function boxOf(
  { word, colour = todo, about, lines }: {
    word: string;
    colour?: string;
    about: string;
    lines: readonly Line[];
  },
): Displayable {
  const styles = {
    soft: `color:${ink.soft};font-size:13px`,
    strong: "font-weight:600",
    code: `white-space:pre;overflow-x:auto;font-family:monospace;font-size:12px;` +
      `background:#f4f4f4;color:${ink.text};padding:6px 8px`,
  };
  const rows = lines.map((line) => {
    const { text, as } = typeof line === "string" ? { text: line, as: undefined } : line;
    return `<div style="margin:4px 0;${as ? styles[as] : ""}">${
      as === "code" ? escapeMarkup(text) : withLinks(withCode(escapeMarkup(text)))
    }</div>`;
  });
  const badge = `<strong style="background:${colour};color:#fff;padding:2px 9px;` +
    `border-radius:3px;letter-spacing:.03em">${escapeMarkup(word)}</strong>`;
  const markup = `<div style="background:#fff;color:${ink.text};border-left:5px solid ${colour};` +
    `padding:8px 12px;max-width:700px;font-family:system-ui,sans-serif;font-size:14px;` +
    `line-height:1.45"><div>${badge} <span style="${styles.soft}">${
      escapeMarkup(about)
    }</span></div>${rows.join("")}</div>`;
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
  return markup.replace(link, `<a href="$2" style="color:${todo}">$1</a>`);
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
