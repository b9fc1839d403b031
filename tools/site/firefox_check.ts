/**
 * The built pages in Debian's Firefox, another engine than Chromium's: the cells of the notebooks named in NOTEBOOKS, or
 * of all, show what is committed, and an explorable ends with the weights that it had when the site was built. Exercises
 * are judged, and what goes wrong with a worker is said, as in Chromium.
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
  policy?: string,
): Promise<void> {
  const server = serve(SITE, { under: "/some/where/", say: false, policy });
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
  return await until(page, place, words);
}

/** Runs code in place of a cell's, and waits until an element says what matches. */
async function run(page: Page, cell: string, code: string, place: string, words: RegExp) {
  const key = `${
    new URL(page.url()).pathname.replace(/[^/]+\/$/, (name) => `change/${name}`)
  }${cell}`;
  await page.evaluate((key, code) => localStorage.setItem(key, code), key, code);
  await page.reload();
  await page.locator(`[data-cell="${cell}"] [data-do="above"]`).click();
  return await until(page, place, words);
}

async function until(page: Page, place: string, words: RegExp): Promise<string> {
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

const STUB = "exercise-01-bag-stub";
const CHECK = "exercise-01-bag-check";
const answers: readonly (readonly [does: string, body: string, verdict: RegExp])[] = [
  ["right", "return vocab.map((word) => words.filter((one) => one === word).length);", /^RIGHT/],
  ["wrong", "return vocab.map((word) => Number(words.includes(word)));", /^NOT YET.*not a set/s],
  ["without an end", "for (;;);", /^NOT YET.*had not returned/s],
];
for (const [does, body, verdict] of answers) {
  Deno.test(
    { name: `an answer that is ${does} is judged in Firefox`, ignore },
    () =>
      visit("01_order_is_the_meaning/", async (page) => {
        const head =
          "function countsOf(words: readonly string[], vocab: readonly string[]): number[]";
        await run(
          page,
          STUB,
          `${head} {\n${body}\n}`,
          ".notebook-state",
          /cells have run|^stopped/,
        );
        await page.locator(`[data-cell="${CHECK}"] [data-do="run"]`).click();
        await until(page, `[data-cell="${CHECK}"] .outputs`, verdict);
      }),
  );
}

for (const code of ["self.close()", "close();\nawait new Promise(() => {})"]) {
  Deno.test(
    { name: `${code.split("\n")[0]} is noticed in Firefox`, ignore },
    () =>
      visit("00_start_here/", async (page) => {
        const error = '[data-cell="cell-02"]';
        await run(page, "cell-02", code, error, /closed by a cell.*Run the cells above again/);
        await run(page, "cell-02", "6 * 7", `${error} .outputs`, /^42$/);
      }),
  );
}

const POLICY = /^default-src .*$/m.exec(
  await Deno.readTextFile(new URL("README.md", import.meta.url)),
)![0];
const TENSOR = `import { tensor } from "lib/tensor/mod.ts";\ntensor([1, 2]).shape`;
for (
  const [missing, by, words] of [
    ["", "", /\[ 2 \]/],
    [" blob:", "", /has to allow blob: in script-src/],
    [" 'unsafe-eval'", "", /has to allow 'wasm-unsafe-eval' in script-src/],
    ["worker-src 'self'", "worker-src 'none'", /has to allow 'self' in worker-src/],
  ] as const
) {
  Deno.test(
    { name: `a host's policy without "${missing}" in Firefox`, ignore },
    () =>
      visit("00_start_here/", async (page) => {
        await run(page, "cell-02", TENSOR, '[data-cell="cell-02"] .outputs', words);
      }, POLICY.replace(missing, by)),
  );
}
