/**
 * What learners hand in, after all that can happen to a file on its way: `sheets.py` finds the answers that are in it, and
 * says what it did. Marking is tried by marks_test.
 */

import { afterAll, beforeAll, expect, it } from "vitest";
import { isSetUp, root, run } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

const NAME = "03_sheet";

interface SheetCell {
  cell_type: string;
  id?: unknown;
  // deno-lint-ignore no-explicit-any -- some of it is no metadata
  metadata?: any;
  // deno-lint-ignore no-explicit-any -- some of it is no text
  source: any;
  outputs?: unknown;
  execution_count?: unknown;
}

const mark = (id: string, kind: "stub" | "check") => ({
  nbgrader: {
    ...{ cell_type: "code", grade_id: id, schema_version: 3, task: false },
    ...{ solution: kind === "stub", grade: kind === "check", locked: kind === "check" },
  },
});
const code = (id: string, source: string, metadata: object = {}): SheetCell => ({
  ...{ cell_type: "code", id, metadata, source, outputs: [], execution_count: null },
});
const exerciseCells = (name: string): SheetCell[] => [
  { cell_type: "markdown", id: `${name}-text`, metadata: {}, source: `### Exercise: ${name}` },
  code(`${name}-stub`, `const ${name} = yourTurn;`, mark(`${name}-stub`, "stub")),
  code(
    `${name}-check`,
    `await exercise("03.${name}", ${name});`,
    mark(`${name}-check`, "check"),
  ),
];
const sheet = (): SheetCell[] => [
  { cell_type: "markdown", id: "title", metadata: {}, source: "# A sheet" },
  code("tools", `import { exercise } from "lib/exercises/mod.ts";`),
  ...exerciseCells("one"),
  ...exerciseCells("two"),
];
const answers = { one: "const one = 1; // ä", two: "const two = 2;" };
const answered = (): SheetCell[] =>
  sheet().map((cell) => {
    const name = /^(\w+)-stub$/.exec(String(cell.id))?.[1] as keyof typeof answers | undefined;
    return name ? { ...cell, source: answers[name] } : cell;
  });
const book = (cells: SheetCell[]) => ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });

type Change = (cells: SheetCell[], at: (id: string) => number) => SheetCell[] | void;
function changed(change: Change): string {
  const cells = answered();
  return JSON.stringify(book(
    change(cells, (id) => cells.findIndex((cell) => cell.id === id)) ?? cells,
  ));
}
/** Joins the cells from one to another, as JupyterLab does: the first one's kind and metadata stay. */
const merged = (from: string, to: string) =>
  changed((cells, at) => {
    const begin = at(from);
    const joined = cells.slice(begin, at(to) + 1);
    const source = joined.map(({ source }) => source).join("\n\n");
    cells.splice(begin, joined.length, { ...joined[0], source });
  });

function utf16(text: string): Uint8Array {
  const units = new Uint16Array([0xfeff, ...Array.from(text, (letter) => letter.charCodeAt(0))]);
  return new Uint8Array(units.buffer);
}
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const version3 = JSON.stringify({
  nbformat: 3,
  nbformat_minor: 0,
  metadata: { name: "" },
  worksheets: [{
    metadata: {},
    cells: answered().map(({ cell_type, metadata, source }) =>
      cell_type === "code"
        ? {
          cell_type,
          metadata,
          input: source,
          outputs: "broken",
          language: "python",
          collapsed: false,
        }
        : { cell_type, metadata, source }
    ),
  }],
});

/** By learner: files, by their path in the learner's folder. */
const handedIn: Record<string, Record<string, string | Uint8Array>> = {};
const file = `${NAME}/${NAME}.ipynb`;
const plain = changed(() => {});
const one = (text: string | Uint8Array) => ({ [file]: text });

Object.assign(handedIn, {
  plain: one(plain),
  mark: one("\ufeff" + plain),
  utf16: one(utf16(plain)),
  latin: one(latin(plain)),
  version3: one(version3),
  unmarked: one(changed((cells) => cells.forEach((cell) => cell.metadata = {}))),
  stripped: one(
    changed((cells) => cells.map(({ cell_type, source }) => ({ cell_type, source: [source, 7] }))),
  ),
  odd: one(changed((cells, at) => {
    cells[0].metadata = null;
    cells[1].metadata = { nbgrader: "yes" };
    cells[at("one-stub")].outputs = ["x".repeat(1e6)];
    cells[at("two-text")].cell_type = "heading";
    cells.push({ cell_type: "code", source: null }, 3 as never);
  })),
  sameIds: one(changed((cells) => cells.forEach((cell) => cell.id = "same"))),
  mergedBoth: one(merged("one-stub", "one-check")),
  mergedOver: one(merged("one-check", "two-stub")),
  mergedAll: one(merged("one-stub", "two-check")),
  split: one(changed((cells, at) => {
    const stub = cells[at("one-stub")];
    cells.splice(at("one-stub"), 0, { ...stub, id: "half", source: "// my answer" });
  })),
  moved: one(changed((cells, at) => {
    cells.splice(at("one-stub"), 0, ...cells.splice(at("one-check"), 1));
  })),
  renamed: { [`${NAME}/my answers.ipynb`]: plain },
  below: { [`${NAME}/handout/notebooks/${NAME}.ipynb`]: plain },
  beside: { [`${NAME}-1.ipynb`]: plain },
  twice: { [file]: plain, [`${NAME}/${NAME} (1).ipynb`]: plain },
  which: { [`${NAME}/a.ipynb`]: plain, [`${NAME}/b.ipynb`]: plain },
  checkpoint: { [`${NAME}/.ipynb_checkpoints/${NAME}-checkpoint.ipynb`]: plain },
  empty: one(" \n"),
  zeros: one("\0\0\0\0"),
  list: one("[1, 2]"),
  number: one("7"),
  picture: one(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 255])),
  nothing: {},
});

const program = `
import json, sys
from pathlib import Path
sys.path.insert(0, "${root}/tools/classroom/course")
from sheets import Unreadable, checked, find, id_of, read
folder, release = Path(sys.argv[1]), json.loads(sys.argv[2])
came = {}
for learner in folder.iterdir():
    try:
        path, remarks = find(learner, "${NAME}")
        cells, more = read(path)
        book, done = checked(cells, json.loads(sys.argv[2]))
        kept = [[id_of(cell) or cell["cell_type"], cell["source"]] for cell in book["cells"]]
        ids = [cell["id"] for cell in book["cells"]]
        came[learner.name] = {"cells": kept, "remarks": remarks + more + done, "apart": len(set(ids)) == len(ids)}
    except Unreadable as reason:
        came[learner.name] = {"reason": str(reason)}
print(json.dumps(came))`;

needs({ read: true, write: true, run: true, env: true, setUp: isSetUp })
  .describe("what learners hand in", () => {
    let folder: string;
    let came: Record<
      string,
      { cells: [string, string][]; remarks: string[]; apart: boolean; reason?: string }
    >;

    beforeAll(async () => {
      folder = await Deno.makeTempDir({ prefix: "sheets-" });
      for (const [learner, files] of Object.entries(handedIn)) {
        await Deno.mkdir(`${folder}/${learner}`);
        for (const [path, content] of Object.entries(files)) {
          const full = `${folder}/${learner}/${path}`;
          await Deno.mkdir(full.slice(0, full.lastIndexOf("/")), { recursive: true });
          const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
          await Deno.writeFile(full, bytes);
        }
      }
      await Deno.writeTextFile(`${folder}/zip.ipynb`, plain);
      const { text, code } = await run(`${root}/.venv/bin/python`, [
        "-c",
        program,
        folder,
        JSON.stringify(book(sheet())),
      ]);
      expect(code, text).toBe(0);
      came = JSON.parse(text.trim().split("\n").at(-1)!);
    });
    afterAll(() => Deno.remove(folder, { recursive: true }));

    const wanted = [
      ["one-stub", answers.one],
      ["one-check", `await exercise("03.one", one);`],
      ["two-stub", answers.two],
      ["two-check", `await exercise("03.two", two);`],
    ];
    const marks = (learner: string) => came[learner].cells.filter(([id]) => id.includes("-"));

    it.each([
      ["plain", /^$/],
      ["mark", /^$/],
      ["utf16", /^$/],
      ["latin", /read as Windows-1252/],
      ["version3", /an old version of notebooks/],
      ["unmarked", /one-stub had lost nbgrader's mark.*two-check had lost/],
      ["stripped", /one-stub had lost nbgrader's mark.*two-check had lost/],
      ["odd", /^$/],
      ["sameIds", /^$/],
      ["moved", /one-check stood before what it judges/],
      ["renamed", /^03_sheet\/my answers\.ipynb is taken for 03_sheet\/03_sheet\.ipynb$/],
      ["below", /^03_sheet\/handout\/notebooks\/03_sheet\.ipynb is taken for/],
      ["beside", /^03_sheet-1\.ipynb is taken for/],
      ["twice", /^also there, and not marked: 03_sheet\/03_sheet \(1\)\.ipynb$/],
    ])("keeps every answer of %s", (learner, remark) => {
      expect(marks(learner)).toEqual(wanted);
      expect(came[learner].apart).toBe(true);
      expect(came[learner].remarks.join("; ")).toMatch(remark);
    });

    it("keeps the answers of cells that were merged or split", () => {
      const [stub, check, stub2, check2] = wanted;
      expect(marks("mergedBoth")).toEqual(
        [[stub[0], `${stub[1]}\n\n${check[1]}`], check, stub2, check2],
      );
      const over = marks("mergedOver");
      expect(over.map(([id]) => id)).toEqual(["one-stub", "one-check", "two-stub", "two-check"]);
      expect(over[2][1].trim()).toBe(answers.two);
      expect(came.mergedOver.remarks).toEqual(
        ["two-stub was merged into one-check, and is taken out of it"],
      );
      const all = marks("mergedAll");
      expect(all[0][1]).toContain(answers.two);
      expect(all.find(([id]) => id === "two-stub")).toEqual(
        ["two-stub", "// two stands in another cell"],
      );
      expect(came.split.cells.filter(([, text]) => text === answers.one)).toHaveLength(1);
      expect(came.split.remarks).toEqual(["one-stub is there twice: the first counts"]);
    });

    it("has a reason where there is nothing to mark", () => {
      const reasons = Object.fromEntries(
        Object.entries(came).filter(([, { reason }]) => reason).map((
          [learner, { reason }],
        ) => [learner, reason]),
      );
      const none = "nothing handed in: there is no 03_sheet.ipynb";
      expect(reasons).toEqual({
        which:
          "which one is meant? There are 03_sheet/a.ipynb, 03_sheet/b.ipynb, and 03_sheet/03_sheet.ipynb is wanted",
        checkpoint: none,
        nothing: none,
        empty: "the file is empty",
        zeros: "the file is empty",
        list: "the file is no notebook",
        number: "the file is no notebook",
        picture: "the file is no notebook",
        "zip.ipynb":
          "nothing handed in: zip.ipynb is a file, and zip/03_sheet/03_sheet.ipynb is wanted",
      });
    });
  });
