/**
 * Lets Vitest's packages load under a plain `deno test`, typed without flags.
 *
 * One of them looks for FORCE_TTY in the environment while it loads, which without `--allow-env`
 * asks a question or throws. Where the permission is missing, this shows them an empty environment.
 * Import it before them.
 *
 * @module
 */

import process from "node:process";

if (Deno.permissions.querySync({ name: "env" }).state !== "granted") {
  Object.defineProperty(process, "env", { value: {}, configurable: true });
}
