/**
 * nbgrader in a Python environment of its own, beside the product and no part of it: exact versions, checked against
 * `requirements.txt`. Deleting tools/classroom/.nbgrader undoes it.
 *
 * @module
 */

const root = decodeURIComponent(new URL("../..", import.meta.url).pathname).replace(/\/$/, "");
const folder = `${root}/tools/classroom/.nbgrader`;

/** A program run in a course's own folder, where nbgrader reads its settings, and looks for its helpers on the path. */
export const launcher = (program: string) =>
  `#!/bin/sh
cd "$(dirname "$0")" && PATH="${folder}/bin:$PATH" exec ${program} "$@"
`;

const kernel = `${folder}/share/jupyter/kernels/deno`;
const wanted = `${root}/tools/classroom/requirements.txt`;
/** A copy of `wanted`, put there when all of it was installed. */
const installed = `${folder}/requirements.txt`;
const OLDEST = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";

/**
 * Installs nbgrader, unless it is there in the versions wanted, and gives it the course's kernel as it is now.
 *
 * @throws {Error} if there is no fitting Python, or a package cannot be had
 */
export async function install(): Promise<void> {
  if (await textOf(installed) !== await textOf(wanted)) {
    console.log("Installing nbgrader into tools/classroom/.nbgrader (once for this version).");
    const python = await findPython();
    await run(python, ["-m", "venv", "--clear", folder]);
    await run(`${folder}/bin/python`, [
      ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"],
      ...["--requirement", wanted],
    ]);
    await Deno.copyFile(wanted, installed);
  }
  await Deno.mkdir(kernel, { recursive: true });
  for await (const { name, isFile } of Deno.readDir(`${root}/tools/kernel`)) {
    if (isFile) await Deno.copyFile(`${root}/tools/kernel/${name}`, `${kernel}/${name}`);
  }
  const spec = JSON.parse(await Deno.readTextFile(`${root}/tools/kernel/kernel.json`));
  spec.env.COURSE_DENO = Deno.execPath();
  spec.env.PROGRESS = "off"; // what a learner has done is not the teacher's progress
  await Deno.writeTextFile(`${kernel}/kernel.json`, JSON.stringify(spec, null, 2));
}

const textOf = (path: string) => Deno.readTextFile(path).catch(() => undefined);

/** Runs a command in view of the reader. */
export async function run(command: string, args: readonly string[], cwd = root): Promise<void> {
  const { success } = await new Deno.Command(command, { args: [...args], cwd }).spawn().status;
  if (success) return;
  const said = [command.split("/").pop(), ...args.slice(0, 3)].join(" ");
  throw new Error(`Cannot make the teacher's version: "${said} …" failed, see above`);
}

async function findPython(): Promise<string> {
  for (const name of ["python3", "python3.14", "python3.13", "python3.12", "python3.11"]) {
    try {
      const { success } = await new Deno.Command(name, { args: ["-c", OLDEST] }).output();
      if (success) return name;
    } catch { /* not there */ }
  }
  throw new Error(
    "Cannot install nbgrader: found no Python with venv, wanted Python 3.11 or later",
  );
}

if (import.meta.main) {
  try {
    await install();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}
