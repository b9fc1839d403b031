/**
 * The polynomials of exp, log, tanh and sigmoid against float64, over the whole range of floats: errors in ulps
 * (distances between neighbouring floats), and what happens at the ends.
 */

import { describe, expect, it } from "vitest";
import * as numeric from "lib/numeric.ts";
import { createSimdKernels, RESERVED_ELEMENTS } from "lib/tensor/simd/simd.ts";

const COUNT = 4096;
const memory = new WebAssembly.Memory({ initial: 8 });
const { kernels } = createSimdKernels(memory);
const x = RESERVED_ELEMENTS;
const out = x + COUNT;
const inputs = new Float32Array(memory.buffer, x * 4, COUNT);
const bits = new Uint32Array(memory.buffer, x * 4, COUNT);
const outputs = new Float32Array(memory.buffer, out * 4, COUNT);

type Name = "exp" | "log" | "tanh" | "sigmoid";

/** Distance from the float nearest to `value` to the next one. */
function ulp(value: number): number {
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(value))));
  return 2 ** (exponent - 23);
}

/** Largest error in ulps over every `stride`th of all positive and negative floats. */
function worst(name: Name, stride: number, smallest = 0): number {
  let most = 0;
  for (let start = 0; start < 2 ** 32; start += stride * COUNT) {
    for (let i = 0; i < COUNT; i++) bits[i] = start + i * stride;
    kernels[name](x, out, COUNT);
    for (let i = 0; i < COUNT; i++) {
      if (Number.isNaN(inputs[i])) continue;
      const exact = numeric[name](inputs[i]);
      if (!Number.isFinite(Math.fround(exact)) || Math.abs(exact) < smallest) continue;
      most = Math.max(most, Math.abs(outputs[i] - exact) / ulp(exact));
    }
  }
  return most;
}

function at(name: Name, ...values: number[]): number[] {
  inputs.set(values);
  kernels[name](x, out, values.length);
  return [...outputs.subarray(0, values.length)];
}

describe("errors over all floats, every 4,099th of them", () => {
  it("exp", () => expect(worst("exp", 4099)).toBeLessThan(1.3));
  it("log", () => expect(worst("log", 4099)).toBeLessThan(0.9));
  it("tanh", () => expect(worst("tanh", 4099)).toBeLessThan(3.3));
  it("sigmoid, where the result is a normal number", () =>
    expect(worst("sigmoid", 4099, 2 ** -126)).toBeLessThan(2.9));
});

describe("ends and special values", () => {
  it("exp overflows to infinity and underflows to 0", () => {
    expect(at("exp", Infinity, 1e30, 88.73, -104, -1e30, -Infinity, NaN, 0, -0)).toEqual(
      [Infinity, Infinity, Infinity, 0, 0, 0, NaN, 1, 1],
    );
    expect(at("exp", 88.72)[0]).toBeGreaterThan(3.3e38);
    expect(at("exp", -103)[0]).toBe(Math.fround(Math.exp(-103)));
  });

  it("log of 0 is −∞, of a negative number NaN", () => {
    expect(at("log", 0, -0, -1, -Infinity, Infinity, NaN, 1)).toEqual(
      [-Infinity, -Infinity, NaN, NaN, Infinity, NaN, 0],
    );
    expect(at("log", 1e-45)[0]).toBeCloseTo(Math.log(2 ** -149), 4);
  });

  it("tanh and sigmoid saturate exactly", () => {
    expect(at("tanh", 9.02, 20, 1e30, Infinity, -9.02, -1e30, -Infinity, NaN)).toEqual(
      [1, 1, 1, 1, -1, -1, -1, NaN],
    );
    expect(at("tanh", 0, -0, 1e-45, -1e-38)).toEqual([0, -0, ...new Float32Array([1e-45, -1e-38])]);
    expect(at("sigmoid", 18, 1e30, Infinity, -89, -1e30, -Infinity, NaN, 0, -0)).toEqual(
      [1, 1, 1, 0, 0, 0, NaN, 0.5, 0.5],
    );
  });

  it("tanh is odd, and neither function leaves its range", () => {
    for (let i = 0; i < COUNT; i++) inputs[i] = (i - COUNT / 2) / 100;
    for (const name of ["tanh", "sigmoid"] as const) {
      kernels[name](x, out, COUNT);
      const lowest = name === "tanh" ? -1 : 0;
      expect(outputs.every((y) => y >= lowest && y <= 1)).toBe(true);
    }
    kernels.tanh(x, out, COUNT);
    for (let i = 1; i < COUNT; i++) expect(outputs[i] + outputs[COUNT - i]).toBe(0);
  });
});

describe("an element's value", () => {
  it("does not depend on how far it lies from the end", () => {
    for (let i = 0; i < 64; i++) inputs[i] = Math.sin(i * 37) * 6 + 6.5;
    for (const name of ["exp", "log", "tanh", "sigmoid"] as const) {
      kernels[name](x, out, 64);
      const whole = outputs.slice(0, 64);
      for (let n = 1; n < 64; n++) {
        kernels[name](x, out, n);
        expect(outputs.slice(0, n)).toEqual(whole.slice(0, n));
      }
    }
  });
});
