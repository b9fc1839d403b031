/**
 * A class of twelve, as classes are: `classroom/marks` gives each what can be marked, says the rest, and tells a missing
 * mark from a nought. Run by `./learn test:classroom`, which installs nbgrader.
 */

import { afterAll, beforeAll, expect, it } from "vitest";
import { makeClassroom } from "../../tools/classroom/classroom.ts";
import { points } from "../../tools/classroom/source.ts";
import { cellId } from "../../tools/exercises/place.ts";
import { run } from "../support/clone.ts";
import type { Cell, Notebook } from "../support/notebook.ts";
import { marking, readExercises } from "./nbgrader.ts";

const NAME = "03_recurrence";
const exercises = await readExercises("03");
const all = exercises.reduce((sum, { kind }) => sum + points[kind], 0);
const worth = (id: string) => points[exercises.find((exercise) => exercise.id === id)!.kind];

type Hand = (cells: Cell[], cell: (id: string, part: "stub" | "check") => Cell) => string | void;

/** What each of them does to a sheet of right answers; a text is the whole file. */
const learners: Record<string, Hand> = {
  right: () => {},
  "syntax-error": (_, cell) => void (cell("03.combine", "stub").source = "function combine(x, {"),
  untouched: (_, cell) => {
    for (const { id, stub } of exercises) cell(id, "stub").source = stub;
  },
  forever: (_, cell) => void (cell("03.read-on", "stub").source = "while (true) {}"),
  exit: (_, cell) => void (cell("03.read-on", "stub").source = "Deno.exit(0)"),
  "empty-file": () => "",
  "no-cells": (cells) => void cells.splice(0),
  deleted: (cells, cell) => {
    cells.splice(cells.indexOf(cell("03.combine", "stub")), 1);
    cells.splice(cells.indexOf(cell("03.latch", "check")), 1);
  },
  retyped: (_, cell) => {
    const stub = cell("03.latch", "stub") as { cell_type: string; outputs?: unknown };
    stub.cell_type = "markdown";
    delete stub.outputs;
  },
  added: (cells, cell) => {
    cells.splice(2, 0, { ...structuredClone(cells[1]), id: "mine", source: "1 + 1;" });
    cells.push({
      ...structuredClone(cell("03.combine", "stub")),
      id: "copy",
      source: "let y = 0;",
    });
  },
  cut: (cells) => JSON.stringify({ cells }).slice(0, -100),
  nothing: () => {},
  wrong: (_, cell) => {
    for (const { id, answer } of exercises) {
      cell(id, "stub").source = `const ${answer} = "something else";`;
    }
  },
  "all-broken": (_, cell) => {
    for (const { id } of exercises) cell(id, "stub").source = "const = {";
  },
  "broken-tools": (cells) =>
    void (cells.find(({ id }) => id === "exercise-tools")!.source = "im {"),
  "broken-check": (_, cell) => void (cell("03.latch", "check").source = "await exercise(("),
  "late-exit": (_, cell) =>
    later(cell("03.combine", "stub"), "setTimeout(() => Deno.exit(0), 30);"),
  "loop-in-a-promise": (_, cell) =>
    later(cell("03.read-on", "stub"), "Promise.resolve().then(() => { while (true) {} });"),
  "loop-in-a-timer": (_, cell) =>
    later(cell("03.read-on", "stub"), "setTimeout(() => { while (true) {} }, 30);"),
  flood: (_, cell) =>
    void (cell("03.read-on", "stub").source = 'for (;;) console.log("x".repeat(1000));'),
  unmarked: (cells) => cells.forEach((cell) => cell.metadata = {}),
  "Zoë Müller": () => {},
};

/** Puts a statement below an answer. */
function later(cell: Cell, statement: string): void {
  cell.source += `\n${statement}`;
}

marking.describe("the marks of a class", () => {
  let course: string;
  const rows: Record<string, { points: string; of: string; remarks: string }> = {};

  beforeAll(async () => {
    course = await Deno.realPath(await Deno.makeTempDir({ prefix: "classroom-" }));
    await makeClassroom(course, ["03"], { sheet: true });
    const released = await Deno.readTextFile(`${course}/release/${NAME}/${NAME}.ipynb`);
    for (const [learner, hand] of Object.entries(learners)) {
      const notebook: Notebook = JSON.parse(released);
      const cell = (id: string, part: "stub" | "check") =>
        notebook.cells.find((other) => other.id === cellId(id, part))!;
      for (const { id, solution } of exercises) cell(id, "stub").source = solution.source;
      const text = hand(notebook.cells, cell) ?? JSON.stringify(notebook);
      const folder = `${course}/submitted/${learner}/${NAME}`;
      await Deno.mkdir(folder, { recursive: true });
      if (learner !== "nothing") await Deno.writeTextFile(`${folder}/${NAME}.ipynb`, text);
    }
    const { code, text } = await run(`${course}/marks`, [NAME]);
    expect(code, text).toBe(0);
    const [, ...lines] = (await Deno.readTextFile(`${course}/marks.csv`)).trim().split(/\r?\n/);
    for (const line of lines) {
      const [learner, , points, of, ...remarks] = line.split(",");
      rows[learner] = { points, of, remarks: remarks.join(",") };
    }
  }, 1_200_000);
  afterAll(() => Deno.remove(course, { recursive: true }));

  const marked = (learner: string, lost: readonly string[], remark = /^$/) => {
    const { points, of, remarks } = rows[learner];
    expect(Number(points), learner).toBe(lost.reduce((rest, id) => rest - worth(id), all));
    expect(points, learner).not.toBe("");
    expect(Number(of)).toBe(all);
    expect(remarks, learner).toMatch(remark);
  };

  it("loses for an answer that fails, hangs or ends the kernel the points of that answer alone", () => {
    marked("right", []);
    marked("syntax-error", ["03.combine"]);
    marked("forever", ["03.read-on"]);
    marked("exit", ["03.read-on"], /exercise-03-read-on-stub ends the kernel/);
    for (const nought of ["untouched", "wrong", "all-broken"]) {
      expect(rows[nought], nought).toEqual({ points: "0.0", of: `${all}.0`, remarks: "" });
    }
    marked("late-exit", ["03.combine"], /^exercise-03-combine-stub ends the kernel$/);
    marked("flood", ["03.read-on"]);
    // What was declared before the loop stands, and is right.
    for (const loop of ["loop-in-a-promise", "loop-in-a-timer"]) {
      expect(Number(rows[loop].points), loop).toBeGreaterThanOrEqual(all - worth("03.read-on"));
    }
  });

  it("keeps the first megabyte of what a cell prints without end", async () => {
    const { size } = await Deno.stat(`${course}/autograded/flood/${NAME}/${NAME}.ipynb`);
    expect(size).toBeLessThan(2_500_000);
  });

  it("marks a sheet in which what was handed out does not run any more", () => {
    marked(
      "broken-tools",
      [],
      /exercise-tools was changed and fails, and is as it was handed out/,
    );
    marked("broken-check", []);
    marked("unmarked", [], /exercise-03-.* had lost nbgrader's mark/);
    marked("Zoë Müller", []);
  });

  it("marks what is left of a sheet in which cells were deleted, retyped or added", () => {
    marked("deleted", ["03.combine"], /combine-stub was deleted.*latch-check was deleted/);
    marked("retyped", [], /latch-stub was made another kind of cell/);
    marked("added", [], /combine-stub is there twice/);
  });

  it("has no number where there is no mark, and says why", () => {
    expect(rows["empty-file"]).toEqual({ points: "", of: "", remarks: "the file is empty" });
    expect(rows["no-cells"]).toEqual({ points: "", of: "", remarks: "the notebook has no cells" });
    expect(rows.cut).toEqual({ points: "", of: "", remarks: "the file is no notebook" });
    expect(rows.nothing.points).toBe("");
    expect(rows.nothing.remarks).toMatch(/^nothing handed in/);
    expect(Object.keys(rows).sort()).toEqual(Object.keys(learners).sort());
  });

  it("changes nothing that was handed in, and leaves no kernel running", async () => {
    const sheet = await Deno.readTextFile(`${course}/submitted/deleted/${NAME}/${NAME}.ipynb`);
    expect(sheet).not.toContain("exercise-03-latch-check");
    const { text } = await run("ps", ["-eo", "args"]);
    expect(text.split("\n").filter((line) => line.includes(course))).toEqual([]);
  });

  it("gives feedback without what answers are compared with", async () => {
    const { code, text } = await run(`${course}/nbgrader`, [
      "generate_feedback",
      NAME,
      "--log-level=ERROR",
    ]);
    expect(code, text).toBe(0);
    for (const learner of ["syntax-error", "wrong", "all-broken", "untouched", "late-exit"]) {
      const html = await Deno.readTextFile(`${course}/feedback/${learner}/${NAME}/${NAME}.html`);
      expect(html).toContain("exercise-03-combine");
      for (const secret of ["HIDDEN TESTS", "grading/", "handIn", "vnd.sequences.handed"]) {
        expect(html, learner).not.toContain(secret);
      }
      if (learner === "syntax-error" || learner === "late-exit") continue;
      for (const { solution } of exercises) {
        expect(html, learner).not.toContain(solution.why);
        expect(html, learner).not.toContain(solution.source);
      }
    }
  }, 120_000);
});
