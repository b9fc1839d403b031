/**
 * The pages: one for each notebook, each file of the library and each Markdown file that a notebook links to, and
 * the contents, the claims and the library's index.
 *
 * @module
 */

import { codeHtml, pageOfFile } from "./code.ts";
import {
  BASE,
  filesBelow,
  joined,
  type Notebook,
  readNotebooks,
  readRepository,
  resolvePath,
} from "./course.ts";
import { explorablePages, leadToExplorables } from "./explorable_pages.ts";
import { claimIn, escapeHtml, type KeepPicture, outputHtml } from "./outputs.ts";
import type { Page } from "./page.ts";
import { barHtml } from "./live/bar.ts";
import { type Heading, plainWords, prose } from "./prose.ts";
import { checkUsed, inPage } from "./wording.ts";
import { minutesToRead } from "../lesson/minutes.ts";

/** All pages. */
export async function makePages(keep: KeepPicture): Promise<Page[]> {
  const notebooks = await readNotebooks();
  const library = await filesBelow(["lib/"], ".ts");
  const linked = linkedMarkdown(notebooks);
  const known = new Set([...library, ...linked]);
  const hasPage = (path: string) => known.has(path);
  const glossary = definitions(notebooks);
  const said = new Set<string>();
  const context = { hasPage, glossary, said };
  const course = await Promise.all(
    notebooks.map((notebook) => notebookPage(notebook, context, keep)),
  );
  checkUsed(said);
  const explore = await explorablePages(context);
  return [
    contentsPage(notebooks, course, explore),
    ...course,
    ...explore,
    claimsPage(notebooks),
    libraryIndex(library),
    ...await Promise.all(library.map((path) => filePage(path, context, notebooks))),
    ...await Promise.all(linked.map((path) => markdownPage(path, context))),
  ];
}

interface Context {
  readonly hasPage: (path: string) => boolean;
  readonly glossary: ReadonlyMap<string, string>;
  /** What was said in a page's own words. */
  readonly said: Set<string>;
}

async function notebookPage(
  { name, file }: Notebook,
  context: Context,
  keep: KeepPicture,
): Promise<Page> {
  const from = `notebooks/${name}.ipynb`;
  const taken = new Set<string>();
  const headings: Heading[] = [];
  let title = name;
  const parts: string[] = [];
  for (const { cell_type, id, source, outputs = [] } of file.cells) {
    const text = joined(source);
    if (cell_type === "markdown") {
      const made = prose(inPage(text, from, context.said), { from, taken, ...context });
      title = made.title ?? title;
      headings.push(...made.headings);
      parts.push(made.html);
    } else {
      const shown = await Promise.all(outputs.map((output) => outputHtml(output, keep)));
      parts.push(
        `<section class="cell" id="${escapeHtml(id)}" data-cell="${escapeHtml(id)}" ` +
          `aria-label="code">${codeHtml(text, { from, ...context })}${barHtml(text)}` +
          `<div class="outputs">${shown.join("")}</div></section>`,
      );
    }
  }
  const minutes = saidMinutes({ name, file }) ? "" : minutesLine({ name, file });
  return {
    id: name,
    title: /^\d/.test(title) ? title : `${name.slice(0, 2)} · ${title}`,
    description: questionOf({ name, file }),
    html:
      `${minutes}<div class="notebook" data-notebook="${escapeHtml(name)}">${
        parts.join("\n")
      }</div>` +
      leadToExplorables(name),
    headings: headings.filter(({ depth }) => depth <= 3),
    aside: "course",
  };
}

/** How many minutes a notebook says that it takes to read; undefined if it says none. */
function saidMinutes({ file }: Notebook): number | undefined {
  const said = /About (\d+) minutes\s+to\s+read\b/.exec(joined(file.cells[0].source))?.[1];
  return said === undefined ? undefined : Number(said);
}

function minutesLine(notebook: Notebook): string {
  const minutes = saidMinutes(notebook) ?? minutesToRead(notebook.file.cells);
  return `<p class="minutes">${minutes} minutes to read</p>`;
}

/** A notebook's question; where it names none, its first paragraph that says something of its matter. */
function questionOf({ file }: Notebook): string {
  const first = joined(file.cells[0].source);
  const question = /\*\*The question[^*]*\*\*\s+([\s\S]*?)(?:\n\n|$)/.exec(first)?.[1] ??
    first.split("\n\n").find((part) => !/^(#|_(Before|About)\b)/.test(part)) ?? "";
  const words = plainWords(question);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function contentsPage(
  notebooks: readonly Notebook[],
  pages: readonly Page[],
  explore: readonly Page[],
): Page {
  const play = explore.map(({ id, title, description }) =>
    `<li><a href="${BASE}/${id}/">${escapeHtml(title)}</a><p>${escapeHtml(description)}</p></li>`
  );
  const items = pages.map(({ id, title, description }, i) => {
    const tasks = exercisesIn(notebooks[i]);
    const claims = notebooks[i].file.cells.flatMap(({ outputs = [] }) => outputs.flatMap(claimIn))
      .filter((claim) => claim !== undefined).length;
    return `<li><a href="${BASE}/${id}/">${escapeHtml(title)}</a>` +
      `<p>${escapeHtml(description)}</p>${minutesLine(notebooks[i]).replace("</p>", " · ")}` +
      `${claims} claims${
        tasks.length === 0 ? "" : ` · <span data-exercises="${escapeHtml(tasks.join(" "))}">` +
          `${tasks.length} exercises</span>`
      }</p></li>`;
  });
  return {
    id: "index",
    title: "Why sequences need memory",
    description:
      "A course in notebooks, live in your browser: why a feedforward network fails at " +
      "sequences, and how a recurrent network mends it.",
    html:
      `<p class="lead">A feedforward network sees a snapshot; a recurrent network reads a story, ` +
      `carrying a memory forward one piece at a time.</p>` +
      `<p>Every sentence that this course teaches is put to the test by an experiment with a control ` +
      `that could refute it. You can read the pages as they are. You can also run every cell here, in ` +
      `this page, change it and run it again: the same seed gives the same bits as printed, on your ` +
      `machine too. Nothing is installed and nothing is sent anywhere.</p>` +
      `<div id="progress"></div><ol class="contents">${items.join("")}</ol>` +
      `<h2 id="play">To play with</h2><ul class="contents">${play.join("")}</ul>`,
    headings: [{ depth: 2, slug: "play", text: "To play with" }],
  };
}

/** The ids of a notebook's exercises, from what their cells have shown. */
function exercisesIn({ file }: Notebook): string[] {
  return file.cells.flatMap(({ outputs = [] }) =>
    outputs.flatMap(({ data }) => {
      const record = data?.["application/vnd.sequences.exercise+json"] as
        | { id: string }
        | undefined;
      return record === undefined ? [] : [record.id];
    })
  );
}

function claimsPage(notebooks: readonly Notebook[]): Page {
  let count = 0;
  const taken = new Set<string>();
  const headings: Heading[] = [];
  const parts = notebooks.map((notebook) => {
    const claims = notebook.file.cells.flatMap(({ outputs = [] }) =>
      outputs.flatMap((output) => claimIn(output) ?? [])
    );
    count += claims.length;
    const title = notebook.name.replace(/_/g, " ");
    taken.add(notebook.name);
    headings.push({ depth: 2, slug: notebook.name, text: title });
    const rows = claims.map(({ id, claim, holds }) =>
      `<li><a href="${BASE}/${notebook.name}/#${escapeHtml(id)}">${escapeHtml(claim)}</a> ` +
      `<span class="verdict ${holds ? "good" : "bad"}">${
        holds ? "holds" : "does not hold, as expected"
      }</span></li>`
    );
    return `<h2 id="${notebook.name}">${title}</h2><ul class="claims">${rows.join("")}</ul>`;
  });
  return {
    id: "claims",
    title: "All claims",
    description:
      `The ${count} claims of the course, each with the experiment that could refute it.`,
    html: `<p>${count} sentences. Each leads to its experiment, its control and its verdict.</p>` +
      parts.join(""),
    headings,
    aside: "reference",
  };
}

function libraryIndex(library: readonly string[]): Page {
  const rooms = Map.groupBy(library, (path) => path.split("/").slice(0, -1).join("/"));
  const headings: Heading[] = [];
  const parts = [...rooms].map(([room, paths]) => {
    headings.push({ depth: 2, slug: room, text: room });
    const items = paths.map((path) =>
      `<li><a href="${pageOfFile(path)}"><code>${path.slice(room.length + 1)}</code></a></li>`
    );
    return `<h2 id="${room}">${room}/</h2><ul class="files">${items.join("")}</ul>`;
  });
  return {
    id: "lib",
    title: "The library",
    description: "Every file of the library that the notebooks import, to read.",
    html: `<p>The code that the course is about, in ${library.length} files. What a cell imports ` +
      `leads here.</p>${parts.join("")}`,
    headings,
    aside: "reference",
  };
}

async function filePage(
  path: string,
  context: Context,
  notebooks: readonly Notebook[],
): Promise<Page> {
  const source = await readRepository(path);
  const users = notebooks.filter(({ file }) =>
    file.cells.some((cell) =>
      cell.cell_type === "code" && joined(cell.source).includes(`"${path}"`)
    )
  );
  const links = users.map(({ name }) =>
    `<a href="${BASE}/${name}/">${name.replace(/_/g, " ")}</a>`
  );
  return {
    id: path.replace(/\.ts$/, ""),
    title: path,
    description: firstSentence(source) || `The file ${path} of the library.`,
    html: (links.length > 0 ? `<p>Imported in ${links.join(", ")}.</p>` : "") +
      codeHtml(source.trimEnd(), { from: path, ...context }),
    headings: [],
  };
}

/** What a file's header says first. */
function firstSentence(source: string): string {
  const header = /^\/\*\*([\s\S]*?)\*\//.exec(source)?.[1].replace(/^\s*\* ?/gm, "").trim() ?? "";
  return plainWords(header.split("\n\n")[0]);
}

async function markdownPage(path: string, context: Context): Promise<Page> {
  const taken = new Set<string>();
  const text = (await readRepository(path)).replace(/<!--[\s\S]*?-->/g, "");
  const { html, headings, title = path } = prose(text, { from: path, taken, ...context });
  return {
    id: path.replace(/\.md$/, "").replace(/\/README$/, ""),
    title,
    description: title,
    html,
    headings: headings.filter(({ depth }) => depth <= 3),
  };
}

/** Markdown files that notebooks link to. */
function linkedMarkdown(notebooks: readonly Notebook[]): string[] {
  const found = new Set<string>();
  for (const { name, file } of notebooks) {
    for (const { cell_type, source } of file.cells) {
      if (cell_type !== "markdown") continue;
      for (const [, path] of joined(source).matchAll(/\]\(([^)#\s]+\.md)[)#]/g)) {
        found.add(resolvePath(path, `notebooks/${name}.ipynb`));
      }
    }
  }
  return [...found].sort();
}

/** The first sentence below each heading of the third level, by the address that links to it. */
function definitions(notebooks: readonly Notebook[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, file } of notebooks) {
    for (const { cell_type, source } of file.cells) {
      if (cell_type !== "markdown") continue;
      for (
        const [, heading, text] of joined(source).matchAll(/^### (.+)\n+([\s\S]*?)(?:\n\n|$)/gm)
      ) {
        const sentence = /^.*?[.:](?= |$)/.exec(plainWords(text))?.[0];
        const anchor = heading.trim().replace(/\s+/g, "-");
        if (sentence) found.set(`notebooks/${name}.ipynb#${anchor}`, sentence);
      }
    }
  }
  return found;
}
