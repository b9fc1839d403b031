/**
 * The fast back end's kernels: the compiled WebAssembly module, bound to a memory.
 *
 * The sources are in assembly/, `deno task build:kernels` compiles them into module.ts. There is no file to
 * fetch and nothing to wait for, so it starts the same way in Deno, in a worker and in a browser page.
 *
 * @module
 */

import type { Kernels, SequenceKernels } from "../kernels.ts";
import { checkedKernels, type Exports, type LayerRunner, Stage } from "./checked.ts";
import { moduleBase64 } from "./module.ts";

/** Elements at the start of memory that the kernels use for themselves; allocate behind them. */
export const RESERVED_ELEMENTS = 65536;

let compiled: WebAssembly.Module | null = null;

function compile(): WebAssembly.Module {
  const bytes = Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
  return new WebAssembly.Module(bytes);
}

/** Steps of backward whose derivatives one thread keeps, as assembly/sequence.ts has it. */
function stepsAtOnce(timeSteps: number, batch: number): number {
  return Math.min(timeSteps, Math.max(1, Math.floor(256 / Math.max(batch, 1))));
}

/** All of a layer's work on this thread. */
function onOneThread({ sequenceForward, sequenceBackward }: Exports): LayerRunner {
  return {
    forward: (args, batch) => sequenceForward(...args, Stage.All, 0, batch),
    backward: (args, batch, weights) => sequenceBackward(...args, Stage.All, 0, batch, 0, weights),
    steps: stepsAtOnce,
  };
}

/**
 * The float32 kernels over `memory`: the exports of the WebAssembly module, each behind one look at where it is told to
 * read and write.
 *
 * @param memory at least {@linkcode RESERVED_ELEMENTS} · 4 bytes; it may grow later
 * @example
 * ```ts
 * import { createSimdKernels, RESERVED_ELEMENTS } from "lib/tensor/simd/simd.ts";
 *
 * const memory = new WebAssembly.Memory({ initial: 8 });
 * const kernels = createSimdKernels(memory);
 * const x = RESERVED_ELEMENTS;
 * const floats = new Float32Array(memory.buffer);
 * floats.set([1, 2, 3], x);
 * kernels.add(x, x, x + 16, 3, 3);
 * console.assert(floats[x + 18] === 6);
 * ```
 */
export function createSimdKernels(memory: WebAssembly.Memory): Kernels & SequenceKernels {
  if (memory.buffer.byteLength < RESERVED_ELEMENTS * 4) {
    throw new RangeError(
      `Cannot make kernels over a memory of ${memory.buffer.byteLength} bytes: ` +
        `they need ${RESERVED_ELEMENTS * 4} for themselves`,
    );
  }
  compiled ??= compile();
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const raw = exports as unknown as Exports;
  const elements = () => memory.buffer.byteLength / 4;
  return checkedKernels(raw, elements, RESERVED_ELEMENTS, onOneThread(raw));
}
