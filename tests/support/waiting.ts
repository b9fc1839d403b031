/**
 * Vitest's ways to wait until something holds.
 *
 * @module
 */

import { fakeTimers } from "./fake_timers.ts";

/** How long to wait (1,000 ms) and how often to ask (every 50 ms); a number is the time to wait. */
export type WaitOptions = number | { readonly timeout?: number; readonly interval?: number };

// Taken now, so that faked timers do not keep a test waiting.
const { setTimeout } = globalThis;
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
  while (true) {
    try {
      const found = await ask();
      if (holds(found)) return found;
      last = undefined;
    } catch (error) {
      if (!goesOn) throw error;
      last = error;
    }
    if (now() >= end) {
      throw last ?? new Error(`Timed out in ${timeout} ms: it did not come to hold`);
    }
    if (fakeTimers.isFakeTimers()) fakeTimers.advanceTimersByTime(interval);
    await new Promise((resolve) => setTimeout(resolve, fakeTimers.isFakeTimers() ? 0 : interval));
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
