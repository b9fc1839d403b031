/**
 * The linear memory of a back end: one growing block of floats, addressed in elements.
 *
 * Two ways to hold a place in it:
 * - **lasting** ({@linkcode Lasting}): parameters, their gradients, an optimizer's averages. They lie here while a
 *   step uses them; when room is wanted, those that the step does not use go to arrays of their own and come back
 *   when they are used again. So what nobody holds any more is collected like any JavaScript value, also within a
 *   loop that never lets the event loop run;
 * - **arena** (`enter`, `take`, `leave`): the temporaries of one training step, laid one behind the other
 *   and given up together. Arenas nest. A scope remembers whether it has ended, which is how a tensor that
 *   outlived its step is caught.
 *
 * Room that cannot be had is refused before anything is changed.
 *
 * @module
 */

import { Heap } from "./heap.ts";
import type { Offset } from "./kernels.ts";

/** The stretch of time in which an arena's temporaries live. */
export interface Scope {
  /** False once the arena was closed. */
  alive: boolean;
  /** Arenas that were closed within this one and whose temporaries go on as long as its own. */
  inner: Scope[] | null;
}

/** Typed array that a back end computes in. */
export type Floats = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

let lastings = 0;

/** Numbers that outlive every arena. */
export class Lasting {
  /** What they are known by to who must not hold them. */
  readonly key: number = ++lastings;
  /** How many. */
  readonly size: number;
  /** Where they are in the memory; −1 while they are in an array of their own. */
  offset: Offset = -1;
  /** That array. */
  away: Floats | null;
  /** The step that used them last; it relies on their place. */
  usedIn = 0;
  /** When they were changed last, on the clock that also gives tensors their age. */
  changedAt = 0;

  /** They begin in an array of their own, which is taken over, not copied. */
  constructor(values: Floats) {
    this.size = values.length;
    this.away = values;
  }
}

/** One block of the arena. */
interface Block {
  readonly start: Offset;
  readonly size: number;
}

interface Mark {
  readonly scope: Scope;
  readonly block: number;
  readonly used: number;
}

/** Elements start at multiples of this: 16 floats are a cache line. */
const ALIGNMENT = 16;
/** Elements of one arena block: 4 MiB of float32. */
const BLOCK_SIZE = 1 << 20;
/** From so many elements on that no step uses, they make way before the memory grows: 32 MiB of float32. */
const MAKE_WAY = 1 << 23;
/** After so many arenas within a turn a look at its end is asked for again: V8 forgets what waits where it cuts off. */
const WATCH_AGAIN = 1 << 12;

function roundUp(n: number): number {
  if (n > 0 && n < 2 ** 30) return (n + ALIGNMENT - 1) & -ALIGNMENT;
  return Math.ceil(Math.max(n, 1) / ALIGNMENT) * ALIGNMENT;
}

/** What a memory is made of. */
export interface MemoryOptions {
  /** First element that may be used. */
  readonly start: Offset;
  /** The most elements that it may ever have. */
  readonly limit: number;
  /** Bytes of an element. */
  readonly bytes: number;
  /** Returns a view of at least so many elements, with all that was there; null if that cannot be had. */
  readonly grow: (elements: number) => Floats | null;
}

/** The linear memory of a back end. */
export class LinearMemory {
  /** The most elements that it may ever have. */
  readonly limit: number;
  readonly #bytes: number;
  readonly #grow: MemoryOptions["grow"];
  readonly #heap: Heap;
  #floats: Floats;
  #extent: Offset;
  readonly #resident = new Map<number, Lasting>();
  #blocks: Block[] = [];
  #block = 0;
  #used = 0;
  /** Elements that the next arena begins with, so that it needs one block. */
  #blockSize = BLOCK_SIZE;
  readonly #marks: Mark[] = [];
  /** Counts the outermost arenas. */
  #step = 0;
  /** Whether arenas left open are looked for at the end of this turn of the event loop, and arenas opened since. */
  #watched = false;
  #sinceWatched = 0;

  /** The innermost arena that is open, or null. */
  scope: Scope | null = null;

  /** What else is as it was when a turn of the event loop is over, whatever became of it. */
  atRest: (() => void) | null = null;

  /** A memory that has nothing in it yet. */
  constructor({ start, limit, bytes, grow }: MemoryOptions) {
    this.limit = limit;
    this.#bytes = bytes;
    this.#grow = grow;
    this.#extent = start;
    this.#heap = new Heap(start);
    this.#floats = grow(start)!;
    this.#heap.extendTo(this.#floats.length);
  }

  /** All elements. Ask anew after taking a place: growing may replace the view. */
  get floats(): Floats {
    return this.#floats;
  }

  /** One behind the last element that was ever handed out: the high-water mark. */
  get extent(): number {
    return this.#extent;
  }

  /** Where lasting numbers are now, brought here if they were away. Inside an arena they stay until it ends. */
  bring(place: Lasting): Offset {
    place.usedIn = this.#step;
    if (place.offset < 0) {
      const offset = this.#claim(roundUp(place.size));
      this.#floats.set(place.away!, offset);
      place.offset = offset;
      place.away = null;
      this.#resident.set(place.key, place);
    }
    return place.offset;
  }

  /** Lasting numbers, to read or write at once, wherever they are. */
  look(place: Lasting): Floats {
    return place.away ??
      this.#floats.subarray(place.offset, place.offset + place.size) as Floats;
  }

  /** Gives up the place of numbers that nobody holds any more, by their key. */
  release(key: number): void {
    const place = this.#resident.get(key);
    if (place === undefined) return;
    this.#resident.delete(key);
    this.#heap.give(place.offset, roundUp(place.size));
  }

  /** Whether the open arena lies within another one. */
  get isNested(): boolean {
    return this.#marks.length > 1;
  }

  /** Opens an arena inside the one that is open, if any. */
  enter(): Scope {
    if (this.#marks.length === 0) this.#step++;
    this.watch();
    const scope: Scope = { alive: true, inner: null };
    this.#marks.push({ scope, block: this.#block, used: this.#used });
    this.scope = scope;
    return scope;
  }

  /**
   * Closes the innermost arena: everything taken since `enter` is given up.
   *
   * @param goOn whether it goes on with the arena around it instead, if there is one
   */
  leave(goOn = false): void {
    const { scope, block, used } = this.#marks.pop()!;
    const around = this.#marks.length > 0 ? this.#marks[this.#marks.length - 1].scope : null;
    this.scope = around;
    if (goOn && around !== null) {
      (around.inner ??= []).push(scope);
      return;
    }
    end(scope);
    this.#block = block;
    this.#used = used;
    if (around === null && this.#blocks.length > 1) {
      const together = this.#blocks.reduce((sum, { size }) => sum + size, 0);
      this.#giveBlocks();
      this.#blockSize = together;
    }
  }

  /**
   * Who opens an arena closes it before the event loop goes on, whatever happens; only where V8 cuts a loop off, as the
   * stop button may, nothing more is done. What is open then ends here, or all that comes later would be part of it.
   */
  watch(): void {
    if (this.#watched && ++this.#sinceWatched < WATCH_AGAIN) return;
    this.#watched = true;
    this.#sinceWatched = 0;
    queueMicrotask(() => {
      this.#watched = false;
      while (this.#marks.length > 0) this.leave();
      this.atRest?.();
    });
  }

  /** A place for `size` elements in the open arena. What it holds is whatever was there. */
  take(size: number): Offset {
    const rounded = roundUp(size);
    for (; this.#block < this.#blocks.length; this.#block++, this.#used = 0) {
      const block = this.#blocks[this.#block];
      if (this.#used + rounded <= block.size) {
        const offset = block.start + this.#used;
        this.#used += rounded;
        return offset;
      }
    }
    const blockSize = Math.max(this.#blocks.length === 0 ? this.#blockSize : BLOCK_SIZE, rounded);
    const start = this.#tryToClaim(blockSize);
    // Little room is left: then a block of just what is asked for.
    this.#blocks.push(
      start < 0 ? { start: this.#claim(rounded), size: rounded } : { start, size: blockSize },
    );
    this.#used = rounded;
    return this.#blocks[this.#block].start;
  }

  /** Throws, with nothing changed, if there is no room for so many elements. */
  #claim(size: number): Offset {
    const offset = this.#tryToClaim(size);
    if (offset >= 0) return offset;
    throw new RangeError(tooLarge(size, this.limit, this.#bytes));
  }

  #tryToClaim(size: number): Offset {
    let offset = this.#heap.take(size);
    if (offset < 0 && this.#makeWay(MAKE_WAY)) offset = this.#heap.take(size);
    if (offset < 0 && this.#extend(size)) offset = this.#heap.take(size);
    if (offset < 0) {
      this.#trimArenas();
      offset = this.#heap.take(size);
      if (offset < 0 && this.#extend(size)) offset = this.#heap.take(size);
    }
    if (offset < 0 && this.#makeWay(1)) {
      offset = this.#heap.take(size);
      if (offset < 0 && this.#extend(size)) offset = this.#heap.take(size);
    }
    if (offset >= 0) this.#extent = Math.max(this.#extent, offset + size);
    return offset;
  }

  #extend(size: number): boolean {
    const end = this.#heap.end + this.#heap.missing(size);
    if (end > this.limit) return false;
    const floats = this.#grow(end);
    if (floats === null) return false;
    this.#floats = floats;
    this.#heap.extendTo(floats.length);
    return true;
  }

  /** Puts lasting numbers that no open step uses into arrays of their own, if they are so many. */
  #makeWay(atLeast: number): boolean {
    const open = this.#marks.length > 0;
    const idle = [...this.#resident.values()].filter(({ usedIn }) =>
      !open || usedIn !== this.#step
    );
    const size = idle.reduce((sum, place) => sum + roundUp(place.size), 0);
    if (size < atLeast) return false;
    for (const place of idle) {
      place.away = this.look(place).slice() as Floats;
      this.release(place.key);
      place.offset = -1;
    }
    return true;
  }

  /** Gives up what arenas have beyond what they use now: of a step that was large, or is yet to come. */
  #trimArenas(): void {
    const [kept, ...unused] = this.#blocks.splice(this.#block);
    if (kept !== undefined) {
      const { start, size } = kept;
      const used = this.#used;
      if (used > 0) this.#blocks.push({ start, size: used });
      if (size > used) unused.push({ start: start + used, size: size - used });
    }
    for (const { start, size } of unused) this.#heap.give(start, size);
  }

  #giveBlocks(): void {
    for (const { start, size } of this.#blocks) this.#heap.give(start, size);
    this.#blocks = [];
    this.#block = this.#used = 0;
    this.#blockSize = BLOCK_SIZE;
  }
}

function end(scope: Scope): void {
  scope.alive = false;
  scope.inner?.forEach(end);
}

/** Says that so many numbers find no room. */
export function tooLarge(size: number, limit: number, bytes: number): string {
  const inGiB = (elements: number) => Number((elements * bytes / 2 ** 30).toPrecision(3));
  return `Cannot make room for ${size} more numbers, ${
    inGiB(size)
  } GiB: a back end's memory holds ${
    inGiB(limit)
  } GiB in all; make the batch smaller or the sequences shorter, or put the work of one step inside inArena`;
}
