/**
 * The page's side of the worker: starts it, hands it cells one by one, asks it to stop, and ends it if it does not
 * listen. A worker that is gone by itself is noticed, whatever it died of.
 *
 * @module
 */

import type { Order, Progress, Report, Trouble } from "./messages.ts";
import { watchPolicy, withForbidden } from "./policy.ts";
import { startWorker } from "./workers.ts";

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

watchPolicy();

/** What a kernel tells of itself. */
export interface KernelEvents {
  /** A cell shows something. */
  heard(report: Report): void;
  /** The worker has gone while no cell ran; `id` is the last one that did. */
  lost(id: string, trouble: Trouble): void;
}

/** Runs cells, one at a time. */
export class Kernel {
  readonly #events: KernelEvents;
  readonly #settings: () => { progress: Progress; variables: Record<string, string> };
  #worker: Worker | undefined;
  /** Workers that cells have asked for. */
  readonly #helpers = new Set<Worker>();
  #used = false;
  #last = "";
  #waiting: { id: string; resolve: (ended: Ended) => void } | undefined;

  /** Takes who listens, and where to ask for progress and variables when a worker starts. */
  constructor(
    events: KernelEvents,
    settings: () => { progress: Progress; variables: Record<string, string> },
  ) {
    this.#events = events;
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
  async run(id: string, source: string): Promise<Ended> {
    let worker: Worker;
    try {
      worker = this.#worker ??= this.#start();
    } catch (error) { // where workers are forbidden, Firefox says so at once
      const { name, message } = error as Error;
      return { personal: false, error: { name, message: await withForbidden(message) } };
    }
    this.#used = true;
    this.#last = id;
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
  end(why = "started afresh", error = goneWith(why)): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const helper of this.#helpers) helper.terminate();
    this.#helpers.clear();
    this.#used = false;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ personal: false, gone: true, error });
  }

  /** A worker has gone by itself. */
  #gone(worker: Worker, why: string): void {
    if (worker !== this.#worker) return; // it was ended from here
    const lost = this.#used && this.#waiting === undefined;
    this.end(why);
    if (lost) this.#events.lost(this.#last, goneWith(why));
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
    const life = `${import.meta.url} ${crypto.getRandomValues(new Uint32Array(4)).join()}`;
    let heard = false;
    worker.onmessage = ({ data: report }: MessageEvent<Report>) => {
      heard = true;
      if (typeof report?.kind !== "string") return; // a cell has posted something itself
      if (worker !== this.#worker) return; // it was ended while this was on its way
      if (report.kind === "done" && report.id === this.#waiting?.id) {
        const { resolve } = this.#waiting;
        this.#waiting = undefined;
        resolve(report);
      } else if (report.kind === "alive") {
        void navigator.locks.request(life, () => this.#gone(worker, "its worker has gone"));
      } else if (report.kind === "worker") startWorker(report, this.#helpers);
      else if (report.kind === "closed") this.#gone(worker, "its worker was closed by a cell");
      else this.#events.heard(report);
    };
    worker.onerror = async (event) => {
      event.preventDefault();
      if (!this.#used) this.#worker = undefined; // it could not be loaded ahead of time
      const why = await withForbidden(event.message || "the worker could not be loaded");
      if (!this.#waiting || worker !== this.#worker) return;
      this.end(why, heard ? goneWith(why) : { name: "NotStarted", message: why });
    };
    this.#say(worker, { kind: "start", life, ...this.#settings() });
    return worker;
  }
}

function goneWith(why: string): Trouble {
  const message = `${why}; what the cells had computed is gone. Run the cells above again.`;
  return { name: "Ended", message };
}
