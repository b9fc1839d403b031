/**
 * How often a test may try, and how long.
 *
 * @module
 */

import type { Retry, TestOptions } from "./tree.ts";

// Taken now, so that timers that a test fakes do not fake its end.
const { setTimeout, clearTimeout } = globalThis;
const now = performance.now.bind(performance);

/** How long a test may take that does not say so, in milliseconds. */
export const defaultTimeout = 120_000;

/** Runs a test, again if it fails and may be tried again. */
export async function retried(
  run: () => Promise<void>,
  retry: TestOptions["retry"],
): Promise<void> {
  const { count = 0, delay = 0, condition } = typeof retry === "object" ? retry : { count: retry };
  for (let left = count;; left--) {
    try {
      return await run();
    } catch (error) {
      if (left === 0 || !mayRetry(error, condition)) throw error;
    }
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
  }
}

function mayRetry(error: unknown, condition: Retry["condition"]): boolean {
  if (condition === undefined) return true;
  if (typeof condition === "function") return condition(error as Error);
  return new RegExp(condition).test(error instanceof Error ? error.message : String(error));
}

/** Ends with an error what takes too long. */
export async function withTimeout<Result>(
  body: () => Result,
  milliseconds: number,
  controller: AbortController,
  what = "test",
): Promise<Awaited<Result>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = now() + milliseconds;
  const tooLate = () => {
    const error = new Error(`${what} timed out in ${milliseconds} ms`);
    controller.abort(error);
    return error;
  };
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), milliseconds);
  });
  try {
    const result = await Promise.race([body(), late]);
    // It kept the timer from running. The time that nobody has asked for is there to end what hangs, and no more.
    if (now() >= end && milliseconds !== defaultTimeout) throw tooLate();
    return result;
  } finally {
    clearTimeout(timer);
  }
}
