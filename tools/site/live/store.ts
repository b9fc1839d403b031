/**
 * What a reader has changed and done, kept in the browser: a key for each cell, so that two tabs do not undo each
 * other's work. Where there is no storage, a stand-in made in the page's head keeps it until the page is left.
 *
 * @module
 */

import type { Progress } from "./messages.ts";

/** Keys begin with where the site lies, for other sites may share the host. */
const SITE = new URL("../", import.meta.url).pathname;
const PROGRESS = `${SITE}progress`;
const changeKey = (notebook: string, cell: string) => `${SITE}change/${notebook}/${cell}`;

/** The reader's code in place of a cell's; undefined if it is unchanged. */
export function changeOf(notebook: string, cell: string): string | undefined {
  return localStorage.getItem(changeKey(notebook, cell)) ?? undefined;
}

/** Keeps the reader's code, or forgets it. False where it cannot be kept. */
export function keepChange(notebook: string, cell: string, source: string | undefined): boolean {
  try {
    if (source === undefined) localStorage.removeItem(changeKey(notebook, cell));
    else localStorage.setItem(changeKey(notebook, cell), source);
    return true;
  } catch { // full
    return false;
  }
}

/** The cell that a change of storage is about, if it is one of this notebook. */
export function changedCell(key: string | null, notebook: string): string | undefined {
  const start = changeKey(notebook, "");
  return key?.startsWith(start) ? key.slice(start.length) : undefined;
}

/** How far each exercise has come. */
export function readProgress(): Progress {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PROGRESS) ?? "{}");
    return Object.fromEntries(
      Object.entries(kept ?? {}).filter(([, state]) => state === "right" || state === "wrong"),
    );
  } catch {
    return {};
  }
}

/** Keeps how an exercise came out; what was once right stays right. */
export function noteProgress(exercise: string, state: "right" | "wrong"): void {
  const kept = readProgress();
  if (kept[exercise] === "right") return;
  try {
    localStorage.setItem(PROGRESS, JSON.stringify({ ...kept, [exercise]: state }));
  } catch { /* an exercise must work where nothing can be kept */ }
}

/** Whether a change of storage is about progress. */
export const isProgress = (key: string | null) => key === PROGRESS;
