/**
 * The fast back end's kernels: the compiled WebAssembly module, bound to a memory.
 *
 * The sources are in assembly/, `deno task build:kernels` compiles them into module.ts. There is no file to
 * fetch and nothing to wait for, so it starts the same way in Deno, in a worker and in a browser page.
 *
 * @module
 */

import type { Kernels, SequenceKernels } from "../kernels.ts";
import { checkedKernels, type Exports, type Runner, Stage } from "./checked.ts";
import { moduleBase64 } from "./module.ts";
import { Team } from "./team.ts";
import { Tile } from "./tile.ts";

/** Elements at the start of memory that each thread's kernels use for themselves; allocate behind them. */
export const RESERVED_ELEMENTS = 65536;
/** The most numbers of derivatives that a step keeps to share its work: 64 MiB. */
const KEPT = 2 ** 24;

/** The kernels of a memory. */
export interface SimdKernels {
  readonly kernels: Kernels & SequenceKernels;
  /** Who shares their work; null where the memory cannot be shared. */
  readonly team: Team | null;
  /** In which tiles they make products. */
  readonly tile: Tile;
}

let compiled: WebAssembly.Module | null = null;
let compiledShared: WebAssembly.Module | null = null;

function moduleBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
}

/** The module as it takes a shared memory, which must say how large it may become: the same code, one import changed. */
export function sharedModuleBytes(): Uint8Array<ArrayBuffer> {
  const bytes = moduleBytes();
  // memory, no maximum, 4 pages → memory, shared with a maximum, 4 pages, 65536 pages
  const name = [6, ...new TextEncoder().encode("memory"), 2, 0, 4];
  const at = bytes.findIndex((_, i) => name.every((byte, j) => bytes[i + j] === byte));
  const sizeAt = at - 6; // section 2, its size, one import, "env"
  if (at < 0 || bytes[sizeAt - 1] !== 2) {
    throw new Error("Cannot share the kernels' memory: its import is not where it was");
  }
  const end = at + name.length;
  const result = new Uint8Array(bytes.length + 3);
  result.set(bytes.subarray(0, end));
  result.set([0x80, 0x80, 0x04], end);
  result.set(bytes.subarray(end), end + 3);
  result[sizeAt] += 3;
  result[end - 2] = 3;
  return result;
}

/** All of a layer's work on this thread. */
function alone({ sequenceForward, sequenceBackward, matmul }: Exports): Runner {
  return {
    matmul,
    forward: (args, { batch }) => sequenceForward(...args, Stage.All, 0, batch),
    backward: (args, { batch, width }) => sequenceBackward(...args, Stage.All, 0, batch, 0, width),
    steps: ({ timeSteps, batch }) =>
      Math.min(timeSteps, Math.max(1, Math.floor(256 / Math.max(batch, 1)))),
  };
}

type Sizes = Parameters<Runner["steps"]>[0];

/** Multiplications of a layer's work forward, by the hidden state alone. */
const work = ({ timeSteps, batch, width, hiddenSize }: Sizes) =>
  timeSteps * batch * width * hiddenSize;

/** The same, shared with a team where it is worth it. */
function together(raw: Exports, team: Team): Runner {
  const { sequenceForward, sequenceBackward } = raw;
  const onOne = alone(raw);
  const maySplit = (sizes: Sizes) =>
    team.mayShare(work(sizes)) && sizes.timeSteps * sizes.batch * sizes.width <= KEPT;
  const kind = ({ batch, width, hiddenSize }: Sizes) => `${batch} ${width} ${hiddenSize}`;
  return {
    matmul(a, b, out, m, k, n, transposeA, transposeB, accumulate) {
      if (!team.mayShare(m * k * n)) {
        return raw.matmul(a, b, out, m, k, n, transposeA, transposeB, accumulate);
      }
      const alone = () => raw.matmul(a, b, out, m, k, n, transposeA, transposeB, accumulate);
      const args = [a, b, out, m, k, n, transposeA, transposeB, accumulate, 0, 0];
      const work = { kernel: "matmulRows", args, at: 9, rows: m, grain: 4 } as const;
      team.decide(`${m} ${k} ${n}`, m * k * n, alone, (threads) => team.run(work, threads));
    },
    forward(args, sizes) {
      const alone = () => onOne.forward(args, sizes);
      if (!maySplit(sizes)) return alone();
      const at = args.length + 1;
      const rows = [...args, Stage.Run, 0, 0];
      team.decide(`forward ${kind(sizes)}`, work(sizes), alone, (threads) => {
        sequenceForward(...args, Stage.Prepare, 0, 0);
        const { batch } = sizes;
        team.run({ kernel: "sequenceForward", args: rows, at, rows: batch, grain: 4 }, threads);
      });
    },
    backward(args, sizes) {
      const alone = () => onOne.backward(args, sizes);
      if (!maySplit(sizes)) return alone();
      const at = args.length + 1;
      const kernel = "sequenceBackward";
      const rows = [...args, Stage.Run, 0, 0, 0, 0];
      const weights = [...args, Stage.Weights, 0, 0, 0, 0];
      const { batch, width } = sizes;
      team.decide(`backward ${kind(sizes)}`, 2 * work(sizes), alone, (threads) => {
        sequenceBackward(...args, Stage.Prepare, 0, 0, 0, 0);
        team.run({ kernel, args: rows, at, rows: batch, grain: 4 }, threads);
        team.run({ kernel, args: weights, at: at + 2, rows: width, grain: 16 }, threads);
        sequenceBackward(...args, Stage.Inputs, 0, 0, 0, 0);
      });
    },
    steps: (sizes) => maySplit(sizes) ? sizes.timeSteps : onOne.steps(sizes),
  };
}

/** The same, in whichever tiles are faster. */
function inTiles({ matmul, forward, backward, steps }: Runner, tile: Tile): Runner {
  return {
    matmul(a, b, out, m, k, n, transposeA, transposeB, accumulate) {
      tile.before(m * k * n);
      matmul(a, b, out, m, k, n, transposeA, transposeB, accumulate);
    },
    forward(args, sizes) {
      tile.before(work(sizes));
      forward(args, sizes);
    },
    backward(args, sizes) {
      tile.before(2 * work(sizes));
      backward(args, sizes);
    },
    steps,
  };
}

/**
 * The float32 kernels over `memory`: the exports of the WebAssembly module, each behind one look at where it is told to
 * read and write.
 *
 * @param memory at least {@linkcode RESERVED_ELEMENTS} · 4 bytes for each thread; it may grow later. A shared one must
 * have a maximum of 65,536 pages
 * @param threads how many may share the work, if the memory is shared
 * @example
 * ```ts
 * import { createSimdKernels, RESERVED_ELEMENTS } from "lib/tensor/simd/simd.ts";
 *
 * const memory = new WebAssembly.Memory({ initial: 8 });
 * const { kernels } = createSimdKernels(memory);
 * const x = RESERVED_ELEMENTS;
 * const floats = new Float32Array(memory.buffer);
 * floats.set([1, 2, 3], x);
 * kernels.add(x, x, x + 16, 3, 3);
 * console.assert(floats[x + 18] === 6);
 * ```
 */
export function createSimdKernels(memory: WebAssembly.Memory, threads = 1): SimdKernels {
  const start = RESERVED_ELEMENTS * threads;
  if (memory.buffer.byteLength < start * 4) {
    throw new RangeError(
      `Cannot make kernels over a memory of ${memory.buffer.byteLength} bytes: ` +
        `they need ${start * 4} for themselves`,
    );
  }
  const isShared = !(memory.buffer instanceof ArrayBuffer);
  const module = isShared
    ? compiledShared ??= new WebAssembly.Module(sharedModuleBytes())
    : compiled ??= new WebAssembly.Module(moduleBytes());
  const raw = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
  const [helpers, reserved] = [threads - 1, RESERVED_ELEMENTS];
  const team = isShared ? new Team({ memory, module, exports: raw, helpers, reserved }) : null;
  const elements = () => memory.buffer.byteLength / 4;
  const tile = new Tile(raw);
  const runner = inTiles(team ? together(raw, team) : alone(raw), tile);
  return { kernels: checkedKernels(raw, elements, start, runner), team, tile };
}
