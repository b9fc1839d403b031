/**
 * The stop button. In a notebook this module listens for it, so that a long loop ends with "Interrupted"
 * where it can be ended best, between two steps. Deno's own kernel would by default end as a whole, with
 * everything computed so far.
 *
 * A loop takes a signal once, asks it at each step, and now and then gives way to the event loop, without
 * which no signal would ever arrive. `interruptible` does all three:
 *
 *     for await (const event of interruptible(train(…))) { … }
 *
 * A loop that never gives way cannot hear it. The course's kernel then ends it from outside, with the
 * state kept (tools/kernel); on Deno's own kernel only Kernel ▸ Restart does.
 *
 * Outside a notebook nothing is installed, and Ctrl-C does what it always does.
 *
 * @module
 */

import { aSignal, checkOptions, checkValue, realNumber, type Rule } from "../options.ts";
import { currentHost } from "./host.ts";

/** What a loop throws when the reader has pressed stop. */
export class Interrupted extends Error {
  /**
   * Says what was stopped.
   *
   * @param message what was stopped, and where
   */
  constructor(message = "stopped; everything computed so far is kept") {
    super(message);
    this.name = "Interrupted";
    this.stack = `Interrupted: ${message}`; // where it happened is of no interest to the reader
  }
}

let controller = new AbortController();
let installed = false;

/**
 * The signal that aborts when the stop button is next pressed. Take it once, before the loop.
 *
 * @returns a signal; outside a notebook one that never aborts by itself
 *
 * @example
 * ```ts
 * import { interruptSignal } from "lib/notebook/interrupt.ts";
 *
 * const signal = interruptSignal();
 * for (let step = 0; step < 3; step++) signal.throwIfAborted();
 * ```
 */
export function interruptSignal(): AbortSignal {
  install();
  return controller.signal;
}

/**
 * Presses the stop button from code: every loop that holds the current signal stops.
 *
 * @example
 * ```ts
 * import { interrupt, interruptSignal } from "lib/notebook/interrupt.ts";
 *
 * const signal = interruptSignal();
 * interrupt();
 * signal.aborted; // true
 * ```
 */
export function interrupt(): void {
  const pressed = controller;
  controller = new AbortController(); // the next loop starts afresh
  pressed.abort(new Interrupted());
}

/**
 * Gives way to the event loop once, then throws if the signal has been aborted.
 *
 * @param signal from `interruptSignal`
 * @throws {Interrupted} if stop was pressed
 *
 * @example
 * ```ts
 * import { breathe, interruptSignal } from "lib/notebook/interrupt.ts";
 *
 * await breathe(interruptSignal());
 * ```
 */
export async function breathe(signal: AbortSignal): Promise<void> {
  checkValue("give way", "the signal", signal, aSignal);
  signal.throwIfAborted();
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal.throwIfAborted();
}

/**
 * A sequence that can be stopped: passes on what a generator yields, gives way to the event loop about
 * every 50 ms, and ends with `Interrupted` when the reader presses stop.
 *
 * @param items anything to loop over, such as the events of `train`
 * @param options `signal`: when to stop; `every`: milliseconds between two pauses
 * @returns the same items, for `for await`
 * @throws {Interrupted} if stop was pressed
 *
 * @example
 * ```ts
 * import { interruptible } from "lib/notebook/interrupt.ts";
 *
 * let sum = 0;
 * for await (const n of interruptible([1, 2, 3])) sum += n;
 * ```
 */
export function interruptible<T>(
  items: Iterable<T> | AsyncIterable<T>,
  options: { signal?: AbortSignal; every?: number } = {},
): AsyncGenerator<T, void, void> {
  checkValue("go through items", "items", items, someItems);
  checkOptions<typeof options>("go through items", options, {
    signal: aSignal,
    every: realNumber(0),
  });
  return going(items, options);
}

/** What a loop can go through, now or by and by. */
export const someItems: Rule = {
  wanted: "items one after another, such as train({ … }) or a list,",
  holds: (value) =>
    typeof value === "object" && value !== null &&
    (Symbol.iterator in value || Symbol.asyncIterator in value),
};

async function* going<T>(
  items: Iterable<T> | AsyncIterable<T>,
  { signal = interruptSignal(), every = 50 }: { signal?: AbortSignal; every?: number },
): AsyncGenerator<T, void, void> {
  let last = performance.now();
  for await (const item of items) {
    signal.throwIfAborted();
    yield item;
    if (performance.now() - last >= every) {
      await breathe(signal);
      last = performance.now();
    }
  }
}

/** Listens for the stop button; once, and only in a notebook. */
function install(): void {
  const host = currentHost();
  if (installed || host === undefined) return;
  installed = true;
  host.onStop(interrupt);
}

install(); // on import, so that pressing stop between two loops does not cost the state either
