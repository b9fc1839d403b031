/**
 * What one sees of the course in JupyterLab: in both themes, on a narrow window, with the keyboard alone, behind a link,
 * and where a tab was closed while a training went on.
 */

import { expect, it } from "vitest";
import { isSetUp, root } from "../support/clone.ts";
import { everything, needs } from "../support/permissions.ts";
import { folder, inLab } from "./in_lab.ts";

const minutes = 60_000;
/** How long to wait for what comes at once where a machine has nothing else to do. */
const soon = { timeout: 2 * minutes };
const narrow = { width: 390, height: 844 };
const lesson = "notebooks/03_recurrence.ipynb";

const { describe } = needs({
  ...everything,
  setUp: isSetUp,
  task: "test:kernel",
});

/** A training that goes on until a file is there, so that it does when a tab has been opened again. */
const trainingUntil = (file: string) => [
  `import { rnn } from "lib/cells/rnn.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { follow } from "lib/notebook/follow.ts";
import { trainingPlot } from "lib/plots/training_plot.ts";
import { createRandom } from "lib/random.ts";
import { temporalXor } from "lib/tasks/temporal_xor.ts";
import { train } from "lib/training/train.ts";
const task = temporalXor();
const { input, outputSize } = task;
const model = sequenceModel({ input, outputSize, cell: rnn, hiddenSize: 8, random: createRandom(0) });
function* untilEnd(events) {
  let looked = performance.now();
  for (const event of events) {
    yield event;
    if (performance.now() - looked < 200) continue;
    looked = performance.now();
    if ([...Deno.readDirSync(".")].some(({ name }) => name === "${file}")) return;
  }
}`,
  `await follow(untilEnd(train({ model, task, updates: 10_000_000, seed: 0 })), {
  plot: trainingPlot({ title: "A training" }),
});`,
];

describe("what one sees in JupyterLab", () => {
  const lab = inLab();

  it.each([["JupyterLab Light", 255], ["JupyterLab Dark", 17]])(
    "pictures and cards are on the theme's own ground: %s",
    async (theme, wanted) => {
      const notebook = await lab.write("ground", [
        `const { lineChart } = await import("lib/plots/line_chart.ts");
lineChart([{ x: 1, y: 1 }, { x: 2, y: 3 }], { title: "T", alt: "a", x: { label: "x" }, y: { label: "y" } })`,
      ], theme);
      await notebook.runAll();
      const { page } = notebook;
      const image = page.locator(".jp-OutputArea-output img");
      await image.waitFor();
      await page.waitForTimeout(500);
      const shot = await image.screenshot({
        path: `${root}/${folder}/screenshots/ground-${wanted}.png`,
      });
      const corner = await page.evaluate(async (data) => {
        const picture = new Image();
        picture.src = `data:image/png;base64,${data}`;
        await picture.decode();
        const canvas = document.createElement("canvas");
        const context = canvas.getContext("2d")!;
        context.drawImage(picture, 0, 0);
        return [...context.getImageData(3, 3, 1, 1).data];
      }, btoa(String.fromCharCode(...shot)));
      expect(corner).toEqual([wanted, wanted, wanted, 255]);
      await notebook.close();
    },
    6 * minutes,
  );

  it(
    "on a narrow window the file browser is shut, pictures are seen whole, and what is wide scrolls by itself",
    async () => {
      const notebook = await lab.open(lesson, "JupyterLab Light", narrow);
      const { page } = notebook;
      await expect.poll(() => page.locator("#jp-left-stack:visible").count()).toBe(0);
      const count = (await notebook.outputs()).length;
      for (let index = 0; index < count; index++) {
        await notebook.screenshot(
          index,
          `${root}/${folder}/screenshots/narrow-${String(index).padStart(2, "0")}.png`,
        );
        const { beyond, small, cut } = await page.evaluate((index) => {
          const { node } = jupyterapp.shell.currentWidget.content.widgets[index];
          const scrolls = (element: Element | null): boolean =>
            element !== null && element !== node &&
            (/auto|scroll/.test(getComputedStyle(element).overflowX) ||
              scrolls(element.parentElement));
          const all = [...node.querySelectorAll<HTMLElement>(
            ".jp-RenderedHTMLCommon *, .jp-OutputArea-output *",
          )].filter((one) => one.offsetWidth > 1);
          return {
            beyond: all.filter((one) =>
              one.getBoundingClientRect().right > innerWidth + 1 && !scrolls(one.parentElement)
            ).map((one) => one.outerHTML.slice(0, 80)),
            cut: all.filter((one) =>
              one.matches("img") && one.offsetWidth > one.parentElement!.clientWidth
            ).map((one) => one.outerHTML.slice(0, 80)),
            small: all.filter((one) => one.matches("img") && one.offsetWidth < 300)
              .map((one) => one.outerHTML.slice(0, 80)),
          };
        }, index);
        expect({ index, beyond, small, cut }).toEqual({ index, beyond: [], small: [], cut: [] });
      }
      await notebook.close();
    },
    6 * minutes,
  );

  it("a link to a word in another notebook lands on the word, the first time", async () => {
    const notebook = await lab.open(lesson);
    const { page } = notebook;
    await page.evaluate(() =>
      jupyterapp.commands.execute("rendermime:handle-local-link", {
        path: "notebooks/00_start_here.ipynb",
        id: "#Hidden-state",
      })
    );
    const word = page.locator('[data-jupyter-id="Hidden-state"], #Hidden-state');
    await expect.poll(async () => {
      const box = await word.first().boundingBox().catch(() => null);
      return box !== null && box.y > 0 && box.y < 900;
    }, soon).toBe(true);
    await page.waitForTimeout(1500);
    const box = await word.first().boundingBox();
    expect(box!.y).toBeGreaterThan(0);
    expect(box!.y).toBeLessThan(900);
    await page.screenshot({ path: `${root}/${folder}/screenshots/link.png` });
    await page.close();
  }, 6 * minutes);

  it("a tab that is opened again shows the training go on, and how it ended", async () => {
    const end = `${root}/${folder}/reopened.end`;
    await Deno.remove(end).catch(() => {});
    const cells = [...trainingUntil("reopened.end"), ...Array(3).fill(`"behind it"`)];
    const notebook = await lab.write("reopened", cells);
    await notebook.startAll();
    await expect.poll(() => notebook.seen(1), soon).toMatch(/about .* left/);
    await notebook.save();
    await notebook.page.close();
    const again = await lab.open(`${folder}/reopened.ipynb`);
    expect(await again.pictures()).toHaveLength(1);
    for (let times = 0; times < 2; times++) {
      const before = await again.seen(1);
      expect(before).toMatch(/about .* left/);
      await expect.poll(() => again.seen(1), soon).not.toBe(before);
    }
    await Deno.writeTextFile(end, "");
    await expect.poll(() => again.seen(1), soon).toContain("last loss");
    expect(await again.seen(1)).not.toContain("left");
    for (const cell of [2, 3, 4]) {
      await expect.poll(() => again.seen(cell), soon).toContain("behind it");
    }
    await again.page.screenshot({ path: `${root}/${folder}/screenshots/reopened.png` });
    await again.close();
  }, 6 * minutes);

  it("a tab that is opened again says what is lost where the kernel has ended", async () => {
    const notebook = await lab.write("lost", trainingUntil("never"));
    await notebook.startAll();
    await expect.poll(() => notebook.seen(1), soon).toMatch(/about .* left/);
    await notebook.save();
    await notebook.close();
    const again = await lab.open(`${folder}/lost.ipynb`);
    await expect.poll(() => again.seen(1), soon).toContain("is lost");
    await again.close();
  }, 6 * minutes);

  it("a person goes through a notebook with the keyboard alone", async () => {
    const notebook = await lab.write("keyboard", ["1 + 1", "2 + 2", ...Array(8).fill("3 + 3")]);
    const { page } = notebook;
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.press("Shift+Enter");
    await expect.poll(() => notebook.seen(1), soon).toContain("4");
    await page.keyboard.press("Enter"); // into the third cell
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText("4 + 4");
    await page.keyboard.press("Shift+Enter");
    await expect.poll(() => notebook.seen(2), soon).toContain("8");
    for (let cell = 3; cell < 10; cell++) await page.keyboard.press("Shift+Enter");
    await expect.poll(() => notebook.seen(9), soon).toContain("6");
    await page.keyboard.press("Escape");
    await page.keyboard.press("b"); // a cell of one's own
    await page.keyboard.press("Enter");
    await page.keyboard.insertText(`console.log("begun"); while (true) {}`);
    await page.keyboard.press("Control+Enter");
    const shown = async () => JSON.stringify(await notebook.outputs());
    await expect.poll(shown, soon).toContain("begun");
    await page.keyboard.press("Escape");
    await page.keyboard.press("i");
    await page.keyboard.press("i");
    await expect.poll(shown, soon)
      .toContain("Interrupted");
    await notebook.close();
  }, 6 * minutes);
});

/** JupyterLab's application, in the page. */
declare const jupyterapp: {
  commands: { execute(command: string, args?: unknown): Promise<unknown> };
  shell: { currentWidget: { content: { widgets: { node: HTMLElement }[] } } };
};
