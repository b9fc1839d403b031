/**
 * The two folders that a class needs: the teacher's, with everything that judges, and the learners', in which neither
 * a solution, a check nor a wrong answer is left.
 *
 * A kernel's working directory is its notebook's folder, and it takes the import map of the nearest `deno.json` above.
 * So both folders have a `deno.json` and a `lib/` of their own, and `lib/…` means the same from `source/`,
 * `submitted/`, `autograded/` and the learners' `notebooks/`. Copies, so that what is marked is what was handed out.
 *
 * @module
 */

import type { Exercise } from "../../lib/exercises/definition.ts";

const root = decodeURIComponent(new URL("../..", import.meta.url).pathname).replace(/\/$/, "");
const here = `${root}/tools/classroom`;

/** Of `lib/exercises/`, what holds no answer. */
const OPEN = ["box.ts", "common.ts", "definition.ts", "judge.ts", "plain.ts", "your_turn.ts"];
/** And what packs an answer. */
const PACKING = ["closure.ts", "code.ts", "frame.ts", "luggage.ts"];

/**
 * Makes the teacher's folder, or renews what this tool has put there; submissions and grades stay.
 *
 * @param folder where
 */
export async function makeCourse(folder: string): Promise<void> {
  await refuseForeign(folder);
  await Deno.mkdir(folder, { recursive: true });
  await replace(`${root}/lib`, `${folder}/lib`);
  await replace(`${root}/notebooks/exercises`, `${folder}/notebooks/exercises`);
  await replace(`${here}/course/grading`, `${folder}/grading`);
  await copyCommon(folder, {}, { "grading/": "./grading/" });
  for (const name of ["nbgrader_config.py", "marks.py", "sheets.py", "marking.py", "bound.py"]) {
    await Deno.copyFile(`${here}/course/${name}`, `${folder}/${name}`);
  }
}

/**
 * Makes the learners' folder: the course's library without what judges, and what `./learn` needs.
 *
 * @param folder where; what was there is replaced
 * @param exercises those whose goals and first hints the learners get
 */
export async function makeHandout(folder: string, exercises: readonly Exercise[]): Promise<void> {
  await openLibrary(folder, exercises, OPEN);
  const { lab } = (await config()).tasks;
  await copyCommon(folder, { lab }, {});
  await Deno.copyFile(`${root}/learn`, `${folder}/learn`);
  for (const name of ["setup", "kernel"]) {
    await replace(`${root}/tools/${name}`, `${folder}/tools/${name}`);
  }
  await Deno.copyFile(`${here}/handout/README.md`, `${folder}/README.md`);
}

/**
 * Makes the room in which sheets are run to be marked: what learners were handed, and what hands their answers on. It is all
 * that a sheet can read then, so its cache is its own as well: the common one holds solutions, compiled.
 *
 * @param folder where; what was there is replaced
 * @param exercises those that may be asked
 */
export async function makeRoom(folder: string, exercises: readonly Exercise[]): Promise<void> {
  await openLibrary(folder, exercises, [...OPEN, ...PACKING]);
  await Deno.mkdir(`${folder}/grading`, { recursive: true });
  await Deno.copyFile(`${here}/course/grading/hand_in.ts`, `${folder}/grading/hand_in.ts`);
  // With the first cell, as in the course: it remembers what was there before a cell has declared something.
  await Deno.writeTextFile(`${folder}/lib/exercises/mod.ts`, `import "./code.ts";\n`, {
    append: true,
  });
  await copyCommon(folder, {}, { "grading/": "./grading/" });
  const cache = `${folder}/cache`;
  await Deno.remove(cache, { recursive: true }).catch(() => {});
  await Deno.mkdir(cache);
  await Deno.symlink(`${await cacheFolder()}/npm`, `${cache}/npm`);
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", "grading/hand_in.ts", "lib/mod.ts", ...await modulesOf(folder)],
    cwd: folder,
    env: { DENO_DIR: cache },
    stderr: "piped",
  }).output();
  if (code !== 0) {
    const said = new TextDecoder().decode(stderr).trim();
    throw new Error(`Cannot make the room in which sheets are marked: ${said}`);
  }
}

/** Where this Deno keeps what it has fetched. */
async function cacheFolder(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

/** What notebooks import of the library's exercises and drawings, which its index leaves out. */
async function modulesOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const part of ["exercises", "notebook", "plots", "checks", "experiments"]) {
    for await (const { name } of Deno.readDir(`${folder}/lib/${part}`)) {
      if (name.endsWith(".ts")) found.push(`lib/${part}/${name}`);
    }
  }
  return found.sort();
}

/** The library without what judges. */
async function openLibrary(
  folder: string,
  exercises: readonly Exercise[],
  open: readonly string[],
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await replace(`${root}/lib`, `${folder}/lib`);
  const inside = `${folder}/lib/exercises`;
  for await (const { name } of Deno.readDir(inside)) {
    if (!open.includes(name)) await Deno.remove(`${inside}/${name}`, { recursive: true });
  }
  await Deno.copyFile(`${here}/handout/mod.ts`, `${inside}/mod.ts`);
  await Deno.writeTextFile(`${inside}/load.ts`, listOf(exercises));
}

/** What a learner may know of each exercise, as a module in the place of the course's `load.ts`. */
function listOf(exercises: readonly Exercise[]): string {
  const open = exercises.map(({ id, kind, title, goal, begin }) => ({
    ...{ id, kind, title, goal, begin },
  }));
  return `/**
 * What the exercises ask, without what is right.
 *
 * @module
 */

import type { Asked } from "./definition.ts";

/** What is handed out of an exercise. */
export type Handed = Pick<Asked, "id" | "kind" | "title" | "goal" | "begin">;

/** Every exercise that is handed out. */
export const exercises: readonly Handed[] = ${JSON.stringify(open, null, 2)};

/**
 * The exercise of that id.
 *
 * @throws {RangeError} if there is none
 */
export function exerciseNamed(id: string): Promise<Handed> {
  const found = exercises.find((one) => one.id === id);
  if (found) return Promise.resolve(found);
  const ids = exercises.map((one) => one.id).join(", ");
  throw new RangeError(\`Cannot find the exercise "\${id}": one of \${ids} is wanted\`);
}
`;
}

async function copyCommon(folder: string, tasks: object, more: Record<string, string>) {
  const { imports, compilerOptions, lock } = await config();
  const needed = Object.fromEntries(
    Object.entries(imports).filter(([name]) => name !== "vitest" && name !== "grading/"),
  );
  const ours = { tasks, imports: { ...needed, ...more }, compilerOptions, lock };
  await Deno.writeTextFile(`${folder}/deno.json`, `${JSON.stringify(ours, null, 2)}\n`);
  await Deno.copyFile(`${root}/deno.lock`, `${folder}/deno.lock`);
  await Deno.mkdir(`${folder}/data`, { recursive: true });
  for await (const { name, isFile } of Deno.readDir(`${root}/data`)) {
    if (isFile) await Deno.copyFile(`${root}/data/${name}`, `${folder}/data/${name}`);
  }
}

async function config() {
  return JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
}

/** Copies a folder in the place of what is there; caches stay behind. */
async function replace(from: string, to: string): Promise<void> {
  await Deno.remove(to, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (name.startsWith(".") || name === "__pycache__") continue;
    if (isDirectory) await replace(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

/** A folder with other things in it is somebody else's. */
async function refuseForeign(folder: string): Promise<void> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  if (names.length > 0 && !names.includes("nbgrader_config.py")) {
    throw new Error(
      `Cannot make the teacher's version in ${folder}: found ${names[0]} there, ` +
        `wanted a new folder, an empty one, or one made by this command`,
    );
  }
}
