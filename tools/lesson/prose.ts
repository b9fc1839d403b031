/**
 * The prose of a notebook: which of its sentences name a number or compare, and what stands behind each.
 *
 * A number typed in prose must stand in the notebook's code, or in what its cells print (rounded to the digits that the
 * prose has); one that stands nowhere is listed in `prose_guards.ts` with why it is true. So a sentence is seen that goes on
 * naming what was changed or comes out otherwise. That a number stands _somewhere_ does not make its sentence true: of a
 * sentence that compares it is asked what could refute it, a claim that it names, a claim of its section, or that it
 * says of itself that it speaks of one run or picture.
 *
 * Suggestions and questions at a notebook's end, exercises, predictions and formulas are not read.
 *
 * @module
 */

import { claimIds, codeOf, type ReadCell } from "./literals.ts";

/** A cell with what it printed. */
export interface PrintedCell extends ReadCell {
  readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[];
}

/** A sentence, and the claims of the section it stands in. */
interface Sentence {
  readonly text: string;
  readonly claims: readonly string[];
}

const WORDS: Readonly<Record<string, number>> = Object.fromEntries(
  ("three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 fifteen 15 sixteen 16 twenty 20 " +
    "thirty 30 forty 40 fifty 50 sixty 60 hundred 100 thousand 1000").match(/\w+ \d+/g)!.map(
      (pair) => {
        const [word, number] = pair.split(" ");
        return [word, Number(number)];
      },
    ),
);
const COMPARES = new RegExp(
  "\\b(?:always|never|reliably|nobody|everybody|beats?|better|worse|best|worst|far more|as (?:well|good) as|" +
    "times as|(?:every|each|all|most|some|many|no|few)(?: of)?(?: the| these| those)?(?: trained)? (?:seeds?|nets))\\b",
  "i",
);
/** What says of itself that it is about one run. */
const SEEN =
  /\b(?:(?:this|one|these) (?:run|picture|board|seeds)|(?:the|two) (?:pictures?|card|board)|not claimed)\b/i;
const CITED = /\b(?:1[89]|20)\d\d\b/;

/** The numbers in a text, each with as many decimals as it is written with. */
function numbersIn(text: string): { written: string; value: number; decimals: number }[] {
  const plain = text.replaceAll(/\b(?:1[89]|20)\d\ds?\b(?!,\d)|\b0\d\b|About \d+ minutes/g, "");
  const digits = plain.matchAll(/(?<![\w.])\d+(?:[,_]\d{3})*(?:\.\d+)?(?:e[−-]?\d+)?/g);
  const words = plain.toLowerCase().matchAll(/[a-z]+/g);
  return [
    ...Array.from(digits, ([written]) => ({
      written,
      value: Number(written.replaceAll(/[,_]/g, "").replace("−", "-")),
      decimals: written.split(".")[1]?.length ?? 0,
    })),
    ...Array.from(words, ([written]) => ({ written, value: WORDS[written], decimals: 0 })),
  ].filter(({ value }) => value !== undefined);
}

/** A Markdown cell's sentences that are read. */
function sentencesIn(markdown: string): string[] {
  return markdown
    .replace(/(?:^|\n)(?:## (?:Try this|Your turn)|\*\*Two questions)[^]*$/, "")
    .replaceAll(/^> \*\*Predict[^]*?(?=\n\n|$(?![^]))/gm, "")
    .replaceAll(/```[^]*?```|\$\$[^]*?\$\$|\$[^$]*\$/g, "")
    .replaceAll(/\[([^\]]*)\]\(([^)]*)\)/g, (_, said, to) => to.includes(".ipynb") ? "" : said)
    .replaceAll(/\bnotebooks? \d\d(?:(?:,| and| to| or) \d\d)*/g, "")
    .split(/(?<=[.!?]\)?[*_]*)\s+|\n\n|\n(?=[-#|]|\d\. )/)
    .map((sentence) => sentence.replaceAll(/\s+/g, " ").trim())
    .filter((sentence) => /\w/.test(sentence));
}

/** A notebook's sections, each from a heading to the next. */
function sections(cells: readonly PrintedCell[]): PrintedCell[][] {
  const found: PrintedCell[][] = [[]];
  for (const cell of cells) {
    if (cell.id.startsWith("exercise-")) continue;
    if (cell.cell_type === "markdown" && /^## /m.test([cell.source].flat().join(""))) {
      found.push([]);
    }
    found[found.length - 1].push(cell);
  }
  return found;
}

/** What is said in a section. */
const saidIn = (section: readonly PrintedCell[]) =>
  section.filter(({ cell_type }) => cell_type === "markdown")
    .flatMap(({ source }) => sentencesIn([source].flat().join("")));

/** All sentences of a notebook. In its last section, which sums up, all claims may stand behind one. */
export function sentences(cells: readonly PrintedCell[]): Sentence[] {
  return sections(cells).flatMap((section) => {
    const sumsUp = /^## (?:The finding|What we have)/m.test(
      [section[0]?.source ?? ""].flat().join(""),
    );
    const claims = [...claimIds(sumsUp ? cells : section)];
    return saidIn(section).map((text) => ({ text, claims }));
  });
}

/** Numbers in prose that stand neither in the code nor in what it printed, each with its sentence. */
export function unfounded(cells: readonly PrintedCell[]): { number: string; sentence: string }[] {
  const printed = cells.flatMap(({ outputs = [] }) =>
    outputs.map(({ data }) => [data?.["text/plain"] ?? ""].flat().join(""))
  );
  const founded = [...cells.map(codeOf), ...printed].flatMap(numbersIn).map(({ value }) => value);
  return sections(cells).flatMap(saidIn).flatMap((sentence) =>
    numbersIn(sentence.replaceAll(/`[^`]*`/g, "")).filter(({ value, decimals }) =>
      !founded.some((known) => known === value || Number(known.toFixed(decimals)) === value)
    ).map(({ written }) => ({ number: written, sentence }))
  );
}

/** What could refute a sentence that compares: claims, or that it speaks of one run; null if nothing could. */
export function behind({ text, claims }: Sentence): string | null {
  const named = text.match(/`\d\d\.[a-z0-9-]+`/g);
  if (named) return named.join(", ");
  if (/\?[*_”]*$/.test(text)) return "asks";
  if (SEEN.test(text)) return "says that it is of one run";
  if (CITED.test(text)) return "says who found it";
  return claims.length > 0 ? `its section: ${claims.join(", ")}` : null;
}

/** Sentences of a notebook that compare. */
export const comparing = (cells: readonly PrintedCell[]): Sentence[] =>
  sentences(cells).filter(({ text }) => COMPARES.test(text));

/** What a notebook's prose says with nothing behind it: a number, or a comparison. */
export function withoutGround(cells: readonly PrintedCell[]): { what: string; sentence: string }[] {
  return [
    ...unfounded(cells).map(({ number, sentence }) => ({ what: number, sentence })),
    ...comparing(cells).filter((sentence) => behind(sentence) === null)
      .map(({ text }) => ({ what: COMPARES.exec(text)![0], sentence: text })),
  ];
}
