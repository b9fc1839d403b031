/**
 * What stands at the ticks of a logarithmic axis: plain numbers near 1, powers of ten far from it, and nothing at the
 * ticks between that would crowd it.
 *
 * @module
 */

import { formatNumber } from "../notebook/format.ts";

/**
 * The label of a tick.
 *
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
