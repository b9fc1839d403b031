/**
 * Showing things in a notebook, and silence or plain text everywhere else.
 *
 * A thing that can be shown has a method `Symbol.for("Jupyter.display")` that returns a MIME bundle;
 * the kernel calls it for the last expression of a cell. `show` does the same in the middle of a cell.
 * An updating display (`openDisplay`) is a place in the output whose content is replaced while a cell
 * runs; the file keeps the last content only.
 *
 * Pictures are `text/html`: an `<img>` with the SVG inside, which brings its own paper. Of all ways tried
 * this is the one that shows in a notebook nobody has trusted yet, on a dark theme, on GitHub and in exported pages.
 *
 * @module
 */

import { anyText, checkOptions, checkValue, having, type Rule } from "../options.ts";
import { escapeMarkup } from "./format.ts";
import { currentHost, type Host } from "./host.ts";

/** Content in several formats, by MIME type; the front end shows the richest that it knows. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** The name of the method that the kernel calls on the last value of a cell. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as never;

/** Something that knows what it looks like in a notebook. */
export interface Displayable {
  /** The thing as a MIME bundle. */
  [displaySymbol](): MimeBundle;
}

/** Something that can be shown. */
export const aDisplayable: Rule = {
  wanted: "something to show, such as a picture or plainText(…),",
  holds: (thing) =>
    typeof (thing as Partial<Displayable> | null | undefined)?.[displaySymbol] === "function",
};

/** Where displays go: the notebook's output, a console, or a list in a test. */
export interface Screen {
  /** True where a reader sees updates as they happen. */
  readonly live: boolean;
  /**
   * Shows a bundle as a new display, or puts it in the place of the display with the same id.
   *
   * @param bundle what to show
   * @param id names the display so that it can be replaced later
   * @param update true to replace
   */
  send(bundle: MimeBundle, id?: string, update?: boolean): Promise<void>;
}

/** A screen, where displays go. */
export const aScreen: Rule = having("a screen", "live", "send");

/** A place in the output whose content is replaced while a cell runs. */
export interface UpdatingDisplay {
  /** Shows something else; does not wait until it is on the screen. */
  update(thing: Displayable): void;
  /** Shows the last content and waits until everything has been sent. */
  finish(thing: Displayable): Promise<void>;
}

/**
 * The screen of this process: the notebook in a Jupyter kernel; elsewhere a console that prints the
 * plain text of what is shown, and of updating displays only the last content.
 *
 * @returns a screen
 *
 * @example
 * ```ts
 * import { currentScreen } from "lib/notebook/display.ts";
 *
 * currentScreen().live; // false: a script; true in a notebook
 * ```
 */
export function currentScreen(): Screen {
  const host = currentHost();
  return host === undefined ? consoleScreen : notebookScreen(host);
}

/** A screen that shows nothing. */
export const silentScreen: Screen = { live: false, send: () => Promise.resolve() };

/**
 * Whether this code runs in a notebook: in a Jupyter kernel or in a page.
 *
 * @returns true in a notebook
 *
 * @example
 * ```ts
 * import { inNotebook } from "lib/notebook/display.ts";
 *
 * inNotebook(); // false: a script or a test
 * ```
 */
export function inNotebook(): boolean {
  return currentHost() !== undefined;
}

/**
 * Shows something now, in the middle of a cell.
 *
 * @param thing a picture, a verdict, or text
 * @param options `screen`: where to, if not in this process's own output
 *
 * @example
 * ```ts
 * import { show } from "lib/notebook/display.ts";
 *
 * await show("order is the meaning");
 * ```
 */
export async function show(
  thing: Displayable | string,
  options: { screen?: Screen } = {},
): Promise<void> {
  const shown = typeof thing === "string" ? plainText(thing) : thing;
  checkValue("show something", "it", shown, aDisplayable);
  checkOptions<typeof options>("show something", options, { screen: aScreen });
  const { screen = currentScreen() } = options;
  await screen.send(bundleOf(shown));
}

/**
 * Opens an updating display.
 *
 * @param first what it shows to begin with
 * @param options `screen`: where to, if not in this process's own output
 * @returns the display; call `finish` with what shall stay
 *
 * @example
 * ```ts
 * import { openDisplay, plainText, silentScreen } from "lib/notebook/display.ts";
 *
 * const display = openDisplay(plainText("reading"), { screen: silentScreen });
 * display.update(plainText("half way"));
 * await display.finish(plainText("read"));
 * ```
 */
export function openDisplay(
  first: Displayable,
  options: { screen?: Screen } = {},
): UpdatingDisplay {
  checkValue("open a display", "what it shows first", first, aDisplayable);
  checkOptions<typeof options>("open a display", options, { screen: aScreen });
  const { screen = currentScreen() } = options;
  const id = crypto.randomUUID(); // travels beside the content and is not saved in the file
  // Newer kernels send without a promise.
  let sent = Promise.resolve(screen.live ? screen.send(bundleOf(first), id) : undefined);
  return {
    update(thing) {
      checkValue("update a display", "what it shows", thing, aDisplayable);
      if (screen.live) sent = sent.then(() => screen.send(bundleOf(thing), id, true));
    },
    async finish(thing) {
      checkValue("finish a display", "what it shows", thing, aDisplayable);
      await sent;
      await screen.send(bundleOf(thing), id, screen.live);
    },
  };
}

/**
 * Text as something to show.
 *
 * @param text what to show
 * @returns a displayable
 *
 * @example
 * ```ts
 * import { plainText, show } from "lib/notebook/display.ts";
 *
 * await show(plainText("three words"));
 * ```
 */
export function plainText(text: string): Displayable {
  checkValue("show a text", "it", text, anyText);
  return { [displaySymbol]: () => ({ "text/plain": text }) };
}

/**
 * HTML as something to show, with the same said in plain text.
 *
 * @param html markup; a notebook that is not trusted shows it without scripts and inline SVG
 * @param text the same for readers without HTML
 * @returns a displayable
 *
 * @example
 * ```ts
 * import { html } from "lib/notebook/display.ts";
 *
 * html("<b>dog</b> bites man", "dog bites man");
 * ```
 */
export function html(html: string, text: string): Displayable {
  checkValue("show HTML", "it", html, anyText);
  checkValue("show HTML", "the same in plain text", text, anyText);
  return { [displaySymbol]: () => ({ "text/html": html, "text/plain": text }) };
}

/** Narrower than this, in pixels, letters of pictures would be too small; what is around a picture scrolls instead. */
const leastWidth = 480;

/**
 * An SVG picture as the `<img>` element that shows everywhere.
 *
 * @ignore For the library itself.
 * @param svg a whole `<svg>` element with its size in pixels
 * @param options `alt`: what the picture says, for those who cannot see it; `width` in pixels
 * @returns an `<img>` element
 *
 * @example
 * ```ts
 * import { imageElement } from "lib/notebook/display.ts";
 *
 * const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"></svg>`;
 * imageElement(svg, { alt: "an empty square", width: 4 });
 * ```
 */
export function imageElement(
  svg: string,
  { alt, width }: { alt: string; width: number },
): string {
  const data = base64(new TextEncoder().encode(svg));
  const least = Math.min(width, leastWidth);
  return `<img alt="${escapeMarkup(alt)}" width="${width}" ` +
    `style="max-width:100%;min-width:${least}px;height:auto" ` +
    `src="data:image/svg+xml;base64,${data}">`;
}

/**
 * The MIME bundle of a thing.
 *
 * @param thing something to show
 * @returns its content by MIME type
 *
 * @example
 * ```ts
 * import { bundleOf, plainText } from "lib/notebook/display.ts";
 *
 * bundleOf(plainText("sky")); // { "text/plain": "sky" }
 * ```
 */
export function bundleOf(thing: Displayable): MimeBundle {
  checkValue("show something", "it", thing, aDisplayable);
  return thing[displaySymbol]();
}

const consoleScreen: Screen = {
  live: false,
  send(bundle) {
    const text = bundle["text/plain"];
    if (typeof text === "string" && text !== "") console.log(text);
    return Promise.resolve();
  },
};

function notebookScreen(host: Host): Screen {
  return {
    live: true,
    send: (data, id, update = false) =>
      host.send(update ? "update_display_data" : "display_data", {
        data,
        metadata: {},
        transient: id === undefined ? {} : { display_id: id },
      }),
  };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(text);
}
