/**
 * What a cell shows in a page: as printed until it is run, then what comes of the run.
 *
 * @module
 */

import type { Shown } from "./messages.ts";
import { MOST } from "./printer.ts";
import { comparables, render } from "./render.ts";

/** The place below a cell. */
export class CellOutputs {
  readonly #place: HTMLElement;
  readonly #printed: readonly Node[];
  readonly #displays = new Map<string, { place: HTMLElement; index: number }>();
  #shown: Shown[] = [];
  #stale = false;

  /** Takes the place, with what is printed in it. */
  constructor(place: HTMLElement) {
    this.#place = place;
    this.#printed = [...place.childNodes];
  }

  /** What was shown since the cell was last run. */
  get shown(): readonly Shown[] {
    return this.#shown;
  }

  /** Back to what is printed. */
  reset(): void {
    this.begin();
    this.#stale = false;
    this.#place.replaceChildren(...this.#printed);
  }

  /** The cell begins to run. What was there stays until there is something new. */
  begin(): void {
    this.#shown = [];
    this.#displays.clear();
    this.#stale = true;
  }

  /** The cell shows something. */
  show(shown: Shown, display?: string): void {
    this.end();
    const last = this.#shown.at(-1);
    if (
      shown.output_type === "stream" && last?.output_type === "stream" && last.name === shown.name
    ) {
      const joined = { ...last, text: (last.text + shown.text).slice(-MOST) };
      this.#shown[this.#shown.length - 1] = joined;
      render(joined, this.#place.lastElementChild as HTMLElement);
      return;
    }
    const place = document.createElement("div");
    this.#place.append(place);
    this.#shown.push(shown);
    render(shown, place);
    if (display !== undefined) {
      this.#displays.set(display, { place, index: this.#shown.length - 1 });
    }
  }

  /** Shows something else in a place; false if it is none of this cell's. */
  update(display: string, shown: Shown): boolean {
    const found = this.#displays.get(display);
    if (found === undefined) return false;
    this.#shown[found.index] = shown;
    render(shown, found.place);
    return true;
  }

  /** The cell has ended: what it showed before and not now, goes. */
  end(): void {
    if (this.#stale) this.#place.replaceChildren();
    this.#stale = false;
  }

  /** The cell has failed. */
  fail(words: string): void {
    const box = document.createElement("pre");
    box.className = "text error";
    box.tabIndex = 0;
    box.textContent = words;
    this.#place.append(box);
  }

  /** Whether what was shown is what the notebook has. */
  equal(printed: readonly Readonly<Record<string, unknown>>[]): boolean {
    const [mine, theirs] = [comparables(this.#shown), comparables(printed)];
    return mine.length === theirs.length && mine.every((one, i) => one === theirs[i]);
  }
}
