/**
 * Logarithmic axes. At their ticks stand plain numbers near 1, powers of ten far from it, and nothing between that would
 * crowd them. They have no place for 0 and what is below: as a limit that is refused, and in data it is said.
 *
 * @module
 */

import { formatNumber } from "../notebook/format.ts";

/**
 * The label of a tick.
 *
 * @ignore For pictures of this folder.
 * @param value where the tick is, above 0
 * @returns text; empty for a tick that is neither 1, 2 nor 5 times a power of ten
 *
 * @example
 * ```ts
 * import { logTick } from "lib/plots/log_ticks.ts";
 *
 * logTick(0.01); // "0.01"
 * logTick(1e-9); // "10⁻⁹"
 * logTick(30); // ""
 * ```
 */
export function logTick(value: number): string {
  const [digits, exponent] = value.toExponential(6).split("e");
  const first = Number(digits);
  if (first !== 1 && first !== 2 && first !== 5) return "";
  if (Math.abs(Number(exponent)) < 4) return formatNumber(value);
  const power = `10${raised(Number(exponent))}`;
  return first === 1 ? power : `${first} × ${power}`;
}

function raised(exponent: number): string {
  return String(exponent).replace("-", "⁻").replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]);
}

/** @ignore Throws if an end of a logarithmic axis, or a level on it, is not above 0. */
export function checkLogAxis(
  doing: string,
  axis: string,
  { scale, domain }: { readonly scale?: string; readonly domain?: readonly [number, number] },
  levels: readonly { readonly y: number }[] = [],
): void {
  if (scale !== "log") return;
  const odd = [...domain ?? [], ...levels.map(({ y }) => y)].find((limit) => !(limit > 0));
  if (odd === undefined) return;
  throw new RangeError(
    `Cannot ${doing}: found ${odd} as a limit or level of ${axis}, and on a logarithmic axis numbers above 0 are wanted`,
  );
}

/**
 * What a picture says of values that its logarithmic axis has no place for.
 *
 * @ignore For pictures of this folder.
 * @param count how many there are
 * @param all how many values there are
 * @param what they are called
 * @returns a sentence; undefined if there are none
 * @throws {RangeError} if no value is left to draw
 */
export function leftOut(
  doing: string,
  count: number,
  all: number,
  what: string,
): string | undefined {
  if (count === 0) return undefined;
  if (count === all) {
    throw new RangeError(
      `Cannot ${doing}: found no number above 0, and on a logarithmic axis at least one is wanted`,
    );
  }
  return `${formatNumber(count)} of ${formatNumber(all)} ${what} ${
    count === 1 ? "is" : "are"
  } not drawn: a logarithmic axis has no place for 0 and below.`;
}

/**
 * Words and a sentence after them.
 *
 * @ignore For pictures of this folder.
 */
export function withSentence(words: string, sentence: string | undefined): string {
  if (sentence === undefined) return words;
  return `${words}${/[.!?]$/.test(words) ? "" : "."} ${sentence}`;
}
