/**
 * Which stretches of a memory are free. Stretches that touch become one, and a piece is cut from the first that is
 * large enough, so that room given back serves whatever size comes next.
 *
 * @module
 */

/** The free stretches of a memory, by address. */
export class Heap {
  readonly #starts: number[] = [];
  readonly #sizes: number[] = [];
  #end: number;

  /** A heap that has nothing yet; the first element it may ever have. */
  constructor(start: number) {
    this.#end = start;
  }

  /** One behind the last element. */
  get end(): number {
    return this.#end;
  }

  /** How many elements would have to be added at the end, so that `take(size)` finds a place there. */
  missing(size: number): number {
    const last = this.#starts.length - 1;
    const free = last >= 0 && this.#starts[last] + this.#sizes[last] === this.#end
      ? this.#sizes[last]
      : 0;
    return Math.max(size - free, 0);
  }

  /** The elements up to `end` are there from now on. */
  extendTo(end: number): void {
    const start = this.#end;
    if (end <= start) return;
    this.#end = end;
    this.give(start, end - start);
  }

  /** The start of `size` elements that nobody else has; −1 if there is no such stretch. */
  take(size: number): number {
    const at = this.#sizes.findIndex((free) => free >= size);
    if (at < 0) return -1;
    const start = this.#starts[at];
    if (this.#sizes[at] === size) {
      this.#starts.splice(at, 1);
      this.#sizes.splice(at, 1);
    } else {
      this.#starts[at] += size;
      this.#sizes[at] -= size;
    }
    return start;
  }

  /** Gives elements back. */
  give(start: number, size: number): void {
    const [starts, sizes] = [this.#starts, this.#sizes];
    let [low, high] = [0, starts.length]; // to the first stretch behind
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] < start) low = middle + 1;
      else high = middle;
    }
    const touchesBefore = low > 0 && starts[low - 1] + sizes[low - 1] === start;
    const touchesBehind = low < starts.length && start + size === starts[low];
    if (touchesBefore) {
      sizes[low - 1] += size;
      if (touchesBehind) {
        sizes[low - 1] += sizes[low];
        starts.splice(low, 1);
        sizes.splice(low, 1);
      }
    } else if (touchesBehind) {
      starts[low] = start;
      sizes[low] += size;
    } else {
      starts.splice(low, 0, start);
      sizes.splice(low, 0, size);
    }
  }
}
