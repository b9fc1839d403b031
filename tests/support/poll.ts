/**
 * Vitest's `expect.poll`: an assertion on what a function returns, which is asked until it holds.
 *
 * @module
 */

import { fakeTimers } from "./fake_timers.ts";

// Taken now, so that timers that a test fakes do not keep it waiting.
const { setTimeout } = globalThis;
const now = Date.now;

/** How long `expect.poll` asks (1,000 ms), how often (every 50 ms), and what it says when it fails. */
export interface PollOptions {
  readonly timeout?: number;
  readonly interval?: number;
  readonly message?: string;
}

interface Poll {
  readonly read: () => unknown;
  readonly options: PollOptions;
  // deno-lint-ignore no-explicit-any -- chai's assertions carry internal methods without types
  readonly assertion: (value: unknown, message?: string) => any;
  /** The test in which it stands, to which it says at the end if nobody has waited for it. */
  readonly test?: { onFinished?: (() => void)[] };
}

/** Matchers that make no sense when they are asked again and again. */
const onceOnly = /[sS]napshot|throw/i;

/** Stands for an assertion on what `read` returns, once it holds; `names` lead to it, such as `not` and `toBe`. */
export function polled(poll: Poll, names: readonly string[]): object {
  const { read, assertion, test } = poll;
  const { timeout = 1000, interval = 50, message } = poll.options;
  const ask = async (wanted: readonly unknown[]) => {
    const end = now() + timeout;
    while (true) {
      try {
        const made = assertion(await read(), message);
        const owner = names.slice(0, -1).reduce((one, name) => one[name], made);
        return await owner[names.at(-1)!](...wanted);
      } catch (error) {
        if (now() >= end) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, interval));
      if (fakeTimers.isFakeTimers()) fakeTimers.advanceTimersByTime(interval);
    }
  };
  return new Proxy(() => {}, {
    get: (_, name) => {
      if (typeof name === "symbol" || name === "then") return undefined;
      if (onceOnly.test(name)) {
        throw new SyntaxError(`Cannot poll ${name}: vi.waitFor is wanted, with expect in it`);
      }
      return polled(poll, [...names, name]);
    },
    apply: (_, __, wanted) => {
      let awaited: Promise<unknown> | undefined;
      (test ? test.onFinished ??= [] : []).push(() => {
        if (!awaited) throw new Error(`expect.poll(…).${names.join(".")} is to be awaited`);
      });
      return {
        then: (...next: Parameters<Promise<unknown>["then"]>) =>
          (awaited ??= ask(wanted)).then(...next),
        catch: (next: (reason: unknown) => unknown) => (awaited ??= ask(wanted)).catch(next),
        finally: (next: () => void) => (awaited ??= ask(wanted)).finally(next),
      };
    },
  });
}
