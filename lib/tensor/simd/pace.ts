/**
 * Whether sharing a kind of work pays, learned from what it took.
 *
 * On a quiet machine a second core halves it. On one that has other things to do, a helper may be put to sleep with its
 * part in hand, and everybody waits. So both ways are timed, and the faster one is taken; the other is tried again now
 * and then, less and less often as long as it is the slower one. No bit depends on it.
 *
 * @module
 */

/** Part of a new measurement in the mean. */
const WEIGHT = 0.2;
/** How often it is measured what it takes alone, where sharing pays. */
const REMINDER = 200;
/** Pieces done alone before sharing is tried (again), at first and at most; and how many it is then tried for. */
const FIRST_TRIAL = 16;
const LAST_TRIAL = 1 << 12;
const TRIAL = 4;

/** What a kind of work took, alone and shared. */
export class Pace {
  /** Means, in milliseconds for a unit of work; 0 before there is any. */
  #alone = 0;
  #shared = 0;
  /** Pieces since the slower way was last tried, and pieces of a trial that are left. */
  #since = 0;
  #left = TRIAL;
  #trial = FIRST_TRIAL;

  /** Whether to share the next piece. */
  share(): boolean {
    if (this.#left > 0) return this.#left-- > 0;
    this.#since++;
    if (this.#shared <= this.#alone) {
      if (this.#since < REMINDER) return true;
      this.#since = 0;
      return false;
    }
    if (this.#since < this.#trial) return false;
    this.#trial = Math.min(2 * this.#trial, LAST_TRIAL);
    this.#since = 0;
    this.#left = TRIAL;
    this.#shared = 0;
    return true;
  }

  /** Says what a piece took for a unit of work. */
  note(shared: boolean, milliseconds: number): void {
    const mean = (old: number) => old === 0 ? milliseconds : old + WEIGHT * (milliseconds - old);
    if (shared) this.#shared = mean(this.#shared);
    else this.#alone = mean(this.#alone);
    if (this.#shared <= this.#alone) this.#trial = FIRST_TRIAL;
  }
}
