/**
 * Explorables in a notebook: a picture that a reader can move where scripts run, and that stands still where they do
 * not: in a notebook that nobody has trusted yet, or on GitHub. The files that carry them are made by
 * `./learn build:explorables`, and lie beside the notebooks.
 *
 * @module
 */

import { checkValue, someText } from "../options.ts";
import { type Displayable, html } from "./display.ts";

/**
 * An explorable as something to show.
 *
 * @param name such as "remember"
 * @returns a displayable
 * @throws {RangeError} if there is none of this name
 *
 * @example
 * ```ts
 * import { explorable } from "lib/notebook/explorable.ts";
 *
 * await explorable("remember");
 * ```
 */
export async function explorable(name: string): Promise<Displayable> {
  const doing = "show an explorable";
  checkValue(doing, "its name", name, someText);
  const place = new URL(`../../notebooks/explorables/${name}.ts`, import.meta.url);
  const output = await import(place.href).catch(() => undefined) as
    | { readonly default: { readonly html: string; readonly text: string } }
    | undefined;
  if (output === undefined) {
    throw new RangeError(
      `Cannot ${doing}: found the name "${name}", and that of a file in notebooks/explorables is wanted`,
    );
  }
  return html(output.default.html, output.default.text);
}
