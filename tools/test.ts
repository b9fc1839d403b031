/**
 * Runs the tests under `deno test`: all but those in a browser, or the files named.
 *
 * @module
 */

const files = Deno.args.length > 0 ? Deno.args : ["--ignore=tests/browser", "tests"];
const { code } = await new Deno.Command(Deno.execPath(), {
  args: ["test", "--allow-all", ...files],
  stdin: "inherit",
}).spawn().status;
Deno.exit(code);
