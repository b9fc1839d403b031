/**
 * The explorables in a browser: what they compute there is what stands there without JavaScript, and they can be used
 * by keyboard, by touch, and on a phone.
 *
 * @module
 */

import { expect, it } from "vitest";
import { built, builtPages, joined, notebooks } from "./built.ts";
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

  it(
    "in a notebook computes what its page does, to the bit, and on the notebook's page is a link",
    () =>
      visit(async ({ browser, open, wrong }) => {
        const all = (await notebooks()).flatMap(({ name, cells }) =>
          cells.flatMap(({ outputs = [] }) =>
            outputs.flatMap(({ data }) => {
              const html = joined(data?.["text/html"] as string | string[] ?? "");
              const id = /<script data-explorable="(\w+)">/.exec(html)?.[1];
              return id === undefined ? [] : [{ name, id, html }];
            })
          )
        );
        expect(all.length).toBeGreaterThan(0);
        for (const { name, id, html } of all) {
          const page = await browser.newPage();
          await page.setContent(`<!doctype html><body style="color:#eee;background:#111">${html}`);
          const frame = page.frameLocator("iframe");
          await frame.getByRole("button", { name: RACES[id as keyof typeof RACES] }).click();
          const state = frame.locator(".explorable-state");
          await state.getByText(/digest of the weights/).waitFor();
          expect(htmlOf(id)).toContain(await state.innerText());
          expect(await page.locator("img:visible").count()).toBe(0);
          const own = await open(`${name}/`);
          await own.locator(`.outputs a[href$="explore/${id}/"]`).click();
          await own.waitForURL(new RegExp(`/explore/${id}/$`));
        }
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
        expect(await page.locator("main noscript").innerText()).toContain("computed when the page");
      }
    }), 60_000);
});
