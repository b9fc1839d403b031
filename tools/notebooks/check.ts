/**
 * Checks the types of the code in notebooks, as `deno check` does for files: `deno task check`.
 *
 * @module
 */

import { command, needFiles } from "../command.ts";
import { course, deno, inNotebookTerms, notebookPaths, withModules } from "./modules.ts";

async function main(_: unknown, named: string[]): Promise<number> {
  needFiles("check", named);
  const paths = await notebookPaths(named, course.notebooks);
  const problems = paths.length > 0 ? await checkNotebooks(paths) : "";
  if (problems) console.error(problems);
  console.log(`Checked the types of ${paths.length} notebooks`);
  return problems ? 1 : 0;
}

/** What is wrong with the types in these notebooks, by notebook, cell and line; empty if nothing is. */
export function checkNotebooks(paths: readonly string[]): Promise<string> {
  return withModules(paths, async (modules) => {
    const { ok, err } = await deno([
      "check",
      "--quiet",
      "--config",
      course.config,
      ...modules.keys(),
    ]);
    if (ok) return "";
    return inNotebookTerms(err, modules).replace(
      /\n*\s*(error: Type checking failed|info: The program)[^]*$/,
      "\n",
    );
  });
}

if (import.meta.main) {
  await command(
    "./learn check   types in code and in notebooks",
    { options: {}, names: true },
    main,
  );
}
