/**
 * How a reader finds their way on the site: search, contents, a word's meaning, light and dark, and a newer build.
 *
 * @module
 */

import { expect, it } from "vitest";
import { built, SITE } from "./built.ts";
import { visit } from "./browser.ts";

built.describe("a reader of the site", () => {
  it(
    "finds a page by a word that stands in it, from any page",
    () =>
      visit(async ({ open, wrong }) => {
        const page = await open("lib/cells/rnn/");
        await page.getByRole("button", { name: "Search" }).click();
        await page.locator("site-search input").fill("marked recall");
        const found = page.locator("site-search a[href]").first();
        await found.waitFor();
        const title = (await found.innerText()).trim();
        await found.click();
        await page.waitForURL((url) => !url.pathname.endsWith("/rnn/"));
        expect((await page.locator("h1").first().innerText()).length).toBeGreaterThan(0);
        expect(title.length).toBeGreaterThan(0);
        expect(await page.locator("main").innerText()).toMatch(/marked recall/i);
        expect(wrong).toEqual([]);
      }),
    120_000,
  );

  it(
    "goes on a phone from the contents to a page and on to the next",
    () =>
      visit(async ({ open, wrong }) => {
        const page = await open("", { width: 390 });
        await page.locator(".contents a").nth(2).tap();
        await page.waitForURL(/02_why_feedforward_fails\/$/);
        await page.getByRole("button", { name: "Menu" }).tap();
        await page.locator("nav").getByRole("link", { name: /^07/ }).first().tap();
        await page.waitForURL(/07_lstm\/$/);
        await page.locator("a[rel=next]").tap();
        await page.waitForURL(/08_gru\/$/);
        expect(wrong).toEqual([]);
      }),
    120_000,
  );

  it("sees what a word means, by mouse, by keyboard and by touch", () =>
    visit(async ({ open }) => {
      const page = await open("03_recurrence/");
      const word = page.locator("a.term").first();
      const meaning = word.locator("[role=tooltip]");
      expect(await meaning.isVisible()).toBe(false);
      await word.hover();
      expect(await meaning.isVisible()).toBe(true);
      await page.mouse.move(0, 0);
      await word.focus();
      expect(await meaning.isVisible()).toBe(true);
      for (const width of [390, 800, 1280]) {
        await page.setViewportSize({ width, height: 844 });
        for (const each of await page.locator("a.term").all()) {
          await each.focus();
          const box = (await each.locator("[role=tooltip]").boundingBox())!;
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(width);
        }
      }
    }), 120_000);

  it("chooses light or dark, and finds it so on the next page", () =>
    visit(async ({ open }) => {
      const page = await open("00_start_here/");
      const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await page.getByLabel("Select theme").first().selectOption("dark");
      const dark = await ground();
      await page.getByLabel("Select theme").first().selectOption("light");
      expect(await ground()).not.toBe(dark);
      await page.locator("a[rel=next]").click();
      await page.waitForURL(/01_/);
      expect(await ground()).not.toBe(dark);
    }), 60_000);

  it(
    "is told of a newer build, and reads it when they say so",
    () =>
      visit(async ({ context, open }) => {
        const file = new URL("offline.js", SITE);
        const before = await Deno.readTextFile(file);
        try {
          const page = await open("00_start_here/");
          await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
          await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
          await Deno.writeTextFile(file, before.replace(/"[0-9a-f]{16}"/, `"${"0".repeat(16)}"`));
          await page.reload();
          const notice = page.getByText("There is a newer version of the course.");
          await notice.waitFor();
          await Promise.all([
            page.waitForEvent("load"),
            page.getByRole("button", { name: "Load it" }).click(),
          ]);
          expect(await page.evaluate(() => caches.keys())).toEqual([
            expect.stringMatching(/0{16}$/),
          ]);
          expect(await page.locator(".update").count()).toBe(0);
          expect(context.pages().length).toBe(1);
        } finally {
          await Deno.writeTextFile(file, before);
        }
      }),
    120_000,
  );
});
