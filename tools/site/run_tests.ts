/**
 * Checks the site's own sources, builds it, and runs the tests on what was built. In a hurry the cells of two notebooks
 * are run in place of all: in Chromium the first and another each day, in Firefox always the same two.
 *
 * @module
 */

import { command } from "../command.ts";

const usage = `./learn test:site [--quick] [FILE ...]
  --quick  the cells of two notebooks, in place of all
  FILE     these tests, in place of all in tests/site`;

const ROOT = new URL("../../", import.meta.url);
const HERE = new URL(".", import.meta.url);

/** Runs what the line asks for, until something fails. */
async function main({ quick }: { quick?: boolean }, files: string[]): Promise<number> {
  const env: Record<string, string> = quick ? { QUICK: "1", NOTEBOOKS: "00 03" } : {};
  const test = ["test", "--allow-all"];
  const steps: readonly (readonly [what: string, args: string[], cwd: URL])[] = [
    ["packages", ["install", "--quiet", "--frozen"], HERE],
    ["types", ["check", "--quiet", "."], HERE],
    ["unit tests", [
      ...test,
      "--no-check",
      "compile_check.ts",
      "inspect_check.ts",
      "modules_check.ts",
      "wording_check.ts",
    ], HERE],
    ["build", ["run", "--allow-all", "build.ts"], HERE],
    ["tests", [...test, ...files.length > 0 ? files : ["tests/site"]], ROOT],
    ["tests in Firefox", [...test, "--no-check", "firefox_check.ts"], HERE],
  ];
  for (const [what, args, cwd] of files.length > 0 ? steps.slice(0, -1) : steps) {
    const { success } = await new Deno.Command(Deno.execPath(), { args, cwd, env, stdin: "null" })
      .spawn().status;
    if (success) continue;
    console.error(`The site's ${what} failed: deno ${args.join(" ")}`);
    return 1;
  }
  return 0;
}

await command(usage, { options: { quick: { type: "boolean" } }, names: true }, main);
