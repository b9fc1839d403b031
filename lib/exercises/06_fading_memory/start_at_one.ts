/**
 * An initialization to choose: how wide must the weights be drawn for a loop of radius 1?
 *
 * @module
 */

import { exp, log } from "../../numeric.ts";
import { createRandom } from "../../random.ts";
import { numberOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const sizes = [16, 34, 64];
const draws = 5;

/** The exercise. */
export const startAtOne: Exercise = {
  id: "06.start-at-one",
  kind: "choose the numbers",
  title: "a start that neither fades nor explodes",
  goal:
    "Choose how wide a loop's weights are drawn so that its radius is near 1, whatever its size.",
  text:
    "The usual start draws every weight of the loop between $-1/\\sqrt{n}$ and $1/\\sqrt{n}$, and its radius is about " +
    "0.6. Keep the uniform draw, between $-c/\\sqrt{n}$ and $c/\\sqrt{n}$, and choose $c$ so that the radius is " +
    "**between 0.9 and 1.1**, in the median of five draws, with 16, 34 and 64 units alike.",
  answer: "wider",
  stub: `const wider: number = yourTurn; // YOUR TURN: the usual start has 1`,
  begin: [
    "What becomes of the radius of a matrix if all its numbers are doubled?",
    "At c = 1 the radius of a big matrix is 1/√3: the note below the claim says why",
  ],
  check(answer) {
    const c = Math.abs(numberOf(answer, "your choice"));
    const radii = sizes.map((n) => medianRadius(c, n));
    const said = `measured: with c = ${Number(c.toPrecision(4))} the radius is ${
      sizes.map((n, i) => `${radii[i].toFixed(2)} (${n} units)`).join(", ")
    }`;
    if (radii.every((radius) => radius > 0.9 && radius < 1.1)) return said;
    const names: [number, string][] = [
      [1, "usual"],
      [3, "variance"],
      [1 / Math.sqrt(3), "upside-down"],
      [Math.sqrt(34), "by-size"],
    ];
    const near = names.find(([value]) => Math.abs(c - value) < 0.01);
    const over = `${said}; over 40 steps that is a factor of ${
      (radii[1] ** 40).toExponential(0).replace("-", "−")
    }`;
    throw new Finding(near?.[1] ?? (radii[1] > 1 ? "too-wide" : "too-narrow"), over);
  },
  learned:
    "A single number, chosen before training, decides between a factor of a billionth and one of about 1. An " +
    "orthogonal start does it more exactly: it has radius 1 and stretches nothing on the way.",
  misconceptions: {
    "usual": {
      idea: "This is the usual start, whose radius is well below 1",
      hint: "How much is missing from 0.6 to 1?",
      stronger: "Wider by a factor of √3",
    },
    "variance": {
      idea:
        "The variance is three times as large with √3, not with 3: a radius grows as the weights do, not as their squares",
      hint: "If all weights are three times as large, so is the radius. What was it?",
      stronger: "The root of that: √3",
    },
    "upside-down": {
      idea: "1/√3 is the radius that the usual start has; the cure is the other way up",
      hint: "Do you have to draw wider or narrower?",
      stronger: "Divide the wanted radius, 1, by 1/√3",
    },
    "by-size": {
      idea:
        "The size of the net is already in the 1/√n; with it twice, the radius grows with the net",
      hint: "At c = 1, is the radius of 64 units another one than that of 16?",
      stronger: "c is one number for all sizes: √3",
    },
    "too-wide": {
      idea: "The weights are drawn too wide: the radius is above 1, and a signal explodes",
      hint: "By which factor is the radius too large?",
      stronger: "Divide your number by the radius that was measured",
    },
    "too-narrow": {
      idea: "The weights are drawn too narrow: the radius is below 1, and a signal fades",
      hint: "By which factor is the radius too small?",
      stronger: "Divide your number by the radius that was measured",
    },
  },
  solution: {
    source: `const wider: number = Math.sqrt(3);`,
    why:
      "A uniform number between ±c/√n has variance c²/3n, and a matrix of such numbers has radius near √(n · c²/3n) = " +
      "c/√3. For 1, c is √3.",
  },
  wrong: [
    ["the usual start", "usual", "1"],
    ["three for the variance", "variance", "3"],
    ["the wrong way up", "upside-down", "1 / Math.sqrt(3)"],
    ["the size twice", "by-size", "Math.sqrt(34)"],
    ["too wide", "too-wide", "2.2"],
    ["too narrow", "too-narrow", "1.4"],
    ["not a number", "not-finite", "0 / 0"],
  ].map(([label, misconception, value]) => ({
    label,
    misconception,
    source: `const wider: number = ${value};`,
  })),
};

function medianRadius(c: number, n: number): number {
  const radii = Array.from({ length: draws }, (_, seed) => {
    const random = createRandom(seed).fork("loop");
    const bound = c / Math.sqrt(n);
    const matrix = Float64Array.from(
      { length: n * n },
      () => bound * (2 * random.uniform(0, 1) - 1),
    );
    return radiusOf(matrix, n);
  });
  return radii.sort((a, b) => a - b)[Math.floor(draws / 2)];
}

/** Spectral radius: the k-th root of the length of Wᵏ, for k = 2¹², squared twelve times. */
function radiusOf(matrix: Float64Array, n: number): number {
  let power = matrix;
  let logRadius = 0;
  for (let squared = 0; squared <= 12; squared++) {
    const length = Math.sqrt(power.reduce((sum, x) => sum + x * x, 0));
    if (length === 0) return 0;
    logRadius += log(length) / 2 ** squared;
    const scaled = power.map((x) => x / length);
    power = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < n; k++) {
        const x = scaled[i * n + k];
        for (let j = 0; j < n; j++) power[i * n + j] += x * scaled[k * n + j];
      }
    }
  }
  return exp(logRadius);
}
