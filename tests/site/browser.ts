/**
 * The built site in Chromium: served under a path of its own, with everything that goes wrong noted.
 *
 * @module
 */

import type { Browser, BrowserContext, Page } from "playwright-core";
import { serve } from "../../tools/site/serve.ts";
import { findChromium } from "../browser/chromium.ts";
import { SITE } from "./built.ts";

/** A browser on the site. */
export interface Visit {
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** The site's address, with a path. */
  readonly base: string;
  /** What went wrong in the pages so far: errors in the console, failed requests, requests to elsewhere. */
  readonly wrong: string[];
  /** Opens a page of the site at desktop or phone width. */
  open(address: string, options?: { width?: number }): Promise<Page>;
}

/** Lets a test visit the site, if asked with a Content-Security-Policy, and cleans up behind it. */
export async function visit(
  test: (visit: Visit) => Promise<void>,
  { policy }: { policy?: string } = {},
): Promise<void> {
  const server = serve(SITE, { under: "/some/where/", say: false, policy });
  const base = `http://localhost:${server.addr.port}/some/where/`;
  const { chromium } = await import("playwright-core"); // here, since it reads the environment
  const browser = await chromium.launch({
    executablePath: findChromium()!,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const wrong: string[] = [];
  try {
    const context = await browser.newContext({ hasTouch: true });
    context.setDefaultTimeout(60_000);
    context.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(base)) {
        wrong.push(`a request to ${request.url()}`);
      }
    });
    context.on("response", (response) => {
      if (response.status() >= 400) wrong.push(`${response.status()} ${response.url()}`);
    });
    const open = async (address: string, { width = 1280 } = {}) => {
      const page = await context.newPage();
      await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
      page.on("pageerror", (error) => wrong.push(`${address}: ${error}`));
      page.on("console", (message) => {
        if (message.type() === "error") wrong.push(`${address}: ${message.text()}`);
      });
      await page.goto(base + address);
      return page;
    };
    await test({ browser, context, base, wrong, open });
  } finally {
    await browser.close();
    await server.shutdown();
  }
}

/** Waits until a notebook's bar says something that matches. */
export async function said(page: Page, words: RegExp, milliseconds = 60_000): Promise<string> {
  const end = performance.now() + milliseconds;
  let last = "";
  while (performance.now() < end) {
    last = await page.locator(".notebook-state").innerText();
    if (words.test(last)) return last;
    await page.waitForTimeout(100);
  }
  throw new Error(`The page does not say ${words}; it says "${last}"`);
}

/** Puts code into a cell, as a reader would. */
export async function type(page: Page, cell: string, source: string): Promise<void> {
  await page.locator(`[data-cell="${cell}"]`).getByRole("button", { name: "Edit" }).click();
  const editor = page.locator(`[data-cell="${cell}"] .cm-content`);
  await editor.click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(source);
}
