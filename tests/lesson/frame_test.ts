/**
 * How every notebook begins and ends: on top the minutes, what one needs and what one will be able to say; at the end
 * two questions to answer without running anything.
 */

import { expect, it } from "vitest";
import { needs } from "../support/permissions.ts";
import { type Notebook, textOf } from "../support/notebook.ts";

const FOLDER = new URL("../../notebooks/", import.meta.url);
const ON_TOP =
  /About \d+ minutes to read and (?:under a|a|half a) minute to run\. You need .+\. At the end you can /;

/** What a notebook lacks of its beginning and its end. */
function lacks({ cells }: Notebook): string[] {
  const prose = cells.filter(({ cell_type }) => cell_type === "markdown")
    .map(({ source }) => textOf(source));
  const [, end = ""] = prose.join("\n\n").split("**Two questions, without running anything.**");
  const questions = end.split(/^## |^\*\*Next/m)[0].match(/\?/g) ?? [];
  return [
    ...ON_TOP.test(prose[0].replaceAll("\n", " ")) ? [] : ["minutes, needs and gains on top"],
    ...questions.length >= 2 ? [] : ["two questions at the end"],
  ];
}

needs({ read: true }).describe("a notebook", () => {
  it("says on top what it takes and gives, and ends with two questions", () => {
    const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
      .filter((name) => name.endsWith(".ipynb"));
    for (const name of names) {
      expect(lacks(JSON.parse(Deno.readTextFileSync(new URL(name, FOLDER)))), name).toEqual([]);
    }
    expect(names.length).toBeGreaterThan(0);
  });
});

it("a notebook without them is told", () => {
  const cell = (source: string) => ({ cell_type: "markdown", source }) as Notebook["cells"][number];
  const top =
    "_About 5 minutes to read and a minute to run. You need\nlittle. At the end you can act._";
  const end =
    "**Two questions, without running anything.** Is it?\n\nWhy?\n\n## Try this\n\n1. That";
  const notebook = (...texts: string[]) => ({ cells: texts.map(cell) }) as Notebook;
  expect(lacks(notebook(top, end))).toEqual([]);
  expect(lacks(notebook("# Top", end))).toEqual(["minutes, needs and gains on top"]);
  expect(lacks(notebook(top, end.replace("Why?", "")))).toEqual(["two questions at the end"]);
});
