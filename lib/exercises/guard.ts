/**
 * A guard around what a learner wrote. A function is judged aside from the notebook (`aside.ts`), with little memory, and
 * ended when it takes too long, grows without end, or does away with itself; the notebook never notices. Nothing of it is
 * ever run in the notebook: a function that cannot be sent is not judged, and its writer is told why.
 *
 * @module
 */

import { judgeAside, type Order } from "./aside.ts";
import type { Resolve } from "./closure.ts";
import { type Exercise, Finding } from "./definition.ts";
import { judge, type Judgement, wrong } from "./judge.ts";
import { type Luggage, pack, StaysBehind } from "./luggage.ts";

/** Milliseconds that an answer may take without a sign of life. */
export const PATIENCE = 5_000;
/** Milliseconds that it may take in all. */
export const IN_ALL = 8_000;
/** Milliseconds until it must have begun; the machine may be busy. */
const BEGUN = 20_000;
/** Who has worked for so many milliseconds and was heard of again is slow rather than stuck. */
const SLOW = 200;

/** How to guard. */
export interface GuardOptions {
  /** Milliseconds without a sign of life. */
  readonly patience?: number;
  /** Milliseconds in all. */
  readonly inAll?: number;
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
  { patience = PATIENCE, inAll = IN_ALL, signal, resolve }: GuardOptions = {},
): Promise<Judgement> {
  if (typeof answer !== "function") return await judge(exercise, answer);
  let luggage: Luggage;
  try {
    luggage = await pack(answer as (...given: never[]) => unknown, resolve);
  } catch (error) {
    if (!(error instanceof StaysBehind)) throw error;
    return wrong(new Finding("stays-behind", `the answer is ${error.what}`));
  }
  return await aside({ id: exercise.id, luggage }, { patience, inAll, signal });
}

/**
 * Judges an answer that was packed elsewhere, aside like any other, with three times the patience: nobody sits and waits, and
 * a machine that marks a class is busy.
 *
 * @param exercise what is asked
 * @param luggage the answer, and what it uses
 */
export function judgeLuggage({ id }: Exercise, luggage: Luggage): Promise<Judgement> {
  return aside({ id, luggage }, { patience: 3 * PATIENCE, inAll: 3 * IN_ALL });
}

function aside(
  order: Order,
  { patience, inAll, signal }: { patience: number; inAll: number; signal?: AbortSignal },
): Promise<Judgement> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let end = () => Promise.resolve();
  return new Promise<Judgement>((resolve, reject) => {
    const found = (misconception: string, observed: string) =>
      resolve(wrong(new Finding(misconception, observed)));
    let [begun, heard, longest] = [0, 0, 0];
    const late = () => {
      const waited = performance.now() - heard;
      const seconds = (time: number) => `${Math.round(time / 100) / 10} s`;
      if (waited < patience / 2 || longest > SLOW) {
        return found("too-slow", `after ${seconds(heard + waited - begun)} it was still at work`);
      }
      found("never-returns", `after ${seconds(waited)} it had not returned`);
    };
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    end = judgeAside(order, {
      said(message) {
        if ("judgement" in message) return resolve(message.judgement);
        clearTimeout(timer);
        const now = performance.now();
        begun ||= now;
        if (heard) longest = Math.max(longest, message.worked);
        heard = now;
        timer = setTimeout(late, Math.min(patience, begun + inAll - now));
      },
      ended(how) {
        if (how === "memory") {
          found(
            "never-returns",
            "it filled all the memory that there is for it, and had not returned",
          );
        } else if (how === "gone") found("throws", "it ended the program that was to judge it");
        else found("throws", `it threw ${how.name}: ${how.message}`);
      },
    });
    timer = setTimeout(
      () => found("stays-behind", "the machine was too busy to judge it; run the cell again"),
      BEGUN,
    );
  }).finally(() => {
    clearTimeout(timer);
    return end();
  });
}
