import { expect, it } from "vitest";
import { exerciseMimeType } from "lib/exercises/box.ts";
import { type Exercise, Finding } from "lib/exercises/definition.ts";
import { exerciseIds, exerciseNamed } from "lib/exercises/load.ts";
import { cellId, place } from "../../tools/exercises/place.ts";
import { type Notebook, notebookOf, textOf } from "../support/notebook.ts";
import { root } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

const all = { read: true, write: true, env: true } as const;

needs({ read: true }).describe("the notebooks", () => {
  it("that have exercises begin with how far the learner is, and import what they need once", () => {
    for (const { name } of Deno.readDirSync(`${root}/notebooks`)) {
      const own = exerciseIds().filter((id) => id.startsWith(name.slice(0, 2)));
      if (!name.endsWith(".ipynb") || own.length === 0) continue;
      const { cells }: Notebook = JSON.parse(Deno.readTextFileSync(`${root}/notebooks/${name}`));
      const { id, source, outputs } = cells[1];
      const said = textOf(outputs?.[0]?.data?.["text/plain"] as string[]);
      expect([name, id]).toEqual([name, "exercise-tools"]);
      expect(textOf(source)).toContain(`await yourProgress("${name.slice(0, 2)}");`);
      expect(said).toMatch(/^PROGRESS \(0 of \d exercises\)\n {2}\d\d: 0 of \d\. Open: /);
      const importing = cells.filter((cell) =>
        textOf(cell.source).includes("lib/exercises/mod.ts")
      );
      expect([name, importing.length]).toEqual([name, 1]);
    }
  });

  it("hold each exercise's stub and the call of its check, committed as to do", async () => {
    const squeezed = (text: string) => text.replace(/[\s,;()]/g, "");
    const missing: string[] = [];
    for (const id of exerciseIds()) {
      const { stub } = await exerciseNamed(id);
      const name = [...Deno.readDirSync(`${root}/notebooks`)].map(({ name }) => name)
        .find((name) => name.startsWith(`${id.slice(0, 2)}_`) && name.endsWith(".ipynb"));
      const { cells }: Notebook = JSON.parse(Deno.readTextFileSync(`${root}/notebooks/${name}`));
      const source = (part: "text" | "stub" | "check") =>
        textOf(cells.find((cell) => cell.id === cellId(id, part))?.source ?? "");
      if (squeezed(source("stub")) !== squeezed(stub)) missing.push(`${id}: stub`);
      if (!source("check").includes(`await exercise("${id}"`)) missing.push(`${id}: check`);
      const check = cells.find((cell) => cell.id === cellId(id, "check"));
      const states = check?.outputs?.map(({ data }) => data?.[exerciseMimeType]);
      const todo = [{ id, state: "todo", misconception: null }];
      expect([id, states]).toEqual([id, todo]);
      if (!source("text").startsWith("### Exercise: ")) missing.push(`${id}: text`);
    }
    expect(missing).toEqual([]);
  });
});

needs(all).describe("answers that take no training", () => {
  const ids = ["00.last-letters", "01.best-bag", "01.twins", "03.combine", "03.latch", "05.clip"];
  it.each(ids)("of %s come out as they should: stub, solution, every wrong answer", async (id) => {
    const { tryOne } = await import("../../tools/exercises/answers.ts");
    const { stub, solution, wrong, problems } = await tryOne(await exerciseNamed(id));
    expect(problems).toEqual([]);
    const bad = [stub, solution, ...wrong].filter(({ ok }) => !ok)
      .map(({ label, found }) => [label, found]);
    expect(bad).toEqual([]);
  });

  it("are known with each left out of the list", async () => {
    const { tryOne } = await import("../../tools/exercises/answers.ts");
    const { wrong } = await tryOne(await exerciseNamed("05.clip"), { heldOut: true });
    const known = wrong.filter(({ heldOut, misconception }) => heldOut === misconception);
    expect(known.length / wrong.length).toBeGreaterThanOrEqual(0.95);
    expect(wrong.length).toBeGreaterThan(40);
  });
});

needs(all).describe("the proof itself", () => {
  const bad = async (change: Partial<Exercise>) => {
    const { tryOne } = await import("../../tools/exercises/answers.ts");
    const latch = await exerciseNamed("03.latch");
    const { stub, solution, wrong, problems } = await tryOne({ ...latch, ...change });
    const named = wrong.filter(({ ok }) => ok).length;
    return { stub: stub.ok, solution: solution.ok, named, count: wrong.length, problems };
  };

  it("sees a check that passes everything", async () => {
    expect(await bad({ check: () => "fine" })).toMatchObject({ solution: true, named: 0 });
  });

  it("sees a check that passes nothing, or always blames the same idea", async () => {
    const { ideas } = await exerciseNamed("03.latch");
    const check = () => {
      throw new Finding("fades", "no");
    };
    expect(await bad({ check }))
      .toMatchObject({ solution: false, named: ideas.fades.answers.length });
  });

  it("sees a stub that is already right", async () => {
    const { solution } = await exerciseNamed("03.latch");
    expect(await bad({ stub: solution.source })).toMatchObject({ stub: false });
  });

  it("sees an idea that no answer shows", async () => {
    const { ideas } = await exerciseNamed("03.latch");
    const { problems } = await bad({ ideas: { deaf: { ...ideas.deaf, answers: [] } }, faults: {} });
    expect(problems.join("; ")).toContain("it has 0 wrong answers, wanted at least 4");
    expect(problems.join("; ")).toContain(`no answer shows its idea "deaf"`);
  });
});

needs(all).it("the exercise in CONTRIBUTING.md is one, and short", async () => {
  const { tryOne } = await import("../../tools/exercises/answers.ts");
  const prose = await Deno.readTextFile(`${root}/CONTRIBUTING.md`);
  const [, code] = /## Exercises[^]*?```ts ignore\n([^]*?)```/.exec(prose)!;
  expect(code.split("\n").length).toBeLessThanOrEqual(60);
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, code);
  const { default: combine } = await import(new URL(file, "file:///").href);
  const { stub, solution, wrong, problems } = await tryOne(combine, { heldOut: true });
  await Deno.remove(file);
  expect([stub, solution, ...wrong].filter(({ ok }) => !ok)).toEqual([]);
  expect(wrong.filter(({ heldOut, misconception }) => heldOut !== misconception)).toEqual([]);
  expect(problems).toEqual([]);
});

needs({ read: true }).it(
  "an exercise's cells are placed once, behind the cell named, and renewed where they stand",
  async () => {
    const notebook = notebookOf(["1;", "2;"]);
    place(notebook, await exerciseNamed("03.combine"), "cell-0");
    place(notebook, await exerciseNamed("03.latch"), "cell-1");
    const ids = notebook.cells.map(({ id }) => id);
    expect(ids).toEqual([
      "cell-0",
      "exercise-tools",
      "exercise-03-combine-text",
      "exercise-03-combine-stub",
      "exercise-03-combine-check",
      "cell-1",
      "exercise-03-latch-text",
      "exercise-03-latch-stub",
      "exercise-03-latch-check",
    ]);
    expect(textOf(notebook.cells[1].source)).toContain(`await yourProgress("03")`);
    notebook.cells[3].source = "old";
    place(notebook, await exerciseNamed("03.combine"));
    expect(notebook.cells.map(({ id }) => id)).toEqual(ids);
    expect(textOf(notebook.cells[3].source)).toContain("YOUR TURN");
    const other = await exerciseNamed("03.read-on");
    expect(() => place(notebook, other, "nowhere")).toThrow(/cell-1/);
  },
);
