/**
 * A sign of life from a check that takes long by itself, such as one that trains: whoever waits knows that it is not
 * stuck.
 *
 * @module
 */

let tell: () => void = () => {};

/**
 * Says who wants to know.
 *
 * @param told called at each sign of life
 */
export function beatBy(told: () => void): void {
  tell = told;
}

/** Gives a sign of life. */
export function beat(): void {
  tell();
}
