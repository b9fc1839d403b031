/**
 * From marks to a picture: the only file that touches a DOM.
 *
 * Observable Plot draws into a document; linkedom is one. Around it goes a frame of our own: white
 * paper, a title that says the finding, a legend, a note. The result is one SVG whose bytes depend on
 * nothing but its data: coordinates are rounded to a hundredth of a pixel, so that a last bit that
 * differs between machines is never seen, and Plot's running numbers for clips start at 1 in every
 * picture.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type Displayable, displaySymbol, imageElement } from "lib/notebook/display.ts";
import { escapeMarkup } from "lib/notebook/format.ts";
import { dashes, defaultWidth, font, ink, palette, textWidth, typeSize, wrap } from "./style.ts";

/** What every picture must say, and may say. */
export interface PictureOptions {
  /** The finding, as a sentence or a phrase. */
  readonly title: string;
  /** What the picture shows, for those who cannot see it. */
  readonly alt: string;
  /** What was drawn, how, and from how many seeds. */
  readonly subtitle?: string;
  /** A remark below the picture. */
  readonly note?: string;
  /** Width in pixels; 640 if not given. */
  readonly width?: number;
}

/** What Observable Plot's `plot` takes. */
export type PlotOptions = NonNullable<Parameters<typeof Plot.plot>[0]>;

/** What Observable Plot draws: a mark, or several. */
export type Markish = NonNullable<PlotOptions["marks"]>[number];

/** One entry of a legend. */
export interface LegendItem {
  /** What it stands for. */
  readonly label: string;
  /** Its colour. */
  readonly colour: string;
  /** Looks like a line (with this dash), a point or a box; a box if not given. */
  readonly shape?: "line" | "point" | "box";
  /** Dashes of a line, as in SVG's `stroke-dasharray`. */
  readonly dash?: string;
  /** Whether a box has a thin outline, for colours close to white. */
  readonly outlined?: boolean;
  /** The symbol of a point, or of the points on a line, by Plot's names. */
  readonly symbol?: string;
}

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
      "text/html": `<div style="background:#fff;padding:4px 0">${
        imageElement(this.svg, this)
      }</div>`,
      "text/plain": this.alt,
    };
  }
}

/**
 * Draws panels side by side inside one frame.
 *
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
  { title, alt, subtitle, note, width = defaultWidth, legend = [] }: PictureOptions & {
    readonly legend?: readonly LegendItem[];
  },
): Picture {
  const parts: string[] = [];
  let y = 8;
  const write = (text: string, size: number, style: string, bold = false) => {
    for (const line of wrap(text, width - 16, size, { bold })) {
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
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="${escapeMarkup(font)}" color="${ink.text}">` +
    `<rect width="${width}" height="${height}" fill="${ink.paper}"/>${parts.join("")}</svg>`;
  return new Picture(numberClips(roundCoordinates(svg)), { alt, width, height });
}

/**
 * A legend entry for each series, where there is more than one.
 *
 * @param labels names of the series in the order of their colours
 * @param shape of the keys
 * @param symbols of the points, in the same order
 * @returns entries for `render`; none for a single series
 *
 * @example
 * ```ts
 * import { seriesLegend } from "lib/plots/render.ts";
 *
 * seriesLegend(["RNN", "LSTM"], "line").length; // 2
 * ```
 */
export function seriesLegend(
  labels: readonly string[],
  shape: "line" | "point",
  symbols?: readonly string[],
): LegendItem[] {
  if (labels.length < 2) return [];
  return labels.map((label, i) => ({
    label,
    shape,
    colour: palette[i % palette.length],
    dash: shape === "line" ? dashes[i % dashes.length] : undefined,
    symbol: symbols?.[i % symbols.length],
  }));
}

function drawLegend(
  legend: readonly LegendItem[],
  { parts, y, width }: { parts: string[]; y: number; width: number },
): number {
  if (legend.length === 0) return y;
  let x = 8;
  for (const item of legend) {
    const key = item.shape === "line" ? 28 : 14;
    const itemWidth = key + 6 + textWidth(item.label, typeSize.text) + 16;
    if (x > 8 && x + itemWidth > width) {
      x = 8;
      y += 20;
    }
    parts.push(legendKey(item, x, y + 9, key));
    parts.push(
      `<text x="${x + key + 6}" y="${y + 14}" font-size="${typeSize.text}" ` +
        `fill="${ink.text}">${escapeMarkup(item.label)}</text>`,
    );
    x += itemWidth;
  }
  return y + 26;
}

function legendKey(
  { shape = "box", colour, dash, symbol, outlined }: LegendItem,
  x: number,
  y: number,
  w: number,
) {
  const middle = x + w / 2;
  const point = symbol === undefined ? "" : symbolPath(symbol, middle, y, colour);
  if (shape === "box") {
    return `<rect x="${x}" y="${y - 6}" width="${w}" height="12" fill="${colour}"` +
      `${outlined ? ` stroke="${ink.soft}" stroke-width="0.5"` : ""}/>`;
  }
  if (shape === "point") {
    return point || `<circle cx="${middle}" cy="${y}" r="4.5" fill="${colour}"/>`;
  }
  const dashed = dash ? ` stroke-dasharray="${dash}"` : "";
  return `<path d="M${x},${y}h${w}" stroke="${colour}" stroke-width="2"${dashed}/>${point}`;
}

function symbolPath(name: string, x: number, y: number, colour: string): string {
  const plot = Plot.plot({
    document: newDocument(),
    marks: [Plot.dot([[0, 0]], { symbol: name as "circle", r: 4.5, fill: colour, x: 0, y: 0 })],
    axis: null,
  });
  const dot = plot.querySelector("circle, [aria-label='dot'] path");
  if (dot?.tagName.toLowerCase() === "path") {
    const strokes = ["times", "plus", "asterisk"].includes(name);
    const paint = strokes ? `stroke="${colour}" stroke-width="2" fill="none"` : `fill="${colour}"`;
    return `<path transform="translate(${x},${y})" d="${dot.getAttribute("d")}" ${paint}/>`;
  }
  return `<circle cx="${x}" cy="${y}" r="4.5" fill="${colour}"/>`;
}

/** One Plot, taken apart: its content, and the attributes of its root that the content inherits. */
function drawPlot(options: Plot.PlotOptions, width: number, n: number) {
  const root = Plot.plot({
    height: 300,
    marginLeft: 56,
    marginRight: 20,
    marginTop: 28,
    marginBottom: 44,
    className: `p${n}`,
    ...options,
    width,
    document: newDocument(),
  });
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
