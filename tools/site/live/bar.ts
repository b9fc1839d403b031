/**
 * The buttons below a cell. They stand in the page from the beginning, so that nothing moves when they come alive; until
 * then they cannot be pressed.
 *
 * @module
 */

/** What a button does; what it says; what it says when it is pointed at. */
const BUTTONS = [
  ["run", "Run", "Run this cell (Shift+Enter)"],
  ["above", "Run above", "Run all cells above, and this one"],
  ["edit", "Edit", "Change the code (Enter)"],
  ["hint", "Hint", "A hint for this exercise; asked again, it says more"],
  ["solution", "Solution", "A right answer, explained"],
] as const;

/** What a button of a cell does. */
export type BarWord = typeof BUTTONS[number][0];

/** The exercise that a cell's code judges; undefined if it judges none. */
export function exerciseIn(code: string): string | undefined {
  return /^await exercise\("([^"]+)"/m.exec(code)?.[1];
}

/** The bar of a cell, as HTML. */
export function barHtml(code: string): string {
  const judges = exerciseIn(code) !== undefined;
  const own = BUTTONS.filter(([word]) => judges || !/hint|solution/.test(word));
  return `<div class="cell-bar" data-pagefind-ignore>${
    own.map(([word, label, title]) =>
      `<button type="button" disabled data-do="${word}" title="${title}">${label}</button>`
    ).join("")
  }</div>`;
}
