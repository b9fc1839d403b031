/**
 * The built pages in Debian's Firefox, another engine than Chromium's: the cells of the notebooks named in NOTEBOOKS, or
 * of all, show what is committed, and an explorable ends with the weights that it had when the site was built.
 *
 * Skipped where there is no Firefox. Firefox is driven by Puppeteer, because Playwright needs one of its own.
 *
 * @module
 */

import puppeteer, { type Page } from "puppeteer-core";
import { readNotebooks, ROOT } from "./course.ts";
import { serve } from "./serve.ts";

const FIREFOX = "/usr/bin/firefox-esr";
const SITE = new URL("site/", ROOT);
const PATIENCE = 600_000;

const ignore = await Deno.stat(FIREFOX).then(() => false, () => true);
const named = Deno.env.get("NOTEBOOKS")?.split(" ");
const names = (await readNotebooks()).map(({ name }) => name)
  .filter((name) => named === undefined || named.some((one) => name.startsWith(one)));

/** Opens a page of the site, and hands it on with what went wrong in it so far. */
async function visit(
  address: string,
  test: (page: Page, wrong: readonly string[]) => Promise<void>,
): Promise<void> {
  const server = serve(SITE, { under: "/some/where/", say: false });
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    protocolTimeout: PATIENCE, // one question may wait long on a busy machine
  });
  const wrong: string[] = [];
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") wrong.push(message.text());
    });
    await page.goto(`http://localhost:${server.addr.port}/some/where/${address}`);
    await test(page, wrong);
  } finally {
    await browser.close();
    await server.shutdown();
  }
}

/** Presses a button, and waits until an element says what matches. */
async function press(page: Page, label: string, place: string, words: RegExp): Promise<string> {
  await page.locator(`::-p-aria(${label})`).click();
  const end = performance.now() + PATIENCE;
  let said = "";
  while (performance.now() < end) {
    said = await page.$eval(place, ({ textContent }) => textContent ?? "");
    if (words.test(said)) return said;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The page does not say ${words}; it says "${said}"`);
}

for (const name of names) {
  Deno.test(
    { name: `${name} in Firefox shows what is committed`, ignore },
    () =>
      visit(`${name}/?PROGRESS=off`, async (page, wrong) => {
        const said = await press(page, "Run all", ".notebook-state", /^stopped|committed ones/);
        if (!/^all \d+ outputs are the committed ones, to the bit$/.test(said)) {
          throw new Error(said);
        }
        if (wrong.length > 0) throw new Error(wrong.join("\n"));
      }),
  );
}

for (const [id, label] of [["snapshot", "Train both"], ["remember", "Train all three"]]) {
  Deno.test(
    { name: `${id} in Firefox ends with the weights of the build`, ignore },
    () =>
      visit(`explore/${id}/`, async (page, wrong) => {
        const said = await press(page, label, ".explorable-state", /digest of the weights/);
        const html = await Deno.readTextFile(new URL(`explore/${id}/index.html`, SITE));
        if (!html.includes(said)) throw new Error(`Firefox says "${said}", and the page does not`);
        if (wrong.length > 0) throw new Error(wrong.join("\n"));
      }),
  );
}
