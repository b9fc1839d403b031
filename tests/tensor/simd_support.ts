/** Two memories side by side, one per back end, holding the same numbers: what the simd tests compare. */

import type { Kernels, Offset, SequenceKernels } from "lib/tensor/kernels.ts";
import { createReferenceKernels } from "lib/tensor/reference.ts";
import { createSimdKernels, RESERVED_ELEMENTS } from "lib/tensor/simd/simd.ts";
import { createRandom, type Random } from "lib/random.ts";

/** Sizes around every multiple that the kernels know: of 4 lanes, of 8 columns, of 16 columns. */
export const SIZES = [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 64, 100];

const ELEMENTS = 1 << 20;
/** Stands around every block: a kernel that writes beside its output is found out. */
const GUARD = 12345;

/** Both back ends. Numbers are rounded to float32 first, so both start from the same. */
export class Pair {
  readonly floats: Float32Array;
  readonly doubles = new Float64Array(ELEMENTS);
  readonly simd: Kernels & SequenceKernels;
  readonly reference: Kernels;
  readonly random: Random;
  #next = RESERVED_ELEMENTS;
  #blocks: { start: Offset; size: number }[] = [];

  constructor(seed = 1) {
    const memory = new WebAssembly.Memory({ initial: ELEMENTS * 4 / 65536 });
    this.floats = new Float32Array(memory.buffer);
    this.simd = createSimdKernels(memory).kernels;
    this.reference = createReferenceKernels(() => this.doubles);
    this.random = createRandom(seed);
  }

  /** A block that holds these values in both memories, with guards on both sides. */
  put(values: ArrayLike<number>): Offset {
    const start = this.#next + 4 + this.random.integer(0, 4);
    this.#next = start + values.length + 4;
    if (this.#next > ELEMENTS) throw new RangeError("Cannot put more: the test memory is full");
    this.floats.fill(GUARD, start - 4, this.#next);
    this.floats.set(values, start);
    this.doubles.set(this.floats.subarray(start - 4, this.#next), start - 4);
    this.#blocks.push({ start, size: values.length });
    return start;
  }

  /** A block of numbers drawn from `draw`, by default normal ones. */
  fill(size: number, draw: (random: Random) => number = (random) => random.normal()): Offset {
    return this.put(Float64Array.from({ length: size }, () => draw(this.random)));
  }

  /** Forgets all blocks. */
  clear(): void {
    this.#next = RESERVED_ELEMENTS;
    this.#blocks = [];
  }

  /** Runs the same call on both back ends. */
  run<Result>(call: (kernels: Kernels) => Result): { simd: Result; reference: Result } {
    return { simd: call(this.simd), reference: call(this.reference) };
  }

  /**
   * The largest difference between the two memories over all blocks: |simd − reference| / (absolute +
   * |reference|), ∞ where just one of them is NaN or they are different infinities, or a guard was overwritten.
   */
  difference(absolute = 1): number {
    let largest = 0;
    for (const { start, size } of this.#blocks) {
      for (let i = start - 4; i < start + size + 4; i++) {
        const inside = i >= start && i < start + size;
        const wanted = inside ? this.doubles[i] : GUARD;
        largest = Math.max(largest, gap(this.floats[i], wanted, inside ? absolute : 0));
      }
    }
    return largest;
  }
}

/** |found − wanted| / (absolute + |wanted|), where NaN equals NaN and an infinity itself. */
export function gap(found: number, wanted: number, absolute: number): number {
  if (Object.is(found, wanted) || found === wanted) return 0;
  if (Number.isNaN(found) && Number.isNaN(wanted)) return 0;
  if (!Number.isFinite(found) || !Number.isFinite(wanted)) return Infinity;
  return Math.abs(found - wanted) / (absolute + Math.abs(wanted));
}
