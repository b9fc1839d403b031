/** The library in a browser page: unchanged, without a server, and with the bits that it has here. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../support/clone.ts";
import { everything, needs } from "../support/permissions.ts";
import { findChromium } from "./chromium.ts";
import { allShared } from "../support/shared_training.ts";
import { fingerprint } from "./fingerprint.ts";

const guarded = needs({
  ...everything,
  task: "test:browser",
});

/** A program for a page, as text. */
async function bundle(file: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", file],
    cwd: root,
    stdin: "null",
  }).output();
  expect(success, new TextDecoder().decode(stderr)).toBe(true);
  return new TextDecoder().decode(stdout);
}

guarded.describe("the library in a browser page", () => {
  let browser: Browser;
  beforeAll(async () => {
    const { chromium } = await import("playwright-core");
    browser = await chromium.launch({
      executablePath: findChromium()!,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
  });
  afterAll(() => browser.close());

  /** Runs a program in a page until it has left an answer. */
  async function answer(program: string, name: string, isolated = false): Promise<unknown> {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    if (isolated) {
      const headers = {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      };
      const html = { contentType: "text/html", body: "<!doctype html>", headers };
      await page.route("https://page.test/", (route) => route.fulfill(html));
      await page.goto("https://page.test/");
      expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    }
    await page.addScriptTag({ content: program, type: "module" });
    await page.waitForFunction((name) => name in globalThis, name, { timeout: 30_000 })
      .catch(() => {});
    expect(errors).toEqual([]);
    return await page.evaluate((name) => (globalThis as Record<string, unknown>)[name], name);
  }

  it("trains to the same bits as in Deno", async () => {
    const program = await bundle("tests/browser/fingerprint.ts");
    expect(await answer(program, "fingerprint")).toBe(fingerprint());
  }, 60_000);

  it(
    "shares a step among threads where memory may be shared, and has the same bits where not",
    async () => {
      const program = await bundle("tests/support/shared_training.ts");
      const alone = await allShared(1);
      expect(await answer(program, "trainings")).toEqual([alone]);
      const shared = alone.replace("alone", "shared");
      expect(await answer(program, "trainings", true)).toEqual([alone, shared]);
    },
    90_000,
  );
});
