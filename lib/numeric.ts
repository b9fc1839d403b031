/**
 * Elementary functions that give the same bits on every machine.
 *
 * The language leaves the last bits of `Math.exp` and its kin to the engine, so a training run that
 * used them would differ from one machine to the next. Here they are built from nothing but
 * operations that IEEE 754 rounds exactly: + − × ÷, square root, floor, and views of the bits.
 *
 * Each function follows the same three steps: reduce the argument to a small interval, evaluate a
 * series there, put the reduction back. Accuracy in units in the last place of float64: `exp`,
 * `expMinusOne` and `log` within 1, `tanh` and `sigmoid` within 2.5; `sin` and `cos` within 2⁻⁵².
 *
 * @module
 */

// ln 2 in two parts: the first has 40 bits, so its product with an exponent is exact.
const LN2_HIGH = 0.6931471805592082;
const LN2_LOW = 7.371002565167799e-13;
const LOG2_E = 1.4426950408889634;

// π/2 in three parts: the first two have 32 bits, so their product with a count up to 2²⁰ is exact.
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_MIDDLE = 6.077100506303966e-11;
const HALF_PI_LOW = 2.0222662487959506e-21;
const TWO_OVER_PI = 0.6366197723675814;

/** Largest |x| that `sin` and `cos` take, in radians. */
const LARGEST_ANGLE = 1_600_000;

const view = new DataView(new ArrayBuffer(8));

/**
 * eˣ.
 *
 * x = k·ln 2 + r with |r| ≤ ½ ln 2, and eˣ = 2ᵏ·eʳ.
 *
 * @example
 * ```ts
 * import { exp } from "lib/numeric.ts";
 * import { expect } from "vitest";
 * expect(exp(0)).toBe(1);
 * expect(exp(1)).toBeCloseTo(2.718281828459045, 15);
 * expect(exp(-Infinity)).toBe(0);
 * ```
 */
export function exp(x: number): number {
  if (x !== x) return NaN;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = Math.floor(x * LOG2_E + 0.5);
  return scaleByPowerOfTwo(1 + expMinusOneNearZero(x - k * LN2_HIGH, k * LN2_LOW), k);
}

/**
 * eˣ − 1, without the loss of digits that the subtraction would bring near zero.
 *
 * @example
 * ```ts
 * import { expMinusOne } from "lib/numeric.ts";
 * import { expect } from "vitest";
 * expect(expMinusOne(1e-20)).toBe(1e-20);
 * ```
 */
export function expMinusOne(x: number): number {
  if (x !== x || x === 0) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -40) return -1;
  const k = Math.floor(x * LOG2_E + 0.5);
  const small = expMinusOneNearZero(x - k * LN2_HIGH, k * LN2_LOW);
  if (k === 0) return small;
  if (k > 60) return scaleByPowerOfTwo(1 + small, k);
  const power = powerOfTwo(k);
  return power * small + (power - 1); // 2ᵏ(1 + s) − 1
}

/**
 * Natural logarithm; −Infinity at 0, NaN below.
 *
 * x = m·2ᵏ with m in [√½, √2), f = m − 1, s = f / (2 + f):
 * ln m = f − s·(f − R), where R = 2(s²/3 + s⁴/5 + s⁶/7 + …).
 *
 * @example
 * ```ts
 * import { log } from "lib/numeric.ts";
 * import { expect } from "vitest";
 * expect(log(1)).toBe(0);
 * expect(log(2)).toBe(Math.LN2);
 * expect(log(0)).toBe(-Infinity);
 * ```
 */
export function log(x: number): number {
  if (x !== x || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  let exponent = 0;
  if (x < 2.2250738585072014e-308) { // subnormal: bring it into the normal range first
    x *= 2 ** 54;
    exponent = -54;
  }
  view.setFloat64(0, x);
  const high = view.getUint32(0);
  exponent += (high >>> 20) - 1023;
  view.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = view.getFloat64(0); // [1, 2)
  if (m > Math.SQRT2) {
    m *= 0.5;
    exponent += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const series = 2 * z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11 +
                    z * (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * (1 / 19 + z * (1 / 21 +
                                        z * (1 / 23)))))))))));
  return exponent * LN2_HIGH + (f - (s * (f - series) - exponent * LN2_LOW));
}

/**
 * Logarithm to the base 2; whole for powers of two.
 *
 * @example
 * ```ts
 * import { log2 } from "lib/numeric.ts";
 * import { expect } from "vitest";
 * expect(log2(64)).toBe(6);
 * expect(log2(3)).toBeCloseTo(1.584962500721156, 15);
 * ```
 */
export function log2(x: number): number {
  const found = log(x) / Math.LN2;
  const whole = Math.round(found);
  return x === 2 ** whole ? whole : found;
}

/**
 * Logarithm to the base 10; whole for powers of ten.
 *
 * @example
 * ```ts
 * import { log10 } from "lib/numeric.ts";
 * import { expect } from "vitest";
 * expect(log10(1000)).toBe(3);
 * expect(log10(2)).toBeCloseTo(0.3010299956639812, 15);
 * ```
 */
export function log10(x: number): number {
  const found = log(x) / Math.LN10;
  const whole = Math.round(found);
  return x === Number(`1e${whole}`) ? whole : found;
}

/**
 * Length of a vector: the root of the sum of its squares, added in the order in which they are given.
 *
 * @example
 * ```ts
 * import { hypot } from "lib/numeric.ts";
 * import { expect } from "vitest";
 * expect(hypot(3, 4)).toBe(5);
 * expect(hypot(3 * 2 ** 600, 4 * 2 ** 600)).toBe(5 * 2 ** 600);
 * ```
 */
export function hypot(...values: number[]): number {
  let largest = 0;
  for (const value of values) {
    if (Math.abs(value) === Infinity) return Infinity;
    if (!(Math.abs(value) <= largest)) largest = Math.abs(value);
  }
  if (!(largest > 0)) return largest;
  // Divided by a power of two, so that nothing is lost and no square is too large.
  let unit = 1;
  while (largest / unit > 2) unit *= 2;
  while (largest / unit < 1) unit /= 2;
  let sum = 0;
  for (const value of values) sum += (value / unit) * (value / unit);
  return unit * Math.sqrt(sum);
}

/**
 * Hyperbolic tangent: the squish of the simple recurrent cell.
 *
 * With t = e^(2|x|) − 1: tanh|x| = t / (t + 2), written 1 − 2 / (t + 2) where that loses less.
 *
 * @example
 * ```ts
 * import { tanh } from "lib/numeric.ts";
 * import { expect } from "vitest";
 * expect(tanh(0)).toBe(0);
 * expect(tanh(-Infinity)).toBe(-1);
 * expect(tanh(0.5)).toBeCloseTo(0.46211715726000973, 15);
 * ```
 */
export function tanh(x: number): number {
  if (x !== x || x === 0) return x;
  const size = Math.abs(x);
  if (size > 22) return x > 0 ? 1 : -1;
  const t = expMinusOne(2 * size);
  const result = size < 0.5 ? t / (t + 2) : 1 - 2 / (t + 2);
  return x > 0 ? result : -result;
}

/**
 * 1 / (1 + e⁻ˣ): the squish of a gate, between 0 and 1.
 *
 * @example
 * ```ts
 * import { sigmoid } from "lib/numeric.ts";
 * import { expect } from "vitest";
 * expect(sigmoid(0)).toBe(0.5);
 * expect(sigmoid(-800)).toBe(0);
 * ```
 */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/**
 * Sine of an angle in radians, |x| ≤ 1,600,000.
 *
 * @throws RangeError for larger angles, whose reduction would need more digits than are kept here
 *
 * @example
 * ```ts
 * import { sin } from "lib/numeric.ts";
 * import { expect } from "vitest";
 * expect(sin(0)).toBe(0);
 * expect(sin(Math.PI / 6)).toBeCloseTo(0.5, 15);
 * ```
 */
export function sin(x: number): number {
  if (x === 0) return x;
  return sineOfQuarters(x, 0);
}

/**
 * Cosine of an angle in radians, |x| ≤ 1,600,000.
 *
 * @throws RangeError for larger angles, whose reduction would need more digits than are kept here
 *
 * @example
 * ```ts
 * import { cos } from "lib/numeric.ts";
 * import { expect } from "vitest";
 * expect(cos(0)).toBe(1);
 * expect(cos(Math.PI)).toBe(-1);
 * ```
 */
export function cos(x: number): number {
  return sineOfQuarters(x, 1);
}

/** e^(r − low) − 1 for |r| ≤ ½ ln 2; `low` is the part of the argument that r could not hold. */
function expMinusOneNearZero(high: number, low: number): number {
  const r = high - low;
  const lost = (high - r) - low;
  // r + r²·(1/2! + r/3! + r²/4! + …), up to r¹³
  const tail = r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 +
                    r * (1 / 5040 + r * (1 / 40320 + r * (1 / 362880 + r * (1 / 3628800 +
                                    r *
                                      (1 / 39916800 +
                                        r * (1 / 479001600 + r * (1 / 6227020800))))))))))));
  return r + (tail + lost * (1 + r));
}

/** sin(x + quarters·π/2) */
function sineOfQuarters(x: number, quarters: number): number {
  if (x !== x || x === Infinity || x === -Infinity) return NaN;
  if (Math.abs(x) > LARGEST_ANGLE) {
    throw new RangeError(`Cannot take the sine of ${x}: wanted an angle within ±${LARGEST_ANGLE}`);
  }
  const n = Math.floor(x * TWO_OVER_PI + 0.5);
  const first = x - n * HALF_PI_HIGH;
  const second = n * HALF_PI_MIDDLE;
  const high = first - second;
  const low = n * HALF_PI_LOW - ((first - high) - second);
  const r = high - low; // |r| ≤ π/4
  const quadrant = ((n + quarters) % 4 + 4) % 4;
  const value = quadrant % 2 === 0 ? sineNearZero(r) : cosineNearZero(r);
  return quadrant < 2 ? value : -value;
}

/** r − r³/3! + r⁵/5! − … */
function sineNearZero(r: number): number {
  const z = r * r;
  return r - r * z * (1 / 6 - z * (1 / 120 - z * (1 / 5040 - z * (1 / 362880 - z * (1 / 39916800 -
                        z * (1 / 6227020800 - z * (1 / 1307674368000 - z / 355687428096000)))))));
}

/** 1 − r²/2! + r⁴/4! − … */
function cosineNearZero(r: number): number {
  const z = r * r;
  return 1 - z * (1 / 2 - z * (1 / 24 - z * (1 / 720 - z * (1 / 40320 - z * (1 / 3628800 -
                        z * (1 / 479001600 - z * (1 / 87178291200 - z / 20922789888000)))))));
}

/** x·2ᵏ, in two halves so that neither factor overflows and a subnormal result is rounded once. */
function scaleByPowerOfTwo(x: number, k: number): number {
  if (k > 1023) return x * 2 * powerOfTwo(k - 1);
  if (k < -1022) return x * powerOfTwo(k + 64) * powerOfTwo(-64);
  return x * powerOfTwo(k);
}

/** 2ᵏ for −1022 ≤ k ≤ 1023, from its bits. */
function powerOfTwo(k: number): number {
  view.setUint32(0, (k + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}
