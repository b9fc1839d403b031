/**
 * From marks to a picture: the only file that touches a DOM.
 *
 * Observable Plot draws into a document; linkedom is one. Around it goes a frame of our own: paper, a
 * title that says the finding, a legend, a note; on a dark page all of it in other colours (`nightStyle`).
 * The result is one SVG whose bytes depend on nothing but its data: coordinates are rounded to a hundredth of a pixel, so that a last bit that
 * differs between machines is never seen, and Plot's running numbers for clips start at 1 in every
 * picture.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type Displayable, displaySymbol, imageElement } from "../notebook/display.ts";
import { escapeMarkup, withSingulars } from "../notebook/format.ts";
import { anyText, checkValue, numberBetween, someText } from "../options.ts";
import { drawLegend, type LegendItem } from "./legend.ts";
import { checkRoom, checkShapes } from "./room.ts";
import { defaultWidth, font, ink, nightStyle, typeSize, wrap } from "./style.ts";

/** What every picture must say, and may say. */
export interface PictureOptions {
  /** The finding, as a sentence or a phrase. */
  readonly title: string;
  /** What the picture shows, for those who cannot see it; from its numbers if not given. */
  readonly alt?: string;
  /** What was drawn, how, and from how many seeds. */
  readonly subtitle?: string;
  /** A remark below the picture. */
  readonly note?: string;
  /** Width in pixels; 640 if not given. */
  readonly width?: number;
}

/** What a picture must say that cannot say itself what it shows. */
export interface ToldPicture extends PictureOptions {
  /** What the picture shows, for those who cannot see it. */
  readonly alt: string;
}

/**
 * What Observable Plot's `plot` takes.
 *
 * @internal
 */
export type PlotOptions = NonNullable<
  Parameters<typeof import("@observablehq/plot").plot>[0]
>;

/** What Observable Plot draws: a mark, or several. */
export type Markish = NonNullable<PlotOptions["marks"]>[number];

/** Marks and scales for one panel. */
export interface Panel {
  /** What Observable Plot is asked to draw; sizes and fonts are set here if it leaves them out. */
  readonly plot: PlotOptions;
  /** A heading of its own, where there are several panels. */
  readonly heading?: string;
}

/** A finished picture: the last expression of a cell shows it. */
export class Picture implements Displayable {
  /** The whole picture as an `<svg>` element. */
  readonly svg: string;
  /** What it shows, in words. */
  readonly alt: string;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;

  /**
   * Wraps a finished SVG.
   *
   * @param svg an `<svg>` element
   * @param options `alt` in words, `width` and `height` in pixels
   * @throws {TypeError} if `alt` is empty
   */
  constructor(
    svg: string,
    { alt, width, height }: { alt: string; width: number; height: number },
  ) {
    checkValue("make a picture", "the svg", svg, someText);
    for (const [name, size] of Object.entries({ width, height })) {
      checkValue("make a picture", name, size, numberBetween(0));
    }
    checkValue("make a picture", "the alt text", alt, anyText);
    if (alt.trim() === "") {
      throw new TypeError(
        "Cannot make a picture: found an empty alt text, wanted a sentence that says what it shows",
      );
    }
    this.svg = svg;
    this.alt = alt;
    this.width = width;
    this.height = height;
  }

  /** The picture as HTML, and its alt text as plain text. */
  [displaySymbol](): Record<string, unknown> {
    return {
      "text/html": `<div style="overflow-x:auto;padding:4px 0">${
        imageElement(this.svg, this)
      }</div>`,
      "text/plain": this.alt,
    };
  }
}

/**
 * Draws panels side by side inside one frame.
 *
 * @ignore For pictures of this folder.
 * @param panels what to draw, at least one
 * @param options `title`, `alt`, and what else the frame says; `legend` entries
 * @returns a picture
 * @throws {TypeError} if the alt text is empty
 *
 * @example
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { render } from "lib/plots/render.ts";
 *
 * const marks = [Plot.lineY([1, 3, 2])];
 * render([{ plot: { marks } }], { title: "Up, then down", alt: "A line that rises and falls" });
 * ```
 */
export function render(
  panels: readonly Panel[],
  { title, alt, subtitle, note, width = defaultWidth, legend = [] }: ToldPicture & {
    readonly legend?: readonly LegendItem[];
  },
): Picture {
  const parts: string[] = [];
  let y = 8;
  const write = (text: string, size: number, style: string, bold = false) => {
    for (const line of wrap(withSingulars(text), width - 16, size, { bold })) {
      y += Math.round(size * 1.3);
      parts.push(
        `<text x="8" y="${y - Math.round(size * 0.3)}" font-size="${size}" ${style}>` +
          `${escapeMarkup(line)}</text>`,
      );
    }
  };
  if (title) write(title, typeSize.title, `font-weight="600" fill="${ink.text}"`, true);
  if (subtitle) write(subtitle, typeSize.subtitle, `fill="${ink.soft}"`);
  if (y > 8) y += 6;
  y = drawLegend(legend, { parts, y, width });
  const headed = panels.some((panel) => panel.heading);
  const panelWidth = Math.floor(width / panels.length);
  let tallest = 0;
  panels.forEach((panel, i) => {
    const x = i * panelWidth;
    if (panel.heading) {
      parts.push(
        `<text x="${x + 8}" y="${y + 14}" font-size="${typeSize.text}" ` +
          `font-weight="600" fill="${ink.text}">${escapeMarkup(panel.heading)}</text>`,
      );
    }
    const drawn = drawPlot(panel.plot, panelWidth, parts.length);
    const top = y + (headed ? 20 : 0);
    parts.push(`<g transform="translate(${x},${top})" ${drawn.attributes}>${drawn.content}</g>`);
    tallest = Math.max(tallest, drawn.height + (headed ? 20 : 0));
  });
  y += tallest;
  if (note) write(note, typeSize.subtitle, `fill="${ink.soft}"`);
  const height = y + 8;
  const content = `<rect width="${width}" height="${height}" fill="${ink.paper}"/>${
    parts.join("")
  }`;
  const root = ` color="${ink.text}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="${escapeMarkup(font)}"${root}>` +
    `${nightStyle(root + content)}${content}</svg>`;
  return new Picture(numberClips(roundCoordinates(svg)), {
    alt: withSingulars(alt),
    width,
    height,
  });
}

/** One Plot, taken apart: its content, and the attributes of its root that the content inherits. */
function drawPlot(options: PlotOptions, width: number, n: number) {
  const whole = {
    height: 300,
    marginLeft: 56,
    marginRight: 20,
    marginTop: 28,
    marginBottom: 44,
    className: `p${n}`,
    ...options,
    width,
  };
  checkRoom("width", width, whole.marginLeft + whole.marginRight);
  checkRoom("height", whole.height, whole.marginTop + whole.marginBottom);
  checkShapes(whole.marks);
  const root = Plot.plot({ ...whole, document: newDocument() });
  const svg = root.tagName.toLowerCase() === "svg" ? root : root.querySelector("svg")!;
  svg.querySelector("style")?.remove();
  return {
    height: Number(svg.getAttribute("height")),
    attributes: `fill="currentColor" text-anchor="middle" font-size="${typeSize.text}"`,
    content: svg.innerHTML,
  };
}

function newDocument(): Document {
  return parseHTML("<!doctype html><html><body></body></html>").document as unknown as Document;
}

/** Rounds numbers in attributes to two decimals; colours such as #4e4e4e are no numbers. */
function roundCoordinates(svg: string): string {
  return svg.replace(
    /<[^>]+>/g,
    (tag) =>
      tag.replace(
        /="(?!#)[^"]*"/g,
        (value) =>
          value.replace(/-?\d+\.\d+(?:e[-+]?\d+)?|-?\d+e[-+]?\d+/g, (number) => {
            const rounded = String(Math.round(Number(number) * 100) / 100);
            return rounded === "-0" ? "0" : rounded;
          }),
      ),
  );
}

/** Names clips 1, 2, 3 in every picture, whatever was drawn before in this process. */
function numberClips(svg: string): string {
  const names = new Map<string, string>();
  return svg.replace(/plot-clip-\d+/g, (name) => {
    if (!names.has(name)) names.set(name, `clip-${names.size + 1}`);
    return names.get(name)!;
  });
}
