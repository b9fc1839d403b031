/**
 * What a page is like to use: nothing serious for axe, no wider than a phone, soon there, and still while cells run.
 *
 * @module
 */

import { lstm } from "lib/cells/lstm.ts";
import { sha256 } from "lib/data/sha256.ts";
import { finish, runExperiment } from "lib/experiments/experiment.ts";
import { markedRecall } from "lib/tasks/marked_recall.ts";
import { expect, it } from "vitest";
import { built } from "./built.ts";
import { type, visit } from "./browser.ts";

const AXE = new URL("../../tools/site/node_modules/axe-core/axe.min.js", import.meta.url);
const PAGES = [
  "",
  "00_start_here/",
  "03_recurrence/",
  "claims/",
  "lib/",
  "lib/cells/rnn/",
  "explore/microscope/",
  "explore/remember/",
];

/** Seconds until the first text is seen on a slow phone, and until it may be read, at most. */
const FIRST_PAINT = 1;

/** Seconds from opening a page to an LSTM trained in it, at most. */
const TRAINED = 20;

/** What the test below does in Deno, as a cell. */
const TRAINING = `import { lstm } from "lib/cells/lstm.ts";
import { sha256 } from "lib/data/sha256.ts";
import { finish, runExperiment } from "lib/experiments/experiment.ts";
import { markedRecall } from "lib/tasks/marked_recall.ts";
const { weights } = finish(runExperiment({
  task: markedRecall(),
  model: { cell: lstm, hiddenSize: 16, cellOptions: { init: { chrono: 40 } } },
  seed: 0,
  learningRate: 0.01,
  updates: 200,
  keepWeights: true,
}));
sha256(weights)`;

built.describe("a page", () => {
  for (const address of PAGES) {
    it(
      `"${address}" has nothing serious for axe, at desktop and phone width, light and dark`,
      () =>
        visit(async ({ open }) => {
          const source = await Deno.readTextFile(AXE);
          const found: string[] = [];
          for (const [width, scheme] of [[1280, "light"], [390, "dark"]] as const) {
            const page = await open(address, { width });
            await page.emulateMedia({ colorScheme: scheme });
            await page.reload();
            await page.evaluate(source);
            const violations = await page.evaluate(async () => {
              const { axe } = globalThis as unknown as {
                axe: {
                  run(): Promise<
                    { violations: { id: string; impact: string; nodes: { html: string }[] }[] }
                  >;
                };
              };
              return (await axe.run()).violations.map(({ id, impact, nodes }) => ({
                id,
                impact,
                where: nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)),
              }));
            });
            for (const { id, impact, where } of violations) {
              if (/serious|critical/.test(impact)) {
                found.push(`${width} ${scheme} ${id}: ${where.join(" | ")}`);
              }
            }
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
          }
          expect(found).toEqual([]);
        }),
      180_000,
    );
  }

  it("is there within a second on a slow phone", () =>
    visit(async ({ context, base }) => {
      const times: number[] = [];
      for (let i = 0; i < 3; i++) {
        const page = await context.newPage();
        const devtools = await context.newCDPSession(page);
        await devtools.send("Network.enable");
        await devtools.send("Network.emulateNetworkConditions", {
          offline: false,
          latency: 40,
          downloadThroughput: 1_250_000, // 10 megabits a second
          uploadThroughput: 375_000,
        });
        await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
        await page.setViewportSize({ width: 390, height: 844 });
        await page.goto(`${base}03_recurrence/`);
        times.push(
          await page.evaluate(() =>
            performance.getEntriesByName("first-contentful-paint")[0].startTime / 1000
          ),
        );
        await page.close();
      }
      console.log(`first paint on a slow phone: ${times.map((t) => t.toFixed(2)).join(", ")} s`);
      expect(Math.min(...times)).toBeLessThan(FIRST_PAINT);
    }), 120_000);

  it(
    "has a trained LSTM soon after a cold start, with the weights that Deno gives",
    () =>
      visit(async ({ open }) => {
        const started = performance.now();
        const page = await open("00_start_here/?PROGRESS=off");
        await type(page, "cell-02", TRAINING);
        await page.keyboard.press("Control+Enter");
        const shown = page.locator('[data-cell="cell-02"] .outputs').getByText(/^"[0-9a-f]{64}"$/);
        await shown.waitFor();
        const seconds = (performance.now() - started) / 1000;
        console.log(`a trained LSTM after a cold start: ${seconds.toFixed(2)} s`);
        const { weights } = finish(runExperiment({
          task: markedRecall(),
          model: { cell: lstm, hiddenSize: 16, cellOptions: { init: { chrono: 40 } } },
          seed: 0,
          learningRate: 0.01,
          updates: 200,
          keepWeights: true,
        }));
        expect(await shown.innerText()).toBe(JSON.stringify(sha256(weights!)));
        expect(seconds).toBeLessThan(TRAINED);
      }),
    120_000,
  );

  for (
    const [what, each] of [["computes", ""], ["prints", `console.log("a line of many");`]]
  ) {
    it(`answers while a cell ${what} without a pause`, () =>
      visit(async ({ open }) => {
        const page = await open("00_start_here/?PROGRESS=off");
        await type(
          page,
          "cell-02",
          `for (const end = performance.now() + 3000; performance.now() < end;) { ${each} }`,
        );
        await page.keyboard.press("Control+Enter");
        const gap = await page.evaluate(() =>
          new Promise<number>((resolve) => {
            const start = performance.now();
            let last = start;
            let longest = 0;
            const frame = () => {
              const now = performance.now();
              longest = Math.max(longest, now - last);
              last = now;
              if (now - start < 2000) requestAnimationFrame(frame);
              else resolve(longest);
            };
            requestAnimationFrame(frame);
          })
        );
        expect(gap).toBeLessThan(500);
        await page.locator('[data-cell="cell-02"] .cell-state.done').waitFor();
      }), 60_000);
  }
});
