/**
 * What a reader does on a page: edit, run, stop, reset, come back, work in two tabs, without storage, without network.
 *
 * @module
 */

import { expect, it } from "vitest";
import { built } from "./built.ts";
import { said, type, visit } from "./browser.ts";

const PAGE = "00_start_here/?PROGRESS=off";
/** The first cell of code of that page, which needs no other. */
const FIRST = "cell-02";

built.describe("a reader on a page", () => {
  it(
    "runs a cell, edits it, and finds the change after a reload, until it is reset",
    () =>
      visit(async ({ open, wrong }) => {
        const page = await open(PAGE);
        const cell = page.locator(`[data-cell="${FIRST}"]`);
        const printed = await cell.locator(".outputs").first().innerText();
        await cell.getByRole("button", { name: "Run", exact: true }).click();
        await cell.getByText("as printed, to the bit").waitFor();
        expect(await cell.locator(".outputs").first().innerText()).toBe(printed);

        await type(page, FIRST, `const sentence = "two words".split(" ");\nsentence.length`);
        await page.keyboard.press("Shift+Enter");
        await cell.locator(".outputs").getByText("2", { exact: true }).waitFor();
        expect(await page.evaluate(() => document.activeElement!.getAttribute("data-cell"))).not
          .toBe(
            FIRST,
          );
        await page.reload();
        await page.locator(`[data-cell="${FIRST}"].changed .cm-content`).waitFor();
        expect(await cell.innerText()).toContain("two words");
        await said(page, /1 cell is changed by you/);

        await cell.getByRole("button", { name: "Reset" }).click();
        expect(await cell.locator(".outputs").first().innerText()).toBe(printed);
        expect(await cell.getAttribute("class")).not.toContain("changed");
        await cell.getByRole("button", { name: "Undo reset" }).click();
        await cell.locator(".cm-content").getByText("two words").waitFor();
        expect(await cell.getAttribute("class")).toContain("changed");
        await cell.getByRole("button", { name: "Reset", exact: true }).click();
        await page.reload();
        expect(await page.locator(".cell.changed").count()).toBe(0);
        expect(wrong).toEqual([]);
      }),
    120_000,
  );

  it(
    "is told the line of an error, in a cell and in its syntax, and the run ends there",
    () =>
      visit(async ({ open }) => {
        const page = await open(PAGE);
        const cell = page.locator(`[data-cell="${FIRST}"]`);
        await type(page, FIRST, "const a = 1;\n\nnowhere(a);");
        await page.getByRole("button", { name: "Run all", exact: true }).click();
        await said(page, /^stopped: ReferenceError: nowhere is not defined/);
        expect(await cell.locator(".error").innerText()).toContain("line 3 of this cell");
        const top = async (name: string, i: number) =>
          (await cell.locator(name).nth(i).boundingBox())!.y;
        expect(Math.abs(await top(".error-line", 0) - await top(".cm-line", 2))).toBeLessThan(3);
        const behind = page.locator(`[data-cell="${FIRST}"] ~ [data-cell] .cell-state.done`);
        expect(await behind.count()).toBe(0);
        await type(page, FIRST, "const a = 1;\nconst b = ;");
        await page.keyboard.press("Control+Enter");
        await cell.locator(".error").getByText("line 2 of this cell").waitFor();
      }),
    120_000,
  );

  it(
    "who begins in the middle is told to run the cells above, and can",
    () =>
      visit(async ({ open }) => {
        const page = await open(PAGE);
        const cell = page.locator('[data-cell="cell-15"]');
        await cell.getByRole("button", { name: "Run", exact: true }).click();
        await said(page, /^stopped: ReferenceError: accuracy is not defined/);
        expect(await cell.locator(".error").innerText()).toContain("press “Run above”");
        await cell.getByRole("button", { name: "Run above" }).click();
        await cell.getByText("as printed, to the bit").waitFor();
      }),
    180_000,
  );

  it("sees a red claim stop the run", () =>
    visit(async ({ open }) => {
      const page = await open(PAGE);
      await type(
        page,
        FIRST,
        `import { claim } from "lib/checks/claim.ts";
import { above } from "lib/checks/threshold.ts";
await claim({ id: "99.red", claim: "One is above two", experiment: () => 1, holds: above(2),
  control: null, noControl: "it is a test" });`,
      );
      await page.getByRole("button", { name: "Run all", exact: true }).click();
      await said(page, /^stopped: ClaimError/);
      await page.locator(`[data-cell="${FIRST}"]`).getByText("DOES NOT HOLD", { exact: true })
        .waitFor();
    }), 120_000);

  it(
    "stops a loop that listens with the memory kept, and ends one that does not",
    () =>
      visit(async ({ open }) => {
        const page = await open(PAGE);
        const cell = page.locator(`[data-cell="${FIRST}"]`);
        const stop = page.getByRole("button", { name: "Stop" });
        await type(
          page,
          FIRST,
          `import { interruptible } from "lib/notebook/interrupt.ts";
globalThis.kept = 41;
function* forever() { for (;;) yield 1; }
for await (const _ of interruptible(forever())) {}`,
        );
        await page.keyboard.press("Control+Enter");
        await page.waitForTimeout(1500);
        await stop.click();
        await said(page, /^stopped: Interrupted/);
        await type(page, FIRST, "kept + 1");
        await page.keyboard.press("Control+Enter");
        await cell.locator(".outputs").getByText("42", { exact: true }).waitFor();

        await type(page, FIRST, "for (;;);");
        await page.keyboard.press("Control+Enter");
        await page.waitForTimeout(500);
        await stop.click();
        await said(page, /gone/);
        expect(await cell.locator(".error").innerText()).toContain("Run the cells above again");
        await type(page, FIRST, "typeof kept");
        await page.keyboard.press("Control+Enter");
        await cell.locator(".outputs").getByText('"undefined"').waitFor();
      }),
    120_000,
  );

  it(
    "is told in its cell that the worker is gone, and the next cell has another",
    () =>
      visit(async ({ open }) => {
        const page = await open(PAGE);
        const cell = page.locator(`[data-cell="${FIRST}"]`);
        const next = page.locator('[data-cell="cell-15"]');
        for (const code of ["self.close()", "close();\nawait new Promise(() => {})"]) {
          await type(page, FIRST, `globalThis.kept = 1;\n${code}`);
          await page.keyboard.press("Control+Enter");
          const error = cell.locator(".error");
          await error.getByText("its worker was closed by a cell").waitFor();
          expect(await error.innerText()).toContain("Run the cells above again");
          await said(page, /gone/);
          await type(page, FIRST, "typeof kept");
          await page.keyboard.press("Control+Enter");
          await cell.locator(".outputs").getByText('"undefined"').waitFor();
        }
        await type(page, FIRST, "close()");
        await page.getByRole("button", { name: "Run all", exact: true }).click();
        await said(page, /^stopped: Ended: its worker was closed by a cell/);
        expect(await next.locator(".cell-state.done").count()).toBe(0);
      }),
    180_000,
  );

  it(
    "is told of a worker that is gone without a word, in the cell that ran last",
    () =>
      visit(async ({ open }) => {
        const page = await open(PAGE);
        await page.route("**/live/worker.js", async (route) => {
          const body = (await (await route.fetch()).text()).replace(
            'kind:"closed"',
            'kind:"silent"',
          );
          await route.fulfill({ body, contentType: "text/javascript" });
        });
        const cell = page.locator(`[data-cell="${FIRST}"]`);
        for (const code of ["close();\nawait new Promise(() => {})", "setTimeout(close, 300)"]) {
          await type(page, FIRST, code);
          await page.keyboard.press("Control+Enter");
          await cell.locator(".error").getByText("its worker has gone").waitFor();
          await said(page, /gone/);
          await type(page, FIRST, "6 * 7");
          await page.keyboard.press("Control+Enter");
          await cell.locator(".outputs").getByText("42", { exact: true }).waitFor();
        }
      }),
    120_000,
  );

  it("saves the notebook with the change", () =>
    visit(async ({ open }) => {
      const page = await open(PAGE);
      await type(page, FIRST, "1 + 1\n2 + 2");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Open as notebook" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe("00_start_here.ipynb");
      const { cells } = JSON.parse(await Deno.readTextFile(await download.path()));
      const cell = cells.find(({ id }: { id: string }) => id === FIRST);
      expect([cell.source, cell.outputs]).toEqual([["1 + 1\n", "2 + 2"], []]);
    }), 120_000);

  it(
    "goes from cell to cell by keys, of which those with Ctrl or Alt are the browser's",
    () =>
      visit(async ({ open }) => {
        const page = await open(PAGE);
        const here = () => page.evaluate(() => document.activeElement!.getAttribute("data-cell"));
        await page.locator(`[data-cell="${FIRST}"]`).focus();
        for (const key of ["Control+k", "Alt+j", "Alt+k"]) {
          await page.keyboard.press(key);
          if (key === "Control+k") await page.keyboard.press("Escape"); // the search, of the page itself
          expect(await here(), key).toBe(FIRST);
        }
        await page.keyboard.press("j");
        const next = await here();
        expect(next).not.toBe(FIRST);
        await page.keyboard.press("ArrowUp");
        expect(await here()).toBe(FIRST);
      }),
    60_000,
  );

  it("may post what they like from a cell", () =>
    visit(async ({ open, wrong }) => {
      const page = await open(PAGE);
      await type(page, FIRST, `for (const it of ["x", null, { kind: 7 }]) postMessage(it);\n6 * 7`);
      await page.keyboard.press("Control+Enter");
      await page.locator(`[data-cell="${FIRST}"] .outputs`).getByText("42", { exact: true })
        .waitFor();
      expect(wrong).toEqual([]);
    }), 60_000);

  it("finds a change of one tab in another", () =>
    visit(async ({ open }) => {
      const [one, other] = [await open(PAGE), await open(PAGE)];
      await type(one, FIRST, "'from the other tab'");
      await other.locator(`[data-cell="${FIRST}"].changed`).getByText("from the other tab")
        .waitFor();
    }), 120_000);

  it("works where nothing can be kept", () =>
    visit(async ({ context, open, wrong }) => {
      await context.addInitScript(() => {
        Object.defineProperty(window, "localStorage", {
          configurable: true,
          get() {
            throw new DOMException("denied", "SecurityError");
          },
        });
      });
      const page = await open(PAGE);
      await type(page, FIRST, "6 * 7");
      await page.keyboard.press("Control+Enter");
      await page.locator(`[data-cell="${FIRST}"] .outputs`).getByText("42", { exact: true })
        .waitFor();
      expect(wrong).toEqual([]);
    }), 120_000);

  it(
    "reads and runs a page without a network once it was visited",
    () =>
      visit(async ({ context, open }) => {
        const page = await open("01_order_is_the_meaning/?PROGRESS=off");
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
        await page.waitForFunction(async () => {
          const names = await caches.keys();
          if (names.length === 0) return false;
          const kept = await (await caches.open(names[0])).keys();
          return kept.some(({ url }) => url.endsWith("01_order_is_the_meaning.ipynb"));
        });
        await page.waitForTimeout(1000);
        await context.setOffline(true);
        await page.reload();
        await page.getByRole("button", { name: "Run all", exact: true }).click();
        // Which outputs they are is looked at in cells_test.ts.
        await said(page, /committed ones/, 300_000);
        await page.goto(new URL("../05_training_through_time/", page.url()).href);
        await page.getByText("This page is not kept yet").waitFor();
        await page.getByRole("link", { name: "contents" }).click();
        await page.locator(".contents").first().waitFor();
      }),
    360_000,
  );
});
