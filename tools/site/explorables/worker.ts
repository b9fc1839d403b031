/**
 * The worker in which explorables compute, so that their page stays quick. Of what is computed it draws only as much
 * as can be looked at.
 *
 * @module
 */

import type { Settings } from "./explorable.ts";
import { EXPLORABLES } from "./list.ts";

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

const scope = globalThis as unknown as {
  postMessage(report: ExplorableReport): void;
  onmessage: (event: MessageEvent<ExplorableOrder>) => void;
  readonly location: Location;
};

/** Milliseconds between two drawings, and between two looks at what the page has asked. */
const DRAW = 250;
const BREATH = 20;

let wanted = -1;

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

async function read(name: string): Promise<Uint8Array> {
  const response = await fetch(new URL(name, scope.location.href));
  if (!response.ok) {
    throw new Error(
      `Cannot read ${name}: found status ${response.status}, and the file is wanted; without a ` +
        `network, visit this page once with one`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}

async function compute(order: ExplorableOrder & { kind: "run" }): Promise<void> {
  const { id, run, settings, width } = order;
  let [drawn, breathed] = [-Infinity, performance.now()];
  let last: { says: string; html: () => string; row?: readonly string[] } | undefined;
  for await (
    const frame of EXPLORABLES.find((one) => one.id === id)!.run(settings, { width, read })
  ) {
    last = frame;
    const now = performance.now();
    if (now - drawn > DRAW) {
      drawn = now;
      last = undefined;
      scope.postMessage({ kind: "frame", run, ...frame, html: frame.html() });
    }
    if (now - breathed > BREATH) {
      await breath();
      breathed = performance.now();
      if (wanted !== run) return;
    }
  }
  if (last) scope.postMessage({ kind: "frame", run, ...last, html: last.html() });
}

scope.onmessage = async ({ data: order }) => {
  wanted = order.kind === "run" ? order.run : -1;
  if (order.kind === "stop") return;
  const { run } = order;
  try {
    await compute(order);
    scope.postMessage({ kind: "done", run });
  } catch (error) {
    scope.postMessage({ kind: "done", run, error: (error as Error).message });
  }
};
