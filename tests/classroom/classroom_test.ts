/**
 * The teacher's version, marked by nbgrader itself: a right, a half-right, a wrong and an undone submission get exactly
 * the points they should, cell by cell; and what learners are handed holds no answer. Run by `./learn test:classroom`, which
 * installs nbgrader.
 */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Exercise } from "../../lib/exercises/definition.ts";
import { makeClassroom } from "../../tools/classroom/classroom.ts";
import { points } from "../../tools/classroom/source.ts";
import { cellId } from "../../tools/exercises/place.ts";
import { root, run } from "../support/clone.ts";
import { type Cell, type Notebook, textOf } from "../support/notebook.ts";
import { marking, readExercises } from "./nbgrader.ts";

const minutes = 60_000;

/** Marked as sheets; other notebooks are only handed out, which takes no kernel. */
const marked = ["01_order_is_the_meaning", "03_recurrence"];
const students = ["right", "half", "wrong", "undone"] as const;
type Student = typeof students[number];

const exercises = await readExercises();

/** What a student hands in for the n-th exercise; null is the stub as it was. */
function handedIn(student: Student, { id, answer, solution }: Exercise, n: number): string | null {
  if (student === "undone") return null;
  if (student === "right" || (student === "half" && n % 2 === 0)) return solution.source;
  // One loop without end is enough: it takes some seconds.
  return id === "03.read-on"
    ? `function ${answer}() {\n  for (;;);\n}`
    : `const ${answer} = "something else";`;
}

function earns(student: Student, n: number): boolean {
  return student === "right" || (student === "half" && n % 2 === 0);
}

const exercisesOf = (name: string) => exercises.filter(({ id }) => name.startsWith(id.slice(0, 2)));

async function read(path: string): Promise<Notebook> {
  return JSON.parse(await Deno.readTextFile(path));
}

function cellOf(notebook: Notebook, id: string): Cell {
  return notebook.cells.find((cell) => cell.id === id)!;
}

/** Puts a submission where nbgrader looks for it, made of the release version as a learner would. */
async function submit(course: string, name: string, student: Student): Promise<void> {
  const notebook = await read(`${course}/release/${name}/${name}.ipynb`);
  exercisesOf(name).forEach((exercise, n) => {
    const source = handedIn(student, exercise, n);
    if (source !== null) cellOf(notebook, cellId(exercise.id, "stub")).source = source;
  });
  const folder = `${course}/submitted/${student}/${name}`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/${name}.ipynb`, JSON.stringify(notebook, null, 1));
}

/** nbgrader's own report: points of each student in each notebook. */
async function scores(course: string): Promise<Record<string, number>> {
  const { code, text } = await run(`${course}/nbgrader`, ["export", "--to=scores.csv"]);
  expect(code, text).toBe(0);
  const [head, ...rows] = (await Deno.readTextFile(`${course}/scores.csv`)).trim().split(/\r?\n/)
    .map((line) => line.split(","));
  const column = (name: string) => head.indexOf(name);
  return Object.fromEntries(
    rows.map((row) => [
      `${row[column("student_id")]} ${row[column("assignment")]}`,
      Number(row[column("score")]),
    ]),
  );
}

async function grade(course: string, name: string): Promise<void> {
  const { code, text } = await run(`${course}/nbgrader`, ["autograde", name, "--create"]);
  expect(code, text).toBe(0);
}

const sumOf = (list: readonly Exercise[]) => list.reduce((sum, { kind }) => sum + points[kind], 0);

marking.describe("the teacher's version", () => {
  let course: string;
  beforeAll(async () => {
    course = await Deno.realPath(await Deno.makeTempDir({ prefix: "classroom-" }));
    await makeClassroom(course, [], { sheet: true });
  });
  afterAll(async () => {
    await Deno.remove(course, { recursive: true });
  });

  it.each(marked)("gives exact points in %s: all, some, none, none", async (name) => {
    for (const student of students) await submit(course, name, student);
    await grade(course, name);
    const found = await scores(course);
    const list = exercisesOf(name);
    for (const student of students) {
      const wanted = list.filter((_, n) => earns(student, n));
      expect(found[`${student} ${name}`], student).toBe(sumOf(wanted));
      const graded = await read(`${course}/autograded/${student}/${name}/${name}.ipynb`);
      const full = list.filter(({ id }) =>
        !cellOf(graded, cellId(id, "check")).outputs!.some(({ output_type }) =>
          output_type === "error"
        )
      );
      expect(full.map(({ id }) => id), student).toEqual(wanted.map(({ id }) => id));
    }
    expect(sumOf(list.filter((_, n) => earns("half", n)))).toBeLessThan(sumOf(list));
  }, 5 * minutes);

  it("hands out no answer, no check and no hint that needs one", async () => {
    const texts: Record<string, string> = {};
    const lesson: Record<string, string> = {}; // some hints are an equation, and the lesson says it too
    for await (const path of filesBelow(`${course}/handout`)) {
      if (!/\.(ts|ipynb|md|json|py)$/.test(path)) continue;
      texts[path] = await textIn(path);
      const own = path.slice(`${course}/handout/`.length);
      if (/^(lib|notebooks)\//.test(own) && !own.startsWith("lib/exercises/")) {
        lesson[path] = await textIn(`${root}/${own}`);
      }
    }
    const leaks = (secret: string) =>
      Object.keys(texts).filter((path) => texts[path].includes(secret));
    expect(leaks("HIDDEN TESTS")).toEqual([]);
    expect(leaks("END SOLUTION")).toEqual([]);
    expect(leaks("grading/")).toEqual([]);
    for (const { id, solution, ideas, learned } of exercises) {
      expect(leaks(solution.source), id).toEqual([]);
      expect(leaks(solution.why), id).toEqual([]);
      expect(leaks(learned), id).toEqual([]);
      for (const { stronger } of Object.values(ideas)) {
        const found = leaks(stronger).filter((path) => !lesson[path]?.includes(stronger));
        expect(found, id).toEqual([]);
      }
    }
    const notebook = `${course}/handout/notebooks/03_recurrence.ipynb`;
    for (const { stub } of exercisesOf("03")) expect(leaks(stub)).toEqual([notebook]);
  });

  it("hands out notebooks that run as they are, with everything to do", async () => {
    const path = `${course}/handout/notebooks/03_recurrence.ipynb`;
    const { code, text } = await run("jupyter", ["execute", "--inplace", path]);
    expect(code, text).toBe(0);
    const notebook = await read(path);
    for (const { id, kind, goal } of exercisesOf("03")) {
      const shown = JSON.stringify(cellOf(notebook, cellId(id, "check")).outputs);
      const word = kind === "find the bug" ? "TO HAND IN" : "TO DO"; // a broken cell is no blank
      expect(shown, id).toContain(`${word} (exercise ${id})`);
      expect(shown, id).toContain(JSON.stringify(goal).slice(1, -1));
    }
  }, 2 * minutes);

  it("marks a whole lesson too", async () => {
    const lesson = "00_start_here";
    await makeClassroom(course, ["00"]);
    for (const student of ["right", "wrong"] as const) await submit(course, lesson, student);
    await grade(course, lesson);
    const found = await scores(course);
    expect(found[`right ${lesson}`]).toBe(sumOf(exercisesOf("00")));
    expect(found[`wrong ${lesson}`]).toBe(0);
    const { cells } = await read(`${course}/autograded/right/${lesson}/${lesson}.ipynb`);
    expect(cells.length).toBeGreaterThan(15); // the lesson around the exercise
    const handed = await Deno.readTextFile(`${course}/handout/lib/exercises/load.ts`);
    expect(handed).toContain("03.combine"); // whose notebook was handed out before
  }, 5 * minutes);

  it("leaves a folder alone that it has not made", async () => {
    const folder = await Deno.makeTempDir({ prefix: "classroom-" });
    await Deno.writeTextFile(`${folder}/thesis.txt`, "mine");
    await expect(makeClassroom(folder, ["00"])).rejects.toThrow(/thesis\.txt/);
    await Deno.remove(folder, { recursive: true });
  });
});

async function* filesBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* filesBelow(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}

/** A file's text; of a notebook, the text in its cells. */
async function textIn(path: string): Promise<string> {
  if (!path.endsWith(".ipynb")) return await Deno.readTextFile(path);
  return (await read(path)).cells.map(({ source }) => textOf(source)).join("\n");
}
