/**
 * Workers of cells, made by the page. A worker could make another by itself, but then Firefox now and then stands still
 * for ever: both wait for the same signal, and only one of them hears it. So a cell's `Worker` asks the page for one, and
 * what they say to each other goes by way of the page.
 *
 * @module
 */

import type { Report } from "./messages.ts";

/** What a cell's side says of a worker. */
type Wish = { readonly say: unknown } | { readonly end: true };
/** What the page's side answers. */
type Answer = { readonly say: unknown } | { readonly error: string } | { readonly unread: true };

/** Kept as long as they may still say something. */
const alive = new Set<PageWorker>();

type Send = (report: Report, transfer: Transferable[]) => void;

/** In place of `Worker` in the worker in which cells run. */
export class PageWorker extends EventTarget {
  /** Hears messages. */
  onmessage: ((event: MessageEvent) => void) | null = null;
  /** Hears errors. */
  onerror: ((event: ErrorEvent) => void) | null = null;
  /** Hears of messages that cannot be read. */
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  readonly #port: MessagePort;

  /** Asks the page for a worker. */
  constructor(send: Send, url: string, options: WorkerOptions) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data, ports }: MessageEvent<Answer>) => {
      if ("say" in data) {
        this.#tell(new MessageEvent("message", { data: data.say, ports: [...ports] }));
      } else if ("unread" in data) this.#tell(new MessageEvent("messageerror"));
      else this.#tell(new ErrorEvent("error", { message: data.error, cancelable: true }));
    };
    alive.add(this);
    send({ kind: "worker", url, options, port: port2 }, [port2]);
  }

  /** Sends a value. */
  postMessage(value: unknown, more: Transferable[] | StructuredSerializeOptions = []): void {
    this.#port.postMessage({ say: value }, Array.isArray(more) ? more : more.transfer ?? []);
  }

  /** Ends it. */
  terminate(): void {
    this.#port.postMessage({ end: true });
    this.#port.onmessage = null;
    alive.delete(this);
  }

  #tell(event: MessageEvent | ErrorEvent): void {
    const own = this[`on${event.type}` as "onmessage"] as ((event: Event) => void) | null;
    own?.call(this, event);
    this.dispatchEvent(event);
  }
}

/** Puts it in the place of `Worker`; what is no file of a site is made as ever. */
export function askPageForWorkers(send: Send): void {
  const Own = globalThis.Worker;
  globalThis.Worker = new Proxy(Own, {
    construct(_, [address, options = {}]) {
      const { href, protocol } = new URL(address, location.href);
      return /^https?:$/.test(protocol)
        ? new PageWorker(send, href, options)
        : new Own(address, options);
    },
  });
}

/** Makes a worker that a cell has asked for, and counts it among those that there are until it is ended. */
export function startWorker(
  { url, options, port }: Report & { kind: "worker" },
  there: Set<Worker>,
): void {
  const answer = (words: Answer, ports: readonly MessagePort[] = []) =>
    port.postMessage(words, [...ports]);
  let worker: Worker;
  try {
    worker = new Worker(url, options);
  } catch (error) {
    return answer({ error: (error as Error).message });
  }
  there.add(worker);
  worker.onmessage = ({ data, ports }) => answer({ say: data }, ports);
  worker.onmessageerror = () => answer({ unread: true });
  worker.onerror = (event) => {
    event.preventDefault();
    answer({ error: event.message || "the worker could not be loaded" });
  };
  port.onmessage = ({ data, ports }: MessageEvent<Wish>) => {
    if ("say" in data) return worker.postMessage(data.say, [...ports]);
    worker.terminate();
    there.delete(worker);
  };
}
