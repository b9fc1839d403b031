/**
 * The page's side of the worker: starts it, hands it cells one by one, asks it to stop, and ends it if it does not
 * listen.
 *
 * @module
 */

import type { Order, Progress, Report, Trouble } from "./messages.ts";

/** How a cell ended. */
export interface Ended {
  /** Undefined if it ran to its end. */
  readonly error?: Trouble;
  /** Whether what it showed depends on what the reader has done before. */
  readonly personal: boolean;
  /** Whether the worker was ended with it, and with all that the cells had computed. */
  readonly gone?: boolean;
}

/** Milliseconds that a cell has to stop by itself. */
const PATIENCE = 2_500;

/** Runs cells, one at a time. */
export class Kernel {
  /** Is told what cells show. */
  readonly #listen: (report: Report) => void;
  readonly #settings: () => { progress: Progress; variables: Record<string, string> };
  #worker: Worker | undefined;
  #used = false;
  #waiting: { id: string; resolve: (ended: Ended) => void } | undefined;

  /** Takes who listens, and where to ask for progress and variables when a worker starts. */
  constructor(
    listen: (report: Report) => void,
    settings: () => { progress: Progress; variables: Record<string, string> },
  ) {
    this.#listen = listen;
    this.#settings = settings;
  }

  /** Whether cells have run, so that there is memory that could be lost. */
  get used(): boolean {
    return this.#used;
  }

  /** Starts the worker ahead of the first cell, while a reader is still writing. */
  prepare(): void {
    this.#worker ??= this.#start();
  }

  /** Whether a cell runs. */
  get busy(): boolean {
    return this.#waiting !== undefined;
  }

  /** Runs a cell to its end. */
  run(id: string, source: string): Promise<Ended> {
    const worker = this.#worker ??= this.#start();
    this.#used = true;
    return new Promise((resolve) => {
      this.#waiting = { id, resolve };
      this.#say(worker, { kind: "run", id, source });
    });
  }

  /** Asks the cell to stop; ends the worker if it has not after a while. */
  async stop(): Promise<void> {
    const waiting = this.#waiting;
    if (waiting === undefined || this.#worker === undefined) return;
    this.#say(this.#worker, { kind: "stop" });
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    if (this.#waiting === waiting) this.end("it did not stop when it was asked");
  }

  /** Ends the worker, and whatever runs in it. */
  end(why = "started afresh"): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#used = false;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({
      personal: false,
      gone: true,
      error: {
        name: "Ended",
        message: `${why}; what the cells had computed is gone. Run the cells above again.`,
      },
    });
  }

  /** Tells a running worker what another page has noted. */
  tell(progress: Progress): void {
    if (this.#worker) this.#say(this.#worker, { kind: "progress", progress });
  }

  #say(worker: Worker, order: Order): void {
    worker.postMessage(order);
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker.js", import.meta.url));
    worker.onmessage = ({ data: report }: MessageEvent<Report>) => {
      if (typeof report?.kind !== "string") return; // a cell has posted something itself
      if (report.kind === "done" && report.id === this.#waiting?.id) {
        const { resolve } = this.#waiting;
        this.#waiting = undefined;
        resolve(report);
      } else this.#listen(report);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (!this.#used) this.#worker = undefined; // it could not be loaded ahead of time
      if (this.#waiting) this.end(event.message || "the worker could not be loaded");
    };
    this.#say(worker, { kind: "start", ...this.#settings() });
    return worker;
  }
}
