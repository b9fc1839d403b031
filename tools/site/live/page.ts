/**
 * What each page loads: makes a notebook's cells or an explorable live, keeps the place that an address names where it
 * belongs, shows on the contents page how far the reader is, and keeps the site for reading without a network.
 *
 * @module
 */

import { holdPlaces } from "./hold.ts";
import { keepForLater } from "./keep.ts";
import { Notebook } from "./notebook.ts";
import { isProgress, readProgress } from "./store.ts";

holdPlaces();
const notebook = document.querySelector<HTMLElement>("[data-notebook]");
if (notebook) new Notebook(notebook);
const explorable = document.querySelector<HTMLElement>("[data-explorable]");
if (explorable) {
  const open = () => new Worker(new URL("./explorables/worker.js", import.meta.url));
  void import("./explorable.ts").then(({ LiveExplorable }) => new LiveExplorable(explorable, open));
}

/** On the contents page: how many of each notebook's exercises are done. */
function showProgress(): void {
  const progress = readProgress();
  let done = 0;
  let all = 0;
  for (const place of document.querySelectorAll<HTMLElement>("[data-exercises]")) {
    const ids = place.dataset.exercises!.split(" ").filter((id) => id !== "");
    const right = ids.filter((id) => progress[id] === "right").length;
    place.textContent = right === 0
      ? `${ids.length} exercises`
      : `${right} of ${ids.length} exercises done`;
    done += right;
    all += ids.length;
  }
  const place = document.getElementById("progress");
  if (place && done > 0) place.textContent = `You have done ${done} of ${all} exercises.`;
}
showProgress();
addEventListener("storage", ({ key }) => {
  if (isProgress(key)) showProgress();
});

if (document.readyState === "complete") void keepForLater();
else addEventListener("load", () => void keepForLater());
