/**
 * Numbers and words for people to read, the same on every machine: nothing here asks for a locale.
 *
 * @module
 */

import { anyNumber, anyText, checkValue, realNumber, someText, wholeNumber } from "../options.ts";

const aSpan = realNumber(0);
const aCount = wholeNumber(0);

/**
 * A number as a reader wants it: whole numbers with commas, others with about three
 * significant digits, very small and very large ones with a power of ten. The minus is a true minus sign.
 *
 * @param value any number
 * @returns text
 *
 * @example
 * ```ts
 * import { formatNumber } from "lib/notebook/format.ts";
 *
 * formatNumber(0.95); // "0.95"
 * formatNumber(12345); // "12,345"
 * formatNumber(-0.000001); // "−1e−6"
 * ```
 */
export function formatNumber(value: number): string {
  checkValue("write a number", "it", value, anyNumber);
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size === 0) return "0";
  if (Number.isInteger(size) && size < 1e9) return sign + withCommas(String(size));
  if (size < 1e-4 || size >= 1e9) {
    const [digits, exponent] = size.toExponential(2).split("e");
    return `${sign}${withoutZeros(digits)}e${exponent.replace("+", "").replace("-", "−")}`;
  }
  const decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
  const text = size < 1 ? String(Number(size.toPrecision(3))) : size.toFixed(decimals);
  const [whole, fraction] = text.split(".");
  const tail = fraction === undefined ? "" : withoutZeros(`.${fraction}`);
  return sign + withCommas(whole) + (tail === "." ? "" : tail);
}

/**
 * A span of time in the two units that matter.
 *
 * @param seconds a length of time, at least 0
 * @returns text such as "8 s" or "2 min 5 s"
 *
 * @example
 * ```ts
 * import { formatSeconds } from "lib/notebook/format.ts";
 *
 * formatSeconds(7.6); // "8 s"
 * formatSeconds(125); // "2 min 5 s"
 * ```
 */
export function formatSeconds(seconds: number): string {
  checkValue("write a span of time", "seconds", seconds, aSpan);
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * Text that is safe inside HTML and SVG, in elements and in quoted attributes.
 *
 * @ignore For the library itself.
 * @param text any text
 * @returns the text with `& < > "` and `'` written as entities
 *
 * @example
 * ```ts
 * import { escapeMarkup } from "lib/notebook/format.ts";
 *
 * escapeMarkup("a < b"); // "a &lt; b"
 * ```
 */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/**
 * How a count compares with another, for a sentence that says that two nets are of one size: it goes on saying so only
 * while it is so.
 *
 * @param count of this one
 * @param other of the one it is beside
 * @param what is counted
 * @returns "as many weights" if they are within a tenth of each other, else both numbers
 *
 * @example
 * ```ts
 * import { asMany } from "lib/notebook/format.ts";
 *
 * asMany(1503, 1476, "weights"); // "as many weights"
 * asMany(1503, 62, "weights"); // "1,503 weights (not 62)"
 * ```
 */
export function asMany(count: number, other: number, what: string): string {
  checkValue("compare counts", "this one", count, aCount);
  checkValue("compare counts", "the other", other, aCount);
  checkValue("compare counts", "what is counted", what, someText);
  return Math.abs(count - other) <= Math.max(count, other) / 10
    ? `as many ${what}`
    : `${formatNumber(count)} ${what} (not ${formatNumber(other)})`;
}

const ONE_OF_MANY =
  /(?<![\w.,–−-])1 ((?:hidden|learning) )?(seed|unit|neuron|layer|weight|parameter|number|update|step|round|word|letter|bit|slot|symbol|sequence|sentence|noun|shuffle|net|LSTM|rate|start)s\b/g;

/**
 * A text whose sizes were put in, with "1 seeds" and its like as one says it. Figures and claims write their words
 * so: whatever size a reader chooses, also 1, they read as if written for it.
 *
 * @ignore For the library itself.
 * @param text words of a figure or a claim
 * @returns the same, except that what is counted is one where it is 1
 *
 * @example
 * ```ts
 * import { withSingulars } from "lib/notebook/format.ts";
 *
 * withSingulars("medians of 1 seeds"); // "medians of 1 seed"
 * withSingulars("11 units, 0.1 steps"); // "11 units, 0.1 steps"
 * ```
 */
export function withSingulars(text: string): string {
  checkValue("word a text", "it", text, anyText);
  return text.replace(ONE_OF_MANY, "1 $1$2");
}

function withCommas(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

function withoutZeros(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/0+$/, "").replace(/\.$/, "") : decimal;
}
