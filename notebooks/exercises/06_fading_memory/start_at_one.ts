/**
 * An initialization to choose: how wide must the weights be drawn for a loop of radius 1?
 *
 * @module
 */

import { numberOf } from "lib/exercises/common.ts";
import { valueExercise } from "lib/exercises/value_exercise.ts";
import { exp, log } from "lib/numeric.ts";
import { createRandom } from "lib/random.ts";

const sizes = [16, 34, 64];
const draws = 5;

const wider: number = Math.sqrt(3);

const radiiOf = (c: number) => sizes.map((n) => medianRadius(Math.abs(c), n));
const near = (c: number, ...others: number[]) =>
  others.some((other) => Math.abs(Math.abs(c) - other) < 0.01);

/** The exercise. */
export default valueExercise<number>({
  id: "06.start-at-one",
  kind: "choose the numbers",
  title: "a start that neither fades nor explodes",
  goal:
    "Choose how wide a loop's weights are drawn so that its radius is near 1, whatever its size.",
  text:
    "The usual start draws every weight of the loop between $-1/\\sqrt{n}$ and $1/\\sqrt{n}$, and its radius is about " +
    "0.6. Keep the uniform draw, between $-c/\\sqrt{n}$ and $c/\\sqrt{n}$, and choose $c$ so that the radius is " +
    "**between 0.9 and 1.1**, in the median of five draws, with 16, 34 and 64 units alike.",
  begin: [
    "What becomes of the radius of a matrix if all its numbers are doubled?",
    "At c = 1 the radius of a big matrix is 1/√3: the note below the claim says why",
  ],
  answer: "wider",
  turn: "the usual start has 1",
  from: import.meta.url,
  solution: wider,
  why:
    "A uniform number between ±c/√n has variance c²/3n, and a matrix of such numbers has radius near √(n · c²/3n) = " +
    "c/√3. For 1, c is √3.",
  learned:
    "A single number, chosen before training, decides between a factor of a billionth and one of about 1. An " +
    "orthogonal start does it more exactly: it has radius 1 and stretches nothing on the way.",
  read: (answer) => numberOf(answer, "your choice"),
  right: (c) => radiiOf(c).every((radius) => radius > 0.9 && radius < 1.1),
  said(c, idea) {
    const radii = radiiOf(c);
    const said = `measured: with c = ${Number(c.toPrecision(4))} the radius is ${
      sizes.map((n, i) => `${radii[i].toFixed(2)} (${n} units)`).join(", ")
    }`;
    if (idea === null) return said;
    return `${said}; over 40 steps that is a factor of ${
      (radii[1] ** 40).toExponential(0).replace("-", "−")
    }`;
  },
  ideas: {
    "usual": {
      idea: "This is the usual start, whose radius is well below 1",
      hint: "How much is missing from 0.6 to 1?",
      stronger: "Wider by a factor of √3",
      answers: [1, 1.005],
      does: (c) => near(c, 1),
    },
    "variance": {
      idea:
        "The variance is three times as large with √3, not with 3: a radius grows as the weights do, not as their squares",
      hint: "If all weights are three times as large, so is the radius. What was it?",
      stronger: "The root of that: √3",
      answers: [3, 2.999],
      does: (c) => near(c, 3, 9),
    },
    "upside-down": {
      idea: "1/√3 is the radius that the usual start has; the cure is the other way up",
      hint: "Do you have to draw wider or narrower?",
      stronger: "Divide the wanted radius, 1, by 1/√3",
      answers: [1 / Math.sqrt(3), 0.58, 1 / 3],
      does: (c) => near(c, 1 / Math.sqrt(3), 1 / 3, 0.6),
    },
    "by-size": {
      idea:
        "The size of the net is already in the 1/√n; with it twice, the radius grows with the net",
      hint: "At c = 1, is the radius of 64 units another one than that of 16?",
      stronger: "c is one number for all sizes: √3",
      answers: [Math.sqrt(34), 4, 8, Math.sqrt(3 * 34), 34],
      does: (c) => Math.abs(c) >= 4,
    },
    "too-wide": {
      idea: "The weights are drawn too wide: the radius is above 1, and a signal explodes",
      hint: "By which factor is the radius too large?",
      stronger: "Divide your number by the radius that was measured",
      answers: [2.2, 2, 2.5, Math.E],
      does: (c) => radiiOf(c)[1] > 1,
    },
    "too-narrow": {
      idea: "The weights are drawn too narrow: the radius is below 1, and a signal fades",
      hint: "By which factor is the radius too small?",
      stronger: "Divide your number by the radius that was measured",
      answers: [1.4, 1.2, Math.sqrt(2), 0.9, 0],
      does: () => true,
    },
  },
  faults: { "not-finite": [0 / 0, Infinity], kind: ["1.73", null] },
});

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
