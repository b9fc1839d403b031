/**
 * SHA-256 (FIPS 180-4): a number of 256 bits that depends on every byte, so that changed or missing bytes are noticed.
 *
 * Written out because a browser has its own only on pages served over https or from the same machine, and a class may
 * be served over its own network.
 *
 * @module
 */

import { checkValue, type Rule } from "../options.ts";

const someBytes: Rule = {
  wanted: "a Uint8Array",
  holds: (value) => value instanceof Uint8Array,
};

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const ROUNDS = new Uint32Array(64);
/** Of the square roots of the first 8. */
const START = new Uint32Array(8);

for (let n = 2, found = 0; found < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
  if (!prime) continue;
  ROUNDS[found] = Number(BigInt.asUintN(32, root(BigInt(n) << 96n, 3n)));
  if (found < 8) START[found] = Number(BigInt.asUintN(32, root(BigInt(n) << 64n, 2n)));
  found++;
}

/** The whole part of a root, found bit by bit. */
function root(of: bigint, degree: bigint): bigint {
  let result = 0n;
  for (let bit = 1n << 36n; bit > 0n; bit >>= 1n) {
    if ((result + bit) ** degree <= of) result += bit;
  }
  return result;
}

/**
 * The SHA-256 of bytes, as 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import { sha256 } from "lib/data/sha256.ts";
 * import { expect } from "vitest";
 *
 * expect(sha256(new TextEncoder().encode("abc")).slice(0, 16)).toBe("ba7816bf8f01cfea");
 * ```
 */
export function sha256(bytes: Uint8Array): string {
  checkValue("take the SHA-256", "what it is of", bytes, someBytes);
  const state = START.slice();
  const words = new Uint32Array(64);
  const whole = bytes.length - bytes.length % 64;
  for (let at = 0; at < whole; at += 64) block(state, words, bytes, at);
  // What is left, a 1, zeros, and the length in bits.
  const rest = bytes.subarray(whole);
  const end = new Uint8Array(rest.length < 56 ? 64 : 128);
  end.set(rest);
  end[rest.length] = 0x80;
  new DataView(end.buffer).setBigUint64(end.length - 8, BigInt(bytes.length) * 8n);
  for (let at = 0; at < end.length; at += 64) block(state, words, end, at);
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** Works one block of 64 bytes into the state. */
function block(state: Uint32Array, w: Uint32Array, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i++, at += 4) {
    w[i] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3];
  let e = state[4], f = state[5], g = state[6], h = state[7];
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g, g = f, f = e, e = (d + t1) | 0;
    d = c, c = b, b = a, a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function turn(word: number, bits: number): number {
  return word >>> bits | word << (32 - bits);
}
