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
import type { Team } from "./simd/team.ts";

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
  /** @ignore Threads that share its work, where they can; see {@linkcode Team}. */
  readonly team: Team | null;
  /** Whether operations remember how to go backward. */
  recording: boolean;
}

const PAGE = 65536;
/** 4 GiB, the most that 32 bits can address. */
const MAXIMUM_PAGES = 65536;
/** The most float64 numbers that the reference back end holds: 4 GiB as well. */
const MAXIMUM_DOUBLES = 2 ** 29;

/** The most threads that share a memory. */
const MOST_THREADS = 16;

/**
 * How many threads may share the work of this one: one a core. Only this one in a worker, where every core has a worker
 * of its own, and in a page that may not share memory.
 */
function threadsHere(): number {
  const { crossOriginIsolated, navigator } = globalThis;
  const inWorker = "WorkerGlobalScope" in globalThis;
  if (inWorker || crossOriginIsolated === false || typeof SharedArrayBuffer !== "function") {
    return 1;
  }
  return Math.min(navigator?.hardwareConcurrency || 1, MOST_THREADS);
}

/** @ignore The fast back end, over a memory of at most so many pages of 64 KiB, for so many threads. */
export function createSimd(maximum = MAXIMUM_PAGES, threads = 1): Backend {
  const initial = 4 * threads + 12;
  const wasm = new WebAssembly.Memory({ initial, maximum, shared: threads > 1 });
  const pages = () => wasm.buffer.byteLength / PAGE;
  const grow = (elements: number): Floats | null => {
    const wanted = Math.ceil(elements * 4 / PAGE);
    if (wanted > maximum) return null;
    if (wanted > pages()) {
      // Half as much again, so that growing, which replaces the view, stays rare; or just enough.
      const generous = Math.min(Math.max(wanted, Math.ceil(1.5 * pages())), maximum);
      if (!growTo(generous) && !growTo(wanted)) return null;
    }
    return new Float32Array(wasm.buffer as ArrayBuffer);
  };
  const growTo = (wanted: number): boolean => {
    try {
      wasm.grow(wanted - pages());
    } catch { // the machine has no more to give
      return false;
    }
    return true;
  };
  // The first pages belong to the compiled module.
  const memory = new LinearMemory({
    start: RESERVED_ELEMENTS * threads,
    limit: maximum * PAGE / 4,
    bytes: 4,
    grow,
  });
  const { kernels, team } = createSimdKernels(wasm, threads);
  const [name, dtype] = ["simd", "float32"] as const;
  return resting({ name, dtype, memory, kernels, sequence: kernels, team, recording: true });
}

/** Between two turns of the event loop a back end records: `withoutGradients` may have been cut off. */
function resting(backend: Backend): Backend {
  backend.memory.atRest = () => {
    backend.recording = true;
  };
  return backend;
}

function createReference(): Backend {
  let floats = new Float64Array(1 << 16);
  const grow = (elements: number): Floats | null => {
    if (elements <= floats.length) return floats;
    for (
      const size of [Math.min(Math.max(elements, 2 * floats.length), MAXIMUM_DOUBLES), elements]
    ) {
      try {
        const larger = new Float64Array(size);
        larger.set(floats);
        return floats = larger;
      } catch { /* the machine has no more to give */ }
    }
    return null;
  };
  const memory = new LinearMemory({ start: 16, limit: MAXIMUM_DOUBLES, bytes: 8, grow });
  const kernels = createReferenceKernels(() => floats);
  return resting({
    name: "reference",
    dtype: "float64",
    memory,
    kernels,
    sequence: null,
    team: null,
    recording: true,
  });
}

/** Float32 in WebAssembly SIMD: what training uses. */
export const simd: Backend = createSimd(MAXIMUM_PAGES, threadsHere());

/** Float64 in plain TypeScript: what gradient checks use, and the place to read how a kernel works. */
export const reference: Backend = createReference();
