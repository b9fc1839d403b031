/**
 * The side of an explorable that computes. It listens at one end of a channel, and says what comes of it; of what is
 * computed it draws only as much as can be looked at. In a page of the site the channel is a worker's own; in a notebook
 * (`embedded/`) both ends lie in one frame.
 *
 * @module
 */

import type { Explorable, Frame, Settings, Surroundings } from "./explorable.ts";

/** From the page: what to compute, or to stop. */
export type ExplorableOrder =
  | {
    readonly kind: "run";
    readonly id: string;
    readonly run: number;
    readonly settings: Settings;
    readonly width: number;
  }
  | { readonly kind: "stop" };

/** To the page. */
export type ExplorableReport =
  | {
    readonly kind: "frame";
    readonly run: number;
    readonly says: string;
    readonly html?: string;
    readonly row?: readonly string[];
  }
  | { readonly kind: "done"; readonly run: number; readonly error?: string };

/** The end of the channel at which orders come in. */
export interface Port {
  postMessage(report: ExplorableReport): void;
  onmessage: ((event: MessageEvent<ExplorableOrder>) => void) | null;
}

/** Milliseconds between two drawings, and between two looks at what the page has asked. */
const DRAW = 250;
const BREATH = 20;

/** One channel for all breaths: one that nobody holds may be gone before its message has come. */
const { port1: near, port2: far } = new MessageChannel();
const waiting: (() => void)[] = [];
near.onmessage = () => waiting.shift()?.();

/** Lets messages in; a timeout would wait for some milliseconds more. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    far.postMessage(null);
  });
}

/** Computes what is asked for at a port. */
export function serveExplorables(
  port: Port,
  explorables: readonly Explorable[],
  read: Surroundings["read"],
): void {
  let wanted = -1;

  async function compute(order: ExplorableOrder & { kind: "run" }): Promise<void> {
    const { id, run, settings, width } = order;
    const explorable = explorables.find((one) => one.id === id)!;
    let [drawn, breathed] = [-Infinity, performance.now()];
    let last: Frame | undefined;
    for await (const frame of explorable.run(settings, { width, read })) {
      last = frame;
      const now = performance.now();
      if (now - drawn > DRAW) {
        drawn = now;
        last = undefined;
        port.postMessage({ kind: "frame", run, ...frame, html: frame.html() });
      }
      if (now - breathed > BREATH) {
        await breath();
        breathed = performance.now();
        if (wanted !== run) return;
      }
    }
    if (last) port.postMessage({ kind: "frame", run, ...last, html: last.html() });
  }

  port.onmessage = async ({ data: order }) => {
    wanted = order.kind === "run" ? order.run : -1;
    if (order.kind === "stop") return;
    const { run } = order;
    try {
      await compute(order);
      port.postMessage({ kind: "done", run });
    } catch (error) {
      port.postMessage({ kind: "done", run, error: (error as Error).message });
    }
  };
}
