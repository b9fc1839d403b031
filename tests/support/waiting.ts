/**
 * Vitest's ways to wait until something holds.
 *
 * @module
 */

import { fakeTimers } from "./fake_timers.ts";

/** How long to wait (1,000 ms) and how often to ask (every 50 ms); a number is the time to wait. */
export type WaitOptions = number | { readonly timeout?: number; readonly interval?: number };

// Taken now, so that faked timers do not keep a test waiting.
const { setTimeout, clearTimeout } = globalThis;
const now = performance.now.bind(performance);

/** Asks until `holds` says yes to what came of asking, or an error; throws what `late` makes of the last when time is up. */
async function asked<T>(
  ask: () => T | Promise<T>,
  options: WaitOptions,
  holds: (found: T) => boolean,
  goesOn: boolean,
): Promise<T> {
  const { timeout = 1000, interval = 50 } = typeof options === "number"
    ? { timeout: options }
    : options;
  const end = now() + timeout;
  let last: unknown;
  const silent = new Error(`Timed out in ${timeout} ms: no answer came`);
  while (true) {
    try {
      const found = await inTime(ask, end - now(), silent);
      if (holds(found)) return found;
      last = undefined;
    } catch (error) {
      if (!goesOn || error === silent) throw last ?? error;
      last = error;
    }
    if (now() >= end) {
      throw last ?? new Error(`Timed out in ${timeout} ms: it did not come to hold`);
    }
    if (fakeTimers.isFakeTimers()) fakeTimers.advanceTimersByTime(interval);
    await new Promise((resolve) => setTimeout(resolve, fakeTimers.isFakeTimers() ? 0 : interval));
  }
}

/** What comes of asking; throws `late` where nothing does. */
async function inTime<T>(ask: () => T | Promise<T>, milliseconds: number, late: Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([ask(), end]);
  } finally {
    clearTimeout(timer);
  }
}

export const waiting = {
  /** Calls `ask` until it throws no more. */
  waitFor: <T>(ask: () => T | Promise<T>, options: WaitOptions = {}): Promise<T> =>
    asked(ask, options, () => true, true),
  /** Calls `ask` until it returns something true. */
  waitUntil: <T>(ask: () => T | Promise<T>, options: WaitOptions = {}): Promise<T> =>
    asked(ask, options, Boolean, false),
};
