/**
 * The course in a real browser: a notebook as it comes from a fresh clone, run from top to bottom, and a long training
 * stopped with the stop button; in the light theme and in the dark one. Screenshots land in tests/browser/run/.
 */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSetUp, root } from "../support/clone.ts";
import { notebookOf, type Output, textOf } from "../support/notebook.ts";
import { everything, needs } from "../support/permissions.ts";
import { findChromium } from "./chromium.ts";
import { forget, type Lab, launch, NotebookPage, startLab } from "./lab.ts";

const lesson = "notebooks/03_recurrence.ipynb";
const folder = "tests/browser/run";
const stopping = `${folder}/stopping.ipynb`;
const minutes = 60_000;

/** A training that would take very long, and a cell that shows what is left when it was stopped. */
const longTraining = [
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
let updates = 0;
function* counted(events) {
  for (const event of events) {
    updates = event.update;
    yield event;
  }
}`,
  `await follow(counted(train({ model, task, updates: 1_000_000, seed: 0 })), {
  plot: trainingPlot({ title: "A very long training" }),
});`,
  `updates > 0 && updates < 1_000_000`,
];

const guarded = needs({
  ...everything,
  setUp: isSetUp,
  task: "test:browser",
});

guarded.describe("JupyterLab in a browser", () => {
  let lab: Lab;
  let browser: Browser;

  beforeAll(async () => {
    await Deno.mkdir(`${root}/${folder}`, { recursive: true });
    await Deno.writeTextFile(`${root}/${stopping}`, JSON.stringify(notebookOf(longTraining)));
    const state = await Deno.makeTempDir({ dir: `${root}/${folder}`, prefix: "state-" });
    lab = await startLab(state);
    browser = await launch(findChromium()!);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    await forget(`${root}/${folder}`);
  });

  describe.each(["JupyterLab Light", "JupyterLab Dark"])("with the theme %s", (theme) => {
    it(
      "shows the committed pictures before anything has run, then runs top to bottom",
      async () => {
        const notebook = await NotebookPage.open(browser, lab, lesson, theme);
        const committed = await notebook.pictures();
        expect(committed.length).toBeGreaterThan(0);
        expect(committed.filter(({ width, alt }) => width === 0 || alt === "")).toEqual([]);

        await notebook.runAll();
        const outputs = (await notebook.outputs()).flat();
        expect(errorsIn(outputs)).toEqual([]);
        const claims = outputs.flatMap(({ data }) =>
          data?.["application/vnd.sequences.claim+json"] ?? []
        );
        expect(claims.length).toBeGreaterThan(0);
        for (const claim of claims) expect(claim).toMatchObject({ holds: true });
        const pictures = await notebook.pictures();
        expect(pictures).toHaveLength(committed.length);
        expect(pictures.filter(({ width }) => width === 0)).toEqual([]);

        await notebook.screenshots(`${root}/${folder}/screenshots`, "lesson");
        await notebook.close();
      },
      5 * minutes,
    );

    it("stops a long training and keeps the kernel's state", async () => {
      const notebook = await NotebookPage.open(browser, lab, stopping, theme);
      await notebook.startCell(0);
      await notebook.idle();
      await notebook.startCell(1);
      await expect.poll(() => notebook.pictures(), { timeout: minutes }).not.toEqual([]);
      await notebook.pressStop();
      await expect.poll(() => notebook.seen(1), { timeout: 10_000 }).toContain("Interrupted");
      await notebook.idle();

      await notebook.startCell(2);
      await expect.poll(() => notebook.seen(2), { timeout: 10_000 }).toContain("true");
      expect((await notebook.pictures()).filter(({ width }) => width === 0)).toEqual([]);
      await notebook.screenshots(`${root}/${folder}/screenshots`, "stopping");
      await notebook.close();
    }, 3 * minutes);
  });
});

function errorsIn(outputs: readonly Output[]): string[] {
  return outputs.filter(({ output_type, name }) => output_type === "error" || name === "stderr")
    .map((output) => textOf(output.text ?? JSON.stringify(output)));
}
