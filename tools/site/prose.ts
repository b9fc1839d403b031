/**
 * Prose: Markdown to HTML, with equations set at build time, code in colours, and links that lead to pages.
 *
 * @module
 */

import rehypeKatex from "rehype-katex";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { toString } from "hast-util-to-string";
import { unified } from "unified";
import { SKIP, visit } from "unist-util-visit";
import type { Element, Root } from "hast";
import { codeHtml, pageOfFile } from "./code.ts";
import { BASE, resolvePath } from "./course.ts";

/** A heading, for the table of contents. */
export interface Heading {
  readonly depth: number;
  readonly slug: string;
  readonly text: string;
}

/** Prose as HTML. */
export interface Prose {
  readonly html: string;
  readonly headings: readonly Heading[];
  /** The heading of the first level, which is not in the HTML. */
  readonly title?: string;
}

/** What prose can be told about where it stands. */
export interface ProseOptions {
  /** The file it stands in, such as `notebooks/03_recurrence.ipynb`. */
  readonly from: string;
  /** Whether a file of the repository has a page. */
  readonly hasPage: (path: string) => boolean;
  /** Definitions of words, by the address that defines them, such as `00_start_here.ipynb#Sequence`. */
  readonly glossary: ReadonlyMap<string, string>;
  /** Headings' ids that are taken; those of this text are added. */
  readonly taken: Set<string>;
}

/** Markdown as HTML. */
export function prose(markdown: string, options: ProseOptions): Prose {
  const headings: Heading[] = [];
  let title: string | undefined;
  const codes: string[] = [];
  const processor = unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkMath)
    .use(remarkRehype)
    .use(rehypeKatex, { strict: false })
    .use(() => (root: Root) => {
      visit(root, "element", (node, index, parent) => {
        if (/^h[1-6]$/.test(node.tagName)) {
          const depth = Number(node.tagName[1]);
          const text = toString(node);
          if (depth === 1 && title === undefined) {
            title = text;
            parent!.children.splice(index!, 1);
            return [SKIP, index!];
          }
          const slug = freeId(text, options.taken);
          node.properties.id = slug;
          headings.push({ depth, slug, text });
        } else if (node.tagName === "a") {
          relink(node, options);
        } else if (node.tagName === "table") { // scrolls by itself on a narrow screen
          const box: Element = {
            type: "element",
            tagName: "div",
            properties: { className: ["table"], tabIndex: 0, role: "region", ariaLabel: "table" },
            children: [node],
          };
          parent!.children[index!] = box; // and what is in the table is visited as ever
        } else if (node.tagName === "pre") {
          const code = node.children[0] as Element;
          const language = String([code.properties.className ?? ""].flat()[0]).replace(
            "language-",
            "",
          );
          const language_ = { ts: "typescript", sh: "shellscript" }[language.split(" ")[0]] ??
            "text";
          codes.push(
            codeHtml(toString(code).replace(/\n$/, ""), { ...options, language: language_ }),
          );
          parent!.children[index!] = { type: "text", value: `\u0000${codes.length - 1}\u0000` };
          return [SKIP, index! + 1];
        }
      });
    })
    .use(rehypeStringify);
  const file = processor.processSync(withDisplays(markdown));
  if (file.messages.length > 0) {
    throw new Error(
      `Cannot set the prose of ${options.from}: found ${
        file.messages.map((one) => `${one}: ${one.cause}`).join("; ")
      }`,
    );
  }
  // deno-lint-ignore no-control-regex
  const html = String(file).replace(/\u0000(\d+)\u0000/g, (_, i) => codes[Number(i)]);
  return { html, headings, title };
}

/** The words of Markdown, to count or to quote. */
export function plainWords(markdown: string): string {
  return markdown
    .replace(/\$\$?[^$]*\$\$?/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[#*_`>|]|^-+$/gm, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Jupyter sets `$$…$$` that begins a line as a display, on however many lines; here the signs want lines of their own. */
function withDisplays(markdown: string): string {
  return markdown.replace(
    /^([ \t>]*)\$\$([^$]+)\$\$[ \t]*([.,;]?)[ \t]*$/gm,
    (_, start: string, formula: string, mark: string) =>
      [start, `${start}$$`, start + formula.trim() + mark, `${start}$$`, start].join("\n"),
  );
}

/** A heading's id as JupyterLab makes it, so that the notebooks' own links fit; counted on if it is taken. */
function freeId(text: string, taken: Set<string>): string {
  const id = text.trim().replace(/\s+/g, "-");
  let free = id;
  for (let n = 2; taken.has(free); n++) free = `${id}-${n}`;
  taken.add(free);
  return free;
}

/** Makes a link of the repository one of the site. */
function relink(node: Element, { from, hasPage, glossary }: ProseOptions): void {
  const href = decodeURIComponent(String(node.properties.href ?? ""));
  if (/^[a-z]+:/.test(href)) return;
  const [path, anchor] = href.split("#");
  const place = path === "" ? from : resolvePath(path, from);
  const definition = anchor === undefined ? undefined : glossary.get(`${place}#${anchor}`);
  const hash = anchor === undefined ? "" : `#${anchor}`;
  const notebook = /^notebooks\/([^/]+)\.ipynb$/.exec(place);
  if (path === "") node.properties.href = hash;
  else if (notebook) node.properties.href = `${BASE}/${notebook[1]}/${hash}`;
  else if (hasPage(place)) node.properties.href = pageOfFile(place) + hash;
  else throw new Error(`Cannot link from ${from}: found ${href}, which has no page`);
  if (definition !== undefined && place !== from) {
    node.properties.className = ["term"];
    node.children.push({
      type: "element",
      tagName: "span",
      properties: { className: ["definition"], role: "tooltip" },
      children: [{ type: "text", value: definition }],
    });
  }
}
