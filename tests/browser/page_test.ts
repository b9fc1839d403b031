/** The library in a browser page: unchanged, without a server, and with the bits that it has here. */

import { expect, it } from "vitest";
import { root } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";
import { findChromium } from "./chromium.ts";
import { fingerprint, type PageWithFingerprint } from "./fingerprint.ts";

const guarded = needs({
  read: true,
  write: true,
  run: true,
  net: true,
  env: true,
  sys: true,
  task: "test:browser",
});

guarded.describe("the library in a browser page", () => {
  it("trains to the same bits as in Deno", async () => {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["bundle", "--quiet", "--platform=browser", "tests/browser/fingerprint.ts"],
      cwd: root,
      stdin: "null",
    }).output();
    expect(success, new TextDecoder().decode(stderr)).toBe(true);

    const { chromium } = await import("playwright-core");
    const browser = await chromium.launch({
      executablePath: findChromium()!,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      await page.addScriptTag({ content: new TextDecoder().decode(stdout), type: "module" });
      await page.waitForFunction(() => "fingerprint" in globalThis, null, { timeout: 30_000 })
        .catch(() => {});
      expect(errors).toEqual([]);
      const found = await page.evaluate(() => (globalThis as PageWithFingerprint).fingerprint);
      expect(found).toBe(fingerprint());
    } finally {
      await browser.close();
    }
  }, 60_000);
});
