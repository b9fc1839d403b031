/**
 * Makes the teacher's version of the course for nbgrader, and the learners' version without solutions and checks.
 *
 *     deno task classroom [NAME ...] [--folder FOLDER] [--sheets]
 *
 * `NAME` is a notebook such as 03; all that have exercises if none is given. `--sheets` leaves the lessons out, so
 * that each notebook holds its exercises alone and is marked in seconds. The README says how to go on.
 *
 * @module
 */

import type { Exercise } from "../../lib/exercises/definition.ts";
import { exerciseIds, exerciseNamed } from "../../lib/exercises/load.ts";
import type { Notebook } from "../../tests/support/notebook.ts";
import { makeCourse, makeHandout } from "./folders.ts";
import { install, launcher, run } from "./install.ts";
import { points, sourceOf } from "./source.ts";

/** One notebook to be marked. */
interface Assignment {
  /** The notebook's name, which is also nbgrader's. */
  readonly name: string;
  readonly exercises: readonly Exercise[];
}

if (import.meta.main) {
  try {
    const { names, folder, sheet } = parse(Deno.args);
    await makeClassroom(folder, names, { sheet });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}

/**
 * Makes `folder`: nbgrader's course with `source/` and `release/`, and `handout/` for the learners.
 *
 * @param folder where
 * @param names notebooks such as "03"; all if none
 * @param options `sheet`: exercises alone
 */
export async function makeClassroom(
  folder: string,
  names: readonly string[],
  { sheet = false }: { sheet?: boolean } = {},
): Promise<void> {
  const chosen = await assignments(names);
  await install();
  await makeCourse(folder);
  const nbgrader = await Deno.realPath(folder) + "/nbgrader";
  await Deno.writeTextFile(nbgrader, launcher("nbgrader"), { mode: 0o755 });
  await Deno.writeTextFile(`${folder}/marks`, launcher("python marks.py"), { mode: 0o755 });
  await makeHandout(`${folder}/handout`, chosen.flatMap(({ exercises }) => exercises));
  await Deno.mkdir(`${folder}/handout/notebooks`, { recursive: true });
  for (const { name, exercises } of chosen) {
    const notebook: Notebook = JSON.parse(await Deno.readTextFile(`notebooks/${name}.ipynb`));
    const source = `${folder}/source/${name}`;
    await Deno.mkdir(source, { recursive: true });
    const text = JSON.stringify(sourceOf(notebook, exercises, { sheet }), null, 1);
    await Deno.writeTextFile(`${source}/${name}.ipynb`, `${text}\n`);
    const quiet = ["--force", "--log-level=WARN"];
    await run(nbgrader, ["generate_assignment", name, ...quiet]);
    const released = `${folder}/release/${name}/${name}.ipynb`;
    await Deno.copyFile(released, `${folder}/handout/notebooks/${name}.ipynb`);
    const sum = exercises.reduce((sum, { kind }) => sum + points[kind], 0);
    console.log(`${name}: ${exercises.length} exercises, ${sum} points`);
  }
  console.log(`\nFor you: ${folder}. For the learners: ${folder}/handout.`);
}

/** The notebooks that have exercises, of those named. */
async function assignments(names: readonly string[]): Promise<Assignment[]> {
  const stems = [...Deno.readDirSync("notebooks")].map(({ name }) => name)
    .filter((name) => /^\d\d_.*\.ipynb$/.test(name)).map((name) => name.replace(/\.ipynb$/, ""))
    .sort();
  const all = await Promise.all(stems.map(async (name) => ({
    name,
    exercises: await Promise.all(exerciseIds(name.slice(0, 2)).map(exerciseNamed)),
  })));
  const found = all.filter(({ exercises }) => exercises.length > 0);
  for (const wanted of names) {
    if (!found.some(({ name }) => name.startsWith(wanted))) {
      throw new RangeError(
        `Cannot find the notebook "${wanted}": one of ${
          found.map(({ name }) => name).join(", ")
        } is wanted`,
      );
    }
  }
  return found.filter(({ name }) =>
    names.length === 0 || names.some((wanted) => name.startsWith(wanted))
  );
}

function parse(words: readonly string[]) {
  const names: string[] = [];
  let folder = "classroom";
  let sheet = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === "--sheets") sheet = true;
    else if (word === "--folder" && words[at + 1]) folder = words[++at];
    else if (word.startsWith("--")) {
      throw new Error(`Cannot read ${word}: wanted [NAME ...] [--folder FOLDER] [--sheets]`);
    } else names.push(word);
  }
  return { names, folder, sheet };
}
