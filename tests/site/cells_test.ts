/**
 * Every cell of every page in Chromium, its outputs held against the committed ones, byte for byte.
 *
 * @module
 */

import { expect, it } from "vitest";
import { built, notebooks } from "./built.ts";
import { said, visit } from "./browser.ts";

const all = (await notebooks()).map(({ name, cells }) => ({
  name,
  outputs: cells.reduce((sum, { outputs = [] }) => sum + outputs.length, 0),
}));
const told = (name: string) => built.missing.length === 0 ? Deno.env.get(name) : undefined;
/** In a hurry the first, and another each day; else those named in NOTEBOOKS, or all. */
const today = 1 + Math.floor(Date.now() / 86_400_000) % (all.length - 1);
const named = told("NOTEBOOKS")?.split(" ");
const books = told("QUICK") === "1"
  ? [all[0], all[today]]
  : all.filter(({ name }) => named?.some((one) => name.startsWith(one)) ?? true);

/** Milliseconds for a page, which takes one or two minutes alone, and many on a machine that does much else. */
const PATIENCE = 1_500_000;

built.describe("all cells of a page run, and show what is committed", () => {
  for (const [i, { name, outputs }] of books.entries()) {
    const width = i % 2 === 0 ? 1280 : 390;
    it(`${name}, ${width} pixels wide`, () =>
      visit(async ({ open, wrong }) => {
        const page = await open(`${name}/?PROGRESS=off`, { width });
        await page.getByRole("button", { name: "Run all", exact: true }).click();
        const words = await said(page, /^stopped|committed ones/, PATIENCE);
        expect(words).toBe(`all ${outputs} outputs are the committed ones, to the bit`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        expect(wrong).toEqual([]);
      }), PATIENCE + 20_000);
  }
});
