import { expect, it } from "vitest";
import { exerciseNamed, exercises } from "lib/exercises/all.ts";
import { exerciseMimeType } from "lib/exercises/box.ts";
import { type Exercise, Finding } from "lib/exercises/definition.ts";
import { judgeGuarded } from "lib/exercises/guard.ts";
import { cellId, place } from "../../tools/exercises/place.ts";
import { type Notebook, notebookOf, textOf } from "../support/notebook.ts";
import { root } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

const all = { read: true, write: true, env: true } as const;

needs({ read: true }).describe("the notebooks", () => {
  it("hold each exercise's stub and the call of its check, committed as to do", () => {
    const squeezed = (text: string) => text.replace(/[\s,;()]/g, "");
    const missing: string[] = [];
    for (const { id, stub } of exercises) {
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
  it("come out as they should: stub, solution, every wrong answer", async () => {
    const { tryAll } = await import("../../tools/exercises/answers.ts");
    const ids = ["00.last-letters", "01.best-bag", "01.twins", "03.count-weights", "03.latch"];
    for (const { id, stub, solution, wrong, problems } of await tryAll(ids.map(exerciseNamed))) {
      expect([id, problems]).toEqual([id, []]);
      const bad = [stub, solution, ...wrong].filter(({ ok }) => !ok).map((
        { label, found },
      ) => [label, found]);
      expect([id, bad]).toEqual([id, []]);
    }
  });
});

needs(all).describe("the proof itself", () => {
  const latch = exerciseNamed("03.latch");
  const bad = async (change: Partial<Exercise>) => {
    const { tryAll } = await import("../../tools/exercises/answers.ts");
    const [{ stub, solution, wrong, problems }] = await tryAll([{ ...latch, ...change }]);
    return {
      stub: stub.ok,
      solution: solution.ok,
      wrong: wrong.filter(({ ok }) => !ok).length,
      problems,
    };
  };

  it("sees a check that passes everything", async () => {
    expect(await bad({ check: () => "fine" }))
      .toMatchObject({ solution: true, wrong: latch.wrong.length });
  });

  it("sees a check that passes nothing, or always blames the same idea", async () => {
    const check = () => {
      throw new Finding("fades", "no");
    };
    expect(await bad({ check })).toMatchObject({ solution: false, wrong: latch.wrong.length - 1 });
  });

  it("sees a stub that is already right", async () => {
    expect(await bad({ stub: latch.solution.source })).toMatchObject({ stub: false });
  });

  it("sees too few wrong answers, and a misconception that none of them shows", async () => {
    const { problems } = await bad({ wrong: latch.wrong.slice(0, 3) });
    expect(problems.join("; ")).toContain("it has 3 wrong answers, wanted at least 4");
    expect(problems.join("; ")).toContain(`no wrong answer shows its misconception "deaf"`);
  });
});

needs(all).describe("the guard", () => {
  it("ends a loop without end, and judges what comes back", async () => {
    const bag = exerciseNamed("01.bag");
    const stuck = () => {
      for (;;);
    };
    expect(await judgeGuarded(bag, stuck, { patience: 200 }))
      .toMatchObject({ state: "wrong", misconception: "never-returns" });
    const counts = (words: string[], vocab: string[]) =>
      vocab.map((word) => words.filter((other) => other === word).length);
    expect(await judgeGuarded(bag, counts)).toMatchObject({ state: "right" });
  });

  it("leaves to the notebook what uses its other names", async () => {
    const elsewhere = (words: string[]) => words.map(() => there.length);
    const there = [1, 2];
    expect(await judgeGuarded(exerciseNamed("01.bag"), elsewhere)).toBeNull();
  });
});

it("an exercise's cells are placed once, behind the cell named, and renewed where they stand", () => {
  const notebook = notebookOf(["1;", "2;"]);
  place(notebook, exerciseNamed("03.combine"), "cell-0");
  place(notebook, exerciseNamed("03.latch"), "cell-1");
  const ids = notebook.cells.map(({ id }) => id);
  expect(ids).toEqual([
    "cell-0",
    "exercise-03-combine-text",
    "exercise-tools",
    "exercise-03-combine-stub",
    "exercise-03-combine-check",
    "cell-1",
    "exercise-03-latch-text",
    "exercise-03-latch-stub",
    "exercise-03-latch-check",
  ]);
  notebook.cells[3].source = "old";
  place(notebook, exerciseNamed("03.combine"));
  expect(notebook.cells.map(({ id }) => id)).toEqual(ids);
  expect(textOf(notebook.cells[3].source)).toContain("YOUR TURN");
  expect(() => place(notebook, exerciseNamed("03.read-on"), "nowhere")).toThrow(/cell-1/);
});
