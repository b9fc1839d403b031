/**
 * What the prose of notebooks says of JupyterLab, in words that hold in a page: its buttons have other names and stand
 * elsewhere.
 *
 * @module
 */

/** What stands in the prose of notebooks, and what a page says in its place. */
const PROSE: readonly (readonly [inNotebook: string, inPage: string])[] = [
  [
    "Below is a **cell** with code. Click into it and press **Shift + Enter**. The code runs,",
    "Below is a **cell** with code. Press **Run** under it; with a keyboard you can also click into " +
    "it and press **Shift + Enter**. The code runs,",
  ],
  [
    "Now change the sentence and press Shift + Enter again. Nothing can break: **Kernel ▸ Restart " +
    "Kernel and Run All Cells…** always gives you a clean start.",
    "Now press **Edit**, change the sentence, and press **Run** again. Nothing can break: **Reset** " +
    "brings back the code as printed, and **Run all**, at the lower edge of the window, always " +
    "starts afresh.",
  ],
  [
    "run them **from top to bottom**. `[*]` beside a cell means that it is running, a number means " +
    "that it is done.",
    "run them **from top to bottom**; **Run above** does that up to its cell. Beside the buttons " +
    "stands whether a cell is running or done, and whether it showed what is printed here.",
  ],
  [
    'Stuck? Make a cell of your own (**B**) and run `await hint("00.last-letters")`, once or twice, ' +
    'or `await solution("00.last-letters")`.',
    "Stuck? Below the second are **Hint**, which says more when it is pressed again, and " +
    "**Solution**.",
  ],
  [
    "Press **■** in the toolbar above (or **Esc**, then **I** twice).",
    "Press **Stop** at the lower edge of the window.",
  ],
];

/** What only JupyterLab has, or its readers can do. */
const ELSEWHERE =
  /▸|■|`\[\*\]`|toolbar|\(\*\*[A-Z]\*\*\)|[Mm]ake a cell of your own|JupyterLab|await hint\(/;

/** Matches words however the lines between them are broken. */
const matching = (words: string) =>
  new RegExp(
    words.split(" ").map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("\\s+"),
    "u",
  );

const prose = PROSE.map(([words, mine]) => [matching(words), mine] as const);

/**
 * A notebook's Markdown in words that hold in a page.
 *
 * @param text the Markdown of a cell
 * @param from where it stands
 * @param used is given what was found to say differently
 * @throws {Error} if it speaks of what a page has not
 */
export function inPage(text: string, from: string, used = new Set<string>()): string {
  let made = text;
  for (const [words, mine] of prose) {
    if (words.test(made)) used.add(mine);
    made = made.replace(words, () => mine);
  }
  const left = ELSEWHERE.exec(made);
  if (left === null) return made;
  const place = made.slice(Math.max(0, left.index - 60), left.index + 60).replace(/\s+/g, " ");
  throw new Error(
    `Cannot bring ${from} into a page: found "…${place}…", which holds in JupyterLab alone, and ` +
      "what holds in a page is wanted beside it in tools/site/wording.ts",
  );
}

/**
 * Says what no notebook says any more.
 *
 * @param used what `inPage` has found
 * @throws {Error} if there is any
 */
export function checkUsed(used: ReadonlySet<string>): void {
  const idle = PROSE.find(([, mine]) => !used.has(mine));
  if (idle === undefined) return;
  throw new Error(
    `Cannot find "${
      idle[0]
    }" in any notebook; the words of one are wanted in tools/site/wording.ts`,
  );
}
