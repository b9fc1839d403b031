/**
 * The words of every figure, and what guards them (`guards.ts`): a title that states a result is guarded by a claim, or
 * the result is put into it from the numbers. Sizes typed into words are the matter of `sizes.ts`, legends and other small
 * print that of `comparisons.ts`.
 *
 * @module
 */

import { comparing, named } from "./comparisons.ts";
import { guards } from "./guards.ts";
import { claimIds, codeOf, literals, type ReadCell } from "./literals.ts";
import { behind, comparing as comparingProse, unfounded } from "./prose.ts";
import { groundOf } from "./prose_guards.ts";
import { typed, typedSizes } from "./sizes.ts";

/** A title, a subtitle or an alt text in a notebook. */
export interface FigureText {
  /** Number of the notebook. */
  readonly notebook: string;
  /** Id of its cell. */
  readonly cell: string;
  /** The text, with "…" for what is put in when the cell runs. */
  readonly text: string;
}

/** All titles, subtitles and written alt texts of a notebook. */
export function figureTexts(notebook: string, cells: readonly ReadCell[]): FigureText[] {
  return cells.flatMap((cell) =>
    literals(codeOf(cell))
      .filter(({ field, inner, text }) =>
        ["title", "subtitle", "alt"].includes(field) && !inner && /\w/.test(text)
      )
      .map(({ text }) => ({ notebook, cell: cell.id, text }))
  );
}

/** Which texts are guarded by nothing, which guards guard nothing, and which claims are not there. */
export function unguarded(notebook: string, cells: readonly ReadCell[]): string[] {
  const own = guards[notebook] ?? {};
  const ids = claimIds(cells);
  const texts = figureTexts(notebook, cells).map(({ text }) => text);
  return [
    ...texts.filter((text) => !(text in own)).map((text) => `nothing guards "${text}"`),
    ...Object.keys(own).filter((text) => !texts.includes(text)).map((text) =>
      `"${text}" stands on no figure`
    ),
    ...Object.entries(own).filter(([text, guard]) =>
      guard === "built from its numbers" && !text.includes("…")
    ).map(([text]) => `nothing is built into "${text}"`),
    ...Object.values(own).flatMap((guard) => typeof guard === "string" ? [] : guard)
      .filter((id) => !ids.has(id)).map((id) => `there is no claim ${id}`),
  ];
}

if (import.meta.main) {
  const folder = new URL("../../notebooks/", import.meta.url);
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).sort();
  for (const name of names) {
    const number = name.slice(0, 2);
    const { cells } = JSON.parse(Deno.readTextFileSync(new URL(name, folder)));
    const print = (guard: string | readonly string[] = "NOTHING", text: string) =>
      console.log(`${number}  ${[guard].flat().join(", ").padEnd(42)}  ${text}`);
    for (const { text } of figureTexts(number, cells)) print(guards[number]?.[text], text);
    for (const text of typedSizes(cells)) print(typed[number]?.[text], text);
    for (const text of comparing(cells)) {
      print(named[number]?.includes(text) ? "names what is measured" : undefined, text);
    }
    for (const sentence of comparingProse(cells)) {
      print(behind(sentence) ?? groundOf(number, sentence.text), sentence.text);
    }
    for (const { number: written, sentence } of unfounded(cells)) {
      print(groundOf(number, sentence, written), `${written}: ${sentence}`);
    }
  }
}
