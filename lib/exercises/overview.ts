/**
 * How far a learner is: what is done, what is open, and where to go on, with links to the places in the notebooks.
 *
 * @module
 */

import type { Displayable } from "../notebook/display.ts";
import { boxOf, type Line } from "./box.ts";
import { type Exercise, notebookOf } from "./definition.ts";
import { exerciseIds, exerciseNamed, stemOf } from "./load.ts";
import type { Progress } from "./progress.ts";

/** An exercise's title, as a link to its heading. */
function linked({ id, title }: Exercise, text = title): string {
  const heading = `Exercise: ${title}`.replaceAll(/\s/g, "-");
  return `[${text}](${stemOf(id)}.ipynb#${encodeURIComponent(heading)})`;
}

/**
 * What comes next, for who has just got an exercise right.
 *
 * @param id which one that was
 * @param kept what was done before
 * @returns a line such as "2 of 4 here; next: clipping"
 */
export async function nextLine(id: string, kept: Progress): Promise<Line> {
  const isOpen = (other: string) => other !== id && kept[other] !== "right";
  const here = exerciseIds(id.slice(0, 2));
  const done = here.length - here.filter(isOpen).length;
  const following = (ids: readonly string[]) =>
    ids.slice(ids.indexOf(id) + 1).find(isOpen) ?? ids.find(isOpen);
  const next = following(here) ?? following(exerciseIds());
  const count = `${done} of ${here.length} here`;
  return next === undefined
    ? `${count}; all of the course is done.`
    : `${count}; next: ${linked(await exerciseNamed(next))} (${next}).`;
}

/**
 * Everything that is done and open.
 *
 * @param kept what was done
 * @param notebook of this notebook alone; of all if empty
 */
export async function progressBox(kept: Progress, notebook: string): Promise<Displayable> {
  const all = await Promise.all(exerciseIds(notebook).map(exerciseNamed));
  const isDone = ({ id }: Exercise) => kept[id] === "right";
  const done = all.filter(isDone).length;
  const open = all.filter((one) => !isDone(one));
  // Where they left off: in the last notebook begun, or the first that is not done.
  const last = all.findLast(({ id }) => id in kept);
  const next = open.find((one) => last && notebookOf(one) >= notebookOf(last)) ?? open[0];
  const lines: Line[] = [...new Set(all.map(notebookOf))].map((number) => {
    const here = all.filter((one) => notebookOf(one) === number);
    const titles = (word: string, list: readonly Exercise[]) =>
      list.length === 0 ? "" : ` ${word}: ${list.map((one) => linked(one)).join(", ")}.`;
    return `${number}: ${here.filter(isDone).length} of ${here.length}.` +
      titles("Done", here.filter(isDone)) +
      titles("Begun", here.filter(({ id }) => kept[id] === "wrong")) +
      titles("Open", here.filter(({ id }) => !(id in kept)));
  });
  lines.push({
    text: next ? `Go on with ${linked(next, next.id)}. ${next.goal}` : "All done.",
    as: "strong",
  });
  if (notebook === "") {
    lines.push({
      text: "Kept in notebooks/.progress.json; delete it to start afresh.",
      as: "soft",
    });
  } else lines.push({ text: "Of all notebooks: await yourProgress()", as: "soft" });
  return boxOf({ word: "PROGRESS", about: `${done} of ${all.length} exercises`, lines });
}
