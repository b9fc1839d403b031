/**
 * The explorables in a browser: what they compute there is what stands there without JavaScript, and they can be used
 * by keyboard, by touch, and on a phone.
 *
 * @module
 */

import { expect, it } from "vitest";
import { built, builtPages } from "./built.ts";
import { visit } from "./browser.ts";

const RACES = { snapshot: "Train both", remember: "Train all three" };
const pages = await builtPages();
const htmlOf = (id: string) => pages.find(({ address }) => address === `explore/${id}/`)!.html;

built.describe("an explorable", () => {
  for (const [id, label] of Object.entries(RACES)) {
    it(
      `${id} computes in the page what stands there without JavaScript, to the bit`,
      () =>
        visit(async ({ open, wrong }) => {
          const page = await open(`explore/${id}/`);
          const shown = page.locator(".explorable-shown");
          const before = await shown.innerHTML();
          await page.getByRole("button", { name: label }).click();
          const state = page.locator(".explorable-state");
          await page.getByText(/ of 400 updates/).waitFor();
          await state.getByText(/digest of the weights/).waitFor();
          expect(htmlOf(id)).toContain(await state.innerText());
          expect(await shown.innerHTML()).toBe(before);
          expect(await page.locator(".explorable-tries tbody tr").count()).toBe(1);
          expect(wrong).toEqual([]);
        }),
      120_000,
    );

    it(
      `${id} is set by keyboard, stopped, and started again, on a phone`,
      () =>
        visit(async ({ open, wrong }) => {
          const page = await open(`explore/${id}/`, { width: 390 });
          const slider = page.getByRole("slider").nth(1);
          const first = await slider.getAttribute("aria-valuetext");
          await slider.focus();
          await page.keyboard.press("ArrowLeft");
          expect(await slider.getAttribute("aria-valuetext")).not.toBe(first);
          const start = page.getByRole("button", { name: label });
          const stop = page.getByRole("button", { name: "Stop" });
          await start.focus();
          await page.keyboard.press("Enter");
          await page.getByText(/ of 400 updates/).waitFor();
          await stop.focus();
          await page.keyboard.press("Enter");
          await page.getByText(/ of 400 updates · stopped/).waitFor();
          expect(await page.locator(".explorable-tries tbody tr").count()).toBe(0);
          await start.click();
          await page.getByText(/digest of the weights/).waitFor();
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
          expect(wrong).toEqual([]);
        }),
      120_000,
    );
  }

  it(
    "microscope goes through a text by arrow keys, by touch, and reads what is typed",
    () =>
      visit(async ({ open, wrong }) => {
        const page = await open("explore/microscope/", { width: 390 });
        const pressed = page.locator('.letters [aria-pressed="true"]');
        const shown = page.locator(".explorable-shown");
        const before = await shown.innerHTML();
        const at = Number(await pressed.getAttribute("data-set"));
        await pressed.focus();
        await page.keyboard.press("ArrowRight");
        await page.locator(`.letters [data-set="${at + 1}"][aria-pressed="true"]`).waitFor();
        expect(await page.evaluate(() => document.activeElement!.getAttribute("data-set")))
          .toBe(String(at + 1));
        expect(await shown.innerHTML()).not.toBe(before);
        await page.locator(`.letters [data-set="${at}"]`).tap();
        await page.locator(`.letters [data-set="${at}"][aria-pressed="true"]`).waitFor();
        const narrow = (html: string) => html.replace(/ width="\d+"/g, "");
        expect(narrow(await shown.innerHTML())).toBe(narrow(before));
        for (const net of ["RNN", "GRU", "attention"]) {
          await page.getByRole("combobox", { name: "net" }).selectOption(net);
          await page.locator(".explorable-state").getByText(net).waitFor();
        }
        await page.getByLabel("a sentence to read").fill("A whale! A white wh");
        await page.locator(".letters button").nth(18).waitFor();
        await page.getByLabel("a sentence to read").fill("");
        await page.getByText("Type a sentence").waitFor();
        await page.getByLabel("a sentence to read").fill("日本");
        await page.getByText("Type a sentence").waitFor();
        expect(wrong).toEqual([]);
      }),
    120_000,
  );

  it("stands there without JavaScript", () =>
    visit(async ({ browser, base }) => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      for (const id of [...Object.keys(RACES), "microscope"]) {
        await page.goto(`${base}explore/${id}/`);
        expect(await page.locator(".explorable-shown svg").first().isVisible()).toBe(true);
        expect(await page.locator("noscript").innerText()).toContain("computed when the page");
      }
    }), 60_000);
});
