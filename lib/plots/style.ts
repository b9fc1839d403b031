/**
 * What all pictures share: colours, symbols, sizes of type, and the widths of words.
 *
 * Colours are those of Okabe and Ito (2008), chosen to stay apart for every kind of colour vision; series
 * also differ in symbol and in dashes, so that a picture survives a grey printer.
 *
 * @module
 */

/** Series colours in the order they are used (Okabe & Ito 2008). */
export const palette: readonly string[] = [
  "#0072b2", // blue
  "#d55e00", // vermilion
  "#009e73", // green
  "#cc79a7", // purple
  "#e69f00", // orange
  "#56b4e9", // sky blue
  "#4d4d4d", // grey
];

/** Symbols of points, in the order of series; names are Observable Plot's. */
export const symbols = [
  "circle",
  "triangle",
  "square",
  "diamond",
  "times",
  "star",
  "plus",
] as const;

/**
 * How the points of a series are drawn: closed symbols are filled, open ones, which have no inside, are stroked.
 *
 * @ignore For pictures of this folder.
 * @param series its place among the series
 * @param opacity of a point, from 0 to 1
 * @returns options of Plot's `dot`
 *
 * @example
 * ```ts
 * import { pointStyle } from "lib/plots/style.ts";
 *
 * pointStyle(0); // { symbol: "circle", fill: "#0072b2", fillOpacity: 1 }
 * ```
 */
export function pointStyle(series: number, opacity = 1): Record<string, string | number> {
  const colour = palette[series % palette.length];
  const symbol = symbols[series % symbols.length];
  return symbol === "times" || symbol === "plus"
    ? { symbol, stroke: colour, strokeOpacity: opacity, strokeWidth: 1.75 }
    : { symbol, fill: colour, fillOpacity: opacity };
}

/** Dashes of lines, in the order of series; empty is a full line. */
export const dashes: readonly string[] = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 4", "1 3"];

/** Ink and paper. What is written on cells of data keeps its colour in the dark, as they do. */
export const ink = {
  paper: "#ffffff",
  text: "#1a1a1a",
  soft: "#595959",
  grid: "#e4e4e4",
  rule: "#595959",
  good: "#00664b",
  bad: "#b03a00",
  goodFill: "#d9f0e8",
  faint: "#9dc3e0",
  onLight: "#1A1A1A",
  onDark: "#FFFFFF",
} as const;

/** What each colour becomes where the page is dark. */
const night: Readonly<Record<string, string>> = {
  [ink.paper]: "#111111",
  [ink.text]: "#e8e8e8",
  [ink.soft]: "#a8a8a8",
  [ink.grid]: "#333333",
  [ink.good]: "#3dbd94",
  [ink.bad]: "#f08a52",
  [ink.goodFill]: "#123a2e",
  [ink.faint]: "#33566f",
  "#0072b2": "#4ba3e3",
  "#d55e00": "#ee7d33",
  "#009e73": "#1fb489",
  "#cc79a7": "#d98cb8",
  "#e69f00": "#ecab1f",
  "#56b4e9": "#a3daf9",
  "#4d4d4d": "#c4c4c4",
};

/**
 * The rules that a picture follows on a dark page. Colours written in capitals are data, and stay as they are.
 *
 * @ignore For pictures of this folder.
 * @param svg a picture in the colours of the light theme
 * @returns a `<style>` element for the colours that it uses
 *
 * @example
 * ```ts
 * import { nightStyle } from "lib/plots/style.ts";
 *
 * nightStyle(`<rect fill="#ffffff"/>`);
 * // <style>@media (prefers-color-scheme:dark){[fill="#ffffff"]{fill:#111111}}</style>
 * ```
 */
export function nightStyle(svg: string): string {
  const rules = Object.entries(night).flatMap(([day, dark]) =>
    ["fill", "stroke", "color"].filter((name) => svg.includes(` ${name}="${day}"`))
      .map((name) => `[${name}="${day}"]{${name}:${dark}}`)
  );
  return `<style>@media (prefers-color-scheme:dark){${rules.join("")}}</style>`;
}

/** The font of all pictures: whatever the reader's system finds readable. */
export const font = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/** Sizes of type in pixels. */
export const typeSize = { title: 16, subtitle: 13, text: 13 } as const;

/** Width of a picture in pixels, unless it says otherwise: that of a notebook's column. */
export const defaultWidth = 640;

/**
 * How wide a text will be, roughly: fonts differ between systems, so this errs on the wide side.
 *
 * @ignore For pictures of this folder.
 * @param text one line
 * @param size font size in pixels
 * @param options `bold`
 * @returns pixels
 *
 * @example
 * ```ts
 * import { textWidth } from "lib/plots/style.ts";
 *
 * textWidth("sky", 13) < textWidth("clouds", 13); // true
 * ```
 */
export function textWidth(text: string, size: number, { bold = false } = {}): number {
  let ems = 0;
  for (const letter of text) {
    if ("ijl.,;:'|!()[] ft".includes(letter)) ems += 0.38;
    else if ("mwMW@%".includes(letter)) ems += 0.96;
    else if (letter >= "A" && letter <= "Z") ems += 0.72;
    else if (letter.codePointAt(0)! >= 0x2e80) ems += 1;
    else ems += 0.62;
  }
  return ems * size * (bold ? 1.1 : 1);
}

/**
 * Breaks a text into lines no wider than a width.
 *
 * @ignore For pictures of this folder.
 * @param text words separated by spaces
 * @param width pixels
 * @param size font size in pixels
 * @param options `bold`
 * @returns lines, at least one
 *
 * @example
 * ```ts
 * import { wrap } from "lib/plots/style.ts";
 *
 * wrap("order is the meaning", 90, 13); // ["order is the", "meaning"]
 * ```
 */
export function wrap(text: string, width: number, size: number, { bold = false } = {}): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && textWidth(line, size, { bold }) <= width) {
      lines[lines.length - 1] = line;
    } else lines.push(word);
  }
  return lines;
}
