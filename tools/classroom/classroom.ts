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
import { command } from "../command.ts";
import { makeCourse, makeHandout, makeRoom } from "./folders.ts";
import { install, launcher, run } from "./install.ts";
import { points, sourceOf } from "./source.ts";

/** One notebook to be marked. */
interface Assignment {
  /** The notebook's name, which is also nbgrader's. */
  readonly name: string;
  readonly exercises: readonly Exercise[];
}

const usage =
  `./learn classroom                    all notebooks that have exercises, into classroom/
./learn classroom 03 --sheets        one of them, its exercises alone
./learn classroom --folder FOLDER    into another folder`;

if (import.meta.main) {
  const options = {
    folder: { type: "string", default: "classroom" },
    sheets: { type: "boolean", default: false },
  } as const;
  await command(usage, { options, names: true }, async ({ folder, sheets }, names) => {
    try {
      await makeClassroom(folder, names, { sheet: sheets });
      return 0;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    }
  });
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
  const all = await assignments();
  const chosen = choose(all, names);
  await install();
  await makeCourse(folder);
  const nbgrader = await Deno.realPath(folder) + "/nbgrader";
  await Deno.writeTextFile(nbgrader, launcher("nbgrader"), { mode: 0o755 });
  await Deno.writeTextFile(`${folder}/marks`, launcher("python marks.py"), { mode: 0o755 });
  // Of all notebooks: what was handed out earlier lies there as well.
  const asked = all.flatMap(({ exercises }) => exercises);
  await makeHandout(`${folder}/handout`, asked);
  await makeRoom(`${folder}/room`, asked);
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

/** The notebooks that have exercises. */
async function assignments(): Promise<Assignment[]> {
  const stems = [...Deno.readDirSync("notebooks")].map(({ name }) => name)
    .filter((name) => /^\d\d_.*\.ipynb$/.test(name)).map((name) => name.replace(/\.ipynb$/, ""))
    .sort();
  const all = await Promise.all(stems.map(async (name) => ({
    name,
    exercises: await Promise.all(exerciseIds(name.slice(0, 2)).map(exerciseNamed)),
  })));
  return all.filter(({ exercises }) => exercises.length > 0);
}

/** Those named, by a number or the beginning of a name; all if none is. */
function choose(found: readonly Assignment[], names: readonly string[]): readonly Assignment[] {
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
