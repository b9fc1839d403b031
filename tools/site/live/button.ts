/**
 * A button of a page.
 *
 * @module
 */

/** A button. */
export function button(label: string, title: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.title = title;
  made.addEventListener("click", press);
  return made;
}
