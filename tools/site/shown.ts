/**
 * What a cell shows, as a page has it: links to notebooks lead to their pages, and what scrolls sideways on a phone
 * can be reached by keyboard.
 *
 * @module
 */

/**
 * Fits HTML of an output to a page.
 *
 * @param html as the notebook has it
 * @param base where the site lies, as seen from the page
 */
export function fitted(html: string, base: string): string {
  return html.replace(/ href="([^":/]+)\.ipynb(#[^"]*)?"/g, ` href="${base}/$1/$2"`)
    .replace(/<div (?=style="[^"]*overflow-x:auto)/g, '<div tabindex="0" ');
}
