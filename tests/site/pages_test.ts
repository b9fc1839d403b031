/**
 * What the built pages hold before any script runs: everything that the notebooks hold, links that lead somewhere,
 * and nothing from anywhere else.
 *
 * @module
 */

import { expect, it } from "vitest";
import { built, builtPages, joined, notebooks, SITE, zippedSize } from "./built.ts";

const pages = await builtPages();
const books = await notebooks();
const pageOf = (address: string) => pages.find((page) => page.address === address)!;

/** Text without regard to white space at the ends of lines. */
const tidy = (text: string) => text.replace(/[ \t]+$/gm, "").trim();

built.describe("a notebook's page", () => {
  for (const { name, cells } of books) {
    it(`${name} shows every cell, output, claim and equation`, () => {
      const { document } = pageOf(`${name}/`);
      for (const { cell_type, id, source, outputs = [] } of cells) {
        if (cell_type !== "code") continue;
        const cell = document.getElementById(id)!;
        expect(tidy(cell.querySelector("pre.code")!.textContent!)).toBe(tidy(joined(source)));
        const shown = cell.querySelector(".outputs")!;
        for (const { data = {} } of outputs) {
          const html = data["text/html"];
          if (html === undefined) {
            expect(shown.textContent).toContain(joined(data["text/plain"] as string));
          }
          const claim = data["application/vnd.sequences.claim+json"] as { id: string } | undefined;
          if (claim) expect(document.getElementById(claim.id)).not.toBeNull();
        }
        const pictures = outputs.flatMap(({ data = {} }) => [
          ...joined((data["text/html"] ?? "") as string).matchAll(/<img /g),
        ]);
        expect(shown.querySelectorAll("img[alt]").length).toBe(pictures.length);
      }
      const prose = cells.filter(({ cell_type }) => cell_type === "markdown").map(({ source }) =>
        joined(source).replace(/```[\s\S]*?```|`[^`]*`/g, "")
      ).join("\n\n");
      const displays = [...prose.matchAll(/\$\$[^$]+\$\$/g)].length;
      const inline =
        [...prose.replace(/\$\$[^$]+\$\$/g, "").matchAll(/\$[^$\s](?:[^$]*[^$\s])?\$/g)].length;
      expect(document.querySelectorAll(".katex-display").length).toBe(displays);
      expect(document.querySelectorAll(".katex").length).toBe(displays + inline);
      expect(document.querySelectorAll(".katex-error").length).toBe(0);
    });
  }

  it("speaks of what a page has, and not of JupyterLab's buttons", () => {
    for (const { name } of books) {
      const main = pageOf(`${name}/`).document.querySelector("main")!.cloneNode(true) as Element;
      for (const code of main.querySelectorAll("pre.code")) code.remove();
      expect(main.textContent, name).not.toMatch(
        /[▸■]|\[\*\]|toolbar|Make a cell of your own|JupyterLab|await \w+\(/,
      );
    }
    const { document } = pageOf("00_start_here/");
    expect(document.querySelector("main")!.textContent).toContain("Press Run under it");
    expect(document.querySelector(".outputs")!.textContent).not.toContain("await");
  });

  it("has minutes, and leads to the one before and the one after", () => {
    books.forEach(({ name }, i) => {
      const { document } = pageOf(`${name}/`);
      const said = document.querySelector("main")!.textContent!.match(/\d+ minutes\s+to\s+read/g);
      expect(said?.length).toBe(1);
      const next = document.querySelector("a[rel=next]");
      const previous = document.querySelector("a[rel=prev]");
      if (i + 1 < books.length) expect(next!.getAttribute("href")).toBe(`../${books[i + 1].name}/`);
      if (i > 0) expect(previous!.getAttribute("href")).toBe(`../${books[i - 1].name}/`);
    });
  });

  it("shows a glossary word's definition where it stands", () => {
    const words = pageOf("03_recurrence/").document.querySelectorAll("a.term");
    expect(words.length).toBeGreaterThan(0);
    for (const word of words) {
      expect(word.querySelector("[role=tooltip]")!.textContent!.length).toBeGreaterThan(20);
    }
  });
});

built.describe("the site", () => {
  it("has links that all lead to a page, and to a place on it", async () => {
    const broken: string[] = [];
    let count = 0;
    for (const { address, document } of pages) {
      if (address === "404.html") continue;
      for (const link of document.querySelectorAll("a[href]")) {
        const target = new URL(link.getAttribute("href")!, new URL(address, "http://site/"));
        if (target.host !== "site") continue;
        count++;
        const path = target.pathname.slice(1);
        const page = pageOf(decodeURIComponent(path));
        const anchor = decodeURIComponent(target.hash.slice(1));
        const there = page
          ? anchor === "" || page.document.getElementById(anchor) !== null
          : path !== "" && await Deno.stat(new URL(path, SITE)).then((s) => s.isFile, () => false);
        if (!there) broken.push(`${address} → ${link.getAttribute("href")}`);
      }
    }
    expect(broken).toEqual([]);
    expect(count).toBeGreaterThan(1000);
  });

  it("loads nothing from elsewhere, and nothing by an absolute address", async () => {
    const bad: string[] = [];
    for (const { address, document } of pages) {
      for (const it of document.querySelectorAll("[src], link[href]")) {
        const url = it.getAttribute("src") ?? it.getAttribute("href")!;
        if (/^data:/.test(url)) continue;
        const target = new URL(url, new URL(address, "http://site/"));
        const there = target.host === "site" && !url.startsWith("/") &&
          await Deno.stat(new URL(target.pathname.slice(1), SITE)).then(() => true, () => false);
        if (!there) bad.push(`${address}: ${url}`);
      }
    }
    expect(bad).toEqual([]);
  });

  it("shows every file of the library, linked from where it is imported", () => {
    const { document } = pageOf("03_recurrence/");
    const link = [...document.querySelectorAll("pre.code a")]
      .find(({ textContent }) => textContent === "lib/cells/rnn.ts")!;
    expect(link.getAttribute("href")).toBe("../lib/cells/rnn/");
    expect(pageOf("lib/cells/rnn/").document.querySelector("pre.code")!.textContent).toContain(
      "export",
    );
  });

  it("has first pages of at most 150 kB gzipped, pictures aside", async () => {
    const large: string[] = [];
    let largest = 0;
    for (const { address, document } of pages) {
      if (address === "404.html") continue;
      const files = new Set([`${address}index.html`]);
      for (const it of document.querySelectorAll("script[src], link[rel=stylesheet]")) {
        if (it.getAttribute("media") === "print") continue;
        const url = it.getAttribute("src") ?? it.getAttribute("href")!;
        files.add(new URL(url, new URL(address, "http://site/")).pathname.slice(1));
      }
      const sizes = await Promise.all([...files].map(zippedSize));
      const sum = sizes.reduce((a, b) => a + b);
      largest = Math.max(largest, sum);
      if (sum > 150_000) large.push(`${address}: ${sum}`);
    }
    console.log(`the largest first page: ${largest} bytes gzipped`);
    expect(large).toEqual([]);
  });
});
