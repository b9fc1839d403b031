/** Data in a browser page, from a server: read where it is whole, refused where it is not. */

import { describe, expect, it } from "vitest";
import { root } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";
import { findChromium } from "./chromium.ts";

const guarded = needs({ read: true, write: true, run: true, net: true, env: true, sys: true });
const executablePath = guarded.missing.length === 0 ? findChromium() : undefined;

describe.skipIf(executablePath === undefined)("data in a browser page", () => {
  it("is read and checked as in Deno, also where the page has no crypto of its own", async () => {
    const { stdout: script } = await new Deno.Command(Deno.execPath(), {
      args: ["bundle", "--quiet", "--platform=browser", "tests/browser/reading.ts"],
      cwd: root,
      stdin: "null",
    }).output();
    let spoil = (_: string, bytes: Uint8Array<ArrayBuffer>) => bytes;
    const server = Deno.serve({ port: 0, hostname: "0.0.0.0", onListen: () => {} }, ({ url }) => {
      const { pathname } = new URL(url);
      if (pathname === "/lib/data/bundle.js") {
        return new Response(script, { headers: { "content-type": "text/javascript" } });
      }
      if (pathname.startsWith("/data/")) {
        return new Response(spoil(pathname, Deno.readFileSync(`${root}${pathname}`)));
      }
      return new Response('<script type="module" src="/lib/data/bundle.js"></script>', {
        headers: { "content-type": "text/html" },
      });
    });
    const { chromium } = await import("playwright-core");
    const browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP teacher 127.0.0.1"],
    });
    const told = async () => {
      const page = await browser.newPage();
      await page.goto(`http://teacher:${server.addr.port}/`);
      await page.waitForFunction(() => "told" in globalThis, null, { timeout: 30_000 });
      expect(await page.evaluate(() => globalThis.isSecureContext)).toBe(false);
      return await page.evaluate(() => (globalThis as unknown as { told: string[] }).told);
    };
    try {
      expect(await told()).toEqual(["read", "read", "read", "read"]);
      spoil = (name, bytes) =>
        name.endsWith(".csv")
          ? bytes.slice(0, bytes.length / 2)
          : name.includes("male")
          ? new Uint8Array()
          : bytes.with(1000, 65);
      const [novel, names, weather, co2] = await told();
      expect(novel).toContain("Cannot read data/moby_dick.txt: found other bytes, though as many");
      expect(names).toMatch(/Cannot read data\/(fe)?male_names.txt: found an empty file/);
      expect(weather).toContain("seattle_weather.csv: found 24,109 bytes, wanted the 48,219");
      expect(co2).toContain("co2_concentration.csv: found 9,273 bytes, wanted the 18,547");
    } finally {
      await browser.close();
      await server.shutdown();
    }
  }, 60_000);
});
