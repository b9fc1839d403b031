/**
 * Runs cases in a worker under a watch: one that does not end in time is ended, counted as hung, and the next go on without it.
 *
 * @module
 */

import type { Outcome } from "./run_case.ts";
import type { Job, Report } from "./worker.ts";

/** What came of a case, or that nothing did. */
export type Watched = Omit<Outcome, "kind"> & { readonly kind: Outcome["kind"] | "hung" };

/** How long a case may take, in milliseconds. */
export const PATIENCE = 20_000;
/** How long a worker may take before its first case. */
const LOADING = 120_000;

/** Runs the cases from one number up to another. */
export async function watched(
  seed: number,
  { from, to }: { from: number; to: number },
  note: (index: number, outcome: Watched) => void,
  patience = PATIENCE,
  source = new URL("./worker.ts", import.meta.url),
): Promise<void> {
  for (let next = from; next < to;) next = await stretch(seed, next, to, note, patience, source);
}

/** Goes on until the end or until a worker has to be given up; returns the next case. */
function stretch(
  seed: number,
  from: number,
  to: number,
  note: (index: number, outcome: Watched) => void,
  patience: number,
  source: URL,
): Promise<number> {
  const at = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(source, { type: "module" });
  return new Promise((resolve) => {
    let [noted, last, since] = [from, 0, Date.now()];
    const end = (next: number) => {
      clearInterval(timer);
      worker.terminate();
      resolve(next);
    };
    const giveUp = (kind: "hung" | "unclear", says: string) => {
      const index = at[0] - 1;
      // What had been done since the last report is done again, up to the case that did not end.
      if (index > noted) {
        const again = watched(seed, { from: noted, to: index }, note, patience, source);
        again.then(() => {
          note(index, { kind, subject: "", slip: "", says });
          end(index + 1);
        });
        worker.terminate();
        clearInterval(timer);
        return;
      }
      note(Math.max(index, from), { kind, subject: "", slip: "", says });
      end(Math.max(index, from) + 1);
    };
    const timer = setInterval(() => {
      if (at[0] !== last) [last, since] = [at[0], Date.now()];
      else if (Date.now() - since > (last === 0 ? LOADING : patience)) {
        giveUp("hung", `did not end in ${patience / 1000} s`);
      }
    }, 200);
    worker.onmessage = ({ data }: MessageEvent<Report | null>) => {
      if (data === null) return end(to);
      for (const [index, outcome] of data) {
        note(index, outcome);
        noted = index + 1;
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      giveUp("unclear", `ended the worker: ${event.message}`);
    };
    const job: Job = { seed, cases: { from, to }, at };
    worker.postMessage(job);
  });
}
