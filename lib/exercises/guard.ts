/**
 * A guard around what a learner wrote. A function is judged aside from the notebook (`aside.ts`), with little memory, and
 * ended when it takes too long, grows without end, or does away with itself; the notebook never notices. What cannot
 * travel there is judged in the notebook, where time is limited as well.
 *
 * @module
 */

import vm from "node:vm";
import { judgeAside, type Order } from "./aside.ts";
import { type Exercise, Finding } from "./definition.ts";
import { judge, type Judgement } from "./judge.ts";
import type { Resolve } from "./closure.ts";
import { pack } from "./luggage.ts";

/** Milliseconds that an answer may take without a sign of life. */
export const PATIENCE = 5_000;
/** How many times as long it may take in all, with signs of life. */
const IN_ALL = 12;
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
  const judged = luggage && await aside({ id: exercise.id, luggage }, { patience, signal });
  return judged ?? await inPlace(exercise, f, patience);
}

/** Judges it aside; null if it needs the notebook. */
function aside(
  order: Order,
  { patience, signal }: { patience: number; signal?: AbortSignal },
): Promise<Judgement | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let end = () => Promise.resolve();
  return new Promise<Judgement | null>((resolve, reject) => {
    const never = (observed: string) => resolve(wrong("never-returns", observed));
    const late = (after: number) => never(`after ${after / 1000} s it had not returned`);
    let until = Infinity;
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    end = judgeAside(order, {
      said(message) {
        if (message !== "alive") return resolve(message.judgement);
        clearTimeout(timer);
        const now = performance.now();
        until = Math.min(until, now + IN_ALL * patience);
        timer = until - now < patience
          ? setTimeout(late, until - now, IN_ALL * patience)
          : setTimeout(late, patience, patience);
      },
      ended(how) {
        if (how === "memory") {
          never("it filled all the memory that there is for it, and had not returned");
        } else if (how === "gone") {
          resolve(wrong("throws", "it ended the program that was to judge it"));
        } else resolve(wrong("throws", `it threw ${how.name}: ${how.message}`));
      },
    });
    timer = setTimeout(() => resolve(null), 3 * PATIENCE); // until it is up
  }).finally(() => {
    clearTimeout(timer);
    return end();
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
