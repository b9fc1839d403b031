/**
 * What a cell shows, as a page has it: links to notebooks lead to their pages, what scrolls sideways on a phone can be
 * reached by keyboard, an explorable is a link to its own page, and what it says to do can be done there.
 *
 * @module
 */

/** What makes an output an explorable (`explorables/build_embedded.ts`): how to move it, and its script. */
const EMBEDDED = /<p>[^<]*<\/p><script data-explorable="(\w+)">[^<]*<\/script>/g;

/** What cells show of exercises, in HTML, and what a page with buttons for it says. */
const HELP: readonly (readonly [RegExp, string])[] = [
  [/In a cell of your own: await hint\(&quot;[^&]*&quot;\)/g, "Press Hint."],
  [
    /A stronger hint: await hint\(&quot;[^&]*&quot;\)\. The solution: await solution\(&quot;[^&]*&quot;\)/g,
    "Press Hint for a stronger one, Solution for a right answer.",
  ],
  [
    /Another way to say it: await solution\(&quot;[^&]*&quot;\)/g,
    "Press Solution to see it said another way.",
  ],
  [/Enough tried\? await solution\(&quot;[^&]*&quot;\)/g, "Enough tried? Press Solution."],
  [/Not enough\? The same call again says more\./g, "Not enough? Press Hint again."],
  [/ In Deno's bare kernel [\s\S]*?keep the first word of the stub\./g, ""],
  [
    /Kept in notebooks\/\.progress\.json; delete it to start afresh\./g,
    "Kept in this browser; the contents page shows it too.",
  ],
  [/Of all notebooks: await yourProgress\(\)/g, "Of all notebooks: see the contents page."],
];

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
  return HELP.reduce((made, [words, mine]) => made.replace(words, mine), html).replace(
    EMBEDDED,
    `<p><a href="${base}/explore/$1/">Move it on a page of its own</a></p>`,
  )
    .replace(/ href="([^":/]+)\.ipynb(#[^"]*)?"/g, ` href="${base}/$1/$2"`)
    .replace(/<div (?=style="[^"]*overflow-x:auto)/g, '<div tabindex="0" ');
}
