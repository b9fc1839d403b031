/**
 * What a cell shows, as a page has it: links to notebooks lead to their pages, what scrolls sideways on a phone can be
 * reached by keyboard, and an explorable is a link to its own page.
 *
 * @module
 */

/** What makes an output an explorable (`explorables/build_embedded.ts`): how to move it, and its script. */
const EMBEDDED = /<p>[^<]*<\/p><script data-explorable="(\w+)">[^<]*<\/script>/g;

/** HTML of an output without the script of an explorable: what it looks like. */
export function withoutScript(html: string): string {
  return html.replace(/(<script data-explorable="\w+">)[^<]*(?=<\/script>)/g, "$1");
}

/**
 * Fits HTML of an output to a page.
 *
 * @param html as the notebook has it
 * @param base where the site lies, as seen from the page
 */
export function fitted(html: string, base: string): string {
  return html.replace(
    EMBEDDED,
    `<p><a href="${base}/explore/$1/">Move it on a page of its own</a></p>`,
  )
    .replace(/ href="([^":/]+)\.ipynb(#[^"]*)?"/g, ` href="${base}/$1/$2"`)
    .replace(/<div (?=style="[^"]*overflow-x:auto)/g, '<div tabindex="0" ');
}
