/**
 * A guard around what a learner wrote. A function is judged on a worker with little memory, which is ended when it takes
 * too long, grows without end, or does away with itself; the notebook never notices. What cannot travel to a worker is
 * judged in the notebook, where time is limited as well.
 *
 * @module
 */

import vm from "node:vm";
import { MessageChannel, Worker } from "node:worker_threads";
import { type Exercise, Finding } from "./definition.ts";
import { judge, type Judgement } from "./judge.ts";
import { type Luggage, pack, type Resolve } from "./luggage.ts";

/** Milliseconds that an answer may take without a sign of life. */
export const PATIENCE = 7_000;
/** Megabytes of JavaScript values that an answer may hold. */
const HEAP = 256;
/** Bytes that the whole process may grow by meanwhile. */
const GROWTH = 600_000_000;

/** What the worker says: a sign of life, or what came of the answer; null if it could not judge it. */
export type GuardMessage = "alive" | { readonly judgement: Judgement | null };

/** How to guard. */
export interface GuardOptions {
  /** Milliseconds without a sign of life. */
  readonly patience?: number;
  /** Stops it. */
  readonly signal?: AbortSignal;
  /** What the names in the answer's source mean. */
  readonly resolve?: Resolve;
}

/**
 * Judges any answer, whatever it does.
 *
 * @param exercise what is asked
 * @param answer what the learner handed in
 * @param options how long it may take, and what stops it
 * @returns the judgement
 *
 * @example
 * ```ts
 * import { judgeGuarded } from "lib/exercises/guard.ts";
 * import { exerciseNamed } from "lib/exercises/load.ts";
 *
 * const stuck = () => {
 *   for (;;);
 * };
 * const { misconception } = await judgeGuarded(await exerciseNamed("01.bag"), stuck, { patience: 300 });
 * misconception; // "never-returns"
 * ```
 */
export async function judgeGuarded(
  exercise: Exercise,
  answer: unknown,
  { patience = PATIENCE, signal, resolve }: GuardOptions = {},
): Promise<Judgement> {
  if (typeof answer !== "function") return await judge(exercise, answer);
  const f = answer as (...given: never[]) => unknown;
  const luggage = await pack(f, resolve).catch(() => null);
  const judged = luggage && await onWorker(exercise.id, luggage, { patience, signal });
  return judged ?? await inPlace(exercise, f, patience);
}

/** Judges it on a worker; null if it needs the notebook. */
function onWorker(
  id: string,
  luggage: Luggage,
  { patience, signal }: { patience: number; signal?: AbortSignal },
): Promise<Judgement | null> {
  const worker = new Worker(new URL("./guard_worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP },
  });
  // A channel of our own: what the answer posts is not heard.
  const { port1: ours, port2: theirs } = new MessageChannel();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setInterval> | undefined;
  return new Promise<Judgement | null>((resolve, reject) => {
    const never = (observed: string) => resolve(wrong("never-returns", observed));
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => never(`after ${patience / 1000} s it had not returned`), patience);
    };
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    ours.on("message", (message: GuardMessage) => {
      if (message === "alive") wait();
      else resolve(message.judgement);
    });
    worker.on("error", (error: Error & { code?: string }) => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") {
        never("it filled all the memory that there is for it, and had not returned");
      } else resolve(wrong("throws", `it threw ${error.name}: ${error.message}`));
    });
    const start = Deno.memoryUsage().rss;
    let most = 0; // a worker whose heap is full may end without saying why
    worker.on(
      "exit",
      () =>
        most > HEAP * 1e6 / 4
          ? never("it filled all the memory that there is for it, and had not returned")
          : resolve(wrong("throws", "it ended the program that was to judge it")),
    );
    watch = setInterval(() => {
      most = Math.max(most, Deno.memoryUsage().rss - start);
      if (most > GROWTH) never("it had taken 600 megabytes of memory, and not returned");
    }, 50);
    worker.postMessage({ id, luggage, port: theirs }, [theirs]);
    timer = setTimeout(() => resolve(null), 3 * PATIENCE); // until it is up
  }).finally(async () => {
    clearTimeout(timer);
    clearInterval(watch);
    ours.close();
    await worker.terminate();
  });
}

/** Judges it here, with a limit to its time, and without what would end the notebook or wait for a reader. */
async function inPlace(
  exercise: Exercise,
  answer: (...given: never[]) => unknown,
  patience: number,
): Promise<Judgement> {
  const restore = forbid();
  const key = `judge ${crypto.randomUUID()}`;
  const scope = globalThis as unknown as Record<string, unknown>;
  scope[key] = () => judge(exercise, answer);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = wrong("never-returns", `after ${patience / 1000} s it had not returned`);
  try {
    const running = vm.runInThisContext(`globalThis[${JSON.stringify(key)}]()`, {
      timeout: patience,
    }) as Promise<Judgement>;
    const waiting = new Promise<Judgement>((resolve) => {
      timer = setTimeout(() => resolve(late), patience);
    });
    return await Promise.race([running, waiting]);
  } catch (error) {
    if ((error as { code?: string })?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return late;
    throw error;
  } finally {
    clearTimeout(timer);
    delete scope[key];
    restore();
  }
}

/** Takes away what no answer needs, and gives back how to undo that. */
function forbid(): () => void {
  const homes: [object, string][] = [
    [Deno, "exit"],
    [Deno, "kill"],
    [globalThis, "prompt"],
    [globalThis, "alert"],
    [globalThis, "confirm"],
    [globalThis, "close"],
  ];
  const undo = homes.map(([home, name]) => {
    const before = Object.getOwnPropertyDescriptor(home, name);
    if (!before?.configurable) return () => {};
    const value = () => {
      throw new Finding("throws", `it calls ${name}, which no answer needs`);
    };
    Object.defineProperty(home, name, { value, configurable: true, writable: true });
    return () => Object.defineProperty(home, name, before);
  });
  return () => undo.forEach((one) => one());
}

function wrong(misconception: string, observed: string): Judgement {
  return { state: "wrong", observed, misconception };
}
