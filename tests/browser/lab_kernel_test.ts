/**
 * The course's kernel as a person in JupyterLab meets it: tabs close and open again, red stops, stop stops, and what
 * dies says so and lives again.
 */

import { expect, it } from "vitest";
import { isSetUp, root } from "../support/clone.ts";
import { everything, needs } from "../support/permissions.ts";
import { folder, inLab } from "./in_lab.ts";
import type { NotebookPage } from "./lab.ts";

const minutes = 60_000;
/** How long to wait for what comes at once where a machine has nothing else to do. */
const soon = { timeout: 2 * minutes };

const { describe } = needs({
  ...everything,
  setUp: isSetUp,
  task: "test:kernel",
});

describe("the course's kernel in JupyterLab", () => {
  const lab = inLab();

  /** What a cell shows, without the number in brackets before it. */
  const seen = async (notebook: NotebookPage, index: number) =>
    (await notebook.seen(index)).replace(/^\[\d*\]:\s*/, "");

  it("goes on, five times of five, when its tab is closed while Run All works", async () => {
    const slow = `await new Promise((resolve) => setTimeout(resolve, 400));
console.log("said");
globalThis.count = (globalThis.count ?? 0) + 1;`;
    const paths = [];
    for (let time = 0; time < 5; time++) {
      const notebook = await lab.write(`closed-${time}`, [...Array(6).fill(slow), "count"]);
      await notebook.startAll();
      await expect.poll(() => seen(notebook, 0), soon).toContain("said");
      await notebook.page.close();
      paths.push(`${folder}/closed-${time}.ipynb`);
    }
    const again = await lab.open(paths[4]);
    for (const path of paths.toReversed()) {
      await again.go(path);
      await again.idle();
      await again.startCell(6);
      await expect.poll(() => seen(again, 6), soon).toBe("6");
      await again.endKernel();
    }
    await again.close();
  }, 10 * minutes);

  it("runs nothing behind an error, and says what to do on a fresh kernel", async () => {
    const notebook = await lab.write("red", [
      "let made = 1;",
      `throw new Error("red", { cause: new Error("the reason") });`,
      "globalThis.ran = true;",
      "typeof ran",
      "made",
    ]);
    await notebook.runAll();
    expect(await seen(notebook, 1)).toBe("Error: red\nCaused by Error: the reason");
    await notebook.runCell(3);
    expect(await seen(notebook, 3)).toBe('"undefined"');
    await notebook.page.evaluate(() => {
      void jupyterapp.commands.execute("kernelmenu:restart");
    });
    await notebook.page.locator(".jp-Dialog button.jp-mod-accept").click();
    await expect.poll(async () => { // until it has been restarted
      await notebook.idle();
      await notebook.runCell(4);
      return await seen(notebook, 4);
    }, { ...soon, interval: 2000 }).toBe(
      "ReferenceError: made is not defined: run the cells above first (Run ▸ Run All Above)",
    );
    await notebook.close();
  }, 6 * minutes);

  it(
    "stops what never gives way at one press, with what is queued, and keeps the state",
    async () => {
      const notebook = await lab.write("stop", [
        "let kept = 42;",
        `console.log("begun"); while (true) {}`,
        "kept = 0;",
        "kept",
      ]);
      await notebook.startAll();
      await expect.poll(() => seen(notebook, 1), soon).toContain("begun");
      const pressed = performance.now();
      await notebook.pressStop();
      await expect.poll(() => seen(notebook, 1), soon).toContain("Interrupted");
      await notebook.idle();
      console.log(`idle after ${((performance.now() - pressed) / 1000).toFixed(1)} s`);
      await notebook.runCell(3);
      expect(await seen(notebook, 3)).toBe("42");
      await notebook.close();
    },
    6 * minutes,
  );

  it("ends Run All of a whole lesson at one press", async () => {
    const notebook = await lab.open("notebooks/07_lstm.ipynb");
    const before = await notebook.outputs();
    await notebook.page.evaluate(() =>
      jupyterapp.commands.execute("notebook:clear-all-cell-outputs")
    );
    await notebook.startAll();
    const ran = async () =>
      (await notebook.outputs()).filter((outputs) => outputs.length > 0).length;
    await expect.poll(ran, soon).toBeGreaterThan(3);
    await notebook.page.waitForTimeout(1000);
    const pressed = performance.now();
    await notebook.pressStop();
    await expect.poll(async () => JSON.stringify(await notebook.outputs()), soon)
      .toContain("Interrupted");
    await notebook.idle();
    console.log(`07 is idle after ${((performance.now() - pressed) / 1000).toFixed(1)} s`);
    const reached = await ran();
    await notebook.page.waitForTimeout(3000);
    expect(await ran()).toBe(reached);
    expect(reached).toBeLessThan(before.filter((outputs) => outputs.length > 0).length);
    await notebook.close();
  }, 6 * minutes);

  it("runs three notebooks as tabs of one window, and stops one alone", async () => {
    const slow = `await new Promise((resolve) => setTimeout(resolve, 1000));
globalThis.count = (globalThis.count ?? 0) + 1;`;
    const names = ["one", "two", "three"];
    const path = (name: string) => `${folder}/tab-${name}.ipynb`;
    const cells = (name: string) => [...Array(4).fill(slow), `"${name} " + count`];
    for (const name of names.slice(0, 2)) await lab.put(path(name), cells(name));
    await lab.put(path("three"), [`console.log("begun"); while (true) {}`, ...cells("three")]);
    const notebook = await lab.open(path("one"));
    for (const name of names) {
      if (name !== "one") await notebook.go(path(name));
      await notebook.startAll();
    }
    await expect.poll(() => seen(notebook, 0), soon).toContain("begun");
    await notebook.pressStop();
    await expect.poll(() => seen(notebook, 0), soon).toContain("Interrupted");
    await notebook.idle();
    for (const name of names.slice(0, 2)) {
      await notebook.go(path(name));
      await expect.poll(() => seen(notebook, 4), soon).toBe(`"${name} 4"`);
    }
    await notebook.go(path("three"));
    await notebook.runCell(1);
    await notebook.runCell(5);
    expect(await seen(notebook, 5)).toBe('"three 1"');
    for (const name of names) {
      await notebook.go(path(name));
      await notebook.endKernel();
    }
    await notebook.page.close();
  }, 6 * minutes);

  it(
    "shows an error that nobody catches in the cell that started it, also when that has ended",
    async () => {
      const notebook = await lab.write("uncaught", [
        `void (async () => {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  throw new Error("too late");
})();`,
        `1 + 1`,
      ]);
      await notebook.runAll();
      await expect.poll(() => seen(notebook, 0), soon).toContain(
        "Not caught: Error: too late",
      );
      expect(await seen(notebook, 1)).toBe("2");
      await notebook.close();
    },
    6 * minutes,
  );

  it("says in the cell that Deno has ended, and the next cell runs", async () => {
    const notebook = await lab.write("exit", [`Deno.exit(3);`, `1 + 1`]);
    await notebook.startCell(0);
    await expect.poll(() => seen(notebook, 0), soon).toContain(
      "run the cells above again",
    );
    await notebook.runCell(1);
    expect(await seen(notebook, 1)).toBe("2");
    await notebook.close();
  }, 6 * minutes);

  it("knows the types: Shift+Tab, Tab, and a note below a cell that is wrong", async () => {
    const notebook = await lab.write("types", [
      `import { lstm } from "lib/cells/lstm.ts";
import { createRandom } from "lib/random.ts";
const cell = lstm({ inputSize: 3, hiddenSize: 4, random: createRandom(0) });`,
      "",
      `const size: number = "32";`,
    ]);
    const { page } = notebook;
    await notebook.runCell(0);
    await notebook.write(1, "lstm");
    await page.keyboard.press("Enter");
    await page.keyboard.press("End");
    const tooltip = page.locator(".jp-Tooltip");
    await expect.poll(async () => {
      await page.keyboard.press("Shift+Tab");
      await page.waitForTimeout(2000);
      return await tooltip.count() === 0 ? "" : await tooltip.innerText();
    }, soon).toContain("An LSTM cell.");
    await page.screenshot({ path: `${root}/${folder}/screenshots/types-inspect.png` });
    await page.keyboard.press("Escape");
    await tooltip.waitFor({ state: "detached" });
    await page.evaluate(() => jupyterapp.commands.execute("notebook:enter-edit-mode"));
    const asked = performance.now();
    await page.keyboard.press("Shift+Tab");
    await tooltip.waitFor();
    console.log(`Shift+Tab, once warm: ${(performance.now() - asked).toFixed(0)} ms`);
    await page.keyboard.press("Escape");
    await page.evaluate(() => jupyterapp.commands.execute("notebook:enter-edit-mode"));
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("cell.");
    const completer = page.locator(".jp-Completer");
    await expect.poll(async () => {
      await page.keyboard.press("Tab");
      await page.waitForTimeout(1500);
      return await completer.count() === 0 ? "" : await completer.innerText();
    }, soon).toContain("hiddenSize");
    await page.screenshot({ path: `${root}/${folder}/screenshots/types-complete.png` });
    await page.keyboard.press("Escape");
    await completer.waitFor({ state: "hidden" });
    await page.evaluate(() => jupyterapp.commands.execute("notebook:enter-edit-mode"));
    const wanted = performance.now();
    await page.keyboard.press("Tab");
    await completer.waitFor({ state: "visible" });
    console.log(`Tab, once warm: ${(performance.now() - wanted).toFixed(0)} ms`);
    await page.keyboard.press("Escape");
    await notebook.startCell(2);
    await expect.poll(() => seen(notebook, 2), soon).toContain(
      "Types, line 1: Type 'string' is not assignable to type 'number'.",
    );
    await notebook.close();
  }, 10 * minutes);

  it("breaks the lines of an error between words", async () => {
    const words = Array.from({ length: 60 }, (_, at) => `word${at}`);
    const notebook = await lab.write("words", [`throw new Error("${words.join(" ")}");`]);
    await notebook.runAll();
    const broken = await notebook.page.evaluate(() => {
      const pre = document.querySelector(".jp-OutputArea-output pre")!;
      const text = pre.textContent!;
      const node = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT).nextNode() as Text;
      const top = (at: number) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return Math.round(range.getBoundingClientRect().top);
      };
      return [...Array(Math.min(node.length, text.length) - 1).keys()].filter((at) =>
        top(at) !== top(at + 1) && /\w\w/.test(text.slice(at, at + 2))
      ).length;
    });
    expect(broken).toBe(0);
    await notebook.close();
  }, 6 * minutes);
});

/** JupyterLab's application, in the page. */
declare const jupyterapp: { commands: { execute(command: string): Promise<unknown> } };
