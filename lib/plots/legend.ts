/**
 * Legends made of boxes, lines and symbols: Plot's own need a canvas for some, and a place of their own
 * in the page for all.
 *
 * @module
 */

import { escapeMarkup, withSingulars } from "../notebook/format.ts";
import { dashes, ink, palette, textWidth, typeSize } from "./style.ts";

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

/** Outlines of symbols; closed ones are filled, open ones are stroked. */
const outlines: Readonly<Record<string, string>> = {
  triangle: "M0,-5.2L5,3.6L-5,3.6Z",
  square: "M-4,-4H4V4H-4Z",
  diamond: "M0,-6L4,0L0,6L-4,0Z",
  star: "M0,-6L1.4,-1.9L5.7,-1.9L2.2,0.7L3.5,4.9L0,2.3L-3.5,4.9L-2.2,0.7L-5.7,-1.9L-1.4,-1.9Z",
  times: "M-4,-4L4,4M-4,4L4,-4",
  plus: "M-5,0H5M0,-5V5",
};

/**
 * A legend entry for each series, where there is more than one.
 *
 * @ignore For pictures of this folder.
 * @param labels names of the series in the order of their colours
 * @param shape of the keys
 * @param symbols of the points, in the same order
 * @returns entries for `render`; none for a single series
 *
 * @example
 * ```ts
 * import { seriesLegend } from "lib/plots/legend.ts";
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

/**
 * Draws a legend in rows.
 *
 * @ignore For pictures of this folder.
 * @param legend entries
 * @param place `parts` of the SVG to add to, `y` where to begin, `width` of the picture
 * @returns y below the legend
 *
 * @example
 * ```ts
 * import { drawLegend } from "lib/plots/legend.ts";
 *
 * const parts: string[] = [];
 * drawLegend([{ label: "RNN", colour: "#0072b2" }], { parts, y: 0, width: 640 }); // 26
 * ```
 */
export function drawLegend(
  legend: readonly LegendItem[],
  { parts, y, width }: { parts: string[]; y: number; width: number },
): number {
  if (legend.length === 0) return y;
  let x = 8;
  for (const item of legend) {
    const key = item.shape === "line" ? 28 : 14;
    const label = withSingulars(item.label);
    const itemWidth = key + 6 + textWidth(label, typeSize.text) + 16;
    if (x > 8 && x + itemWidth > width) {
      x = 8;
      y += 20;
    }
    parts.push(legendKey(item, x, y + 9, key));
    parts.push(
      `<text x="${x + key + 6}" y="${y + 14}" font-size="${typeSize.text}" ` +
        `fill="${ink.text}">${escapeMarkup(label)}</text>`,
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
  const point = symbol === undefined ? "" : symbolAt(symbol, middle, y, colour);
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

/** A point of a legend: the same shapes as Plot's symbols, 9 pixels across. */
function symbolAt(name: string, x: number, y: number, colour: string): string {
  const outline = outlines[name];
  if (outline === undefined) return `<circle cx="${x}" cy="${y}" r="4.5" fill="${colour}"/>`;
  const paint = outline.endsWith("Z")
    ? `fill="${colour}"`
    : `stroke="${colour}" stroke-width="2" fill="none"`;
  return `<path transform="translate(${x},${y})" d="${outline}" ${paint}/>`;
}
