/**
 * A file of the library in JupyterLab's editor: types under the pointer and behind the cursor, and mistakes marked. The
 * language server is started with the first file, and a notebook, whose kernel knows the types, has none of it.
 */

import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { isSetUp, root } from "../support/clone.ts";
import { everything, needs } from "../support/permissions.ts";
import { folder, inLab } from "./in_lab.ts";

const minutes = 60_000;
const soon = { timeout: 2 * minutes, interval: 500 };

const { describe } = needs({
  ...everything,
  setUp: isSetUp,
  task: "test:browser",
});

describe("a file of the library in JupyterLab", () => {
  const lab = inLab();

  /** What Jupyter says of its language server, and a page's marks below code that is wrong. */
  const server = (page: Page) =>
    page.evaluate(async () => {
      const response = await fetch(`${location.origin}/lsp/status`);
      return (await response.json()).sessions.deno.status as string;
    });
  const marked = (page: Page) => page.locator(".cm-lintRange-error").allInnerTexts();
  const shot = (page: Page, name: string) =>
    page.screenshot({ path: `${root}/${folder}/screenshots/${name}.png` });

  it("knows the types, shows them, and says what is wrong", async () => {
    const page = await lab.edit("lib/cells/lstm.ts"); // never saved
    await page.locator(".jp-FileEditor .cm-content").click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.insertText(`\nexport const size: number = "32";\nlstm;\n"text".padSt`);
    const began = performance.now();
    const completer = page.locator(".jp-Completer");
    await expect.poll(async () => {
      if (await completer.isVisible()) return await completer.innerText();
      await page.keyboard.press("Tab");
      await page.waitForTimeout(1000);
      return "";
    }, soon).toContain("padStart");
    console.log(`completions after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    await shot(page, "editor-complete");
    await page.keyboard.press("Escape");
    expect(await server(page)).toBe("started");

    await expect.poll(() => marked(page), soon).toContain("size");
    const tooltip = page.locator(".lsp-tooltip, .cm-tooltip-lint, .jp-Tooltip");
    const name = page.locator(".cm-lintRange-error", { hasText: /^size$/ }).first();
    await name.hover();
    await expect.poll(() => tooltip.allInnerTexts().then((all) => all.join("\n")), soon).toContain(
      "Type 'string' is not assignable to type 'number'.",
    );
    await shot(page, "editor-wrong");
    const called = page.locator(".cm-line", { hasText: /^lstm;$/ });
    await expect.poll(async () => {
      await page.mouse.move(5, 5);
      await called.hover({ position: { x: 20, y: 8 } });
      await page.waitForTimeout(1500);
      return (await tooltip.allInnerTexts()).join("\n");
    }, soon).toContain("An LSTM cell.");
    await shot(page, "editor-hover");
    await page.close();
  }, 8 * minutes);

  it("is alone in that: a notebook has the types from its kernel", async () => {
    const notebook = await lab.write("typed", [`const size: number = "32";`]);
    await notebook.runAll();
    await expect.poll(() => notebook.seen(0), soon).toContain("Types, line 1: Type 'string'");
    expect(await marked(notebook.page)).toEqual([]);
    await expect.poll(() => server(notebook.page), soon).not.toBe("started");
    await notebook.close();
  }, 5 * minutes);
});
