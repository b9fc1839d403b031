/**
 * All sabotages, and the two things that `run.py` asks of them:
 *
 *     deno run -R tools/sabotage/all.ts                  prints them as JSON
 *     deno run -RW tools/sabotage/all.ts NAME FOLDER     breaks the copy of the project in FOLDER
 *
 * @module
 */

import { arithmetic } from "./list/arithmetic.ts";
import { checks } from "./list/checks.ts";
import { data } from "./list/data.ts";
import { gates } from "./list/gates.ts";
import { gru } from "./list/gru.ts";
import { leaks } from "./list/leaks.ts";
import { otherNets } from "./list/other_nets.ts";
import { recurrence } from "./list/recurrence.ts";
import { tasks } from "./list/tasks.ts";
import { today } from "./list/today.ts";
import { training } from "./list/training.ts";
import { untrained } from "./list/untrained.ts";
import { broken, type Sabotage } from "./sabotage.ts";

/** Every sabotage, in the order in which they run. */
export const sabotages: readonly Sabotage[] = [
  ...recurrence,
  ...leaks,
  ...gates,
  ...gru,
  ...otherNets,
  ...today,
  ...arithmetic,
  ...untrained,
  ...training,
  ...tasks,
  ...data,
  ...checks,
];

if (import.meta.main) {
  const [name, folder] = Deno.args;
  if (name === undefined) {
    console.log(JSON.stringify(sabotages));
  } else {
    const sabotage = sabotages.find((one) => one.name === name)!;
    const files = broken(sabotage, (file) => Deno.readTextFileSync(`${folder}/${file}`));
    for (const [file, text] of Object.entries(files)) {
      Deno.writeTextFileSync(`${folder}/${file}`, text);
    }
  }
}
