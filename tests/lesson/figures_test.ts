/** No figure says in its words what nothing guards, and no figure or card goes on naming a size that was changed. */

import { describe, expect, it } from "vitest";
import { linesOf, longCells } from "../../tools/lesson/cells.ts";
import { comparing, unread } from "../../tools/lesson/comparisons.ts";
import { figureTexts, unguarded } from "../../tools/lesson/figures.ts";
import { guards } from "../../tools/lesson/guards.ts";
import { literals, type ReadCell } from "../../tools/lesson/literals.ts";
import { type PrintedCell, withoutGround } from "../../tools/lesson/prose.ts";
import { groundless } from "../../tools/lesson/prose_guards.ts";
import { typed, typedSizes, unexplained } from "../../tools/lesson/sizes.ts";
import { root } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

const cell = (source: string): ReadCell => ({ cell_type: "code", id: "c", source });
const guarded = needs({ read: true });

guarded.describe("the words of figures and cards", () => {
  const names = guarded.missing.length > 0 ? [] : [...Deno.readDirSync(`${root}/notebooks`)]
    .map(({ name }) => name).filter((name) => name.endsWith(".ipynb")).sort();
  const cellsOf = (name: string): PrintedCell[] =>
    JSON.parse(Deno.readTextFileSync(`${root}/notebooks/${name}`)).cells;

  it.each(names)("of %s are built from numbers, guarded by claims, or state no result", (name) => {
    expect(unguarded(name.slice(0, 2), cellsOf(name))).toEqual([]);
  });

  it.each(names)("of %s take every size from the code that uses it, or say why not", (name) => {
    expect(unexplained(name.slice(0, 2), cellsOf(name))).toEqual([]);
  });

  it.each(names)("of %s state no result in a legend, a label or a unit", (name) => {
    expect(unread(name.slice(0, 2), cellsOf(name))).toEqual([]);
  });

  it.each(names)(
    "of %s: numbers in prose are computed, and what compares can be refuted",
    (name) => {
      expect(groundless(name.slice(0, 2), withoutGround(cellsOf(name)))).toEqual([]);
    },
  );

  it("in cells are not long: fifteen are over 45 lines at most, and helpers are under 35 %", () => {
    const all = names.map((name) => ({ number: name.slice(0, 2), cells: cellsOf(name) }));
    const counts = all.map(({ number, cells }) => linesOf(number, cells));
    const sum = (part: "all" | "helpers") =>
      counts.reduce((total, count) => total + count[part], 0);
    expect(all.flatMap(({ cells }) => longCells(cells)).length).toBeLessThanOrEqual(15);
    expect(sum("helpers") / sum("all")).toBeLessThan(0.35);
  });

  it("are listed for notebooks that are there", () => {
    const numbers = names.map((name) => name.slice(0, 2));
    expect(numbers).toEqual(expect.arrayContaining(Object.keys(guards)));
    expect(numbers).toEqual(expect.arrayContaining(Object.keys(typed)));
  });
});

describe("reading the strings of a cell", () => {
  const read = (code: string) => literals(code).map(({ text, field }) => `${field}: ${text}`);

  it("finds strings, templates, what is joined by +, and the property that each belongs to", () => {
    expect(read('chart(data, { title: "One", y: { label: `two ${n}` }, alt: "a" + `b${c}` });'))
      .toEqual(["title: One", "label: two …", "alt: ab…"]);
    expect(read('({ title: good ? "yes" : `no, ${said({ by: \'me\' })}`, x: 1 }); f("z");'))
      .toEqual(["title: yes", "title: no, …", "by: me", ": z"]);
  });

  it("leaves out comments, paths of imports and patterns", () => {
    expect(read('import { a } from "lib/a.ts"; // "no"\n/* "no" */ /["`]/.test(x); a / b / "yes";'))
      .toEqual([": yes"]);
  });
});

describe("the check on figures", () => {
  it("finds titles, subtitles and written alt texts, and what is built into them", () => {
    const found = figureTexts("99", [
      cell('lineChart(data, { title: "More is better", x: { label: "size" } });'),
      cell("dotStrip(strips, { title: `${count} of 5, ${word(`of ${count}`)}` });"),
      cell('unrolled(words, {\n  title: `Five boxes`,\n  alt:\n    "Five boxes in a row",\n});'),
      cell("const draw = (said: { title: string }) => plot({ ...said });"),
      { cell_type: "markdown", id: "m", source: 'title: "prose"' },
    ]);
    expect(found.map(({ text }) => text)).toEqual([
      "More is better",
      "… of 5, …",
      "Five boxes",
      "Five boxes in a row",
    ]);
  });

  it("names a title that nothing guards, a guard of nothing, and a claim that is not there", () => {
    const cells = [cell('lineChart(data, { title: "More is better" });')];
    const faults = unguarded("14", cells);
    expect(faults).toContain('nothing guards "More is better"');
    expect(faults).toContain('"Parity, trained on … bits" stands on no figure');
    expect(unguarded("09", cells)).toContain("there is no claim 09.middle-is-lost");
  });

  it("asks also of a title with numbers in it what guards its words", () => {
    const cells = [cell("lineChart(data, { title: `${n} times as wide, and no better` });")];
    expect(unguarded("14", cells)).toContain('nothing guards "… times as wide, and no better"');
  });
});

describe("the check on sizes", () => {
  it.each([
    ["a title", '{ title: "What 200 updates learn" }'],
    ["a subtitle", '{ subtitle: "Marked recall over forty steps" }'],
    ["a legend", '{ x, y, series: "GRU, 64 units" }'],
    ["a label of a row", '{ label: "best of 40 random nets", values }'],
    ["an axis", '{ x: { label: "context window (steps, of 48)" } }'],
    ["the name of a net", 'const nets = { "window of 4": { window: 4 } };'],
    ["a sentence claimed", "{ claim: `A net of ${n} units learns a lag of 200` }"],
    ["two sizes that are said to be equal", '{ claim: "an RNN with as many parameters does not" }'],
    ["how many seeds there are", '{ title: "Four of five learn it" }'],
    ["all of the seeds", '{ subtitle: "A dot a seed, all five" }'],
    ["what most seeds do", "{ claim: `A net of ${n} units learns it on most seeds` }"],
    ["what is guessed by chance", '{ unit: "accuracy (chance is 0.25)" }'],
    ["what is shown", "await show(`RNN, 16 units: ${formatNumber(n)}`);"],
  ])("sees one that is typed into %s", (_, code) => {
    expect(typedSizes([cell(code)])).toHaveLength(1);
    expect(unexplained("99", [cell(code)])).toHaveLength(1);
  });

  it.each([
    ["a size that is put in", "{ claim: `A net of ${units} units learns a lag of ${lag}` }"],
    ["a name with digits", '{ title: "as exactly as float32 can" }'],
    ["what a constant answer scores", '{ unit: "squared error (always answering 1: 0.167)" }'],
    ["a gate that is held", '{ claim: "An LSTM that keeps nothing (f = 0) guesses" }'],
    ["a cell that is an exercise's", ""],
  ])("leaves %s alone", (_, code) => {
    expect(typedSizes([cell(code)])).toEqual([]);
  });

  it("names a reason for a text that is not there", () => {
    expect(unexplained("09", [])).toContain(
      'no size is typed into "An orthogonal RNN of … units repeats more of … letters than GRUs as wide"',
    );
  });
});

describe("the check on the small print", () => {
  it.each([
    ["a legend", '{ x, y, series: "the GRU, which never forgets" }'],
    ["a label", '{ x: { label: "letters (the GRU has more right)" } }'],
    ["a unit", '{ unit: "accuracy, better than before" }'],
    ["what is shown", "await show(`the LSTM knows ${count} words`);"],
  ])("asks whether a comparison in %s is a result", (_, code) => {
    expect(comparing([cell(code)])).toHaveLength(1);
    expect(unread("99", [cell(code)])).toHaveLength(1);
  });

  it("leaves titles and claims to those who guard them, and names what is not there", () => {
    expect(comparing([cell('{ title: "more is better", claim: "all is well" }')])).toEqual([]);
    expect(unread("08", [])).toContain('"best of … random nets" stands nowhere');
  });
});

describe("the check on prose", () => {
  const prose = (source: string): PrintedCell => ({ cell_type: "markdown", id: "m", source });
  const said = (source: string, ...cells: PrintedCell[]) =>
    withoutGround([prose(source), ...cells]).map(({ what }) => what);
  const printed: PrintedCell = {
    ...cell("const steps = 40; // of the text"),
    outputs: [{ data: { "text/plain": "loss from 0.708 to 0.0169, 3,526 weights" } }],
  };

  it("asks for each number whether the notebook computes it", () => {
    expect(said("Over 40 steps the loss falls from 0.71 to 0.017, with 3,526 weights.", printed))
      .toEqual([]);
    expect(said("Over 50 steps the loss falls from 0.81, with 3,527 weights.", printed))
      .toEqual(["50", "0.81", "3,527"]);
    expect(said("Forty steps, fifty words.", printed)).toEqual(["fifty"]);
  });

  it("leaves out formulas, links, years, predictions, questions and suggestions", () => {
    expect(
      said(
        "As in [06](06_fading_memory.ipynb) and notebook 11 (Elman 1990), $x^{17}$ and `f(18)`.",
      ),
    )
      .toEqual([]);
    expect(said("> **Predict:** 17 steps?\n\n## Try this\n\n1. Set it to 18.")).toEqual([]);
  });

  it("asks of a sentence that compares what could refute it", () => {
    expect(said("The GRU is better.")).toEqual(["better"]);
    expect(said("On every seed it learns.")).toEqual(["every seed"]);
    expect(said("In this picture the GRU is better.")).toEqual([]);
    expect(said("The GRU is better (`08.adding`).")).toEqual([]);
    expect(said("Is the GRU better?")).toEqual([]);
    expect(said("The GRU is better.", cell('await claim({ id: "08.adding" });'))).toEqual([]);
  });

  it("names a ground for nothing", () => {
    expect(groundless("99", [{ what: "better", sentence: "The GRU is better." }]))
      .toEqual(['nothing stands behind "better" in "The GRU is better."']);
    expect(groundless("03", []).length).toBeGreaterThan(0);
  });
});

describe("the count of lines", () => {
  const many = (count: number) => "f();\n".repeat(count).trim();

  it("finds cells over 45 lines, blank ones not counted", () => {
    expect(longCells([cell(many(45)), cell(many(46)), cell(`${many(45)}\n\n`)])).toHaveLength(1);
  });

  it("tells helpers from what is done, and from functions that are the lesson", () => {
    const source = [
      'import { a } from "lib/a.ts";',
      "/** A helper. */\nfunction helper() {\n  return 1;\n}",
      "const other = (x: number) => x;",
      "const runs = await grid({ seed: seeds() }, () => ({ task }));",
      "const myCell: CellFactory = (options) => {\n  return rnn(options);\n};",
    ].join("\n\n");
    expect(linesOf("03", [cell(source)])).toEqual({ all: 9, helpers: 5, lesson: 3 });
  });
});
