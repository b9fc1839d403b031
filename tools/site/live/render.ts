/**
 * Outputs in a page, and whether they are the committed ones.
 *
 * @module
 */

import { fitted, withoutScript } from "../shown.ts";
import type { Shown } from "./messages.ts";

/** Shows an output in an element. */
export function render(shown: Shown, place: HTMLElement): void {
  place.replaceChildren();
  if (shown.output_type === "stream") return plain(shown.text, place);
  const html = shown.data["text/html"];
  if (typeof html !== "string") return plain(String(shown.data["text/plain"] ?? ""), place);
  const box = document.createElement("div");
  box.className = "shown";
  box.innerHTML = fitted(html, "..");
  place.append(box);
}

function plain(text: string, place: HTMLElement): void {
  if (text.trim() === "") return;
  const box = document.createElement("pre");
  box.className = "text";
  box.tabIndex = 0;
  box.textContent = text;
  place.append(box);
}

/** An output of a notebook file, with texts whole, as far as it is compared. */
export function comparable(output: Readonly<Record<string, unknown>>): string {
  const { output_type, name, text, data } = output;
  return JSON.stringify(sorted({ output_type, name, text: whole(text), data: texts(data) }));
}

/** The outputs of a cell as they are compared: what was printed to one stream in a row is one output. */
export function comparables(outputs: readonly Readonly<Record<string, unknown>>[]): string[] {
  const joined: Record<string, unknown>[] = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (
      output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name
    ) {
      last.text = `${whole(last.text)}${whole(output.text)}`;
    } else joined.push({ ...output });
  }
  return joined.map(comparable);
}

const whole = (text: unknown) => (Array.isArray(text) ? text.join("") : text);

/** An explorable's script is not shown in a page, which has its own. */
const looks = (html: unknown) => typeof html === "string" ? withoutScript(html) : html;

function texts(data: unknown): unknown {
  if (typeof data !== "object" || data === null) return undefined;
  return Object.fromEntries(
    Object.entries(data).map(([type, value]) => [
      type,
      /json$/.test(type) ? value : type === "text/html" ? looks(whole(value)) : whole(value),
    ]),
  );
}

/** With keys in one order, and numbers as JSON has them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map((
      [key, one],
    ) => [key, sorted(one)]),
  );
}
