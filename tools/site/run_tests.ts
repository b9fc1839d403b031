/**
 * Checks the site's own sources, builds it, and runs the tests on what was built: `deno task test:site [FILE …]`.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);

const steps: readonly { readonly what: string; readonly args: string[]; readonly cwd: URL }[] = [
  {
    what: "packages",
    args: ["install", "--quiet", "--frozen"],
    cwd: new URL(".", import.meta.url),
  },
  { what: "types", args: ["check", "--quiet", "."], cwd: new URL(".", import.meta.url) },
  {
    what: "unit tests",
    args: ["test", "--allow-all", "--no-check", "compile_check.ts", "inspect_check.ts"],
    cwd: new URL(".", import.meta.url),
  },
  { what: "build", args: ["run", "--allow-all", "build.ts"], cwd: new URL(".", import.meta.url) },
  {
    what: "tests",
    args: ["test", "--allow-all", ...Deno.args.length > 0 ? Deno.args : ["tests/site"]],
    cwd: ROOT,
  },
];

for (const { what, args, cwd } of steps) {
  const { success } = await new Deno.Command(Deno.execPath(), { args, cwd, stdin: "null" })
    .spawn().status;
  if (success) continue;
  console.error(`The site's ${what} failed: deno ${args.join(" ")}`);
  Deno.exit(1);
}
