/**
 * A back end: a linear memory and the kernels that compute in it.
 *
 * - `simd` (the default): float32, WebAssembly SIMD. What training uses.
 * - `reference`: float64, plain TypeScript written to be read. What gradient checks use.
 *
 * @module
 */

import type { Kernels, SequenceKernels } from "./kernels.ts";
import { type Floats, LinearMemory } from "./memory.ts";
import { createReferenceKernels } from "./reference.ts";
import { createSimdKernels, RESERVED_ELEMENTS } from "./simd/simd.ts";

/** A memory and what computes in it. Tensors of different back ends do not mix. */
export interface Backend {
  /** Which back end. */
  readonly name: "reference" | "simd";
  /** What a number is stored as. */
  readonly dtype: "float32" | "float64";
  /** Where its numbers are. */
  readonly memory: LinearMemory;
  /** What it computes. */
  readonly kernels: Kernels;
  /** Whole sequences in one call, where the back end can; see {@linkcode SequenceKernels}. */
  readonly sequence: SequenceKernels | null;
  /** Whether operations remember how to go backward. */
  recording: boolean;
}

const PAGE = 65536;
/** 4 GiB, the most that 32 bits can address. */
const MAXIMUM_PAGES = 65536;

function createSimd(): Backend {
  const wasm = new WebAssembly.Memory({ initial: 16, maximum: MAXIMUM_PAGES });
  const grow = (elements: number): Floats => {
    const missing = elements * 4 - wasm.buffer.byteLength;
    if (missing > 0) {
      // Half as much again, so that growing, which replaces the view, stays rare.
      const wanted = Math.ceil(Math.max(missing, wasm.buffer.byteLength / 2) / PAGE);
      const room = MAXIMUM_PAGES - wasm.buffer.byteLength / PAGE;
      try {
        wasm.grow(Math.min(wanted, room));
      } catch (cause) {
        throw new RangeError(
          "Cannot make room for a tensor: the 4 GiB that WebAssembly can address are used up; " +
            "put the work of one step inside inArena, or make the batch smaller",
          { cause },
        );
      }
    }
    return new Float32Array(wasm.buffer as ArrayBuffer);
  };
  // The first pages belong to the compiled module.
  const memory = new LinearMemory(RESERVED_ELEMENTS, grow);
  const kernels = createSimdKernels(wasm);
  return { name: "simd", dtype: "float32", memory, kernels, sequence: kernels, recording: true };
}

function createReference(): Backend {
  let floats = new Float64Array(1 << 16);
  const memory = new LinearMemory(16, (elements) => {
    if (elements > floats.length) {
      const larger = new Float64Array(Math.max(elements, 2 * floats.length));
      larger.set(floats);
      floats = larger;
    }
    return floats;
  });
  const kernels = createReferenceKernels(() => floats);
  return {
    name: "reference",
    dtype: "float64",
    memory,
    kernels,
    sequence: null,
    recording: true,
  };
}

/** Float32 in WebAssembly SIMD: what training uses. */
export const simd: Backend = createSimd();

/** Float64 in plain TypeScript: what gradient checks use, and the place to read how a kernel works. */
export const reference: Backend = createReference();
