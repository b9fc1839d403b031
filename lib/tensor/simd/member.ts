/**
 * What a helper of a `Team` does, all its life: take a chunk of the work that is on the board, do it, ask for the next.
 *
 * @module
 */

/** Places on the board: whole numbers that all threads see. */
export const BOARD = {
  /** Counts the pieces of work; helpers wait for it to change. */
  work: 0,
  /** Helpers that are there. */
  ready: 1,
  /** Number of the work, how many chunks it has, and the next that nobody has taken: 15, 8 and 8 bits. */
  next: 2,
  /** Chunks that are done. */
  done: 3,
  /** 1: a helper failed. */
  failed: 4,
  /** 1: helpers are to go. */
  stop: 5,
  /** Helpers that may have a chunk in hand. */
  busy: 6,
  /** Which kernel. */
  kernel: 7,
  /** Rows in a chunk, but for the last. */
  rows: 8,
  /** Rows in all. */
  all: 9,
  /** Which argument the first row of a chunk is; the next one is the number of rows. */
  at: 10,
  /** How many arguments there are; they follow. */
  count: 11,
  args: 12,
  /** Numbers on the board. */
  size: 64,
} as const;

/** What a helper is given once. */
export interface Membership {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly board: Int32Array;
  /** Kernels by their number. */
  readonly kernels: readonly string[];
  /** First element of the part of the memory in which its kernels work. */
  readonly workIn: number;
  /** Milliseconds without work after which it goes. */
  readonly patience: number;
}

/** A kernel, by what it is given. */
export type Kernel = (...args: number[]) => void;

/**
 * Does chunks until none is left that nobody has taken.
 *
 * Which work, how many chunks it has and which is the next are one number and change together, so that a helper that
 * comes late takes nothing of this work for the last one's; what it is to do it reads when it has taken a chunk, and it
 * cannot change before that is done.
 */
export function doChunks(
  board: Int32Array,
  kernels: readonly Kernel[],
  places: typeof BOARD,
): void {
  for (;;) {
    const next = Atomics.load(board, places.next);
    const chunk = next & 255;
    const chunks = (next >> 8) & 255;
    if (chunk >= chunks) return;
    if (Atomics.compareExchange(board, places.next, next, next + 1) !== next) continue;
    const args = Array.from(board.subarray(places.args, places.args + board[places.count]));
    const first = chunk * board[places.rows];
    args[board[places.at]] = first;
    args[board[places.at] + 1] = Math.min(board[places.rows], board[places.all] - first);
    try {
      kernels[board[places.kernel]](...args);
    } catch {
      Atomics.store(board, places.failed, 1);
    }
    if (Atomics.add(board, places.done, 1) + 1 === chunks) Atomics.notify(board, places.done);
  }
}

/**
 * The program of a helper, as text, so that it starts the same way everywhere: no file is read.
 *
 * Without work it looks at the board for a moment, as between two parts of a step, then sleeps, then goes: nobody has to
 * dismiss it for a process to end.
 */
export function memberSource(): string {
  return `const doChunks = ${doChunks.toString()};
const places = ${JSON.stringify(BOARD)};
self.onmessage = ({ data: { module, memory, board, kernels, workIn, patience } }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  exports.workIn(workIn);
  const run = kernels.map((name) => exports[name]);
  Atomics.add(board, places.ready, 1);
  for (let seen = -1; Atomics.load(board, places.stop) === 0;) {
    Atomics.add(board, places.busy, 1);
    doChunks(board, run, places);
    Atomics.sub(board, places.busy, 1);
    const work = Atomics.load(board, places.work);
    if (work !== seen) { seen = work; continue; }
    const until = performance.now() + 0.2;
    while (Atomics.load(board, places.work) === seen && performance.now() < until);
    if (Atomics.wait(board, places.work, seen, patience) === "timed-out") break;
  }
  Atomics.sub(board, places.ready, 1);
  self.close();
};`;
}
