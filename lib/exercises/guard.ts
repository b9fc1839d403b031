/**
 * A guard against loops without end: a learner's function is judged in a worker first, which can be ended when
 * it takes too long; the notebook itself would hang.
 *
 * A function crosses over as its source, so it may use its arguments and what `lib/tensor/mod.ts` exports, no
 * other names of the notebook. One that does is judged in the notebook after all: there, only the stop button
 * helps, pressed a second time after a second (`lib/notebook/interrupt.ts`).
 *
 * @module
 */

import type { Exercise } from "./definition.ts";
import type { Judgement } from "./judge.ts";

/** Milliseconds that an answer may take, once the worker is up. */
export const PATIENCE = 10_000;

/** What the worker says: that it is up, then what came of the answer; null if it could not judge it. */
export type GuardMessage = "ready" | { readonly judgement: Judgement | null };

/**
 * Judges a function in a worker.
 *
 * @param exercise what is asked
 * @param answer the function
 * @param options `patience` in milliseconds; `signal` stops it
 * @returns the judgement; null if the function cannot be judged away from the notebook
 *
 * @example
 * ```ts
 * import { exerciseNamed } from "lib/exercises/all.ts";
 * import { judgeGuarded } from "lib/exercises/guard.ts";
 *
 * const stuck = () => {
 *   for (;;);
 * };
 * const found = await judgeGuarded(exerciseNamed("01.bag"), stuck, { patience: 200 });
 * found?.misconception; // "never-returns"
 * ```
 */
export function judgeGuarded(
  exercise: Exercise,
  answer: (...given: never[]) => unknown,
  { patience = PATIENCE, signal }: { patience?: number; signal?: AbortSignal } = {},
): Promise<Judgement | null> {
  const worker = new Worker(new URL("./guard_worker.ts", import.meta.url), { type: "module" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return new Promise<Judgement | null>((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.onerror = (event) => {
      event.preventDefault();
      resolve(null);
    };
    worker.onmessage = ({ data }: MessageEvent<GuardMessage>) => {
      if (data !== "ready") return resolve(data.judgement);
      timer = setTimeout(() =>
        resolve({
          state: "wrong",
          observed: `after ${patience / 1000} s it had not returned`,
          misconception: "never-returns",
        }), patience);
      worker.postMessage({ id: exercise.id, source: answer.toString() });
    };
  }).finally(() => {
    clearTimeout(timer);
    worker.terminate();
  });
}
