/**
 * Node's `worker_threads` over a page's own workers, as far as the library uses it. No page can limit the memory of a
 * worker, so the worker counts the buffers that it makes (`buffers.ts`); one that ends itself is only missed by the
 * clock.
 *
 * @module
 */

import { FULL, limitBuffers } from "./buffers.ts";

type Listener = (value: never) => void;
const Own = globalThis.Worker;
const OwnChannel = globalThis.MessageChannel;

/** A worker with Node's way to listen. */
export class Worker {
  readonly #worker: globalThis.Worker;

  /** Starts a module. */
  constructor(url: URL) {
    this.#worker = new Own(url, { type: "module" });
  }

  /** Listens for `message` or `error`. */
  on(type: string, listener: Listener): void {
    if (type === "error") {
      this.#worker.addEventListener("error", (event) => {
        event.preventDefault();
        listener((event.error ?? new Error(event.message)) as never);
      });
      this.#worker.addEventListener("message", ({ data }) => {
        if (data === FULL) listener({ code: "ERR_WORKER_OUT_OF_MEMORY" } as never);
      });
    } else if (type === "message") {
      this.#worker.addEventListener("message", ({ data }) => listener(data as never));
    }
  }

  /** Sends a value. */
  postMessage(value: unknown, transfer: Transferable[] = []): void {
    this.#worker.postMessage(value, transfer);
  }

  /** Ends it. */
  terminate(): Promise<void> {
    this.#worker.terminate();
    return Promise.resolve();
  }
}

/** Two ports, the first with Node's way to listen. */
export class MessageChannel {
  readonly port1: MessagePort & { on(type: string, listener: Listener): void };
  readonly port2: MessagePort;

  /** Makes both. */
  constructor() {
    const { port1, port2 } = new OwnChannel();
    this.port1 = Object.assign(port1, {
      on: (_type: string, listener: Listener) => {
        port1.onmessage = ({ data }) => listener(data as never);
      },
    });
    this.port2 = port2;
  }
}

/** The side of a worker that hears its page. */
export const parentPort = {
  once(type: string, listener: Listener): void {
    limitBuffers();
    addEventListener(type, (event) => listener((event as MessageEvent).data as never), {
      once: true,
    });
  },
};
