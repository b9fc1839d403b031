/**
 * Where weights start. Much of what a recurrent net can learn is decided here.
 *
 * All draw in float64 from the generator that is passed in, and return plain arrays, row by row.
 *
 * @module
 */

import { log } from "../numeric.ts";
import { checkValue, realNumber, wholeNumber } from "../options.ts";
import { aRandom, type Random } from "../random.ts";

/** n numbers from [−bound, bound). */
export function uniform(random: Random, n: number, bound: number): Float64Array {
  checkValue("draw weights", "bound", bound, realNumber(0));
  return drawn(random, n, () => random.uniform(-bound, bound));
}

/** n numbers from a normal distribution around 0. */
export function normal(random: Random, n: number, deviation: number): Float64Array {
  checkValue("draw weights", "deviation", deviation, realNumber(0));
  return drawn(random, n, () => random.normal(0, deviation));
}

/** The identity matrix [n, n] times a factor: memory that neither fades nor grows (Le, Jaitly & Hinton 2015). */
export function identity(n: number, factor = 1): Float64Array {
  checkValue("make a matrix", "n", n, wholeNumber(0));
  checkValue("make a matrix", "factor", factor, realNumber());
  const matrix = room(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = factor;
  return matrix;
}

/**
 * A random orthogonal matrix [n, n], which turns a signal without making it longer or shorter (Saxe,
 * McClelland & Ganguli 2014): rows of a normal matrix made perpendicular one after another (modified
 * Gram–Schmidt, done twice for accuracy).
 */
export function orthogonal(random: Random, n: number): Float64Array {
  checkValue("make a matrix", "n", n, wholeNumber(0));
  const matrix = normal(random, n * n, 1);
  const row = (i: number) => matrix.subarray(i * n, (i + 1) * n);
  const dot = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[k] * b[k];
    return sum;
  };
  for (let i = 0; i < n; i++) {
    const current = row(i);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const earlier = row(j);
        const overlap = dot(current, earlier);
        for (let k = 0; k < n; k++) current[k] -= overlap * earlier[k];
      }
      const length = Math.sqrt(dot(current, current));
      for (let k = 0; k < n; k++) current[k] /= length;
    }
  }
  return matrix;
}

/**
 * Chrono initialization (Tallec & Ollivier 2018, "Can recurrent neural networks warp time?"): biases
 * log U(1, T − 1), with which gates start out keeping for between 1 and T steps.
 *
 * @param steps T, the longest time over which something is to be kept; at least 3
 */
export function chrono(random: Random, n: number, steps: number): Float64Array {
  checkValue("start a gate for so many time steps", "chrono", steps, realNumber(3));
  return drawn(random, n, () => log(random.uniform(1, steps - 1)));
}

/** n numbers, one draw after the other. */
function drawn(random: Random, n: number, draw: () => number): Float64Array {
  checkValue("draw weights", "random", random, aRandom);
  const numbers = room(n);
  for (let i = 0; i < n; i++) numbers[i] = draw();
  return numbers;
}

/** The most numbers in one set of weights: 1 GiB here, half as much where they are used. */
const MOST_WEIGHTS = 2 ** 27;

function room(n: number): Float64Array {
  checkWeights(n);
  return new Float64Array(n);
}

/** Throws unless there is room for so many weights of each kind: before the first of them is drawn. */
export function checkWeights(...numbers: readonly number[]): void {
  for (const n of numbers) {
    checkValue("make weights", "their number", n, wholeNumber(0, MOST_WEIGHTS));
  }
}
