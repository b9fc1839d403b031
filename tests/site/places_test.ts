/**
 * Whoever follows a link to a place finds it below the header: claims, headings and the glossary's words, opened directly
 * and from another page or the same one, at desktop and phone width.
 *
 * @module
 */

import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { built } from "./built.ts";
import { visit } from "./browser.ts";

/** Pixels from what sticks to the window's upper edge down to the place that an address names. */
function gap(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const place = () => document.getElementById(decodeURIComponent(location.hash.slice(1)))!;
    let last = NaN;
    for (let same = 0; same < 10;) { // until it stands still for a second
      await new Promise((resolve) => setTimeout(resolve, 100));
      const { top } = place().getBoundingClientRect();
      same = top === last ? same + 1 : 0;
      last = top;
    }
    const stuck = ["header.header", "mobile-starlight-toc nav"].map((name) => {
      const box = document.querySelector(name)?.getBoundingClientRect();
      return box && box.height > 0 && box.top >= 0 ? box.bottom : 0;
    });
    return last - Math.max(...stuck);
  });
}

/** Links, and the page that each stands on. */
const LINKS: readonly (readonly [from: string, link: string])[] = [
  ["claims/", 'a[href$="#07.lag-200"]'],
  ["claims/", 'a[href$="#00.memory-beats-no-memory"], main a[href*="00_start_here/#"]'],
  ["claims/", 'main a[href*="#12."]'],
  ["07_lstm/", 'main a.claim-link[href*="lag-200"]'],
  ["03_recurrence/", "main a.term"],
  ["00_start_here/", 'main a[href="#The-map"]'],
  ["00_start_here/", 'main a[href="#Words-to-use-precisely"]'],
];

built.describe("a link to a place", () => {
  for (const width of [1280, 390]) {
    it(
      `leads to below the header, ${width} pixels wide`,
      () =>
        visit(async ({ open }) => {
          const found: string[] = [];
          for (const [from, link] of LINKS) {
            const page = await open(from, { width });
            await page.locator(link).first().click();
            await page.waitForURL(/#/);
            const [followed, address] = [await gap(page), new URL(page.url())];
            const path = address.pathname.split("/").at(-2) + "/" + address.hash;
            const direct = await gap(await open(path, { width }));
            for (const [how, pixels] of [["followed", followed], ["opened", direct]] as const) {
              console.log(`${width} ${path} ${how}: ${pixels}`);
              if (!(pixels >= 0 && pixels < 60)) found.push(`${path} ${how}: ${pixels} pixels`);
            }
            for (const each of page.context().pages()) await each.close();
          }
          expect(found).toEqual([]);
        }),
      240_000,
    );
  }
});
