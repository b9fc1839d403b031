/**
 * A team: this thread and helpers on the other cores, who share one memory and one step of training.
 *
 * A kernel whose rows do not depend on each other is cut into chunks of rows. They are put on a board, whoever is free
 * takes the next, and the step goes on when all are done. Which thread works out a number changes neither what it is made
 * from nor in which order, so all bits are the same with 0 helpers, 1 and 15; and since nobody waits for a helper that has
 * taken no chunk, one that comes late, or never, costs nothing but its help.
 *
 * Whether it pays is learned while it goes: see pace.ts.
 *
 * Helpers are started when a training holds the team and has done enough work to need them, and go when it lets the team
 * go, or by themselves when there is nothing to do.
 *
 * @module
 */

import { Pace } from "./pace.ts";
import { BOARD, doChunks, type Kernel, type Membership, memberSource } from "./member.ts";

/** Multiplications below which a piece of work is not worth the way to another core: about 30 microseconds. */
const WORTH_SHARING = 1e6;
/** Multiplications worth sharing after which helpers are started: about a tenth of a second. */
const WORTH_STARTING = 3e9;
/** Milliseconds without work after which a helper goes by itself. */
const PATIENCE = 1000;
/** Milliseconds for which to look at the board before sleeping, and after which a helper with a chunk is given up. */
const LOOKING = 0.1;
const GIVEN_UP = 60_000;

/** Kernels that can be shared, by their number. */
const SHARED = ["sequenceForward", "sequenceBackward", "matmulRows"] as const;
/** One of them. */
export type SharedKernel = typeof SHARED[number];

/** What a team is made of. */
export interface TeamOptions {
  readonly memory: WebAssembly.Memory;
  /** The module in the form that takes a shared memory. */
  readonly module: WebAssembly.Module;
  /** This thread's kernels. */
  readonly exports: Readonly<Record<SharedKernel, Kernel>>;
  /** How many helpers at most. */
  readonly helpers: number;
  /** Elements from the start of the memory that each thread works in; this one has the first, the helpers the next. */
  readonly reserved: number;
}

/** One kernel's work, by rows. */
export interface Work {
  readonly kernel: SharedKernel;
  /** What it is given, with room at `at` and behind it for the first row of a range and the number of its rows. */
  readonly args: readonly number[];
  readonly at: number;
  /** Rows in all. */
  readonly rows: number;
  /** A range begins at a multiple of so many. */
  readonly grain: number;
}

/** This thread and its helpers. */
export class Team {
  readonly #options: TeamOptions;
  readonly #kernels: readonly Kernel[];
  #board: Int32Array<SharedArrayBuffer> | null = null;
  #workers: Worker[] = [];
  #held = 0;
  #resting = 0;
  /** Multiplications since helpers were last started, and how many it takes to start them. */
  #offered = 0;
  #enough = WORTH_STARTING;
  #work = 0;
  readonly #paces = new Map<string, Pace>();
  #broken = false;
  #always = false;
  /** Whether there is work on the board that this thread has not seen the end of. */
  #open = false;

  /** A team that has no helpers yet: they start when work that is worth it comes. */
  constructor(options: TeamOptions) {
    this.#options = options;
    this.#kernels = SHARED.map((name) => options.exports[name]);
  }

  /** The module that helpers run. */
  get module(): WebAssembly.Module {
    return this.#options.module;
  }

  /** Pieces of work that were shared since helpers were last started. */
  shared = 0;

  /** Helpers that are there. */
  get helpers(): number {
    return this.#board ? Atomics.load(this.#board, BOARD.ready) : 0;
  }

  /** Says that a training begins. Each call must be followed by one of {@linkcode release}. */
  hold(): void {
    this.#settle();
    this.#held++;
  }

  /** Says that it has ended; with the last one the helpers go. */
  release(): void {
    if (--this.#held === 0) this.dismiss();
  }

  /**
   * Keeps all work on this thread, as where each core has a training of its own. Each call must be followed by one of
   * {@linkcode resume}.
   */
  rest(): void {
    this.#resting++;
  }

  /** Ends a {@linkcode rest}. */
  resume(): void {
    this.#resting--;
  }

  /** Whether a piece of so many multiplications may ever be shared. */
  mayShare(multiplications: number): boolean {
    return multiplications >= WORTH_SHARING && this.#options.helpers > 0 && !this.#broken;
  }

  /**
   * Does a piece of work alone or in several ranges, whichever is faster.
   *
   * @param kind works of one kind are alike
   * @param multiplications how much it is
   * @param alone does all of it
   * @param shared does all of it by way of {@linkcode run}
   */
  decide(
    kind: string,
    multiplications: number,
    alone: () => void,
    shared: (threads: number) => void,
  ): void {
    const threads = this.#threads(multiplications);
    if (threads === 1) return alone();
    let pace = this.#paces.get(kind);
    if (!pace) this.#paces.set(kind, pace = new Pace());
    const share = this.#always || pace.share();
    const began = performance.now();
    if (share) shared(threads);
    else alone();
    pace.note(share, (performance.now() - began) / multiplications);
  }

  /** How many threads there are now for a piece of so many multiplications. */
  #threads(multiplications: number): number {
    if (!this.mayShare(multiplications) || this.#resting > 0) return 1;
    const { helpers } = this;
    if (helpers > 0) this.#enough = WORTH_STARTING / 10; // those that went for want of work are called again soon
    else if (this.#held > 0) {
      this.#offered += multiplications;
      if (this.#offered > this.#enough) {
        this.start();
        this.#enough *= 4; // those that do not come are not called over and over
      }
    }
    return 1 + helpers;
  }

  /**
   * Starts helpers now, whoever holds the team. They are there a moment later, or never where it is not allowed.
   *
   * @param always whether to share whatever may be shared, without asking what it takes, as tests want it
   */
  start(helpers: number = this.#options.helpers, always: boolean = false): void {
    this.dismiss();
    this.#always = always;
    const { module, memory, reserved } = this.#options;
    try {
      const board = new Int32Array(new SharedArrayBuffer(4 * BOARD.size));
      const url = URL.createObjectURL(new Blob([memberSource()], { type: "text/javascript" }));
      for (let i = 1; i <= helpers; i++) {
        const worker = new Worker(url, { type: "module" });
        this.#workers.push(worker);
        worker.onerror = (event) => event.preventDefault();
        const [kernels, workIn] = [SHARED, i * reserved];
        const patience = always ? Infinity : PATIENCE;
        const given: Membership = { module, memory, board, kernels, workIn, patience };
        worker.postMessage(given);
      }
      this.#board = board;
    } catch { // a page may forbid it; Node's workers are others
      this.#broken = true;
      this.dismiss();
    }
  }

  /** Lets the helpers go. */
  dismiss(): void {
    this.#settle();
    if (this.#board) {
      Atomics.store(this.#board, BOARD.stop, 1);
      Atomics.notify(this.#board, BOARD.work);
    }
    for (const worker of this.#workers) worker.terminate();
    this.#workers = [];
    this.#board = null;
    this.#offered = 0;
    this.shared = 0;
    this.#paces.clear();
    if (this.#held === 0) this.#enough = WORTH_STARTING;
  }

  /** Does work, in ranges for at most so many threads. */
  run({ kernel, args, at, rows, grain }: Work, threads: number): void {
    this.#settle();
    const index = SHARED.indexOf(kernel);
    const chunk = Math.max(1, Math.ceil(rows / threads / grain)) * grain;
    const chunks = Math.ceil(rows / chunk);
    if (chunks < 2 || this.#board === null) {
      this.#kernels[index](...args.with(at, 0).with(at + 1, rows));
      return;
    }
    const board = this.#board;
    this.shared++;
    this.#open = true;
    this.#work = (this.#work + 1) & 32767;
    board.set([index, chunk, rows, at, args.length, ...args], BOARD.kernel);
    Atomics.store(board, BOARD.done, 0);
    Atomics.store(board, BOARD.next, (this.#work << 16) | (chunks << 8));
    Atomics.store(board, BOARD.work, this.#work);
    Atomics.notify(board, BOARD.work);
    doChunks(board, this.#kernels, BOARD);
    this.#wait(board, chunks);
    this.#open = false;
  }

  /**
   * V8 cuts this thread off wherever it is when a reader stops a loop, and nothing that should come after comes: then
   * a piece of work is still on the board. Nobody may take a chunk of it any more, and those that helpers have are
   * waited for: they would write into what is worked out next, and count as its chunks.
   */
  #settle(): void {
    if (!this.#open || this.#board === null) return;
    this.#open = false;
    const board = this.#board;
    Atomics.store(board, BOARD.next, this.#work << 16);
    const began = performance.now();
    while (Atomics.load(board, BOARD.busy) > 0) {
      if (performance.now() - began > GIVEN_UP) {
        this.#fail("a helper has not answered for a minute");
      }
    }
  }

  /** Waits for the chunks that others have taken: looks for a moment, then sleeps. */
  #wait(board: Int32Array<SharedArrayBuffer>, chunks: number): void {
    const began = performance.now();
    for (let done = 0; (done = Atomics.load(board, BOARD.done)) < chunks;) {
      const waited = performance.now() - began;
      if (waited < LOOKING) continue;
      if (waited > GIVEN_UP) this.#fail("a helper has not answered for a minute");
      try {
        Atomics.wait(board, BOARD.done, done, 10);
      } catch { /* a page's own thread may not sleep: it goes on looking */ }
    }
    if (Atomics.load(board, BOARD.failed)) this.#fail("a helper failed");
  }

  #fail(why: string): never {
    this.#broken = true;
    this.#open = false;
    this.dismiss();
    throw new Error(
      `Cannot finish a step on several cores: ${why}; start the training again, on one core`,
    );
  }
}
