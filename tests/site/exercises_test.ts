/**
 * Exercises in a page: judged in a worker of their own whatever the answer does, with hints, a solution, and progress
 * that the other pages know.
 *
 * @module
 */

import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { built } from "./built.ts";
import { said, type, visit } from "./browser.ts";

const PAGE = "01_order_is_the_meaning/";
const STUB = "exercise-01-bag-stub";
const CHECK = "exercise-01-bag-check";
const answer = (body: string) =>
  `function countsOf(words: readonly string[], vocab: readonly string[]): number[] {\n${body}\n}`;
const RIGHT = answer("return vocab.map((word) => words.filter((one) => one === word).length);");

/** Hands in an answer, and gives what the page says of it. */
async function handIn(page: Page, code: string, verdict: string): Promise<string> {
  await type(page, STUB, code);
  await page.keyboard.press("Control+Enter");
  await page.locator(`[data-cell="${STUB}"] .cell-state.done`).waitFor();
  const check = page.locator(`[data-cell="${CHECK}"]`);
  await check.getByRole("button", { name: "Run", exact: true }).click();
  await check.locator(".cell-state.done").waitFor();
  const outputs = check.locator(".outputs").first();
  await outputs.getByText(verdict, { exact: true }).waitFor();
  return await outputs.innerText();
}

/** A page with the cells run that the exercise needs. */
async function prepared(open: (address: string) => Promise<Page>, address = PAGE): Promise<Page> {
  const page = await open(address);
  await page.locator(`[data-cell="${STUB}"]`).getByRole("button", { name: "Run above" }).click();
  await said(page, /cells have run/);
  return page;
}

built.describe("an exercise in a page", () => {
  it(
    "names the idea of a wrong answer, gives hints and the solution, and keeps what is right",
    () =>
      visit(async ({ open, wrong }) => {
        const page = await prepared(open);
        const check = page.locator(`[data-cell="${CHECK}"]`);
        const hint = check.getByRole("button", { name: "Hint" });
        await hint.click();
        await check.getByText("How many numbers come out").waitFor();

        const set = answer("return vocab.map((word) => Number(words.includes(word)));");
        expect(await handIn(page, set, "NOT YET")).toContain("A bag is not a set");
        await hint.click();
        await check.getByText("the sum in the equation says how often").waitFor();
        await check.getByRole("button", { name: "Solution" }).click();
        await check.getByText("words.filter((other) => other === word).length").waitFor();

        const other = await open("");
        expect(await other.locator("#progress").innerText()).toBe("");
        expect(await handIn(page, RIGHT, "RIGHT")).toContain("1 of 4 here");
        expect(await check.locator(".cell-state").innerText()).toBe("done"); // the answer is the reader's
        await other.getByText("1 of 4 exercises done").waitFor(); // the tab that was open
        await other.getByText(/^You have done 1 of \d+ exercises.$/).waitFor();
        const again = await prepared(open);
        // Its text, for what is not near the window is not laid out.
        expect(await again.locator('[data-cell="exercise-tools"] .outputs').first().textContent())
          .toContain("1 of 4 exercises");
        expect(wrong).toEqual([]);
      }),
    180_000,
  );

  const hostile: readonly (readonly [does: string, code: string, verdict: string])[] = [
    ["never ends", answer("for (;;);"), "had not returned"],
    [
      "grows a list without end",
      answer("const list = []; for (;;) list.push({});"),
      "had not returned",
    ],
    [
      "takes memory beside the heap",
      answer("const list = []; for (;;) list.push(new Float64Array(1e6).fill(1));"),
      "had not returned",
    ],
    [
      "asks for much memory at once",
      answer("const list = []; for (;;) list.push(new Float64Array(5e7));"),
      "filled all the memory",
    ],
    [
      "never ends a search",
      answer(`return /(a+)+$/.test("a".repeat(60) + "b");`),
      "had not returned",
    ],
    ["throws", answer(`throw new Error("no");`), "it threw Error: no"],
    ["ends its worker", answer("globalThis.close(); for (;;);"), "had not returned"],
    [
      "says itself that it is right",
      answer(`globalThis.postMessage({ judgement: { state: "right" } }); return [1];`),
      "a list of 1",
    ],
    ["asks for a file", answer(`return globalThis.fetch("x") as never;`), ""],
  ];

  it(
    "judges whatever an answer does, and the next one too; the page does not notice",
    () =>
      visit(async ({ open }) => {
        const page = await prepared(open, `${PAGE}?PROGRESS=off`);
        for (const [does, code, words] of hostile) {
          const started = performance.now();
          const said = await handIn(page, code, "NOT YET");
          console.log(
            `${does}: ${((performance.now() - started) / 1000).toFixed(1)} s: ${
              said.split("\n").slice(1, 4).join(" | ")
            }`,
          );
          expect(said, does).toContain(words);
          const gap = await page.evaluate(() => {
            const begin = performance.now();
            return new Promise<number>((resolve) =>
              requestAnimationFrame(() => resolve(performance.now() - begin))
            );
          });
          expect(gap, does).toBeLessThan(1000);
        }
        await handIn(page, RIGHT, "RIGHT");
      }),
    600_000,
  );
});
