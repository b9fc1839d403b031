/**
 * The site on hosts that are strict: the policy that the README names is enough, and where it is not kept a cell says
 * what the host has to allow.
 *
 * @module
 */

import { expect, it } from "vitest";
import { built } from "./built.ts";
import { said, type, visit } from "./browser.ts";

/** The policy that the README names. */
async function policy(): Promise<string> {
  const readme = await Deno.readTextFile(new URL("../../tools/site/README.md", import.meta.url));
  return /^default-src .*$/m.exec(readme)![0];
}
const FIRST = "cell-02";

/** A cell that computes with WebAssembly. */
const TENSOR = `import { tensor } from "lib/tensor/mod.ts";\ntensor([1, 2]).shape`;

built.describe("on a host with a policy", () => {
  it(
    "all cells of a page run if it is the one that the README names",
    async () =>
      visit(async ({ open, wrong }) => {
        const page = await open("00_start_here/?PROGRESS=off");
        await page.getByRole("button", { name: "Run all", exact: true }).click();
        const words = await said(page, /^stopped|committed ones/, 300_000);
        expect(words).toMatch(/^all \d+ outputs are the committed ones/);
        await type(page, FIRST, "'edited'");
        await page.keyboard.press("Control+Enter");
        await page.locator(`[data-cell="${FIRST}"] .outputs`).getByText('"edited"').waitFor();
        const other = await open("explore/snapshot/");
        await other.getByRole("button", { name: "Train both" }).click();
        await other.getByText(/digest of the weights/).waitFor();
        expect(wrong).toEqual([]);
      }, { policy: await policy() }),
    360_000,
  );

  for (
    const [missing, left, sentence] of [
      [" blob:", "blob:", "has to allow blob: in script-src"],
      [" 'unsafe-eval'", "WebAssembly", "has to allow 'wasm-unsafe-eval' in script-src"],
      ["worker-src 'self'", "workers", "has to allow 'self' in worker-src"],
    ] as const
  ) {
    it(
      `a cell says what is missing where ${left} is forbidden`,
      async () =>
        visit(async ({ open }) => {
          const page = await open("00_start_here/?PROGRESS=off");
          await type(page, FIRST, TENSOR);
          await page.keyboard.press("Control+Enter");
          await said(page, /^stopped/);
          expect(await page.locator(`[data-cell="${FIRST}"] .error`).innerText()).toContain(
            sentence,
          );
        }, {
          policy: (await policy()).replace(
            missing,
            missing.startsWith(" ") ? "" : "worker-src 'none'",
          ),
        }),
      120_000,
    );
  }
});
