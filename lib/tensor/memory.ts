/**
 * The linear memory of a back end: one growing block of floats, addressed in elements.
 *
 * Two ways to hold a place in it:
 * - **permanent** (`allocate`, `free`): parameters, their gradients, an optimizer's averages;
 * - **arena** (`enter`, `take`, `leave`): the temporaries of one training step, laid one behind the other
 *   and given up together. Arenas nest. A scope remembers whether it has ended, which is how a tensor that
 *   outlived its step is caught.
 *
 * @module
 */

import type { Offset } from "./kernels.ts";

/** The stretch of time in which an arena's temporaries live. */
export interface Scope {
  /** False once the arena was closed. */
  alive: boolean;
}

/** Typed array that a back end computes in. */
export type Floats = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

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

const roundUp = (n: number) => (n + ALIGNMENT - 1) & -ALIGNMENT;

/** The linear memory of a back end; `grow` makes it hold at least so many elements. */
export class LinearMemory {
  #end: Offset;
  readonly #grow: (elements: number) => Floats;
  #floats: Floats;
  readonly #free = new Map<number, Offset[]>();
  readonly #blocks: Block[] = [];
  #block = 0;
  #used = 0;
  readonly #marks: Mark[] = [];

  /** The innermost arena that is open, or null. */
  scope: Scope | null = null;

  /**
   * A memory that has nothing in it yet.
   *
   * @param start first element that may be used
   * @param grow returns a view of at least that many elements
   */
  constructor(start: Offset, grow: (elements: number) => Floats) {
    this.#end = start;
    this.#grow = grow;
    this.#floats = grow(start);
  }

  /** All elements. Ask anew after any allocation: growing may replace the view. */
  get floats(): Floats {
    return this.#floats;
  }

  /** Elements handed out so far, free ones included: the high-water mark. */
  get extent(): number {
    return this.#end;
  }

  /** A permanent place for `size` elements, filled with zeros. */
  allocate(size: number): Offset {
    const rounded = roundUp(Math.max(size, 1));
    const offset = this.#free.get(rounded)?.pop() ?? this.#extend(rounded);
    this.#floats.fill(0, offset, offset + rounded);
    return offset;
  }

  /** Gives a permanent place back. */
  free(offset: Offset, size: number): void {
    const rounded = roundUp(Math.max(size, 1));
    const list = this.#free.get(rounded);
    if (list) list.push(offset);
    else this.#free.set(rounded, [offset]);
  }

  /** Opens an arena inside the one that is open, if any. */
  enter(): Scope {
    const scope = { alive: true };
    this.#marks.push({ scope, block: this.#block, used: this.#used });
    this.scope = scope;
    return scope;
  }

  /** Closes the innermost arena: everything taken since `enter` is given up. */
  leave(): void {
    const mark = this.#marks.pop()!;
    mark.scope.alive = false;
    this.#block = mark.block;
    this.#used = mark.used;
    this.scope = this.#marks.length > 0 ? this.#marks[this.#marks.length - 1].scope : null;
  }

  /** A place for `size` elements in the open arena. What it holds is whatever was there. */
  take(size: number): Offset {
    const rounded = roundUp(size);
    while (this.#block < this.#blocks.length) {
      const block = this.#blocks[this.#block];
      if (this.#used + rounded <= block.size) {
        const offset = block.start + this.#used;
        this.#used += rounded;
        return offset;
      }
      this.#block++;
      this.#used = 0;
    }
    const blockSize = Math.max(BLOCK_SIZE, rounded);
    this.#blocks.push({ start: this.#extend(blockSize), size: blockSize });
    return this.take(size);
  }

  #extend(size: number): Offset {
    const offset = this.#end;
    this.#end += size;
    if (this.#end > this.#floats.length) this.#floats = this.#grow(this.#end);
    return offset;
  }
}
