/**
 * The pages of the explorables. Each runs once while the site is built: its last picture is what stands there without
 * JavaScript, and what the page's own run of the same settings must equal, byte for byte.
 *
 * @module
 */

import { BASE } from "./course.ts";
import { type Description, type Explorable, firstFrame } from "./explorables/explorable.ts";
import { EXPLORABLES } from "./explorables/list.ts";
import { escapeHtml } from "./outputs.ts";
import type { Page } from "./page.ts";
import { prose, type ProseOptions } from "./prose.ts";

const read = (name: string) => Deno.readFile(new URL(`explorables/${name}`, import.meta.url));

/** A page for each explorable. */
export async function explorablePages(
  context: Pick<ProseOptions, "hasPage" | "glossary">,
): Promise<Page[]> {
  const pages: Page[] = [];
  for (const explorable of EXPLORABLES) pages.push(await pageOf(explorable, context)); // in turn, for they compute
  return pages;
}

/** What leads to the explorables that belong to a notebook; empty if there are none. */
export function leadToExplorables(notebook: string): string {
  const own = EXPLORABLES.filter(({ notebooks }) => notebooks.includes(notebook));
  if (own.length === 0) return "";
  const links = own.map(({ id, title, findOut }) =>
    `<p><a href="${BASE}/explore/${id}/">${escapeHtml(title)}</a> ${escapeHtml(findOut)}</p>`
  );
  return `<aside class="explore" aria-label="to play with">${links.join("")}</aside>`;
}

async function pageOf(
  explorable: Explorable,
  context: Pick<ProseOptions, "hasPage" | "glossary">,
): Promise<Page> {
  const { id, title, findOut, about, notebooks, controls, button, columns } = explorable;
  const { html } = prose(about, { from: `${id}.md`, taken: new Set(), ...context });
  const description: Description = {
    id,
    title,
    findOut,
    about: "",
    notebooks,
    controls,
    button,
    columns,
  };
  const links = notebooks.map((name) =>
    `<a href="${BASE}/${name}/">${name.replace(/_/g, " ")}</a>`
  );
  const { html: shown, says } = await firstFrame(explorable, read);
  return {
    id: `explore/${id}`,
    title,
    description: findOut,
    html: `<p class="lead">${escapeHtml(findOut)}</p>${html}` +
      `<div class="explorable" data-explorable="${id}">` +
      `<script type="application/json" class="explorable-description">${
        JSON.stringify(description).replaceAll("<", "\\u003c")
      }</script>` +
      `<div class="explorable-shown">${shown()}</div>` +
      `<noscript><p>${
        escapeHtml(says)
      }. This was computed when the page was made; with JavaScript ` +
      `you can change what is computed.</p></noscript></div>` +
      `<p>It belongs to ${links.join(", ")}.</p>`,
    headings: [],
    aside: "explore",
  };
}
