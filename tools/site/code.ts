/**
 * Code in colours, in which each import of a file of the library leads to that file's page.
 *
 * Colours are classes (`k` for a keyword and so on), so that one page serves light and dark themes.
 *
 * @module
 */

import { createCssVariablesTheme, createHighlighter, type DecorationItem } from "shiki";
import { BASE, resolvePath } from "./course.ts";

const theme = createCssVariablesTheme({ name: "css-variables", variablePrefix: "--code-" });
const highlighter = await createHighlighter({
  langs: ["typescript", "shellscript"],
  themes: [theme],
});

/** What Shiki's variables are called here, as classes. */
const classes: Readonly<Record<string, string>> = {
  foreground: "",
  "token-keyword": "k",
  "token-string": "s",
  "token-string-expression": "s",
  "token-comment": "c",
  "token-constant": "n",
  "token-function": "f",
  "token-parameter": "p",
  "token-punctuation": "u",
  "token-link": "s",
};

/** How code is shown. */
export interface CodeOptions {
  /** The file it stands in, from which relative imports are read. */
  readonly from: string;
  /** Whether a file of the repository has a page. */
  readonly hasPage: (path: string) => boolean;
  /** What language it is in; TypeScript if not given. */
  readonly language?: string;
}

/** Code as a `<pre>` that can be reached and scrolled by keyboard. */
export function codeHtml(
  source: string,
  { from, hasPage, language = "typescript" }: CodeOptions,
): string {
  const known = highlighter.getLoadedLanguages().includes(language);
  const html = highlighter.codeToHtml(source, {
    lang: known ? language : "text",
    theme: "css-variables",
    decorations: known && language === "typescript" ? importLinks(source, from, hasPage) : [],
  });
  return html
    .replace(/^<pre [^>]*>/, `<pre class="code" tabindex="0" translate="no">`)
    .replaceAll('<span class="line">', "<span>")
    .replace(/ style="color:var\(--code-([a-z-]+)\)"/g, (_, name: string) => {
      if (!(name in classes)) {
        throw new Error(`Cannot colour code: found the unknown colour ${name}`);
      }
      return classes[name] === "" ? "" : ` class="${classes[name]}"`;
    })
    .replace(/<span>((?:(?!<\/?span)[\s\S])*?)<\/span>/g, "$1"); // spans that say nothing
}

/** The page of a file of the repository. */
export function pageOfFile(path: string): string {
  return `${BASE}/${path.replace(/\.(ts|md)$/, "").replace(/\/README$/, "")}/`;
}

/** Where imports name a file that has a page. */
function importLinks(
  source: string,
  from: string,
  hasPage: (path: string) => boolean,
): DecorationItem[] {
  const links: DecorationItem[] = [];
  for (const match of source.matchAll(/\b(?:from|import)\s*\(?\s*(["'])([^"'\n]+\.ts)\1/g)) {
    const path = match[2].startsWith(".") ? resolvePath(match[2], from) : match[2];
    if (!hasPage(path)) continue;
    const start = match.index + match[0].lastIndexOf(match[2]);
    links.push({
      start,
      end: start + match[2].length,
      tagName: "a",
      properties: { href: pageOfFile(path) },
    });
  }
  return links;
}
