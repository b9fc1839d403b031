/**
 * Lints the code in notebooks with the rules of deno.json: `deno task lint`.
 *
 * @module
 */

import { command, needFiles } from "../command.ts";
import { course, deno, describePlace, type Module, notebookPaths, withModules } from "./modules.ts";

/** What `deno lint --json` says of one problem. */
interface Diagnostic {
  readonly range?: { readonly start: { readonly line: number } };
  readonly filename: string;
  readonly message: string;
  readonly code: string;
  readonly hint?: string;
}

async function main(_: unknown, named: string[]): Promise<number> {
  needFiles("lint", named);
  const paths = await notebookPaths(named, course.notebooks);
  const problems = paths.length > 0 ? await lintNotebooks(paths) : [];
  problems.forEach((problem) => console.error(problem));
  console.log(`Linted ${paths.length} notebooks`);
  return problems.length > 0 ? 1 : 0;
}

/** One line for each problem in these notebooks: notebook, cell and line, what and which rule. */
export function lintNotebooks(paths: readonly string[]): Promise<string[]> {
  return withModules(paths, async (modules) => {
    const { out, err } = await deno([
      "lint",
      "--json",
      "--rules-exclude=verbatim-module-syntax", // for packages
      "--config",
      course.config,
      ...modules.keys(),
    ]);
    const report = parse(out, err);
    return [...report.diagnostics, ...report.errors.map(asDiagnostic)].flatMap((found) => {
      const file = found.filename.startsWith("file:")
        ? decodeURIComponent(new URL(found.filename).pathname)
        : found.filename;
      const module = modules.get(file);
      if (module && found.code === "no-unused-vars" && isStub(module, found)) return [];
      const place = module ? describePlace(module, found.range?.start.line ?? 1) : file;
      return `${place}: ${found.message} (${found.code})${found.hint ? `; ${found.hint}` : ""}`;
    });
  });
}

/** Whether a problem lies in a cell that is left for the learner to finish, who will use what is there. */
function isStub(module: Module, { range }: Diagnostic): boolean {
  const { cell } = module.locate(range?.start.line ?? 1);
  return module.text.split("\n").some((line, at) =>
    /\byourTurn\b/.test(line) && module.locate(at + 1).cell === cell
  );
}

interface Report {
  readonly diagnostics: readonly Diagnostic[];
  readonly errors: readonly { readonly file_path: string; readonly message: string }[];
}

function parse(out: string, err: string): Report {
  try {
    return JSON.parse(out);
  } catch {
    throw new Error(`cannot lint the notebooks: deno lint said ${err.trim() || out.trim()}`);
  }
}

/** A file that could not be read as code at all; the message holds the line. */
function asDiagnostic({ file_path, message }: Report["errors"][number]): Diagnostic {
  const line = Number(/:(\d+):\d+/.exec(message)?.[1] ?? 1);
  return {
    filename: file_path,
    message: message.split("\n")[0].replace(/ at file:.*$/, ""),
    code: "syntax",
    range: { start: { line } },
  };
}

if (import.meta.main) {
  await command(
    "./learn lint   code, and the code in notebooks",
    { options: {}, names: true },
    main,
  );
}
