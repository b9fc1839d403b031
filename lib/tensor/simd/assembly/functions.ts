/**
 * exp, log, tanh and sigmoid of four floats, as polynomials of our own: the same bits on every machine.
 *
 * exp and its kin: x = n·ln 2 + r with n whole and |r| ≤ ½ ln 2, so eˣ = 2ⁿ·eʳ. ln 2 is subtracted in two parts,
 * the first of so few bits that n times it is exact. eʳ − 1 = r + r²·P(r), where P is the polynomial of degree 4
 * of least greatest relative error on the interval, found by least squares with weights that grow where the error
 * is largest (Lawson 1961): 1.3e-8, a fifth of what one rounding may add.
 *
 * log: x = 2ᵉ·m with √½ ≤ m < √2 and f = m − 1; log m = f − f²/2 + f³·L(f), where L is of degree 7, found in the
 * same way: relative error 6e-9.
 *
 * Largest errors in ulps, over every 37th of all floats: exp 1.3, log 0.9, tanh 3.3, sigmoid 2.9.
 * tests/tensor/simd_functions_test.ts asserts that, over fewer.
 */

/** 1.5 · 2²³: adding it pushes the fraction out, which rounds to the nearest whole number. */
const ROUNDER: f32 = 12582912;
const ROUNDER_BITS: i32 = 0x4b400000;
const SIGN_BIT: i32 = <i32>0x80000000;
const SMALLEST_NORMAL: f32 = 1.1754943508222875e-38;
const SQRT_HALF_BITS: i32 = 0x3f3504f3;

/**
 * Constants lie in memory and are spread over the lanes where they are used: one instruction, where V8 would
 * otherwise build each of them anew from two halves every time.
 */
@inline
function c(constant: usize): v128 {
  return v128.load32_splat(constant);
}

const LOG2_E = memory.data<f32>([1.44269502162933349609375]);
const LN2_HIGH = memory.data<f32>([0.693359375]);
const LN2_LOW = memory.data<f32>([-0.00021219444170128554]);
const ROUND = memory.data<f32>([ROUNDER]);
const HALF = memory.data<f32>([0.5]);
const ONE = memory.data<f32>([1]);
const TWO = memory.data<f32>([2]);
const SIGN = memory.data<i32>([SIGN_BIT]);
const BIAS = memory.data<i32>([127]);
const ROUND_BITS = memory.data<i32>([ROUNDER_BITS]);
const ROUND_BITS_LESS_BIAS = memory.data<i32>([ROUNDER_BITS - 127]);
const EXP_MOST = memory.data<f32>([89]);
const EXP_LEAST = memory.data<f32>([-104]);
const SIGMOID_LEAST = memory.data<f32>([-88]);
const TANH_MOST = memory.data<f32>([18.5]);

const P0 = HALF;
const P1 = memory.data<f32>([0.16666541993618011]);
const P2 = memory.data<f32>([0.04166628047823906]);
const P3 = memory.data<f32>([0.008366644382476807]);
const P4 = memory.data<f32>([0.0013946554390713573]);

const L0 = memory.data<f32>([0.3333333134651184]);
const L1 = memory.data<f32>([-0.2500081956386566]);
const L2 = memory.data<f32>([0.20001226663589478]);
const L3 = memory.data<f32>([-0.16623356938362122]);
const L4 = memory.data<f32>([0.14201757311820984]);
const L5 = memory.data<f32>([-0.13160184025764465]);
const L6 = memory.data<f32>([0.127615824341774]);
const L7 = memory.data<f32>([-0.07634497433900833]);

/**
 * `start` + r²·P(r): with r for `start` it is eʳ − 1, with 1 + r it is eʳ.
 *
 * As (start + r²·(P0 + P1·r)) + r⁴·((P2 + P3·r) + P4·r²), because time goes by in waiting: here no result waits
 * for more than five others, where Horner's rule makes a chain of eleven.
 */
@inline
function addPolynomial(start: v128, r: v128): v128 {
  const square = f32x4.mul(r, r);
  const low = f32x4.add(c(P0), f32x4.mul(c(P1), r));
  const middle = f32x4.add(c(P2), f32x4.mul(c(P3), r));
  const high = f32x4.add(middle, f32x4.mul(c(P4), square));
  const most = f32x4.add(start, f32x4.mul(square, low));
  return f32x4.add(most, f32x4.mul(f32x4.mul(square, square), high));
}

/** x / ln 2 with a whole number in its lowest bits: minus ROUNDER it is n, its bits minus ROUNDER_BITS are n. */
@inline
function roundedQuotient(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, c(LOG2_E)), c(ROUND));
}

/** x − n·ln 2 */
@inline
function remainder(x: v128, quotient: v128): v128 {
  const n = f32x4.sub(quotient, c(ROUND));
  const r = f32x4.sub(x, f32x4.mul(n, c(LN2_HIGH)));
  return f32x4.sub(r, f32x4.mul(n, c(LN2_LOW)));
}

/** 2ⁿ for −127 ≤ n ≤ 127, where −127 gives 0. */
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, c(BIAS)), 23);
}

/** 2ⁿ in one go from the rounded quotient. */
@inline
function scaleOf(quotient: v128): v128 {
  return i32x4.shl(i32x4.sub(quotient, c(ROUND_BITS_LESS_BIAS)), 23);
}

/** eˣ: ∞ from 88.73 on, through the subnormal numbers down to 0 below −103.97. */
@inline
export function exp(x: v128): v128 {
  // In this order a NaN stays: pmin(x, c) is x unless c < x.
  x = f32x4.pmax(f32x4.pmin(x, c(EXP_MOST)), c(EXP_LEAST));
  const quotient = roundedQuotient(x);
  const r = remainder(x, quotient);
  // 1 last: one rounding fewer at the size of the result.
  const y = f32x4.add(c(ONE), addPolynomial(r, r));
  // n can be −150 … 128, more than one exponent holds: two factors.
  const n = i32x4.sub(quotient, c(ROUND_BITS));
  const half = i32x4.shr_s(n, 1);
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(n, half)));
}

/**
 * 1 / (1 + e⁻ˣ), as e^−|x| / (1 + e^−|x|) where x is negative, so that small results are as exact as large.
 * Below −87.7, where a float would be subnormal, it is 0.
 */
@inline
export function sigmoid(x: v128): v128 {
  const y = f32x4.pmax(v128.or(x, c(SIGN)), c(SIGMOID_LEAST));
  const quotient = roundedQuotient(y);
  const r = remainder(y, quotient);
  const e = f32x4.mul(addPolynomial(f32x4.add(c(ONE), r), r), scaleOf(quotient));
  const numerator = v128.bitselect(e, c(ONE), i32x4.shr_s(x, 31));
  return f32x4.div(numerator, f32x4.add(c(ONE), e));
}

/**
 * (e²ᵃ − 1) / (e²ᵃ − 1 + 2) with a = |x| and the sign put back. e²ᵃ − 1 = 2ⁿ·(eʳ − 1) + (2ⁿ − 1) loses nothing
 * near 0. From |x| = 9.02 on the float nearest to tanh x is ±1, and that is what comes out.
 */
@inline
export function tanh(x: v128): v128 {
  const a = v128.andnot(x, c(SIGN));
  const y = f32x4.pmin(f32x4.add(a, a), c(TANH_MOST));
  const quotient = roundedQuotient(y);
  const scale = scaleOf(quotient);
  const r = remainder(y, quotient);
  const fraction = addPolynomial(r, r);
  const e = f32x4.add(f32x4.mul(scale, fraction), f32x4.sub(scale, c(ONE)));
  const result = f32x4.div(e, f32x4.add(e, c(TWO)));
  return v128.or(result, v128.and(x, c(SIGN)));
}

/** Natural logarithm: log 0 = −∞, NaN below 0, log ∞ = ∞. */
@inline
export function log(x: v128): v128 {
  // A subnormal number is scaled up first.
  const subnormal = f32x4.lt(x, f32x4.splat(SMALLEST_NORMAL));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, subnormal);
  const exponent = i32x4.shr_s(i32x4.sub(scaled, i32x4.splat(SQRT_HALF_BITS)), 23);
  const f = f32x4.sub(i32x4.sub(scaled, i32x4.shl(exponent, 23)), c(ONE));
  const e = f32x4.convert_i32x4_s(
    i32x4.sub(exponent, v128.and(subnormal, i32x4.splat(23))),
  );
  let p = c(L7);
  p = f32x4.add(f32x4.mul(p, f), c(L6));
  p = f32x4.add(f32x4.mul(p, f), c(L5));
  p = f32x4.add(f32x4.mul(p, f), c(L4));
  p = f32x4.add(f32x4.mul(p, f), c(L3));
  p = f32x4.add(f32x4.mul(p, f), c(L2));
  p = f32x4.add(f32x4.mul(p, f), c(L1));
  p = f32x4.add(f32x4.mul(p, f), c(L0));
  const square = f32x4.mul(f, f);
  let y = f32x4.mul(f32x4.mul(square, f), p);
  y = f32x4.add(y, f32x4.mul(e, c(LN2_LOW)));
  y = f32x4.sub(y, f32x4.mul(square, c(HALF)));
  y = f32x4.add(f32x4.add(f, y), f32x4.mul(e, c(LN2_HIGH)));
  // What the bits of the argument do not give: 0, ∞, and everything without a logarithm.
  y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, f32x4.splat(0)));
  y = v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(Infinity)));
  return v128.bitselect(y, f32x4.splat(NaN), f32x4.ge(x, f32x4.splat(0)));
}
