/**
 * The most that 128-bit products and sums can reach on this machine without fused multiply-add: a loop of
 * nothing else, its numbers all in registers. A matrix product must load and store as well.
 *
 * @module
 */

import { compileAssembly } from "../build_kernels.ts";

/** Numbers x in registers, each step x ← x · s + t. Twelve, so that none has to wait for the one before. */
const VECTORS = Array.from({ length: 12 }, (_, i) => `x${i}`);
const source = `
export function steps(n: i32, s0: f32, t0: f32): f32 {
  const s = f32x4.splat(s0), t = f32x4.splat(t0);
  let ${VECTORS.map((x, i) => `${x} = f32x4.splat(${i})`).join(", ")};
  for (; n > 0; n--) {
    ${VECTORS.map((x) => `${x} = f32x4.add(f32x4.mul(${x}, s), t);`).join("\n    ")}
  }
  return f32x4.extract_lane(${VECTORS.reduce((sum, x) => `f32x4.add(${sum}, ${x})`)}, 0);
}
`;

/**
 * Makes the loop.
 *
 * @returns runs `n` steps, and says how many operations on single numbers those were
 */
export async function ceilingLoop(): Promise<(n: number) => number> {
  const binary = await compileAssembly(
    "the loop",
    ["loop.ts", "-O2", "--runtime=stub", "--enable=simd", "--outFile=loop.wasm"],
    (name) => name === "loop.ts" ? source : null,
  );
  const { instance } = await WebAssembly.instantiate(binary);
  const steps = instance.exports.steps as (n: number, s: number, t: number) => number;
  return (n) => {
    const reached = steps(n, 0.5, 1);
    // Every x tends to 2.
    if (Math.abs(reached - 2 * VECTORS.length) > 1) {
      throw new Error(`The loop should end near ${2 * VECTORS.length}, and ended at ${reached}`);
    }
    return n * VECTORS.length * 4 * 2;
  };
}
