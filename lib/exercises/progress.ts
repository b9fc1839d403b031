/**
 * What a learner has done so far, over all notebooks: kept in `notebooks/.progress.json`, which git ignores and
 * which may be deleted at any time.
 *
 * Nothing of it may get into committed outputs: where the environment says `PROGRESS=off`, as the runners of
 * notebooks do, and outside a notebook, nothing is read or written.
 *
 * @module
 */

import { currentHost } from "../notebook/host.ts";

/** How far each exercise has come, by id. */
export type Progress = Readonly<Record<string, "right" | "wrong">>;

/** A place to keep progress. */
export interface ProgressStore {
  /** What is kept; empty if there is nothing, or nothing that can be read. */
  read(): Progress;
  /** Keeps that an exercise came out like this; what was once right stays right. */
  note(id: string, state: "right" | "wrong"): void;
}

/** Keeps and shows nothing. */
export const noProgress: ProgressStore = { read: () => ({}), note: () => {} };

/**
 * Progress in a file.
 *
 * @param path where; the file is made when there is something to keep
 * @returns the store; it never throws, for an exercise must work where nothing can be written
 */
export function fileProgress(path: string | URL): ProgressStore {
  const read = (): Progress => {
    let text: string;
    try {
      text = Deno.readTextFileSync(path);
    } catch {
      return {};
    }
    return merged([text, ...text.split("\n")].map(noted));
  };
  return {
    read,
    note(id, state) {
      const kept = read();
      if (kept[id] === "right" || kept[id] === state) return;
      try {
        // Appended in one piece: two notebooks that do so at once lose nothing.
        Deno.writeTextFileSync(path, `\n${JSON.stringify({ [id]: state })}\n`, { append: true });
      } catch { /* a folder that cannot be written to costs the memory of it, no more */ }
    },
  };
}

/** What a line notes, or a whole file as it was written before there were lines. */
function noted(text: string): Progress {
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(([, state]) => state === "right" || state === "wrong"),
    );
  } catch {
    return {};
  }
}

/** All notes together; what was once right stays right. */
function merged(notes: readonly Progress[]): Progress {
  const all: Record<string, "right" | "wrong"> = {};
  for (const note of notes) {
    for (const [id, state] of Object.entries(note)) if (all[id] !== "right") all[id] = state;
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The store of this process: the file in a notebook, nothing elsewhere.
 *
 * @returns a store
 *
 * @example
 * ```ts
 * import { currentProgress } from "lib/exercises/progress.ts";
 *
 * currentProgress().read(); // {}: outside a notebook nothing is kept
 * ```
 */
export function currentProgress(): ProgressStore {
  const host = currentHost();
  if (host === undefined || host.variable("PROGRESS") === "off") return noProgress;
  if (host.progress !== undefined) return host.progress;
  return fileProgress(new URL("../../notebooks/.progress.json", import.meta.url));
}
