/**
 * A sign of life from a check between two calls of an answer, and from one that takes long by itself, such as one that
 * trains: whoever waits knows that it is not stuck.
 *
 * @module
 */

let tell: () => void = () => {};

/** Milliseconds between two signs. */
const PAUSE = 50;
let last = -Infinity;

/**
 * Says who wants to know.
 *
 * @param told called at each sign of life
 */
export function beatBy(told: () => void): void {
  tell = told;
}

/** Gives a sign of life, unless one was given just now. */
export function beat(): void {
  const now = performance.now();
  if (now - last < PAUSE) return;
  last = now;
  tell();
}
