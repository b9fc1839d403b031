/**
 * A newcomer at an exercise, in a real browser: it is to do; a wrong answer is typed and the wrong idea named, with a
 * hint; a stronger hint is asked for; the right answer is typed. Screenshots land in tests/browser/run/screenshots.
 */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { notebookOf } from "../../lib/exercises/definition.ts";
import { exerciseNamed } from "../../lib/exercises/load.ts";
import { cellId } from "../../tools/exercises/place.ts";
import { isSetUp, root } from "../support/clone.ts";
import type { Notebook } from "../support/notebook.ts";
import { everything, needs } from "../support/permissions.ts";
import { findChromium } from "./chromium.ts";
import { forget, type Lab, launch, NotebookPage, startLab } from "./lab.ts";

const folder = `${root}/tests/browser/run`;

/** The exercises walked through, each with a wrong idea and the change to the solution that shows it. */
const walks = [
  {
    id: "03.combine",
    name: "no-memory",
    change: ["linear(x, W_x), linear(h, W_h), b", "linear(x, W_x), b"],
    theme: "JupyterLab Light",
  },
  {
    id: "03.read-on",
    name: "not-handed-on",
    change: ["h = step(x, h);", "h = step(x, start);"],
    theme: "JupyterLab Dark",
  },
  {
    id: "07.step",
    name: "exchanged",
    change: ["multiply(f, c), multiply(i, tanh(gSum))", "multiply(i, c), multiply(f, tanh(gSum))"],
    theme: "JupyterLab Light",
  },
] as const;

/** An output is on the page when the browser has drawn it, and not as soon as the kernel rests. */
const soon = { timeout: 30_000 };

/** The file of an exercise's notebook. */
function pathOf(id: string): string {
  const names = [...Deno.readDirSync(`${root}/notebooks`)].map(({ name }) => name);
  const found = names.find((name) => name.startsWith(`${notebookOf({ id })}_`))!;
  return `notebooks/${found}`;
}

const guarded = needs({
  ...everything,
  setUp: isSetUp,
  task: "test:browser",
});

guarded.describe("a newcomer at an exercise", () => {
  let lab: Lab;
  let browser: Browser;
  beforeAll(async () => {
    await Deno.mkdir(folder, { recursive: true });
    lab = await startLab(await Deno.makeTempDir({ dir: folder, prefix: "state-" }));
    browser = await launch(findChromium()!);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    await forget(folder);
  });

  it.each(walks)(
    "is led from to do to right: $id",
    async ({ id, name, change: [from, to], theme }) => {
      const notebook = pathOf(id);
      const exercise = await exerciseNamed(id);
      const { idea, hint, stronger } = exercise.ideas[name];
      const wrong = exercise.solution.source.replace(from, to);
      expect(wrong).not.toBe(exercise.solution.source);
      const { cells }: Notebook = JSON.parse(await Deno.readTextFile(`${root}/${notebook}`));
      const at = (name: string) => cells.findIndex((cell) => cell.id === name);
      const [stub, check] = [at(cellId(id, "stub")), at(cellId(id, "check"))];
      const page = await NotebookPage.open(browser, lab, notebook, theme);
      const shot = (part: string) =>
        page.screenshot(stub, `${folder}/screenshots/walk-${id}-${part}.png`);

      if (exercise.before !== undefined) await page.runAbove(stub); // it uses what they import
      await page.runCell(at("exercise-tools"));
      await page.runCell(stub);
      await page.runCell(check);
      await expect.poll(() => page.seen(check), soon).toContain("TO DO");
      expect(await page.seen(check)).toContain(exercise.goal);
      await shot("1-to-do");

      await page.write(stub, wrong);
      await page.runCell(check);
      await expect.poll(() => page.seen(check), soon).toContain("NOT YET");
      for (const said of [idea, hint]) expect(plain(await page.seen(check))).toContain(plain(said));
      expect(plain(await page.seen(check))).not.toContain(plain(stronger));
      await shot("2-wrong");

      await page.insertBelow(check);
      await page.write(check + 1, `await hint("${id}");`);
      await expect.poll(() => page.seen(check + 1), soon).toContain("HINT");
      expect(plain(await page.seen(check + 1))).toContain(plain(stronger));
      await shot("3-hint");

      await page.write(stub, exercise.solution.source);
      await page.runCell(check);
      await expect.poll(() => page.seen(check), soon).toContain("RIGHT");
      expect(await page.seen(check)).toContain(exercise.learned);
      await shot("4-right");
      await page.close();
    },
    240_000,
  );
});

/** As a reader sees it: without marks of code, and whatever the first letter's case. */
function plain(text: string): string {
  return text.replaceAll("`", "").toLowerCase();
}
